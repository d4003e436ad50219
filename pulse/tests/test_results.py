"""What a closed pulse shows: groups of five or more, the middle answer, the gap to the council's own; and no score."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments import services as assessments
from assessments.models import Answer, AnswerState
from pulse import gaps, queries, services
from pulse.models import Group, Pulse
from pulse.tests.factories import make_pulse, respond
from tests.factories import answer_all


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([1, 2, 3, 4], None),
        ([1, 2, 3, 4, 5], "3.0"),
        ([1, 1, 1, 5, 5], "1.0"),
        ([2, 2, 2, 3, 3, 3], "2.5"),
        ([4] * 5, "4.0"),
        ([], None),
    ],
    ids=["four are too few", "five", "the middle, not the mean", "between two levels", "all alike", "nobody"],
)
def test_the_middle_of_a_group_needs_five_levels(levels, expected):
    assert gaps.middle(levels) == (expected and Decimal(expected))


@pytest.mark.parametrize(
    ("of_group", "own", "side"),
    [
        ("3.0", 3, "close"),
        ("3.5", 3, "close"),
        ("2.5", 3, "close"),
        ("4.0", 3, "higher"),
        ("2.0", 3, "lower"),
        ("1.5", 5, "lower"),
    ],
)
def test_a_group_differs_from_one_level_up(of_group, own, side):
    assert gaps.side(Decimal(of_group), own) == side


@pytest.fixture
def pulse(cast) -> Pulse:
    answer_all(cast.assessment, 3)
    return make_pulse(cast.assessment)


def closed(cast, pulse: Pulse):
    return queries.results(services.close_pulse(pulse=pulse, by=cast.ada, at=timezone.now()))


def cells(results, group: str) -> list[tuple[str, str]]:
    return [(c.figure.words, c.words) for row in results.rows for c in row.cells if c.group == group]


def respond_often(pulse: Pulse, group: Group, number: int, *levels: int | None) -> None:
    for _ in range(number):
        respond(pulse, group, *levels)


def test_each_group_of_five_stands_beside_the_own_answer(cast, pulse):
    respond_often(pulse, Group.STAFF, 5, 1, 4)
    respond_often(pulse, Group.MANAGERS, 3, 3, 3)
    respond_often(pulse, Group.MANAGERS, 3, 4, 4)
    results = closed(cast, pulse)
    assert [row.own.words for row in results.rows] == ["3 Developing", "3 Developing"]
    assert cells(results, "Staff") == [
        ("1.0", "2 levels lower than your answer"),
        ("4.0", "1 level higher than your answer"),
    ]
    assert cells(results, "Managers") == [("3.5", "close to your answer")] * 2
    assert [(group.name, group.number, group.words) for group in results.groups] == [
        ("Staff", 5, "differ from you on 2 of the 2 questions that can be compared"),
        ("Managers", 6, "differ from you on 0 of the 2 questions that can be compared"),
    ]


def test_of_a_group_under_five_nothing_is_shown_and_no_number(cast, pulse):
    respond_often(pulse, Group.STAFF, 5, 3, 3)
    respond_often(pulse, Group.MEMBERS, 4, 5, 5)
    results = closed(cast, pulse)
    assert results.too_few == ("Managers", "Elected members")
    assert {cell.group for row in results.rows for cell in row.cells} == {"Staff"}
    client = Client()
    client.force_login(cast.ada)
    html = client.get(reverse("pulse", args=["alder", "now"])).content.decode()
    assert "<strong>Elected members</strong>: fewer than 5 answers, so nothing is shown." in html
    assert "5.0" not in html
    assert ">9<" not in html


def test_a_question_that_fewer_than_five_of_a_group_could_answer_is_not_shown(cast, pulse):
    respond_often(pulse, Group.STAFF, 4, 2, 2)
    respond_often(pulse, Group.STAFF, 4, None, 2)
    assert cells(closed(cast, pulse), "Staff") == [
        ("Not shown", "fewer than 5 chose one of the five answers"),
        ("2.0", "1 level lower than your answer"),
    ]


def test_where_no_group_has_five_there_is_no_table(cast, pulse):
    respond_often(pulse, Group.STAFF, 4, 2, 2)
    assert closed(cast, pulse).rows == ()
    client = Client()
    client.force_login(cast.cat)
    assert "there is nothing to show" in client.get(reverse("pulse", args=["alder", "now"])).content.decode()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (AnswerState.UNANSWERED, "Not answered yet"),
        (AnswerState.DONT_KNOW, "Don’t know"),
        (AnswerState.NOT_APPLICABLE, "Not applicable"),
    ],
)
def test_where_the_council_has_no_level_there_is_no_gap(cast, pulse, state, words):
    Answer.objects.filter(section__assessment=cast.assessment).update(state=state, level=None, reason="No such service")
    respond_often(pulse, Group.STAFF, 5, 2, 2)
    results = closed(cast, pulse)
    assert results.rows[0].own.words == words
    assert cells(results, "Staff")[0] == ("2.0", "no level to compare with")
    assert results.groups[0].words.startswith("can’t be compared with you yet")


def test_another_councils_answers_are_not_in_the_results(cast, pulse):
    answer_all(cast.other, 5)
    other = make_pulse(cast.other)
    respond_often(other, Group.STAFF, 9, 5, 5)
    respond_often(pulse, Group.STAFF, 5, 3, 3)
    results = closed(cast, pulse)
    assert results.groups[0].number == 5
    assert cells(results, "Staff") == [("3.0", "close to your answer")] * 2


def test_results_take_the_same_queries_however_many_answered(cast, pulse):
    respond_often(pulse, Group.STAFF, 5, 3, 3)
    counts = []
    for _ in range(2):
        respond_often(pulse, Group.MANAGERS, 10, 3, 3)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            queries.results(pulse)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 6


def test_a_pulse_changes_no_score_and_no_snapshot(cast, pulse):
    """Birch answers the same without a pulse. That no score can read one, the layers of the apps hold."""
    answer_all(cast.other, 3)
    respond_often(pulse, Group.STAFF, 9, 5, 5)
    services.close_pulse(pulse=pulse, by=cast.ada, at=timezone.now())
    submissions = [
        assessments.submit_assessment(assessment=assessment, by=by, at=timezone.now())
        for assessment, by in ((cast.assessment, cast.ada), (cast.other, cast.eve))
    ]
    mine, theirs = (set(s.scores.values_list("area", "theme", "value", "coverage")) for s in submissions)
    assert mine == theirs
    alder, birch = cast.alder.gss_code, cast.birch.gss_code
    assert submissions[0].content.replace(alder, birch) == submissions[1].content
