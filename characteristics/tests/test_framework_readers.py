"""One entry by itself: each mistake is named by file, line and field, and nothing else is."""

import pytest

from characteristics.tests.files import BARRIERS, FRAMEWORK, LEADING, edit_file, mistakes_in, write_files

BROKEN = [
    pytest.param(LEADING, "why: Somebody has to.\n", "", ["areas/LE.yaml:1: LE.why: is missing"], id="missing field"),
    pytest.param(
        BARRIERS, "code: money\n    name", "name", ["barriers.yaml:2: barriers[1].code: is missing"], id="missing code"
    ),
    pytest.param(LEADING, "What is the aim?", "", ["areas/LE.yaml:16: LE01.text: is empty"], id="empty text"),
    pytest.param(LEADING, "What is the aim?", '"  "', ["areas/LE.yaml:16: LE01.text: is empty"], id="blank text"),
    pytest.param(
        LEADING,
        "[Who leads?]",
        "[]",
        ["areas/LE.yaml:8: LE.scrutiny: is empty; at least one belongs here"],
        id="empty list",
    ),
    pytest.param(
        LEADING,
        "[Who leads?]",
        "",
        ["areas/LE.yaml:8: LE.scrutiny: is empty; a list belongs here"],
        id="nothing for a list",
    ),
    pytest.param(LEADING, "[Who leads?]", "['']", ["areas/LE.yaml:8: LE.scrutiny[1]: is empty"], id="empty item"),
    pytest.param(
        LEADING,
        "era: p",
        "erra: p",
        [
            "areas/LE.yaml:14: LE01.era: is missing",
            "areas/LE.yaml:24: LE01.erra: is not a field of this entry; did you mean 'era'?",
        ],
        id="unknown field",
    ),
    pytest.param(
        LEADING,
        "why: Som",
        "why: A\nwhy: Som",
        ["areas/LE.yaml:7: LE.why: stands twice in the same entry (first in line 6)"],
        id="field twice",
    ),
    pytest.param(
        LEADING,
        "name: Aims",
        "name: 7",
        ['areas/LE.yaml:11: LE-A.name: must be text; write it in quotes: "7"'],
        id="number for text",
    ),
    pytest.param(
        LEADING,
        "Who sets the aim.",
        "[Who]",
        ["areas/LE.yaml:5: LE.definition: must be text, not a list or fields"],
        id="list for text",
    ),
    pytest.param(
        LEADING, "[The plan]", "The plan", ["areas/LE.yaml:18: LE01.evidence: must be a list"], id="text for list"
    ),
    pytest.param(
        LEADING,
        "source: {document: guide, section: One}",
        "source: guide",
        ["areas/LE.yaml:34: LE01.source: must have fields with names, written as 'name: value'"],
        id="text for fields",
    ),
    pytest.param(
        BARRIERS,
        "  - code: money",
        "  - money\n  - code: money",
        ["barriers.yaml:2: barriers[1]: must have fields with names, written as 'name: value'"],
        id="bare code in place of an entry",
    ),
    pytest.param(
        FRAMEWORK,
        '"1"',
        "1.0",
        ['framework.yaml:2: small.version: must be text; write it in quotes: "1.0"'],
        id="version without quotes",
    ),
    pytest.param(
        LEADING,
        "code: LE-A",
        "code: LE A",
        [
            (
                "areas/LE.yaml:10: LE A.code: 'LE A' is not a code; "
                "a code is made of letters, digits, hyphens and underscores"
            )
        ],
        id="code with a space",
    ),
    pytest.param(
        LEADING,
        "short: The aim",
        "short: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        ["areas/LE.yaml:15: LE01.short: has 41 characters; at most 40 fit"],
        id="too long",
    ),
    pytest.param(
        LEADING,
        "No aim.",
        '"No\\u202e aim."',
        ["areas/LE.yaml:26: LE01.levels.1: holds the invisible character U+202E; take it out"],
        id="invisible character",
    ),
    pytest.param(
        LEADING,
        "No aim.",
        '"No\\0 aim."',
        ["areas/LE.yaml:26: LE01.levels.1: holds the invisible character U+0000; take it out"],
        id="NUL",
    ),
    pytest.param(
        LEADING,
        "lens: characteristic",
        "lens: outcomes",
        ["areas/LE.yaml:2: LE.lens: 'outcomes' is not one of characteristic, outcome; did you mean 'outcome'?"],
        id="unknown lens",
    ),
    pytest.param(
        LEADING,
        "era: process",
        "era: stone",
        ["areas/LE.yaml:24: LE01.era: 'stone' is not one of process, transaction, outcome"],
        id="unknown era",
    ),
    pytest.param(
        LEADING,
        "          4: An aim with a date and a name.\n",
        "",
        ["areas/LE.yaml:25: LE01.levels: has no descriptor for level 4; each of 1 to 5 needs one"],
        id="missing descriptor",
    ),
    pytest.param(
        LEADING,
        "An aim with a date and a name.",
        "",
        ["areas/LE.yaml:29: LE01.levels.4: is empty"],
        id="empty descriptor",
    ),
    pytest.param(
        LEADING,
        "          5: An",
        "          6: A\n          5: An",
        ["areas/LE.yaml:30: LE01.levels.6: level 6 is not one of 1 to 5"],
        id="level 6",
    ),
    pytest.param(
        LEADING,
        "          1: No",
        "          0: A\n          1: No",
        ["areas/LE.yaml:26: LE01.levels.0: level 0 is not one of 1 to 5"],
        id="level 0",
    ),
    pytest.param(
        LEADING,
        "          1: No",
        "          top: A\n          1: No",
        ["areas/LE.yaml:26: LE01.levels.top: level top is not one of 1 to 5"],
        id="level in words",
    ),
    pytest.param(
        LEADING,
        "          1: No",
        "          1: A\n          1: No",
        ["areas/LE.yaml:27: LE01.levels.1: level 1 stands twice"],
        id="level twice",
    ),
    pytest.param(
        LEADING,
        "weight: 2",
        "weight: 0",
        ["areas/LE.yaml:22: LE01.weight: 0 is not a whole number from 1 to 100"],
        id="weight of nothing",
    ),
    pytest.param(
        LEADING,
        "weight: 2",
        "weight: -1",
        ["areas/LE.yaml:22: LE01.weight: -1 is not a whole number from 1 to 100"],
        id="negative weight",
    ),
    pytest.param(
        LEADING,
        "weight: 2",
        "weight: 1.5",
        ["areas/LE.yaml:22: LE01.weight: 1.5 is not a whole number from 1 to 100"],
        id="half a weight",
    ),
    pytest.param(
        LEADING,
        "weight: 2",
        'weight: "2"',
        ['areas/LE.yaml:22: LE01.weight: "2" is not a whole number from 1 to 100'],
        id="weight in quotes",
    ),
    pytest.param(
        FRAMEWORK,
        "year: 2021",
        "year: last",
        ["framework.yaml:9: guide.year: last is not a whole number from 1900 to 2100"],
        id="year as text",
    ),
    pytest.param(
        BARRIERS,
        "[LE, CO]",
        "[LE, NO]",
        [
            'barriers.yaml:5: money.areas[2]: must be text; write it in quotes: "NO"',
            "barriers.yaml:5: money.areas: no area has the code 'NO'",
        ],
        id="yes and no are no texts",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "expected"), BROKEN)
def test_a_mistake_in_an_entry_is_named_where_it_stands(tmp_path, file, old, new, expected):
    path = write_files(tmp_path)
    edit_file(tmp_path / file, old, new)
    assert mistakes_in(path) == expected
