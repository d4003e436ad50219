"""Joins one submission and one release in the content of a scorecard."""

from reports.scorecards.building import build, without_notes

__all__ = ["build", "without_notes"]
