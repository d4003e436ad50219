"""The PDF: exact, accessible, the same each time, and deaf to whatever is written into it."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pikepdf
import pytest
import time_machine
from django.conf import settings
from weasyprint.urls import FatalURLFetchingError

from reports.benchmarking import Position
from reports.content import AreaContent, ComparedAlike, ScorecardContent
from reports.models import COUNCILS_OWN, DocumentKind
from reports.paper.markup import without_indentation
from reports.pdf import REPLACEMENT, PdfFile, make_pdf, press_of, printable
from reports.rendering import draw_pdf
from reports.tests.papers import elements, opened, pages_of, run, size_of, text_of, words_of

# Drawing knows no database, so once is enough; the content that it starts from is tested on both.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

BUILD = settings.STATIC_BUILD_DIR
HOSTILE = (
    "<script>alert(1)</script> <img src='http://example.org/a.png'> <link rel=stylesheet href=file:///etc/passwd> "
    "<style>@import url(http://example.org/b.css); body { display: none }</style> {{ content }} {% now 'Y' %} &amp;"
)


FULL = DocumentKind.SCORECARD
ALL = [pytest.param(kind, id=kind.value) for kind in COUNCILS_OWN]
COLUMNS = {DocumentKind.EXECUTIVE: 12, DocumentKind.SCORECARD: 12 + 18 * 4 + 2 * 8, DocumentKind.SCRUTINY: 2}
PAGES = {DocumentKind.EXECUTIVE: (2, 2), DocumentKind.SCORECARD: (8, 13), DocumentKind.SCRUTINY: (4, 4)}
"""The full one has up to twelve, and from the council's second round on one more, for the trend."""
LONG_NAME = "Comhairle nan Eilean Siar agus Bwrdeistref Sirol Pen-y-bont ar Ogwr"


@pytest.fixture(scope="module")
def file(documents) -> PdfFile:
    return documents[FULL]


def draw(content: ScorecardContent, kind: DocumentKind = FULL, identifier: str = "one") -> PdfFile:
    return draw_pdf(content, kind=kind, identifier=identifier)


def small(content: ScorecardContent, **changes) -> ScorecardContent:
    """The same with one area of each lens, which is quicker to draw."""
    return replace(content, lenses=tuple(replace(lens, areas=lens.areas[:1]) for lens in content.lenses), **changes)


def with_answers(content: ScorecardContent, **changes) -> ScorecardContent:
    def changed(area: AreaContent) -> AreaContent:
        return replace(area, answers=tuple(replace(answer, **changes) for answer in area.answers))

    lenses = tuple(replace(lens, areas=tuple(map(changed, lens.areas))) for lens in content.lenses)
    return replace(content, lenses=lenses)


def longest(content: ScorecardContent) -> ScorecardContent:
    """As long as it can get: each text of an answer as long as the longest of its kind, everything in the way."""
    answers = [answer for area in content.areas for answer in area.answers]
    descriptor = max((answer.descriptor for answer in answers), key=len)
    barriers = max((area.barriers for area in content.areas), key=len) or ("Digital skills in short supply",) * 5
    study = max((a.case_study for a in content.areas if a.case_study), key=lambda s: len(s.did + s.result))
    fuller = with_answers(content, descriptor=descriptor, next_descriptor=descriptor)

    def full(area: AreaContent) -> AreaContent:
        return replace(area, barriers=barriers, case_study=study, finding=f"{area.finding} {area.finding}")

    lenses = tuple(replace(lens, areas=tuple(map(full, lens.areas))) for lens in fuller.lenses)
    unsure = "Less sure, because only 6 other councils are in the figures, and a band needs 8."
    some = ", ".join(area.name for area in content.areas[:4])
    return replace(
        fuller,
        lenses=lenses,
        council=replace(content.council, name=LONG_NAME),
        certainties=tuple(ComparedAlike(unsure, some) for _ in range(3)),
        steps=tuple(max(content.steps, key=lambda step: len(step.heading + step.text)) for _ in range(5)),
    )


