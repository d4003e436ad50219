"""What colleagues say about questions and sections, ready for pages."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from assessments.models import Assessment, Comment, Section


@dataclass(frozen=True)
class Thread:
    """The comments on one question or, where `question_code` is empty, on the section as a whole."""

    area_code: str
    question_code: str
    waiting: tuple[Comment, ...] = ()
    resolved: tuple[Comment, ...] = ()


@dataclass(frozen=True)
class Threads:
    """The comments on one or more sections."""

    comments: tuple[Comment, ...]

    def on_question(self, area_code: str, question_code: str) -> Thread:
        return self._thread(area_code, question_code)

    def on_section(self, area_code: str) -> Thread:
        return self._thread(area_code, "")

    @property
    def waiting(self) -> list[Comment]:
        return [comment for comment in self.comments if comment.resolved_at is None]

    def _thread(self, area_code: str, question_code: str) -> Thread:
        mine = [
            comment
            for comment in self.comments
            if (comment.section.area.code, comment.question.code if comment.question else "")
            == (area_code, question_code)
        ]
        return Thread(
            area_code=area_code,
            question_code=question_code,
            waiting=tuple(comment for comment in mine if comment.resolved_at is None),
            resolved=tuple(comment for comment in mine if comment.resolved_at is not None),
        )


def on_assessment(assessment: Assessment) -> Threads:
    """One query."""
    return _threads(Comment.objects.filter(section__assessment=assessment))


def on_sections(sections: Iterable[Section]) -> Threads:
    return _threads(Comment.objects.filter(section__in=list(sections)))


def _threads(comments: QuerySet[Comment]) -> Threads:
    rows = comments.select_related("by", "resolved_by", "question", "section__area").order_by(
        "section__area__position", "question__position", "at", "pk"
    )
    return Threads(tuple(rows))
