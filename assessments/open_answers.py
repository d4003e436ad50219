"""The answers that keep an assessment from being submitted: two texts for one, or still to be confirmed."""

from dataclasses import dataclass

from django.db.models import Count, F, Q

from assessments.models import Answer, Assessment


@dataclass(frozen=True)
class OpenAnswer:
    code: str
    short: str
    area: str
    """The code of the section where it is."""


@dataclass(frozen=True)
class OpenAnswers:
    two_texts: tuple[OpenAnswer, ...]
    to_confirm: tuple[OpenAnswer, ...]

    def __bool__(self) -> bool:
        return bool(self.two_texts or self.to_confirm)


def open_answers(assessment: Assessment) -> OpenAnswers:
    """In the framework's order. One query."""
    rows = (
        Answer.objects.filter(section__assessment=assessment)
        .annotate(texts=Count("held"))
        .filter(Q(texts__gt=0) | Q(to_confirm=True))
        .order_by("question__position")
        .values("texts", "to_confirm", "question__code", "question__short", area=F("question__area__code"))
    )
    named = [(row, OpenAnswer(row["question__code"], row["question__short"], row["area"])) for row in rows]
    return OpenAnswers(
        two_texts=tuple(one for row, one in named if row["texts"]),
        to_confirm=tuple(one for row, one in named if row["to_confirm"]),
    )
