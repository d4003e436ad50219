"""What is done to assessments, as verbs. Every service locks the assessment's row first, so that what is checked still
holds when it is written.
"""

from assessments.services.locking import lock
from assessments.services.recording import content_of, record_answers
from assessments.services.rounds import compute_neighbours, invite_councils, plan_round, use_default_ladder
from assessments.services.sections import assign_section, assign_sections, comment, give_back, move_section, resolve
from assessments.services.signing import (
    ask_to_reopen,
    latest_submission,
    reopen,
    send_back,
    sign_off,
    submit_assessment,
)

__all__ = [
    "ask_to_reopen",
    "assign_section",
    "assign_sections",
    "comment",
    "compute_neighbours",
    "content_of",
    "give_back",
    "invite_councils",
    "latest_submission",
    "lock",
    "move_section",
    "plan_round",
    "record_answers",
    "reopen",
    "resolve",
    "send_back",
    "sign_off",
    "submit_assessment",
    "use_default_ladder",
]
