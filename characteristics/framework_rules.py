"""What must hold between the entries of a framework: codes that stand once, and codes that lead somewhere."""

from collections.abc import Collection, Iterable, Iterator

from characteristics.framework_entries import (
    AreaEntry,
    BarrierEntry,
    CaseStudyEntry,
    CitationEntry,
    FrameworkFile,
    Mistake,
    Place,
    PracticeEntry,
    QuestionEntry,
    Reference,
    RelatedEntry,
    SourceEntry,
    ThemeEntry,
)
from characteristics.framework_fields import suggestion

Coded = AreaEntry | ThemeEntry | QuestionEntry | PracticeEntry | BarrierEntry | CaseStudyEntry | SourceEntry


def broken_rules(framework: FrameworkFile, *, all_files_read: bool) -> list[Mistake]:
    """All of them. While a file is unread, nobody can say which codes are unknown: those rules wait."""
    mistakes = [*_codes_that_stand_twice(framework), *_unknown_sources(framework)]
    if all_files_read and framework.areas:
        mistakes += _wrong_relations(framework)
        mistakes += _wrong_barriers(framework)
        mistakes += _wrong_case_studies(framework)
        mistakes += _wrongly_without_case_study(framework)
    return mistakes


def _mistake(place: Place, field: str, message: str) -> Mistake:
    return Mistake(place.file, place.line, field, message)


def _codes_that_stand_twice(framework: FrameworkFile) -> Iterator[Mistake]:
    kinds: list[tuple[str, Iterable[Coded]]] = [
        ("source", framework.sources),
        ("area", framework.areas),
        ("theme", [theme for area in framework.areas for theme in area.themes]),
        ("question", framework.questions),
        ("practice", [practice for question in framework.questions for practice in question.practices]),
        ("barrier", framework.barriers),
        ("case study", framework.case_studies),
    ]
    for kind, entries in kinds:
        yield from _twice(kind, entries)


def _twice(kind: str, entries: Iterable[Coded]) -> Iterator[Mistake]:
    first: dict[str, Place] = {}
    for entry in entries:
        if entry.code in first:
            before = first[entry.code]
            message = f"another {kind} has this code already, in {before.file} line {before.line}"
            yield _mistake(entry.place, f"{entry.code}.code", message)
        elif entry.code:
            first[entry.code] = entry.place


def _unknown_sources(framework: FrameworkFile) -> Iterator[Mistake]:
    known = [source.code for source in framework.sources]
    cited: list[QuestionEntry | BarrierEntry | CaseStudyEntry] = [
        *framework.questions,
        *framework.barriers,
        *framework.case_studies,
    ]
    if not known:
        return  # a mistake of its own
    for entry in cited:
        source: CitationEntry = entry.source
        if source.document and source.document not in known:
            message = f"no source has the code '{source.document}'; the sources are {', '.join(known)}"
            yield _mistake(source.place, f"{entry.code}.source.document", message)


def _wrong_relations(framework: FrameworkFile) -> Iterator[Mistake]:
    lenses = {question.code: area.lens for area in framework.areas for _, question in area.placed_questions()}
    for area in framework.areas:
        for _, question in area.placed_questions():
            field = f"{question.code}.related"
            yield from _wrong_references(question.related, field, "question", lenses)
            yield from _related_in_one_lens(question, area.lens, field, lenses)


def _related_in_one_lens(question: QuestionEntry, lens: str, field: str, lenses: dict[str, str]) -> Iterator[Mistake]:
    for related in question.related:
        if related.code and related.code == question.code:
            yield _mistake(related.place, field, "a question can't be related to itself; name one of the other lens")
        elif lenses.get(related.code) == lens:
            message = f"{related.code} is of the same lens ({lens}); name one of the other lens"
            yield _mistake(related.place, field, message)


def _wrong_barriers(framework: FrameworkFile) -> Iterator[Mistake]:
    known = [area.code for area in framework.areas]
    for barrier in framework.barriers:
        yield from _wrong_references(barrier.areas, f"{barrier.code}.areas", "area", known)


def _wrong_case_studies(framework: FrameworkFile) -> Iterator[Mistake]:
    known = [question.code for question in framework.questions]
    for study in framework.case_studies:
        yield from _wrong_references(study.questions, f"{study.code}.questions", "question", known)


def _wrong_references(
    references: Iterable[Reference | RelatedEntry], field: str, kind: str, known: Collection[str]
) -> Iterator[Mistake]:
    seen: set[str] = set()
    for reference in references:
        if not reference.code:
            continue  # noted when it was read
        if reference.code not in known:
            message = f"no {kind} has the code '{reference.code}'{suggestion(reference.code, known)}"
            yield _mistake(reference.place, field, message)
        elif reference.code in seen:
            yield _mistake(reference.place, field, f"names {reference.code} twice; once is enough")
        seen.add(reference.code)


def _wrongly_without_case_study(framework: FrameworkFile) -> Iterator[Mistake]:
    """`without_case_study` owns up to the questions that no case study names: exactly those."""
    field = "without_case_study"
    codes = [question.code for question in framework.questions if question.code]
    named = {reference.code: study.code for study in framework.case_studies for reference in study.questions}
    listed = framework.without_case_study
    yield from _wrong_references(listed, field, "question", codes)
    for reference in listed:
        if reference.code in named:
            message = f"{reference.code} has a case study ({named[reference.code]}); take it off this list"
            yield _mistake(reference.place, field, message)
    owned_up = {reference.code for reference in listed}
    for question in framework.questions:
        if question.code and question.code not in named and question.code not in owned_up:
            message = f"no case study names {question.code}; name it in one, or list it under without_case_study"
            yield _mistake(question.place, field, message)
