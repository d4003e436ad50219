"""Joins one submission and one release in the content of a scorecard."""

from reports.scorecards.building import build, without_notes
from reports.scorecards.ladder import compared_with, ladder, read_groups

__all__ = ["build", "compared_with", "ladder", "read_groups", "without_notes"]
