"""Talking about a question or a section."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments import permissions, queries, services, threads
from assessments.models import Comment, Section
from assessments.review import AnswerLine, review
from assessments.section_forms import CommentForm
from councils.http import SignedInRequest
from councils.permissions import check

ORIGINS = ("check_answers", "sign_off", "picture")
"""Pages that show comments, besides the section's own."""


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: SignedInRequest, council: str, round_slug: str, area: str) -> HttpResponse:
    """The comments on one question (`?question=`) or on the section, and a field for another one."""
    assessment = queries.get_assessment(request.user, council, round_slug)
    here = queries.get_section(assessment, area)
    check(request.user, permissions.COMMENT, assessment)
    code = request.GET.get("question", "")
    answer = here.answers.select_related("question").filter(question__code=code).first() if code else None
    if code and answer is None:
        raise Http404(code)
    form = CommentForm(request.POST if request.method == "POST" else None)
    back = _back(here, code, request.GET.get("from", ""))
    if request.method == "POST" and form.is_valid():
        question = answer.question if answer else None
        text = form.cleaned_data["text"]
        services.comment(section=here, question=question, text=text, by=request.user, at=timezone.now())
        messages.success(request, _("Your comment is saved."))
        return HttpResponseRedirect(back)
    context = {
        "assessment": assessment,
        "section": here,
        "line": _line(here, code),
        "thread": threads.on_sections([here]).on_question(area, code),
        "form": form,
        "back": back,
        "origin": request.GET.get("from", ""),
    }
    return render(request, "assessments/comments.html", context)


def _line(here: Section, code: str) -> AnswerLine | None:
    (reading,) = review(here.assessment, area=here.area.code).sections
    return next((line for line in reading.lines if line.code == code), None)


def _back(here: Section, code: str, origin: str) -> str:
    """Where the reader came from, at the question."""
    assessment = here.assessment
    if origin not in ORIGINS:
        return f"{here.get_absolute_url()}#{code or 'comments'}"
    anchor = code or here.area.code
    if origin == "picture":
        anchor = "comments"
    return f"{reverse(origin, args=[assessment.council.slug, assessment.round.slug])}#{anchor}"


@require_http_methods(["GET", "HEAD", "POST"])
def resolve(request: SignedInRequest, council: str, round_slug: str, area: str, comment: int) -> HttpResponse:
    assessment = queries.get_assessment(request.user, council, round_slug)
    here = queries.get_section(assessment, area)
    check(request.user, permissions.COMMENT, assessment)
    found = get_object_or_404(Comment.objects.select_related("question"), section=here, pk=comment)
    code = found.question.code if found.question else ""
    if request.method != "POST":
        query = f"?question={code}" if code else ""
        return redirect(reverse("comments", args=[council, round_slug, area]) + query)
    services.resolve(comment=found, by=request.user, at=timezone.now())
    messages.success(request, _("The comment is resolved."))
    return HttpResponseRedirect(_back(here, code, request.POST.get("from", "")))