def empty(content: ScorecardContent) -> ScorecardContent:
    """A council that answered nothing, before any release."""
    unscored = replace(content.areas[0].score, level=None, coverage=0, unscored="0% was answered and a score needs 75%")
    alone = replace(content.areas[0].peers, chosen=None, others=(), position=None)
    bare = with_answers(content, state="unanswered", state_words="Not answered", level=None, target=None, descriptor="")

    def without(area: AreaContent) -> AreaContent:
        return replace(
            area,
            score=unscored,
            peers=alone,
            previous=None,
            trend=None,
            themes=(),
            barriers=(),
            case_study=None,
        )

    lenses = tuple(replace(lens, areas=tuple(map(without, lens.areas))) for lens in bare.lenses)
    nothing: dict[str, object] = {
        "strengths": (),
        "gaps": (),
        "steps": (),
        "findings": (),
        "standings": (),
        "certainties": (),
    }
    return replace(bare, lenses=lenses, release=None, barriers=(), change="", **nothing)


# What it says


@pytest.mark.parametrize("kind", [DocumentKind.EXECUTIVE, DocumentKind.SCORECARD])
def test_its_figures_are_those_of_the_content(content, documents, kind):
    rows = re.sub(r" +", " ", "\n".join(pages_of(documents[kind].content)[:2]))
    for area in content.areas:
        score = area.score.level or "–"
        group = area.peers.chosen
        before = f"{area.previous.level}, {area.previous.words}" if area.previous else "–"
        row = rf"{score} {group.median} {group.lower} to {group.upper} {group.n} {re.escape(before)}"
        assert re.search(rf"^ ?{re.escape(area.name[:13])}.*\s{row}$", rows, re.MULTILINE), area.name


def test_the_full_one_has_each_area_with_its_sentence_barriers_practices_and_answers(content, file):
    text = text_of(file.content)
    answers = [answer for area in content.areas for answer in area.answers]
    assert len(answers) == 75
    for answer in answers:
        assert answer.descriptor in text
        assert all(practice.text in text for practice in answer.practices)
    for area in content.areas:
        chosen = area.peers.chosen
        assert f"{area.finding} Their middle half: {chosen.lower} to {chosen.upper}. Round 2024: 2.4, " in text
        assert area.case_study is None or area.case_study.did in text
    assert all(answer.code in text for answer in answers)


def test_the_full_one_sets_each_area_of_all_rounds_on_one_page(content, file):
    (page,) = [page for page in pages_of(file.content) if "Since Round 2024: up in" in page]
    lines = [re.sub(r" +", " ", line).strip() for line in page.splitlines()]
    assert all(area.trend.points[0].median and area.trend.points[1].median for area in content.areas)
    for area in content.areas:
        before, now = area.trend.points
        own = now.own or "–"
        row = f"{area.name} {before.own} {before.median} of {before.n} {own} {now.median} of {now.n}"
        assert any(line.startswith(row) for line in lines), row
        assert area.trend.words in " ".join(lines) or area.score.level is None


def test_the_first_round_has_no_page_for_the_trend_but_says_what_will_be_there(content):
    lenses = tuple(
        replace(lens, trend_finding="", areas=tuple(replace(area, trend=None) for area in lens.areas))
        for lens in content.lenses
    )
    alone = draw(replace(content, lenses=lenses, trend_note="From the second round on, a trend."))
    assert "From the second round on, a trend." in text_of(alone.content)
    assert "Since Round 2024" not in text_of(alone.content).replace("Change since the last round. Since Round 2024", "")
    assert alone.pages <= 12


def test_the_full_one_says_what_to_look_at_and_how_it_was_made(content, file):
    text = text_of(file.content)
    findings = [finding.heading for finding in content.findings]
    methods = [note.text for note in content.method]
    for words in [*findings, *methods, content.submission.digest, content.release.code]:
        assert words in text


@pytest.mark.parametrize("kind", [DocumentKind.EXECUTIVE, DocumentKind.SCORECARD])
def test_the_first_pages_sum_up(content, documents, kind):
    text = " ".join(" ".join(pages_of(documents[kind].content)[:2]).split())
    highlights = [f"{highlight.area_name}: {highlight.level}" for highlight in content.strengths + content.gaps]
    for words in [*content.summary.split()[-5:], *highlights]:
        assert words in text
    raw = text_of(documents[kind].content)
    for words in [content.change, *(step.heading for step in content.steps)]:
        assert words in raw


