"""Where one council stands."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.models import Assessment
from assessments.services import latest_submission
from assessments.states import AssessmentState
from councils.http import SignedInRequest
from councils.models import AuditEvent
from councils.permissions import may
from reports import drawing, scorecards
from reports.permissions import READ_RESULTS
from reports.queries import release_for
from reports.wanting import offers


@require_safe
def results(request: SignedInRequest, council: str, round_slug: str) -> HttpResponse:
    assessments = Assessment.objects.visible_to(request.user).with_names()
    assessment = get_object_or_404(assessments, council__slug=council, round__slug=round_slug)
    if not may(request.user, READ_RESULTS, assessment):
        return not_signed_off(request)
    if assessment.state == AssessmentState.IN_PROGRESS:
        return render(request, "reports/results_to_come.html", {"assessment": assessment})
    if request.user.is_office:
        log_view(request, assessment)
    submission, release = latest_submission(assessment), release_for(assessment)
    content = scorecards.build(submission=submission, release=release)
    context = {
        "assessment": assessment,
        "content": content,
        "lenses": drawing.draw(content),
        "offers": offers(submission=submission, release=release),
    }
    return render(request, "reports/results.html", context)


def not_signed_off(request: SignedInRequest) -> HttpResponse:
    context = {
        "heading": _("These results are not signed off yet"),
        "explanation": _("You can see them as soon as the council’s approver has signed them off."),
    }
    return render(request, "_problem.html", context, status=403)


def log_view(request: SignedInRequest, assessment: Assessment) -> None:
    AuditEvent.objects.create(
        at=timezone.now(),
        by=request.user,
        council_id=assessment.council_id,
        action="results viewed",
        detail=assessment.round.name,
    )
