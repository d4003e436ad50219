"""Two officers in one answer: both texts stay until somebody chooses."""

from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments import services
from assessments.models import Answer, HeldAnswer
from assessments.policies import NotNow
from assessments.tests.pages import SectionPage, fields_of
from councils.models import Role
from tests.factories import answer_all, make_member


@pytest.fixture
def zoe(cast):
    return make_member(cast.alder, Role.LEAD, "Zoe")


@pytest.fixture
def yan(cast):
    return make_member(cast.alder, Role.LEAD, "Yan")


def opened(cast, user, area: str = "DATA") -> SectionPage:
    page = SectionPage(user, cast.assessment, area)
    page.open()
    return page


def in_conflict(cast, *others, code: str = "DATA02") -> None:
    """Ada saves an answer that the others have open; then they save theirs."""
    pages = [opened(cast, user) for user in others]
    ada = opened(cast, cast.ada)
    ada.fill(**{f"{code}_choice": "4", f"{code}_evidence": "What Ada wrote"})
    ada.send()
    for user, page in zip(others, pages, strict=True):
        page.fill(**{f"{code}_choice": "2", f"{code}_evidence": f"What {user.name} wrote"})
        assert page.send().status_code == 409


def answer(cast, code: str = "DATA02") -> Answer:
    return Answer.objects.get(section__assessment=cast.assessment, question__code=code)


def held(cast, code: str = "DATA02") -> dict[str, HeldAnswer]:
    """By the name of who typed it."""
    rows = HeldAnswer.objects.filter(answer=answer(cast, code)).select_related("by")
    return {row.by.name: row for row in rows}


def choose(page: SectionPage, decision: str, code: str = "DATA02", **values):
    page.fill(**{f"{code}_decide": decision, **values})
    return page.send()


def test_the_second_officer_sees_both_texts_and_loses_neither(cast, zoe):
    late = opened(cast, zoe)
    ada = opened(cast, cast.ada)
    ada.fill(DATA02_choice="4", DATA02_evidence="What Ada wrote")
    ada.send()
    late.fill(DATA02_choice="2", DATA02_evidence="What Zoe wrote", DATA03_choice="5")
    response = late.send()
    html = response.content.decode()
    assert response.status_code == 409
    assert "Choose between texts" in html
    assert 'href="#texts-DATA02"' in html
    assert 'id="texts-DATA02"' in html
    assert "Saved by Ada" in html
    assert "Typed by Zoe" in html
    assert "What Zoe wrote" in html
    shown = fields_of(html)
    assert (shown["DATA02-evidence"][0].strip(), shown["DATA02-choice"]) == ("What Ada wrote", ["4"])
    assert answer(cast).evidence == "What Ada wrote"
    assert held(cast)["Zoe"].evidence == "What Zoe wrote"
    assert answer(cast, "DATA03").level == 5


def test_lines_that_differ_are_marked_in_words_and_others_are_not(cast, zoe):
    in_conflict(cast, zoe)
    html = opened(cast, cast.ada).open()
    panel = html[html.index('id="texts-DATA02"') : html.index('name="DATA02-decide"')]
    lines = [line.split("</dt>")[0] for line in panel.split("<dt>")[1:]]
    differing = [line.split(" <span")[0] for line in lines if "(differs)" in line]
    assert differing == ["Answer", "Evidence and notes"] * 2
    assert sorted({line for line in lines if "(differs)" not in line}) == ["How sure", "In place", "Target"]


def test_saving_other_answers_chooses_nothing(cast, zoe, yan):
    in_conflict(cast, zoe)
    page = opened(cast, yan)
    page.fill(DATA03_choice="3")
    assert page.send().status_code == 302
    assert (answer(cast).evidence, set(held(cast))) == ("What Ada wrote", {"Zoe"})


@pytest.mark.parametrize(
    ("decision", "kept", "left"),
    [
        pytest.param("keep", "What Ada wrote", set(), id="what is saved"),
        pytest.param("Zoe", "What Zoe wrote", set(), id="what was typed"),
        pytest.param("both", "What Ada wrote", {"Zoe"}, id="both for now"),
    ],
)
def test_a_third_colleague_chooses(cast, zoe, yan, decision, kept, left):
    in_conflict(cast, zoe)
    decision = f"held-{held(cast)[decision].pk}" if decision == "Zoe" else decision
    assert choose(opened(cast, yan), decision).status_code == 302
    assert (answer(cast).evidence, set(held(cast))) == (kept, left)


