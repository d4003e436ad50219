"""Reading a framework for pages: a constant number of queries, however many areas and questions it has."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from characteristics.content import (
    AreaContent,
    BarrierContent,
    CaseStudyContent,
    Citation,
    FrameworkContent,
    LevelContent,
    PracticeContent,
    QuestionContent,
    RelatedContent,
    TermContent,
    ThemeContent,
    Wording,
)
from characteristics.models import (
    Area,
    Barrier,
    CaseStudy,
    Framework,
    Level,
    LevelDescriptor,
    Practice,
    Question,
    RelatedQuestion,
    Source,
)

Part = TypeVar("Part")


def read_framework(framework: Framework) -> FrameworkContent:
    """Everything that a framework asks. Eight queries."""
    return FrameworkContent(
        id=framework.pk,
        code=framework.code,
        version=framework.version,
        title=framework.title,
        summary=framework.summary,
        status=framework.status,
        digest=framework.digest,
        areas=_read(list(framework.areas.order_by("position"))),
        sources=tuple(_citation(source) for source in framework.sources.order_by("pk")),
    )


def read_area(framework: Framework, code: str) -> AreaContent:
    """One area with its questions. Seven queries. Raises Area.DoesNotExist."""
    return _read([framework.areas.get(code=code)])[0]


def read_wordings(framework_id: int, *, area: str = "") -> dict[str, Wording]:
    """How the questions of a framework, or of one of its areas, are worded, by code. Four queries."""
    areas = Area.objects.filter(framework=framework_id)
    ids = list((areas.filter(code=area) if area else areas).values_list("pk", flat=True))
    levels, practices = _levels(ids), _practices(ids)
    return {
        row.code: Wording(
            text=row.text,
            levels=tuple(level.text for level in levels.get(row.pk, ())),
            practices=tuple((practice.code, practice.text) for practice in practices.get(row.pk, ())),
            not_applicable=row.not_applicable,
        )
        for row in Question.objects.filter(area__in=ids)
    }


@dataclass(frozen=True)
class _Parts:
    """What hangs on questions, by question id."""

    levels: dict[int, tuple[LevelContent, ...]]
    practices: dict[int, tuple[PracticeContent, ...]]
    related: dict[int, tuple[RelatedContent, ...]]
    case_studies: dict[int, tuple[CaseStudyContent, ...]]


def _read(areas: list[Area]) -> tuple[AreaContent, ...]:
    ids = [area.pk for area in areas]
    questions: dict[int, list[Question]] = defaultdict(list)
    for question in Question.objects.filter(area__in=ids).select_related("theme", "source").order_by("position"):
        questions[question.area_id].append(question)
    parts = _Parts(_levels(ids), _practices(ids), _related(ids), _case_studies(ids))
    barriers = _barriers(ids)
    return tuple(_area(area, questions[area.pk], parts, barriers.get(area.pk, ())) for area in areas)


def _grouped(pairs: Iterable[tuple[int, Part]]) -> dict[int, tuple[Part, ...]]:
    groups: dict[int, list[Part]] = defaultdict(list)
    for key, part in pairs:
        groups[key].append(part)
    return {key: tuple(parts) for key, parts in groups.items()}


def _levels(areas: list[int]) -> dict[int, tuple[LevelContent, ...]]:
    names = {level.value: str(level.label) for level in Level}
    rows = LevelDescriptor.objects.filter(question__area__in=areas).order_by("level")
    found = rows.values_list("question_id", "level", "text")
    return _grouped((question, LevelContent(level, names[level], text)) for question, level, text in found)


def _practices(areas: list[int]) -> dict[int, tuple[PracticeContent, ...]]:
    rows = Practice.objects.filter(question__area__in=areas).order_by("position")
    found = rows.values_list("question_id", "pk", "code", "text")
    return _grouped((question, PracticeContent(pk, code, text)) for question, pk, code, text in found)


def _related(areas: list[int]) -> dict[int, tuple[RelatedContent, ...]]:
    rows = RelatedQuestion.objects.filter(question__area__in=areas).order_by("pk")
    found = rows.values_list("question_id", "other__code", "other__short", "other__area__code", "why")
    return _grouped((question, RelatedContent(*related)) for question, *related in found)


def _case_studies(areas: list[int]) -> dict[int, tuple[CaseStudyContent, ...]]:
    rows = CaseStudy.questions.through.objects.filter(question__area__in=areas).order_by("casestudy__position")
    columns = _columns("casestudy", "code", "council_name", "council_code", "title", "did", "result", "year")
    found: Iterable[Any] = rows.values_list("question_id", *columns)
    return _grouped(
        (question, CaseStudyContent(code, name, council, title, did, result, year, Citation(*source)))
        for question, code, name, council, title, did, result, year, *source in found
    )


def _barriers(areas: list[int]) -> dict[int, tuple[BarrierContent, ...]]:
    rows = Barrier.areas.through.objects.filter(area__in=areas).order_by("barrier__position")
    found: Iterable[Any] = rows.values_list("area_id", *_columns("barrier", "pk", "code", "name", "definition"))
    return _grouped(
        (area, BarrierContent(pk, code, name, definition, Citation(*source)))
        for area, pk, code, name, definition, *source in found
    )


def _columns(of: str, *names: str) -> list[str]:
    """What something is shown with, its citation last. As columns, because a model for each row costs several times."""
    citation = ("source__title", "source__publisher", "source__year", "source_section")
    return [f"{of}__{name}" for name in (*names, *citation)]


def _area(area: Area, rows: list[Question], parts: _Parts, barriers: tuple[BarrierContent, ...]) -> AreaContent:
    questions = tuple(_question(row, parts) for row in rows)
    return AreaContent(
        id=area.pk,
        position=area.position,
        code=area.code,
        lens=area.lens,
        name=area.name,
        short_name=area.short_name,
        definition=area.definition,
        why=area.why,
        ask=tuple(area.ask),
        scrutiny=tuple(area.scrutiny),
        themes=_themes(rows, questions),
        questions=questions,
        barriers=barriers,
    )


def _themes(rows: list[Question], questions: tuple[QuestionContent, ...]) -> tuple[ThemeContent, ...]:
    """The themes in their order: no theme is without questions, and questions stand in the order of their themes."""
    themes = {row.theme.pk: row.theme for row in rows if row.theme is not None}
    return tuple(
        ThemeContent(
            id=theme.pk,
            code=theme.code,
            name=theme.name,
            definition=theme.definition,
            questions=tuple(question for question in questions if question.theme_id == theme.pk),
        )
        for theme in themes.values()
    )


def _question(row: Question, parts: _Parts) -> QuestionContent:
    return QuestionContent(
        id=row.pk,
        area_id=row.area_id,
        theme_id=row.theme_id,
        code=row.code,
        short=row.short,
        text=row.text,
        help=row.help,
        evidence=tuple(row.evidence),
        terms=tuple(TermContent(term["term"], term["meaning"]) for term in row.terms),
        weight=row.weight,
        not_applicable=row.not_applicable,
        era=row.era,
        levels=parts.levels.get(row.pk, ()),
        practices=parts.practices.get(row.pk, ()),
        related=parts.related.get(row.pk, ()),
        case_studies=parts.case_studies.get(row.pk, ()),
        source=_citation(row.source, row.source_section),
    )


def _citation(source: Source, section: str = "") -> Citation:
    return Citation(title=source.title, publisher=source.publisher, year=source.year, section=section)
