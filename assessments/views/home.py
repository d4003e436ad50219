"""The start page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from assessments import policies
from assessments.waiting import Work, work_of
from councils.http import chosen_council
from councils.models import User
from councils.serving import Served, served_by


@dataclass(frozen=True)
class CouncilWork:
    """What a person has in one of their councils."""

    council: Served
    current: tuple[Work, ...]
    earlier: tuple[Work, ...]


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """The person's work, or what the service is for those who are not signed in."""
    if not isinstance(request.user, User):
        return render(request, "assessments/welcome.html")
    now = timezone.now()
    work = work_of(request.user, now)
    served = served_by(request.user, current=chosen_council(request))
    councils = [_of_council(council, work, now) for council in sorted(served, key=lambda one: not one.is_current)]
    return render(request, "assessments/home.html", {"councils": councils})


def _of_council(council: Served, work: Iterable[Work], now: datetime) -> CouncilWork:
    own = [item for item in work if item.assessment.council_id == council.pk]
    return CouncilWork(
        council=council,
        current=tuple(item for item in own if not policies.has_closed(item.assessment.round, now)),
        earlier=tuple(item for item in own if policies.has_closed(item.assessment.round, now)),
    )
