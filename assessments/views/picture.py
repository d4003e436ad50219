"""The lead's picture of the whole assessment."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments import permissions, queries
from assessments import picture as whole
from councils.http import SignedInRequest
from councils.permissions import check


@require_safe
def picture(request: SignedInRequest, council: str, round_slug: str) -> HttpResponse:
    assessment = queries.get_assessment(request.user, council, round_slug)
    check(request.user, permissions.READ_ANSWERS, assessment)
    today = timezone.localdate()
    context = {
        "assessment": assessment,
        "picture": whole.read(assessment, today=today),
        "progress": queries.progress(assessment, user=request.user, today=today),
    }
    return render(request, "assessments/picture.html", context)
