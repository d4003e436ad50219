"""Scores as they are shown."""

from decimal import Decimal

from assessments.scoring import as_level

TENTH = Decimal("0.1")


def shown(value: Decimal) -> Decimal:
    """A normalised score as a level with one decimal."""
    return as_level(value).quantize(TENTH)
