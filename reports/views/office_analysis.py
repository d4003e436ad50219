"""The staff analysis: named results over all councils, for the Digital Office alone. Whoever looks is logged."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from assessments.models import Round
from assessments.queries import get_round
from characteristics.models import Area
from councils.http import SignedInRequest
from councils.permissions import MANAGE_ROUNDS, SEE_COUNCILS, check, may
from reports.dashboards import filters
from reports.dashboards.analysis import barriers as shared_barriers
from reports.dashboards.analysis import clusters as shared_gaps
from reports.dashboards.analysis import one_area, tables
from reports.dashboards.analysis import overview as spread
from reports.dashboards.analysis.barriers import BarriersView
from reports.dashboards.filters import CouncilFilter
from reports.dashboards.handed_in import areas_of
from reports.exports import rows_csv
from reports.forms import BarriersForm, FilterForm
from reports.spreadsheet import analysis_workbook
from reports.views.looking import file_name, log_look

CSV = "text/csv; charset=utf-8"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DICTIONARY = "dictionary"
"""The name of the data dictionary among the tables."""


@require_safe
def overview(request: SignedInRequest, round_slug: str) -> HttpResponse:
    check(request.user, SEE_COUNCILS)
    round_ = get_round(round_slug)
    form, chosen = _chosen(request, round_)
    shown = spread.build(round_, chosen)
    log_look(request.user, "analysis viewed", f"{round_.name}: all areas; {chosen}")
    return _page(request, "overview", round_, form, shown)


@require_safe
def area(request: SignedInRequest, round_slug: str, area: str) -> HttpResponse:
    check(request.user, SEE_COUNCILS)
    round_ = get_round(round_slug)
    form, chosen = _chosen(request, round_)
    try:
        shown = one_area.build(round_, chosen, area)
    except Area.DoesNotExist as unknown:
        raise Http404(area) from unknown
    log_look(request.user, "analysis viewed", f"{round_.name}: area {area}; {chosen}")
    return _page(request, "area", round_, form, shown)


@require_safe
def barriers(request: SignedInRequest, round_slug: str) -> HttpResponse:
    check(request.user, SEE_COUNCILS)
    round_ = get_round(round_slug)
    areas = tuple((one.code, one.name) for one in areas_of(round_))
    form = BarriersForm(request.GET, choices=filters.choices(round_), areas=areas)
    view = form.view if form.is_valid() else BarriersView(CouncilFilter(), form.usual_kind)
    shown = shared_barriers.build(round_, view)
    log_look(request.user, "analysis viewed", f"{round_.name}: barriers; {view}")
    return _page(request, "barriers", round_, form, shown)


@require_safe
def clusters(request: SignedInRequest, round_slug: str) -> HttpResponse:
    check(request.user, SEE_COUNCILS)
    round_ = get_round(round_slug)
    form, chosen = _chosen(request, round_)
    shown = shared_gaps.build(round_, chosen)
    log_look(request.user, "analysis viewed", f"{round_.name}: clusters; {chosen}")
    return _page(request, "clusters", round_, form, shown)


@require_safe
def export(request: SignedInRequest, round_slug: str) -> HttpResponse:
    """What can be downloaded, and what each column means. It shows no results, so it isn't logged."""
    check(request.user, SEE_COUNCILS)
    round_ = get_round(round_slug)
    form, _chosen_councils = _chosen(request, round_)
    context = {"tables": [(kind.code, kind.title) for kind in tables.KINDS], "dictionary": tables.explained()}
    return _page(request, "export", round_, form, context)


@require_safe
def csv_file(request: SignedInRequest, round_slug: str, table: str) -> HttpResponse:
    check(request.user, SEE_COUNCILS)
    round_ = get_round(round_slug)
    kind = next((kind for kind in tables.KINDS if kind.code == table), None)
    if table == DICTIONARY:
        return _file(rows_csv(tables.dictionary()), CSV, f"{round_.slug}-analysis-{table}.csv")
    if kind is None:
        raise Http404(table)
    form = FilterForm(request.GET, choices=filters.choices(round_))
    if not form.is_valid():
        return _say_what_is_wrong(request, round_)
    made = tables.table_of(kind, tables.material_of(round_, form.filter, form.kinds))
    log_look(request.user, "analysis downloaded", f"{round_.name}: {table}; {form.filter}")
    return _file(rows_csv([made.heads, *made.rows]), CSV, file_name(round_, f"analysis-{table}.csv"))


@require_safe
def workbook(request: SignedInRequest, round_slug: str) -> HttpResponse:
    check(request.user, SEE_COUNCILS)
    round_ = get_round(round_slug)
    form = FilterForm(request.GET, choices=filters.choices(round_))
    if not form.is_valid():
        return _say_what_is_wrong(request, round_)
    material = tables.material_of(round_, form.filter, form.kinds)
    made = analysis_workbook(material.panel, [tables.table_of(kind, material) for kind in tables.KINDS])
    log_look(request.user, "analysis downloaded", f"{round_.name}: workbook; {form.filter}")
    return _file(made, EXCEL, file_name(round_, "analysis.xlsx"))


def _file(content: str | bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _say_what_is_wrong(request: SignedInRequest, round_: Round) -> HttpResponseRedirect:
    page = redirect("office_analysis_export", round_.slug)
    page["Location"] += f"?{request.GET.urlencode()}"
    return page


def _chosen(request: SignedInRequest, round_: Round) -> tuple[FilterForm, CouncilFilter]:
    """Everybody where the filter can't be understood; the page says what is wrong with it."""
    form = FilterForm(request.GET, choices=filters.choices(round_))
    return form, form.filter if form.is_valid() else CouncilFilter()


def _page(request: SignedInRequest, name: str, round_: Round, form: FilterForm, shown: object) -> HttpResponse:
    context = {"round": round_, "form": form, "shown": shown, "may_manage": may(request.user, MANAGE_ROUNDS)}
    return render(request, f"reports/office/analysis/{name}.html", context)
