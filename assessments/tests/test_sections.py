"""Sections are given out with a date, handed in, read, and talked about."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments import services
from assessments.models import Answer, Comment, Section
from assessments.states import SectionState
from assessments.tests.earlier import hand_in_earlier
from assessments.tests.pages import SectionPage
from councils.models import Role
from tests.factories import make_member


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(name: str, *more: str) -> str:
    return reverse(name, args=["alder", "now", *more])


def section(cast, area: str = "DATA") -> Section:
    return cast.assessment.sections.select_related("assessment__round", "area").get(area__code=area)


def give(cast, area: str = "DATA", **fields) -> None:
    services.assign_section(section=section(cast, area), to=cast.bob, by=cast.ada, at=timezone.now(), **fields)


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


def text_of(response) -> str:
    return response.content.decode()


def test_a_lead_gives_several_sections_at_once_with_a_date(cast):
    chosen = [section(cast, "DATA").pk, section(cast, "CONN").pk]
    form = {"sections": chosen, "to": cast.bob.pk, "due_on": tomorrow().isoformat()}
    html = text_of(as_(cast.ada).post(url("assign_sections"), form, follow=True))
    assert "2 sections are assigned." in html
    given = cast.assessment.sections.filter(assigned_to=cast.bob, due_on=tomorrow())
    assert set(given.values_list("area__code", flat=True)) == {"DATA", "CONN"}


@pytest.mark.parametrize(
    ("where", "words"),
    [
        pytest.param(["assign_sections"], "1 section is nobody’s now.", id="several at once"),
        pytest.param(["assign_section", "DATA"], "Data for decisions is nobody’s now.", id="one"),
    ],
)
def test_taking_sections_back_clears_their_date_and_says_so(cast, where, words):
    give(cast, due_on=tomorrow())
    form = {"sections": [section(cast).pk], "to": "nobody", "due_on": tomorrow()}
    assert words in text_of(as_(cast.ada).post(url(*where), form, follow=True))
    here = section(cast)
    assert (here.assigned_to, here.due_on) == (None, None)


@pytest.mark.parametrize(
    ("where", "words"),
    [
        pytest.param(["assign_sections"], "Choose who answers them", id="several at once"),
        pytest.param(["assign_section", "DATA"], "Choose who answers it", id="one"),
    ],
)
def test_choosing_nothing_takes_no_section_away(cast, where, words):
    give(cast)
    form = {"sections": [section(cast).pk], "to": "", "due_on": ""}
    assert words in text_of(as_(cast.ada).post(url(*where), form))
    assert section(cast).assigned_to == cast.bob


def test_one_section_is_offered_to_whoever_has_it_and_several_to_nobody_in_particular(cast):
    chosen = re.compile(r'<option value="(\w*)" selected')
    one, many = url("assign_section", "DATA"), url("assign_sections")
    assert chosen.findall(text_of(as_(cast.ada).get(one))) == ["nobody"]
    give(cast)
    assert chosen.findall(text_of(as_(cast.ada).get(one))) == [str(cast.bob.pk)]
    html = text_of(as_(cast.ada).get(many))
    assert not set(chosen.findall(html)) - {""}
    assert html.index("Choose somebody") < html.index(">Nobody yet<") < html.index("Ada &lt;")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        pytest.param({"sections": []}, "Tick the sections to give away", id="no section"),
        pytest.param({"due_on": "2020-01-01"}, "Wanted by must be today or later", id="a day that is past"),
        pytest.param({"due_on": "2090-01-01"}, "when the round closes", id="a day after the close"),
        pytest.param({"due_on": "soon"}, "Wanted by must be a real date", id="no date at all"),
        pytest.param({"to": "0"}, "Select a valid choice", id="nobody of ours"),
    ],
)
def test_sections_are_not_given_out_with(cast, fields, message):
    form = {"sections": [section(cast).pk], "to": cast.bob.pk, "due_on": tomorrow().isoformat()} | fields
    assert message in text_of(as_(cast.ada).post(url("assign_sections"), form))
    assert section(cast).assigned_to is None


def test_sections_go_to_leads_and_contributors_of_the_own_council_alone(cast):
    form = {"to": cast.eve.pk, "due_on": ""}
    for user in (cast.eve, cast.cat, cast.dan, cast.stranger):
        as_(cast.ada).post(url("assign_section", "DATA"), form | {"to": user.pk})
        assert section(cast).assigned_to is None, user.name


def test_the_task_list_shows_the_own_sections_first_and_what_is_overdue(cast):
    give(cast, due_on=tomorrow())
    Section.objects.filter(pk=section(cast).pk).update(due_on=timezone.localdate() - timedelta(days=1))
    html = text_of(as_(cast.bob).get(cast.assessment.get_absolute_url()))
    assert html.index('id="yours"') < html.index("Data for decisions") < html.index("Characteristics")
    assert "Overdue" in html
    assert 'id="yours"' not in text_of(as_(cast.dan).get(cast.assessment.get_absolute_url()))


def test_a_section_that_is_handed_in_is_read_only_for_its_contributor_until_it_is_taken_back(cast):
    give(cast)
    Section.objects.filter(pk=section(cast).pk).update(state=SectionState.IN_PROGRESS)
    page = SectionPage(cast.bob, cast.assessment, "DATA")
    page.open()
    open_form = dict(page.fields)
    as_(cast.bob).post(url("move_section", "DATA", "hand-in"), {"because": "All from the annual report"})
    html = page.open()
    assert "This section has been handed to the lead." in html
    assert "Take back" in html
    assert "All from the annual report" in html
    page.fields = open_form
    page.fill(DATA02_choice="4")
    assert page.send().status_code == 409
    assert not Answer.objects.filter(section=section(cast), level=4).exists()
    as_(cast.bob).post(url("move_section", "DATA", "take-back"))
    page.open()
    assert "DATA02-choice" in page.open()


def test_sending_back_wants_words_which_the_contributor_then_sees(cast):
    give(cast)
    Section.objects.filter(pk=section(cast).pk).update(state=SectionState.READY)
    move = url("move_section", "DATA", "send-back")
    assert "Say why, so that your colleagues know what to do" in text_of(as_(cast.ada).post(move, {"because": " "}))
    assert section(cast).state == SectionState.READY
    as_(cast.ada).post(move, {"because": "Which <year>?"})
    assert section(cast).state == SectionState.SENT_BACK
    home = text_of(as_(cast.bob).get(reverse("home")))
    assert "Sent back: Data for decisions. Which &lt;year&gt;?" in home


def test_a_contributor_gives_a_section_back_with_words_and_a_second_click_does_nothing(cast):
    give(cast, due_on=tomorrow())
    move = url("move_section", "DATA", "give-back")
    as_(cast.bob).post(move, {"because": "Ask Ben, he runs the data team"})
    here = section(cast)
    assert (here.assigned_to, here.due_on) == (None, None)
    again = as_(cast.bob).post(move, {"because": "Ask Ben, he runs the data team"}, follow=True)
    assert "This section is not yours any more." in text_of(again)
    assert Comment.objects.filter(section=here, text="Ask Ben, he runs the data team").count() == 1


def test_a_button_of_the_section_page_saves_before_it_leads_on(cast):
    page = SectionPage(cast.ada, cast.assessment, "DATA")
    page.open()
    page.fill(DATA02_choice="3")
    assert page.send("then", "agree").url == url("move_section", "DATA", "agree")
    page.open()
    page.fill(DATA03_choice="2")
    assert page.send("then", "comment DATA03").url == url("comments", "DATA") + "?question=DATA03"
    levels = Answer.objects.filter(section=section(cast), level__isnull=False).order_by("question__code")
    assert list(levels.values_list("level", flat=True)) == [3, 2]


@pytest.mark.parametrize("then", ["//evil.example", "https://evil.example/", "../../..", ""])
def test_such_a_button_leads_nowhere_else(cast, then):
    page = SectionPage(cast.ada, cast.assessment, "DATA")
    page.open()
    assert page.send("then", then).url.startswith(url("comments", "DATA"))


def test_comments_stand_beside_their_question_for_those_who_work_on_it_until_resolved(cast):
    where = url("comments", "DATA") + "?question=DATA02&from=check_answers"
    response = as_(cast.cat).post(where, {"text": "Who says <so>?"})
    assert response.url == url("check_answers") + "#DATA02"
    (comment,) = Comment.objects.all()
    for user in (cast.ada, cast.bob, cast.cat):
        for page in (url("check_answers"), url("section", "DATA"), url("picture")):
            assert "Who says &lt;so&gt;?" in text_of(as_(user).get(page)), (user.name, page)
    assert "Who says" not in text_of(as_(cast.dan).get(cast.assessment.get_absolute_url()))
    resolve = url("resolve_comment", "DATA", comment.pk)
    as_(cast.bob).post(resolve)
    as_(cast.ada).post(resolve)
    comment.refresh_from_db()
    assert comment.resolved_by == cast.bob
    html = text_of(as_(cast.cat).get(url("check_answers")))
    assert "1 resolved comment" in html
    assert "Who says" not in text_of(as_(cast.ada).get(url("picture")))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(" ", "Write your comment", id="nothing"),
        pytest.param("x" * 2001, "Shorten it to 2,000 characters or fewer", id="too much"),
    ],
)
def test_a_comment_is_not(cast, text, message):
    assert message in text_of(as_(cast.bob).post(url("comments", "DATA"), {"text": text}))
    assert not Comment.objects.exists()


def test_a_comment_of_another_section_or_council_is_not_found(cast):
    comment = services.comment(section=section(cast), question=None, text="Ours", by=cast.ada, at=timezone.now())
    assert as_(cast.ada).post(url("resolve_comment", "CONN", comment.pk)).status_code == 404
    birch = reverse("resolve_comment", args=["birch", "now", "DATA", comment.pk])
    assert as_(cast.eve).post(birch).status_code == 404
    assert as_(cast.ada).get(url("comments", "DATA") + "?question=CONN01").status_code == 404


@pytest.mark.parametrize(
    ("who", "prepare", "words"),
    [
        pytest.param("bob", "give", "1 section of yours is left", id="what is left"),
        pytest.param("bob", "late", "1 section of yours is left, 1 of them overdue", id="what is overdue"),
        pytest.param("ada", "earlier", "Last round’s answers can be carried forward", id="what can be carried"),
        pytest.param("ada", "ready", "Ready for you to agree: 1", id="what is ready"),
        pytest.param("ada", "agreed", "Every section is agreed. Check and submit", id="what can be submitted"),
        pytest.param("ada", "returned", "It came back: Look again", id="what came back"),
        pytest.param("cat", "submitted", "Waiting for your sign-off", id="what waits for a signature"),
    ],
)
def test_the_start_page_says(cast, who, prepare, words):
    here = section(cast)
    if prepare in ("give", "late", "ready"):
        give(cast)
    changes = {"late": {"due_on": timezone.localdate() - timedelta(days=1)}, "ready": {"state": SectionState.READY}}
    Section.objects.filter(pk=here.pk).update(**changes.get(prepare, {"due_on": None}))
    if prepare == "earlier":
        hand_in_earlier(cast)
    if prepare == "agreed":
        cast.assessment.sections.update(state=SectionState.AGREED)
    if prepare in ("submitted", "returned"):
        services.submit_assessment(assessment=cast.assessment, by=cast.ada, at=timezone.now())
    if prepare == "returned":
        services.send_back(assessment=cast.assessment, because="Look again", by=cast.cat, at=timezone.now())
    assert words in text_of(as_(getattr(cast, who)).get(reverse("home")))


def test_the_start_page_takes_as_many_queries_for_many_sections_as_for_one(cast, django_assert_max_num_queries):
    cast.assessment.sections.update(assigned_to=cast.bob)
    for here in cast.assessment.sections.all():
        services.comment(
            section=here, question=None, text="?", by=make_member(cast.alder, Role.LEAD), at=timezone.now()
        )
    client = as_(cast.bob)
    with django_assert_max_num_queries(16):
        client.get(reverse("home"))


def test_a_section_says_whose_it_is_to_whoever_reads_it(cast):
    page = url("section", "DATA")
    assert "Not given to anybody." in text_of(as_(cast.bob).get(page))
    give(cast)
    assert "You answer this section." in text_of(as_(cast.bob).get(page))
    assert "Bob answers this section." in text_of(as_(cast.ada).get(page))


@pytest.mark.parametrize("where", [["assign_section", "DATA"], ["assign_sections"], ["task_list"]], ids=" ".join)
def test_a_lead_finds_the_way_to_the_people(cast, where):
    people = reverse("people", args=["alder"])
    link = f'<a class="govuk-link" href="{people}">'
    assert link in text_of(as_(cast.ada).get(url(*where)))


def test_the_task_list_leads_to_the_people_for_nobody_who_may_not_read_them(cast):
    people = reverse("people", args=["alder"])
    shown = {name: people in text_of(as_(getattr(cast, name)).get(url("task_list"))) for name in ("bob", "cat", "dan")}
    assert shown == {"bob": False, "cat": True, "dan": False}
