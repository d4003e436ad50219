"""Between entries: codes stand once and lead somewhere."""

import pytest

from characteristics.tests.files import (
    BARRIERS,
    CASE_STUDIES,
    CONNECTING,
    FRAMEWORK,
    LEADING,
    edit_file,
    mistakes_in,
    write_files,
)

BROKEN = [
    pytest.param(
        CONNECTING,
        "code: CO\n",
        "code: LE\n",
        [
            "areas/CO.yaml:1: LE.code: another area has this code already, in areas/LE.yaml line 1",
            "barriers.yaml:5: money.areas: no area has the code 'CO'",
        ],
        id="duplicate area",
    ),
    pytest.param(
        LEADING,
        "themes:\n",
        "themes:\n  - {code: LE-A, name: A, definition: B, questions: []}\n",
        [
            "areas/LE.yaml:10: LE-A.questions: is empty; at least one belongs here",
            "areas/LE.yaml:11: LE-A.code: another theme has this code already, in areas/LE.yaml line 10",
        ],
        id="duplicate theme",
    ),
    pytest.param(
        CONNECTING,
        "code: CO02",
        "code: LE01",
        [
            "areas/CO.yaml:32: LE01.code: another question has this code already, in areas/LE.yaml line 14",
            "case_studies.yaml:11: without_case_study: no question has the code 'CO02'; did you mean 'CO01'?",
        ],
        id="duplicate question",
    ),
    pytest.param(
        CONNECTING,
        "code: CO01.2",
        "code: CO01.1",
        ["areas/CO.yaml:30: CO01.1.code: another practice has this code already, in areas/CO.yaml line 28"],
        id="duplicate practice",
    ),
    pytest.param(
        LEADING,
        "document: guide",
        "document: guild",
        ["areas/LE.yaml:34: LE01.source.document: no source has the code 'guild'; the sources are guide"],
        id="unknown source",
    ),
    pytest.param(
        LEADING,
        "code: CO01",
        "code: C001",
        ["areas/LE.yaml:32: LE01.related: no question has the code 'C001'; did you mean 'CO01'?"],
        id="unknown related question",
    ),
    pytest.param(
        LEADING,
        "code: CO01",
        "code: LE01\n            why: Alike.\n          - code: CO01",
        ["areas/LE.yaml:32: LE01.related: a question can't be related to itself; name one of the other lens"],
        id="related to itself",
    ),
    pytest.param(
        CONNECTING,
        "related: []\n    source: {document: guide, section: Three}",
        "related: [{code: CO01, why: Alike.}]\n    source: {document: guide, section: Three}",
        ["areas/CO.yaml:47: CO02.related: CO01 is of the same lens (outcome); name one of the other lens"],
        id="related in the same lens",
    ),
    pytest.param(
        LEADING,
        "          - code: CO01\n",
        "          - {code: CO01, why: A}\n          - code: CO01\n",
        ["areas/LE.yaml:33: LE01.related: names CO01 twice; once is enough"],
        id="related twice",
    ),
    pytest.param(
        BARRIERS,
        "[LE, CO]",
        "[LE, XX]",
        ["barriers.yaml:5: money.areas: no area has the code 'XX'"],
        id="unknown area of a barrier",
    ),
    pytest.param(
        BARRIERS,
        "[LE, CO]",
        "[LE, LE]",
        ["barriers.yaml:5: money.areas: names LE twice; once is enough"],
        id="area of a barrier twice",
    ),
    pytest.param(
        CASE_STUDIES,
        "[LE01, CO01]",
        "[LE01, CO01, XX01]",
        ["case_studies.yaml:8: town-aim.questions: no question has the code 'XX01'"],
        id="unknown question of a case study",
    ),
    pytest.param(
        CONNECTING,
        "questions:",
        "themes: [{code: CO-A, name: A, definition: B, questions: [A]}]\nquestions:",
        [
            "areas/CO.yaml:1: CO: an area has either themes or questions of its own, and not both",
            "areas/CO.yaml:9: CO-A.questions[1]: must have fields with names, written as 'name: value'",
        ],
        id="themes and questions",
    ),
    pytest.param(
        CONNECTING,
        "\nquestions:",
        "\nquestion:",
        [
            "areas/LE.yaml:32: LE01.related: no question has the code 'CO01'",
            "areas/CO.yaml:1: CO: an area has either themes or questions of its own, and not both",
            "areas/CO.yaml:9: CO.question: is not a field of this entry; did you mean 'questions'?",
            "case_studies.yaml:8: town-aim.questions: no question has the code 'CO01'",
            "case_studies.yaml:11: without_case_study: no question has the code 'CO02'",
        ],
        id="neither themes nor questions",
    ),
    pytest.param(
        CASE_STUDIES,
        "[CO02]",
        "[]",
        [
            (
                "areas/CO.yaml:32: without_case_study: no case study names CO02; "
                "name it in one, or list it under without_case_study"
            )
        ],
        id="not owned up to",
    ),
    pytest.param(
        CASE_STUDIES,
        "[CO02]",
        "[CO02, LE01]",
        ["case_studies.yaml:11: without_case_study: LE01 has a case study (town-aim); take it off this list"],
        id="owned up to needlessly",
    ),
    pytest.param(
        CASE_STUDIES,
        "[CO02]",
        "[CO02, CO99]",
        ["case_studies.yaml:11: without_case_study: no question has the code 'CO99'"],
        id="owned up to by a wrong code",
    ),
    pytest.param(
        FRAMEWORK,
        "    year: 2021\n",
        "    year: 2021\n  - code: guide\n    title: B\n    publisher: B\n    year: 2020\n",
        ["framework.yaml:10: guide.code: another source has this code already, in framework.yaml line 6"],
        id="duplicate source",
    ),
    pytest.param(
        BARRIERS,
        "barriers:\n",
        "barriers:\n  - {code: money, name: A, definition: B, areas: [LE], source: {document: guide, section: A}}\n",
        ["barriers.yaml:3: money.code: another barrier has this code already, in barriers.yaml line 2"],
        id="duplicate barrier",
    ),
    pytest.param(
        CASE_STUDIES,
        "without_case",
        "  - {code: town-aim, council: A, council_code: null, title: A, did: A, result: A, year: 2020,\n"
        "     questions: [CO01], source: {document: guide, section: A}}\nwithout_case",
        ["case_studies.yaml:11: town-aim.code: another case study has this code already, in case_studies.yaml line 2"],
        id="duplicate case study",
    ),
    pytest.param(
        BARRIERS,
        "document: guide",
        "document: guild",
        ["barriers.yaml:6: money.source.document: no source has the code 'guild'; the sources are guide"],
        id="unknown source of a barrier",
    ),
    pytest.param(
        CASE_STUDIES,
        "document: guide",
        "document: guild",
        ["case_studies.yaml:9: town-aim.source.document: no source has the code 'guild'; the sources are guide"],
        id="unknown source of a case study",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "expected"), BROKEN)
def test_a_broken_rule_is_named_where_it_can_be_mended(tmp_path, file, old, new, expected):
    path = write_files(tmp_path)
    edit_file(tmp_path / file, old, new)
    assert mistakes_in(path) == expected
