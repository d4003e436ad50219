"""Files that are no workbook of ours are each refused with a sentence that names the fault."""

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest
from django.core import signing
from openpyxl import Workbook as Book

from assessments.models import Assessment, Round
from assessments.tests import workbooks
from assessments.tests.workbooks import FRAMEWORK, edited, part, repacked
from assessments.workbooks import opening, reading, safety, stamping, writing
from assessments.workbooks.belonging import check_belongs
from assessments.workbooks.layout import STAMP_SHEET
from assessments.workbooks.refusals import Refused
from characteristics.models import Framework
from councils.models import Council

SHEET = "xl/worksheets/sheet2.xml"
DTD = b'<?xml version="1.0"?><!DOCTYPE x [%s]><worksheet>&a;</worksheet>'
LAUGHS = b'<!ENTITY a "ha"><!ENTITY b "' + b"&a;" * 10 + b'">'
OUTSIDE = b'<!ENTITY a SYSTEM "file:///etc/passwd">'
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"

SHEETS = b'<sheet xmlns:r="http://x" name="%d" sheetId="%d" r:id="rId2"/>'


@pytest.fixture(scope="module")
def good() -> bytes:
    return workbooks.blank()


def here(**given: object) -> Assessment:
    """The assessment that the files are uploaded to; nothing of it is in a database."""
    framework = Framework(code="small", version="1.0", digest="0" * 64)
    round_ = Round(slug="now", name="Round now", framework=framework)
    return Assessment(council=Council(gss_code="S12000001", name="Alder"), round=round_)


def take(data: bytes) -> reading.Reading:
    sheets = opening.open_workbook(data)
    stamp = reading.read_stamp(sheets)
    check_belongs(stamp, here())
    return reading.read(sheets, FRAMEWORK, stamp)


def zipped(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def unpacked(good: bytes, name: str, content: bytes) -> bytes:
    """With another part, and nothing compressed, so that no ratio gives it away."""
    return repacked(good, replace={name: content}, compression=zipfile.ZIP_STORED)


def worksheet(rows: bytes) -> bytes:
    return b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (MAIN, rows)


def locked_with_password(good: bytes) -> bytes:
    """Marks each part as encrypted, in its own header and in the list at the end."""
    data = bytearray(good)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 1)
    return bytes(data)


def with_other_stamp(**given: object) -> Callable[[bytes], bytes]:
    def make(good: bytes) -> bytes:
        content = workbooks.content()
        fields = {**vars(content.stamp), **given}
        return writing.write(workbooks.content(stamp=stamping.Stamp(**fields)))

    return make


def with_stamp_text(text: str) -> Callable[[bytes], bytes]:
    def change(book: Book) -> None:
        book[STAMP_SHEET].cell(1, 1).value = text

    return lambda good: edited(good, change)


def tampered(good: bytes) -> bytes:
    """The council's code changed in the stamp, the signature left as it was."""
    sheets = opening.open_workbook(good)
    _kept, _colon, signature = sheets[STAMP_SHEET][(1, 1)].text.rpartition(":")
    other = signing.dumps({"council": "S12000002"}, salt=stamping.SALT, compress=True)
    return with_stamp_text(f"{other.rpartition(':')[0]}:{signature}")(good)


def without(sheet: str) -> Callable[[bytes], bytes]:
    return lambda good: edited(good, lambda book: book.remove(book[sheet]))


def renamed(good: bytes) -> bytes:
    def change(book: Book) -> None:
        book["Outcomes"].title = "Our outcomes"

    return edited(good, change)


def made_elsewhere(good: bytes) -> bytes:
    file = io.BytesIO()
    book = Book()
    book.active["A1"] = "Digital maturity"
    book.save(file)
    return file.getvalue()


def overlapping(good: bytes) -> bytes:
    """Many entries that share one packed part: each is small in the file and all are large unpacked."""
    data = bytearray(zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"a" * 9_000}))
    first = data.find(b"PK\x01\x02")
    second = data.find(b"PK\x01\x02", first + 1)
    end = data.find(b"PK\x05\x06")
    entry = bytes(data[second:end])
    entries = bytes(data[first:end]) + b"".join(
        entry.replace(b"xl/workbook.xml", b"xl/workboo%02d.xml" % number) for number in range(90)
    )
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 92, 92, len(entries), first, 0)
    return bytes(data[:first]) + entries + tail


