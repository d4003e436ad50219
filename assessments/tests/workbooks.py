"""Workbooks for tests: a small framework as content alone, and ways to change a file that was made."""

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from openpyxl import load_workbook
from openpyxl.workbook import Workbook as Book

from assessments.inputs import AnswerContent
from assessments.workbooks import layout, opening, reading, writing
from assessments.workbooks.content import Stored, StoredAnswer, WorkbookContent, seen_barriers, seen_marks
from assessments.workbooks.layout import Column
from assessments.workbooks.stamping import Stamp
from characteristics.content import (
    AreaContent,
    BarrierContent,
    Citation,
    FrameworkContent,
    LevelContent,
    PracticeContent,
    QuestionContent,
)
from characteristics.models import Lens, Level

SOURCE = Citation("A guide", "A publisher", 2021)
MADE_AT = datetime(2026, 11, 1, 12, tzinfo=UTC)


def question(number: int, area_id: int, code: str, *, practices: int, not_applicable: bool) -> QuestionContent:
    return QuestionContent(
        id=number,
        area_id=area_id,
        theme_id=None,
        code=code,
        short=f"Part {number}",
        text=f"What is in place, part {number}?",
        help="Think of what a visitor would see.",
        evidence=("A report",),
        terms=(),
        weight=1,
        not_applicable="Councils without this service." if not_applicable else "",
        era="process",
        levels=tuple(LevelContent(level.value, str(level.label), f"{code} at {level.value}.") for level in Level),
        practices=tuple(
            PracticeContent(number * 10 + place, f"{code}.{place}", f"Practice {place} of {code}")
            for place in range(1, practices + 1)
        ),
        related=(),
        case_studies=(),
        source=SOURCE,
    )


def area(number: int, lens: Lens, code: str) -> AreaContent:
    questions = tuple(
        question(
            number * 10 + place,
            number,
            f"{code}{place:02}",
            practices=2 if lens == Lens.OUTCOME else 0,
            not_applicable=place == 1,
        )
        for place in (1, 2)
    )
    barriers = (
        BarrierContent(1, "skills", "Skills are scarce", "Too few people.", SOURCE),
        BarrierContent(2, "money", "Money is short", "Too little money.", SOURCE),
    )
    return AreaContent(
        id=number,
        position=number,
        code=code,
        lens=lens,
        name=f"Area {code}",
        short_name=code,
        definition="What it is.",
        why="Why it matters.",
        ask=(),
        scrutiny=(),
        themes=(),
        questions=questions,
        barriers=barriers,
    )


FRAMEWORK = FrameworkContent(
    id=1,
    code="small",
    version="1.0",
    title="A small framework",
    summary="",
    status="published",
    digest="0" * 64,
    areas=(area(1, Lens.CHARACTERISTIC, "LEAD"), area(2, Lens.OUTCOME, "DATA")),
    sources=(SOURCE,),
)
CODES = tuple(question.code for question in FRAMEWORK.questions)
NOTHING = Stored({code: StoredAnswer(AnswerContent(), 0) for code in CODES}, {})


def content(stored: Stored = NOTHING, **given: object) -> WorkbookContent:
    stamp = Stamp(
        framework="small",
        framework_version="1.0",
        framework_digest="0" * 64,
        council="S12000001",
        council_name="Alder",
        round="now",
        round_name="Round now",
        language="en-gb",
        made_at=MADE_AT.isoformat(),
        made_by="Ada",
        seen=seen_marks(FRAMEWORK, stored),
        barriers=seen_barriers(FRAMEWORK, stored),
    )
    fields = {
        "framework": FRAMEWORK,
        "council": "Alder Council",
        "round": "Round now",
        "closes_at": MADE_AT,
        "invented": False,
        "made_at": MADE_AT,
        "made_by": "Ada",
        "stored": stored,
        "editable": frozenset({"LEAD", "DATA"}),
        "stamp": stamp,
    }
    return WorkbookContent(**{**fields, **given})  # type: ignore[arg-type]


def answered(answers: Mapping[str, AnswerContent]) -> Stored:
    return Stored({code: StoredAnswer(answers.get(code, AnswerContent()), 1) for code in CODES}, {})


def read_back(data: bytes) -> reading.Reading:
    sheets = opening.open_workbook(data)
    return reading.read(sheets, FRAMEWORK, reading.read_stamp(sheets))


def blank() -> bytes:
    return writing.write(content())


def row_of(key: str, framework: FrameworkContent = FRAMEWORK) -> tuple[str, int]:
    """The sheet and the row of a question, a practice or a barrier, by its key."""
    return next(
        (plan.name, number) for plan in layout.sheets(framework) for number, row in plan.numbered() if row.key == key
    )


def edited(data: bytes, change: Callable[[Book], None]) -> bytes:
    """As somebody with Excel would leave it."""
    book = load_workbook(io.BytesIO(data), rich_text=True)
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def filled(data: bytes, cells: Mapping[tuple[str, Column], object], framework: FrameworkContent = FRAMEWORK) -> bytes:
    """With values typed into cells, by key of the row and column."""

    def fill(book: Book) -> None:
        for (key, column), value in cells.items():
            sheet, row = row_of(key, framework)
            book[sheet].cell(row, column).value = value

    return edited(data, fill)


def repacked(
    data: bytes,
    *,
    replace: Mapping[str, bytes] | None = None,
    add: Mapping[str, bytes] | None = None,
    leave_out: tuple[str, ...] = (),
    compression: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """The same archive with other parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", compression) as new:
        for name in old.namelist():
            if name not in leave_out:
                new.writestr(name, (replace or {}).get(name, old.read(name)))
        for name, part in (add or {}).items():
            new.writestr(name, part)
    return file.getvalue()


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)
