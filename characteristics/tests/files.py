"""A small, valid framework in files, for tests to break."""

from pathlib import Path

from characteristics.framework_entries import FrameworkFile
from characteristics.framework_files import read_framework_file

FRAMEWORK_TEXT = """\
code: small
version: "1"
title: Small
summary: Two areas are enough.
sources:
  - code: guide
    title: A guide
    publisher: A publisher
    year: 2021
areas:
  - areas/LE.yaml
  - areas/CO.yaml
barriers: barriers.yaml
case_studies: case_studies.yaml
"""

LEADING_TEXT = """\
code: LE
lens: characteristic
name: Leading
short_name: Leading
definition: Who sets the aim.
why: Somebody has to.
ask: [Chief executive]
scrutiny: [Who leads?]
themes:
  - code: LE-A
    name: Aims
    definition: What is aimed at.
    questions:
      - code: LE01
        short: The aim
        text: What is the aim?
        help: Think of the plan.
        evidence: [The plan]
        terms:
          - term: plan
            meaning: What is meant to happen.
        weight: 2
        not_applicable: null
        era: process
        levels:
          1: No aim.
          2: An aim in words.
          3: An aim with a date.
          4: An aim with a date and a name.
          5: An aim that was reached.
        related:
          - code: CO01
            why: An aim needs a line.
        source: {document: guide, section: One}
"""

CONNECTING_TEXT = """\
code: CO
lens: outcome
name: Connecting
short_name: Connecting
definition: Who is online.
why: Everybody wants to be.
ask: [Head of ICT]
scrutiny: [Who is not online?]
questions:
  - code: CO01
    short: Being online
    text: Who is online?
    help: Count homes.
    evidence: [A map]
    terms: []
    weight: 1
    not_applicable: Councils without homes.
    era: outcome
    levels:
      1: Nobody knows.
      2: One street is known.
      3: Each ward is known.
      4: Each street is known.
      5: Each home is known.
    related: []
    source: {document: guide, section: Two}
    practices:
      - code: CO01.1
        text: There is a map.
      - code: CO01.2
        text: The map is looked at.
  - code: CO02
    short: Staying online
    text: How long does the line hold?
    help: Count hours.
    evidence: [A log]
    terms: []
    weight: 1
    not_applicable: null
    era: transaction
    levels:
      1: Nobody counts.
      2: One line is counted.
      3: Lines are counted.
      4: Lines are counted each week.
      5: Lines hold all week.
    related: []
    source: {document: guide, section: Three}
"""

BARRIERS_TEXT = """\
barriers:
  - code: money
    name: Money
    definition: There is too little of it.
    areas: [LE, CO]
    source: {document: guide, section: Four}
"""

CASE_STUDIES_TEXT = """\
case_studies:
  - code: town-aim
    council: Town Council
    council_code: S12000033
    title: A town with an aim
    did: The town set an aim.
    result: It was reached.
    questions: [LE01, CO01]
    source: {document: guide, section: Five}
    year: 2020
without_case_study: [CO02]
"""

FRAMEWORK = "framework.yaml"
LEADING = "areas/LE.yaml"
CONNECTING = "areas/CO.yaml"
BARRIERS = "barriers.yaml"
CASE_STUDIES = "case_studies.yaml"

FILES = {
    FRAMEWORK: FRAMEWORK_TEXT,
    LEADING: LEADING_TEXT,
    CONNECTING: CONNECTING_TEXT,
    BARRIERS: BARRIERS_TEXT,
    CASE_STUDIES: CASE_STUDIES_TEXT,
}


def write_files(folder: Path) -> Path:
    """Write the small framework; gives back the path of its framework.yaml."""
    (folder / "areas").mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder / FRAMEWORK


def edit_file(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def read(path: Path) -> FrameworkFile:
    framework = read_framework_file(path)
    assert isinstance(framework, FrameworkFile), [str(mistake) for mistake in framework]
    return framework


def mistakes_in(path: Path) -> list[str]:
    """As they are printed, with the files named from the framework's folder."""
    mistakes = read_framework_file(path)
    assert isinstance(mistakes, list), "no mistake was found"
    return [str(mistake).replace(f"{path.parent}/", "") for mistake in mistakes]
