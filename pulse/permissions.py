"""Who may do what with the pulse of the own council. Answering needs no account, only the link."""

import rules

from councils.models import Role
from councils.permissions import has_role

READ_PULSE = "pulse.read"
RUN_PULSE = "pulse.run"

rules.add_perm(READ_PULSE, has_role(Role.LEAD, Role.CONTRIBUTOR, Role.APPROVER))
rules.add_perm(RUN_PULSE, has_role(Role.LEAD))
