"""The files of the staff analysis: what stands in them, what each column means, and that nothing in them runs."""

import csv
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from assessments.models import Round
from characteristics.models import Area, Barrier, Practice, Question
from councils.models import AuditEvent, Council, PeerGroup
from reports.dashboards.analysis.tables import KINDS, dictionary
from reports.tests.analysed import DONT_KNOW, answered, draft, make_rounds
from tests.abuse import FORMULAS
from tests.factories import make_group

CODES = [kind.code for kind in KINDS]
COMMON = ["Round past", "submitted", "no filter"]


@pytest.fixture
def rounds(cast):
    return make_rounds(cast.assessment.round.framework)


@pytest.fixture
def last(rounds):
    return rounds[0]


@pytest.fixture
def past(rounds):
    return rounds[1]


@pytest.fixture
def take(client, cast):
    client.force_login(cast.analyst)

    def download(table, **query):
        return client.get(reverse("office_analysis_csv", args=["past", table]), query)

    return download


@pytest.fixture
def book(client, cast):
    client.force_login(cast.analyst)

    def download(**query):
        response = client.get(reverse("office_analysis_workbook", args=["past"]), query)
        return load_workbook(BytesIO(response.content))

    return download


def rows(response):
    return list(csv.reader(StringIO(response.content.decode())))


def by_head(response):
    heads, *lines = rows(response)
    return [dict(zip(heads, line, strict=True)) for line in lines]


def three_with_a_gap(round_):
    for name in ("Alder", "Birch", "Cedar"):
        answered(round_, name, 2, barriers=[("CONN", "money")], practices=["CONN01.1"])


def test_areas_have_counts_figures_and_names(take, past):
    for name, level in zip(["Alder", "Birch", "Cedar", "Damson"], [1, 3, 3, 3], strict=True):
        answered(past, name, levels={"LEAD": level})
    answered(past, "Elder", said={DONT_KNOW: ["LEAD01", "LEAD02"]})
    answered(past, "Fir", levels={"LEAD": 3})
    lead, *others = by_head(take("areas"))
    assert [lead[name] for name in ("Round", "Results", "Councils shown")] == COMMON
    assert (lead["Councils"], lead["Scored"], lead["Not scored"]) == ("6", "5", "1")
    assert [lead[f"Level {level}"] for level in range(1, 6)] == ["1", "0", "4", "0", "0"]
    assert [lead[name] for name in ("Lower quartile", "Median", "Upper quartile", "Spread")] == [
        *("3.0", "3.0", "3.0", "0.0"),
    ]
    assert lead["Far outside"] == "Alder 1.0"
    assert [area["Area code"] for area in others] == ["USER", "CONN", "DATA"]


def test_what_is_missing_is_an_empty_cell_and_never_0(take, past):
    answered(past, "Alder", said={DONT_KNOW: ["LEAD01", "LEAD02"]})
    lead, user, *_ = by_head(take("areas"))
    assert [lead[name] for name in ("Median", "Lower quartile", "Spread", "Far outside")] == ["", "", "", ""]
    assert (user["Median"], user["Lower quartile"]) == ("3.0", "")


def test_change_has_a_row_for_each_area(take, last, past):
    answered(last, "Alder", levels={"LEAD": 2})
    answered(past, "Alder", levels={"LEAD": 3})
    answered(past, "New")
    lead, user, *_ = by_head(take("change"))
    assert [lead[name] for name in ("Earlier round", "Questions", "Same questions", "In both", "Compared")] == [
        *("Round last", "4", "4", "1", "1"),
    ]
    assert [lead[name] for name in ("Up", "About the same", "Down")] == ["1", "0", "0"]
    assert [user[name] for name in ("Up", "About the same", "Down")] == ["0", "1", "0"]
    assert (lead["Median before"], lead["Median now"]) == ("2.0", "3.0")


