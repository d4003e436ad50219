"""The people of a council: who they are, inviting, roles, leaving; and the councils that a person serves."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councils import invitations, people, policies, queries
from councils.forms import ROLE_HINTS, CouncilFilterForm, InviteForm, RoleForm
from councils.http import CURRENT_COUNCIL, SignedInRequest, chosen_council
from councils.models import Council, Invitation, Membership, Role, User
from councils.permissions import CHANGE_PEOPLE, MANAGE_PEOPLE, READ_PEOPLE, check, may, roles_to_offer
from councils.policies import Refused
from councils.serving import served_by

COUNCILS_ON_A_PAGE = 50


@require_safe
def council_people(request: SignedInRequest, council: str) -> HttpResponse:
    here = queries.get_council(request.user, council)
    check(request.user, READ_PEOPLE, here)
    context = {
        "council": here,
        "people": queries.people_of(here, viewer=request.user, at=timezone.now()),
        "may_change": may(request.user, CHANGE_PEOPLE, here),
        "may_manage": may(request.user, MANAGE_PEOPLE),
        "is_member": here.pk in request.user.roles,
        "roles": [(role.label, ROLE_HINTS[role.value]) for role in Role],
    }
    return render(request, "councils/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: SignedInRequest, council: str) -> HttpResponse:
    here = _council_to_change(request, council)
    roles = roles_to_offer(request.user, here)
    form = InviteForm(request.POST if request.method == "POST" else None, by=request.user, roles=roles)
    if request.method == "POST" and form.is_valid():
        try:
            sent = invitations.invite(council=here, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": sent.email})
            return redirect("people", here.slug)
    return render(request, "councils/people_invite.html", {"council": here, "form": form, "all_roles": len(roles) > 3})


@require_http_methods(["GET", "HEAD", "POST"])
def change_role(request: SignedInRequest, council: str, member: int) -> HttpResponse:
    membership = _member_to_change(request, council, member)
    form = RoleForm(request.POST if request.method == "POST" else None, role=membership.role)
    if request.method == "POST" and form.is_valid():
        role = form.cleaned_data["role"]
        try:
            people.change_role(membership=membership, role=role, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error("role", str(refusal))
        else:
            words = {"name": membership.user.name, "role": role.label}
            messages.success(request, _("%(name)s has the role: %(role)s.") % words)
            return redirect("people", council)
    return render(request, "councils/people_role.html", {"membership": membership, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: SignedInRequest, council: str, member: int) -> HttpResponse:
    membership = _member_to_change(request, council, member)
    if request.method != "POST":
        return render(request, "councils/people_remove.html", {"membership": membership})
    try:
        people.remove(membership=membership, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        words = {"name": membership.user.name, "council": membership.council.name}
        messages.success(request, _("%(name)s is not in %(council)s any more.") % words)
    return redirect("people", council)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: SignedInRequest, council: str) -> HttpResponse:
    here = get_object_or_404(Council, slug=council, memberships__user=request.user)
    if request.method != "POST":
        must_stay = policies.must_stay(here.memberships.get(user=request.user))
        return render(request, "councils/people_leave.html", {"council": here, "must_stay": must_stay})
    try:
        people.leave(user=request.user, council=here, at=timezone.now())
    except Refused:
        return redirect("people_leave", here.slug)  # The page says why.
    stay_signed_in(request, request.user)
    messages.success(request, _("You have left %(council)s.") % {"council": here.name})
    return redirect("home")


@require_POST
def send_again(request: SignedInRequest, council: str, invitation: int) -> HttpResponse:
    here = _council_to_change(request, council)
    sent = get_object_or_404(here.invitations.select_related("council", "invited_by"), pk=invitation)
    try:
        invitations.send_again(invitation=sent, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("A new link is on its way to %(email)s.") % {"email": sent.email})
    return redirect("people", here.slug)


@require_POST
def withdraw(request: SignedInRequest, council: str, invitation: int) -> HttpResponse:
    here = _council_to_change(request, council)
    sent = get_object_or_404(Invitation.objects.select_related("council"), council=here, pk=invitation)
    try:
        invitations.withdraw(invitation=sent, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        words = {"email": sent.email}
        messages.success(request, _("The invitation to %(email)s is withdrawn; its link does not work.") % words)
    return redirect("people", here.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def councils(request: SignedInRequest) -> HttpResponse:
    """The own councils, to switch between; and all of them for those who manage people."""
    if request.method == "POST":
        chosen = get_object_or_404(Council, memberships__user=request.user, slug=request.POST.get("council", ""))
        request.session[CURRENT_COUNCIL] = chosen.slug
        return redirect("home")
    context: dict[str, object] = {
        "served": served_by(request.user, current=chosen_council(request)),
        "may_manage": may(request.user, MANAGE_PEOPLE),
    }
    if context["may_manage"]:
        form = CouncilFilterForm(request.GET)
        found = queries.with_people_counts(timezone.now())
        if form.is_valid():
            found = queries.matching(found, name=form.cleaned_data["q"], nation=form.cleaned_data["nation"])
        page = Paginator(found, COUNCILS_ON_A_PAGE).get_page(request.GET.get("page"))
        context |= {"form": form, "page": page, "lines": queries.council_lines(page.object_list)}
    return render(request, "councils/councils.html", context)


def stay_signed_in(request: HttpRequest, user: User) -> None:
    """What a person did to the own roles ends their other sessions, and not the one that they did it in."""
    # Read again, since the roles are kept for the length of a request.
    update_session_auth_hash(request, User.objects.get(pk=user.pk))


def _council_to_change(request: SignedInRequest, slug: str) -> Council:
    council = queries.get_council(request.user, slug)
    check(request.user, CHANGE_PEOPLE, council)
    return council


def _member_to_change(request: SignedInRequest, slug: str, member: int) -> Membership:
    council = _council_to_change(request, slug)
    return get_object_or_404(council.memberships.select_related("user", "council"), pk=member)
