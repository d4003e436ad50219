"""The lead's picture of the whole, the approver's page, reopening and history."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments import findings, services
from assessments.findings import Said, Sort
from assessments.models import Answer, AnswerState, Round
from assessments.tests.earlier import hand_in_earlier
from assessments.tests.pages import SectionPage
from characteristics.models import Question, RelatedQuestion
from councils.models import Role
from tests.factories import answer_all, make_member


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user, name: str, *more: str) -> str:
    return as_(user).get(reverse(name, args=["alder", "now", *more])).content.decode()


def relate(cast, one: str, other: str) -> None:
    questions = Question.objects.filter(area__framework=cast.assessment.round.framework).in_bulk(field_name="pk")
    by_code = {question.code: question for question in questions.values()}
    for a, b in ((one, other), (other, one)):
        RelatedQuestion.objects.create(question=by_code[a], other=by_code[b], why="Two sides of one thing.")


def said(code: str, level: int | None = 3, *, state: str = "level", **more) -> Said:
    fields = {"weight": 1, "has_evidence": True, "in_place": 0, "practices": 0} | more
    state = state if level is None else "level"
    return Said(code=code, short=code, area_code=code[:4], area_name=code[:4], state=state, level=level, **fields)


@pytest.mark.parametrize(
    ("one", "sorts"),
    [
        pytest.param(said("DATA01", None, state="unanswered"), {Sort.MISSING}, id="not answered"),
        pytest.param(said("DATA01", None, state="dont_know"), {Sort.DONT_KNOW}, id="don't know"),
        pytest.param(said("DATA01", None, state="not_applicable"), set(), id="not applicable"),
        pytest.param(said("DATA01", 3, practices=3, in_place=0), {Sort.FAR_FROM_PRACTICES}, id="two above"),
        pytest.param(said("DATA01", 3, practices=3, in_place=3), {Sort.FAR_FROM_PRACTICES}, id="two below"),
        pytest.param(said("DATA01", 3, practices=3, in_place=2), set(), id="near its practices"),
        pytest.param(said("DATA01", 4, has_evidence=False), {Sort.NO_EVIDENCE}, id="level 4 without evidence"),
        pytest.param(said("DATA01", 3, has_evidence=False), set(), id="level 3 without evidence"),
    ],
)
def test_an_answer_has_the_findings(one, sorts):
    found = findings.find([one], [])
    assert {sort for sort in found if found[sort]} == sorts


@pytest.mark.parametrize(("level", "apart"), [(1, True), (2, False), (4, False), (5, True)])
def test_related_answers_two_levels_apart_are_a_finding_at_both_and_listed_once(level, apart):
    found = findings.find([said("LEAD01", 3), said("DATA01", level)], [("LEAD01", "DATA01")])[Sort.RELATED_APART]
    expected = [("LEAD01", False), ("DATA01", True)] if apart else []
    assert [(one.code, one.is_echo) for one in found] == expected


@pytest.mark.parametrize(
    ("dont_know", "of", "words"),
    [
        pytest.param(2, 4, "a score needs 75%", id="half is not known"),
        pytest.param(1, 4, "a benchmark needs 80%", id="a quarter is not known"),
        pytest.param(1, 5, "", id="a fifth is not known"),
    ],
)
def test_too_many_dont_knows_are_a_finding_of_the_area_though_the_rest_is_still_to_come(dont_know, of, words):
    unknown = [said(f"DATA{n:02}", None, state="dont_know") for n in range(dont_know)]
    rest = [said(f"DATA{n:02}", None, state="unanswered") for n in range(dont_know, of)]
    thin = findings.thin_areas(unknown + rest, to_come=True)
    assert [area.words for area in thin if words in area.words] == [area.words for area in thin]
    assert bool(thin) == bool(words)


def test_the_picture_links_everything_that_needs_a_look(cast):
    answer_all(cast.assessment, 4, levels={"LEAD01": 1})
    relate(cast, "LEAD01", "DATA01")
    Answer.objects.filter(section__assessment=cast.assessment, question__code="CONN01").update(
        state=AnswerState.DONT_KNOW, level=None
    )
    Answer.objects.filter(section__assessment=cast.assessment, question__code="USER01").update(to_confirm=True)
    html = page(cast.ada, "picture")
    for part in (
        "Level 1 here, but level 4 at DATA01",
        "Level 4 without evidence",
        "levels for 75% of it at most; a benchmark needs 80%",
        "Carried forward, to be confirmed (1)",
        "Still being worked on (4)",
        'sections/CONN/#CONN01"',
    ):
        assert part in html, part
    assert html.count("do both fit?") == 1
    assert page(cast.ada, "check_answers").count("do both fit?") == 2


def test_the_picture_is_clear_when_nothing_stands_out(cast):
    answer_all(cast.assessment, 3)
    Answer.objects.filter(section__assessment=cast.assessment).update(evidence="The plan")
    for answer in Answer.objects.filter(section__assessment=cast.assessment):
        answer.practices.set(answer.question.practices.all()[:2])
    cast.assessment.sections.update(state="agreed")
    assert "Nothing stands out" in page(cast.ada, "picture")


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as counted:
        assert client.get(url).status_code == 200
    return len(counted)


@pytest.mark.parametrize("name", ["picture", "council_history", "check_answers"])
def test_pages_of_the_whole_take_as_many_queries_for_much_as_for_little(cast, name):
    client, url = as_(cast.ada), reverse(name, args=["alder", "now"])
    one, *others = Answer.objects.filter(section__assessment=cast.assessment).select_related("section", "question")
    touch(cast, [one])
    queries_of(client, url)
    few = queries_of(client, url)
    answer_all(cast.assessment, 4, by=cast.bob)
    touch(cast, others)
    assert queries_of(client, url) == few


def touch(cast, answers) -> None:
    for answer in answers:
        answer.evidence = "A plan"
        answer.to_confirm = True
        answer.save()
        services.comment(section=answer.section, question=answer.question, text="?", by=cast.cat, at=timezone.now())


def submit(cast):
    return services.submit_assessment(assessment=cast.assessment, by=cast.ada, at=timezone.now())


def test_the_approvers_page_has_profile_change_findings_and_gaps(cast):
    hand_in_earlier(cast, level=3)
    answer_all(cast.assessment, 3, levels={"LEAD": 4, "DATA01": 2})
    submit(cast)
    html = page(cast.cat, "sign_off")
    for part in ("lowest is", "up by 1.0", "(was 3.0)", "Level 4 or 5 without evidence", "See who changed what"):
        assert part in html, part
    assert html.count("about the same") == 2


@pytest.mark.parametrize(("steps", "words"), [(0, "about the same"), (1, "down by 0.2")])
def test_a_change_is_one_from_one_answer_step_up(cast, steps, words):
    hand_in_earlier(cast, level=3)
    answer_all(cast.assessment, 3, levels={"DATA01": 3 - steps})
    submit(cast)
    assert words in page(cast.cat, "sign_off")


def test_who_answered_is_told_first_and_who_else_can_sign(cast):
    answer_all(cast.assessment, 3)
    answer = Answer.objects.filter(section__assessment=cast.assessment)[0]
    answer.changed_by = cast.cat
    answer.save()
    submit(cast)
    assert "Your council has no other approver." in page(cast.cat, "sign_off")
    make_member(cast.alder, Role.APPROVER, "Cleo")
    html = page(cast.cat, "sign_off")
    assert "These approvers can:" in html
    assert html.index("Cleo") < html.index("What you may want to ask about")
    assert "another approver" in as_(cast.cat).get(reverse("home")).content.decode()


def close_round(cast) -> None:
    Round.objects.filter(pk=cast.assessment.round_id).update(closes_at=timezone.now() - timedelta(days=1))


def test_after_the_close_nothing_changes_and_the_pages_say_so(cast):
    open_page = SectionPage(cast.ada, cast.assessment, "DATA")
    open_page.open()
    close_round(cast)
    assert "The round has closed, so nothing can be changed or submitted." in page_of_tasks(cast.ada)
    assert "The round has closed. Ask the Digital Office to reopen your assessment." in open_page_again(cast)
    open_page.fill(DATA02_choice="4", DATA02_evidence="Typed too late")
    response = open_page.send()
    assert response.status_code == 409
    assert "Typed too late" in response.content.decode()
    assert not Answer.objects.filter(section__assessment=cast.assessment, level=4).exists()


def page_of_tasks(user) -> str:
    return page(user, "task_list")


def open_page_again(cast) -> str:
    return page(cast.ada, "section", "DATA")


def test_a_council_asks_managers_give_more_time_and_everybody_sees_why(cast):
    close_round(cast)
    ask, reopen = (reverse(name, args=["alder", "now"]) for name in ("ask_to_reopen", "reopen"))
    assert "Say why" in as_(cast.ada).post(ask, {"because": " "}).content.decode()
    as_(cast.ada).post(ask, {"because": "Our <lead> was ill"})
    assert "Our &lt;lead&gt; was ill" in page_of_tasks(cast.bob)
    assert "Our &lt;lead&gt; was ill" not in page_of_tasks(cast.dan)
    progress = reverse("office_progress", args=["now"])
    office = as_(cast.manager).get(progress).content.decode()
    assert "Our &lt;lead&gt; was ill" in office
    assert "Give more time" in office
    assert "Our &lt;lead&gt; was ill" not in as_(cast.analyst).get(progress).content.decode()
    as_(cast.manager).post(reopen, {"because": "One more week"})
    cast.assessment.refresh_from_db()
    assert cast.assessment.reopen_asked_because == ""
    for user in (cast.ada, cast.bob, cast.cat, cast.dan):
        assert "One more week" in page_of_tasks(user)
    assert "One more week" in page(cast.ada, "check_answers")
    submit(cast)
    assert "One more week" in page(cast.cat, "sign_off")


def test_what_is_open_needs_no_reopening(cast):
    for user, name in ((cast.ada, "ask_to_reopen"), (cast.manager, "reopen")):
        as_(user).post(reverse(name, args=["alder", "now"]), {"because": "Please"})
    cast.assessment.refresh_from_db()
    assert (cast.assessment.reopen_asked_because, cast.assessment.reopened_at) == ("", None)


def test_words_of_an_approver_are_not_for_viewers(cast):
    submit(cast)
    services.send_back(assessment=cast.assessment, because="DATA01 is too high", by=cast.cat, at=timezone.now())
    assert "DATA01 is too high" in page_of_tasks(cast.bob)
    assert "DATA01 is too high" not in page_of_tasks(cast.dan)


def save(cast, **values) -> None:
    here = SectionPage(cast.ada, cast.assessment, "DATA")
    here.open()
    here.fill(**values)
    assert here.send().status_code == 302


def test_history_tells_who_changed_what_in_words(cast):
    practices = list(
        Question.objects.get(area__framework=cast.assessment.round.framework, code="DATA02").practices.all()
    )
    save(cast, DATA02_choice="2", DATA02_evidence="The plan of 2024")
    save(cast, DATA02_choice="3", DATA02_evidence="The plan of 2026", DATA02_practices=[str(practices[0].pk)])
    html = page(cast.cat, "question_history", "DATA02")
    newest, oldest = html.split('<section class="entry">')[1:]
    assert "Ada" in newest
    for part in ("2 Exploring", "3 Developing", "The plan of 2024", "The plan of 2026", practices[0].text, "in place"):
        assert part in newest, part
    assert "Not answered yet" in oldest
    assert "DATA02" in page(cast.bob, "council_history")
    assert "Nothing has been saved yet" in page(cast.bob, "question_history", "DATA03")


def test_history_has_pages(cast):
    answer = Answer.objects.filter(section__assessment=cast.assessment)[0]
    for number in range(31):
        answer.evidence = f"Version {number}"
        answer.save()
    assert "Page 1 of 2" in page(cast.ada, "council_history")


def test_history_of_a_question_that_is_not_asked_is_not_found(cast):
    assert as_(cast.ada).get(reverse("question_history", args=["alder", "now", "NONE01"])).status_code == 404
