"""Working offline: download a workbook, upload it, look at what it would change, apply it."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from assessments import permissions, policies, queries
from assessments.models import Assessment, WorkbookUpload
from assessments.policies import NotNow
from assessments.services import workbooks as services
from assessments.workbook_forms import ApplyForm, UploadForm
from assessments.workbooks import comparing, stored, taking, writing
from assessments.workbooks.refusals import Refused
from councils.http import SignedInRequest
from councils.models import User
from councils.permissions import check, may

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def workbook(request: SignedInRequest, council: str, round_slug: str) -> HttpResponse:
    assessment = queries.get_assessment(request.user, council, round_slug)
    check(request.user, permissions.READ_ANSWERS, assessment)
    return _page(request, assessment, UploadForm())


def _page(request: SignedInRequest, assessment: Assessment, form: UploadForm) -> HttpResponse:
    now = timezone.now()
    may_upload = may(request.user, permissions.UPLOAD_WORKBOOK, assessment)
    kept = WorkbookUpload.objects.filter(
        assessment=assessment, by=request.user, applied_at=None, at__gte=now - services.KEPT_FOR
    )
    context = {
        "assessment": assessment,
        "form": form,
        "may_upload": may_upload,
        "is_editable": policies.may_be_edited(assessment, now),
        "has_sections": bool(may_upload and editable_areas(request.user, assessment, now)),
        "waiting": kept.order_by("-at").first(),
    }
    return render(request, "assessments/workbook.html", context)


@require_safe
def download(request: SignedInRequest, council: str, round_slug: str) -> HttpResponse:
    assessment = queries.get_assessment(request.user, council, round_slug)
    check(request.user, permissions.READ_ANSWERS, assessment)
    now = timezone.now()
    content = stored.read_content(
        assessment, by=request.user, at=now, editable=editable_areas(request.user, assessment, now)
    )
    response = HttpResponse(writing.write(content), content_type=XLSX)
    name = f"{assessment.council.name}, {assessment.round.name}.xlsx".replace("/", "-")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    services.note_download(assessment=assessment, by=request.user, at=now)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SignedInRequest, council: str, round_slug: str) -> HttpResponse:
    assessment = queries.get_assessment(request.user, council, round_slug)
    check(request.user, permissions.UPLOAD_WORKBOOK, assessment)
    if request.method != "POST":
        return redirect("workbook", council, round_slug)
    now = timezone.now()
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            policies.check_editable(assessment, now)
            content = taking.take(form.cleaned_data["workbook"], assessment)
        except (NotNow, Refused) as refusal:
            form.add_error("workbook", str(refusal))
        else:
            kept = services.keep_upload(assessment=assessment, content=content, by=request.user, at=now)
            return redirect("workbook_upload", council, round_slug, kept.pk)
    return _page(request, assessment, form)


@require_http_methods(["GET", "HEAD", "POST"])
def uploaded(request: SignedInRequest, council: str, round_slug: str, upload_id: UUID) -> HttpResponse:
    assessment = queries.get_assessment(request.user, council, round_slug)
    check(request.user, permissions.UPLOAD_WORKBOOK, assessment)
    kept = get_object_or_404(WorkbookUpload, pk=upload_id, assessment=assessment, by=request.user)
    now = timezone.now()
    if kept.applied_at:
        messages.info(request, _("This workbook has been applied already."))
        return redirect(assessment)
    if kept.at < now - services.KEPT_FOR:
        messages.info(request, _("What a workbook would change is kept for a day. Upload it again."))
        return redirect("workbook", council, round_slug)
    if request.method == "POST" and "drop" in request.POST:
        services.drop_upload(upload=kept)
        messages.info(request, _("Nothing was changed, and the uploaded workbook is forgotten."))
        return redirect("workbook", council, round_slug)
    return _look(request, assessment, kept, now)


def _look(request: SignedInRequest, assessment: Assessment, kept: WorkbookUpload, now: datetime) -> HttpResponse:
    """What would change; on POST also apply it."""
    book = taking.taken(kept.content, assessment)
    online = stored.read_stored(assessment)
    comparison = comparing.compare(book, online, editable=editable_areas(request.user, assessment, now))
    form = ApplyForm(comparison.clashes, request.POST if request.method == "POST" else None)
    if request.method == "POST" and not comparison.mistakes and form.is_valid():
        sections = comparing.inputs(book, online, use_workbook=form.use_workbook())
        try:
            changed = services.apply_upload(upload=kept, inputs=sections, by=request.user, at=now)
        except NotNow as refusal:
            messages.warning(request, str(refusal))
            return redirect(request.path)
        messages.success(request, _applied(changed))
        return redirect(assessment)
    context = {
        "assessment": assessment,
        "made_by": book.stamp.made_by,
        "made_at": datetime.fromisoformat(book.stamp.made_at),
        "comparison": comparison,
        "clashes": [(clash, form[f"{clash.change.code}-use"]) for clash in comparison.clashes],
        "form": form,
    }
    return render(request, "assessments/workbook_upload.html", context)


def _applied(changed: int) -> str:
    return ngettext(
        "The workbook is applied: %(count)d answer changed.",
        "The workbook is applied: %(count)d answers changed.",
        changed,
    ) % {"count": changed}


def editable_areas(user: User, assessment: Assessment, now: datetime) -> frozenset[str]:
    """The codes of the areas whose answers this person can change now."""
    if not policies.may_be_edited(assessment, now):
        return frozenset()
    sections = list(assessment.sections.select_related("area"))
    for here in sections:
        here.assessment = assessment
    return frozenset(
        here.area.code
        for here in sections
        if may(user, permissions.EDIT_SECTION, here) and not policies.section_is_settled_for(here, user)
    )
