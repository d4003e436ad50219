"""One area in one line: its place on the scale, its peers, and its past."""

from decimal import Decimal

from reports.charts.strip import HEIGHT, WIDTH, StripArea, StripWords, lay_out

WORDS = StripWords(others="others", first="2024", now="now")


def area(own: str | None = "3.0", past: tuple[str | None, ...] = (), *, band: bool = True) -> StripArea:
    def level(value: str | None) -> Decimal | None:
        return None if value is None else Decimal(value)

    edges = (Decimal("2.0"), Decimal("3.5")) if band else (None, None)
    return StripArea(level(own), Decimal("2.6"), *edges, past=[level(value) for value in past])


def test_marks_stand_in_the_order_of_their_levels():
    strip = lay_out(area(), words=WORDS)

    assert strip.band.x < strip.median.x1 < strip.own.x < strip.band.x + strip.band.width
    assert (strip.figure.text, strip.others.text) == ("3.0", "others 2.6")


def test_an_area_without_a_score_has_a_sign_and_no_figure():
    strip = lay_out(area(None, past=("2.0",)), words=WORDS)

    assert strip.unscored
    assert (strip.own, strip.figure, strip.trend_dots) == (None, None, ())


def test_without_a_band_there_is_none():
    assert lay_out(area(band=False), words=WORDS).band is None


def test_the_trend_ends_in_the_present_and_rises_with_the_level():
    strip = lay_out(area("3.0", past=("2.0", None)), words=WORDS)

    first, last = strip.trend_dots
    assert first.x < last.x
    assert first.y > last.y
    assert [text.text for text in strip.trend_ends] == ["2024", "now"]


def test_there_is_no_trend_of_one_round():
    assert lay_out(area(), words=WORDS).trend == lay_out(area(past=(None,)), words=WORDS).trend == ""


def test_everything_stays_inside():
    strip = lay_out(area("5.0", past=("1.0", "5.0")), words=WORDS)

    points = [strip.own, *strip.trend_dots]
    assert all(0 <= point.x <= WIDTH for point in points)
    assert all(0 <= point.y <= HEIGHT for point in points)
