"""Contents of scorecards as full as real ones, and what can be read out of a PDF."""

import re
import subprocess
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from itertools import cycle

import pikepdf
from django.utils import timezone

from assessments.models import Answer, AnswerState, Confidence, PracticeTick, Round
from characteristics.framework_files import read_framework_file
from characteristics.models import Framework, Practice
from characteristics.services import load_framework
from characteristics.tests.fixture import FIXTURE
from councils.models import Council, OfficeRole, PeerGroupKind
from reports.content import ScorecardContent
from reports.rendering import content_of
from reports.services import release_benchmarks
from reports.tests.factories import AFTERWARDS, CLOSES, make_closed_round
from reports.tests.handing_in import YEAR, hand_in, say, sign, start
from tests.factories import make_assessment, make_council, make_group, make_submission, make_user

OTHERS = 9


def load_real_framework() -> Framework:
    files = read_framework_file(FIXTURE)
    return load_framework(files=files, at=timezone.now(), publish=True)


def full_content(name: str = "Argyll and Bute") -> ScorecardContent:
    """A council with answers of every kind to the real questions, an earlier round, and nine others."""
    framework = load_real_framework()
    councils = [make_council(name), *(make_council() for _ in range(OTHERS))]
    make_group("Family 2", councils=councils)
    make_group("Scotland", kind=PeerGroupKind.NATION, councils=councils)
    before = make_closed_round(framework, slug="2024", closes_at=CLOSES - YEAR)
    for place, council in enumerate(councils):
        level = f"{1.6 + place / 5:.1f}" if place else "2.4"
        make_submission(make_assessment(council, before), level, at=before.closes_at - timedelta(days=2))
    manager = make_user("Manager", office_role=OfficeRole.MANAGER)
    release_benchmarks(round_=before, by=manager, at=before.closes_at + timedelta(days=3))
    round_ = make_closed_round(framework)
    Round.objects.filter(pk=round_.pk).update(invented=True, name="Digital maturity 2025")
    round_.refresh_from_db()
    submission = sign(hand_in_full(councils[0], round_))
    for place, council in enumerate(councils[1:]):
        make_submission(make_assessment(council, round_), f"{2.1 + place / 5:.1f}")
    release = release_benchmarks(round_=round_, by=manager, at=AFTERWARDS)
    return content_of(submission=submission, release=release)


def hand_in_full(council: Council, round_: Round):
    assessment = start(council, round_)
    levels = cycle([3, 2, 4, 1, 3, 5, 3])
    answers = list(Answer.objects.filter(section__assessment=assessment).select_related("question__area"))
    for answer in answers:
        answer.level = next(levels)
        answer.target = min(answer.level + 1, 5)
        answer.confidence = Confidence.LOW if answer.level == 1 else Confidence.HIGH
        answer.evidence = "" if answer.level == 4 else "The digital plan, agreed in May."
    Answer.objects.bulk_update(answers, ["level", "target", "confidence", "evidence"])
    tick_practices(answers)
    for question in ("DL03", "UF02", "ETH02"):
        say(assessment, question, state=AnswerState.DONT_KNOW, level=None)
    say(assessment, "UF01", state=AnswerState.NOT_APPLICABLE, level=None, reason="No such service here.")
    return hand_in(assessment)


def tick_practices(answers: list[Answer]) -> None:
    practices = Practice.objects.filter(question__in=[answer.question_id for answer in answers], position__lte=2)
    by_question = {answer.question_id: answer for answer in answers}
    PracticeTick.objects.bulk_create(
        PracticeTick(answer=by_question[practice.question_id], practice=practice) for practice in practices
    )


# Reading a PDF


@dataclass(frozen=True)
class Word:
    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


def run(*arguments: str, pdf: bytes) -> str:
    """What a program says of a PDF that it reads from its standard input."""
    return subprocess.run(arguments, input=pdf, capture_output=True, check=True).stdout.decode()


def text_of(pdf: bytes) -> str:
    """All words in reading order, one blank apart."""
    return " ".join(run("pdftotext", "-raw", "-", "-", pdf=pdf).split())


def pages_of(pdf: bytes) -> list[str]:
    return run("pdftotext", "-layout", "-", "-", pdf=pdf).split("\f")[:-1]


def words_of(pdf: bytes) -> list[Word]:
    marked, words = run("pdftotext", "-bbox", "-", "-", pdf=pdf), []
    for number, page in enumerate(marked.split("<page ")[1:], start=1):
        for match in re.finditer(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', page):
            words.append(Word(number, *map(float, match.groups()[:4]), match[5]))
    return words


def elements(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Dictionary]:
    """The structure elements of one kind."""
    return [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == kind]


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))


def size_of(pdf: bytes) -> tuple[float, float]:
    """Width and height of its pages."""
    with opened(pdf) as document:
        _left, _bottom, width, height = document.pages[0].mediabox
        return float(width), float(height)
