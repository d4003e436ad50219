"""A small published framework for tests."""

import hashlib
from itertools import count

from django.utils import timezone

from characteristics.models import (
    Area,
    Barrier,
    Era,
    Framework,
    FrameworkStatus,
    Lens,
    Level,
    LevelDescriptor,
    Practice,
    Question,
    Source,
    Theme,
)

numbers = count(1)

AREAS = (
    (Lens.CHARACTERISTIC, "LEAD", "Digital leadership"),
    (Lens.CHARACTERISTIC, "USER", "User focus"),
    (Lens.OUTCOME, "CONN", "Connected places"),
    (Lens.OUTCOME, "DATA", "Data for decisions"),
)
BARRIERS = (
    (Lens.CHARACTERISTIC, "skills", "Skills are scarce"),
    (Lens.OUTCOME, "money", "Money is short"),
)
QUESTIONS_PER_AREA = 4
PRACTICES_PER_QUESTION = 3


def make_framework(*, code: str = "", version: str = "1.0", title: str = "Digital maturity") -> Framework:
    """A published framework of two lenses with two areas each, and one barrier for each lens.

    Areas are LEAD, USER (characteristics, of two themes) and CONN, DATA (outcomes, three practices to a question);
    questions are LEAD01 to DATA04. The first question of each area may be not applicable.
    """
    code = code or f"framework-{next(numbers)}"
    framework = Framework.objects.create(
        code=code,
        version=version,
        title=title,
        summary="What a small framework asks.",
        status=FrameworkStatus.PUBLISHED,
        digest=hashlib.sha256(f"{code} {version}".encode()).hexdigest(),
        published_at=timezone.now(),
    )
    source = Source.objects.create(
        framework=framework, code="guide", title="A guide", publisher="A publisher", year=2021
    )
    areas = [make_area(framework, place, *area) for place, area in enumerate(AREAS, start=1)]
    for area in areas:
        make_questions(area, source)
    for place, barrier in enumerate(BARRIERS, start=1):
        make_barrier(framework, place, *barrier, source=source)
    return framework


def make_area(framework: Framework, position: int, lens: Lens, code: str, name: str) -> Area:
    return Area.objects.create(
        framework=framework,
        position=position,
        code=code,
        lens=lens,
        name=name,
        short_name=code.capitalize(),
        definition=f"What {name.lower()} is.",
        why=f"Why {name.lower()} matters.",
        ask=["Head of digital"],
        scrutiny=[f"How do we know about {name.lower()}?"],
    )


def make_questions(area: Area, source: Source) -> None:
    """The questions of an area with their themes (characteristics), descriptors and practices (outcomes)."""
    themes = make_themes(area) if area.lens == Lens.CHARACTERISTIC else [None]
    questions = Question.objects.bulk_create(
        Question(
            area=area,
            theme=themes[(number - 1) * len(themes) // QUESTIONS_PER_AREA],
            position=(area.position - 1) * QUESTIONS_PER_AREA + number,
            code=f"{area.code}{number:02}",
            short=f"{area.name} {number}",
            text=f"What is in place for {area.name.lower()}, part {number}?",
            help="Think of what a visitor would see.",
            evidence=["A report"],
            not_applicable="Councils without this service." if number == 1 else "",
            era=Era.PROCESS,
            source=source,
            source_section="Part one",
        )
        for number in range(1, QUESTIONS_PER_AREA + 1)
    )
    make_descriptors(questions)
    if area.lens == Lens.OUTCOME:
        make_practices(questions)


def make_themes(area: Area) -> list[Theme]:
    return [
        Theme.objects.create(
            area=area,
            position=place,
            code=f"{area.code}-{letter}",
            name=f"Theme {letter}",
            definition="A theme.",
        )
        for place, letter in enumerate("AB", start=1)
    ]


def make_descriptors(questions: list[Question]) -> None:
    LevelDescriptor.objects.bulk_create(
        LevelDescriptor(question=question, level=level, text=f"{question.code} at level {level.value}.")
        for question in questions
        for level in Level
    )


def make_practices(questions: list[Question]) -> None:
    Practice.objects.bulk_create(
        Practice(question=question, position=place, code=f"{question.code}.{place}", text=f"Practice {place}.")
        for question in questions
        for place in range(1, PRACTICES_PER_QUESTION + 1)
    )


def make_barrier(framework: Framework, position: int, lens: Lens, code: str, name: str, *, source: Source) -> None:
    barrier = Barrier.objects.create(
        framework=framework,
        position=position,
        code=code,
        name=name,
        definition=f"{name} in the council.",
        source=source,
        source_section="Part two",
    )
    barrier.areas.set(framework.areas.filter(lens=lens))
