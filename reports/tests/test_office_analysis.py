"""The staff analysis: what its pages show of whom, and that every look is logged. The arithmetic has its own tests."""

from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Assessment
from assessments.states import AssessmentState
from characteristics.models import Question
from councils.models import AuditEvent, Council, Nation, PeerGroup, PeerGroupKind
from reports.tests.analysed import DONT_KNOW, NOT_APPLICABLE, answered, draft, make_rounds
from tests.factories import make_assessment, make_council, make_group, make_round
from tests.frameworks import make_framework

PAGES = {
    "overview": "office_analysis",
    "area": "office_analysis_area",
    "barriers": "office_analysis_barriers",
    "clusters": "office_analysis_clusters",
}
EACH_PAGE = pytest.mark.parametrize("part", list(PAGES))


def address(part, slug="past", code="CONN"):
    return reverse(PAGES[part], args=[slug, code] if part == "area" else [slug])


class Words(HTMLParser):
    """What can be read in the main part, in rows of a table or in a list of terms."""

    def __init__(self, html):
        super().__init__()
        self.rows, self.row, self.inside = [], [], False
        self.feed(html[html.index("<main") : html.index("</main")])

    def handle_starttag(self, tag, attrs):
        if tag in ("tr", "dt"):
            self.row = []
            self.rows.append(self.row)
        if tag in ("th", "td", "dt", "dd"):
            self.row.append("")
            self.inside = True

    def handle_endtag(self, tag):
        if tag in ("th", "td", "dt", "dd"):
            self.inside = False

    def handle_data(self, data):
        if self.inside and data.strip():
            self.row[-1] = f"{self.row[-1]} {data.strip()}".strip()


def words(response):
    """Rows by the first words of each."""
    return {row[0]: row[1:] for row in Words(response.content.decode()).rows if row}


def text(response):
    html = response.content.decode()
    return " ".join(html[html.index("<main") : html.index("</main")].split())


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


def make_neighbours(owner, round_):
    group = PeerGroup(code="near", name=f"{owner.name} in {round_.slug}", kind=PeerGroupKind.NEAREST, owner=owner)
    group.computed_for = round_.slug
    group.save()
    group.councils.add(owner)


class TestOverview:
    def test_areas_stand_in_the_frameworks_order_with_counts_and_quartiles(self, look, past):
        for name, level in zip(["Alder", "Birch", "Cedar", "Damson", "Elder"], [1, 2, 3, 4, 5], strict=True):
            answered(past, name, levels={"LEAD": level})
        rows = words(look("overview"))
        assert list(rows)[2:] == [
            "Characteristics The councils are furthest apart in Digital leadership, and most alike in User focus.",
            "Digital leadership",
            "User focus",
            "Outcomes",
            "Connected places",
            "Data for decisions",
        ]
        assert rows["Digital leadership"] == ["1", "1", "1", "1", "1", "2.0", "3.0", "4.0", "2.0", "nobody", "nobody"]
        assert rows["User focus"][:9] == ["0", "0", "5", "0", "0", "3.0", "3.0", "3.0", "0.0"]

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
        assert row[5:] == ["–", "–", "–", "–", "nobody", "1: under 75% answered 1: nothing applies"]

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


