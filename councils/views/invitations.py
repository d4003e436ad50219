"""What the link of an invitation leads to. Opening it changes nothing, since mail scanners open links."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from councils import invitations
from councils.forms import ROLE_HINTS, JoinForm
from councils.http import CURRENT_COUNCIL
from councils.models import Invitation, Membership, User
from councils.policies import Refused
from councils.views.people import stay_signed_in


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    found = invitations.read_token(token)
    if found is None:
        return render(request, "councils/invitation_ended.html", {"has_expired": False}, status=404)
    if found.accepted_at and isinstance(request.user, User) and found.accepted_by_id == request.user.pk:
        return redirect("home")
    now = timezone.now()
    if not Invitation.objects.usable(now).filter(pk=found.pk).exists():
        has_expired = not (found.accepted_at or found.withdrawn_at)
        return render(request, "councils/invitation_ended.html", {"has_expired": has_expired}, status=410)
    if isinstance(request.user, User):
        return _signed_in(request, request.user, found)
    person = User.objects.filter(email__iexact=found.email).first()
    if person is not None:
        return render(
            request, "councils/invitation.html", _about(found, stage="sign_in" if person.is_active else "off")
        )
    return _newcomer(request, found)


def _signed_in(request: HttpRequest, user: User, found: Invitation) -> HttpResponse:
    if user.email.lower() != found.email:
        return render(request, "councils/invitation.html", _about(found, stage="somebody_else"))
    if Membership.objects.filter(user=user, council=found.council).exists():
        return render(request, "councils/invitation.html", _about(found, stage="member"))
    if request.method != "POST":
        return render(request, "councils/invitation.html", _about(found, stage="join"))
    try:
        invitations.join(invitation=found, user=user, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect(request.path)
    stay_signed_in(request, user)
    return _welcome(request, found)


def _newcomer(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = JoinForm(request.POST if request.method == "POST" else None, email=found.email, name=found.name)
    if request.method == "POST" and form.is_valid():
        try:
            user = invitations.join_as_new(invitation=found, **form.cleaned_data, at=timezone.now())
        except (Refused, ValidationError):
            # Somebody was quicker; the page says how things are now.
            return redirect(request.path)
        get_adapter(request).login(request, user)
        return _welcome(request, found)
    return render(request, "councils/invitation.html", _about(found, stage="new") | {"form": form})


def _welcome(request: HttpRequest, found: Invitation) -> HttpResponse:
    request.session[CURRENT_COUNCIL] = found.council.slug
    words = {"council": found.council.name, "role": found.get_role_display()}
    messages.success(request, _("Welcome to %(council)s. Your role: %(role)s.") % words)
    return redirect("home")


def _about(found: Invitation, *, stage: str) -> dict[str, object]:
    return {"invitation": found, "stage": stage, "role_hint": ROLE_HINTS[found.role]}
