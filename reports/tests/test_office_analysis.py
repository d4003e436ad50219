"""The staff analysis: what its pages show of whom, and that every look is logged. The arithmetic has its own tests."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Assessment
from assessments.states import AssessmentState
from councils.models import AuditEvent, Council, Nation
from reports.tests.analysed import DONT_KNOW, NOT_APPLICABLE, answered, draft, make_rounds
from reports.tests.analysis_pages import PAGES, address, rows, text, words
from tests.factories import make_assessment, make_council, make_group

EACH_PAGE = pytest.mark.parametrize("part", list(PAGES))


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
def look(client, cast):
    client.force_login(cast.analyst)

    def open_(part, slug="past", code="CONN", **query):
        return client.get(address(part, slug, code), query)

    return open_


class TestOverview:
    def test_areas_stand_in_the_frameworks_order_with_counts_and_quartiles(self, look, past):
        for name, level in zip(["Alder", "Birch", "Cedar", "Damson", "Elder"], [1, 2, 3, 4, 5], strict=True):
            answered(past, name, levels={"LEAD": level})
        shown = words(look("overview"))
        assert list(shown)[2:] == [
            "Characteristics The councils are furthest apart in Digital leadership, and most alike in User focus.",
            "Digital leadership",
            "User focus",
            "Outcomes",
            "Connected places",
            "Data for decisions",
        ]
        assert shown["Digital leadership"] == ["1", "1", "1", "1", "1", "2.0", "3.0", "4.0", "2.0", "nobody", "nobody"]
        assert shown["User focus"][:9] == ["0", "0", "5", "0", "0", "3.0", "3.0", "3.0", "0.0"]

    def test_councils_far_outside_are_named_with_their_level(self, look, past):
        for name in ["Alder", "Birch", "Cedar", "Damson"]:
            answered(past, name)
        answered(past, "Elder", levels={"LEAD": 5}, signed_off=True)
        response = look("overview")
        assert words(response)["Digital leadership"][9] == "Elder 5.0"
        assert reverse("results", args=["elder", "past"]) in text(response)

    def test_how_many_have_no_score_and_why(self, look, past):
        answered(past, "Alder", said={DONT_KNOW: ["LEAD01", "LEAD02"]})
        answered(past, "Birch", said={NOT_APPLICABLE: ["LEAD01", "LEAD02", "LEAD03", "LEAD04"]})
        row = words(look("overview"))["Digital leadership"]
        assert row[5:] == ["–", "–", "–", "–", "–", "1: under 75% answered 1: nothing applies"]

    @pytest.mark.parametrize(
        ("councils", "sentence", "quartile"),
        [
            pytest.param(1, "This is one council", "–", id="one"),
            pytest.param(2, "These are only 2 councils", "–", id="two"),
            pytest.param(4, "These are only 4 councils", "–", id="four"),
            pytest.param(5, "", "3.0", id="five"),
        ],
    )
    def test_few_councils_are_said_to_be_few(self, look, past, councils, sentence, quartile):
        for number in range(councils):
            answered(past, f"Fir {number}")
        response = look("overview")
        assert f"n = {councils}." in text(response)
        assert ("This is one council" in text(response)) == (councils == 1)
        assert sentence in text(response)
        assert ("These are only" in text(response)) == (councils in (2, 4))
        assert words(response)["User focus"][5] == quartile

    def test_the_filter_chooses_whose_results_are_counted(self, look, past):
        answered(past, "Alder", levels={"LEAD": 1})
        answered(past, "Birch", levels={"LEAD": 5})
        group = make_group("Trees", councils=[Council.objects.get(name="Birch")])
        response = look("overview", group=group.code)
        assert words(response)["Digital leadership"][:5] == ["0", "0", "0", "0", "1"]
        assert "n = 1." in text(response)
        assert "1 has submitted and is outside the filter." in text(response)

    def test_links_keep_the_filter(self, look, past):
        answered(past, "Alder")
        html = look("overview", nation="Scotland").content.decode()
        assert [part for part in PAGES if f"{address(part)}?nation=Scotland" not in html] == []


class TestEverywhere:
    @EACH_PAGE
    def test_drafts_are_never_shown_or_counted(self, look, past, part):
        for name in ("Alder", "Birch", "Cedar"):
            answered(past, name, 1, barriers=[("CONN", "money")])
        before = rows(look(part))
        draft(past, "Yew", 5, barriers=[("CONN", "money"), ("LEAD", "skills")], practices=["CONN01.1"])
        reopened = answered(past, "Zelkova", 5, barriers=[("CONN", "money")])
        Assessment.objects.filter(pk=reopened.pk).update(state=AssessmentState.IN_PROGRESS)
        response = look(part)
        assert rows(response) == before
        assert "Yew" not in text(response)
        assert "Zelkova" not in text(response)
        assert "2 have not submitted and are not shown: drafts stay with their councils." in text(response)

    @EACH_PAGE
    def test_before_anybody_submits_it_says_what_will_be_there(self, look, past, part):
        draft(past, "Yew")
        assert "No council has submitted yet." in text(look(part))

    @EACH_PAGE
    def test_a_filter_without_results_says_so(self, look, past, part):
        answered(past, "Alder")
        make_assessment(make_council("Rowan", nation=Nation.WALES), past)
        assert "No council that has submitted is inside this filter." in text(look(part, nation="Wales"))

    @EACH_PAGE
    def test_a_filter_that_is_unknown_is_named(self, look, past, part):
        answered(past, "Alder")
        response = look(part, nation="Mars")
        assert "Choose a nation from the list." in text(response)
        assert "n = 1." in text(response)

    @EACH_PAGE
    def test_names_can_do_no_harm(self, look, past, part):
        for name in ("Alder", "Birch", "Cedar"):
            answered(past, name, 1, barriers=[("CONN", "money")])
        Council.objects.filter(name="Alder").update(name='<script>"&')
        past.framework.barriers.update(name="<script>x</script>")
        past.framework.areas.update(name="<script>y</script>", short_name="<script>z")
        html = look(part).content.decode()
        assert html.count("<script>") == 0

    @EACH_PAGE
    def test_queries_do_not_grow_with_the_councils(self, look, last, past, part):
        for number in range(6):
            answered(last, f"Fir {number}")
            answered(past, f"Fir {number}", 1, barriers=[("CONN", "money")])
        with CaptureQueriesContext(connection) as six:
            look(part)
        for number in range(34):
            answered(past, f"Gorse {number}", 1 + number % 5, barriers=[("CONN", "money")])
        with CaptureQueriesContext(connection) as forty:
            assert "n = 40." in text(look(part))
        assert len(six) == len(forty) <= 26

    @EACH_PAGE
    def test_no_page_ranks_or_averages(self, look, past, part):
        for name in ("Alder", "Birch", "Cedar"):
            answered(past, name, 1, barriers=[("CONN", "money")])
        assert not [word for word in ("rank", "total", "average", "mean ") if word in text(look(part)).lower()]


class TestLogged:
    @pytest.mark.parametrize(
        ("part", "query", "detail"),
        [
            pytest.param("overview", {}, "Round past: all areas; no filter", id="overview"),
            pytest.param("area", {"nation": "Scotland"}, "Round past: area CONN; nation Scotland", id="area"),
            pytest.param("barriers", {}, "Round past: barriers; no filter; by nation; all areas", id="barriers"),
            pytest.param("clusters", {}, "Round past: clusters; no filter", id="clusters"),
        ],
    )
    def test_looking_says_who_at_what_and_with_which_filter(self, look, cast, past, part, query, detail):
        answered(past, "Alder")
        look(part, **query)
        (event,) = AuditEvent.objects.filter(action="analysis viewed")
        assert (event.by, event.council, event.detail) == (cast.analyst, None, detail)

    def test_what_is_not_found_is_not_logged(self, look, past):
        look("area", code="NONE")
        look("overview", slug="never")
        assert not AuditEvent.objects.filter(action="analysis viewed").exists()

    @EACH_PAGE
    @pytest.mark.parametrize("who", ["ada", "cat", "eve", "administrator", "stranger"])
    def test_who_may_not_look_sees_nothing_and_leaves_no_trace(self, client, cast, past, part, who):
        answered(past, "Cedar")
        client.force_login(getattr(cast, who))
        response = client.get(address(part))
        assert response.status_code == 403
        assert "Cedar" not in response.content.decode()
        assert not AuditEvent.objects.filter(action__startswith="analysis").exists()