def test_what_was_chosen_is_in_the_history_under_the_name_of_who_chose(cast, zoe, yan):
    in_conflict(cast, zoe)
    choose(opened(cast, yan), f"held-{held(cast)['Zoe'].pk}")
    lines = answer(cast).history.order_by("version").values_list("evidence", "changed_by__name")
    assert list(lines) == [("What Ada wrote", "Ada"), ("What Zoe wrote", "Yan")]


def test_both_texts_are_brought_together_by_editing_and_dropping_the_other(cast, zoe):
    in_conflict(cast, zoe)
    response = choose(opened(cast, zoe), "keep", DATA02_evidence="What Ada and Zoe wrote")
    assert response.status_code == 302
    assert (answer(cast).evidence, held(cast)) == ("What Ada and Zoe wrote", {})


def test_typing_and_using_the_other_text_keeps_both_and_says_so(cast, zoe):
    in_conflict(cast, zoe)
    use = f"held-{held(cast)['Zoe'].pk}"
    response = choose(opened(cast, zoe), use, DATA02_evidence="A third version")
    assert response.status_code == 409
    assert "your choice was not carried out" in response.content.decode()
    assert (answer(cast).evidence, set(held(cast))) == ("A third version", {"Zoe"})


def test_a_choice_about_an_answer_that_has_changed_again_is_not_carried_out(cast, zoe, yan):
    in_conflict(cast, zoe)
    late = opened(cast, yan)
    again = opened(cast, cast.ada)
    again.fill(DATA02_evidence="What Ada wrote later")
    again.send()
    response = choose(late, f"held-{held(cast)['Zoe'].pk}")
    assert response.status_code == 409
    assert "your choice was not carried out" in response.content.decode()
    assert (answer(cast).evidence, set(held(cast))) == ("What Ada wrote later", {"Zoe"})


def test_who_chooses_second_is_told(cast, zoe, yan):
    in_conflict(cast, zoe)
    late = opened(cast, yan)
    use = f"held-{held(cast)['Zoe'].pk}"
    choose(opened(cast, cast.ada), "keep")
    response = choose(late, use)
    assert response.status_code == 409
    assert "somebody has chosen before you" in response.content.decode()
    assert answer(cast).evidence == "What Ada wrote"


def test_of_three_texts_one_choice_drops_the_others(cast, zoe, yan):
    in_conflict(cast, zoe, yan)
    html = opened(cast, cast.ada).open()
    assert "3 texts for DATA02" in " ".join(html.split())
    choose(opened(cast, cast.ada), f"held-{held(cast)['Yan'].pk}")
    assert (answer(cast).evidence, held(cast)) == ("What Yan wrote", {})


def test_a_text_that_came_after_the_page_was_opened_is_not_dropped(cast, zoe, yan):
    late = opened(cast, yan)
    in_conflict(cast, zoe)
    chooses = opened(cast, cast.ada)
    late.fill(DATA02_evidence="What Yan wrote")
    late.send()
    choose(chooses, "keep")
    assert set(held(cast)) == {"Yan"}


def test_of_two_conflicts_each_is_decided_for_itself(cast, zoe):
    in_conflict(cast, zoe, code="DATA02")
    in_conflict(cast, zoe, code="DATA03")
    page = opened(cast, cast.ada)
    page.fill(DATA02_decide="keep", DATA03_decide=f"held-{held(cast, 'DATA03')['Zoe'].pk}")
    page.send()
    assert (answer(cast, "DATA02").evidence, answer(cast, "DATA03").evidence) == ("What Ada wrote", "What Zoe wrote")


def test_nothing_is_submitted_until_somebody_has_chosen(cast, zoe):
    answer_all(cast.assessment)
    in_conflict(cast, zoe)
    with pytest.raises(NotNow, match="1 answer was written by two people"):
        services.submit_assessment(assessment=cast.assessment, by=cast.ada, at=timezone.now())
    choose(opened(cast, cast.ada), "keep")
    services.submit_assessment(assessment=cast.assessment, by=cast.ada, at=timezone.now())


