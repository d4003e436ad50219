"""Who gets what from every address: a row for each, and no address without a row.

Alder has a draft in the round `now` and a signed-off assessment with a scorecard in the round `past`. The columns are
nobody, somebody without a council, the lead of another council, Alder's contributor, lead, approver and viewer, then
the Digital Office's analyst, manager and the platform administrator.
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from assessments import services
from assessments.models import Assessment
from characteristics.models import Framework
from councils import invitations
from councils.models import Role, User
from pulse.tests.factories import make_pulse
from reports.models import BenchmarkRelease, Document, DocumentState
from tests.factories import answer_all, make_assessment, make_member, make_round
from tests.http import close

COLUMNS = ["nobody", "stranger", "eve", "bob", "ada", "cat", "dan", "analyst", "manager", "administrator"]
EVERYBODY = "200 200 200 200 200 200 200 200 200 200"
SIGNED_IN = "in  200 200 200 200 200 200 200 200 200"
NOWHERE = "404 404 404 404 404 404 404 404 404 404"
NOW, PAST = ["alder", "now"], ["alder", "past"]
NO_UPLOAD = "00000000-0000-4000-8000-000000000000"

# name, arguments, method, then one answer a column: a status, `in` for the way to sign-in, `->` for a redirect.
TABLE = [
    ("home", [], "GET", EVERYBODY),
    ("about", [], "GET", EVERYBODY),
    ("sharing", [], "GET", EVERYBODY),
    ("accessibility", [], "GET", EVERYBODY),
    ("healthz", [], "GET", EVERYBODY),
    ("readyz", [], "GET", EVERYBODY),
    ("framework_latest", [], "GET", "->  ->  ->  ->  ->  ->  ->  ->  ->  -> "),
    ("framework", ["FRAMEWORK", "1.0"], "GET", EVERYBODY),
    ("framework_area", ["FRAMEWORK", "1.0", "DATA"], "GET", EVERYBODY),
    ("workshop", ["FRAMEWORK", "1.0"], "GET", EVERYBODY),
    ("workshop_pack", ["FRAMEWORK", "1.0"], "GET", EVERYBODY),
    ("workshop_pack", ["FRAMEWORK", "1.0"], "POST", "->  ->  ->  ->  ->  ->  ->  ->  ->  -> "),
    ("workshop_file", ["FRAMEWORK", "1.0"], "GET", "->  ->  ->  ->  ->  ->  ->  ->  ->  -> "),
    ("verify", [], "GET", EVERYBODY),
    ("verify", [], "POST", EVERYBODY),
    # Public releases are there for everybody, and others for nobody, whoever they are.
    ("benchmarks", [], "GET", EVERYBODY),
    ("benchmarks_release", ["old-R1"], "GET", EVERYBODY),
    ("benchmarks_csv", ["old-R1"], "GET", EVERYBODY),
    ("benchmarks_json", ["old-R1"], "GET", EVERYBODY),
    ("benchmarks_dictionary", ["old-R1"], "GET", EVERYBODY),
    ("benchmarks_release", ["old-R2"], "GET", NOWHERE),
    ("benchmarks_csv", ["old-R2"], "GET", NOWHERE),
    ("benchmarks_json", ["old-R2"], "GET", NOWHERE),
    ("benchmarks_dictionary", ["old-R2"], "GET", NOWHERE),
    ("account_login", [], "GET", "200 ->  ->  ->  ->  ->  ->  ->  ->  -> "),
    ("account_logout", [], "GET", "->  200 200 200 200 200 200 200 200 200"),
    ("account_inactive", [], "GET", EVERYBODY),
    ("account_signup", [], "GET", "200 ->  ->  ->  ->  ->  ->  ->  ->  -> "),
    ("account_change_password", [], "GET", "in  ->  ->  ->  ->  ->  ->  ->  ->  -> "),
    ("account_set_password", [], "GET", SIGNED_IN),
    ("kept_form", [], "GET", "in  ->  ->  ->  ->  ->  ->  ->  ->  -> "),
    ("kept_form", [], "POST", "in  ->  ->  ->  ->  ->  ->  ->  ->  -> "),
    ("notices", [], "GET", SIGNED_IN),
    ("notices", [], "POST", "in  ->  ->  ->  ->  ->  ->  ->  ->  -> "),
    ("account_reset_password", [], "GET", EVERYBODY),
    ("account_reset_password_done", [], "GET", EVERYBODY),
    ("account_reset_password_from_key", ["1", "wrong-key"], "GET", EVERYBODY),
    ("account_reset_password_from_key_done", [], "GET", EVERYBODY),
    # People: leads change them, approvers read them; the office does both in every council.
    ("councils", [], "GET", SIGNED_IN),
    ("councils", [], "POST", "in  404 404 404 404 404 404 404 404 404"),
    ("people", ["alder"], "GET", "in  404 404 403 200 200 403 404 200 200"),
    ("people_invite", ["alder"], "GET", "in  404 404 403 200 403 403 404 200 200"),
    ("people_invite", ["alder"], "POST", "in  404 404 403 200 403 403 404 200 200"),
    ("people_role", ["alder", "MEMBER"], "GET", "in  404 404 403 200 403 403 404 200 200"),
    ("people_role", ["alder", "MEMBER"], "POST", "in  404 404 403 200 403 403 404 200 200"),
    ("people_role", ["birch", "MEMBER"], "POST", "in  404 404 404 404 404 404 404 404 404"),
    ("people_remove", ["alder", "MEMBER"], "GET", "in  404 404 403 200 403 403 404 200 200"),
    # The lead's removal leaves nobody for the office to remove.
    ("people_remove", ["alder", "MEMBER"], "POST", "in  404 404 403 ->  403 403 404 404 404"),
    ("people_again", ["alder", "INVITATION"], "POST", "in  404 404 403 ->  403 403 404 ->  -> "),
    ("people_again", ["birch", "INVITATION"], "POST", "in  404 404 404 404 404 404 404 404 404"),
    ("people_withdraw", ["alder", "INVITATION"], "POST", "in  404 404 403 ->  403 403 404 ->  -> "),
    ("people_withdraw", ["birch", "INVITATION"], "POST", "in  404 404 404 404 404 404 404 404 404"),
    ("people_leave", ["alder"], "GET", "in  404 404 200 200 200 200 404 404 404"),
    ("people_leave", ["alder"], "POST", "in  404 404 ->  ->  ->  ->  404 404 404"),
    ("invitation", ["TOKEN"], "GET", EVERYBODY),
    ("invitation", ["TOKEN"], "POST", EVERYBODY),
    ("invitation", ["wrong"], "GET", "404 404 404 404 404 404 404 404 404 404"),
    # A draft: the own council's people alone.
    ("task_list", NOW, "GET", "in  404 404 200 200 200 200 404 404 404"),
    ("section", [*NOW, "DATA"], "GET", "in  404 404 200 200 200 403 404 404 404"),
    ("section", [*NOW, "DATA"], "POST", "in  404 404 403 200 403 403 404 404 404"),
    ("assign_section", [*NOW, "DATA"], "GET", "in  404 404 403 200 403 403 404 404 404"),
    ("assign_section", [*NOW, "DATA"], "POST", "in  404 404 403 200 403 403 404 404 404"),
    ("workbook", NOW, "GET", "in  404 404 200 200 200 403 404 404 404"),
    ("workbook_file", NOW, "GET", "in  404 404 200 200 200 403 404 404 404"),
    ("upload_workbook", NOW, "GET", "in  404 404 ->  ->  403 403 404 404 404"),
    ("upload_workbook", NOW, "POST", "in  404 404 200 200 403 403 404 404 404"),
    # An upload that nobody made; test_workbook_pages.py has those of others.
    ("workbook_upload", [*NOW, NO_UPLOAD], "GET", "in  404 404 404 404 403 403 404 404 404"),
    ("workbook_upload", [*NOW, NO_UPLOAD], "POST", "in  404 404 404 404 403 403 404 404 404"),
    ("assign_sections", NOW, "GET", "in  404 404 403 200 403 403 404 404 404"),
    ("assign_sections", NOW, "POST", "in  404 404 403 200 403 403 404 404 404"),
    ("move_section", [*NOW, "DATA", "hand-in"], "GET", "in  404 404 403 200 403 403 404 404 404"),
    ("move_section", [*NOW, "DATA", "hand-in"], "POST", "in  404 404 403 ->  403 403 404 404 404"),
    ("move_section", [*NOW, "DATA", "take-back"], "POST", "in  404 404 403 ->  403 403 404 404 404"),
    ("move_section", [*NOW, "DATA", "agree"], "POST", "in  404 404 403 ->  403 403 404 404 404"),
    ("move_section", [*NOW, "DATA", "send-back"], "POST", "in  404 404 403 200 403 403 404 404 404"),
    ("move_section", [*NOW, "DATA", "give-back"], "POST", "in  404 404 200 403 403 403 404 404 404"),
    ("move_section", [*NOW, "DATA", "no-such"], "POST", "in  404 404 404 404 404 404 404 404 404"),
    ("comments", [*NOW, "DATA"], "GET", "in  404 404 200 200 200 403 404 404 404"),
    ("comments", [*NOW, "DATA"], "POST", "in  404 404 200 200 200 403 404 404 404"),
    ("resolve_comment", [*NOW, "DATA", 0], "POST", "in  404 404 404 404 404 403 404 404 404"),
    ("picture", NOW, "GET", "in  404 404 200 200 200 403 404 404 404"),
    ("council_history", NOW, "GET", "in  404 404 200 200 200 403 404 404 404"),
    ("question_history", [*NOW, "DATA01"], "GET", "in  404 404 200 200 200 403 404 404 404"),
    ("check_answers", NOW, "GET", "in  404 404 200 200 200 403 404 404 404"),
    ("carry_forward", NOW, "GET", "in  404 404 403 200 403 403 404 404 404"),
    ("carry_forward", NOW, "POST", "in  404 404 403 ->  403 403 404 404 404"),
    ("submit", NOW, "POST", "in  404 404 403 200 403 403 404 404 404"),
    ("sign_off", NOW, "GET", "in  404 404 403 403 ->  403 404 404 404"),
    ("sign_off", NOW, "POST", "in  404 404 403 403 ->  403 404 404 404"),
    ("send_back", NOW, "POST", "in  404 404 403 403 ->  403 404 404 404"),
    ("reopen", NOW, "GET", "in  404 404 403 403 403 403 403 ->  404"),
    ("ask_to_reopen", NOW, "GET", "in  404 404 403 ->  ->  403 404 404 404"),
    ("results", NOW, "GET", "in  404 404 200 200 200 403 404 404 404"),
    ("results_groups", NOW, "GET", "in  404 404 ->  ->  ->  403 404 404 404"),
    ("results_word", NOW, "GET", "in  404 404 ->  ->  ->  403 404 404 404"),
    ("results_workbook", NOW, "GET", "in  404 404 ->  ->  ->  403 404 404 404"),
    ("results_full", NOW, "GET", "in  404 404 ->  ->  ->  403 404 404 404"),
    ("want_scorecard", NOW, "POST", "in  404 404 ->  ->  ->  403 404 404 404"),
    # The pulse: the lead runs it, whoever has its link answers it, and what came of it stays in the council.
    ("pulse", NOW, "GET", "in  404 404 200 200 200 403 404 404 404"),
    ("open_pulse", NOW, "POST", "in  404 404 403 ->  403 403 404 404 404"),
    ("close_pulse", NOW, "GET", "in  404 404 403 200 403 403 404 404 404"),
    ("close_pulse", NOW, "POST", "in  404 404 403 ->  403 403 404 404 404"),
    ("renew_pulse_link", NOW, "GET", "in  404 404 403 200 403 403 404 404 404"),
    ("renew_pulse_link", NOW, "POST", "in  404 404 403 ->  403 403 404 404 404"),
    ("restart_pulse", NOW, "GET", "in  404 404 403 200 403 403 404 404 404"),
    ("restart_pulse", NOW, "POST", "in  404 404 403 ->  403 403 404 404 404"),
    ("answer_pulse", ["pulse-of-alder"], "GET", EVERYBODY),
    ("answer_pulse", ["pulse-of-alder"], "POST", EVERYBODY),
    ("answer_pulse", ["pulse-of-nobody"], "GET", "404 404 404 404 404 404 404 404 404 404"),
    ("pulse_thanks", ["pulse-of-alder"], "GET", EVERYBODY),
    # Signed off: the own council's people, and the Digital Office.
    ("task_list", PAST, "GET", "in  404 404 200 200 200 200 404 404 404"),
    ("section", [*PAST, "DATA"], "GET", "in  404 404 200 200 200 403 404 404 404"),
    ("section", [*PAST, "DATA"], "POST", "in  404 404 403 200 403 403 404 404 404"),
    ("ask_to_reopen", PAST, "GET", "in  404 404 403 200 200 403 404 404 404"),
    ("ask_to_reopen", PAST, "POST", "in  404 404 403 200 200 403 404 404 404"),
    ("comments", [*PAST, "DATA"], "GET", "in  404 404 200 200 200 403 404 404 404"),
    ("picture", PAST, "GET", "in  404 404 200 200 200 403 404 404 404"),
    ("council_history", PAST, "GET", "in  404 404 200 200 200 403 404 404 404"),
    ("question_history", [*PAST, "DATA01"], "GET", "in  404 404 200 200 200 403 404 404 404"),
    ("check_answers", PAST, "GET", "in  404 404 200 200 200 403 404 404 404"),
    ("sign_off", PAST, "POST", "in  404 404 403 403 ->  403 404 404 404"),
    ("results", PAST, "GET", "in  404 404 200 200 200 200 200 200 404"),
    ("results_groups", PAST, "GET", "in  404 404 200 200 200 200 200 200 404"),
    ("results_word", PAST, "GET", "in  404 404 200 200 200 200 200 200 404"),
    ("results_workbook", PAST, "GET", "in  404 404 200 200 200 200 200 200 404"),
    ("results_full", PAST, "GET", "in  404 404 200 200 200 200 200 200 404"),
    ("want_scorecard", PAST, "POST", "in  404 404 ->  ->  ->  ->  ->  ->  404"),
    ("reopen", PAST, "GET", "in  404 404 403 403 403 403 403 200 404"),
    ("scorecard", ["SCORECARD"], "GET", "in  404 404 200 200 200 200 200 200 404"),
    ("scorecard_file", ["SCORECARD"], "GET", "in  404 404 200 200 200 200 200 200 404"),
    ("retry_scorecard", ["SCORECARD"], "POST", "in  404 404 ->  ->  ->  ->  ->  ->  404"),
    # The Digital Office.
    ("office", [], "GET", "in  403 403 403 403 403 403 200 200 200"),
    ("office_progress", ["past"], "GET", "in  403 403 403 403 403 403 200 200 403"),
    ("office_councils", ["past"], "GET", "in  403 403 403 403 403 403 200 200 403"),
    ("office_councils_csv", ["past"], "GET", "in  403 403 403 403 403 403 200 200 403"),
    ("office_analysis", ["past"], "GET", "in  403 403 403 403 403 403 200 200 403"),
    ("office_analysis_area", ["past", "DATA"], "GET", "in  403 403 403 403 403 403 200 200 403"),
    ("office_analysis_barriers", ["past"], "GET", "in  403 403 403 403 403 403 200 200 403"),
    ("office_analysis_clusters", ["past"], "GET", "in  403 403 403 403 403 403 200 200 403"),
    ("office_analysis_export", ["past"], "GET", "in  403 403 403 403 403 403 200 200 403"),
    ("office_analysis_csv", ["past", "areas"], "GET", "in  403 403 403 403 403 403 200 200 403"),
    ("office_analysis_csv", ["past", "dictionary"], "GET", "in  403 403 403 403 403 403 200 200 403"),
    ("office_analysis_workbook", ["past"], "GET", "in  403 403 403 403 403 403 200 200 403"),
    ("office_compare", ["past"], "GET", "in  403 403 403 403 403 403 400 400 403"),
    ("office_release", ["past"], "GET", "in  403 403 403 403 403 403 200 200 200"),
    ("office_release", ["past"], "POST", "in  403 403 403 403 403 403 403 200 200"),
    ("office_publish", ["old", "old-R2"], "GET", "in  403 403 403 403 403 403 403 200 200"),
    ("office_publish", ["old", "old-R2"], "POST", "in  403 403 403 403 403 403 403 200 200"),
    ("office_publish", ["old", "old-R1"], "POST", "in  403 403 403 403 403 403 403 ->  -> "),
    ("office_publish", ["past", "old-R2"], "GET", "in  403 403 403 403 403 403 403 404 404"),
    # Everything together: the manager and the administrator make it, and those who read content take it away.
    ("office_scorecards", ["past"], "GET", "in  403 403 403 403 403 403 200 200 200"),
    ("office_scorecards", ["past"], "POST", "in  403 403 403 403 403 403 403 ->  -> "),
    ("office_scorecards_zip", ["past"], "GET", "in  403 403 403 403 403 403 404 404 403"),
    ("office_national", ["past"], "GET", "in  403 403 403 403 403 403 200 200 403"),
    ("office_national", ["past"], "POST", "in  403 403 403 403 403 403 ->  ->  403"),
    ("office_national_file", ["past"], "GET", "in  403 403 403 403 403 403 ->  ->  403"),
    ("office_log", [], "GET", "in  403 403 403 403 403 403 200 200 200"),
]


@dataclass(frozen=True)
class World:
    users: dict[str, User | None]
    places: dict[str, str]
    """What stands for names and numbers in the table that only the test knows."""


@pytest.fixture
def world(cast) -> World:
    now = timezone.now()
    framework = cast.assessment.round.framework
    past = make_round(framework, slug="past", opens_at=now - timedelta(days=90), closes_at=now - timedelta(days=60))
    signed = make_assessment(cast.alder, past)
    make_pulse(cast.assessment, token="pulse-of-alder")
    _releases(framework, cast.manager)
    users: dict[str, User | None] = {name: getattr(cast, name) for name in COLUMNS[1:]} | {"nobody": None}
    places = {"FRAMEWORK": framework.code, "SCORECARD": str(_signed_off_with_scorecard(signed, cast).pk)}
    return World(users, places | _people(cast))


def _releases(framework: Framework, manager: User) -> None:
    """Two of a round before the past one: the first is public, the second is not."""
    at = timezone.now() - timedelta(days=300)
    old = make_round(framework, slug="old", opens_at=at - timedelta(days=30), closes_at=at)
    for number, public_at in ((1, at), (2, None)):
        BenchmarkRelease.objects.create(
            code=f"old-R{number}",
            round=old,
            number=number,
            digest="0" * 64,
            released_at=at,
            released_by=manager,
            public_at=public_at,
            public_by=manager if public_at else None,
        )


def _people(cast) -> dict[str, str]:
    """Somebody who can be taken out of Alder, and somebody who is invited to it."""
    member = make_member(cast.alder, Role.VIEWER).memberships.get()
    invited = {"email": "new@example.org", "name": "New", "role": Role.VIEWER}
    invitation = invitations.invite(council=cast.alder, **invited, by=cast.ada, at=timezone.now())
    return {
        "MEMBER": str(member.pk),
        "INVITATION": str(invitation.pk),
        "TOKEN": invitations.token_of(invitation),
    }


def _signed_off_with_scorecard(assessment: Assessment, cast) -> Document:
    answer_all(assessment, 3)
    at = assessment.round.closes_at - timedelta(days=1)
    submission = services.submit_assessment(assessment=assessment, by=cast.ada, at=at)
    services.sign_off(assessment=assessment, digest=submission.digest, by=cast.cat, at=at)
    scorecard = Document(submission=submission, digest="0" * 64, state=DocumentState.MADE, pages=1)
    scorecard.wanted_at = scorecard.made_at = at
    scorecard.wanted_by = cast.ada
    scorecard.file.save("test.pdf", ContentFile(b"%PDF-1.7"), save=False)
    scorecard.save()
    return scorecard


def row_id(row: tuple) -> str:
    name, arguments, method, _ = row
    return " ".join([method, name, *map(str, arguments)])


@pytest.mark.parametrize("row", TABLE, ids=row_id)
def test_every_role_gets_what_the_table_says(world, row):
    name, arguments, method, expected = row
    url = reverse(name, args=[world.places.get(argument, argument) for argument in arguments])
    got = {column: answer(world.users[column], method, url) for column in COLUMNS}
    assert got == dict(zip(COLUMNS, expected.split(), strict=True))


def answer(user: User | None, method: str, url: str) -> str:
    client = Client()
    if user:
        client.force_login(user)
    response = client.get(url) if method == "GET" else client.post(url)
    close(response)
    if response.status_code == 302 and response.url.startswith(reverse("account_login")):
        return "in"
    return "->" if response.status_code in (301, 302) else str(response.status_code)


def names(patterns: list[URLPattern | URLResolver]) -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found |= set() if pattern.app_name == "admin" else names(pattern.url_patterns)
        else:
            found.add(pattern.name or str(pattern.pattern))
    return found


def test_no_address_is_without_a_row_and_no_row_without_an_address():
    assert {row[0] for row in TABLE} == names(get_resolver().url_patterns)


def admin_pages() -> list[str]:
    """Every list and every 'add' page that Django's admin has."""
    resolver = next(p for p in get_resolver().url_patterns if getattr(p, "app_name", None) == "admin")
    found = []
    for part in resolver.url_patterns:
        for pattern in getattr(part, "url_patterns", []):
            if pattern.name and pattern.name.endswith(("_changelist", "_add")):
                found.append(f"admin:{pattern.name}")
    return sorted(found)


