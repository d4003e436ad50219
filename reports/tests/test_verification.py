"""Whoever holds a copy is told whether it is what was signed off, and learns no score by it."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Submission
from assessments.states import AssessmentState
from reports import identity, rendering
from reports.identity import CODE_LENGTH, LETTERS, code_from, code_of, grouped
from reports.models import Document, DocumentState
from reports.rendering import work_on
from reports.services import release_benchmarks
from reports.tests.factories import AFTERWARDS
from reports.tests.handing_in import assess, hand_in, make_neighbours, sign
from reports.tests.papers import text_of
from reports.tests.wanted import NOW, now, someone_of, stored, submitted, want
from reports.verification import Outcome, verdict_on_code
from reports.wanting import want_scorecard, want_workshop_pack

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet():
    cache.clear()


@pytest.fixture
def signed() -> Document:
    """Wanted after the sign-off; not rendered."""
    return want(sign(submitted()))


def outcome(document: Document) -> Outcome:
    return verdict_on_code(document.code).outcome


def post(**fields: object) -> str:
    response = Client().post(reverse("verify"), fields)
    assert response.status_code == 200
    return response.content.decode()


# The code


def test_a_code_is_of_letters_that_are_not_taken_for_each_other_and_differs_for_each_document():
    codes = {code_of(str(number)) for number in range(200)}

    assert len(codes) == 200
    assert all(len(code) == CODE_LENGTH and set(code) <= set(LETTERS) for code in codes)


def test_a_code_cannot_be_worked_out_without_the_secret(settings):
    before = code_of("digest")
    settings.SECRET_KEY = "another"

    assert code_of("digest") != before


@pytest.mark.parametrize(
    "typed",
    ["7K3M-9QX0-1TVB", "7k3m 9qxo ltub", "  7K3M9QXOITUB ", "7K3M – 9QX0 – 1TVB.", "7k-3m-9q-x0-1t-vb"],
)
def test_a_code_is_read_however_it_is_typed(typed):
    assert grouped(code_from(typed)) == "7K3M-9QX0-1TVB"


@pytest.mark.parametrize("typed", ["", "7K3M", "7K3M-9QXA-2TFB-7", "ŵŵŵŵŵŵŵŵŵŵŵŵ", "７K3M9QX01TVBﬀ", "' OR 1=1 --"])
def test_anything_else_is_no_code(typed):
    assert code_from(typed) is None


# The answer


def test_what_was_signed_off_is_confirmed_with_its_facts_and_without_scores(signed):
    verdict = verdict_on_code(signed.code)

    council = signed.submission.assessment.council
    assert (verdict.outcome, verdict.council, verdict.kind) == (
        Outcome.GENUINE,
        council.official_name,
        "Full scorecard",
    )
    page = post(code=signed.code)
    assert "It is what was signed off" in page
    assert signed.digest not in page
    assert signed.submission.digest not in page


def test_a_draft_is_called_a_draft_also_after_the_sign_off():
    submission = submitted()
    draft = want(submission)
    assert outcome(draft) == Outcome.NOT_SIGNED_OFF

    sign(submission)

    assert outcome(draft) == Outcome.NOT_SIGNED_OFF
    assert "signed these answers off" in " ".join(verdict_on_code(draft.code).since)


def later_submission(signed: Document, *, sign_it: bool) -> None:
    before = signed.submission
    fields = {"signed_off_at": NOW, "signed_off_by": someone_of(before)} if sign_it else {}
    Submission.objects.create(
        assessment=before.assessment,
        number=before.number + 1,
        content=before.content,
        digest="1" * 64,
        submitted_at=NOW,
        submitted_by=before.submitted_by,
        **fields,
    )


def reopened(signed: Document) -> None:
    Assessment.objects.filter(pk=signed.submission.assessment_id).update(state=AssessmentState.IN_PROGRESS)


def laid_out_anew(signed: Document) -> None:
    Document.objects.filter(pk=signed.pk).update(template_version="0" * 64)


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        pytest.param(lambda one: later_submission(one, sign_it=True), "signed off a later", id="a later sign-off"),
        pytest.param(
            lambda one: later_submission(one, sign_it=False), "handed in its answers again", id="a later draft"
        ),
        pytest.param(reopened, "working on its answers again", id="reopened"),
        pytest.param(laid_out_anew, "lays documents out anew", id="a later template"),
    ],
)
def test_what_has_been_replaced_is_called_so(signed, happens, words):
    happens(signed)

    verdict = verdict_on_code(signed.code)

    assert verdict.outcome == Outcome.SUPERSEDED
    assert words in " ".join(verdict.since)


def test_a_later_release_replaces_a_scorecard():
    world = make_neighbours()
    submission = sign(hand_in(assess(world)))
    first = world.release()
    one = want_scorecard(submission=submission, release=first, by=world.manager, at=AFTERWARDS)
    assert outcome(one) == Outcome.GENUINE

    for council in world.councils[3:8]:
        world.submit(council, "4.0")
    release_benchmarks(round_=world.round, by=world.manager, at=AFTERWARDS + timedelta(days=1))

    assert "2025-R2" in " ".join(verdict_on_code(one.code).since)


def test_a_blank_pack_is_called_blank(signed):
    pack = want_workshop_pack(framework=signed.submission.assessment.round.framework, by=None, at=NOW)

    assert outcome(pack) == Outcome.BLANK


# The paper and the file


def test_the_code_is_printed_with_where_to_check_it_and_the_file_is_known(signed):
    work_on(scorecard_id=signed.pk)
    file = stored(now(signed))

    words = text_of(file)
    assert f"Check this copy at 127.0.0.1:8000/verify: {grouped(signed.code)}" in words
    assert f"digest {signed.submission.digest[:12]}" in words
    assert "It is what was signed off" in post(file=SimpleUploadedFile("any name.exe", file))
    assert "Not known" in post(file=SimpleUploadedFile("one.pdf", file + b"\n"))


def test_what_changed_between_asking_and_making_is_not_made_under_the_old_code():
    submission = submitted()
    draft = want(submission)
    sign(submission)

    work_on(scorecard_id=draft.pk)

    assert (now(draft).state, draft.error) == (DocumentState.FAILED, "overtaken")


def test_a_changed_template_makes_a_document_and_a_code_of_its_own(monkeypatch):
    submission = submitted()
    before = want(submission)
    monkeypatch.setattr(identity, "template_version", lambda: "0" * 64)

    assert want(submission).code != before.code


def test_the_same_document_made_twice_is_the_same_file(signed):
    content = rendering.content_of(submission=signed.submission, release=None)
    made = [
        rendering.draw_pdf(content, kind=signed.kind, identifier=signed.digest, code=code)
        for code in (signed.code, signed.code, "0" * 12)
    ]

    assert made[0] == made[1] != made[2]


# The door


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        pytest.param({}, "Type the code, or choose the PDF", id="nothing"),
        pytest.param({"code": "x" * 101}, "twelve letters and digits", id="far too long"),
        pytest.param({"code": "7K3M-9QXA-2TFB"}, "Not known", id="a code of nobody"),
        pytest.param({"code": "7K3M"}, "Not known", id="half a code"),
        pytest.param({"file": ("empty.pdf", b"")}, "The file is empty", id="an empty file"),
        pytest.param({"file": ("x.pdf", b"x" * 2_000_001)}, "larger than 2 MB", id="a large file"),
        pytest.param({"file": ("x.pdf", b"x" * 5_000_000)}, "larger than 2 MB", id="a huge file"),
        pytest.param({"file": ("x.html", b"<script>alert(1)</script>")}, "Not known", id="no PDF"),
        pytest.param({"file": ("../../x.pdf", b"%PDF-1.7")}, "Not known", id="a name that leads elsewhere"),
        pytest.param({"file": ("x.pdf", b"%PDF"), "code": "7K3M"}, "one copy at a time", id="both"),
    ],
)
def test_whatever_is_sent_gets_an_answer_in_words(signed, fields, words):
    if "file" in fields:
        fields = fields | {"file": SimpleUploadedFile(*fields["file"])}

    assert words in post(**fields)


def test_who_asks_too_often_is_told_to_wait():
    client, url = Client(), reverse("verify")
    answers = [client.post(url, {"code": "7K3M"}) for _ in range(31)]

    assert {answer.status_code for answer in answers[:30]} == {200}
    assert answers[30].status_code == 429
    assert "Wait a minute" in answers[30].content.decode()


def test_a_check_takes_few_queries(signed, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        verdict_on_code(signed.code)