def types_with(good: bytes, old: bytes, new: bytes) -> bytes:
    return repacked(good, replace={"[Content_Types].xml": part(good, "[Content_Types].xml").replace(old, new)})


def doubled(good: bytes) -> bytes:
    return repacked(good, add={"XL/worksheets/SHEET2.xml": part(good, SHEET)})


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

BAD: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "an empty file": (lambda good: b"", "This file is empty"),
    "a file over 2 MB": (lambda good: good + b"\0" * 2_000_000, "larger than 2 MB"),
    "a PDF": (lambda good: b"%PDF-1.7 ...", "This is a PDF"),
    "a CSV file": (lambda good: b"Code,Answer\nDATA01,3\n", "not an Excel workbook"),
    "a web page": (lambda good: b"<html><table><tr><td>1</td></tr></table></html>", "not an Excel workbook"),
    "an old .xls": (lambda good: OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"), "old Office file"),
    "a workbook with a password": (lambda good: OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "parts locked with a password": (locked_with_password, "locked with a password"),
    "an OpenDocument sheet": (
        lambda good: zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}),
        "OpenDocument",
    ),
    "a renamed Word document": (
        lambda good: zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"}),
        "Word or PowerPoint",
    ),
    "a binary workbook": (
        lambda good: zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"x"}),
        "binary workbook",
    ),
    "any other archive": (lambda good: zipped({"workbook.xlsx": good}), "Unpack it"),
    "a Strict Open XML workbook": (
        lambda good: repacked(
            good,
            replace={"xl/workbook.xml": part(good, "xl/workbook.xml").replace(MAIN, b"http://purl.oclc.org/ooxml/x")},
        ),
        "Strict Open XML",
    ),
    "half a file": (lambda good: good[: len(good) // 2], "damaged"),
    "a file with flipped bits": (
        lambda good: good[:3_000] + bytes(byte ^ 255 for byte in good[3_000:3_400]) + good[3_400:],
        "damaged",
    ),
    "a sheet that ends too early": (lambda good: repacked(good, replace={SHEET: part(good, SHEET)[:-200]}), "damaged"),
    "a sheet that is no XML": (lambda good: repacked(good, replace={SHEET: b"\xff\xfe\x00 nonsense"}), "damaged"),
    "cells with places that don't exist": (
        lambda good: repacked(good, replace={SHEET: worksheet(b'<row r="1"><c r="!!"><v>1</v></c></row>')}),
        "damaged",
    ),
    "a number that is none": (
        lambda good: repacked(good, replace={SHEET: worksheet(b'<row r="1"><c r="A1"><v>x</v></c></row>')}),
        "damaged",
    ),
    "a shared text that isn't there": (
        lambda good: repacked(good, replace={SHEET: worksheet(b'<row r="1"><c r="A1" t="s"><v>999</v></c></row>')}),
        "damaged",
    ),
    "macros": (lambda good: repacked(good, add={"xl/vbaProject.bin": b"x"}), "carries macros"),
    "macros by type": (
        lambda good: types_with(
            good,
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        ),
        "carries macros",
    ),
    "old macro sheets": (lambda good: repacked(good, add={"xl/macrosheets/sheet1.xml": b"<x/>"}), "carries macros"),
    "an embedded file": (lambda good: repacked(good, add={"xl/embeddings/a.bin": b"x"}), "other files in it"),
    "a link to another workbook": (
        lambda good: repacked(good, add={"xl/externalLinks/externalLink1.xml": b"<x/>"}),
        "other files in it",
    ),
    "a nested archive": (lambda good: repacked(good, add={"xl/media/more.zip": good}), "doesn’t belong there"),
    "a program": (lambda good: repacked(good, add={"xl/run.exe": b"MZ"}), "doesn’t belong there"),
    "a name that leads out": (lambda good: repacked(good, add={"../../etc/cron.xml": b"<x/>"}), "leads outside"),
    "a full path": (lambda good: repacked(good, add={"/etc/passwd.xml": b"<x/>"}), "leads outside"),
    "a Windows path": (lambda good: repacked(good, add={"C:\\x.xml": b"<x/>"}), "leads outside"),
    "one name twice": (doubled, "the same name"),
    "too many parts": (
        lambda good: repacked(good, add={f"xl/x{number}.xml": b"<x/>" for number in range(300)}),
        "packed from",
    ),
    "a part that swells 1,000 times": (
        lambda good: repacked(good, add={"xl/x.xml": b"<x>" + b" " * 7_000_000 + b"</x>"}),
        "far larger",
    ),
    "parts that are too large together": (
        lambda good: repacked(
            good, add={f"xl/x{number}.xml": b"<x>" + b" " * 190_000 + b"</x>" for number in range(60)}
        ),
        "far larger",
    ),
    "parts that lie on each other": (overlapping, "damaged"),
    "a packing that Excel doesn't use": (
        lambda good: repacked(good, compression=zipfile.ZIP_BZIP2),
        "Excel doesn’t use",
    ),
    "entities that multiply": (lambda good: repacked(good, replace={SHEET: DTD % LAUGHS}), "document type"),
    "an entity from outside": (lambda good: repacked(good, replace={SHEET: DTD % OUTSIDE}), "document type"),
    "a document type in UTF-16": (
        lambda good: repacked(good, replace={SHEET: (DTD % OUTSIDE).decode().encode("utf-16")}),
        "document type",
    ),
    "a document type in a part that nobody reads": (
        lambda good: repacked(good, add={"docProps/x.xml": DTD % LAUGHS}),
        "document type",
    ),
    "far more cells than ours": (
        lambda good: unpacked(good, SHEET, worksheet(b"<row>" + b"<c/>" * 50_000 + b"</row>")),
        "many more cells",
    ),
    "far more sheets than ours": (
        lambda good: repacked(
            good,
            replace={
                "xl/workbook.xml": part(good, "xl/workbook.xml").replace(
                    b"</sheets>", b"".join(SHEETS % (number, number) for number in range(10, 2_000)) + b"</sheets>"
                )
            },
        ),
        "many more cells or sheets",
    ),
    "lists of places without end": (
        lambda good: unpacked(good, SHEET, b'<worksheet xmlns="%s" a="%s"/>' % (MAIN, b"A1:A2 " * 300_000)),
        "many more cells",
    ),
    "cells within cells without end": (
        lambda good: repacked(good, replace={SHEET: worksheet(b"<a>" * 60 + b"</a>" * 60)}),
        "many more cells",
    ),
    "somebody else's workbook": (made_elsewhere, "not made by this service"),
    "the stamp's sheet deleted": (without(STAMP_SHEET), "not made by this service"),
    "the stamp emptied": (with_stamp_text(""), "not made by this service"),
    "the stamp cut": (with_stamp_text("eyJjb3VuY2lsIjoi"), "has been changed or cut"),
    "the stamp changed": (tampered, "has been changed or cut"),
    "an older layout": (with_other_stamp(layout=0), "another version of the service"),
    "another council's workbook": (with_other_stamp(council="S12000002"), "belongs to another council"),
    "another round's workbook": (with_other_stamp(round="past", round_name="Round past"), "another round, Round past"),
    "another framework": (with_other_stamp(framework="large"), "another framework"),
    "another version of the framework": (with_other_stamp(framework_version="0.9"), "another version of it"),
    "the framework's draft": (with_other_stamp(framework_digest="1" * 64), "another version of it"),
    "a sheet renamed": (renamed, "“Outcomes” is missing"),
    "a sheet deleted": (without("Characteristics"), "“Characteristics” is missing"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_bad_file_is_refused_with_its_fault(good, name):
    make, message = BAD[name]
    with pytest.raises(Refused, match=message.replace("(", r"\(")):
        take(make(good))


def test_the_good_file_is_taken(good):
    assert take(good).mistakes == ()


BOMBS = [
    "a part that swells 1,000 times",
    "entities that multiply",
    "far more cells than ours",
    "parts that lie on each other",
]


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_takes_little_memory(good, name):
    bomb = BAD[name][0](good)
    tracemalloc.start()
    with pytest.raises(Refused):
        take(bomb)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3 * safety.MAX_UNPACKED


def test_as_many_cells_as_are_let_through_are_read(good):
    row = b'<row r="%d">' + b"<c t='inlineStr'><is><t>word</t></is></c>" * 40 + b"</row>"
    sheet = worksheet(b"".join(row % number for number in range(1, 350)))
    sheets = opening.open_workbook(unpacked(good, SHEET, sheet))
    assert len(sheets["Characteristics"]) == 349 * 40


def test_cells_far_away_are_left_out(good):
    sheet = worksheet(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    sheets = opening.open_workbook(repacked(good, replace={SHEET: sheet}))
    assert sheets["Characteristics"] == {}
