"""Each document of a council that said nothing, everything, or the most, and in Welsh letters: length and layout."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from assessments.models import Score
from reports.content import AreaContent, ScorecardContent
from reports.models import COUNCILS_OWN, DocumentKind
from reports.pdf import PdfFile
from reports.rendering import draw_pdf
from reports.tests.papers import full_content, pages_of, size_of, text_of, words_of
from reports.tests.test_pdf import empty, longest

pytestmark = [pytest.mark.django_db, pytest.mark.once]

WELSH = "Ŵyndŷr ac Ynys Môn â’r Dŵr Ẁ ẃ Ẅ ÿ Ỳ ỳ Ï"
LETTERS = str.maketrans("aeiouwyAEIOUWY", "âêîôûŵŷÂÊÎÔÛŴŶ")
FOOT = 0.94
"""Of the height: below it stand release, digest and page number."""


def full(content: ScorecardContent) -> ScorecardContent:
    return content


def welsh(content: ScorecardContent) -> ScorecardContent:
    """A circumflex on each vowel of areas and descriptors, and all other letters in the council’s name."""

    def named(area: AreaContent) -> AreaContent:
        answers = tuple(replace(answer, descriptor=answer.descriptor.translate(LETTERS)) for answer in area.answers)
        return replace(area, name=area.name.translate(LETTERS), answers=answers)

    lenses = tuple(replace(lens, areas=tuple(map(named, lens.areas))) for lens in content.lenses)
    return replace(content, lenses=lenses, council=replace(content.council, name=WELSH))


COUNCILS: dict[str, Callable[[ScorecardContent], ScorecardContent]] = {
    "empty": empty,
    "full": full,
    "longest texts": longest,
    "Welsh letters": welsh,
}
EXECUTIVE, FULL, SCRUTINY = COUNCILS_OWN
PAGES = {
    ("empty", EXECUTIVE): (2, 2),
    ("full", EXECUTIVE): (2, 2),
    ("longest texts", EXECUTIVE): (2, 2),
    ("Welsh letters", EXECUTIVE): (2, 2),
    ("empty", FULL): (6, 12),
    ("full", FULL): (8, 13),
    ("longest texts", FULL): (8, 16),
    ("Welsh letters", FULL): (8, 13),
    ("empty", SCRUTINY): (2, 4),
    ("full", SCRUTINY): (4, 4),
    ("longest texts", SCRUTINY): (4, 5),
    ("Welsh letters", SCRUTINY): (4, 4),
}


@pytest.fixture(scope="module")
def drawn(content, documents) -> dict[tuple[str, DocumentKind], PdfFile]:
    """Each once, for all tests."""
    return {
        (name, kind): documents[kind] if name == "full" else draw_pdf(change(content), kind=kind, identifier="one")
        for name, change in COUNCILS.items()
        for kind in COUNCILS_OWN
    }


EACH = pytest.mark.parametrize("of", [pytest.param(of, id=f"{of[0]}, {of[1]}") for of in PAGES])


@EACH
def test_it_has_as_many_pages_as_it_should(drawn, of):
    fewest, most = PAGES[of]
    assert fewest <= drawn[of].pages <= most


@EACH
def test_no_text_is_outside_the_page_or_runs_into_its_foot(drawn, of):
    width, height = size_of(drawn[of].content)
    for word in words_of(drawn[of].content):
        assert 0 < word.left < word.right < width, word
        assert 0 < word.top < word.bottom < height, word
        assert word.bottom < height * FOOT or word.top > height * FOOT, word


@EACH
def test_no_page_is_blank_and_each_has_its_number(drawn, of):
    pages = pages_of(drawn[of].content)
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {drawn[of].pages}" in page
        assert len(page.split()) > 40, number


@pytest.mark.parametrize("kind", COUNCILS_OWN)
def test_welsh_letters_come_out_as_they_are(drawn, kind):
    text = text_of(drawn["Welsh letters", kind].content)
    assert set(WELSH) - {" "} <= set(text)
    assert "\ufffd" not in text


@pytest.mark.parametrize("kind", [EXECUTIVE, FULL])
def test_the_figures_on_paper_are_the_stored_scores(kind):
    content = full_content()
    rows = Score.objects.filter(submission=content.submission.id, theme=None).select_related("area")
    stored = {row.area.code: row.value for row in rows}
    text = text_of(draw_pdf(content, kind=kind, identifier="one").content)
    assert set(stored) == {area.code for area in content.areas}
    for area in content.areas:
        value = stored[area.code]
        level = "–" if value is None else str((1 + 4 * value).quantize(Decimal("0.1")))
        assert f"{area.name} {level} " in text, area.name
