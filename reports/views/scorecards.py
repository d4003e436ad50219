"""Asking for a scorecard, watching it being made, and taking it away."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assessments.models import Assessment
from assessments.services import latest_submission
from assessments.states import AssessmentState
from councils.http import SignedInRequest
from councils.models import AuditEvent, User
from councils.permissions import check
from reports.forms import WantForm
from reports.models import Document, DocumentKind, DocumentState
from reports.permissions import READ_RESULTS
from reports.queries import release_for
from reports.views.delivery import deliver, file_name
from reports.wanting import remake, want_scorecard


@require_POST
def want(request: SignedInRequest, council: str, round_slug: str) -> HttpResponse:
    assessments = Assessment.objects.visible_to(request.user).with_names()
    assessment = get_object_or_404(assessments, council__slug=council, round__slug=round_slug)
    check(request.user, READ_RESULTS, assessment)
    if assessment.state == AssessmentState.IN_PROGRESS:
        return redirect("results", council, round_slug)
    form = WantForm(request.POST)
    if not form.is_valid():
        return redirect("results", council, round_slug)
    submission, release, kind = latest_submission(assessment), release_for(assessment), form.kind_wanted
    return redirect(
        want_scorecard(submission=submission, release=release, kind=kind, by=request.user, at=timezone.now())
    )


@require_safe
def show(request: SignedInRequest, scorecard_id: UUID) -> HttpResponse:
    scorecard = _readable(request.user, scorecard_id)
    context = {
        "scorecard": scorecard,
        "assessment": scorecard.scored_submission.assessment,
        "being_made": scorecard.is_being_made,
        "has_file": scorecard.has_file,
    }
    return render(request, "reports/scorecard.html", context)


@require_POST
def retry(request: SignedInRequest, scorecard_id: UUID) -> HttpResponse:
    scorecard, now = _readable(request.user, scorecard_id), timezone.now()
    if scorecard.state == DocumentState.MADE and not scorecard.has_file:
        remake(document=scorecard, by=request.user, at=now)
        return redirect(scorecard)
    submission, release, kind = scorecard.scored_submission, scorecard.release, DocumentKind(scorecard.kind)
    return redirect(want_scorecard(submission=submission, release=release, kind=kind, by=request.user, at=now))


@require_safe
def download(request: SignedInRequest, scorecard_id: UUID) -> HttpResponseBase:
    scorecard = _readable(request.user, scorecard_id)
    if not scorecard.has_file:
        return redirect(scorecard)
    if request.user.is_office:
        _log_download(request.user, scorecard)
    return deliver(scorecard, name=file_name(scorecard))


def _readable(user: User, scorecard_id: UUID) -> Document:
    """404 for another council's; 403 for the own council's where the person may not read results yet."""
    visible = Document.objects.filter(submission__assessment__in=Assessment.objects.visible_to(user))
    rows = visible.select_related("submission__assessment__council", "submission__assessment__round", "release")
    scorecard = get_object_or_404(rows, pk=scorecard_id)
    check(user, READ_RESULTS, scorecard.scored_submission.assessment)
    return scorecard


def _log_download(by: User, scorecard: Document) -> None:
    assessment = scorecard.scored_submission.assessment
    AuditEvent.objects.create(
        at=timezone.now(),
        by=by,
        council_id=assessment.council_id,
        action="scorecard downloaded",
        detail=f"{assessment.round.name}, {scorecard.get_kind_display().lower()}",
    )
