"""The files of a public release: what stands in them, and that each column is explained."""

import csv
import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO

import pytest

from reports import open_data
from reports.aggregates import AggregateArea, AggregateGroup, AggregateLens, Aggregates, PublicRelease
from tests.abuse import FORMULAS

NAMES = [
    "release",
    "released_on",
    "results",
    "round",
    "framework",
    "framework_version",
    "group_kind",
    "group_code",
    "group",
    "councils_in_group",
    "councils_taking_part",
    "lens",
    "area_code",
    "area",
    "n",
    "median",
    "lower_quartile",
    "upper_quartile",
    "withheld",
    "reason",
    "licence",
]

SHOWN = AggregateArea(
    code="DL",
    name="Leadership",
    short_name="Leadership",
    lens="characteristic",
    n=9,
    median=Decimal("2.5"),
    lower=Decimal("2.0"),
    upper=Decimal("3.0"),
    withheld="",
    why="",
)
NO_BAND = replace(SHOWN, code="UF", name="Users", n=8, lower=None, upper=None)
WITHHELD = replace(
    NO_BAND, code="DW", name="Workforce", n=None, median=None, withheld="too_few", why="fewer than 6 councils are in it"
)


def content(*areas: AggregateArea, group: str = "Scotland") -> Aggregates:
    at = datetime(2025, 6, 30, 23, 30, tzinfo=UTC)
    release = PublicRelease(
        code="2025-R1",
        number=1,
        round="Round 2025",
        framework="Digital council",
        framework_code="digital-council",
        framework_version="1.0",
        closed_at=at,
        released_at=at,
        public_at=at,
        digest="0" * 64,
        councils=9,
        invented=False,
        minimum=6,
        later="",
    )
    lens = AggregateLens("characteristic", "Characteristics", "A finding", areas or (SHOWN, NO_BAND, WITHHELD))
    scotland = AggregateGroup("nation-scotland", group, "nation", "Nation", councils=32, taking_part=9, lenses=(lens,))
    return Aggregates(release=release, groups=(scotland,), method=())


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def test_the_columns_keep_their_names_and_their_order():
    """Programs read them by name; add at the end, and take none away."""
    assert open_data.figures_csv(content()).splitlines()[0].split(",") == NAMES
    assert [list(row) for row in json.loads(open_data.figures_json(content()))["figures"]] == [NAMES] * 3


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        pytest.param(0, ("9", "2.5", "2.0", "3.0", "", ""), id="shown"),
        pytest.param(1, ("8", "2.5", "", "", "", ""), id="without a band"),
        pytest.param(2, ("", "", "", "", "too_few", "fewer than 6 councils are in it"), id="withheld"),
    ],
)
def test_what_is_missing_is_an_empty_cell_and_never_nought(place: int, expected: tuple[str, ...]):
    row = rows(open_data.figures_csv(content()))[place]

    assert tuple(row[name] for name in NAMES[14:20]) == expected


def test_json_has_numbers_and_null():
    shown, without_band, withheld = json.loads(open_data.figures_json(content()))["figures"]

    assert (shown["n"], shown["median"], shown["lower_quartile"]) == (9, 2.5, 2.0)
    assert (without_band["median"], without_band["lower_quartile"]) == (2.5, None)
    assert (withheld["n"], withheld["median"], withheld["withheld"]) == (None, None, "too_few")


def test_both_files_say_the_same():
    for cells, figures in zip(
        rows(open_data.figures_csv(content())), json.loads(open_data.figures_json(content()))["figures"], strict=True
    ):
        assert cells == {name: "" if value is None else str(value) for name, value in figures.items()}


def test_a_day_is_one_in_the_united_kingdom():
    assert rows(open_data.figures_csv(content()))[0]["released_on"] == "2025-07-01"


@pytest.mark.parametrize("text", FORMULAS.values(), ids=FORMULAS.keys())
def test_no_name_is_taken_for_a_formula(text: str):
    [row] = rows(open_data.figures_csv(content(replace(SHOWN, name=text), group=text)))

    assert row["group"] == row["area"] == f"'{text}"


def test_the_dictionary_explains_each_column():
    explained = rows(open_data.dictionary_csv(content()))

    assert [row["column"] for row in explained] == NAMES
    assert all(row["meaning"] and row["unit"] and row["missing"] for row in explained)
    assert "too_few: fewer than 6 councils are in it" in explained[NAMES.index("withheld")]["meaning"]
    assert "shown from 9 councils" in explained[NAMES.index("lower_quartile")]["meaning"]


def test_json_carries_its_dictionary_its_licence_and_what_it_is_of():
    document = json.loads(open_data.figures_json(content()))

    assert [column["name"] for column in document["columns"]] == NAMES
    assert document["licence"]["name"] == "Open Government Licence v3.0"
    assert document["release"]["code"] == "2025-R1"
    assert document["results"] == "submitted"
