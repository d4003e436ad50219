"""Whether a release is still what its inputs give."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reports.figures import RULES
from reports.models import BenchmarkFigure, BenchmarkRelease
from reports.services.inputs import beside_submissions, digest_of_inputs, digests, release_before, sha256
from reports.services.rows import Row, rows_of

Key = tuple[Any, ...]
Values = tuple[Any, ...]

OWN = ("viewer_id", "group_id", "area_id")
PUBLIC = ("group_id", "area_id")
COMPARED = (
    "n",
    "median",
    "lower",
    "upper",
    "withheld",
    "panel_n",
    "panel_before",
    "panel_now",
    "panel_withheld",
)
"""What two computations of a figure have to agree in."""


@dataclass(frozen=True)
class ReleaseCheck:
    """What came of computing a release again."""

    figures: int
    different: int
    """Figures that are not what the inputs give, or that only one of the two has."""
    broken: int
    """Submissions that are no longer what their digest says."""
    is_same_digest: bool
    rules: int
    """By which the release was computed. Figures of other rules than today's are not compared."""

    @property
    def is_of_these_rules(self) -> bool:
        return self.rules == RULES

    @property
    def holds(self) -> bool:
        return not self.different and not self.broken and self.is_same_digest


def check_release(release: BenchmarkRelease) -> ReleaseCheck:
    """Compute the release again from its inputs, and compare every figure. Writes nothing."""
    previous = release_before(release)
    submissions = release.submissions.select_related("assessment__council")
    broken = sum(sha256(one.content) != one.digest for one in submissions)
    digest = digest_of_inputs(digests(submissions), beside_submissions(release, previous))
    stored = _stored(release)
    different = _different(release, stored) if release.rules == RULES else 0
    return ReleaseCheck(len(stored), different, broken, digest == release.digest, release.rules)


def _different(release: BenchmarkRelease, stored: Mapping[Key, Values]) -> int:
    left, different = dict(stored), 0
    for row in rows_of(release):
        key, values = _compared(row)
        different += left.pop(key, None) != values
    return different + len(left)


def _stored(release: BenchmarkRelease) -> dict[Key, Values]:
    own = release.figures.values_list(*OWN, "rung", *COMPARED)
    public = release.public_figures.values_list(*PUBLIC, *COMPARED)
    return {row[:3]: row[3:] for row in own} | {row[:2]: row[2:] for row in public}


def _compared(row: Row) -> tuple[Key, Values]:
    """What says which figure it is, and what it says."""
    is_own = isinstance(row, BenchmarkFigure)
    key, names = (OWN, ("rung", *COMPARED)) if is_own else (PUBLIC, COMPARED)
    return tuple(getattr(row, name) for name in key), tuple(getattr(row, name) for name in names)
