"""The officer's pages: task list, section, check your answers."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments import last_round, permissions, policies, queries, services, threads
from assessments.forms import SectionForm, SubmitForm
from assessments.inputs import SaveResult
from assessments.models import Assessment, Section
from assessments.open_answers import open_answers
from assessments.policies import NotNow
from assessments.review import review
from assessments.states import AssessmentState
from assessments.views import autosave, section_page, sections
from assessments.views.section_moves import moves_of
from characteristics.content import AreaContent
from characteristics.queries import read_area
from councils.http import SignedInRequest, wants_json
from councils.kept import mark_of
from councils.permissions import READ_PEOPLE, check, may


@require_safe
def task_list(request: SignedInRequest, council: str, round_slug: str) -> HttpResponse:
    assessment = queries.get_assessment(request.user, council, round_slug)
    now = timezone.now()
    context = {
        "assessment": assessment,
        "progress": queries.progress(assessment, user=request.user, today=timezone.localdate(now)),
        "role": request.user.roles[assessment.council_id],
        "may_read": may(request.user, permissions.READ_ANSWERS, assessment),
        "may_assign": may(request.user, permissions.ASSIGN_SECTION, assessment),
        "may_submit": may(request.user, permissions.SUBMIT, assessment),
        "may_sign_off": may(request.user, permissions.SIGN_OFF, assessment),
        "is_editable": policies.may_be_edited(assessment, now),
        "has_opened": policies.has_opened(assessment.round, now),
        "has_closed": policies.has_closed(assessment.round, now),
        "may_be_submitted": policies.may_be_submitted(assessment, now),
        "offer": _offer(request, assessment),
        "may_be_reopened": policies.may_be_reopened(assessment, now),
        "may_ask_to_reopen": may(request.user, permissions.ASK_TO_REOPEN, assessment),
        "ask_to_send_back": _who_can_send_back(request, assessment),
        "may_read_people": may(request.user, READ_PEOPLE, assessment),
    }
    return render(request, "assessments/task_list.html", context)


def _who_can_send_back(request: SignedInRequest, assessment: Assessment) -> list[str]:
    """Names for the lead, while the approver is nearer than the Digital Office."""
    if assessment.state != AssessmentState.SUBMITTED or not may(request.user, permissions.SUBMIT, assessment):
        return []
    return list(queries.who_can_send_back(assessment).values_list("name", flat=True))


def _offer(request: SignedInRequest, assessment: Assessment) -> last_round.Offer | None:
    may_carry = may(request.user, permissions.CARRY_FORWARD, assessment)
    return last_round.offer(assessment) if may_carry and policies.may_be_edited(assessment, timezone.now()) else None


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: SignedInRequest, council: str, round_slug: str, area: str) -> HttpResponse:
    assessment = queries.get_assessment(request.user, council, round_slug)
    here = queries.get_section(assessment, area)
    check(request.user, permissions.READ_ANSWERS, assessment)
    if request.method == "POST":
        check(request.user, permissions.EDIT_SECTION, here)
        return autosave.save(request, here) if wants_json(request) else _save(request, here)
    if not _may_edit_now(request, here):
        return sections.read(request, here)
    content = read_area(assessment.round.framework, area)
    now = section_page.stored(here)
    form = section_page.fresh_form(content, now)
    return _show(request, here, form, section_page.blocks(form, now))


def _may_edit_now(request: SignedInRequest, here: Section) -> bool:
    return (
        may(request.user, permissions.EDIT_SECTION, here)
        and policies.may_be_edited(here.assessment, timezone.now())
        and not policies.section_is_settled_for(here, request.user)
    )


def _save(request: SignedInRequest, here: Section) -> HttpResponse:
    content = read_area(here.assessment.round.framework, here.area.code)
    form = SectionForm(content, request.POST)
    if not form.is_valid():
        return _show(request, here, form, section_page.blocks(form, section_page.stored(here)))
    last = section_page.last_contents(here, content) if form.says_still_true else {}
    sent = form.to_input(decisions=True, last=last)
    now = timezone.now()
    try:
        result = services.record_answers(section=here, inputs=sent, by=request.user, at=now)
    except NotNow as refusal:
        return _refused(request, here, form, content, str(refusal))
    if result.conflicts or result.not_chosen:
        return _show_open(request, here, form, result)
    messages.success(request, _("Saved at %(time)s.") % {"time": timezone.localtime(now).strftime("%H:%M")})
    return redirect(_after_save(request, here))


def _refused(
    request: SignedInRequest, here: Section, form: SectionForm, content: AreaContent, why: str
) -> HttpResponse:
    """Nothing can be saved now; the page keeps what was typed so that it can be copied."""
    form.add_error(None, why)
    return _show(request, here, form, section_page.blocks(form, section_page.stored(here)), status=409)


def _show_open(request: SignedInRequest, here: Section, sent: SectionForm, result: SaveResult) -> HttpResponse:
    """The section as it is now, with what could not be saved held beside it."""
    stored = section_page.stored(here)
    form = section_page.fresh_form(sent.area, stored)
    blocks = section_page.blocks(form, stored)
    return _show(request, here, form, blocks, section_page.open_questions(blocks, sent, result), status=409)


def _after_save(request: HttpRequest, here: Section) -> str:
    if "then" in request.POST:
        return sections.after_saving(here, request.POST["then"])
    if "continue" not in request.POST:
        return request.path
    following = (
        here.assessment.sections.filter(area__position__gt=here.area.position)
        .order_by("area__position")
        .values_list("area__code", flat=True)
        .first()
    )
    base = here.assessment.get_absolute_url()
    return f"{base}sections/{following}/" if following else _check_url(here.assessment)


def _show(
    request: SignedInRequest,
    here: Section,
    form: SectionForm,
    blocks: list[section_page.Block],
    happened: Sequence[section_page.Open] = (),
    status: int = 200,
) -> HttpResponse:
    remarks = threads.on_sections([here])
    context = {
        "assessment": here.assessment,
        "section": here,
        "area": form.area,
        "form": form,
        "blocks": section_page.with_threads(blocks, form.area.code, remarks),
        "thread": remarks.on_section(form.area.code),
        "moves": moves_of(here, request.user),
        "is_overdue": here.is_overdue(timezone.localdate()),
        "progress": section_page.progress(blocks),
        "open_questions": happened or section_page.open_questions(blocks),
        "has_conflicts": bool(happened),
        "may_assign": may(request.user, permissions.ASSIGN_SECTION, here.assessment),
        "person": mark_of(request.user),
    }
    return render(request, "assessments/section.html", context, status=status)


@require_safe
def check_answers(request: SignedInRequest, council: str, round_slug: str) -> HttpResponse:
    assessment = queries.get_assessment(request.user, council, round_slug)
    check(request.user, permissions.READ_ANSWERS, assessment)
    now = timezone.now()
    reading = review(
        assessment, may_edit=_editable_sections(request, assessment, editable=policies.may_be_edited(assessment, now))
    )
    context = {
        "assessment": assessment,
        "review": reading,
        "open_answers": open_answers(assessment),
        "form": SubmitForm(missing=reading.missing),
        "may_submit": may(request.user, permissions.SUBMIT, assessment) and policies.may_be_submitted(assessment, now),
        "may_read": True,
    }
    return render(request, "assessments/check_answers.html", context)


def _editable_sections(request: SignedInRequest, assessment: Assessment, *, editable: bool) -> frozenset[int]:
    if not editable:
        return frozenset()
    sections = assessment.sections.all()
    for here in sections:
        here.assessment = assessment
    own = [here for here in sections if may(request.user, permissions.EDIT_SECTION, here)]
    return frozenset(here.pk for here in own if not policies.section_is_settled_for(here, request.user))


def _check_url(assessment: Assessment) -> str:
    return f"{assessment.get_absolute_url()}check/"
