"""One area in one line: its place on the scale, its peers, and its past."""

from decimal import Decimal

from reports.charts.strip import HEIGHT, WIDTH, Strip, StripArea, lay_out


def drawn(own: str | None = "3.0", previous: str | None = None, *, band: bool = True) -> Strip:
    def level(value: str | None) -> Decimal | None:
        return None if value is None else Decimal(value)

    edges = (Decimal("2.0"), Decimal("3.5")) if band else (None, None)
    return lay_out(StripArea(level(own), Decimal("2.6"), *edges, previous=level(previous)), others="others")


def test_marks_stand_in_the_order_of_their_levels():
    strip = drawn()

    assert strip.band.x < strip.median.x1 < strip.own.x < strip.band.x + strip.band.width
    assert (strip.figure.text, strip.others.text) == ("3.0", "others 2.6")


def test_an_area_without_a_score_has_a_sign_and_no_figure():
    strip = drawn(None, previous="2.0")

    assert strip.unscored
    assert (strip.own, strip.figure, strip.link) == (None, None, None)
    assert strip.previous is not None


def test_without_a_band_there_is_none():
    assert drawn(band=False).band is None


def test_a_line_leads_from_the_last_round_to_this_one():
    strip = drawn("3.0", previous="2.0")

    assert (strip.link.x1, strip.link.x2) == (strip.previous.x, strip.own.x)
    assert strip.previous.x < strip.own.x
    assert (drawn().previous, drawn().link) == (None, None)


def test_everything_stays_inside():
    strip = drawn("5.0", previous="1.0")

    assert all(0 <= mark.x <= WIDTH and 0 <= mark.y <= HEIGHT for mark in (strip.own, strip.previous))
