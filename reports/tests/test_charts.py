"""Where charts put their marks, and what the drawn SVG promises."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from reports.charts import radar, range_plot
from reports.charts.frames import NARROW, WIDE, Frame
from reports.charts.parts import cut, text_width, wrap
from reports.charts.radar import CENTRE_X, CENTRE_Y, INNER, OUTER, Radar, RadarAxis, RadarWords
from reports.charts.range_plot import RangePlot, RangeRow, RangeWords

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("x")</script>&\'"'

RANGE_WORDS = RangeWords(
    levels=("Not started", "Exploring", "Developing", "Established", "Leading"),
    own="This council",
    previous="Round 2025",
    median="Median of others",
    band="Middle half of others",
    unscored="Not scored",
)
RADAR_WORDS = RadarWords(own="This council", median="Median", band="Middle half", unscored="not scored")

FULL_ROW = RangeRow(
    name="Digital leadership",
    short_name="Leadership",
    own=Decimal("3.4"),
    previous=Decimal("2.9"),
    median=Decimal("3.0"),
    lower=Decimal("2.5"),
    upper=Decimal("3.5"),
    words="above typical",
)
FULL_AXIS = RadarAxis("Leadership", Decimal("3.4"), Decimal("3.0"), Decimal("2.5"), Decimal("3.5"))
FRAMES = [pytest.param(WIDE, id="wide"), pytest.param(NARROW, id="narrow")]


def plot_of(*rows: RangeRow, frame: Frame = WIDE) -> RangePlot:
    return range_plot.lay_out(rows, words=RANGE_WORDS, frame=frame)


def radar_of(*axes: RadarAxis) -> Radar:
    return radar.lay_out(axes, words=RADAR_WORDS)


def texts_of(plot: RangePlot) -> list[str]:
    return [text.text for row in plot.rows for text in (*row.label, *row.words)]


def kinds(drawn: RangePlot | Radar) -> list[str]:
    return [item.kind for item in drawn.legend]


# Range plot


@pytest.mark.parametrize("frame", FRAMES)
def test_the_scale_runs_from_level_1_to_level_5(frame: Frame):
    places = [range_plot.x_of(level, frame) for level in (1, 2, 3, 4, 5)]

    assert places[0] == frame.left
    assert places[-1] == frame.right
    assert len({round(b - a, 1) for a, b in pairwise(places)}) == 1


def test_all_marks_of_a_row_are_on_one_height_and_at_their_levels():
    row = plot_of(FULL_ROW).rows[0]

    assert row.own.x == range_plot.x_of(Decimal("3.4"), WIDE)
    assert row.previous.x == range_plot.x_of(Decimal("2.9"), WIDE)
    assert row.median.x1 == row.median.x2 == range_plot.x_of(Decimal("3.0"), WIDE)
    assert row.band.x == range_plot.x_of(Decimal("2.5"), WIDE)
    assert row.band.x + row.band.width == pytest.approx(range_plot.x_of(Decimal("3.5"), WIDE), abs=0.1)
    assert row.own.y == row.previous.y == (row.median.y1 + row.median.y2) / 2 == row.band.y + row.band.height / 2
    assert (row.link.x1, row.link.x2) == (row.previous.x, row.own.x)


def test_the_own_figure_stands_over_its_dot():
    row = plot_of(FULL_ROW).rows[0]

    assert row.figure.text == "3.4"
    assert row.figure.x == row.own.x
    assert row.figure.y < row.own.y


@pytest.mark.parametrize("frame", FRAMES)
def test_an_area_without_a_score_has_a_diamond_off_the_scale_and_words(frame: Frame):
    row = plot_of(replace(FULL_ROW, own=None, words="not scored"), frame=frame).rows[0]

    assert (row.own, row.figure, row.link) == (None, None, None)
    assert row.words[0].text == "not scored"
    assert all(float(corner.split(",")[0]) < frame.left for corner in row.unscored.split())


def test_without_peers_there_is_neither_band_nor_median():
    row = plot_of(replace(FULL_ROW, median=None, lower=None, upper=None)).rows[0]

    assert (row.band, row.median) == (None, None)
    assert row.own is not None


def test_the_legend_explains_the_signs_that_occur_and_no_others():
    assert kinds(plot_of(FULL_ROW)) == ["own", "previous", "median", "band"]
    alone = replace(FULL_ROW, own=None, previous=None, median=None, lower=None, upper=None)
    assert kinds(plot_of(alone)) == ["unscored"]


def test_rows_stay_in_the_order_given():
    rows = [replace(FULL_ROW, name=name) for name in ("Zebra", "Apple", "Mango")]

    plot = plot_of(*rows)

    assert [row.label[0].text for row in plot.rows] == ["Zebra", "Apple", "Mango"]
    assert [row.rule.y1 for row in plot.rows] == sorted(row.rule.y1 for row in plot.rows)


def test_a_long_name_takes_two_lines_beside_the_scale_and_its_short_form_above():
    row = replace(FULL_ROW, name="The economic productivity and growth of rural places", short_name="Economy")

    assert len(plot_of(row).rows[0].label) == 2
    assert [text.text for text in plot_of(row, frame=NARROW).rows[0].label] == ["Economy"]


levels = st.decimals(min_value=1, max_value=5, places=1)


@given(
    own=levels, previous=levels, median=levels, band=st.tuples(levels, levels), frame=st.sampled_from([WIDE, NARROW])
)
def test_no_mark_leaves_the_drawing(own, previous, median, band, frame):
    row = replace(FULL_ROW, own=own, previous=previous, median=median, lower=min(band), upper=max(band))

    plot = plot_of(row, row, frame=frame)

    drawn = plot.rows[1]
    xs = [drawn.own.x, drawn.previous.x, drawn.median.x1, drawn.band.x, drawn.band.x + drawn.band.width]
    ys = [drawn.median.y1, drawn.median.y2, *(item.label.y for item in plot.legend)]
    assert all(frame.left - 0.1 <= x <= frame.right + 0.1 for x in xs)
    assert all(0 < y < plot.height for y in ys)


# Radar


def test_the_first_axis_points_up_and_the_others_follow_clockwise():
    drawn = radar_of(*[replace(FULL_AXIS, own=Decimal(5))] * 4)

    assert [(dot.x, dot.y) for dot in drawn.dots] == [
        (CENTRE_X, CENTRE_Y - OUTER),
        (CENTRE_X + OUTER, CENTRE_Y),
        (CENTRE_X, CENTRE_Y + OUTER),
        (CENTRE_X - OUTER, CENTRE_Y),
    ]


@pytest.mark.parametrize(
    ("level", "radius"),
    [
        pytest.param("1", INNER, id="level 1 is a small ring, not the middle"),
        pytest.param("3", (INNER + OUTER) / 2, id="level 3 is half-way"),
        pytest.param("5", OUTER, id="level 5 is the outer ring"),
    ],
)
def test_a_dot_is_as_far_out_as_its_level(level: str, radius: float):
    drawn = radar_of(*[replace(FULL_AXIS, own=Decimal(level))] * 6)

    assert drawn.dots[0].y == pytest.approx(CENTRE_Y - radius, abs=0.1)


def test_with_all_scores_the_own_line_is_closed():
    drawn = radar_of(*[FULL_AXIS] * 6)

    assert drawn.own.startswith("M")
    assert drawn.own.endswith("Z")
    assert drawn.own.count("L") == 5


def test_around_an_area_without_a_score_the_own_line_has_a_hole():
    drawn = radar_of(replace(FULL_AXIS, own=None), *[FULL_AXIS] * 5)

    assert "Z" not in drawn.own
    assert drawn.own.count("M") == 4
    assert len(drawn.dots) == 5
    assert drawn.labels[0].figure.text == "not scored"
    assert drawn.labels[0].unscored
    assert not drawn.labels[1].unscored


def test_a_single_score_is_a_dot_without_a_line():
    drawn = radar_of(FULL_AXIS, *[replace(FULL_AXIS, own=None)] * 5)

    assert drawn.own == ""
    assert len(drawn.dots) == 1


@pytest.mark.parametrize(
    ("axis", "shown"),
    [
        pytest.param(FULL_AXIS, ["line", "ring"], id="a ring where all have a band"),
        pytest.param(
            replace(FULL_AXIS, lower=None, upper=None), ["line", "dashes"], id="the median where they have none"
        ),
        pytest.param(replace(FULL_AXIS, lower=None, upper=None, median=None), ["line"], id="nothing without peers"),
    ],
)
def test_peers_are_a_ring_or_a_dashed_line(axis: RadarAxis, shown: list[str]):
    drawn = radar_of(axis, *[FULL_AXIS if axis.median else axis] * 5)

    assert kinds(drawn) == shown
    assert bool(drawn.band) == ("ring" in shown)
    assert bool(drawn.median) == ("dashes" in shown)


@pytest.mark.parametrize("count", [3, 4, 5, 6, 7, 8])
def test_labels_stand_outside_the_rings_and_inside_the_drawing(count: int):
    drawn = radar_of(*[replace(FULL_AXIS, short_name="Collaboration")] * count)

    for label in drawn.labels:
        for text in (*label.name, label.figure):
            start = {"start": 0, "middle": 0.5, "end": 1}[text.anchor]
            left = text.x - start * text_width(text.text, drawn.size)
            assert left >= 0
            assert left + text_width(text.text, drawn.size) <= drawn.width
            assert 0 < text.y < drawn.height
        anchored = label.figure
        assert (anchored.x - CENTRE_X) ** 2 + (anchored.y - CENTRE_Y) ** 2 > OUTER**2


@pytest.mark.parametrize(("axes", "suits"), [(2, False), (3, True), (6, True), (8, True), (9, False)])
def test_a_radar_suits_few_areas_alone(axes: int, suits: bool):
    assert radar.suits(axes) == suits


# Words


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("", ("",), id="nothing"),
        pytest.param("Data", ("Data",), id="one word"),
        pytest.param("Ethics and sustainability", ("Ethics and", "sustainability"), id="two lines"),
        pytest.param(
            "Aaaa bbbb cccc dddd eeee ffff gggg", ("Aaaa bbbb cccc", "dddd eeee ffff g…"), id="cut in the last line"
        ),
        pytest.param("Donaudampfschifffahrt", ("Donaudampfschi…",), id="one long word is cut"),
    ],
)
def test_words_wrap_and_are_cut_where_there_is_no_room(text: str, lines: tuple[str, ...]):
    assert wrap(text, size=10, width=90) == lines


@given(text=st.text(max_size=60), width=st.floats(min_value=20, max_value=200))
def test_a_cut_text_fits(text: str, width: float):
    assert text_width(cut(text, size=10, width=width), 10) <= width


# What is drawn


def range_svg(row: RangeRow = FULL_ROW, title: str = "A finding") -> str:
    return render_to_string("charts/range_plot.svg", {"plot": plot_of(row), "title": title})


def radar_svg(axis: RadarAxis = FULL_AXIS, title: str = "A finding") -> str:
    return render_to_string("charts/radar.svg", {"radar": radar_of(*[axis] * 6), "title": title})


def parse(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - what we drew ourselves


@pytest.mark.parametrize("svg", [pytest.param(range_svg, id="range plot"), pytest.param(radar_svg, id="radar")])
def test_a_drawing_is_a_picture_with_a_title_and_without_styles(svg):
    drawn = parse(svg())

    assert drawn.get("role") == "img"
    assert drawn[0].tag == f"{SVG}title"
    assert drawn[0].text == "A finding"
    assert {"width", "height", "viewBox"} <= set(drawn.attrib)
    assert not [part for part in drawn.iter() if {"style", "id"} & set(part.attrib)]


@pytest.mark.parametrize(
    "svg",
    [
        pytest.param(lambda: range_svg(replace(FULL_ROW, name=HOSTILE, words=HOSTILE), HOSTILE), id="range plot"),
        pytest.param(lambda: radar_svg(replace(FULL_AXIS, short_name=HOSTILE), HOSTILE), id="radar"),
    ],
)
def test_hostile_words_stay_words(svg):
    drawn = parse(svg())

    assert drawn[0].text == HOSTILE
    assert not [part for part in drawn.iter() if part.tag.endswith("script")]


def test_the_drawn_words_are_those_of_the_geometry():
    words = [text for part in parse(range_svg()).iter(f"{SVG}text") for text in [part.text]]

    assert set(texts_of(plot_of(FULL_ROW))) <= set(words)
    assert {"3.4", "1", "5", "Not started", "Leading", "Round 2025"} <= set(words)
