"""What the service may cost, counted in queries, renders, bytes and calls; never in seconds.

`make bench` prints each figure beside its bound and fails where one is over.
"""

import re
from collections.abc import Callable
from cProfile import Profile

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from assessments.models import Answer, Assessment
from assessments.tests.pages import SectionPage
from councils.models import Role, User
from reports.models import DocumentKind, DocumentState
from reports.pdf import PdfFile, make_pdf
from reports.rendering import html_of, work_on
from reports.tests.factories import make_closed_round
from reports.tests.handing_in import hand_in as hand_in_answers
from reports.tests.handing_in import start
from reports.tests.office import hand_in
from reports.tests.papers import full_content, hand_in_full, load_real_framework
from reports.wanting import want_scorecard
from tests.factories import make_assessment, make_council, make_member, make_round, make_user

pytestmark = pytest.mark.django_db

LARGE, SMALL, OTHER = "DL", "DAT", "CON"


def within(what: str, value: float, bound: float) -> None:
    print(f"\n  {what:<60} {value:>10,.2f}  of at most {bound:,.2f}", end="")  # noqa: T201
    assert value <= bound


def queries_of(action: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        action()
    return len(captured)


@pytest.fixture
def open_assessment() -> Assessment:
    return make_assessment(make_council("Alder"), make_round(load_real_framework()))


@pytest.fixture
def lead(open_assessment) -> User:
    return make_member(open_assessment.council, Role.LEAD)


@pytest.fixture
def submission():
    return hand_in_full(make_council("Alder"), make_closed_round(load_real_framework()))


def save(lead: User, assessment: Assessment, area: str) -> int:
    page = SectionPage(lead, assessment, area)
    page.open()
    answers = Answer.objects.filter(section__assessment=assessment, section__area__code=area)
    page.fill(**{f"{answer.question.code}_choice": "3" for answer in answers.select_related("question")})
    queries = queries_of(page.send)
    assert set(answers.values_list("level", flat=True)) == {3}
    return queries


def test_saving_a_section(open_assessment, lead):
    save(lead, open_assessment, SMALL)
    few, many = save(lead, open_assessment, OTHER), save(lead, open_assessment, LARGE)
    within("queries to save 3 questions", few, 30)
    within("queries more for 8 questions", many - few, 0)


def test_the_section_page(open_assessment, lead):
    page = SectionPage(lead, open_assessment, LARGE)
    within("queries of a section page", queries_of(page.open), 20)
    within("bytes of a section page of 8 questions", len(page.open().encode()), 110_000)


def test_the_results_page(submission):
    client = Client()
    client.force_login(submission.submitted_by)
    url = reverse("results", args=[submission.assessment.council.slug, submission.assessment.round.slug])
    within("queries of the results page", queries_of(lambda: client.get(url)), 40)
    within("bytes of the results page", len(client.get(url).content), 250_000)


def test_the_dashboard():
    round_ = make_closed_round()
    client = Client()
    client.force_login(make_user(office_role="analyst"))
    url = reverse("office_councils", args=[round_.slug])

    def queries_with(councils: int) -> int:
        for number in range(councils):
            hand_in(round_, f"Council {councils} {number:02}")
        return queries_of(lambda: client.get(url))

    few = queries_with(10)
    within("queries of the dashboard with 10 councils", few, 30)
    within("queries more with 40 councils", queries_with(30) - few, 0)


def test_a_scorecard_asked_for_again_is_not_rendered_again(submission):
    renders = 0
    for _ in range(3):
        scorecard = want_scorecard(
            submission=submission, release=None, by=submission.submitted_by, at=submission.submitted_at
        )
        renders += scorecard.state != DocumentState.MADE
        work_on(scorecard_id=scorecard.pk)
    scorecard.refresh_from_db()
    within("renders for a scorecard asked for three times", renders, 1)
    within("renders that its row counts", scorecard.fence, 1)
    within("bytes of the scorecard", scorecard.file.size, 200_000)


def test_the_road_of_a_document_without_its_render(submission, monkeypatch):
    """Asked for, claimed, content built and finished: as many queries for a full framework as for a small one."""
    monkeypatch.setattr("reports.pressing.Press.make", lambda *_, **__: PdfFile(content=b"%PDF-1.7", pages=1))

    def road(submission) -> int:
        by = submission.submitted_by
        document = want_scorecard(submission=submission, release=None, by=by, at=submission.submitted_at)
        queries = queries_of(lambda: work_on(scorecard_id=document.pk))
        document.refresh_from_db()
        assert document.state == DocumentState.MADE
        return queries

    small, full = road(handed_in(make_closed_round(slug="small"))), road(submission)
    within("queries to make a document of the small framework", small, 40)
    within("queries more for the full framework", full - small, 0)


def handed_in(round_):
    return hand_in_answers(start(make_council(), round_))


def test_documents_are_light():
    """Tagged documents against the same words as plain paragraphs, counted in Python's calls."""
    content = full_content()
    full, executive = (html_of(content, kind) for kind in (DocumentKind.SCORECARD, DocumentKind.EXECUTIVE))
    calls_to_draw("<html lang=en><title>T</title><p>What is set up once")
    calls = calls_to_draw(full)
    within("bytes of the full scorecard's HTML", len(full), 120_000)
    within("million calls to draw it", calls / 1e6, 4.5)
    within("times the calls for the same words as plain paragraphs", calls / calls_to_draw(plain(full)), 2.0)
    within("of the full scorecard's calls for the executive one", calls_to_draw(executive) / calls, 1 / 3)


def plain(html: str) -> str:
    broken = re.sub(r"(?=<(?:caption|h[1-6]|li|p|td|th|title)\b)", "\n", re.sub(r"(?s)<svg.*?</svg>", "", html))
    lines = (line.strip() for line in strip_tags(broken).splitlines())
    return "<html lang=en><title>T</title>" + "".join(f"<p>{line}</p>" for line in lines if line)


def calls_to_draw(html: str) -> int:
    with Profile() as profile:
        make_pdf(html=html, identifier="one", folder=settings.STATIC_BUILD_DIR)
    return sum(entry.callcount for entry in profile.getstats())
