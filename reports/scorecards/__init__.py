"""Joins one submission and one release in the content of a scorecard."""

from reports.scorecards.building import build, without_notes
from reports.scorecards.ladder import compared_with, ladder, read_groups
from reports.scorecards.sentences import certainties

__all__ = ["build", "certainties", "compared_with", "ladder", "read_groups", "without_notes"]
