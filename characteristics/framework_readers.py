"""What each kind of entry in a framework's files holds: one reader for each, from fields to frozen data."""

from characteristics.framework_entries import (
    ERAS,
    LENSES,
    LEVELS,
    AreaEntry,
    BarrierEntry,
    CaseStudyEntry,
    CitationEntry,
    LevelEntry,
    PracticeEntry,
    QuestionEntry,
    RelatedEntry,
    SourceEntry,
    TermEntry,
    ThemeEntry,
)
from characteristics.framework_fields import DOTTED_CODE, Fields, Value

LONGEST = {
    "framework.code": 40,
    "framework.version": 20,
    "framework.title": 120,
    "source.code": 60,
    "source.title": 200,
    "source.publisher": 120,
    "area.code": 8,
    "area.name": 80,
    "area.short_name": 20,
    "theme.code": 12,
    "theme.name": 80,
    "question.code": 12,
    "question.short": 40,
    "question.source_section": 200,
    "relatedquestion.why": 300,
    "practice.code": 16,
    "barrier.code": 60,
    "barrier.name": 80,
    "casestudy.code": 80,
    "casestudy.council_name": 120,
    "casestudy.council_code": 9,
    "casestudy.title": 160,
}
"""How many characters the database keeps, by model and field."""


def read_source(fields: Fields) -> SourceEntry:
    return SourceEntry(
        place=fields.owner.place,
        code=fields.required("code").code(LONGEST["source.code"]),
        title=fields.required("title").text(LONGEST["source.title"]),
        publisher=fields.required("publisher").text(LONGEST["source.publisher"]),
        year=_read_year(fields),
    )


def _read_year(fields: Fields) -> int:
    return fields.required("year").number(1900, 2100)


def read_area(fields: Fields) -> AreaEntry:
    if fields.owner.node is not None and ("themes" in fields) == ("questions" in fields):
        fields.owner.note("an area has either themes or questions of its own, and not both")
    return AreaEntry(
        place=fields.owner.place,
        code=fields.required("code").code(LONGEST["area.code"]),
        lens=fields.required("lens").choice(LENSES),
        name=fields.required("name").text(LONGEST["area.name"]),
        short_name=fields.required("short_name").text(LONGEST["area.short_name"]),
        definition=fields.required("definition").text(),
        why=fields.required("why").text(),
        ask=fields.required("ask").texts(),
        scrutiny=fields.required("scrutiny").texts(),
        themes=fields.optional("themes").entries(read_theme),
        questions=fields.optional("questions").entries(read_question),
    )


def read_theme(fields: Fields) -> ThemeEntry:
    return ThemeEntry(
        place=fields.owner.place,
        code=fields.required("code").code(LONGEST["theme.code"]),
        name=fields.required("name").text(LONGEST["theme.name"]),
        definition=fields.required("definition").text(),
        questions=fields.required("questions").entries(read_question),
    )


def read_question(fields: Fields) -> QuestionEntry:
    return QuestionEntry(
        place=fields.owner.place,
        code=fields.required("code").code(LONGEST["question.code"]),
        short=fields.required("short").text(LONGEST["question.short"]),
        text=fields.required("text").text(),
        help=fields.required("help").text(),
        evidence=fields.required("evidence").texts(),
        terms=fields.required("terms").entries(read_term, may_be_empty=True),
        weight=fields.required("weight").number(1, 100),
        not_applicable=fields.required("not_applicable").text_or_nothing(),
        era=fields.required("era").choice(ERAS),
        levels=read_levels(fields.required("levels")),
        related=fields.required("related").entries(read_related, may_be_empty=True, have_codes=False),
        source=fields.required("source").entry(read_citation),
        practices=fields.optional("practices").entries(read_practice),
    )


def read_term(fields: Fields) -> TermEntry:
    return TermEntry(term=fields.required("term").text(), meaning=fields.required("meaning").text())


def read_levels(value: Value) -> tuple[LevelEntry, ...]:
    texts: dict[int, str] = {}
    for key, descriptor in value.pairs():
        level = Value(value.page, key, descriptor.line, descriptor.field).number_among(LEVELS, "level")
        text = descriptor.text()
        if level in texts:
            descriptor.note(f"level {level} stands twice")
        elif level is not None:
            texts[level] = text
    missing = [str(level) for level in LEVELS if level not in texts]
    if missing and value.node is not None:
        value.note(f"has no descriptor for level {', '.join(missing)}; each of {LEVELS[0]} to {LEVELS[-1]} needs one")
    return tuple(LevelEntry(level, texts[level]) for level in LEVELS if level in texts)


def read_related(fields: Fields) -> RelatedEntry:
    return RelatedEntry(
        place=fields.owner.place,
        code=fields.required("code").text(),
        why=fields.required("why").text(LONGEST["relatedquestion.why"]),
    )


def read_citation(fields: Fields) -> CitationEntry:
    return CitationEntry(
        place=fields.owner.place,
        document=fields.required("document").text(),
        section=fields.required("section").text(LONGEST["question.source_section"]),
    )


def read_practice(fields: Fields) -> PracticeEntry:
    return PracticeEntry(
        place=fields.owner.place,
        code=fields.required("code").code(LONGEST["practice.code"], DOTTED_CODE),
        text=fields.required("text").text(),
    )


def read_barrier(fields: Fields) -> BarrierEntry:
    return BarrierEntry(
        place=fields.owner.place,
        code=fields.required("code").code(LONGEST["barrier.code"]),
        name=fields.required("name").text(LONGEST["barrier.name"]),
        definition=fields.required("definition").text(),
        areas=fields.required("areas").references(),
        source=fields.required("source").entry(read_citation),
    )


def read_case_study(fields: Fields) -> CaseStudyEntry:
    return CaseStudyEntry(
        place=fields.owner.place,
        code=fields.required("code").code(LONGEST["casestudy.code"]),
        council=fields.required("council").text(LONGEST["casestudy.council_name"]),
        council_code=fields.required("council_code").text_or_nothing(LONGEST["casestudy.council_code"]),
        title=fields.required("title").text(LONGEST["casestudy.title"]),
        did=fields.required("did").text(),
        result=fields.required("result").text(),
        questions=fields.required("questions").references(),
        source=fields.required("source").entry(read_citation),
        year=_read_year(fields),
    )
