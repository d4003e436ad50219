"""Every state, every action, every role: one table for assessments and one for sections, walked through the pages.

In a cell stands the state that the action leads to; `-` where this person may, but not in this state; `403` or `404`
where they may not.
"""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments import services
from assessments.models import Assessment, Section
from assessments.states import SECTION_TRANSITIONS, TRANSITIONS, Action, AssessmentState, SectionAction, SectionState
from assessments.tests.pages import SectionPage
from tests.factories import answer_all, make_member

PEOPLE = ["bob", "ben", "ada", "cat", "dan", "eve", "analyst", "manager", "administrator"]
"""Bob has the section, Ben is another contributor, Ada leads, Cat approves, Dan views, Eve leads another council."""

# The state before, then one answer for each of PEOPLE.
ASSESSMENTS = {
    Action.SUBMIT: """
        in_progress | 403 403 submitted 403 403 404 404 404 404
        submitted   | 403 403 -         403 403 404 404 404 404
        signed_off  | 403 403 -         403 403 404 404 404 404
    """,
    Action.SIGN_OFF: """
        in_progress | 403 403 403 -          403 404 404 404 404
        submitted   | 403 403 403 signed_off 403 404 404 404 404
        signed_off  | 403 403 403 -          403 404 404 404 404
    """,
    Action.SEND_BACK: """
        in_progress | 403 403 403 -           403 404 404 404 404
        submitted   | 403 403 403 in_progress 403 404 404 404 404
        signed_off  | 403 403 403 -           403 404 404 404 404
    """,
    Action.REOPEN: """
        in_progress | 403 403 403 403 403 404 403 -           404
        submitted   | 403 403 403 403 403 404 403 in_progress 404
        signed_off  | 403 403 403 403 403 404 403 in_progress 404
    """,
}
SECTIONS = {
    SectionAction.START: """
        not_started | in_progress 403 in_progress 403 403 404 404 404 404
        in_progress | -           403 -           403 403 404 404 404 404
        ready       | -           403 -           403 403 404 404 404 404
        agreed      | -           403 -           403 403 404 404 404 404
        sent_back   | -           403 -           403 403 404 404 404 404
    """,
    SectionAction.HAND_IN: """
        not_started | -     403 -     403 403 404 404 404 404
        in_progress | ready 403 ready 403 403 404 404 404 404
        ready       | -     403 -     403 403 404 404 404 404
        agreed      | -     403 -     403 403 404 404 404 404
        sent_back   | ready 403 ready 403 403 404 404 404 404
    """,
    SectionAction.TAKE_BACK: """
        not_started | -           403 -           403 403 404 404 404 404
        in_progress | -           403 -           403 403 404 404 404 404
        ready       | in_progress 403 in_progress 403 403 404 404 404 404
        agreed      | -           403 -           403 403 404 404 404 404
        sent_back   | -           403 -           403 403 404 404 404 404
    """,
    SectionAction.AGREE: """
        not_started | 403 403 -      403 403 404 404 404 404
        in_progress | 403 403 agreed 403 403 404 404 404 404
        ready       | 403 403 agreed 403 403 404 404 404 404
        agreed      | 403 403 -      403 403 404 404 404 404
        sent_back   | 403 403 agreed 403 403 404 404 404 404
    """,
    SectionAction.RETURN: """
        not_started | 403 403 -         403 403 404 404 404 404
        in_progress | 403 403 -         403 403 404 404 404 404
        ready       | 403 403 sent_back 403 403 404 404 404 404
        agreed      | 403 403 sent_back 403 403 404 404 404 404
        sent_back   | 403 403 -         403 403 404 404 404 404
    """,
}
MOVES = {
    SectionAction.HAND_IN: "hand-in",
    SectionAction.TAKE_BACK: "take-back",
    SectionAction.AGREE: "agree",
    SectionAction.RETURN: "send-back",
}


def rows(table):
    return [
        pytest.param(action, before, cells.split(), id=f"{action} when {before}")
        for action, text in table.items()
        for before, cells in ([part.strip() for part in line.split("|")] for line in text.strip().splitlines())
    ]


