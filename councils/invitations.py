"""Invite people into a council, and let them in.

The link in the letter is the invitation's number and its nonce, signed. It works once, for two weeks, and until the
next letter is sent.
"""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from councils import policies
from councils.locking import lock_for, log
from councils.models import Council, Invitation, Membership, Role, User
from councils.permissions import roles_to_offer
from councils.policies import Refused
from notices.models import NoticeKind
from notices.services import post_to_address

LIFETIME = timedelta(days=14)
SALT = "councils.invitation"


def token_of(invitation: Invitation) -> str:
    return signing.Signer(salt=SALT).sign_object([invitation.pk, invitation.nonce])


def read_token(token: str) -> Invitation | None:
    """The invitation that a link is for, in whatever state it is; none for a link that we didn't send last."""
    try:
        number, nonce = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        return None
    invitations = Invitation.objects.select_related("council", "invited_by")
    return invitations.filter(pk=number, nonce=nonce).first()


@transaction.atomic
def invite(*, council: Council, email: str, name: str, role: Role, by: User, at: datetime) -> Invitation:
    """Send somebody a link. Raises Refused where they are in already, or have an open invitation."""
    if role not in roles_to_offer(by, council) or email == by.email:
        raise PermissionDenied
    council = lock_for(by, council)
    policies.check_invitable(council, email, at)
    council.invitations.unanswered().filter(email=email).update(withdrawn_at=at)
    invitation = Invitation(council=council, email=email, name=name, role=role, invited_by=by, created_at=at)
    _send(invitation, at)
    log(council, "person invited", by, at, str(invitation))
    return invitation


@transaction.atomic
def send_again(*, invitation: Invitation, by: User, at: datetime) -> None:
    """Send a new letter, with a new link and all its time; the older link ends."""
    council = lock_for(by, invitation.council)
    invitation.refresh_from_db()
    policies.check_may_be_sent_again(invitation, at)
    _send(invitation, at)
    log(council, "invitation sent again", by, at, str(invitation))


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User, at: datetime) -> None:
    lock_for(by, invitation.council)
    if Invitation.objects.unanswered().filter(pk=invitation.pk).update(withdrawn_at=at):
        log(invitation.council, "invitation withdrawn", by, at, str(invitation))


@transaction.atomic
def join(*, invitation: Invitation, user: User, at: datetime) -> None:
    """Let in somebody who has an account. Raises Refused where the invitation was used or ended in the meantime."""
    if user.email.lower() != invitation.email:
        raise PermissionDenied
    if Membership.objects.filter(user=user, council=invitation.council).exists():
        raise Refused(_("You are in this council already."))
    _claim(invitation, at)
    _let_in(invitation, user, at)


@transaction.atomic
def join_as_new(*, invitation: Invitation, name: str, password: str, at: datetime) -> User:
    """Make an account for whoever has the link, and let them in. That they have it shows that the address is theirs."""
    _claim(invitation, at)
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise Refused(_("There is an account with this address now. Sign in to join."))
    user = User.objects.create_user(invitation.email, password, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    _let_in(invitation, user, at)
    return user


def _claim(invitation: Invitation, at: datetime) -> None:
    """Of two who use a link at once, one gets in."""
    usable = Invitation.objects.usable(at).filter(pk=invitation.pk, nonce=invitation.nonce)
    if not usable.update(accepted_at=at):
        raise Refused(_("This invitation was used or has ended in the meantime."))


def _let_in(invitation: Invitation, user: User, at: datetime) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(accepted_by=user)
    Membership.objects.create(user=user, council=invitation.council, role=invitation.role)
    log(invitation.council, "invitation accepted", user, at, str(invitation))


def _send(invitation: Invitation, at: datetime) -> None:
    invitation.nonce = get_random_string(32)
    invitation.sent_at, invitation.expires_at = at, at + LIFETIME
    invitation.save()
    context: dict[str, object] = {
        "name": invitation.name,
        "council": invitation.council.official_name,
        "role": invitation.get_role_display(),
        "by": invitation.invited_by.name,
        "by_email": invitation.invited_by.email,
        "until": invitation.expires_at,
        "path": reverse("invitation", args=[token_of(invitation)]),
    }
    post_to_address(
        kind=NoticeKind.INVITATION,
        email=invitation.email,
        key=f"invitation:{invitation.pk}:{invitation.nonce}",
        context=context,
        at=at,
    )
