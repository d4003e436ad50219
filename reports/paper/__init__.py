"""What each printed document says beyond its content: charts drawn, lines joined, and how it names itself."""

from reports.paper.national import NationalPaper, national
from reports.paper.scorecard import Paper, executive, full
from reports.paper.scrutiny import ScrutinyPaper, scrutiny

__all__ = ["NationalPaper", "Paper", "ScrutinyPaper", "executive", "full", "national", "scrutiny"]
