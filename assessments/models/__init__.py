"""What was answered and what it scores."""

from assessments.models.answers import Answer, AnswerFields, AnswerState, Confidence, HeldAnswer, PracticeTick
from assessments.models.assessments import Assessment, AssessmentQuerySet, Comment, Event, Section, SectionBarrier
from assessments.models.rounds import LadderRung, Round
from assessments.models.submissions import Score, Submission, WorkbookUpload

__all__ = [
    "Answer",
    "AnswerFields",
    "AnswerState",
    "Assessment",
    "AssessmentQuerySet",
    "Comment",
    "Confidence",
    "Event",
    "HeldAnswer",
    "LadderRung",
    "PracticeTick",
    "Round",
    "Score",
    "Section",
    "SectionBarrier",
    "Submission",
    "WorkbookUpload",
]
