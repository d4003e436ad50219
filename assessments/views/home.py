"""The start page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from assessments import policies, queries
from councils.models import User


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """The person's work, or what the service is for those who are not signed in."""
    if not isinstance(request.user, User):
        return render(request, "assessments/welcome.html")
    now = timezone.now()
    work = queries.work_of(request.user)
    context = {
        "current": [item for item in work if not policies.has_closed(item.assessment.round, now)],
        "earlier": [item for item in work if policies.has_closed(item.assessment.round, now)],
    }
    return render(request, "assessments/home.html", context)
