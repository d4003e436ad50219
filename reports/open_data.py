"""A public release as files: CSV, JSON, and the data dictionary that explains their columns.

The names of the columns are part of the promise: they are never translated and never change.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.aggregates import AggregateArea, AggregateGroup, Aggregates, PublicRelease
from reports.aggregates.words import LICENCE, LICENCE_URL, PUBLIC_BAND_FROM, reasons
from reports.exports import rows_csv

Value = str | int | Decimal | None
Words = Any
"""A text that is translated when it is written."""


@dataclass(frozen=True)
class Line:
    """One group in one area of one release: a row of the files."""

    release: PublicRelease
    group: AggregateGroup
    area: AggregateArea


@dataclass(frozen=True)
class Column:
    name: str
    meaning: Words
    unit: Words
    missing: Words
    value: Callable[[Line], Value]


NEVER = gettext_lazy("never")
WITHHELD = gettext_lazy("empty in CSV and null in JSON where the figures are withheld")
NO_BAND = gettext_lazy("empty in CSV and null in JSON where the figures are withheld or there is no band")
SHOWN = gettext_lazy("empty where the figures are shown")
TEXT = gettext_lazy("text")
COUNCILS = gettext_lazy("councils")
LEVEL = gettext_lazy("level, 1.0 to 5.0 in steps of 0.1")
HALF_LEVEL = gettext_lazy("level, 1.0 to 5.0 in steps of 0.5")
DAY = gettext_lazy("date, year-month-day, in the United Kingdom")

COLUMNS = (
    Column("release", gettext_lazy("Id of the benchmark release"), TEXT, NEVER, lambda line: line.release.code),
    Column("released_on", gettext_lazy("When it was computed"), DAY, NEVER, lambda line: _day(line.release)),
    Column(
        "results",
        gettext_lazy("“invented” in a demonstration, otherwise “submitted”"),
        TEXT,
        NEVER,
        lambda line: "invented" if line.release.invented else "submitted",
    ),
    Column("round", gettext_lazy("Round in which councils assessed"), TEXT, NEVER, lambda line: line.release.round),
    Column(
        "framework",
        gettext_lazy("Code of the framework that was asked"),
        TEXT,
        NEVER,
        lambda line: line.release.framework_code,
    ),
    Column("framework_version", gettext_lazy("Its version"), TEXT, NEVER, lambda line: line.release.framework_version),
    Column(
        "group_kind",
        gettext_lazy("“nation” or “council_type”; a type lies within its nation"),
        TEXT,
        NEVER,
        lambda line: line.group.kind,
    ),
    Column("group_code", gettext_lazy("Code of the group of councils"), TEXT, NEVER, lambda line: line.group.code),
    Column("group", gettext_lazy("Its name"), TEXT, NEVER, lambda line: line.group.name),
    Column(
        "councils_in_group",
        gettext_lazy("How many councils the group had at the release"),
        COUNCILS,
        NEVER,
        lambda line: line.group.councils,
    ),
    Column(
        "councils_taking_part",
        gettext_lazy("How many of them are in the release"),
        COUNCILS,
        NEVER,
        lambda line: line.group.taking_part,
    ),
    Column("lens", gettext_lazy("“characteristic” or “outcome”"), TEXT, NEVER, lambda line: line.area.lens),
    Column("area_code", gettext_lazy("Code of the area"), TEXT, NEVER, lambda line: line.area.code),
    Column("area", gettext_lazy("Its name"), TEXT, NEVER, lambda line: line.area.name),
    Column(
        "n",
        gettext_lazy("How many councils are in the figures of this area"),
        COUNCILS,
        WITHHELD,
        lambda line: line.area.n,
    ),
    Column(
        "median",
        gettext_lazy("Half of these councils are at this level or below it"),
        LEVEL,
        WITHHELD,
        lambda line: line.area.median,
    ),
    Column(
        "lower_quartile",
        gettext_lazy("Where their middle half begins"),
        HALF_LEVEL,
        NO_BAND,
        lambda line: line.area.lower,
    ),
    Column(
        "upper_quartile",
        gettext_lazy("Where their middle half ends"),
        HALF_LEVEL,
        NO_BAND,
        lambda line: line.area.upper,
    ),
    Column(
        "withheld", gettext_lazy("Why there are no figures, as a code"), TEXT, SHOWN, lambda line: line.area.withheld
    ),
    Column("reason", gettext_lazy("The same in words"), TEXT, SHOWN, lambda line: line.area.why),
    Column("licence", gettext_lazy("Licence of the data"), TEXT, NEVER, lambda line: LICENCE),
)


def figures_csv(content: Aggregates) -> str:
    """A row for each group and area, in the page's order. No figure is an empty cell, never 0."""
    rows = ([column.value(line) for column in COLUMNS] for line in _lines(content))
    return rows_csv([[column.name for column in COLUMNS], *rows])


def figures_json(content: Aggregates) -> str:
    """The same rows with what they are of, their licence and their data dictionary."""
    release = content.release
    document = {
        "release": {
            "code": release.code,
            "number_in_round": release.number,
            "round": release.round,
            "framework": {"code": release.framework_code, "version": release.framework_version},
            "released_at": release.released_at.isoformat(),
            "public_since": release.public_at.isoformat() if release.public_at else None,
            "digest": release.digest,
            "councils_taking_part": release.councils,
            "later_public_release": release.later or None,
        },
        "results": "invented" if release.invented else "submitted",
        "licence": {"name": LICENCE, "url": LICENCE_URL},
        "method": [{"heading": note.heading, "text": note.text} for note in content.method],
        "columns": [dict(zip(("name", "meaning", "unit", "missing"), row, strict=True)) for row in dictionary(content)],
        "reasons": reasons(release.minimum),
        "figures": [{column.name: _plain(column.value(line)) for column in COLUMNS} for line in _lines(content)],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def dictionary(content: Aggregates) -> list[tuple[str, str, str, str]]:
    """Of each column: name, meaning, unit, and what stands where there is nothing."""
    return [
        (column.name, _with_values(column, content.release.minimum), str(column.unit), str(column.missing))
        for column in COLUMNS
    ]


def dictionary_csv(content: Aggregates) -> str:
    return rows_csv([["column", "meaning", "unit", "missing"], *dictionary(content)])


def _with_values(column: Column, minimum: int) -> str:
    """The meaning, with what the codes stand for."""
    if column.name == "withheld":
        codes = "; ".join(f"{code}: {why}" for code, why in reasons(minimum).items())
        return f"{column.meaning}. {codes}"
    if column.name.endswith("_quartile"):
        return _("%(meaning)s; shown from %(n)s councils") % {"meaning": column.meaning, "n": PUBLIC_BAND_FROM}
    return str(column.meaning)


def _lines(content: Aggregates) -> Iterator[Line]:
    return (Line(content.release, group, area) for group in content.groups for area in group.areas)


def _plain(value: Value) -> str | int | float | None:
    return float(value) if isinstance(value, Decimal) else value


def _day(release: PublicRelease) -> str:
    return localtime(release.released_at).date().isoformat()
