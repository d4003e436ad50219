"""What the Digital Office's pages say: who is counted, who is shown, in which order, and who is left out."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.models import Answer, AnswerState, Assessment, Round
from assessments.states import AssessmentState
from councils.models import Nation, OfficeRole, PeerGroupKind
from reports.dashboards import comparison, councils, filters, progress, rounds
from reports.dashboards.councils import BOTH, View
from reports.dashboards.filters import CouncilFilter
from reports.models import BenchmarkRelease
from reports.tests.office import hand_in
from tests.factories import (
    answer_all,
    make_assessment,
    make_council,
    make_group,
    make_round,
    make_user,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def round_() -> Round:
    return make_round(slug="now", opens_at=NOW - timedelta(days=30), closes_at=NOW + timedelta(days=30))


def release(round_: Round) -> BenchmarkRelease:
    manager = make_user(office_role=OfficeRole.MANAGER)
    return BenchmarkRelease.objects.create(
        code="now-R1", round=round_, number=1, digest="0" * 64, released_at=NOW, released_by=manager
    )


class TestRounds:
    @pytest.mark.parametrize(
        ("opens", "closes", "released", "stage"),
        [
            pytest.param(1, 2, False, rounds.Stage.COMING, id="before it opens"),
            pytest.param(-1, 1, False, rounds.Stage.OPEN, id="between"),
            pytest.param(-2, -1, False, rounds.Stage.CLOSED, id="after it closes"),
            pytest.param(-2, -1, True, rounds.Stage.RELEASED, id="with a release"),
        ],
    )
    def test_a_round_is_coming_open_closed_or_released(self, opens, closes, released, stage):
        round_ = make_round(opens_at=NOW + timedelta(days=opens), closes_at=NOW + timedelta(days=closes))
        if released:
            release(round_)
        (line,) = rounds.build(NOW)
        assert line.stage == stage
        assert line.release == ("now-R1" if released else "")

    def test_every_stage_of_the_work_counts_the_later_ones_too(self, round_):
        make_assessment(round=round_)
        begun = make_assessment(round=round_)
        Assessment.objects.filter(pk=begun.pk).update(started_at=NOW)
        hand_in(round_, "Alder")
        hand_in(round_, "Birch", signed_off=True)
        (line,) = rounds.build(NOW)
        assert (line.invited, line.started, line.submitted, line.signed_off) == (4, 3, 2, 1)

    def test_the_latest_round_comes_first(self, round_):
        make_round(round_.framework, slug="older", opens_at=NOW - timedelta(days=90), closes_at=NOW)
        assert [line.slug for line in rounds.build(NOW)] == ["now", "older"]


class TestProgress:
    def test_a_council_with_nothing_answered_has_not_started(self, round_):
        make_assessment(make_council("Alder"), round_)
        (line,) = progress.build(round_, CouncilFilter(), timezone.now()).councils
        assert (line.stage, line.sections, line.share, line.last_activity) == ("not_started", "0 of 4", "0%", None)

    def test_a_section_is_complete_when_each_of_its_questions_has_an_answer_of_some_kind(self, round_):
        assessment = make_assessment(round=round_)
        Assessment.objects.filter(pk=assessment.pk).update(started_at=NOW - timedelta(days=3))
        in_lead = Answer.objects.filter(section__assessment=assessment, question__area__code="LEAD")
        in_lead.update(state=AnswerState.DONT_KNOW, changed_at=NOW)
        one_more = Answer.objects.get(section__assessment=assessment, question__code="USER01")
        Answer.objects.filter(pk=one_more.pk).update(state=AnswerState.LEVEL, level=2)
        (line,) = progress.build(round_, CouncilFilter(), timezone.now()).councils
        assert (line.stage, line.sections, line.share) == ("in_progress", "1 of 4", "31%")
        assert line.last_activity == NOW

    def test_a_share_is_rounded_down_so_that_all_means_all(self, round_):
        assessment = make_assessment(round=round_)
        answer_all(assessment)
        first = Answer.objects.filter(section__assessment=assessment).order_by("pk").first()
        Answer.objects.filter(pk=first.pk).update(state=AnswerState.UNANSWERED, level=None)
        (line,) = progress.build(round_, CouncilFilter(), timezone.now()).councils
        assert line.share == "93%"

    def test_handing_in_is_activity(self, round_):
        hand_in(round_, "Alder")
        (line,) = progress.build(round_, CouncilFilter(), timezone.now()).councils
        assert (line.stage, line.reopened) == ("submitted", False)
        assert timezone.now() - line.last_activity < timedelta(minutes=1)

    def test_a_reopened_assessment_is_in_progress_again(self, round_):
        assessment = hand_in(round_, "Alder")
        Assessment.objects.filter(pk=assessment.pk).update(state=AssessmentState.IN_PROGRESS, started_at=NOW)
        (line,) = progress.build(round_, CouncilFilter(), timezone.now()).councils
        assert (line.stage, line.reopened) == ("in_progress", True)

    def test_the_summary_counts_each_council_once(self, round_):
        make_assessment(round=round_)
        hand_in(round_, "Alder")
        hand_in(round_, "Birch", signed_off=True)
        assert progress.build(round_, CouncilFilter(), timezone.now()).summary == (
            "1 not started, 0 in progress, 1 submitted and waiting for sign-off, 1 signed off."
        )

    def test_councils_come_in_alphabetical_order_and_filtered(self, round_):
        family = make_group(councils=[make_council(name) for name in ("Cedar", "Alder")])
        for council in family.councils.all():
            make_assessment(council, round_)
        make_assessment(make_council("Birch"), round_)
        shown = progress.build(round_, CouncilFilter(group=family.code), timezone.now())
        assert [line.council for line in shown.councils] == ["Alder", "Cedar"]
        assert shown.invited == 3


class TestComparison:
    def test_it_sets_councils_side_by_side_by_area_and_names_the_level(self, round_):
        hand_in(round_, "Birch", "2.6")
        hand_in(round_, "Alder", None)
        compared = comparison.build(round_, ["birch", "alder", "birch"])
        assert [assessment.council.name for assessment in compared.assessments] == ["Alder", "Birch"]
        alder, birch = compared.lenses[0].areas[0].cells
        assert (alder.figure, birch.figure, birch.words) == ("–", "2.6", "Developing")
        assert [lens.name for lens in compared.lenses] == ["Characteristics", "Outcomes"]

    @pytest.mark.parametrize(
        ("wanted", "why"),
        [
            pytest.param([], "you chose 0", id="nobody"),
            pytest.param(["council-1"], "you chose 1", id="one"),
            pytest.param([f"council-{n}" for n in range(1, 7)], "you chose 6", id="six"),
            pytest.param(["council-1", "atlantis"], "is not known", id="unknown"),
            pytest.param(["council-1", "draft"], "has no submitted assessment", id="a draft"),
        ],
    )
    def test_it_needs_two_to_five_councils_that_have_submitted(self, round_, wanted, why):
        for number in range(1, 7):
            hand_in(round_, f"Council {number}")
        make_assessment(make_council("Draft"), round_)
        with pytest.raises(comparison.NotComparable, match=why):
            comparison.build(round_, wanted)

    def test_five_can_be_compared(self, round_):
        slugs = [hand_in(round_, f"Council {number}").council.slug for number in range(5)]
        assert len(comparison.build(round_, slugs).assessments) == 5


class TestFilters:
    def test_only_what_holds_an_invited_council_can_be_chosen(self, round_):
        invited = make_council("Alder")
        make_assessment(invited, round_)
        mine = make_group("Mine", councils=[invited], kind=PeerGroupKind.LGBF_PEOPLE)
        make_group("Empty here", councils=[make_council("Rowan", nation=Nation.WALES)])
        make_group("Scotland", councils=[invited], kind=PeerGroupKind.NATION)
        chosen = filters.choices(round_)
        assert chosen.nations == (("Scotland", "Scotland"),)
        assert chosen.groups == (("LGBF population family", ((mine.code, "Mine"),)),)


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(lambda round_: rounds.build(timezone.now()), id="rounds"),
        pytest.param(filters.choices, id="filters"),
        pytest.param(lambda round_: progress.build(round_, CouncilFilter(), timezone.now()), id="progress"),
        pytest.param(lambda round_: councils.build(round_, View(lens=BOTH)), id="heat table"),
        pytest.param(
            lambda round_: councils.build(round_, View(CouncilFilter(nation=Nation.SCOTLAND), BOTH, "DATA")),
            id="filtered and sorted",
        ),
        pytest.param(lambda round_: comparison.build(round_, ["council-a0", "council-a1"]), id="comparison"),
    ],
)
def test_the_number_of_queries_does_not_grow_with_the_number_of_councils(round_, build):
    for number in range(10):
        hand_in(round_, f"Council a{number}")
    with CaptureQueriesContext(connection) as ten:
        build(round_)
    for number in range(30):
        hand_in(round_, f"Council b{number}")
    with CaptureQueriesContext(connection) as forty:
        build(round_)
    assert len(forty) == len(ten) <= 7
