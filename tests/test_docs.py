"""What the documents say about files, commands and settings is true of the repository."""

import re
from pathlib import Path

import pytest

from reports.management.commands.demonstration_users import WHAT_TO_SEE
from reports.management.demonstration import PASSWORD
from tests.documents import ROOT, part, read, table

DOCUMENTS = [Path("README.md"), *sorted(path.relative_to(ROOT) for path in ROOT.glob("docs/**/*.md"))]
EACH_DOCUMENT = pytest.mark.parametrize("path", [pytest.param(path, id=str(path)) for path in DOCUMENTS])

LINK = re.compile(r"\]\(([^)\s]+)\)")
COMMAND = re.compile(r"(?:^|`)(?:[A-Z]+=\S+ )?make ([a-z][a-z_-]*)", re.MULTILINE)
TARGET = re.compile(r"^([a-z][a-z_-]*(?: [a-z][a-z_-]*)*):(?!=)", re.MULTILINE)
FROM_ENVIRONMENT = re.compile(r"""(?:\benv\.\w+|os\.environ\.get)\(\s*["']([A-Z0-9_]+)["']""")
NAMED_FILE = re.compile(r"`([\w./-]+/[\w.-]+\.(?:py|mjs|scss|yaml|csv))\b")
TOKEN = re.compile(r"^(\$[\w-]+): (#\w+);", re.MULTILINE)
LEVEL = re.compile(r"\b([1-5]): (#\w+)")


@EACH_DOCUMENT
def test_every_relative_link_leads_somewhere(path: Path):
    links = [link for link in LINK.findall(read(str(path))) if "://" not in link]
    broken = [link for link in links if not leads_somewhere(ROOT / path, link)]

    assert broken == []


def leads_somewhere(document: Path, link: str) -> bool:
    name, _, place = link.partition("#")
    target = document.parent / name if name else document
    return target.exists() and (not place or place in anchors(target))


def anchors(document: Path) -> set[str]:
    """As GitHub makes them from headings."""
    headings = re.findall(r"^#+ (.*)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@EACH_DOCUMENT
def test_every_make_target_that_is_named_exists(path: Path):
    targets = {name for names in TARGET.findall(read("Makefile")) for name in names.split()}

    assert set(COMMAND.findall(read(str(path)))) - targets == set()


@EACH_DOCUMENT
def test_every_file_that_is_named_with_its_folder_exists(path: Path):
    missing = [name for name in NAMED_FILE.findall(read(str(path))) if not (ROOT / name).exists()]

    assert missing == []


@pytest.mark.parametrize("file", ["councilmaturity/settings.py", "councilmaturity/gunicorn.py"])
def test_every_variable_that_is_read_is_explained(file: str):
    explained = {row["variable"] for row in variables()}
    named = set(FROM_ENVIRONMENT.findall(read(file)))

    assert named
    assert named - explained == set()


def test_every_variable_that_is_explained_is_read():
    read_somewhere = {
        name
        for file in ("councilmaturity/settings.py", "councilmaturity/gunicorn.py")
        for name in FROM_ENVIRONMENT.findall(read(file))
    }

    assert {row["variable"] for row in variables()} - read_somewhere == set()


def variables() -> list[dict[str, str]]:
    before, after = part(read("docs/deployment.md"), "Environment").split("gunicorn reads three more")
    return [*table(before), *table(after)]


def test_the_people_to_sign_in_as_are_those_of_the_demonstration():
    readme = part(read("README.md"), "Sign in")

    assert {row["address"]: row["who"] for row in table(readme)} == WHAT_TO_SEE
    assert f"`{PASSWORD}`" in readme


def test_the_colours_are_those_of_the_style_sheet():
    tokens = read("static/src/_tokens.scss")
    before, after = part(read("docs/design.md"), "Colour").split("Levels have one hue")

    assert {row["token"]: row["value"] for row in table(before)} == dict(TOKEN.findall(tokens))
    assert {row["level"]: row["value"] for row in table(after)} == dict(LEVEL.findall(tokens))
