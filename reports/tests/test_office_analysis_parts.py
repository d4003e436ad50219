"""The staff analysis: one area, barriers and clusters."""

import pytest

from assessments.models import Assessment
from assessments.states import AssessmentState
from characteristics.models import Question
from councils.models import PeerGroup, PeerGroupKind
from reports.tests.analysed import DONT_KNOW, NOT_APPLICABLE, answered, make_rounds
from reports.tests.analysis_pages import address, rows, text, words
from tests.factories import make_assessment, make_council, make_group, make_round
from tests.frameworks import make_framework


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


class TestArea:
    @pytest.mark.parametrize(
        ("levels", "sentence"),
        [
            pytest.param([None], "No council has a score here.", id="none"),
            pytest.param([2, None], "1 council has a score: <strong>2.0</strong>.", id="one"),
            pytest.param([2, 3], "The median of the 2 councils with a score is <strong>2.5</strong>.", id="two"),
            pytest.param([2, 3, 3, 4, 4], "The middle half lies between 3.0 and 4.0, a spread of 1.0", id="five"),
        ],
    )
    def test_levels_are_told_in_a_sentence(self, look, past, levels, sentence):
        for number, level in enumerate(levels):
            unknown = {} if level else {DONT_KNOW: ["CONN01", "CONN02"]}
            answered(past, f"Fir {number}", level or 3, said=unknown)
        assert sentence in text(look("area"))

    def test_answers_are_counted_for_each_question(self, look, past):
        answered(past, "Alder", 2, said={NOT_APPLICABLE: "CONN01", DONT_KNOW: "CONN02"})
        answered(past, "Birch", 5)
        shown = words(look("area"))
        assert shown["CONN01 Connected places 1 What is in place for connected places, part 1?"] == [
            *("0", "0", "0", "0", "1"),
            *("1", "0"),
        ]
        assert shown["CONN02 Connected places 2 What is in place for connected places, part 2?"][4:] == ["1", "0", "1"]

    def test_practices_have_their_share_of_those_to_whom_the_question_applies(self, look, past):
        for number in range(4):
            answered(past, f"Fir {number}", practices=["CONN01.1"] if number else ["CONN01.2"])
        answered(past, "Gorse", practices=["CONN01.1", "CONN02.3"])
        answered(past, "Holly", said={NOT_APPLICABLE: "CONN01"}, practices=["CONN01.1"])
        shares = [row for row in rows(look("area")) if row[0].startswith("Practice")]
        assert shares[0] == ["Practice 1.", "80% 4 of 5"]
        assert shares[1] == ["Practice 2.", "20% 1 of 5"]
        assert shares[5] == ["Practice 3.", "17% 1 of 6"]

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
        shown = words(response)
        assert [shown[name] for name in ("Up 1", "About the same 1", "Down 1")] == [
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
        lines = rows(look("barriers"))
        assert lines[0] == ["Barrier", "Lead", "User", "Conn", "Data"]
        assert lines[1] == ["Skills are scarce", "0%", "0%", "not offered", "not offered"]
        assert lines[2] == ["Money is short", "not offered", "not offered", "33%", "17%"]
        assert lines[3] == ["Barrier", "Shrubs n = 1", "Trees n = 5"]
        assert lines[5] == ["Money is short", "1 of 1", "40%"]

    def test_the_groups_can_be_of_one_area(self, look, past):
        trees = [answered(past, f"Fir {n}", barriers=[("DATA", "money")]).council for n in range(5)]
        make_group("Trees", councils=trees)
        lines = rows(look("barriers", area="CONN"))
        assert lines[-1] == ["Money is short", "0%"]
        assert "that meet a barrier in Connected places." in text(look("barriers", area="CONN"))

    def test_a_council_that_names_a_barrier_in_two_areas_counts_once(self, look, past):
        both = [("CONN", "money"), ("DATA", "money")]
        make_group("Trees", councils=[answered(past, f"Fir {n}", barriers=both).council for n in range(5)])
        assert rows(look("barriers"))[-1] == ["Money is short", "100%"]

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
        shown = words(response)
        assert shown["Money is short 3"] == ["Alder 1.0, Birch 2.0, Cedar 2.0"]
        assert shown["Could help 1"] == ["Elder 4.0"]
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
