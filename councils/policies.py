"""When people of a council may be changed, whoever asks. Who may ask is in permissions.py."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from councils.models import Council, Invitation, Membership, Role

OPEN_INVITATIONS = 50
"""More at once than any council needs; so many that the service can't be used to flood strangers with mail."""
PAUSE = timedelta(minutes=1)
"""Between two letters to the same person, so that a second click doesn't end the link of the first."""


class Refused(Exception):
    """It can't be done as things are. The message says why, and what to do instead."""


def must_stay(membership: Membership) -> bool:
    """Whether this is the only lead who can sign in."""
    if membership.role != Role.LEAD:
        return False
    others = membership.council.memberships.filter(role=Role.LEAD, user__is_active=True).exclude(pk=membership.pk)
    return not others.exists()


def check_keeps_lead(membership: Membership) -> None:
    """A council always keeps a lead who can sign in."""
    if must_stay(membership):
        raise Refused(
            _("%(name)s is the only lead of %(council)s. Make somebody else a lead first.")
            % {"name": membership.user.name, "council": membership.council.name}
        )


def check_invitable(council: Council, email: str, at: datetime) -> None:
    if council.memberships.filter(user__email__iexact=email).exists():
        raise Refused(_("This person is in the council already. You can change their role on the page before."))
    usable = council.invitations.usable(at)
    if usable.filter(email=email).exists():
        raise Refused(_("This address has an open invitation. Send it again or withdraw it on the page before."))
    if usable.count() >= OPEN_INVITATIONS:
        raise Refused(_("Too many invitations are open. Withdraw those that nobody needs any more."))


def check_may_be_sent_again(invitation: Invitation, at: datetime) -> None:
    if invitation.accepted_at or invitation.withdrawn_at:
        raise Refused(_("This invitation is not open any more."))
    if at < invitation.sent_at + PAUSE:
        raise Refused(_("The invitation was sent less than a minute ago. Give it a moment to arrive."))
    if invitation.council.memberships.filter(user__email__iexact=invitation.email).exists():
        raise Refused(_("This person is in the council already, so you can withdraw the invitation."))
