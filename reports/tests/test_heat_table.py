"""The table of all councils by area: who has a row, what stands in a cell, and in which order."""

from decimal import Decimal

import pytest

from assessments.models import Assessment, Round
from assessments.states import AssessmentState
from characteristics.models import Lens
from councils.models import Nation, PeerGroupKind
from reports.dashboards import councils, filters
from reports.dashboards.councils import BOTH, HIGH, LOW, View
from reports.dashboards.filters import CouncilFilter, choices
from reports.dashboards.handed_in import cell_of
from reports.tests.office import hand_in
from tests.factories import answer_all, make_assessment, make_council, make_group, make_round, make_submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_() -> Round:
    return make_round(slug="now")


def test_a_draft_is_never_shown_and_is_said_to_be_left_out(round_):
    hand_in(round_, "Alder")
    answer_all(make_assessment(make_council("Birch"), round_))
    table = councils.build(round_, View())
    assert [row.name for row in table.rows] == ["Alder"]
    assert "1 of 2 invited councils are shown." in table.notes
    assert "1 has not submitted and is not shown: drafts stay with their council." in table.notes


def test_a_reopened_assessment_is_a_draft_again(round_):
    assessment = hand_in(round_, "Alder", 5)
    Assessment.objects.filter(pk=assessment.pk).update(state=AssessmentState.IN_PROGRESS)
    table = councils.build(round_, View())
    assert table.rows == ()
    assert {cell.figure for cell in table.medians} == {""}


def test_the_last_submission_counts(round_):
    assessment = hand_in(round_, "Alder", 2)
    make_submission(assessment, {"LEAD": 4})
    (row,) = councils.build(round_, View(lens=Lens.CHARACTERISTIC)).rows
    assert [cell.figure for cell in row.cells] == ["4.0", "3.0"]


def test_other_rounds_stay_out_of_it(round_):
    hand_in(make_round(round_.framework), "Alder")
    table = councils.build(round_, View())
    assert (table.rows, table.filter_hides) == ((), False)


@pytest.mark.parametrize(
    ("value", "coverage", "figure", "shade"),
    [
        pytest.param("0", "1", "1.0", 1, id="lowest"),
        pytest.param("0.55", "1", "3.2", 3, id="one decimal"),
        pytest.param("0.375", "1", "2.5", 3, id="half a level goes up"),
        pytest.param("0.36", "1", "2.4", 2, id="below half a level goes down"),
        pytest.param("1", "1", "5.0", 5, id="highest"),
        pytest.param("0.5", "0.8", "3.0", 3, id="just enough for a benchmark"),
        pytest.param("0.5", "0.7999", "3.0*", 3, id="too little for a benchmark"),
        pytest.param(None, "0.7499", "–", 0, id="too little for a score"),
        pytest.param(None, None, "n/a", 0, id="nothing applies"),
    ],
)
def test_a_cell_shows_a_level_with_one_decimal_or_a_mark(value, coverage, figure, shade):
    cell = cell_of(value and Decimal(value), coverage and Decimal(coverage))
    assert (cell.figure, cell.shade) == (figure, shade)
    assert bool(cell.reason) == (shade == 0)


def test_marks_are_explained_where_they_occur(round_):
    hand_in(round_, "Alder", None)
    assert [mark for mark, _words in councils.build(round_, View()).marks] == ["–"]
    assert councils.build(round_, View(lens=Lens.OUTCOME)).marks == ()


@pytest.mark.parametrize(
    ("levels", "median"),
    [
        pytest.param([1, 2, 5], "2.0", id="odd"),
        pytest.param([1, 2, 3, 5], "2.5", id="even"),
        pytest.param([1, None, 2], "1.5", id="without those that have none"),
        pytest.param([None], "", id="of nobody"),
    ],
)
def test_the_median_is_of_the_councils_shown(round_, levels, median):
    for number, level in enumerate(levels):
        hand_in(round_, f"Council {number}", level)
    table = councils.build(round_, View())
    assert table.medians[0].figure == median


def test_a_filter_leaves_others_out_of_rows_and_median_and_says_so(round_):
    hand_in(round_, "Alder", 1)
    hand_in(round_, "Rowan", 5, nation=Nation.WALES)
    table = councils.build(round_, View(CouncilFilter(nation=Nation.WALES)))
    assert [row.name for row in table.rows] == ["Rowan"]
    assert table.medians[0].figure == "5.0"
    assert "1 has submitted and is outside the filter." in table.notes


def test_a_filter_may_leave_nobody(round_):
    hand_in(round_, "Alder")
    assert councils.build(round_, View(CouncilFilter(nation=Nation.WALES))).filter_hides