@pytest.mark.parametrize("column", COLUMNS[:8])
def test_nobody_but_managers_and_administrators_reaches_the_admin(world, column):
    for page in ["admin:index", *admin_pages()]:
        assert answer(world.users[column], "GET", reverse(page)) in ("in", "->", "403", "404"), page


@pytest.mark.parametrize("column", ["manager", "administrator"])
def test_the_admin_shows_no_answers_to_anybody(world, column):
    pages = " ".join(admin_pages())
    for content in ("answer", "submission", "score_", "practicetick", "historical"):
        assert content not in pages
    for page in admin_pages():
        assert answer(world.users[column], "GET", reverse(page)) in ("200", "403"), page


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace", "options"])
def test_unknown_verbs_are_never_an_error_of_ours(world, method):
    client = Client()
    client.force_login(world.users["ada"])
    for name, arguments, _, _ in TABLE:
        url = reverse(name, args=[world.places.get(argument, argument) for argument in arguments])
        response = getattr(client, method)(url)
        close(response)
        assert response.status_code < 500, name


def test_a_council_mark_never_shows_on_anothers_pages(world, cast):
    """Birch's name is known to all; what Birch wrote is not."""
    mark = "birch-mark-7f3a"
    answer_all(cast.other, 4)
    cast.other.sections.first().answers.update(evidence=mark)
    services.submit_assessment(assessment=cast.other, by=cast.eve, at=timezone.now())
    for column in COLUMNS:
        if column == "eve":
            continue
        client = Client()
        if world.users[column]:
            client.force_login(world.users[column])
        for name, arguments, method, _ in TABLE:
            places = world.places | {"alder": "birch"}
            if method == "GET":
                url = reverse(name, args=[places.get(argument, argument) for argument in arguments])
                response = client.get(url)
                body = b"".join(response) if response.streaming else response.content
                close(response)
                assert mark.encode() not in body, (column, url)
