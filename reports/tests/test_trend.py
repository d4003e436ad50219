"""Small multiples: the own line over the peers' median, on one scale, with releases as ticks."""

from decimal import Decimal

import pytest

from reports.charts.trend import NARROW, WIDE, Frame, Trend, TrendArea, TrendMark, TrendWords, lay_out

WORDS = TrendWords(own="This council", median="Median", released="Released", first="Round 2023", last="Round 2025")


def mark(
    own: str | None, median: str | None = None, *, is_released: bool = True, same_others: bool = True
) -> TrendMark:
    levels = (None if level is None else Decimal(level) for level in (own, median))
    return TrendMark(*levels, is_released=is_released, same_others=same_others)


def drawn(*marks: TrendMark, areas: int = 1, frame: Frame = WIDE) -> Trend:
    return lay_out([TrendArea(f"Area {number}", "Short", marks) for number in range(areas)], words=WORDS, frame=frame)


def test_the_line_rises_with_the_level_and_runs_with_the_rounds():
    (panel,) = drawn(mark("2.0"), mark("3.0"), mark("4.0")).panels

    xs, ys = [dot.x for dot in panel.dots], [dot.y for dot in panel.dots]
    assert xs == sorted(xs)
    assert ys == sorted(ys, reverse=True)
    assert panel.own.count("M") == 2


def test_every_panel_has_the_same_scale():
    panels = drawn(mark("2.0"), mark("2.2"), areas=12).panels

    assert len({panel.dots[0].y - panel.name.y for panel in panels}) == 1
    assert [[text.text for text in panel.ends] for panel in panels] == [["1", "5"], [], []] * 4


def test_a_round_without_a_score_breaks_the_line():
    (panel,) = drawn(mark("2.0"), mark(None), mark("4.0")).panels

    assert (panel.own, len(panel.dots)) == ("", 2)


@pytest.mark.parametrize(
    ("medians", "lines", "bars"),
    [
        pytest.param(["2.0", "2.2", "2.4"], 2, 3, id="shown in all"),
        pytest.param(["2.0", None, "2.4"], 0, 2, id="withheld between"),
        pytest.param([None, "2.2", "2.4"], 1, 2, id="withheld at first"),
        pytest.param([None, None, None], 0, 0, id="never shown"),
    ],
)
def test_medians_are_joined_only_where_both_releases_showed_them(medians, lines, bars):
    (panel,) = drawn(*(mark("3.0", median) for median in medians)).panels

    assert panel.median.count("M") == lines
    assert panel.bars.count("M") == bars


def test_medians_of_other_councils_than_before_are_not_joined():
    (panel,) = drawn(mark("3.0", "2.0"), mark("3.0", "2.2", same_others=False), mark("3.0", "2.4")).panels

    assert (panel.median.count("M"), panel.bars.count("M"), panel.own.count("M")) == (1, 3, 2)


def test_releases_are_ticks_and_rounds_without_one_have_none():
    (panel,) = drawn(mark("2.0"), mark("3.0"), mark("3.5", is_released=False)).panels

    assert panel.ticks.count("M") == 2


@pytest.mark.parametrize(
    ("own", "median", "first"),
    [
        pytest.param("3.0", "3.0", "own", id="the same"),
        pytest.param("3.0", "3.1", "median", id="a little below"),
        pytest.param("3.1", "3.0", "own", id="a little above"),
    ],
)
def test_figures_that_would_touch_are_moved_apart_in_their_order(own, median, first):
    (panel,) = drawn(mark("2.0", "2.0"), mark(own, median)).panels

    upper, lower = (panel.figure, panel.others) if first == "own" else (panel.others, panel.figure)
    assert lower.y - upper.y >= 10


def test_an_area_that_is_not_scored_now_has_no_figure():
    (panel,) = drawn(mark("2.0"), mark(None, "2.4")).panels

    assert panel.figure is None
    assert panel.others.text == "2.4"


@pytest.mark.parametrize(("areas", "named"), [(6, {3, 4, 5}), (5, {2, 3, 4}), (1, {0})])
def test_rounds_are_named_under_the_lowest_panel_of_each_column(areas, named):
    panels = drawn(mark("2.0"), mark("3.0"), areas=areas).panels

    assert {place for place, panel in enumerate(panels) if panel.rounds} == named
    assert [text.text for text in panels[-1].rounds] == ["Round 2023", "Round 2025"]


@pytest.mark.parametrize("frame", [WIDE, NARROW])
def test_everything_stays_inside(frame):
    trend = drawn(mark("5.0", "1.0"), mark("1.0", "5.0"), areas=7, frame=frame)

    for panel in trend.panels:
        texts = [panel.name, panel.figure, panel.others, *panel.ends, *panel.rounds]
        assert all(0 <= text.x <= trend.width and 0 < text.y < trend.height for text in texts)
        assert all(0 <= dot.x <= trend.width and 0 < dot.y < trend.height for dot in panel.dots)


def test_the_legend_names_the_signs_that_occur_and_no_others():
    assert [item.kind for item in drawn(mark("2.0", "2.1"), mark("3.0")).legend] == ["line", "bars", "tick"]
    alone = drawn(mark("2.0", is_released=False), mark("3.0", is_released=False))
    assert [item.kind for item in alone.legend] == ["line"]


def test_a_name_that_does_not_fit_gives_way_to_the_short_one():
    area = TrendArea("A name that is a good deal longer than a panel is wide", "Short", [mark("2.0"), mark("2.0")])

    assert lay_out([area], words=WORDS, frame=WIDE).panels[0].name.text == "Short"