class TestArea:
    def test_answers_are_counted_for_each_question(self, look, past):
        answered(past, "Alder", 2, said={NOT_APPLICABLE: "CONN01", DONT_KNOW: "CONN02"})
        answered(past, "Birch", 5)
        rows = words(look("area"))
        assert rows["CONN01 Connected places 1 What is in place for connected places, part 1?"] == [
            *("0", "0", "0", "0", "1"),
            *("1", "0"),
        ]
        assert rows["CONN02 Connected places 2 What is in place for connected places, part 2?"][4:] == ["1", "0", "1"]

    def test_practices_have_their_share_of_those_to_whom_the_question_applies(self, look, past):
        for number in range(4):
            answered(past, f"Fir {number}", practices=["CONN01.1"] if number else ["CONN01.2"])
        answered(past, "Gorse", practices=["CONN01.1", "CONN02.3"])
        answered(past, "Holly", said={NOT_APPLICABLE: "CONN01"}, practices=["CONN01.1"])
        rows = [row for row in Words(look("area").content.decode()).rows if row and row[0].startswith("Practice")]
        assert rows[0] == ["Practice 1.", "80% 4 of 5"]
        assert rows[1] == ["Practice 2.", "20% 1 of 5"]
        assert rows[5] == ["Practice 3.", "17% 1 of 6"]

    def test_an_area_without_practices_has_no_heading_for_them(self, look, past):
        answered(past, "Alder")
        assert "Practices in place" not in text(look("area", code="LEAD"))

    def test_barriers_name_the_councils_that_meet_them(self, look, past):
        answered(past, "Birch", barriers=[("CONN", "money")])
        answered(past, "Alder", barriers=[("CONN", "money")])
        answered(past, "Cedar", barriers=[("DATA", "money")])
        assert words(look("area"))["Money is short 2 of 3"] == ["Alder, Birch"]

    def test_a_barrier_that_nobody_meets_is_named_as_such(self, look, past):
        answered(past, "Alder")
        assert "No council has named a barrier here." in text(look("area"))
        assert "Named by nobody: Money is short." in text(look("area"))

    def test_change_is_shown_on_the_matched_panel(self, look, last, past):
        for name, before, after in [("Alder", 2, 3), ("Birch", 3, 3), ("Cedar", 4, 2)]:
            answered(last, name, levels={"CONN": before})
            answered(past, name, levels={"CONN": after})
        answered(past, "New", levels={"CONN": 5})
        answered(last, "Gone", levels={"CONN": 5})
        response = look("area")
        assert "1 went up, 1 stayed about the same, 1 went down. The median was 3.0 and is now 3.0." in text(response)
        assert "3 councils handed in both times, and 4 of 4 questions ask the same in both." in text(response)
        rows = words(response)
        assert [rows[name] for name in ("Up 1", "About the same 1", "Down 1")] == [
            ["Alder 2.0 → 3.0"],
            ["Birch 3.0 → 3.0"],
            ["Cedar 4.0 → 2.0"],
        ]

    def test_one_answer_one_level_up_is_a_change(self, look, last, past):
        answered(last, "Alder", levels={"CONN": 3})
        answered(past, "Alder", levels={"CONN": 3, "CONN01": 4})
        assert words(look("area"))["Up 1"] == ["Alder 3.0 → 3.3"]

    def test_what_was_reopened_in_the_earlier_round_is_not_compared(self, look, last, past):
        for name in ("Alder", "Birch"):
            answered(last, name)
            answered(past, name)
        Assessment.objects.filter(round=last, council__name="Alder").update(state=AssessmentState.IN_PROGRESS)
        assert words(look("area"))["About the same 1"] == ["Birch 3.0 → 3.0"]

    def test_a_question_that_reads_differently_now_is_left_out(self, look, cast):
        old, new = make_framework(code="same", version="1"), make_framework(code="same", version="2")
        Question.objects.filter(area__framework=new, code="CONN01").update(text="Something else?")
        last, later = make_rounds(old)[0], make_round(new, slug="later")
        answered(last, "Alder", levels={"CONN01": 1})
        answered(later, "Alder", levels={"CONN01": 5})
        response = look("area", slug="later")
        assert "3 of 4 questions ask the same in both." in text(response)
        assert words(response)["About the same 1"] == ["Alder 3.0 → 3.0"]

    def test_without_an_earlier_round_it_says_so(self, look, past):
        answered(past, "Alder")
        assert "No council handed in an earlier round" in text(look("area"))

    def test_an_unknown_area_is_not_found(self, look, past):
        assert look("area", code="NONE").status_code == 404


