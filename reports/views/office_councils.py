"""The Digital Office's pages with named results. Whoever looks at them is logged."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from assessments.models import Assessment
from assessments.queries import get_round
from councils.http import SignedInRequest
from councils.models import AuditEvent, User
from councils.permissions import MANAGE_ROUNDS, SEE_COUNCILS, check, may
from reports import exports
from reports.dashboards import comparison, filters
from reports.dashboards import councils as heat_table
from reports.dashboards.comparison import NotComparable
from reports.dashboards.councils import HeatTable
from reports.dashboards.handed_in import Cell
from reports.forms import CouncilsForm
from reports.views.looking import file_name, log_look


@dataclass(frozen=True)
class DrawnRow:
    name: str
    slug: str
    signed_off: bool
    cells: SafeString


@require_safe
def councils(request: SignedInRequest, round_slug: str) -> HttpResponse:
    check(request.user, SEE_COUNCILS)
    round_ = get_round(round_slug)
    form = CouncilsForm(request.GET, choices=filters.choices(round_))
    view = form.view if form.is_valid() else heat_table.View()
    table = heat_table.build(round_, view, page=request.GET.get("page", ""))
    log_look(request.user, "all councils viewed", f"{round_.name}: {view}")
    medians, rows = _draw(table)
    context = {
        "round": round_,
        "form": form,
        "view": view,
        "table": table,
        "medians": medians,
        "rows": rows,
        "may_manage": may(request.user, MANAGE_ROUNDS),
    }
    return render(request, "reports/office/councils.html", context)


@require_safe
def councils_csv(request: SignedInRequest, round_slug: str) -> HttpResponse:
    check(request.user, SEE_COUNCILS)
    round_ = get_round(round_slug)
    form = CouncilsForm(request.GET, choices=filters.choices(round_))
    if not form.is_valid():  # the page says what is wrong
        page = redirect("office_councils", round_.slug)
        page["Location"] += f"?{request.GET.urlencode()}"
        return page
    table = heat_table.build_whole(round_, form.view)
    log_look(request.user, "all councils downloaded", f"{round_.name}: {form.view}")
    response = HttpResponse(exports.councils_csv(table), content_type="text/csv; charset=utf-8")
    name = file_name(round_, f"{table.lens}.csv")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def compare(request: SignedInRequest, round_slug: str) -> HttpResponse:
    check(request.user, SEE_COUNCILS)
    round_ = get_round(round_slug)
    try:
        compared = comparison.build(round_, request.GET.getlist("council"))
    except NotComparable as refusal:
        context = {"round": round_, "refusal": str(refusal)}
        return render(request, "reports/office/not_comparable.html", context, status=400)
    _log_comparison(request.user, round_.name, compared.assessments)
    return render(request, "reports/office/compare.html", {"round": round_, "compared": compared})


def _draw(table: HeatTable) -> tuple[SafeString, list[DrawnRow]]:
    """The medians and the rows with their cells in HTML.

    Thousands of cells are only some dozens of different ones: each is drawn once, which makes the page ten times
    faster than drawing them one by one.
    """
    template = get_template("reports/office/_cell.html")
    drawn = {
        cell: template.render({"cell": cell})
        for cell in {*table.medians, *(cell for row in table.rows for cell in row.cells)}
    }

    def join(cells: Iterable[Cell]) -> SafeString:
        return mark_safe("".join(drawn[cell] for cell in cells))  # noqa: S308 - each part is an escaped template

    rows = [DrawnRow(row.name, row.slug, row.signed_off, join(row.cells)) for row in table.rows]
    return join(table.medians), rows


def _log_comparison(by: User, round_name: str, assessments: tuple[Assessment, ...]) -> None:
    """One event for each council, so that each one's log has it."""
    names = ", ".join(assessment.council.name for assessment in assessments)
    at = timezone.now()
    AuditEvent.objects.bulk_create(
        AuditEvent(at=at, by=by, council=a.council, action="councils compared", detail=f"{round_name}: {names}"[:300])
        for a in assessments
    )
