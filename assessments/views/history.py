"""Who changed which answer when."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from assessments import history, permissions, queries
from characteristics.models import Question
from councils.http import SignedInRequest
from councils.permissions import check

ENTRIES_ON_A_PAGE = 30


@require_safe
def council_history(request: SignedInRequest, council: str, round_slug: str) -> HttpResponse:
    return _show(request, council, round_slug)


@require_safe
def question_history(request: SignedInRequest, council: str, round_slug: str, question: str) -> HttpResponse:
    return _show(request, council, round_slug, question)


def _show(request: SignedInRequest, council: str, round_slug: str, code: str = "") -> HttpResponse:
    assessment = queries.get_assessment(request.user, council, round_slug)
    check(request.user, permissions.READ_ANSWERS, assessment)
    questions = Question.objects.filter(area__framework=assessment.round.framework).select_related("area")
    question = get_object_or_404(questions, code=code) if code else None
    page = Paginator(history.rows_of(assessment, code), ENTRIES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "assessment": assessment,
        "question": question,
        "page": page,
        "entries": history.entries(page.object_list),
        "events": [] if code else assessment.events.select_related("by").order_by("-at", "-pk"),
    }
    return render(request, "assessments/history.html", context)
