"""The PDF: exact, accessible, the same each time, and deaf to whatever is written into it."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pikepdf
import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from weasyprint.urls import FatalURLFetchingError

from reports.content import AreaContent, ScorecardContent
from reports.pdf import REPLACEMENT, PdfFile, make_pdf, with_printable_characters
from reports.rendering import draw_pdf
from reports.tests.papers import elements, full_content, opened, pages_of, run, size_of, text_of, words_of

pytestmark = pytest.mark.django_db

BUILD = settings.STATIC_BUILD_DIR
HOSTILE = (
    "<script>alert(1)</script> <img src='http://example.org/a.png'> <link rel=stylesheet href=file:///etc/passwd> "
    "<style>@import url(http://example.org/b.css); body { display: none }</style> {{ content }} {% now 'Y' %} &amp;"
)


@pytest.fixture(scope="module")
def content(django_db_setup, django_db_blocker) -> ScorecardContent:
    """Made once and kept without its rows: content needs no database."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = full_content()
        transaction.set_rollback(True)
    return made


@pytest.fixture(scope="module")
def file(content) -> PdfFile:
    return draw_pdf(content, identifier="one")


def small(content: ScorecardContent, **changes) -> ScorecardContent:
    """The same with one area of each lens, which is quicker to draw."""
    return replace(content, lenses=tuple(replace(lens, areas=lens.areas[:1]) for lens in content.lenses), **changes)


def with_answers(content: ScorecardContent, **changes) -> ScorecardContent:
    def changed(area: AreaContent) -> AreaContent:
        return replace(area, answers=tuple(replace(answer, **changes) for answer in area.answers))

    lenses = tuple(replace(lens, areas=tuple(map(changed, lens.areas))) for lens in content.lenses)
    return replace(content, lenses=lenses)


# What it says


def test_it_says_of_each_area_what_was_scored(content, file):
    rows = re.sub(r" +", " ", "\n".join(pages_of(file.content)))
    for area in content.areas:
        score = area.score.level or "–"
        group = area.peers.chosen
        row = rf"{score} {group.median} {group.lower} to {group.upper} {group.n} .*{area.score.coverage}%"
        assert re.search(rf"^ ?{re.escape(area.name[:13])}.*\s{row}$", rows, re.MULTILINE), area.name


def test_it_has_every_answer_with_its_level_and_what_that_says(content, file):
    text = text_of(file.content)
    answers = [answer for area in content.areas for answer in area.answers]
    assert len(answers) == 75
    for answer in answers:
        said = f"{answer.code} {answer.short} {answer.state_words} {answer.descriptor}"
        assert " ".join(said.split()) in text


def test_it_says_its_summary_strengths_gaps_findings_and_method(content, file):
    text = text_of(file.content)
    highlights = [f"{highlight.area_name}: {highlight.level}" for highlight in content.strengths + content.gaps]
    findings = [finding.heading for finding in content.findings]
    methods = [note.text for note in content.method]
    for words in [content.summary, *highlights, *findings, *methods, content.submission.digest]:
        assert words in text


def test_every_page_says_what_it_is_from_and_that_it_is_invented(content, file):
    pages = pages_of(file.content)
    assert len(pages) == file.pages
    for number, page in enumerate(pages, start=1):
        assert content.council.name in page
        assert "invented results" in page
        assert f"Release {content.release.code} · digest {content.submission.short_digest}" in page
        assert f"Page {number} of {file.pages}" in page


def test_real_results_are_not_called_invented(content):
    assert "invented" not in text_of(draw_pdf(small(content, invented=False), identifier="one").content)


def test_it_holds_no_notes(content):
    assert all(answer.evidence == answer.reason == "" for area in content.areas for answer in area.answers)


# How it is laid out


def test_it_has_six_to_eight_pages(file):
    assert 6 <= file.pages <= 8


def test_the_last_page_is_not_nearly_empty(file):
    last = [word for word in words_of(file.content) if word.page == file.pages and word.text not in ("Page", "Release")]
    height = size_of(file.content)[1]
    body = [word.bottom for word in last if word.bottom < height * 0.93]
    assert max(body) > height * 0.35


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Argyll and Bute", id="usual"),
        pytest.param("Ŵyndŷr a Gàidhealtachd Ùr", id="Welsh and Gaelic letters"),
        pytest.param("W" * 80, id="longest"),
    ],
)
def test_nothing_stands_outside_the_page(content, name):
    named = small(content, council=replace(content.council, name=name))
    pdf = draw_pdf(named, identifier="one").content
    width, height = size_of(pdf)
    assert name in text_of(pdf).replace(" ", "") or name in text_of(pdf)
    assert all(0 < w.left < w.right < width and 0 < w.top < w.bottom < height for w in words_of(pdf))


def test_a_council_that_answered_nothing_has_a_scorecard_too(content):
    unscored = replace(content.areas[0].score, level=None, coverage=0, unscored="nothing was answered")
    lenses = tuple(
        replace(lens, areas=tuple(replace(a, score=unscored, previous=None, answers=(), themes=()) for a in lens.areas))
        for lens in content.lenses
    )
    empty = replace(content, lenses=lenses, release=None, strengths=(), gaps=(), findings=(), standings=(), barriers=())
    assert draw_pdf(empty, identifier="one").pages >= 3


