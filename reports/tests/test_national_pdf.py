"""The national report on paper: exact, tagged, within its pages, and deaf to what is written into it."""

import re
from dataclasses import replace

import pikepdf
import pytest
from django.conf import settings
from django.db import transaction

from reports.national import NationalContent
from reports.national.content import GroupArea
from reports.pdf import PdfFile, make_pdf
from reports.rendering import html_of_national
from reports.tests.national import full_national_content
from reports.tests.papers import elements, opened, pages_of, run, size_of, text_of, words_of

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script> <img src='http://example.org/a.png'> <style>@import url(http://a.b/c.css);</style>"


@pytest.fixture(scope="module")
def national(django_db_setup, django_db_blocker) -> NationalContent:
    """Made once and kept without its rows, as the councils' content is."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = full_national_content()
        transaction.set_rollback(True)
    return made


def draw(content: NationalContent) -> PdfFile:
    html = html_of_national(content, code="ABCDEFGHJKMN")
    return make_pdf(html=html, identifier="one", folder=settings.STATIC_BUILD_DIR)


@pytest.fixture(scope="module")
def file(national) -> PdfFile:
    return draw(national)


def with_areas(content: NationalContent, change) -> NationalContent:
    def changed(group):
        lenses = tuple(replace(lens, areas=tuple(map(change, lens.areas))) for lens in group.lenses)
        return replace(group, lenses=lenses)

    return replace(content, nations=tuple(map(changed, content.nations)), types=tuple(map(changed, content.types)))


def withheld(area: GroupArea) -> GroupArea:
    nothing = replace(area.now, n=None, median=None, lower=None, upper=None, reason="too few councils took part")
    return replace(area, now=nothing, earlier=(), words="Not shown: too few councils took part.")


def empty(content: NationalContent) -> NationalContent:
    """Fewer councils than anything can be said of."""
    return replace(content, nations=(), types=(), barriers=(), gaps=(), barriers_note="Fewer than 5 took part.")


def longest(content: NationalContent) -> NationalContent:
    """Four nations, each with the longest texts, and every barrier with the longest definition."""
    nations = tuple(replace(content.nations[0], name=f"Northern Ireland and more {place}") for place in range(4))
    definition = max((barrier.definition for barrier in content.barriers), key=len)
    barriers = tuple(replace(barrier, definition=definition) for barrier in content.barriers)
    return replace(content, nations=nations, barriers=barriers, gaps=content.gaps * 4)


def test_its_figures_are_the_stored_ones(national, file):
    lines = [re.sub(r" +", " ", line).strip() for page in pages_of(file.content) for line in page.splitlines()]
    for area in national.nations[0].areas:
        now = area.now
        assert f"{area.name} {now.median} {now.lower} to {now.upper} {now.n} {area.words}" in lines
        assert f"{area.name} {area.earlier[0].aggregate.median} of {area.earlier[0].aggregate.n} " in " ".join(lines)
    text = text_of(file.content)
    for barrier in national.barriers:
        share = "–" if barrier.percent is None else f"{barrier.percent}%"
        assert f"{barrier.name} {share} {barrier.words} {barrier.definition}" in text


def test_it_has_every_part(national, file):
    text = text_of(file.content)
    said = [
        national.summary,
        national.also_before,
        "12 13 92%",
        "Types of councils side by side",
        "What is in the way",
        *(gap.words for gap in national.gaps),
        *(missing.words for missing in national.not_shown),
        *(note.text for note in national.method),
        *(lens.trend_finding for lens in national.nations[0].lenses),
        national.digest,
        "The figures of this release are not public yet",
    ]
    for words in said:
        assert words in text


def test_every_page_says_what_it_is_from_and_that_it_is_invented(national, file):
    for number, page in enumerate(pages_of(file.content), start=1):
        assert "National report · Digital maturity 2025" in page
        assert "invented results" in page
        assert f"Release 2025-R1 · digest {national.short_digest}" in page
        assert "ABCD-EFGH-JKMN" in page
        assert f"Page {number} of {file.pages}" in page


def test_once_public_it_says_nothing_of_the_digital_office_alone(national):
    assert "not public yet" not in text_of(draw(replace(national, is_public=True)).content)


@pytest.mark.parametrize(
    ("change", "fewest", "most"),
    [
        pytest.param(lambda content: content, 4, 8, id="full"),
        pytest.param(empty, 2, 4, id="empty"),
        pytest.param(lambda content: with_areas(content, withheld), 4, 8, id="all withheld"),
        pytest.param(longest, 8, 12, id="four nations"),
    ],
)
def test_it_stays_within_its_pages_and_inside_them(national, change, fewest, most):
    file = draw(change(national))
    width, height = size_of(file.content)

    assert fewest <= file.pages <= most
    assert all(0 < w.left < w.right < width and 0 < w.top < w.bottom < height for w in words_of(file.content))


def test_the_last_page_is_not_nearly_empty(file):
    height = size_of(file.content)[1]
    last = [w.bottom for w in words_of(file.content) if w.page == file.pages and w.bottom < height * 0.92]
    assert max(last) > height * 0.35


# How it is read by machines


def test_it_is_tagged_checked_and_of_one_family(file, tmp_path):
    path = tmp_path / "national.pdf"
    path.write_bytes(file.content)
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", str(path), pdf=b"")
    with opened(file.content) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo["/Title"]) == "National report, Digital maturity 2025"
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        fonts = [font for font in pdf.objects if isinstance(font, pikepdf.Dictionary) and "/FontName" in font]
        assert {str(font.FontName).split("+")[1] for font in fonts} <= {"Noto-Sans", "Noto-Sans-Bold"}


def test_every_chart_says_in_words_what_it_shows(national, file):
    with opened(file.content) as pdf:
        alternatives = [str(figure.get("/Alt", "")) for figure in elements(pdf, "/Figure")]
    lenses = national.nations[0].lenses
    assert sorted(alternatives) == sorted([one.finding for one in lenses] + [one.trend_finding for one in lenses])


def test_every_header_cell_says_what_it_heads(file):
    with opened(file.content) as pdf:
        scopes = [str(cell.A.get("/Scope", "")) for cell in elements(pdf, "/TH")]
    assert scopes
    assert set(scopes) == {"/Column", "/Row"}


# What it refuses


def test_whatever_is_written_into_a_name_is_shown_as_it_was_written(national):
    hostile = replace(
        national,
        summary=HOSTILE,
        round=replace(national.round, name=HOSTILE),
        nations=(replace(national.nations[0], name=HOSTILE),),
        barriers=(replace(national.barriers[0], name=HOSTILE, definition=HOSTILE),),
    )
    text = text_of(draw(hostile).content).replace(" ", "")
    assert text.count(HOSTILE.replace(" ", "")) >= 4
