"""A document that hangs or swells is ended, and the next one is made."""

import pytest
from django.conf import settings

from reports import rendering
from reports.models import DocumentState
from reports.pressing import Failed, Press, TookTooLong, TookTooMuch
from reports.rendering import work_on
from reports.tests.wanted import now, want

SMALL = "<html lang=en><title>T</title><p>One page"
HANGING = "<html lang=en><title>T</title>" + "<p>word <b>word</b>" * 8000
SWELLING = "<html lang=en><title>T</title><p>" + "word " * 3_000_000
ROOMY, NARROW = 1000, 300


@pytest.fixture
def press_with():
    """Presses that are closed afterwards."""
    made: list[Press] = []

    def start(**limits: float) -> Press:
        made.append(Press(**{"seconds": 60, "megabytes": ROOMY} | limits))
        return made[-1]

    yield start
    for press in made:
        press.close()


def pages(press: Press, html: str = SMALL) -> int:
    return press.make(html=html, identifier="one", folder=settings.STATIC_BUILD_DIR).pages


def test_the_same_document_gives_the_same_bytes_in_another_process(press_with):
    order = {"html": SMALL, "identifier": "one", "folder": settings.STATIC_BUILD_DIR}

    assert press_with().make(**order) == rendering.make_pdf(**order)


def test_what_breaks_is_named_and_the_next_one_is_made(press_with):
    press = press_with()

    with pytest.raises(Failed, match="FatalURLFetchingError"):
        pages(press, "<link rel=stylesheet href=http://127.0.0.1:9/x.css>")

    assert pages(press) == 1


def test_a_child_is_replaced_after_its_life(press_with):
    press = press_with(life=2)
    children = set()
    for _ in range(4):
        pages(press)
        children.add(press._child and press._child.process.pid)

    assert len(children - {None}) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("html", "limits", "error"),
    [
        pytest.param(HANGING, {"seconds": 2}, TookTooLong.CODE, id="it hangs"),
        pytest.param(SWELLING, {"megabytes": NARROW}, TookTooMuch.CODE, id="it swells"),
    ],
)
def test_the_row_says_so_in_words_after_one_attempt_and_the_others_go_on(press_with, monkeypatch, html, limits, error):
    bad, good = want(), want()
    press, html_of = press_with(**limits), rendering.html_of
    monkeypatch.setattr(rendering, "press", lambda: press)
    monkeypatch.setattr(
        rendering, "html_of", lambda *a, code, **k: html if code == bad.code else html_of(*a, code=code)
    )

    work_on(scorecard_id=bad.pk)
    monkeypatch.setattr(press, "_seconds", 60)
    work_on(scorecard_id=good.pk)

    assert (now(bad).state, bad.error, bad.attempts) == (DocumentState.FAILED, error, 1)
    assert now(good).state == DocumentState.MADE
