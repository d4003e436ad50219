"""Starting a round from last round's answers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from assessments import last_round, permissions, policies, queries
from assessments.models import Assessment
from assessments.policies import NotNow
from assessments.services.carrying import carry_forward as carry
from councils.http import SignedInRequest
from councils.permissions import check


@require_http_methods(["GET", "HEAD", "POST"])
def carry_forward(request: SignedInRequest, council: str, round_slug: str) -> HttpResponse:
    assessment = queries.get_assessment(request.user, council, round_slug)
    check(request.user, permissions.CARRY_FORWARD, assessment)
    if request.method == "POST":
        _carry(request, assessment)
        return redirect(assessment)
    context = {
        "assessment": assessment,
        "offer": last_round.offer(assessment),
        "has_earlier": last_round.has_earlier(assessment),
        "is_editable": policies.may_be_edited(assessment, timezone.now()),
    }
    return render(request, "assessments/carry_forward.html", context)


def _carry(request: SignedInRequest, assessment: Assessment) -> None:
    try:
        carried = carry(assessment=assessment, by=request.user, at=timezone.now())
    except NotNow as refusal:
        messages.warning(request, str(refusal))
        return
    if not carried:
        messages.warning(request, _("Nothing was left to carry forward."))
        return
    words = ngettext(
        "%(count)d answer of the last round is carried forward. Confirm or change it before you submit.",
        "%(count)d answers of the last round are carried forward. Confirm or change each before you submit.",
        carried,
    )
    messages.success(request, words % {"count": carried})
