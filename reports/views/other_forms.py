"""A council's results in other forms than PDF: as one page, as a workbook, as a Word document."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.models import Assessment
from assessments.permissions import READ_ANSWERS
from assessments.services import latest_submission
from assessments.states import AssessmentState
from councils.http import SignedInRequest
from councils.models import AuditEvent
from councils.permissions import check, may
from reports.content import ScorecardContent
from reports.paper import full
from reports.permissions import READ_RESULTS
from reports.queries import release_for
from reports.scorecards import build, without_notes
from reports.spreadsheet import results_workbook
from reports.views.delivery import disposition
from reports.word import executive_document

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def full_page(request: SignedInRequest, council: str, round_slug: str) -> HttpResponse:
    """The full scorecard's twin: the same content and templates as the PDF."""
    assessment = _readable(request, council, round_slug)
    if assessment.state == AssessmentState.IN_PROGRESS:
        return redirect("results", council, round_slug)
    _log(request, assessment, "results viewed")
    context = {"assessment": assessment, "paper": full(without_notes(_content(assessment)))}
    return render(request, "reports/full_page.html", context)


@require_safe
def workbook(request: SignedInRequest, council: str, round_slug: str) -> HttpResponse:
    assessment = _readable(request, council, round_slug)
    if assessment.state == AssessmentState.IN_PROGRESS:
        return redirect("results", council, round_slug)
    _log(request, assessment, "results downloaded")
    content = _content(assessment)
    if not may(request.user, READ_ANSWERS, assessment):
        content = without_notes(content)
    return _file(results_workbook(content), EXCEL, assessment, _("%(council)s results %(round)s.xlsx"))


@require_safe
def word_document(request: SignedInRequest, council: str, round_slug: str) -> HttpResponse:
    assessment = _readable(request, council, round_slug)
    if assessment.state == AssessmentState.IN_PROGRESS:
        return redirect("results", council, round_slug)
    _log(request, assessment, "results downloaded")
    with translation.override(settings.LANGUAGE_CODE):
        made = executive_document(without_notes(_content(assessment)), language="en-GB")
    return _file(made, WORD, assessment, _("%(council)s executive scorecard %(round)s.docx"))


def _readable(request: SignedInRequest, council: str, round_slug: str) -> Assessment:
    assessments = Assessment.objects.visible_to(request.user).with_names()
    assessment = get_object_or_404(assessments, council__slug=council, round__slug=round_slug)
    check(request.user, READ_RESULTS, assessment)
    return assessment


def _content(assessment: Assessment) -> ScorecardContent:
    return build(submission=latest_submission(assessment), release=release_for(assessment))


def _file(content: bytes, kind: str, assessment: Assessment, name: str) -> HttpResponse:
    names = {"council": assessment.council.name, "round": assessment.round.slug}
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = disposition(name % names)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _log(request: SignedInRequest, assessment: Assessment, action: str) -> None:
    """Every look of the Digital Office at named results."""
    if request.user.is_office:
        AuditEvent.objects.create(
            at=timezone.now(),
            by=request.user,
            council_id=assessment.council_id,
            action=action,
            detail=assessment.round.name,
        )