@pytest.fixture
def people(cast):
    section = cast.assessment.sections.get(area__code="DATA")
    services.assign_section(section=section, to=cast.bob, by=cast.ada, at=timezone.now())
    return {name: getattr(cast, name, None) for name in PEOPLE} | {"ben": make_member(cast.alder, "contributor", "Ben")}


def outcome(response, before: str, after: str) -> str:
    """What a cell of the table says."""
    if response.status_code in (403, 404):
        assert after == before
        return str(response.status_code)
    assert response.status_code < 500
    return "-" if after == before else after


@pytest.mark.parametrize(("action", "before", "expected"), rows(ASSESSMENTS))
def test_assessments_move_as_the_table_says(cast, people, action, before, expected):
    answer_all(cast.assessment, 3)
    submission = services.submit_assessment(assessment=cast.assessment, by=cast.ada, at=timezone.now())
    fields = {"confirm": "on", "digest": submission.digest, "because": "A wrong figure"}
    got = []
    for person in people.values():
        Assessment.objects.filter(pk=cast.assessment.pk).update(state=before, reopened_at=None)
        client = Client()
        client.force_login(person)
        response = client.post(reverse(action.value, args=["alder", "now"]), fields)
        cast.assessment.refresh_from_db()
        got.append(outcome(response, before, cast.assessment.state))
    assert dict(zip(people, got, strict=True)) == dict(zip(people, expected, strict=True))


@pytest.mark.parametrize(("action", "before", "expected"), rows(SECTIONS))
def test_sections_move_as_the_table_says(cast, people, action, before, expected):
    section = cast.assessment.sections.get(area__code="DATA")
    got = []
    for person in people.values():
        Section.objects.filter(pk=section.pk).update(state=before)
        response = _save(cast, person) if action == SectionAction.START else _move(person, MOVES[action])
        section.refresh_from_db()
        got.append(outcome(response, before, section.state))
    assert dict(zip(people, got, strict=True)) == dict(zip(people, expected, strict=True))


def _move(person, slug: str):
    client = Client()
    client.force_login(person)
    return client.post(reverse("move_section", args=["alder", "now", "DATA", slug]), {"because": "Because"})


def _save(cast, person):
    """A first answer, with all that a browser would send along."""
    reader = SectionPage(cast.ada, cast.assessment, "DATA")
    reader.open()
    page = SectionPage(person, cast.assessment, "DATA")
    page.fields = reader.fields
    page.fill(DATA02_choice=str(1 + cast.assessment.pk % 2), DATA02_evidence=f"As {person.name} says")
    return page.send()


@pytest.mark.parametrize("before", [state for state in SectionState if state != SectionState.NOT_STARTED])
def test_no_section_moves_once_its_assessment_is_submitted(cast, people, before):
    section = cast.assessment.sections.get(area__code="DATA")
    Section.objects.filter(pk=section.pk).update(state=before)
    Assessment.objects.filter(pk=cast.assessment.pk).update(state=AssessmentState.SUBMITTED)
    for slug in [*MOVES.values(), "give-back"]:
        for name in ("ada", "bob"):
            _move(people[name], slug)
    section.refresh_from_db()
    assert (section.state, section.assigned_to) == (before, cast.bob)


def test_the_tables_have_every_action_and_every_state():
    for table, transitions, states in (
        (ASSESSMENTS, TRANSITIONS, AssessmentState),
        (SECTIONS, SECTION_TRANSITIONS, SectionState),
    ):
        assert set(table) == set(transitions)
        for text in table.values():
            assert [line.split("|")[0].strip() for line in text.strip().splitlines()] == list(states)


def test_the_tables_lead_where_the_transitions_lead():
    for table, transitions in ((ASSESSMENTS, TRANSITIONS), (SECTIONS, SECTION_TRANSITIONS)):
        for action, text in table.items():
            told = set()
            for line in text.strip().splitlines():
                before, cells = (part.strip() for part in line.split("|"))
                told |= {(before, cell) for cell in cells.split() if cell not in ("-", "403", "404")}
            # More time for a council that did not hand in is given after the close alone: see test_reopening.py.
            steps = {(str(step.before), str(step.after)) for step in transitions[action] if step.before != step.after}
            assert told == steps, action
