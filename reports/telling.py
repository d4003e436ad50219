"""Who gets mail about documents."""

from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from councils.models import Membership, Role, User
from notices.models import NoticeKind
from notices.services import post
from reports.models import Document, DocumentKind


def tell_scorecard_ready(*, scorecard: Document, at: datetime) -> None:
    """The council's leads and approvers, and whoever asked for it: once for each release of the round's own.

    Scorecards that are made again, or before the round is released, are on the page that asked for them within seconds.
    """
    release = scorecard.release
    if scorecard.kind != DocumentKind.SCORECARD or release is None:
        return
    assessment = scorecard.scored_submission.assessment
    if release.round_id != assessment.round_id:
        return
    members = Membership.objects.filter(council=assessment.council_id)
    concerned = members.filter(Q(role__in=[Role.LEAD, Role.APPROVER]) | Q(user=scorecard.wanted_by))
    context = {
        "council": assessment.council.name,
        "round": assessment.round.name,
        "link": reverse("results", args=[assessment.council.slug, assessment.round.slug]),
    }
    people = User.objects.filter(pk__in=concerned.values("user"))
    key = f"scorecard_ready:{assessment.pk}:{release.pk}"
    post(kind=NoticeKind.SCORECARD_READY, people=people, key=key, context=context, at=at)
