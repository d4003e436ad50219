"""Submitting, signing off, sending back, reopening."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments import permissions, policies, queries, services, threads
from assessments.forms import ReasonForm, SignOffForm, SubmitForm
from assessments.models import Assessment
from assessments.open_answers import open_answers
from assessments.policies import NotNow
from assessments.review import review
from assessments.section_forms import AskToReopenForm
from assessments.states import Action, AssessmentState
from assessments.summary import summarise
from councils.http import SignedInRequest
from councils.permissions import check, may


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: SignedInRequest, council: str, round_slug: str) -> HttpResponse:
    assessment = queries.get_assessment(request.user, council, round_slug)
    check(request.user, permissions.SUBMIT, assessment)
    if request.method != "POST":
        return redirect("check_answers", council, round_slug)
    reading, unsettled = review(assessment), open_answers(assessment)
    form = SubmitForm(request.POST, missing=reading.missing)
    if not form.is_valid():
        context = {
            "assessment": assessment,
            "review": reading,
            "open_answers": unsettled,
            "form": form,
            "may_submit": True,
        }
        return render(request, "assessments/check_answers.html", context)
    try:
        services.submit_assessment(assessment=assessment, by=request.user, at=timezone.now())
    except NotNow as refusal:
        messages.warning(request, str(refusal))
        return redirect("check_answers", council, round_slug) if unsettled else redirect(assessment)
    messages.success(request, _("Submitted. The approver can sign it off now."))
    return redirect(assessment)


@require_http_methods(["GET", "HEAD", "POST"])
def sign_off(request: SignedInRequest, council: str, round_slug: str) -> HttpResponse:
    assessment = queries.get_assessment(request.user, council, round_slug)
    check(request.user, permissions.SEND_BACK, assessment)
    if request.method == "POST":
        check(request.user, permissions.SIGN_OFF, assessment)
    elif assessment.state == AssessmentState.IN_PROGRESS:
        messages.warning(request, _not_yet(assessment))
        return redirect(assessment)
    try:
        policies.next_state(assessment, Action.SIGN_OFF)
        form = SignOffForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            digest = form.cleaned_data["digest"]
            services.sign_off(assessment=assessment, digest=digest, by=request.user, at=timezone.now())
            messages.success(request, _("Signed off. Nothing in this assessment changes any more."))
            return redirect(assessment)
    except NotNow as refusal:
        messages.warning(request, str(refusal))
        return redirect(assessment)
    return _show(request, assessment, form, ReasonForm())


def _not_yet(assessment: Assessment) -> str:
    if assessment.submissions.exists():
        return _("It has not been submitted again yet. You get an e-mail when it is.")
    return _("It has not been submitted yet. You get an e-mail when it is.")


@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: SignedInRequest, council: str, round_slug: str) -> HttpResponse:
    assessment = queries.get_assessment(request.user, council, round_slug)
    check(request.user, permissions.SEND_BACK, assessment)
    if request.method != "POST":
        return redirect("sign_off", council, round_slug)
    form = ReasonForm(request.POST)
    try:
        policies.next_state(assessment, Action.SEND_BACK)
        if not form.is_valid():
            return _show(request, assessment, SignOffForm(), form)
        because = form.cleaned_data["because"]
        services.send_back(assessment=assessment, because=because, by=request.user, at=timezone.now())
        messages.success(request, _("Sent back. The lead and the contributors can change the answers again."))
    except NotNow as refusal:
        messages.warning(request, str(refusal))
    return redirect(assessment)


def _show(
    request: SignedInRequest, assessment: Assessment, form: SignOffForm, send_back_form: ReasonForm
) -> HttpResponse:
    submission = services.latest_submission(assessment)
    submission.assessment = assessment
    context = {
        "assessment": assessment,
        "submission": submission,
        "summary": summarise(submission),
        "comments": threads.on_assessment(assessment).waiting,
        "form": form,
        "send_back_form": send_back_form,
        "may_sign_off": may(request.user, permissions.SIGN_OFF, assessment),
        "may_read": True,
        "who_answered": queries.who_answered(assessment),
        "who_can_sign": queries.who_can_sign(assessment),
    }
    return render(request, "assessments/sign_off.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: SignedInRequest, council: str, round_slug: str) -> HttpResponse:
    """A manager lets a council change what it handed in, or gives it more time after the close."""
    assessment = queries.get_assessment_to_reopen(request.user, council, round_slug)
    check(request.user, permissions.REOPEN, assessment)
    if not policies.may_be_reopened(assessment, timezone.now()):
        messages.warning(request, _("%(council)s can change its answers already.") % {"council": assessment.council})
        return redirect("office_progress", assessment.round.slug)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            because = form.cleaned_data["because"]
            services.reopen(assessment=assessment, because=because, by=request.user, at=timezone.now())
        except NotNow as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("%(council)s can change its answers again.") % {"council": assessment.council})
        return redirect("office_progress", assessment.round.slug)
    return render(request, "assessments/reopen.html", {"assessment": assessment, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def ask_to_reopen(request: SignedInRequest, council: str, round_slug: str) -> HttpResponse:
    """A lead or an approver asks the managers, with words."""
    assessment = queries.get_assessment(request.user, council, round_slug)
    check(request.user, permissions.ASK_TO_REOPEN, assessment)
    initial = {"because": assessment.reopen_asked_because}
    form = AskToReopenForm(request.POST if request.method == "POST" else None, initial=initial)
    try:
        policies.check_may_be_reopened(assessment, timezone.now())
        if request.method == "POST" and form.is_valid():
            because = form.cleaned_data["because"]
            services.ask_to_reopen(assessment=assessment, because=because, by=request.user, at=timezone.now())
            messages.success(request, _("The Digital Office sees your words beside your council, and decides."))
            return redirect(assessment)
    except NotNow as refusal:
        messages.warning(request, str(refusal))
        return redirect(assessment)
    return render(request, "assessments/ask_to_reopen.html", {"assessment": assessment, "form": form})
