"""Loading councils and the peer groups that follow from their facts."""

import csv
from collections import Counter
from dataclasses import replace
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.serializers import serialize
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from councils.council_files import COUNCIL_TYPES, FAMILIES, read_council_file
from councils.models import Council, Nation, PeerGroup, PeerGroupKind
from councils.peer_groups import NAMES_OF_TYPES, make_groups
from councils.services import load_councils

pytestmark = pytest.mark.django_db

FIXTURE = settings.BASE_DIR / "fixtures" / "councils.csv"


@pytest.fixture(scope="module")
def rows():
    return read_council_file(FIXTURE)


def everything():
    through = PeerGroup.councils.through
    return [serialize("json", model.objects.order_by("pk")) for model in (Council, PeerGroup, through)]


def sizes(kind):
    groups = PeerGroup.objects.filter(kind=kind).annotate(size=Count("councils")).order_by("code")
    return {group.name: group.size for group in groups}


def test_all_principal_councils_are_loaded(rows):
    load_councils(rows=rows)
    assert Council.objects.count() == 382
    assert Counter(Council.objects.values_list("nation", flat=True)) == {
        "England": 317,
        "Scotland": 32,
        "Wales": 22,
        "Northern Ireland": 11,
    }
    islands = Council.objects.get(slug="orkney-islands")
    assert (islands.gss_code, islands.official_name) == ("S12000023", "Orkney Islands Council")
    assert (islands.population, islands.area_km2) == (22400, 991)


def test_loading_twice_is_the_same_as_loading_once(rows):
    load_councils(rows=rows)
    before = everything()
    load_councils(rows=rows)
    assert everything() == before


def test_facts_that_changed_are_written_to_the_same_council(rows):
    load_councils(rows=rows)
    first = Council.objects.get(gss_code=rows[0].gss_code)
    load_councils(rows=[replace(rows[0], name="New name", population=5), *rows[1:]])
    again = Council.objects.get(gss_code=rows[0].gss_code)
    assert (again.pk, again.name, again.population) == (first.pk, "New name", 5)


def test_a_council_that_moves_to_another_family_leaves_the_first(rows):
    load_councils(rows=rows)
    scottish = next(row for row in rows if row.place_family == 1)
    load_councils(rows=[replace(row, place_family=2) if row == scottish else row for row in rows])
    kinds = PeerGroup.objects.filter(councils__gss_code=scottish.gss_code, kind=PeerGroupKind.LGBF_PLACE)
    assert [group.code for group in kinds] == ["lgbf-place-2"]


def test_a_council_that_is_left_out_stays_but_is_in_no_group(rows):
    load_councils(rows=rows)
    load_councils(rows=rows[1:])
    council = Council.objects.get(gss_code=rows[0].gss_code)
    assert council.peer_groups.count() == 0


def test_each_scottish_family_has_eight_councils(rows):
    load_councils(rows=rows)
    assert sizes(PeerGroupKind.LGBF_PLACE) == {f"LGBF area-type family {n}": 8 for n in range(1, 5)}
    assert sizes(PeerGroupKind.LGBF_PEOPLE) == {f"LGBF population family {n}": 8 for n in range(1, 5)}
    members = PeerGroup.objects.get(code="lgbf-place-1").councils.values_list("nation", flat=True)
    assert set(members) == {"Scotland"}


def test_families_are_those_of_the_file(rows):
    load_councils(rows=rows)
    for row in (row for row in rows if row.place_family):
        codes = set(Council.objects.get(gss_code=row.gss_code).peer_groups.values_list("code", flat=True))
        families = {f"lgbf-place-{row.place_family}", f"lgbf-people-{row.people_family}"}
        assert codes == {"nation-scotland", *families}


def test_each_nation_is_a_group(rows):
    load_councils(rows=rows)
    assert sizes(PeerGroupKind.NATION) == {"England": 317, "Northern Ireland": 11, "Scotland": 32, "Wales": 22}


def test_english_types_are_groups(rows):
    load_councils(rows=rows)
    assert sizes(PeerGroupKind.COUNCIL_TYPE) == {
        "City of London in England": 1,
        "County councils in England": 21,
        "London boroughs in England": 32,
        "Metropolitan districts in England": 36,
        "Non-metropolitan districts in England": 164,
        "Unitary authorities in England": 63,
    }


def test_english_types_are_groups_in_each_region(rows):
    load_councils(rows=rows)
    groups = sizes(PeerGroupKind.TYPE_REGION)
    assert groups["Unitary authorities in the South West"] == 13
    assert groups["Metropolitan districts in Yorkshire and The Humber"] == 9
    assert (groups["London boroughs"], groups["City of London"]) == (32, 1)
    assert sum(groups.values()) == 317


@pytest.mark.parametrize("nation", Nation.values)
def test_every_council_of_a_nation_is_in_one_group_of_each_kind_that_the_nation_has(rows, nation):
    kinds = {
        Nation.SCOTLAND: {PeerGroupKind.NATION, PeerGroupKind.LGBF_PLACE, PeerGroupKind.LGBF_PEOPLE},
        Nation.ENGLAND: {PeerGroupKind.NATION, PeerGroupKind.COUNCIL_TYPE, PeerGroupKind.TYPE_REGION},
    }.get(Nation(nation), {PeerGroupKind.NATION})
    load_councils(rows=rows)
    for council in Council.objects.filter(nation=nation).prefetch_related("peer_groups"):
        assert sorted(group.kind for group in council.peer_groups.all()) == sorted(kinds)


def test_all_types_of_england_have_a_name_in_the_plural(rows):
    assert {row.council_type for row in rows if row.nation == Nation.ENGLAND} == NAMES_OF_TYPES.keys()
    assert {row.council_type for row in rows} == set(COUNCIL_TYPES)


def test_codes_of_groups_stand_once(rows):
    codes = [group.code for group in make_groups(rows)]
    assert len(codes) == len(set(codes)) == 45


def test_loading_writes_many_councils_at_once(rows):
    with CaptureQueriesContext(connection) as queries:
        load_councils(rows=rows)
    # SQLite takes 999 values at once, so that 382 councils of ten facts are written in pieces.
    assert len(queries) <= 20


def test_the_fixture_has_the_columns_that_are_read():
    with FIXTURE.open(newline="") as file:
        cells = list(csv.DictReader(file))
    assert len({line["slug"] for line in cells}) == 382
    assert [column for column in FAMILIES if sum(bool(line[column]) for line in cells) != 32] == []


def test_the_command_loads_and_counts():
    out = StringIO()
    call_command("load_councils", str(FIXTURE), stdout=out)
    assert out.getvalue().splitlines() == ["councils: 382", "peer groups: 45"]


def test_the_command_names_mistakes_and_changes_nothing(tmp_path):
    path = tmp_path / "councils.csv"
    path.write_text(FIXTURE.read_text().replace(",Wales,Wales,", ",Cymru,Wales,", 2))
    errors = StringIO()
    with pytest.raises(CommandError, match=r"^2 mistakes; nothing was changed$"):
        call_command("load_councils", str(path), stderr=errors)
    lines = errors.getvalue().splitlines()
    assert len(lines) == 2
    assert all(": nation: 'Cymru' is not one of England, " in line for line in lines)
    assert not Council.objects.exists()
