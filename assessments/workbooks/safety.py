"""What is looked at before a file is read as a workbook: kind, size, entries, ratio, document types, counts.

Nothing here trusts what the file says about itself. What comes out are the checked XML parts alone, unpacked.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import XMLParser
from django.utils.translation import gettext as _

from assessments.workbooks.refusals import Refused

# A whole assessment has some 2,000 cells in 13,000 elements and unpacks to half a megabyte. What the limits let through
# is read in a few seconds at worst.
MAX_BYTES = 2_000_000
MAX_ENTRIES = 200
MAX_UNPACKED = 8_000_000
MAX_RATIO = 150
RATIO_FROM = 200_000
"""Small parts may be as compressible as they like."""
MAX_SHEETS = 30
MAX_CELLS = 15_000
MAX_ELEMENTS = 60_000
MAX_IN_ATTRIBUTES = 1_500_000
MAX_DEPTH = 40
CHUNK = 65_536

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_XML = {".xml", ".rels"}
_LEFT_ASIDE = {".vml", ".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".svg", ".bin"}
"""Office adds pictures, frames of remarks and printer settings; nobody reads them."""


def checked_parts(data: bytes) -> dict[str, bytes]:
    """The XML parts of an Excel workbook, by name. Raises Refused with what is wrong and what to do."""
    _check_kind(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check_names([entry.filename for entry in archive.infolist()])
            _check_sizes(entries, len(data))
            _check_contents({entry.filename for entry in entries})
            xml = [entry for entry in entries if _suffix(entry.filename) in _XML]
            parts = dict(_unpacked(archive, xml))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise Refused(damaged()) from error
    _check_types(parts)
    counter = _Counter()
    for content in parts.values():
        _check_xml(content, counter)
    return parts


def damaged() -> str:
    return _(
        "This file is damaged, or only part of it arrived. "
        "Open it in Excel, save it under a new name and upload that; if it doesn’t open, download a new workbook."
    )


def _check_kind(data: bytes) -> None:
    if not data:
        raise Refused(_("This file is empty. Choose the workbook that you downloaded and filled in."))
    if len(data) > MAX_BYTES:
        raise Refused(
            _(
                "This file is larger than 2 MB, and a filled-in workbook never is. "
                "Take out pictures and sheets that you added, save it and upload it again."
            )
        )
    if data.startswith(_OLE):
        raise Refused(_ole(data))
    if data.startswith(b"%PDF"):
        raise Refused(_("This is a PDF. Upload the Excel workbook (.xlsx) that you downloaded here."))
    if not data.startswith(_ZIP):
        raise Refused(_("This is not an Excel workbook. Upload the .xlsx file that you downloaded here and filled in."))


def _ole(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _(
            "This workbook is locked with a password, so it can’t be read. "
            "Take the password off in Excel (File, Info, Protect Workbook), save it and upload it again."
        )
    return _(
        "This is an old Office file, such as .xls. "
        "Open it in Excel, save it as “Excel Workbook (.xlsx)” and upload that file."
    )


def _check_names(names: list[str]) -> None:
    if len(names) > MAX_ENTRIES:
        raise Refused(
            _(
                "This file is packed from %(number)d parts, and a workbook of this service has far fewer. "
                "Download a new workbook and copy your answers into it."
            )
            % {"number": len(names)}
        )
    if any(_is_outside(name) for name in names):
        raise Refused(
            _(
                "A part of this file has a name that leads outside it (“..” or a full path), so it is not opened. "
                "Download a new workbook and copy your answers into it."
            )
        )
    if len({name.casefold() for name in names}) < len(names):
        raise Refused(
            _(
                "Two parts of this file have the same name, so it isn’t clear which one counts. "
                "Open it in Excel, save it under a new name and upload that."
            )
        )


def _is_outside(name: str) -> bool:
    return ".." in PurePosixPath(name).parts or name.startswith("/") or "\\" in name or ":" in name or "\0" in name


def _check_sizes(entries: list[zipfile.ZipInfo], size: int) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(_("Parts of this file are locked with a password. Take the password off and upload it again."))
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise Refused(
            _("This file is packed in a way that Excel doesn’t use. Open it in Excel, save it and upload it again.")
        )
    if sum(entry.compress_size for entry in entries) > size:
        raise Refused(damaged())
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED or any(_is_bomb(entry) for entry in entries):
        raise Refused(
            _(
                "Unpacked, this file would be far larger than any workbook of this service, so it is not opened. "
                "Download a new workbook and copy your answers into it."
            )
        )


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)


def _check_contents(names: set[str]) -> None:
    low = {name.casefold() for name in names}
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in low):
        raise Refused(_macros())
    if "xl/workbook.bin" in low:
        raise Refused(_("This is a binary workbook (.xlsb). Save it as “Excel Workbook (.xlsx)” and upload that file."))
    if "[content_types].xml" not in low or "xl/workbook.xml" not in low:
        raise Refused(_other_kind(low))
    if any(name.startswith(("xl/embeddings/", "xl/activex/", "xl/externallinks/")) for name in low):
        raise Refused(
            _(
                "This workbook has other files in it or links to them. "
                "Take out embedded files, controls and links to other workbooks, save it and upload it again."
            )
        )
    odd = sorted(name for name in names if _suffix(name) not in _XML | _LEFT_ASIDE)
    if odd:
        raise Refused(
            _(
                "This workbook has a file in it that doesn’t belong there: %(name)s. "
                "Open it in Excel, save it under a new name and upload that."
            )
            % {"name": odd[0][:80]}
        )


def _macros() -> str:
    return _(
        "This workbook carries macros, which are small programs, so it is not opened. "
        "Save it as “Excel Workbook (.xlsx)”, which leaves them out, and upload that file."
    )


def _other_kind(names: set[str]) -> str:
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        return _("This is a Word or PowerPoint file. Upload the Excel workbook that you downloaded here.")
    if "content.xml" in names:
        return _(
            "This is an OpenDocument file. In LibreOffice choose “Save as”, then “Excel 2007–365 (.xlsx)”, "
            "and upload that file."
        )
    return _("This is a ZIP archive and not a workbook. Unpack it and upload the .xlsx file that is inside.")


def _unpacked(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    left = MAX_UNPACKED
    for entry in entries:
        with archive.open(entry) as packed:
            content = packed.read(left + 1)
        left -= len(content)
        if left < 0:
            raise zipfile.BadZipFile
        yield entry.filename, content


def _check_types(parts: dict[str, bytes]) -> None:
    types = next(content for name, content in parts.items() if name.casefold() == "[content_types].xml")
    if b"macroenabled" in types.lower():
        raise Refused(_macros())
    workbook = next(content for name, content in parts.items() if name.casefold() == "xl/workbook.xml")
    if b"http://purl.oclc.org/ooxml/" in workbook:
        raise Refused(
            _(
                "This file was saved as “Strict Open XML”. "
                "Save it as “Excel Workbook (.xlsx)” without “Strict” and upload that file."
            )
        )


@dataclass
class _Counter:
    """What XML parts hold, counted over all of them while they are parsed; nothing is kept."""

    sheets: int = 0
    cells: int = 0
    elements: int = 0
    in_attributes: int = 0
    depth: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.sheets += tag.endswith("}sheet")
        self.cells += tag.endswith("}c")
        self.elements += 1
        self.in_attributes += sum(map(len, attributes.values()))
        self.depth += 1
        if self._is_too_much():
            raise Refused(
                _(
                    "This workbook has many more cells or sheets than the one that you downloaded. "
                    "Take out sheets and rows that you added, save it and upload it again."
                )
            )

    def _is_too_much(self) -> bool:
        return (
            self.sheets > MAX_SHEETS
            or self.cells > MAX_CELLS
            or self.elements > MAX_ELEMENTS
            or self.in_attributes > MAX_IN_ATTRIBUTES
            or self.depth > MAX_DEPTH
        )

    def end(self, tag: str) -> None:
        self.depth -= 1

    def data(self, text: str) -> None:
        pass

    def close(self) -> None:
        self.depth = 0


def _check_xml(content: bytes, counter: _Counter) -> None:
    parser = XMLParser(target=counter, forbid_dtd=True)
    try:
        for start in range(0, len(content), CHUNK):
            parser.feed(content[start : start + CHUNK])
        parser.close()
    except DefusedXmlException as error:
        raise Refused(
            _(
                "This file holds a document type or entity, which no workbook needs, so it is not opened. "
                "Download a new workbook and copy your answers into it."
            )
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise Refused(damaged()) from error


def _suffix(name: str) -> str:
    return f".{name.rpartition('.')[2]}".casefold()
