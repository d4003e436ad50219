"""Who may read the results of one council."""

import rules

from assessments.models import Assessment
from assessments.states import AssessmentState
from councils.models import OfficeRole, Role, User
from councils.permissions import has_office_role, has_role

READ_RESULTS = "reports.read_results"


@rules.predicate
def is_signed_off(_user: User, assessment: Assessment) -> bool:
    """Those who did not work on an assessment see what the council stands behind, and nothing before."""
    return assessment.state == AssessmentState.SIGNED_OFF


rules.add_perm(
    READ_RESULTS,
    has_role(Role.LEAD, Role.CONTRIBUTOR, Role.APPROVER)
    | (is_signed_off & has_role(Role.VIEWER))
    | (is_signed_off & has_office_role(OfficeRole.ANALYST, OfficeRole.MANAGER)),
)
