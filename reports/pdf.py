"""HTML to a tagged PDF (PDF/UA-1). The only file that knows WeasyPrint."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pikepdf
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from pikepdf import Dictionary, Name, Object, String
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

BUNDLED = "https://bundled.invalid/"
"""Where the document's own style sheet and fonts seem to be. No such host exists, and none is ever asked."""

PRINT_FLAG = 4
REPLACEMENT = "\ufffd"
NON_BREAKING_HYPHEN = "\u2011"
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff]"
)


@dataclass(frozen=True)
class PdfFile:
    content: bytes
    pages: int


class BundledOnly(URLFetcher):
    """Hands out the files of one folder, and stops the rendering for everything else."""

    def __init__(self, folder: Path) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self._folder = folder

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        name = urlsplit(url).path.lstrip("/")
        if not url.startswith(BUNDLED) or name not in bundled_files(self._folder):
            raise PermissionError("a document may use nothing but the bundled files")
        path = self._folder / name
        if path.suffix == ".css":
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "text/css"})
        return URLFetcherResponse(url, unpacked(path), {"Content-Type": "font/ttf"})


def bundled_files(folder: Path) -> dict[str, Path]:
    """What a document may use, by its name in the document: the paper style sheet and the fonts."""
    files = [folder / "paper.css", *sorted(folder.glob("fonts/*.woff"))]
    return {path.relative_to(folder).as_posix(): path for path in files}


def make_pdf(*, html: str, identifier: str, folder: Path) -> PdfFile:
    """The same HTML and identifier give the same bytes. Dates come from the HTML's `dcterms` metadata."""
    press = press_of(folder)
    source = HTML(string=printable(html, press.letters), base_url=BUNDLED, url_fetcher=BundledOnly(folder))
    drawn = source.write_pdf(
        stylesheets=[press.sheet],
        font_config=press.fonts,
        pdf_variant="pdf/ua-1",
        pdf_identifier=identifier.encode(),
    )
    with pikepdf.open(BytesIO(drawn)) as pdf:
        mend(pdf, link_words=_link_words(source))
        out = BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return PdfFile(content=out.getvalue(), pages=len(pdf.pages))


@dataclass(frozen=True)
class Press:
    """What every document is drawn with."""

    sheet: CSS
    fonts: FontConfiguration
    letters: frozenset[int]


def press_of(folder: Path) -> Press:
    """Set up once for each state of the folder, because reading fonts and styles costs as much as some documents."""
    files = bundled_files(folder)
    return _set_up(folder, tuple((name, path.stat().st_mtime_ns) for name, path in files.items() if path.is_file()))


@lru_cache(maxsize=1)
def _set_up(folder: Path, _state: tuple[tuple[str, int], ...]) -> Press:
    letters, fonts = drawable_codes(folder), FontConfiguration()
    sheet = CSS(url=f"{BUNDLED}paper.css", url_fetcher=BundledOnly(folder), font_config=fonts)
    return Press(sheet=sheet, fonts=fonts, letters=letters)


def unpacked(path: Path) -> bytes:
    """A font as TrueType, with the dates it came with. WeasyPrint would put today's in, and so change the document."""
    out = BytesIO()
    with TTFont(path, recalcTimestamp=False) as font:
        font.flavor = None
        font.save(out)
    return out.getvalue()


def printable(text: str, letters: frozenset[int]) -> str:
    """Put a replacement mark for what the fonts can't draw, so that no font of the machine gets into the document.

    Control characters and marks that turn the direction of text round go without a trace.
    """
    shown = UNSEEN.sub("", unicodedata.normalize("NFC", text)).replace(NON_BREAKING_HYPHEN, "-")
    missing = set(map(ord, set(shown))) - letters - {ord("\n"), ord("\t")}
    return shown.translate(dict.fromkeys(missing, REPLACEMENT))


def drawable_codes(folder: Path) -> frozenset[int]:
    """The code points that the bundled regular fonts have."""
    fonts = [*folder.glob("fonts/*-400-*.woff")]
    if not fonts:
        raise FileNotFoundError("there are no fonts in the static build")
    codes: set[int] = set()
    for path in fonts:
        with TTFont(path, lazy=True) as font:
            codes.update(font.getBestCmap())
    return frozenset(codes)


def _link_words(source: HTML) -> dict[str, str]:
    """The words of each link, by where it goes as WeasyPrint writes it into the annotation."""
    links = source.etree_element.iter("a")
    return {link.get("href", "").lstrip("#"): " ".join("".join(link.itertext()).split()) for link in links}


def mend(pdf: pikepdf.Pdf, *, link_words: dict[str, str]) -> None:
    """Add what WeasyPrint leaves out of PDF/UA: scopes of header cells, words and print flags of links, tab order."""
    for element in _elements(pdf.Root.StructTreeRoot.K):
        if element.S == Name.TH:
            element.A.Scope = Name.Column if element.P.P.get("/S") == Name.THead else Name.Row
    for page in pdf.pages:
        page.obj.Tabs = Name.S
        for note in page.get("/Annots", []):
            note.F = PRINT_FLAG
            note.Contents = String(link_words.get(str(note.Contents), str(note.Contents)))


def _elements(kids: Object) -> Iterator[Object]:
    """All structure elements below, parents first."""
    waiting = [kids]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, pikepdf.Array):
            waiting.extend(reversed(list(thing)))
        elif isinstance(thing, Dictionary) and "/S" in thing:
            yield thing
            waiting.extend([thing.K] if "/K" in thing else [])
