"""The executive scorecard as a Word document, for committee papers: headings, tables and paragraphs, no charts."""

from io import BytesIO

from django.utils.translation import gettext as _
from docx import Document as WordDocument
from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import _Row
from docx.text.paragraph import Paragraph
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from reports.content import AreaContent, Highlight, LensContent, ScorecardContent

TABLE_STYLE = "Light List Accent 1"
NONE = "–"


def executive_document(content: ScorecardContent, *, language: str) -> bytes:
    """`language` as a tag of its own: 'en-GB'."""
    word = WordDocument()
    _describe(word, content, language)
    word.add_heading(clean(content.council.name), level=0)
    word.add_paragraph(clean(f"{content.round.name}. {_signed(content)}"))
    for text in (content.summary, content.comparison, content.change):
        if text:
            word.add_paragraph(clean(text))
    if content.invented:
        _bold(word, _("All results in this document are invented for a demonstration."))
    _highlights(word, _("Strengths"), content.strengths)
    _highlights(word, _("Gaps that matter"), content.gaps)
    for lens in content.lenses:
        _lens(word, lens)
    for alike in content.certainties:
        word.add_paragraph(clean(f"{alike.areas}: {alike.why}"))
    word.add_heading(_("What to do next"), level=1)
    for step in content.steps:
        _bold(word, f"{step.heading}.").add_run(clean(f" {step.text}"))
    word.add_paragraph(_made_from(content))
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def clean(text: str) -> str:
    """Without the characters that a Word document can't hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text).encode("utf-8", "ignore").decode()


def _describe(word: Word, content: ScorecardContent, language: str) -> None:
    properties = word.core_properties
    properties.title = clean(f"{content.council.name}: {content.round.name}")[:255]
    properties.author, properties.comments, properties.language = "", "", language
    when = content.submission.signed_off_at or content.submission.submitted_at
    properties.created = properties.modified = when.replace(tzinfo=None)
    word.styles.element.find(".//" + qn("w:lang")).set(qn("w:val"), language)


def _signed(content: ScorecardContent) -> str:
    if content.submission.is_signed_off:
        return _("Signed off by %(who)s.") % {"who": content.submission.signed_off_by}
    return _("Not signed off yet.")


def _bold(word: Word, text: str) -> Paragraph:
    paragraph = word.add_paragraph()
    paragraph.add_run(clean(text)).bold = True
    return paragraph


def _highlights(word: Word, heading: str, highlights: tuple[Highlight, ...]) -> None:
    word.add_heading(heading, level=1)
    for highlight in highlights:
        word.add_paragraph(clean(f"{highlight.area_name}: {highlight.level}, {highlight.words}."), style="List Bullet")
    if not highlights:
        word.add_paragraph(_("None stands out."))


def _lens(word: Word, lens: LensContent) -> None:
    word.add_heading(lens.name, level=1)
    word.add_paragraph(clean(f"{lens.finding}."))
    table = word.add_table(rows=1, cols=5, style=TABLE_STYLE)
    heads = (_("Area"), _("Score"), _("Others’ median"), _("Position"), _("Last round"))
    _write(table.rows[0], heads)
    _mark(table.rows[0], "w:tblHeader")
    for area in lens.areas:
        row = table.add_row()
        _write(row, _cells(area))
        _mark(row, "w:cantSplit")


def _cells(area: AreaContent) -> tuple[str, ...]:
    chosen = area.peers.chosen
    return (
        area.name,
        str(area.score.level) if area.score.level is not None else NONE,
        str(chosen.median) if chosen and chosen.median is not None else NONE,
        area.peers.position_words,
        f"{area.previous.level}, {area.previous.words}" if area.previous else NONE,
    )


def _write(row: _Row, texts: tuple[str, ...]) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        cell.text = clean(text)


def _mark(row: _Row, name: str) -> None:
    """A property of a row that python-docx has no name for: repeated as a head, or never split."""
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _made_from(content: ScorecardContent) -> str:
    release = content.release.code if content.release else _("none yet")
    return _("Release: %(release)s. Answers: submission %(number)s, digest %(digest)s.") % {
        "release": release,
        "number": content.submission.number,
        "digest": content.submission.short_digest,
    }