def test_ids_of_another_councils_texts_change_nothing(cast, zoe):
    in_conflict(cast, zoe)
    theirs = held(cast)["Zoe"]
    page = SectionPage(cast.eve, cast.other, "DATA")
    page.open()
    response = choose(page, f"held-{theirs.pk}", DATA02_held=str(theirs.pk))
    assert "What Zoe wrote" not in response.content.decode()
    choose(page, "keep", DATA02_held=str(theirs.pk))
    assert set(held(cast)) == {"Zoe"}
    assert answer(cast).evidence == "What Ada wrote"
    assert not Answer.objects.filter(section__assessment=cast.other, version__gt=0).exists()


def test_ids_of_another_section_change_nothing(cast, zoe):
    in_conflict(cast, zoe)
    ours = held(cast)["Zoe"]
    page = opened(cast, cast.ada, "CONN")
    page.fill(CONN01_decide=f"held-{ours.pk}", CONN01_held=str(ours.pk))
    page.send()
    assert set(held(cast)) == {"Zoe"}
    assert answer(cast).evidence == "What Ada wrote"


@pytest.mark.parametrize("decision", ["held-", "held-x", "drop everything", "held-9999999999", "-1"])
def test_a_decision_that_no_page_offers_is_refused_in_words(cast, zoe, decision):
    in_conflict(cast, zoe)
    response = choose(opened(cast, cast.ada), decision)
    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()
    assert set(held(cast)) == {"Zoe"}


def test_headings_go_down_one_step_at_a_time(cast, zoe):
    in_conflict(cast, zoe)
    html = opened(cast, cast.ada).open()
    panel = html[html.index("<main") : html.index("</main>")]
    levels = [int(part[0]) for part in panel.split("<h")[1:] if part[0].isdecimal()]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_task_list_and_the_check_page_say_where_there_is_something_to_choose(cast, zoe, yan):
    in_conflict(cast, zoe, yan)
    client = opened(cast, cast.ada).client
    assert "1 answer with two texts." in client.get(cast.assessment.get_absolute_url()).content.decode()
    html = " ".join(client.get(f"{cast.assessment.get_absolute_url()}check/").content.decode().split())
    assert "1 answer has two texts, and somebody has to choose:" in html
    assert f'href="{cast.assessment.get_absolute_url()}sections/DATA/#DATA02"' in html
    assert "What Zoe wrote" not in html


def test_who_reads_without_editing_sees_that_there_are_two_texts(cast, zoe):
    in_conflict(cast, zoe)
    client = Client()
    client.force_login(cast.cat)
    html = client.get(f"{cast.assessment.get_absolute_url()}check/").content.decode()
    assert "DATA02 Data for decisions 2" in html


def test_what_the_same_officer_goes_on_typing_replaces_what_was_held(cast, zoe):
    late = opened(cast, zoe)
    in_conflict(cast)
    practices = [str(practice.pk) for practice in answer(cast).question.practices.order_by("position")]
    late.fill(DATA02_evidence="What Zoe wrote", DATA02_practices=practices[:2])
    late.send()
    late.fill(DATA02_evidence="What Zoe wrote, and more", DATA02_practices=practices[2:])
    late.send()
    kept = held(cast)["Zoe"]
    assert HeldAnswer.objects.count() == 1
    assert kept.evidence == "What Zoe wrote, and more"
    assert [str(practice.pk) for practice in kept.practices.all()] == practices[2:]


CODES = ["DATA01", "DATA02", "DATA03", "DATA04"]


def test_conflicts_and_choices_take_the_same_queries_for_one_answer_and_for_four(cast, zoe):
    in_conflict(cast, zoe)  # the first save also starts the assessment
    choose(opened(cast, cast.ada), "keep")

    def queries(codes: list[str]) -> tuple[int, ...]:
        ada, late = opened(cast, cast.ada), opened(cast, zoe)
        for page, words in ((ada, f"Ada {len(codes)}"), (late, f"Zoe {len(codes)}")):
            page.fill(**{f"{code}_evidence": words for code in codes})
        ada.send()
        held_now = counted(late.send)
        shown = counted(ada.open)
        ada.fill(**{f"{code}_decide": f"held-{held(cast, code)['Zoe'].pk}" for code in codes})
        return held_now, shown, counted(ada.send)

    assert queries(CODES[:1]) == queries(CODES)


def counted(action) -> int:
    with CaptureQueriesContext(connection) as captured:
        action()
    return len(captured)