def test_the_scrutiny_pack_asks_about_the_weakest_areas_and_says_whom(content, documents):
    text = text_of(documents[DocumentKind.SCRUTINY].content)
    below = [area for area in content.areas if area.peers.position == Position.BELOW]
    above = [area for area in content.areas if area.peers.position == Position.ABOVE]
    assert below
    assert above
    for area in below[:6]:
        assert area.scrutiny[0] in text
        assert area.ask[0] in text
    assert not any(area.scrutiny[0] in text for area in above)


@pytest.mark.parametrize("kind", ALL)
def test_every_document_says_once_how_sure_the_positions_are(content, documents, kind):
    text = text_of(documents[kind].content)
    assert content.certainties
    for alike in content.certainties:
        assert text.count(f"{alike.areas}: {alike.why}") == 1


@pytest.mark.parametrize("kind", ALL)
def test_every_page_says_what_it_is_from_and_that_it_is_invented(content, documents, kind):
    file = documents[kind]
    pages = pages_of(file.content)
    assert len(pages) == file.pages
    for number, page in enumerate(pages, start=1):
        assert content.council.name in page
        assert "invented results" in page
        assert f"Release {content.release.code} · digest {content.submission.short_digest}" in page
        assert f"Page {number} of {file.pages}" in page


def test_real_results_are_not_called_invented(content):
    assert "invented" not in text_of(draw(small(content, invented=False), DocumentKind.EXECUTIVE).content)


def test_it_holds_no_notes(content):
    assert all(answer.evidence == answer.reason == "" for area in content.areas for answer in area.answers)


# How it is laid out


@pytest.mark.parametrize("kind", ALL)
def test_it_has_as_many_pages_as_it_should(documents, kind):
    fewest, most = PAGES[kind]
    assert fewest <= documents[kind].pages <= most


def test_the_last_page_is_not_nearly_empty(file):
    last = [word for word in words_of(file.content) if word.page == file.pages and word.text not in ("Page", "Release")]
    height = size_of(file.content)[1]
    body = [word.bottom for word in last if word.bottom < height * 0.93]
    assert max(body) > height * 0.35


def test_no_heading_stands_alone_at_the_foot_of_a_page(content, file):
    """After the name of an area comes at least its sentence, on the same page."""
    pages = [" ".join(page.split()) for page in run("pdftotext", "-raw", "-", "-", pdf=file.content).split("\f")]
    for area in content.areas:
        assert any(f"{area.name} {area.finding[:30]}" in page for page in pages)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Ŵyndŷr a Gàidhealtachd Ùr", id="Welsh and Gaelic letters"),
        pytest.param("W" * 80, id="longest"),
    ],
)
def test_names_of_any_kind_stay_on_the_page(content, name):
    named = small(content, council=replace(content.council, name=name))
    pdf = draw(named, DocumentKind.EXECUTIVE).content
    width, height = size_of(pdf)
    assert name in text_of(pdf).replace(" ", "") or name in text_of(pdf)
    assert all(0 < w.left < w.right < width and 0 < w.top < w.bottom < height for w in words_of(pdf))


# How it is read by machines


@pytest.mark.parametrize("kind", ALL)
def test_qpdf_finds_nothing_wrong(documents, kind, tmp_path):
    path = tmp_path / "scorecard.pdf"
    path.write_bytes(documents[kind].content)
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", str(path), pdf=b"")


@pytest.mark.parametrize("kind", ALL)
def test_it_is_tagged_and_says_so(documents, content, kind):
    with opened(documents[kind].content) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "en-gb"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        title = str(pdf.docinfo["/Title"])
        assert title.startswith(f"{content.council.name}: ")
        assert title.endswith(content.round.name)
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        assert {page.obj.Tabs for page in pdf.pages} == {"/S"}


