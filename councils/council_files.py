"""Reading councils from CSV, each mistake named with its line and column."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from councils.models import Nation

COLUMNS = (
    "gss_code",
    "register_code",
    "name",
    "official_name",
    "slug",
    "nation",
    "region",
    "council_type",
    "population_2020",
    "area_km2",
    "lgbf_people_family",
    "lgbf_place_family",
)
UNIQUE = ("gss_code", "register_code", "name", "slug")
FAMILIES = ("lgbf_people_family", "lgbf_place_family")
COUNCIL_TYPES = (
    "City corporation",
    "County",
    "London borough",
    "Metropolitan district",
    "NI district",
    "Non-metropolitan district",
    "Scottish unitary authority",
    "Unitary authority",
    "Welsh unitary authority",
)
LARGEST_NUMBER = 100_000_000

Line = tuple[int, list[str]]
"""The number of a line in its file, from 1, and its cells."""


@dataclass(frozen=True)
class Mistake:
    """Something that keeps the councils from being loaded, and what would be right. `line` counts from 1."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field}: {self.message}"


@dataclass(frozen=True)
class CouncilRow:
    """The facts about one council. The families are those of the Scottish benchmarking framework; None elsewhere."""

    gss_code: str
    register_code: str
    name: str
    official_name: str
    slug: str
    nation: str
    region: str
    council_type: str
    population: int
    area_km2: int
    people_family: int | None
    place_family: int | None


def read_council_file(path: Path) -> tuple[CouncilRow, ...] | list[Mistake]:
    """All councils; or every mistake in the file."""
    lines: list[Line] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            lines.extend((reader.line_num, cells) for cells in reader)
    except UnicodeDecodeError as error:
        return [Mistake(str(path), 1, "file", f"is not UTF-8 text: {error.reason}")]
    except OSError as error:
        return [Mistake(str(path), 1, "file", f"can't be read: {error.strerror}")]
    except csv.Error as error:
        return [Mistake(str(path), len(lines) + 1, "file", f"is not CSV: {error}")]
    mistakes = list(_mistakes(str(path), lines))
    if mistakes:
        return sorted(mistakes, key=lambda mistake: mistake.line)
    return tuple(_council(dict(zip(COLUMNS, cells, strict=True))) for _, cells in lines[1:] if cells)


def _mistakes(file: str, lines: list[Line]) -> Iterator[Mistake]:
    if not lines or tuple(lines[0][1]) != COLUMNS:
        yield Mistake(file, 1, "heading", f"the columns must be {','.join(COLUMNS)}")
        return
    councils = [(line, cells) for line, cells in lines[1:] if cells]
    if not councils:
        yield Mistake(file, 1, "file", "has no councils below its heading")
    whole: list[tuple[int, dict[str, str]]] = []
    for line, cells in councils:
        if len(cells) == len(COLUMNS):
            whole.append((line, {column: cell.strip() for column, cell in zip(COLUMNS, cells, strict=True)}))
        else:
            yield Mistake(file, line, "line", f"has {len(cells)} cells; the heading has {len(COLUMNS)}")
    for line, named in whole:
        yield from (Mistake(file, line, column, message) for column, message in _faults(named))
    yield from _repeated(file, whole)


def _faults(cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Column and message of what is wrong in one line."""
    for column, cell in cells.items():
        message = CHECKS[column](cell)
        if message:
            yield column, message
    for column in FAMILIES:
        if cells["nation"] in Nation.values and bool(cells[column]) != (cells["nation"] == Nation.SCOTLAND):
            yield column, "every council in Scotland has a family, and no other council has one"


def _repeated(file: str, councils: list[tuple[int, dict[str, str]]]) -> Iterator[Mistake]:
    for column in UNIQUE:
        first: dict[str, int] = {}
        for line, cells in councils:
            if cells[column] in first:
                yield Mistake(file, line, column, f"'{cells[column]}' stands in line {first[cells[column]]} already")
            first.setdefault(cells[column], line)


def _council(cells: dict[str, str]) -> CouncilRow:
    cells = {column: cell.strip() for column, cell in cells.items()}
    return CouncilRow(
        gss_code=cells["gss_code"],
        register_code=cells["register_code"],
        name=cells["name"],
        official_name=cells["official_name"],
        slug=cells["slug"],
        nation=cells["nation"],
        region=cells["region"],
        council_type=cells["council_type"],
        population=int(cells["population_2020"]),
        area_km2=int(cells["area_km2"]),
        people_family=_family(cells["lgbf_people_family"]),
        place_family=_family(cells["lgbf_place_family"]),
    )


def _family(cell: str) -> int | None:
    return int(cell) if cell else None


def _matching(pattern: str, what: str) -> Callable[[str], str]:
    compiled = re.compile(pattern)
    return lambda cell: "" if compiled.fullmatch(cell) else f"'{cell}' is not {what}"


def _text(longest: int) -> Callable[[str], str]:
    def fault(cell: str) -> str:
        if not cell:
            return "is empty"
        if not cell.isprintable():
            return "holds a character that can't be seen; take it out"
        return "" if len(cell) <= longest else f"has {len(cell)} characters; at most {longest} fit"

    return fault


def _one_of(known: Iterable[str]) -> Callable[[str], str]:
    words = tuple(known)
    return lambda cell: "" if cell in words else f"'{cell}' is not one of {', '.join(words)}"


def _number(cell: str) -> str:
    if re.fullmatch(r"[0-9]{1,9}", cell) and 1 <= int(cell) <= LARGEST_NUMBER:
        return ""
    return f"'{cell}' is not a whole number from 1 to {LARGEST_NUMBER}, written in digits alone"


CHECKS: dict[str, Callable[[str], str]] = {
    "gss_code": _matching(r"[ENSW][0-9]{8}", "a GSS code, such as S12000033"),
    "register_code": _matching(r"[A-Z0-9]{2,5}", "a register code, such as ABE"),
    "name": _text(80),
    "official_name": _text(120),
    "slug": _matching(r"[a-z0-9]+(-[a-z0-9]+)*", "made of small letters, digits and hyphens"),
    "nation": _one_of(Nation.values),
    "region": _text(40),
    "council_type": _one_of(COUNCIL_TYPES),
    "population_2020": _number,
    "area_km2": _number,
    "lgbf_people_family": _matching(r"[1-4]?", "one of the families 1 to 4"),
    "lgbf_place_family": _matching(r"[1-4]?", "one of the families 1 to 4"),
}
"""For each column, what says what is wrong with a cell; empty where nothing is."""
