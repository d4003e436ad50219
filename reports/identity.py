"""Which document is which: the digest of all that one depends on, and the code that is printed on it."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

from assessments.models import Assessment, Submission
from characteristics.models import Framework
from reports.models import COUNCILS_OWN, BenchmarkRelease, DocumentKind
from reports.pdf import bundled_files

DRAWN_FROM = (
    "templates/reports/paper/**/*",
    "templates/charts/**/*",
    "reports/benchmarking.py",
    "reports/charts/**/*.py",
    "reports/content.py",
    "reports/copies.py",
    "reports/drawing.py",
    "reports/facts.py",
    "reports/identity.py",
    "reports/analysis/answers.py",
    "reports/lists.py",
    "reports/national/**/*.py",
    "reports/paper/**/*.py",
    "reports/past_medians.py",
    "reports/pdf.py",
    "reports/queries.py",
    "reports/rendering.py",
    "reports/scorecards/**/*.py",
    "reports/trends.py",
)
DRAWN_WITH = ("weasyprint", "pikepdf", "pydyf", "fonttools", "django")

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No I, L, O and U: people take them for 1, 0 and V."""
LOOK_ALIKES = str.maketrans("ILOU", "110V")
CODE_LENGTH, GROUP = 12, 4
BITS_A_LETTER = 5


@dataclass(frozen=True)
class Identity:
    """What makes a document this one and no other."""

    digest: str
    template: str
    signed_off: bool = False

    @property
    def fields(self) -> dict[str, object]:
        """As they stand in its row."""
        return {
            "digest": self.digest,
            "code": code_of(self.digest),
            "template_version": self.template,
            "language": settings.LANGUAGE_CODE,
            "signed_off": self.signed_off,
        }


Identities = Mapping[DocumentKind, Identity]


def identities_of(submission: Submission, release: BenchmarkRelease | None) -> Identities:
    return identities_of_all([submission], release)[submission.pk]


def identities_of_all(
    submissions: Collection[Submission], release: BenchmarkRelease | None
) -> dict[UUID, dict[DocumentKind, Identity]]:
    """For each submission of one round the identity of each kind of document.

    One query beyond what the submissions bring along (council, round, who signed off), however many there are: this
    says what a document is made from without making its content.
    """
    past, template = _past(submissions), template_version()
    return {
        submission.pk: {
            kind: Identity(_digest(kind, template, said), template, submission.signed_off_at is not None)
            for kind in COUNCILS_OWN
        }
        for submission in submissions
        for said in [_said(submission, release, past[submission.assessment.council_id])]
    }


def identity_of_pack(framework: Framework) -> Identity:
    template = template_version()
    said = f"{framework.code} {framework.version} {framework.digest}"
    return Identity(_digest(DocumentKind.WORKSHOP_PACK, template, said), template)


def identity_of_national(release: BenchmarkRelease) -> Identity:
    """Once the aggregates are public the report says so, and is another one."""
    template, round_ = template_version(), release.round
    said = [
        [release.code, release.digest, release.released_at, release.public_at is not None],
        [round_.name, round_.slug, round_.closes_at, round_.invented],
        settings.BASE_URL,
    ]
    return Identity(_digest(DocumentKind.NATIONAL, template, json.dumps(said, default=str)), template)


def _said(submission: Submission, release: BenchmarkRelease | None, past: Iterable[object]) -> str:
    """All that a document of the submission says comes from these, since submissions and releases are frozen."""
    council, round_ = submission.assessment.council, submission.assessment.round
    signed = submission.signed_off_by
    from_ = [
        [str(submission.pk), submission.digest, submission.submitted_at, submission.signed_off_at],
        signed.name if signed else "",
        [council.name, council.official_name, council.gss_code, council.nation],
        [round_.name, round_.slug, round_.closes_at, round_.invented],
        [release.code, release.digest, release.round.name] if release else None,
        list(past),
        settings.BASE_URL,
    ]
    return json.dumps(from_, default=str)


def _past(submissions: Collection[Submission]) -> dict[int, list[tuple[object, ...]]]:
    """By council, what it handed in for earlier rounds of the same framework."""
    found: dict[int, list[tuple[object, ...]]] = defaultdict(list)
    if not submissions:
        return found
    assessments = [submission.assessment for submission in submissions]
    earlier = Assessment.objects.submitted().filter(
        council__in=[assessment.council_id for assessment in assessments],
        round__framework=assessments[0].round.framework_id,
        round__closes_at__lt=assessments[0].round.closes_at,
    )
    rows = Submission.objects.filter(assessment__in=earlier).order_by("assessment__round__closes_at", "number")
    for council, *what in rows.values_list("assessment__council", "assessment__round__name", "digest"):
        found[council].append(tuple(what))
    return found


def _digest(kind: DocumentKind, template: str, said: str) -> str:
    parts = (kind, settings.LANGUAGE_CODE, template, said)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


# The version of what draws


def template_version() -> str:
    """Changes with the templates, fonts and styles, the code that fills them and the packages that draw them."""
    written = sorted({path for pattern in DRAWN_FROM for path in settings.BASE_DIR.glob(pattern)})
    paths = [*written, *bundled_files(settings.STATIC_BUILD_DIR).values()]
    return _digest_of_files(tuple((path, path.stat().st_mtime_ns) for path in paths if path.is_file()))


@lru_cache(maxsize=2)
def _digest_of_files(files: tuple[tuple[Path, int], ...]) -> str:
    packages = " ".join(f"{package} {version(package)}" for package in DRAWN_WITH)
    contents = [path.read_bytes() for path, _changed in files]
    return hashlib.sha256(b"\0".join([*contents, packages.encode()])).hexdigest()


# The code on the paper


def code_of(digest: str) -> str:
    """Twelve letters that nobody can work out from what the document says."""
    seal = int.from_bytes(salted_hmac("reports.identity", digest, algorithm="sha256").digest())
    places = range(0, CODE_LENGTH * BITS_A_LETTER, BITS_A_LETTER)
    return "".join(LETTERS[(seal >> place) % len(LETTERS)] for place in places)


def grouped(code: str) -> str:
    """As it is printed: '7K3M-9QXA-2TFB'."""
    return "-".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))


def code_from(typed: str) -> str | None:
    """The code that somebody typed, with whatever blanks, cases and look-alikes; None where it can't be one."""
    letters = "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())
    code = letters.translate(LOOK_ALIKES)
    return code if len(code) == CODE_LENGTH and set(code) <= set(LETTERS) else None