def test_its_bookmarks_lead_through_it(file, content):
    with opened(file.content) as pdf, pdf.open_outline() as outline:
        (document,) = outline.root
        titles = [entry.title for entry in document.children]
    for title in ("Strengths", "Gaps that matter", "What to do next", "What to look at", "How this scorecard was made"):
        assert title in titles
    assert all(any(title.endswith(area.name) for title in titles) for area in content.areas)


@pytest.mark.parametrize("kind", ALL)
def test_every_chart_says_in_words_what_it_shows(documents, content, kind):
    with opened(documents[kind].content) as pdf:
        alternatives = [str(figure.get("/Alt", "")) for figure in elements(pdf, "/Figure")]
    characteristics, outcomes = [lens.finding for lens in content.lenses]
    summed_up = [characteristics, characteristics, outcomes]
    areas = [area.finding for area in content.areas]
    trends = [lens.trend_finding for lens in content.lenses]
    expected = {
        DocumentKind.EXECUTIVE: summed_up,
        DocumentKind.SCORECARD: summed_up + areas + trends,
        DocumentKind.SCRUTINY: [],
    }
    assert sorted(alternatives) == sorted(expected[kind])


@pytest.mark.parametrize("kind", ALL)
def test_every_header_cell_says_what_it_heads(documents, kind):
    with opened(documents[kind].content) as pdf:
        scopes = [str(cell.A.get("/Scope", "")) for cell in elements(pdf, "/TH")]
    # A table that goes on over the page repeats its head.
    assert scopes.count("/Column") >= COLUMNS[kind]
    assert scopes.count("/Row") > 0
    assert len(scopes) == scopes.count("/Column") + scopes.count("/Row")


def test_links_have_words_and_are_printed():
    html = (
        '<html lang="en"><title>T</title>'
        '<p id="x"><a href="https://example.org/?a=1&amp;b=2">An <b>example</b></a> and <a href="#x">this page</a>'
    )
    with opened(make_pdf(html=html, identifier="one", folder=BUILD).content) as pdf:
        links = [(str(link.Contents), int(link.F)) for link in pdf.pages[0].Annots]
    assert set(links) == {("An example", 4), ("this page", 4)}


@pytest.mark.parametrize("council", ["Argyll and Bute", "Ŵyndŷr ẁ ŷ à ò Ì", "東京 😀 Ελλάδα ١٢"])
def test_its_letters_are_embedded_and_of_one_family(content, council):
    named = small(content, council=replace(content.council, name=council))
    with opened(draw(named, DocumentKind.EXECUTIVE).content) as pdf:
        fonts = [font for font in pdf.objects if isinstance(font, pikepdf.Dictionary) and "/FontName" in font]
        assert {str(font.FontName).split("+")[1] for font in fonts} <= {"Noto-Sans", "Noto-Sans-Bold"}
        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)


def test_the_same_content_makes_the_same_bytes(content):
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC)):
        one = draw(small(content))
    assert draw(small(content)) == one
    assert draw(small(content), identifier="two") != one


# What it refuses


def test_whatever_officers_write_is_shown_as_they_wrote_it(content):
    hostile = with_answers(small(content), short=HOSTILE, descriptor=HOSTILE)
    hostile = replace(hostile, council=replace(content.council, name=HOSTILE), summary=HOSTILE)
    text = text_of(draw(hostile).content).replace(" ", "")
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


@pytest.mark.parametrize(
    ("html", "left"),
    [
        pytest.param("<tr>\n  <td>a</td>\n  <td>b</td>\n</tr>", "<tr><td>a</td><td>b</td></tr>", id="between cells"),
        pytest.param(
            "<p>one\n two <b>three</b>\n <i>four</i>", "<p>one\n two <b>three</b>\n <i>four</i>", id="in a line"
        ),
        pytest.param("<p>a\n &lt;p&gt;", "<p>a\n &lt;p&gt;", id="what people wrote"),
    ],
)
def test_line_breaks_between_blocks_are_left_out_and_no_other(html, left):
    assert without_indentation(html) == left


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
    assert printable(text, press_of(BUILD).letters) == shown