def test_other_tables_have_what_the_pages_have(take, past):
    three_with_a_gap(past)
    make_group("Trees", councils=Council.objects.filter(name__in=["Alder", "Birch"]))
    question = next(row for row in by_head(take("questions")) if row["Question code"] == "CONN01")
    assert (question["Level 2"], question["Level 3"], question["Don’t know"]) == ("3", "0", "0")
    practice = next(row for row in by_head(take("practices")) if row["Practice code"] == "CONN01.1")
    assert (practice["In place"], practice["Of"], practice["Share"]) == ("3", "3", "100")
    barrier = next(row for row in by_head(take("barriers")) if row["Area code"] == "CONN")
    assert (barrier["Councils"], barrier["Of"], barrier["Which councils"]) == ("3", "3", "Alder; Birch; Cedar")
    group = next(row for row in by_head(take("groups")) if row["Barrier code"] == "money")
    assert (group["Peer group"], group["Councils"], group["Of"]) == ("Trees", "2", "2")
    (cluster,) = by_head(take("clusters"))
    assert (cluster["Area code"], cluster["Which councils"]) == ("CONN", "Alder 2.0; Birch 2.0; Cedar 2.0")
    assert cluster["Could help"] == ""


def test_the_filter_of_the_page_chooses_and_is_named_in_every_row(take, past):
    answered(past, "Alder", levels={"LEAD": 1})
    answered(past, "Birch", levels={"LEAD": 5})
    group = make_group("Trees", councils=[Council.objects.get(name="Birch")])
    lead = by_head(take("areas", group=group.code))[0]
    assert (lead["Councils"], lead["Level 5"]) == ("1", "1")
    assert lead["Councils shown"] == f"peer group {group.code}"


@pytest.mark.parametrize("table", CODES)
def test_drafts_are_in_no_file(take, last, past, table):
    three_with_a_gap(past)
    answered(last, "Yew", 5)
    before = rows(take(table))
    draft(past, "Yew", 5, barriers=[("CONN", "money")], practices=["CONN01.1"])
    assert rows(take(table)) == before


@pytest.mark.parametrize("table", CODES)
def test_without_councils_a_file_has_its_heads_and_no_names(take, past, table):
    draft(past, "Yew")
    response = take(table)
    assert rows(response)[0][:3] == ["Round", "Results", "Councils shown"]
    assert "Yew" not in response.content.decode()


@pytest.mark.parametrize("table", CODES)
def test_invented_results_say_so_in_every_row_and_in_the_name(take, last, past, table):
    answered(last, "Alder")
    three_with_a_gap(past)
    make_group("Trees", councils=Council.objects.filter(name="Alder"))
    Round.objects.update(invented=True)
    response = take(table)
    assert {row["Results"] for row in by_head(response)} == {"invented"}
    assert response["Content-Disposition"] == f'attachment; filename="invented-past-analysis-{table}.csv"'


@pytest.mark.parametrize("table", CODES)
def test_every_column_is_in_the_dictionary_once(take, last, past, table):
    answered(past, "Alder")
    title = next(str(kind.title) for kind in KINDS if kind.code == table)
    explained = [row[1] for row in dictionary() if row[0] == title]
    assert explained == rows(take(table))[0]
    assert len(set(explained)) == len(explained)


def test_every_column_has_meaning_unit_missing_mark_and_source(take, past):
    heads, *lines = rows(take("dictionary"))
    assert heads == ["Table", "Column", "Meaning", "Unit", "When missing", "Source"]
    assert lines
    assert [line for line in lines if not all(line)] == []


def test_the_workbook_has_the_dictionary_as_its_second_sheet(book, past):
    three_with_a_gap(past)
    sheets = book()
    assert sheets.sheetnames == [
        *("Areas", "Data dictionary", "Change", "Questions", "Practices"),
        *("Barriers by area", "Barriers by peer group", "Shared gaps", "About"),
    ]
    assert [cell.value for cell in sheets["Data dictionary"][1]][:3] == ["Table", "Column", "Meaning"]
    lead = dict(zip(*[[cell.value for cell in row] for row in sheets["Areas"].iter_rows(max_row=2)], strict=True))
    assert (lead["Median"], lead["Level 2"], lead["Lower quartile"]) == (2, 3, None)


