"""What is done to frameworks: load from files, publish, withdraw."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError

from characteristics.framework_entries import AreaEntry, FrameworkFile, QuestionEntry
from characteristics.models import (
    Area,
    Barrier,
    CaseStudy,
    Framework,
    FrameworkStatus,
    LevelDescriptor,
    Practice,
    Question,
    RelatedQuestion,
    Source,
    Theme,
)


class FrameworkIsFixed(Exception):
    """What was asked stays as it was asked: this framework can't change any more."""


@transaction.atomic
def load_framework(*, files: FrameworkFile, at: datetime, publish: bool) -> Framework:
    """Bring the database to what the files say; twice is the same as once.

    A draft is replaced as a whole. Raises FrameworkIsFixed, with nothing changed, where a published or withdrawn
    framework, or a draft that councils already answer, says something else than the files.
    """
    framework, _ = Framework.objects.select_for_update().get_or_create(code=files.code, version=files.version)
    if framework.digest != files.digest:
        _replace(framework, files)
    if publish and framework.status == FrameworkStatus.DRAFT:
        framework.status = FrameworkStatus.PUBLISHED
        framework.published_at = at
        framework.save(update_fields=["status", "published_at"])
    return framework


@transaction.atomic
def withdraw_framework(*, framework: Framework) -> Framework:
    """No new round may use it; what was answered in it stays. Raises FrameworkIsFixed for a draft."""
    locked = Framework.objects.select_for_update().get(pk=framework.pk)
    if locked.status == FrameworkStatus.DRAFT:
        raise FrameworkIsFixed(f"{locked} is a draft; only a published framework can be withdrawn")
    locked.status = FrameworkStatus.WITHDRAWN
    locked.save(update_fields=["status"])
    return locked


def _replace(framework: Framework, files: FrameworkFile) -> None:
    if framework.status != FrameworkStatus.DRAFT:
        raise FrameworkIsFixed(
            f"{files.code} {files.version} is {framework.status} and never changes again, but {files.place.file} says "
            "something else; give the changed framework a new version"
        )
    _empty(framework)
    framework.title = files.title
    framework.summary = files.summary
    framework.digest = files.digest
    framework.save(update_fields=["title", "summary", "digest"])
    _fill(framework, files)


def _empty(framework: Framework) -> None:
    try:
        for content in (framework.case_studies, framework.barriers, framework.areas, framework.sources):
            content.all().delete()
    except ProtectedError as error:
        raise FrameworkIsFixed(
            f"councils already answer the draft {framework.code} {framework.version}, so it can't be replaced; give "
            "the changed framework a new version"
        ) from error


@dataclass(frozen=True)
class _Rows:
    """Rows that later rows point at, by code."""

    sources: dict[str, Source]
    areas: dict[str, Area]
    questions: dict[str, Question]


def _fill(framework: Framework, files: FrameworkFile) -> None:
    """Write all content, one insert a table however much there is."""
    sources = _create_sources(framework, files)
    areas = _create_areas(framework, files)
    questions = _create_questions(files, areas, sources)
    rows = _Rows(sources, areas, questions)
    _create_descriptors(files, questions)
    _create_practices(files, questions)
    _create_relations(files, questions)
    _create_barriers(framework, files, rows)
    _create_case_studies(framework, files, rows)


def _create_sources(framework: Framework, files: FrameworkFile) -> dict[str, Source]:
    rows = Source.objects.bulk_create(
        Source(framework=framework, code=entry.code, title=entry.title, publisher=entry.publisher, year=entry.year)
        for entry in files.sources
    )
    return {row.code: row for row in rows}


def _create_areas(framework: Framework, files: FrameworkFile) -> dict[str, Area]:
    rows = Area.objects.bulk_create(
        _area(framework, position, entry) for position, entry in enumerate(files.areas, start=1)
    )
    return {row.code: row for row in rows}


