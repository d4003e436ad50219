"""What changed between two releases of a round, by name: for staff alone. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Correction:
    """Names of councils, each in alphabetical order."""

    again: tuple[str, ...]
    """Handed in something else than what the release before has of them."""
    late: tuple[str, ...]
    """Handed in, and are not in the release before."""
    gone: tuple[str, ...]
    """Are in the release before and not in this one, because their assessment was reopened or sent back."""

    @property
    def changed(self) -> int:
        return len(self.again) + len(self.late) + len(self.gone)


def correction(before: Mapping[str, str], now: Mapping[str, str]) -> Correction:
    """From the digests of what each council had handed in, by its name."""
    return Correction(
        again=tuple(sorted(name for name in now.keys() & before.keys() if now[name] != before[name])),
        late=tuple(sorted(now.keys() - before.keys())),
        gone=tuple(sorted(before.keys() - now.keys())),
    )