@pytest.mark.parametrize(
    ("sort", "order", "names"),
    [
        pytest.param("", HIGH, ["Alder", "Birch", "Cedar", "Damson"], id="alphabetical"),
        pytest.param("LEAD", HIGH, ["Birch", "Alder", "Damson", "Cedar"], id="highest first, equals by name"),
        pytest.param("LEAD", LOW, ["Alder", "Damson", "Birch", "Cedar"], id="lowest first, no figure last"),
        pytest.param("DATA", HIGH, ["Alder", "Birch", "Cedar", "Damson"], id="an area of the other lens"),
        pytest.param("NONE", HIGH, ["Alder", "Birch", "Cedar", "Damson"], id="no area"),
    ],
)
def test_it_is_alphabetical_unless_sorted_by_one_area(round_, sort, order, names):
    for name, level in {"Damson": 2, "Cedar": None, "Birch": 4, "Alder": "2.01"}.items():
        hand_in(round_, name, level)
    table = councils.build(round_, View(lens=Lens.CHARACTERISTIC, sort=sort, order=order))
    assert [row.name for row in table.rows] == names


def test_a_second_click_on_a_head_turns_the_order_round(round_):
    head = councils.build(round_, View(sort="LEAD", order=HIGH)).areas[0]
    assert (head.sorted, head.next_order) == ("descending", LOW)
    head = councils.build(round_, View(sort="LEAD", order=LOW)).areas[0]
    assert (head.sorted, head.next_order) == ("ascending", HIGH)


@pytest.mark.parametrize(
    ("lens", "areas", "heads"),
    [
        pytest.param("", ["LEAD", "USER"], ["Characteristics"], id="the first"),
        pytest.param(Lens.OUTCOME, ["CONN", "DATA"], ["Outcomes"], id="outcomes"),
        pytest.param(BOTH, ["LEAD", "USER", "CONN", "DATA"], ["Characteristics", "Outcomes"], id="both"),
    ],
)
def test_it_shows_one_lens_or_both(round_, lens, areas, heads):
    table = councils.build(round_, View(lens=lens))
    assert [area.code for area in table.areas] == areas
    assert [lens.name for lens in table.lenses] == heads


# Pages


@pytest.fixture
def five(round_) -> Round:
    for name, level in {"Alder": 3, "Birch": 5, "Cedar": 1, "Elm": 4, "Fir": 2}.items():
        hand_in(round_, name, level)
    return round_


def names_on(round_: Round, page: str, **view: str) -> list[str]:
    return [row.name for row in councils.build(round_, View(**view), page=page, on_a_page=2).rows]


@pytest.mark.parametrize(
    ("view", "pages"),
    [
        pytest.param({}, [["Alder", "Birch"], ["Cedar", "Elm"], ["Fir"]], id="alphabetical"),
        pytest.param(
            {"sort": "LEAD", "order": HIGH}, [["Birch", "Elm"], ["Alder", "Fir"], ["Cedar"]], id="highest first"
        ),
        pytest.param(
            {"sort": "LEAD", "order": LOW}, [["Cedar", "Fir"], ["Alder", "Elm"], ["Birch"]], id="lowest first"
        ),
    ],
)
def test_the_order_goes_on_from_page_to_page(five, view, pages):
    assert [names_on(five, page, **view) for page in ("1", "2", "3")] == pages


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        pytest.param("", 1, id="nothing"),
        pytest.param("x", 1, id="a word"),
        pytest.param("0", 3, id="before the first"),
        pytest.param("9", 3, id="beyond the last"),
    ],
)
def test_a_page_that_is_not_there_is_one_that_is(five, asked, number):
    assert councils.build(five, View(), page=asked, on_a_page=2).page == number


def test_the_median_stands_where_all_councils_do(five):
    whole, part = (councils.build(five, View(), on_a_page=size) for size in (5, 4))

    assert [cell.figure for cell in whole.medians] == ["3.0", "3.0"]
    assert (part.medians, part.later, part.earlier) == ((), 2, None)
    assert any("The median stands here where all fit on one page" in note for note in part.notes)
    assert not any("on one page" in note for note in whole.notes)


def test_a_file_has_all_councils(five):
    assert len(councils.build_whole(five, View()).rows) == 5


def test_many_groups_of_one_kind_are_no_list_to_choose_from(five, monkeypatch):
    councils_ = [assessment.council for assessment in five.assessments.all()]
    for place in range(3):
        make_group(f"Family {place}", councils=councils_)
    make_group("Boroughs", kind=PeerGroupKind.COUNCIL_TYPE, councils=councils_)
    assert [kind for kind, _groups in choices(five).groups] == ["LGBF area-type family", "Council type"]

    monkeypatch.setattr(filters, "MOST_OF_A_KIND", 2)
    assert [kind for kind, _groups in choices(five).groups] == ["Council type"]
