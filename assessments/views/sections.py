"""Giving sections to colleagues, moving them on, and reading one."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from assessments import permissions, policies, queries, services
from assessments.models import Section
from assessments.policies import NotNow
from assessments.review import review
from assessments.section_forms import NOBODY, AssignSectionsForm, MoveForm, WhoAndWhenForm, suggested_day
from assessments.views.section_moves import MOVES, Move, moves_of, thing_of
from councils.http import SignedInRequest
from councils.models import User
from councils.permissions import check, may

COMMENT_ON = "comment"
"""What a button's value begins with that leads to the comments; the code of a question may follow."""


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: SignedInRequest, council: str, round_slug: str, area: str) -> HttpResponse:
    """Give one section to a colleague."""
    assessment = queries.get_assessment(request.user, council, round_slug)
    here = queries.get_section(assessment, area)
    check(request.user, permissions.ASSIGN_SECTION, assessment)
    today = timezone.localdate()
    holder = here.assigned_to.pk if here.assigned_to else NOBODY
    initial = {"to": holder, "due_on": here.due_on or suggested_day(assessment, today)}
    form = WhoAndWhenForm(assessment, today, request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.assign_section(section=here, by=request.user, at=timezone.now(), **form.cleaned_data)
            words = _("%(area)s is assigned.") if form.cleaned_data["to"] else _("%(area)s is nobody’s now.")
            messages.success(request, words % {"area": here.area.name})
        except NotNow as refusal:
            messages.warning(request, str(refusal))
        return redirect(assessment)
    return render(request, "assessments/assign.html", {"assessment": assessment, "section": here, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def assign_many(request: SignedInRequest, council: str, round_slug: str) -> HttpResponse:
    """Give several sections to one colleague."""
    assessment = queries.get_assessment(request.user, council, round_slug)
    check(request.user, permissions.ASSIGN_SECTION, assessment)
    today = timezone.localdate()
    initial = {"due_on": suggested_day(assessment, today)}
    form = AssignSectionsForm(assessment, today, request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        sections = list(form.cleaned_data.pop("sections"))
        try:
            services.assign_sections(sections=sections, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _given(len(sections), to=form.cleaned_data["to"]))
        except NotNow as refusal:
            messages.warning(request, str(refusal))
            return redirect(assessment)
        return redirect("assign_sections", council, round_slug)
    return render(request, "assessments/assign_many.html", {"assessment": assessment, "form": form})


def _given(count: int, *, to: User | None) -> str:
    if to:
        words = ngettext("%(count)d section is assigned.", "%(count)d sections are assigned.", count)
    else:
        words = ngettext("%(count)d section is nobody’s now.", "%(count)d sections are nobody’s now.", count)
    return words % {"count": count}


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: SignedInRequest, council: str, round_slug: str, area: str, move_slug: str) -> HttpResponse:
    """Hand in, take back, agree, send back, give back: a page that asks, and the deed."""
    if move_slug not in MOVES:
        raise Http404(move_slug)
    asked = MOVES[move_slug]
    assessment = queries.get_assessment(request.user, council, round_slug)
    here = queries.get_section(assessment, area)
    check(request.user, asked.permission, thing_of(asked, here))
    form = MoveForm(
        request.POST if request.method == "POST" else None, label=asked.words, required=asked.words_required
    )
    if request.method == "POST" and form.is_valid():
        return _do(request, here, asked, form.because)
    context = {
        "assessment": assessment,
        "section": here,
        "move": asked,
        "form": form,
        "reading": review(assessment, area=area).sections[0],
    }
    return render(request, "assessments/section_move.html", context)


def _do(request: SignedInRequest, here: Section, asked: Move, because: str) -> HttpResponse:
    try:
        if asked.action is None:
            services.give_back(section=here, because=because, by=request.user, at=timezone.now())
        else:
            services.move_section(
                section=here, action=asked.action, because=because, by=request.user, at=timezone.now()
            )
        messages.success(request, str(asked.done) % {"area": here.area.name})
    except NotNow as refusal:
        messages.warning(request, str(refusal))
    return redirect(here.assessment)


def after_saving(here: Section, then: str) -> str:
    """Where a button of the section page leads that saves first: a move of the section, or the comments."""
    assessment = here.assessment
    place = [assessment.council.slug, assessment.round.slug, here.area.code]
    if then in MOVES:
        return reverse("move_section", args=[*place, then])
    question = then.removeprefix(COMMENT_ON).strip()
    return reverse("comments", args=place) + (f"?{urlencode({'question': question})}" if question else "")


def read(request: SignedInRequest, here: Section) -> HttpResponse:
    """One section as it stands, for those who can't change it now, with the reason and what they can do."""
    assessment = here.assessment
    now = timezone.now()
    is_open = policies.may_be_edited(assessment, now)
    may_reopen = may(request.user, permissions.ASK_TO_REOPEN, assessment)
    context = {
        "assessment": assessment,
        "section": here,
        "reading": review(assessment, area=here.area.code).sections[0],
        "why": _why(request, here),
        "moves": moves_of(here, request.user) if is_open else [],
        "may_ask_to_reopen": may_reopen and policies.may_be_reopened(assessment, now),
        "is_overdue": here.is_overdue(timezone.localdate(now)),
    }
    return render(request, "assessments/section_read.html", context)


def _why(request: SignedInRequest, here: Section) -> str:
    """Why this person can't change the answers."""
    try:
        policies.check_editable(here.assessment, timezone.now())
        if may(request.user, permissions.EDIT_SECTION, here):
            policies.check_section_editable(here, request.user)
    except NotNow as refusal:
        return str(refusal)
    if here.assigned_to:
        return _("%(name)s answers this section. You can read it and comment.") % {"name": here.assigned_to.name}
    return _("This section is not yours. You can read it and comment.")