def test_the_workbook_says_what_it_is_and_for_whom(book, past):
    Round.objects.update(invented=True)
    answered(past, "Alder")
    about = {row[0].value: row[1].value for row in book()["About"].iter_rows()}
    assert about["Beware"] == "All results in this workbook are invented for a demonstration."
    assert "for the Digital Office alone" in about["For whom"]
    assert about["Councils shown"] == "no filter"


@pytest.mark.parametrize("text", FORMULAS.values(), ids=FORMULAS.keys())
def test_no_cell_of_any_file_is_taken_for_a_formula(take, book, past, text):
    three_with_a_gap(past)
    answered(past, "Damson", 5)
    make_group("Trees", councils=Council.objects.filter(name="Alder"))
    Council.objects.filter(name="Alder").update(name=text)
    Council.objects.filter(name="Damson").update(name=f"{text} again")
    Round.objects.filter(pk=past.pk).update(name=text)
    Area.objects.update(name=text)
    Barrier.objects.update(name=text)
    Practice.objects.update(text=text)
    Question.objects.update(short=text)
    PeerGroup.objects.update(name=text)
    cells = [cell for table in CODES for row in rows(take(table)) for cell in row]
    cells += [
        cell.value for sheet in book() for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)
    ]
    assert [cell for cell in cells if text in cell]
    assert [cell for cell in cells if cell.strip().startswith(("=", "+", "-", "@", "＝"))] == []


def test_no_cell_of_the_workbook_is_a_formula_or_a_link(book, past):
    three_with_a_gap(past)
    Council.objects.filter(name="Alder").update(name='=HYPERLINK("http://127.0.0.1:9/","x")')
    assert {cell.data_type for sheet in book() for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert [cell for sheet in book() for row in sheet.iter_rows() for cell in row if cell.hyperlink] == []


def test_files_have_plain_names_and_stay_in_no_cache(take, past):
    response = take("areas")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="past-analysis-areas.csv"'
    assert "no-store" in response["Cache-Control"]


def test_an_unknown_table_is_not_found(take, past):
    assert take("secrets").status_code == 404
    assert not AuditEvent.objects.filter(action="analysis downloaded").exists()


def test_a_filter_that_is_unknown_leads_to_the_page_that_says_so(client, take, past):
    response = take("areas", nation="Mars")
    assert response.url == reverse("office_analysis_export", args=["past"]) + "?nation=Mars"
    assert "Choose a nation from the list." in client.get(response.url).content.decode()
    assert client.get(reverse("office_analysis_workbook", args=["past"]), {"nation": "Mars"}).url == response.url
    assert not AuditEvent.objects.filter(action="analysis downloaded").exists()


def test_each_download_is_logged_with_its_filter(take, book, cast, past):
    answered(past, "Alder")
    take("clusters", nation="Scotland")
    book()
    events = AuditEvent.objects.filter(action="analysis downloaded").order_by("at")
    assert [(event.by, event.detail) for event in events] == [
        (cast.analyst, "Round past: clusters; nation Scotland"),
        (cast.analyst, "Round past: workbook; no filter"),
    ]


def test_the_page_of_downloads_links_to_every_file_and_explains_every_column(client, cast, past):
    client.force_login(cast.analyst)
    html = client.get(reverse("office_analysis_export", args=["past"]), {"nation": "Scotland"}).content.decode()
    for table in CODES:
        assert reverse("office_analysis_csv", args=["past", table]) + "?nation=Scotland" in html
    assert reverse("office_analysis_workbook", args=["past"]) + "?nation=Scotland" in html
    assert reverse("office_analysis_csv", args=["past", "dictionary"]) in html
    assert [row[2] for row in dictionary()[1:] if row[2] not in html] == []


def test_queries_do_not_grow_with_the_councils(book, last, past):
    for number in range(6):
        answered(last, f"Fir {number}")
        answered(past, f"Fir {number}", 1, barriers=[("CONN", "money")])
    with CaptureQueriesContext(connection) as six:
        book()
    for number in range(34):
        answered(past, f"Gorse {number}", 1 + number % 5, barriers=[("CONN", "money")])
    with CaptureQueriesContext(connection) as forty:
        assert book()["Areas"]["G2"].value == 40
    assert len(six) == len(forty) <= 45
