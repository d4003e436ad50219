"""Reads the project's documents, for the tests that hold them against the code."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

Row = dict[str, str]


def read(name: str) -> str:
    """A document by its path from the top of the repository."""
    return (ROOT / name).read_text()


def part(document: str, heading: str) -> str:
    """What stands under a heading, down to the next heading of any depth."""
    match = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", document, re.MULTILINE | re.DOTALL)
    assert match, f"there is no heading “{heading}”"
    return match[1]


def table(text: str) -> list[Row]:
    """The one table in a text, a dictionary a row, without the marks around code and emphasis."""
    lines = [line.strip().strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    head, _rule, *rows = [[cell.strip().strip("`*") for cell in line] for line in lines]
    return [dict(zip(head, row, strict=True)) for row in rows]


def block(text: str, language: str) -> str:
    """The one fenced block of this language in a text."""
    found = [content for of, content in FENCED.findall(text) if of == language]
    assert len(found) == 1, f"{len(found)} blocks of {language}"
    content: str = found[0]
    return content
