"""The moves of a section as pages offer them: the word on the button, the question before, the words wanted."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments import permissions
from assessments.models import Assessment, Section
from assessments.states import SETTLED, SectionAction, section_after
from councils.models import User
from councils.permissions import may

Words = str | Promise


@dataclass(frozen=True)
class Move:
    """`action` is None for giving a section back, which changes who has it and not its state."""

    slug: str
    action: SectionAction | None
    permission: str
    button: Words
    explanation: Words
    done: Words
    words: Words = ""
    """The label of what somebody may write; empty where nothing is asked."""
    words_required: bool = False


HAND_IN = Move(
    slug="hand-in",
    action=SectionAction.HAND_IN,
    permission=permissions.HAND_IN_SECTION,
    button=_("Hand in to the lead"),
    explanation=_(
        "Your lead reads the section and agrees it, or sends it back with a comment. "
        "Until then you can take it back yourself."
    ),
    done=_("%(area)s is handed in."),
    words=_("Something your lead should know (optional)"),
)
TAKE_BACK = Move(
    slug="take-back",
    action=SectionAction.TAKE_BACK,
    permission=permissions.HAND_IN_SECTION,
    button=_("Take back"),
    explanation=_("You can change the answers again, and hand them in when you are done."),
    done=_("%(area)s can be changed again."),
)
AGREE = Move(
    slug="agree",
    action=SectionAction.AGREE,
    permission=permissions.AGREE_SECTION,
    button=_("Agree"),
    explanation=_("The section counts as done. You can still change its answers, or send it back."),
    done=_("%(area)s is agreed."),
)
SEND_BACK = Move(
    slug="send-back",
    action=SectionAction.RETURN,
    permission=permissions.AGREE_SECTION,
    button=_("Send back with a comment"),
    explanation=_("Whoever has the section can change its answers again, and sees your comment."),
    done=_("%(area)s is sent back."),
    words=_("What should change?"),
    words_required=True,
)
GIVE_BACK = Move(
    slug="give-back",
    action=None,
    permission=permissions.GIVE_BACK_SECTION,
    button=_("Give the section back"),
    explanation=_("The section is nobody’s then, and your lead finds somebody else. What was answered stays."),
    done=_("%(area)s is given back to the lead."),
    words=_("Why? Who could answer it?"),
    words_required=True,
)
MOVES = {move.slug: move for move in (HAND_IN, TAKE_BACK, AGREE, SEND_BACK, GIVE_BACK)}


def moves_of(section: Section, user: User) -> list[Move]:
    """What this person can do with the section as it stands, while its assessment can change."""
    return [
        move
        for move in MOVES.values()
        if may(user, move.permission, thing_of(move, section)) and _fits(move, section, user)
    ]


def thing_of(move: Move, section: Section) -> Section | Assessment:
    """What the permission is asked about: some hang on who has the section, others on the role alone."""
    return section if move.permission == permissions.HAND_IN_SECTION else section.assessment


def _fits(move: Move, section: Section, user: User) -> bool:
    if move.action is None:
        return section.assigned_to_id == user.pk and section.state not in SETTLED
    if move.permission == permissions.HAND_IN_SECTION and may(user, permissions.AGREE_SECTION, section.assessment):
        # Leads could hand in to themselves; agreeing is what they mean.
        return False
    return section_after(section.state, move.action) is not None
