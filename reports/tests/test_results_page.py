"""The results page: what it shows, and what never gets on it."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Submission
from assessments.scoring import as_level
from characteristics.models import Area
from councils.models import Council, PeerGroup, Role
from reports.models import BenchmarkRelease
from reports.tests.factories import CLOSES, World, make_closed_round
from reports.tests.handing_in import (
    ALL_OF_LEAD,
    YEAR,
    assess,
    dont_know,
    hand_in,
    make_neighbours,
    say,
    sign,
    start,
    triple,
)
from reports.tests.pages import address, open_page, table_of, text_of
from tests.factories import make_council, make_member, make_round
from tests.frameworks import make_framework

pytestmark = pytest.mark.django_db

HOSTILE = '<script>alert("x")</script>'


@pytest.fixture
def world() -> World:
    return make_neighbours()


# What it shows


@pytest.mark.parametrize("name", ["results", "results_full"])
def test_the_trend_is_drawn_with_its_table_from_the_second_round_on(client: Client, world: World, name: str):
    hand_in(start(world.councils[0], make_closed_round(world.round.framework, slug="2024", closes_at=CLOSES - YEAR), 2))
    submission = hand_in(assess(world, 3))
    world.release()
    client.force_login(make_member(world.councils[0], Role.LEAD))

    response = client.get(reverse(name, args=[world.councils[0].slug, "2025"]))

    text = text_of(response)
    assert text.count("Since Round 2024: up in") >= 2
    assert "Digital leadership 2.0 " in text.replace("not shown ", "").replace("– ", "")
    assert f"Up by 1.0; others once, at {world.figure(release_of(submission), *viewed(world)).median}." in text


def release_of(submission: Submission) -> BenchmarkRelease:
    return BenchmarkRelease.objects.get(round=submission.assessment.round)


def viewed(world: World) -> tuple[Council, PeerGroup]:
    return world.councils[0], world.families[0]


def test_before_the_second_round_the_page_says_what_the_trend_will_be(client: Client, world: World):
    response = open_page(client, hand_in(assess(world)).assessment)

    assert "Round 2025 is the council’s first round. From the second on" in text_of(response)


def levels(submission: Submission) -> list[str]:
    rows = submission.scores.filter(theme=None).order_by("area__position")
    return [f"{as_level(value):.1f}" for value in rows.values_list("value", flat=True)]


def test_the_figures_in_tables_and_charts_are_the_stored_ones(client: Client, world: World):
    submission = hand_in(assess(world, 3, {"LEAD01": 4, "CONN": 5, "DATA": 1}))
    world.release()

    response = open_page(client, submission.assessment)

    tables = [*table_of(response, "characteristic"), *table_of(response, "outcome")]
    assert [row[1] for row in tables] == levels(submission) == ["3.3", "3.0", "5.0", "1.0"]
    charts = re.findall(r"<svg.*?</svg>", response.content.decode(), re.DOTALL)
    assert len(charts) == 4, "each lens wide and narrow; two areas are too few for a radar"
    for chart, expected in zip(charts, [["3.3", "3.0"]] * 2 + [["5.0", "1.0"]] * 2, strict=True):
        assert re.findall(r">(\d\.\d)</text>", chart) == expected


def test_a_row_names_group_number_median_position_and_last_round(client: Client, world: World):
    before = make_closed_round(world.round.framework, slug="2024", closes_at=CLOSES - YEAR)
    hand_in(start(world.councils[0], before, 2))
    assessment = hand_in(assess(world)).assessment
    world.release()

    rows = table_of(open_page(client, assessment), "characteristic")

    assert rows[0] == [
        "Digital leadership",
        "3.0",
        "100%",
        "Above what is typical",
        "1.7",
        "not shown",
        "7 others, Family 0",
        "2.0, up by 1.0",
    ]


def test_an_area_without_a_score_says_why_in_its_row(client: Client, world: World):
    assessment = assess(world)
    dont_know(assessment, *ALL_OF_LEAD)

    row = table_of(open_page(client, hand_in(assessment).assessment), "characteristic")[0]

    assert row[1:4] == ["none", "0%", "Not scored: 0% was answered and a score needs 75%"]


def test_it_says_under_the_positions_how_sure_they_are(client: Client, world: World):
    assessment = hand_in(assess(world)).assessment
    world.release()

    words = text_of(open_page(client, assessment))

    assert (
        "How sure the positions are All areas that are compared Less sure, because only 7 other councils are in the "
        "figures, and a band needs 8."
    ) in words


def test_there_is_neither_a_total_nor_a_rank(client: Client, world: World):
    submission = hand_in(assess(world, 4, {"CONN": 1}))
    world.release()

    page = text_of(open_page(client, submission.assessment))

    assert "3.3" not in page, "the mean over all areas"
    assert not re.search(r"\brank(ed|ing)?\b(?!\.)", page)


def test_tables_have_captions_and_scopes(client: Client, world: World):
    html = open_page(client, hand_in(assess(world)).assessment).content.decode()

    tables = re.findall(r"<table.*?</table>", html, re.DOTALL)
    assert len(tables) == 2
    for table in tables:
        assert "<caption" in table
        assert all("scope=" in cell for cell in re.findall(r"<th\b[^>]*>", table))


def test_it_asks_for_a_scorecard_with_a_form(client: Client, world: World):
    assessment = hand_in(assess(world)).assessment

    html = open_page(client, assessment).content.decode()

    wanted = reverse("want_scorecard", args=[assessment.council.slug, assessment.round.slug])
    assert f'action="{wanted}"' in html


def test_it_says_what_cannot_be_promised(client: Client, world: World):
    response = open_page(client, hand_in(assess(world)).assessment)

    assert "seven of a group of eight can work out the eighth" in text_of(response)
    assert f'href="{reverse("sharing")}"' in response.content.decode()


# What never gets on it


def test_what_the_council_wrote_stays_off_the_page(client: Client, world: World):
    assessment = assess(world)
    say(assessment, "LEAD01", evidence="Our own words", level=4)

    assert "Our own words" not in text_of(open_page(client, hand_in(assessment).assessment))


def test_hostile_names_are_words_in_page_and_charts(client: Client, world: World):
    council = world.councils[0]
    council.name = f"A{HOSTILE}"
    council.save()
    Area.objects.filter(framework=world.round.framework).update(name=f"B{HOSTILE}", short_name="C<b>")
    submission = sign(hand_in(assess(world)), f"D{HOSTILE}")
    world.release()

    html = open_page(client, submission.assessment).content.decode()

    assert "<script>alert" not in html
    assert "C<b>" not in html
    assert html.count("B&lt;script&gt;") > 4


# Work


def test_the_page_takes_as_many_queries_however_many_questions_there_are(client: Client):
    counts = []
    for times in (1, 3):
        framework = make_framework()
        if times == 3:
            triple(framework)
        assessment = hand_in(
            start(make_council(), make_round(framework, closes_at=CLOSES, opens_at=CLOSES - YEAR))
        ).assessment
        client.force_login(make_member(assessment.council, Role.LEAD))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(assessment)).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1] < 25