def _area(framework: Framework, position: int, entry: AreaEntry) -> Area:
    return Area(
        framework=framework,
        position=position,
        code=entry.code,
        lens=entry.lens,
        name=entry.name,
        short_name=entry.short_name,
        definition=entry.definition,
        why=entry.why,
        ask=list(entry.ask),
        scrutiny=list(entry.scrutiny),
    )


def _create_themes(files: FrameworkFile, areas: dict[str, Area]) -> dict[str, Theme]:
    rows = Theme.objects.bulk_create(
        Theme(area=areas[area.code], position=position, code=theme.code, name=theme.name, definition=theme.definition)
        for area in files.areas
        for position, theme in enumerate(area.themes, start=1)
    )
    return {row.code: row for row in rows}


def _create_questions(files: FrameworkFile, areas: dict[str, Area], sources: dict[str, Source]) -> dict[str, Question]:
    themes = _create_themes(files, areas)
    rows: list[Question] = []
    for area in files.areas:
        for theme, entry in area.placed_questions():
            row = _question(entry, sources[entry.source.document])
            row.area = areas[area.code]
            row.theme = themes[theme.code] if theme else None
            row.position = len(rows) + 1
            rows.append(row)
    return {row.code: row for row in Question.objects.bulk_create(rows)}


def _question(entry: QuestionEntry, source: Source) -> Question:
    return Question(
        code=entry.code,
        short=entry.short,
        text=entry.text,
        help=entry.help,
        evidence=list(entry.evidence),
        terms=[{"term": term.term, "meaning": term.meaning} for term in entry.terms],
        weight=entry.weight,
        not_applicable=entry.not_applicable,
        era=entry.era,
        source=source,
        source_section=entry.source.section,
    )


def _create_descriptors(files: FrameworkFile, questions: dict[str, Question]) -> None:
    LevelDescriptor.objects.bulk_create(
        LevelDescriptor(question=questions[entry.code], level=level.level, text=level.text)
        for entry in files.questions
        for level in entry.levels
    )


def _create_practices(files: FrameworkFile, questions: dict[str, Question]) -> None:
    Practice.objects.bulk_create(
        Practice(question=questions[entry.code], position=position, code=practice.code, text=practice.text)
        for entry in files.questions
        for position, practice in enumerate(entry.practices, start=1)
    )


def _create_relations(files: FrameworkFile, questions: dict[str, Question]) -> None:
    RelatedQuestion.objects.bulk_create(
        RelatedQuestion(question=questions[entry.code], other=questions[related.code], why=related.why)
        for entry in files.questions
        for related in entry.related
    )


def _create_barriers(framework: Framework, files: FrameworkFile, rows: _Rows) -> None:
    barriers = Barrier.objects.bulk_create(
        Barrier(
            framework=framework,
            position=position,
            code=entry.code,
            name=entry.name,
            definition=entry.definition,
            source=rows.sources[entry.source.document],
            source_section=entry.source.section,
        )
        for position, entry in enumerate(files.barriers, start=1)
    )
    through = Barrier.areas.through
    through.objects.bulk_create(
        through(barrier=barrier, area=rows.areas[reference.code])
        for barrier, entry in zip(barriers, files.barriers, strict=True)
        for reference in entry.areas
    )


def _create_case_studies(framework: Framework, files: FrameworkFile, rows: _Rows) -> None:
    studies = CaseStudy.objects.bulk_create(
        CaseStudy(
            framework=framework,
            position=position,
            code=entry.code,
            council_name=entry.council,
            council_code=entry.council_code,
            title=entry.title,
            did=entry.did,
            result=entry.result,
            source=rows.sources[entry.source.document],
            source_section=entry.source.section,
            year=entry.year,
        )
        for position, entry in enumerate(files.case_studies, start=1)
    )
    through = CaseStudy.questions.through
    through.objects.bulk_create(
        through(casestudy=study, question=rows.questions[reference.code])
        for study, entry in zip(studies, files.case_studies, strict=True)
        for reference in entry.questions
    )