class TestBarriers:
    def test_shares_stand_by_area_and_by_group(self, look, past):
        trees = [answered(past, f"Fir {n}", barriers=[("CONN", "money")] if n < 2 else []).council for n in range(5)]
        make_group("Trees", councils=trees)
        make_group("Shrubs", councils=[answered(past, "Gorse", barriers=[("DATA", "money")]).council])
        rows = [row for row in Words(look("barriers").content.decode()).rows if row]
        assert rows[0] == ["Barrier", "Lead", "User", "Conn", "Data"]
        assert rows[1] == ["Skills are scarce", "0%", "0%", "not offered", "not offered"]
        assert rows[2] == ["Money is short", "not offered", "not offered", "33%", "17%"]
        assert rows[3] == ["Barrier", "Shrubs n = 1", "Trees n = 5"]
        assert rows[5] == ["Money is short", "1 of 1", "40%"]

    def test_the_groups_can_be_of_one_area(self, look, past):
        trees = [answered(past, f"Fir {n}", barriers=[("DATA", "money")]).council for n in range(5)]
        make_group("Trees", councils=trees)
        rows = [row for row in Words(look("barriers", area="CONN").content.decode()).rows if row]
        assert rows[-1] == ["Money is short", "0%"]
        assert "that meet a barrier in Connected places." in text(look("barriers", area="CONN"))

    def test_a_council_that_names_a_barrier_in_two_areas_counts_once(self, look, past):
        both = [("CONN", "money"), ("DATA", "money")]
        make_group("Trees", councils=[answered(past, f"Fir {n}", barriers=both).council for n in range(5)])
        assert [row for row in Words(look("barriers").content.decode()).rows if row][-1] == ["Money is short", "100%"]

    def test_groups_without_a_council_that_is_shown_are_left_out_in_words(self, look, past):
        make_group("Trees", councils=[answered(past, "Fir").council])
        make_group("Shrubs", councils=[make_assessment(make_council("Gorse"), past).council])
        assert "1 group has no council that is shown, and is left out." in text(look("barriers"))
        assert "Of fewer than 5 councils the count stands instead of the share." in text(look("barriers"))

    def test_nearest_neighbours_are_no_kind_to_compare_by(self, look, past):
        make_neighbours(answered(past, "Fir").council, past)
        assert 'value="nearest"' not in look("barriers").content.decode()
        assert "Choose a kind of group from the list." in text(look("barriers", kind=PeerGroupKind.NEAREST))

    def test_without_any_group_of_the_kind_it_says_so(self, look, past):
        answered(past, "Fir")
        assert "None of the councils shown is in a group of this kind." in text(look("barriers"))

    @pytest.mark.parametrize(
        ("query", "problem"),
        [
            pytest.param({"kind": "star-sign"}, "Choose a kind of group from the list.", id="kind"),
            pytest.param({"area": "\0"}, "Choose an area from the list.", id="area"),
        ],
    )
    def test_what_is_unknown_is_named(self, look, past, query, problem):
        answered(past, "Fir")
        assert problem in text(look("barriers", **query))


class TestClusters:
    def test_three_councils_with_the_same_gap_and_barrier_are_named_with_who_could_help(self, look, past):
        for name, level in [("Cedar", 2), ("Alder", 1), ("Birch", 2)]:
            answered(past, name, levels={"CONN": level}, barriers=[("CONN", "money")])
        answered(past, "Damson", levels={"CONN": 2})
        answered(past, "Elder", levels={"CONN": 4}, barriers=[("CONN", "money")])
        response = look("clusters")
        rows = words(response)
        assert rows["Money is short 3"] == ["Alder 1.0, Birch 2.0, Cedar 2.0"]
        assert rows["Could help 1"] == ["Elder 4.0"]
        assert "4 of 5 scored councils are below 2.5 here." in text(response)
        assert "This is a start for a conversation, not a finding." in text(response)

    def test_two_are_no_cluster(self, look, past):
        for name in ("Alder", "Birch"):
            answered(past, name, levels={"CONN": 1}, barriers=[("CONN", "money")])
        assert "No three councils share a gap and a barrier here." in text(look("clusters"))

    def test_the_barrier_of_another_area_makes_none(self, look, past):
        for name in ("Alder", "Birch", "Cedar"):
            answered(past, name, levels={"CONN": 1}, barriers=[("DATA", "money")])
        assert "No three councils share a gap and a barrier here." in text(look("clusters"))

    def test_nobody_who_could_help_is_said_so(self, look, past):
        for name in ("Alder", "Birch", "Cedar"):
            answered(past, name, levels={"CONN": 1}, barriers=[("CONN", "money")])
        assert "nobody inside the filter reads Established" in text(look("clusters"))


class TestEverywhere:
    @EACH_PAGE
    def test_drafts_are_never_shown_or_counted(self, look, past, part):
        for name in ("Alder", "Birch", "Cedar"):
            answered(past, name, 1, barriers=[("CONN", "money")])
        before = words(look(part))
        draft(past, "Yew", 5, barriers=[("CONN", "money"), ("LEAD", "skills")], practices=["CONN01.1"])
        reopened = answered(past, "Zelkova", 5, barriers=[("CONN", "money")])
        Assessment.objects.filter(pk=reopened.pk).update(state=AssessmentState.IN_PROGRESS)
        response = look(part)
        assert words(response) == before
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
