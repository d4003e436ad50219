"""Who may do what with an assessment of the own council."""

import rules

from assessments.models import Answer, Assessment, Section
from councils.models import OfficeRole, Role, User
from councils.permissions import has_office_role, has_role

READ_ANSWERS = "assessments.read_answers"
EDIT_SECTION = "assessments.edit_section"
ASSIGN_SECTION = "assessments.assign_section"
UPLOAD_WORKBOOK = "assessments.upload_workbook"
HAND_IN_SECTION = "assessments.hand_in_section"
GIVE_BACK_SECTION = "assessments.give_back_section"
AGREE_SECTION = "assessments.agree_section"
COMMENT = "assessments.comment"
CARRY_FORWARD = "assessments.carry_forward"
SUBMIT = "assessments.submit"
SEND_BACK = "assessments.send_back"
SIGN_OFF = "assessments.sign_off"
ASK_TO_REOPEN = "assessments.ask_to_reopen"
REOPEN = "assessments.reopen"


@rules.predicate
def is_lead_of_section(user: User, section: Section) -> bool:
    return user.roles.get(section.assessment.council_id) == Role.LEAD


@rules.predicate
def is_contributor_to_section(user: User, section: Section) -> bool:
    holds = user.roles.get(section.assessment.council_id) == Role.CONTRIBUTOR
    return holds and section.assigned_to_id == user.pk


@rules.predicate
def never_answered(user: User, assessment: Assessment) -> bool:
    """Nobody signs off an assessment in which they ever answered, even if another officer answered later."""
    return not Answer.history.filter(section__assessment=assessment, changed_by=user).exists()


rules.add_perm(READ_ANSWERS, has_role(Role.LEAD, Role.CONTRIBUTOR, Role.APPROVER))
rules.add_perm(EDIT_SECTION, is_lead_of_section | is_contributor_to_section)
rules.add_perm(ASSIGN_SECTION, has_role(Role.LEAD))
rules.add_perm(UPLOAD_WORKBOOK, has_role(Role.LEAD, Role.CONTRIBUTOR))
rules.add_perm(HAND_IN_SECTION, is_lead_of_section | is_contributor_to_section)
rules.add_perm(GIVE_BACK_SECTION, has_role(Role.CONTRIBUTOR))
rules.add_perm(AGREE_SECTION, has_role(Role.LEAD))
rules.add_perm(COMMENT, has_role(Role.LEAD, Role.CONTRIBUTOR, Role.APPROVER))
rules.add_perm(CARRY_FORWARD, has_role(Role.LEAD))
rules.add_perm(SUBMIT, has_role(Role.LEAD))
rules.add_perm(SEND_BACK, has_role(Role.APPROVER))
rules.add_perm(SIGN_OFF, has_role(Role.APPROVER) & never_answered)
rules.add_perm(ASK_TO_REOPEN, has_role(Role.LEAD, Role.APPROVER))
rules.add_perm(REOPEN, has_office_role(OfficeRole.MANAGER))
