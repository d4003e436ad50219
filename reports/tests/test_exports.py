"""Files for a spreadsheet: what stands in them, and that nothing in them runs."""

import csv
from io import StringIO

import pytest

from characteristics.models import Lens
from councils.models import Council, Nation
from reports.dashboards import councils
from reports.dashboards.councils import LOW, View
from reports.dashboards.filters import CouncilFilter
from reports.exports import councils_csv, safe
from tests.factories import make_assessment, make_council, make_round, make_submission


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        pytest.param("=1+1", "'=1+1", id="equals"),
        pytest.param("+1", "'+1", id="plus"),
        pytest.param("-1", "'-1", id="minus"),
        pytest.param("@SUM(A1)", "'@SUM(A1)", id="at"),
        pytest.param("  =1+1", "'  =1+1", id="after blanks"),
        pytest.param("\u00a0=1+1", "'\u00a0=1+1", id="after a fixed blank"),
        pytest.param("\t=1+1", "'\t=1+1", id="after a tab"),
        pytest.param("\tplain", "'\tplain", id="a tab alone"),
        pytest.param("\r\nplain", "'\r\nplain", id="a new line"),
        pytest.param("\ufeff=1+1", "'\ufeff=1+1", id="after a byte order mark"),
        pytest.param("＝1+1", "'＝1+1", id="full width"),
        pytest.param("3.2", "3.2", id="a level"),
        pytest.param("Argyll and Bute", "Argyll and Bute", id="a name"),
        pytest.param("Stoke-on-Trent", "Stoke-on-Trent", id="a hyphen inside"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_no_cell_is_taken_for_a_formula(cell, written):
    assert safe(cell) == written


@pytest.fixture
def round_(db):
    round_ = make_round()
    alder = make_assessment(make_council("Alder", nation=Nation.WALES), round_)
    make_submission(alder, {"LEAD": "2.04", "DATA": None}, coverage={"DATA": "0.5"})
    birch = make_assessment(make_council("Birch"), round_)
    make_submission(birch, {"LEAD": 4, "USER": "1.5"}, coverage={"USER": "0.77"})
    make_assessment(make_council("Draft"), round_)
    return round_


def rows(round_, view):
    return list(csv.reader(StringIO(councils_csv(councils.build(round_, view)))))


def test_it_has_a_row_for_each_council_shown_and_a_column_for_each_area(round_):
    alder, birch = Council.objects.get(name="Alder"), Council.objects.get(name="Birch")
    lead, user, connected, data = "LEAD Digital leadership", "USER User focus", "CONN Connected places", "DATA"
    head, *lines = rows(round_, View(lens="both"))
    assert head[:6] == ["Council", "GSS code", "Nation", lead, user, connected]
    assert head[6].startswith(data)
    assert lines == [
        ["Alder", alder.gss_code, "Wales", "2.0", "3.0", "3.0", ""],
        ["Birch", birch.gss_code, "Scotland", "4.0", "1.5", "3.0", "3.0"],
    ]


@pytest.mark.parametrize(
    ("view", "names"),
    [
        pytest.param(View(sort="LEAD", order=LOW), ["Alder", "Birch"], id="lowest first"),
        pytest.param(View(sort="LEAD"), ["Birch", "Alder"], id="highest first"),
        pytest.param(View(CouncilFilter(nation=Nation.WALES)), ["Alder"], id="one nation"),
        pytest.param(View(CouncilFilter(group="none-such")), [], id="nobody"),
    ],
)
def test_it_has_the_filter_and_the_order_of_the_page(round_, view, names):
    assert [line[0] for line in rows(round_, view)[1:]] == names


def test_it_has_the_lens_of_the_page(round_):
    assert len(rows(round_, View(lens=Lens.OUTCOME))[0]) == 3 + 2


def test_names_are_made_safe_in_the_file(round_):
    Council.objects.filter(name="Alder").update(name='=HYPERLINK("http://x","y")')
    round_.framework.areas.filter(code="LEAD").update(code="=LEAD")
    head, *lines = rows(round_, View(lens="both"))
    assert head[3] == "'=LEAD Digital leadership"
    assert '\'=HYPERLINK("http://x","y")' in [line[0] for line in lines]
