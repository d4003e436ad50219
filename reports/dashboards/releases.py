"""The releases of a round, with what each corrects, what it holds and whether it is public."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db.models import Count, QuerySet

from assessments.models import Round, Submission
from reports.corrections import Correction, correction
from reports.models import BenchmarkFigure, BenchmarkRelease, PublicFigure

DIGITS = 12
"""How much of a digest is shown."""


@dataclass(frozen=True)
class Held:
    """How many figures there are."""

    shown: int = 0
    withheld: int = 0

    @property
    def all(self) -> int:
        return self.shown + self.withheld


@dataclass(frozen=True)
class ReleaseLine:
    code: str
    number: int
    released_at: datetime
    released_by: str
    short_digest: str
    councils: int
    own: Held
    """Of what councils may see."""
    public: Held
    """Of what everybody may see, once it is public."""
    public_at: datetime | None
    public_by: str
    corrects: str
    """Code of the release before; empty for the first."""
    correction: Correction | None

    @property
    def can_be_public(self) -> bool:
        """Whether there is something to be made public, and it is not yet."""
        return self.public_at is None and self.public.all > 0


def build(round_: Round) -> tuple[ReleaseLine, ...]:
    """The latest in front. Four queries, whatever the number of releases."""
    releases = list(round_.releases.defer("peers").select_related("released_by", "public_by").order_by("number"))
    digests = _digests(round_)
    own = _held(BenchmarkFigure.objects.filter(release__in=releases))
    public = _held(PublicFigure.objects.filter(release__in=releases))
    before: Sequence[BenchmarkRelease | None] = [None, *releases]
    lines = [
        _line(release, previous, digests, own[release.pk], public[release.pk])
        for previous, release in pairwise(before)
        if release
    ]
    return tuple(reversed(lines))


def _line(
    release: BenchmarkRelease,
    previous: BenchmarkRelease | None,
    digests: Mapping[int, Mapping[str, str]],
    own: Held,
    public: Held,
) -> ReleaseLine:
    now = digests[release.pk]
    return ReleaseLine(
        code=release.code,
        number=release.number,
        released_at=release.released_at,
        released_by=release.released_by.name,
        short_digest=release.digest[:DIGITS],
        councils=len(now),
        own=own,
        public=public,
        public_at=release.public_at,
        public_by=release.public_by.name if release.public_by else "",
        corrects=previous.code if previous else "",
        correction=correction(digests[previous.pk], now) if previous else None,
    )


def _digests(round_: Round) -> dict[int, dict[str, str]]:
    """By release and name of the council."""
    rows = Submission.objects.filter(releases__round=round_)
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for release, council, digest in rows.values_list("releases", "assessment__council__name", "digest"):
        found[release][council] = digest
    return found


def _held(figures: QuerySet[BenchmarkFigure] | QuerySet[PublicFigure]) -> dict[int, Held]:
    """By release."""
    counted = figures.values("release").annotate(shown=Count("median"), of=Count("pk"))
    rows = counted.values_list("release", "shown", "of")
    return defaultdict(Held, {release: Held(shown, of - shown) for release, shown, of in rows})