# How it is read by machines


def test_qpdf_finds_nothing_wrong(file, tmp_path):
    path = tmp_path / "scorecard.pdf"
    path.write_bytes(file.content)
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", str(path), pdf=b"")


def test_it_is_tagged_and_says_so(file, content):
    with opened(file.content) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "en-gb"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.docinfo["/Title"] == f"{content.council.name}: scorecard, {content.round.name}"
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        assert {page.obj.Tabs for page in pdf.pages} == {"/S"}


def test_its_bookmarks_lead_through_it(file):
    with opened(file.content) as pdf, pdf.open_outline() as outline:
        (document,) = outline.root
        titles = [entry.title for entry in document.children]
    for title in ("Strengths", "Gaps", "Characteristics", "Outcomes", "What to look at", "All answers: outcomes"):
        assert title in titles


def test_every_chart_says_in_words_what_it_shows(file, content):
    with opened(file.content) as pdf:
        alternatives = [str(figure.get("/Alt", "")) for figure in elements(pdf, "/Figure")]
    characteristics, outcomes = [lens.finding for lens in content.lenses]
    assert sorted(alternatives) == sorted([characteristics, characteristics, outcomes])


def test_every_header_cell_says_what_it_heads(file, content):
    with opened(file.content) as pdf:
        scopes = [str(cell.A.get("/Scope", "")) for cell in elements(pdf, "/TH")]
    assert scopes.count("/Column") == 8 * len(content.lenses)
    assert scopes.count("/Row") == len(content.areas)
    assert len(scopes) == scopes.count("/Column") + scopes.count("/Row")


def test_links_have_words_and_are_printed():
    html = (
        '<html lang="en"><title>T</title><link rel="stylesheet" href="paper.css">'
        '<p id="x"><a href="https://example.org/?a=1&amp;b=2">An <b>example</b></a> and <a href="#x">this page</a>'
    )
    with opened(make_pdf(html=html, identifier="one", folder=BUILD).content) as pdf:
        links = [(str(link.Contents), int(link.F)) for link in pdf.pages[0].Annots]
    assert set(links) == {("An example", 4), ("this page", 4)}


@pytest.mark.parametrize("council", ["Argyll and Bute", "Ŵyndŷr ẁ ŷ à ò Ì", "東京 😀 Ελλάδα ١٢"])
def test_its_letters_are_embedded_and_of_one_family(content, council):
    named = small(content, council=replace(content.council, name=council))
    with opened(draw_pdf(named, identifier="one").content) as pdf:
        fonts = [font for font in pdf.objects if isinstance(font, pikepdf.Dictionary) and "/FontName" in font]
        assert {str(font.FontName).split("+")[1] for font in fonts} <= {"Noto-Sans", "Noto-Sans-Bold"}
        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)


def test_the_same_content_makes_the_same_bytes(content):
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC)):
        one = draw_pdf(small(content), identifier="one")
    assert draw_pdf(small(content), identifier="one") == one
    assert draw_pdf(small(content), identifier="two") != one


# What it refuses


def test_whatever_officers_write_is_shown_as_they_wrote_it(content):
    hostile = with_answers(small(content), short=HOSTILE, descriptor=HOSTILE)
    hostile = replace(hostile, council=replace(content.council, name=HOSTILE), summary=HOSTILE)
    text = text_of(draw_pdf(hostile, identifier="one").content).replace(" ", "")
    assert text.count(HOSTILE.replace(" ", "")) >= 3
    assert "How this scorecard was made".replace(" ", "") in text


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="http://127.0.0.1:9/a.png" alt="a">',
        '<img src="file:///etc/hostname" alt="a">',
        '<img src="data:image/png;base64,AAAA" alt="a">',
        '<img src="https://bundled.invalid/../../manage.py" alt="a">',
        '<p style="background: url(fonts/../site.css)">a',
        '<link rel="stylesheet" href="https://example.org/a.css">',
        "<style>@import url(site.css)</style>",
    ],
)
def test_a_document_that_asks_for_anything_but_the_bundled_files_is_not_made(markup):
    html = f'<html lang="en"><title>T</title>{markup}<p>a'
    with pytest.raises(FatalURLFetchingError):
        make_pdf(html=html, identifier="one", folder=BUILD)


def test_without_its_fonts_no_document_is_made(tmp_path):
    with pytest.raises(FileNotFoundError):
        make_pdf(html="<p>a", identifier="one", folder=tmp_path)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("Ynys Môn, Ŵ ŷ, Àird", "Ynys Môn, Ŵ ŷ, Àird", id="letters that it has"),
        pytest.param("w\u0302", "ŵ", id="a letter and its accent apart"),
        pytest.param("😀中", REPLACEMENT * 2, id="letters that no bundled font has"),
        pytest.param("a\u202eb\u2066c\u200bd\ufeffe", "abcde", id="marks that turn or hide text"),
        pytest.param("a\x00b\x1bc\ud800d", "abcd", id="control characters and half characters"),
        pytest.param("one\ntwo\tthree", "one\ntwo\tthree", id="white space"),
        pytest.param("non\u2011breaking", "non-breaking", id="a hyphen that the fonts lack"),
    ],
)
def test_it_shows_only_characters_that_its_fonts_have(text, shown):
    assert with_printable_characters(text, folder=BUILD) == shown
