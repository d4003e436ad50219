"""The file of councils: what is read from it, and how each mistake in it is named."""

import pytest

from councils.council_files import COLUMNS, CouncilRow, read_council_file

HEADING = ",".join(COLUMNS)
HILLS = "S12000033,HIL,Hills,Hills Council,hills,Scotland,Scotland,Scottish unitary authority,1000,50,1,4"
TOWN = "E06000001,TOW,Town,Town Council,town,England,South West,Unitary authority,2000,60,,"


@pytest.fixture
def write(tmp_path):
    def write_lines(*lines):
        path = tmp_path / "councils.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write_lines


def mistakes_in(path):
    mistakes = read_council_file(path)
    assert isinstance(mistakes, list), "no mistake was found"
    return [str(mistake).replace(f"{path.parent}/", "") for mistake in mistakes]


def test_councils_are_read_with_their_facts(write):
    assert read_council_file(write(HEADING, HILLS, "", TOWN)) == (
        CouncilRow(
            gss_code="S12000033",
            register_code="HIL",
            name="Hills",
            official_name="Hills Council",
            slug="hills",
            nation="Scotland",
            region="Scotland",
            council_type="Scottish unitary authority",
            population=1000,
            area_km2=50,
            people_family=1,
            place_family=4,
        ),
        CouncilRow(
            gss_code="E06000001",
            register_code="TOW",
            name="Town",
            official_name="Town Council",
            slug="town",
            nation="England",
            region="South West",
            council_type="Unitary authority",
            population=2000,
            area_km2=60,
            people_family=None,
            place_family=None,
        ),
    )


NUMBER = "is not a whole number from 1 to 100000000, written in digits alone"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("England", "Cornwall", "nation: 'Cornwall' is not one of England, Northern Ireland", id="nation"),
        pytest.param("2000", "many", f"population_2020: 'many' {NUMBER}", id="population in words"),
        pytest.param("2000", "", f"population_2020: '' {NUMBER}", id="no population"),
        pytest.param("2000", "0", f"population_2020: '0' {NUMBER}", id="population of nobody"),
        pytest.param("2000", "2e3", f"population_2020: '2e3' {NUMBER}", id="population in powers"),
        pytest.param("2000", "٢٠٠٠", f"population_2020: '٢٠٠٠' {NUMBER}", id="population in other digits"),
        pytest.param("2000", "9999999999", f"population_2020: '9999999999' {NUMBER}", id="population too large"),
        pytest.param(",60,", ",-60,", f"area_km2: '-60' {NUMBER}", id="negative area"),
        pytest.param("E06000001", "S12000033", "gss_code: 'S12000033' stands in line 2 already", id="GSS code twice"),
        pytest.param("TOW", "HIL", "register_code: 'HIL' stands in line 2 already", id="register code twice"),
        pytest.param("Town,", "Hills,", "name: 'Hills' stands in line 2 already", id="name twice"),
        pytest.param(",town,", ",hills,", "slug: 'hills' stands in line 2 already", id="slug twice"),
        pytest.param("E06000001", "E6", "gss_code: 'E6' is not a GSS code, such as S12000033", id="GSS code"),
        pytest.param("TOW", "tow", "register_code: 'tow' is not a register code, such as ABE", id="register code"),
        pytest.param(",town,", ",To wn,", "slug: 'To wn' is not made of small letters, digits", id="slug"),
        pytest.param("Town,", ",", "name: is empty", id="no name"),
        pytest.param("Town,", f"{'a' * 81},", "name: has 81 characters; at most 80 fit", id="long name"),
        pytest.param("Town,", "To\u202ewn,", "name: holds a character that can't be seen; take it", id="hidden"),
        pytest.param("Unitary authority", "Parish", "council_type: 'Parish' is not one of City corporation", id="type"),
        pytest.param(",,", ",5,", "lgbf_people_family: '5' is not one of the families 1 to 4", id="family 5"),
        pytest.param(",,", ",,1", "lgbf_place_family: every council in Scotland has a family, and no", id="family"),
        pytest.param(",,", ",", "line: has 11 cells; the heading has 12", id="too few cells"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_column(write, old, new, expected):
    assert mistakes_in(write(HEADING, HILLS, TOWN.replace(old, new, 1)))[0].startswith(f"councils.csv:3: {expected}")


def test_a_council_in_scotland_without_a_family_is_a_mistake(write):
    (mistake,) = mistakes_in(write(HEADING, HILLS.removesuffix("4"), TOWN))
    assert mistake.startswith("councils.csv:2: lgbf_place_family: every council in Scotland has a family")


def test_a_misspelt_nation_is_one_mistake_and_says_nothing_about_families(write):
    (mistake,) = mistakes_in(write(HEADING, HILLS.replace("Scotland,Scotland", "Scottland,Scotland")))
    assert mistake.startswith("councils.csv:2: nation: 'Scottland' is not one of England")


def test_all_mistakes_are_named_at_once_in_the_order_of_the_lines(write):
    path = write(HEADING, TOWN.replace("2000", "x"), HILLS.replace(",50,", ",y,"), HILLS.replace("1000", "z"))
    assert [mistake.split(": ")[0] for mistake in mistakes_in(path)] == [
        "councils.csv:2",
        "councils.csv:3",
        *["councils.csv:4"] * 5,  # the number, and four things that may stand once
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"", "councils.csv:1: heading: the columns must be gss_code,", id="empty"),
        pytest.param(b"name,code\n", "councils.csv:1: heading: the columns must be gss_code,", id="heading"),
        pytest.param(HEADING.encode() + b"\n\n", "councils.csv:1: file: has no councils below its h", id="no council"),
        pytest.param(b"\xff\xfe", "councils.csv:1: file: is not UTF-8 text", id="not UTF-8"),
        pytest.param(HEADING.encode() + b'\n"E', "councils.csv:2: file: is not CSV: ", id="open quote"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, content, expected):
    path = tmp_path / "councils.csv"
    path.write_bytes(content)
    assert mistakes_in(path)[0].startswith(expected)


def test_a_file_that_is_not_there_is_a_mistake_too(tmp_path):
    assert mistakes_in(tmp_path / "none.csv") == ["none.csv:1: file: can't be read: No such file or directory"]
