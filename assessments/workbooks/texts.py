"""How texts stand in a cell, so that any text comes back as it went out.

XML can't hold most control characters. Office programs write them as _xHHHH_, and an underscore that would begin such a
mark as _x005F_ (the type ST_Xstring of ECMA-376). Carriage returns are written so too, since XML would turn them into
line feeds.
"""

import re

_NOT_PLAIN = re.compile(r"_(?=x[0-9A-Fa-f]{4})|[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_MARK = re.compile(r"_x([0-9A-Fa-f]{4})_")


def to_cell(text: str) -> str:
    return _NOT_PLAIN.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def from_cell(text: str) -> str:
    return _MARK.sub(lambda match: chr(int(match[1], 16)), text)


def is_storable(text: str) -> bool:
    """No database keeps a null character or half a surrogate pair."""
    return not re.search(r"[\x00\ud800-\udfff]", text)


def normal(text: str) -> str:
    """As the forms keep it: one kind of line break, no space at the ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
