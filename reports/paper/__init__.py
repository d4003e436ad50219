"""What each printed document says beyond its content: charts drawn, lines joined, and how it names itself."""

from reports.paper.scorecard import Paper, executive, full
from reports.paper.scrutiny import ScrutinyPaper, scrutiny

__all__ = ["Paper", "ScrutinyPaper", "executive", "full", "scrutiny"]
