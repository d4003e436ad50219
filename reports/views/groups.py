"""The groups of one council's ladder, and the council beside the one that was chosen."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from assessments.models import Assessment
from assessments.services import latest_submission
from assessments.states import AssessmentState
from councils.http import SignedInRequest
from councils.permissions import may
from reports import drawing, scorecards
from reports.content import LensContent
from reports.drawing import DrawnLens
from reports.permissions import READ_RESULTS
from reports.queries import release_for
from reports.scorecards.ladder import LadderGroup
from reports.views.results import log_view, not_signed_off


@require_safe
def groups(request: SignedInRequest, council: str, round_slug: str) -> HttpResponse:
    assessments = Assessment.objects.visible_to(request.user).with_names()
    assessment = get_object_or_404(assessments, council__slug=council, round__slug=round_slug)
    if not may(request.user, READ_RESULTS, assessment):
        return not_signed_off(request)
    if assessment.state == AssessmentState.IN_PROGRESS:
        return redirect("results", council, round_slug)
    release = release_for(assessment)
    content = scorecards.build(submission=latest_submission(assessment), release=release)
    facts = scorecards.read_groups(council=assessment.council, round_=assessment.round, release=release)
    ladder = scorecards.ladder(content, facts)
    chosen = _chosen(ladder, request.GET.get("group", ""))
    if request.user.is_office:
        log_view(request, assessment)
    lenses = _drawn(content.lenses, chosen)
    context = {
        "assessment": assessment,
        "content": content,
        "ladder": ladder,
        "chosen": chosen,
        "lenses": lenses,
        "certainties": scorecards.certainties([area for drawn in lenses for area in drawn.lens.areas]),
    }
    return render(request, "reports/groups.html", context)


def _chosen(ladder: Sequence[LadderGroup], code: str) -> LadderGroup | None:
    """The one that was asked for, else the one that is used in most areas; None where there is no ladder."""
    if code:
        found = next((group for group in ladder if group.facts.code == code), None)
        if found is None:
            raise Http404
        return found
    return max(ladder, key=lambda group: group.uses, default=None)


def _drawn(lenses: Sequence[LensContent], chosen: LadderGroup | None) -> tuple[DrawnLens, ...]:
    """Beside a group that has figures somewhere."""
    if chosen is None or not chosen.has_figures:
        return ()
    return tuple(drawing.draw_ranges(scorecards.compared_with(lens, chosen.facts.code)) for lens in lenses)
