"""The fixed groups that councils are compared in, made from facts about them alone."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.text import slugify

from councils.council_files import CouncilRow
from councils.models import Nation, PeerGroupKind

NAMES_OF_TYPES = {
    "City corporation": "City of London",
    "County": "County councils",
    "London borough": "London boroughs",
    "Metropolitan district": "Metropolitan districts",
    "Non-metropolitan district": "Non-metropolitan districts",
    "Unitary authority": "Unitary authorities",
}
"""England's types of council, in the plural. There is one City corporation, so its group goes by its own name."""

REGIONS_WITHOUT_ARTICLE = {"London", "Yorkshire and The Humber"}


@dataclass(frozen=True)
class Group:
    """A peer group before it is written: its members by GSS code."""

    code: str
    name: str
    kind: PeerGroupKind
    members: tuple[str, ...]


def make_groups(rows: Iterable[CouncilRow]) -> list[Group]:
    members: dict[tuple[PeerGroupKind, str, str], list[str]] = defaultdict(list)
    for row in rows:
        for key in _groups_of(row):
            members[key].append(row.gss_code)
    return [Group(code, name, kind, tuple(codes)) for (kind, code, name), codes in sorted(members.items())]


def _groups_of(row: CouncilRow) -> Iterator[tuple[PeerGroupKind, str, str]]:
    """Kind, code and name of each group that a council belongs to."""
    yield PeerGroupKind.NATION, f"nation-{slugify(row.nation)}", row.nation
    if row.place_family:
        family = row.place_family
        yield PeerGroupKind.LGBF_PLACE, f"lgbf-place-{family}", f"LGBF area-type family {family}"
    if row.people_family:
        family = row.people_family
        yield PeerGroupKind.LGBF_PEOPLE, f"lgbf-people-{family}", f"LGBF population family {family}"
    if row.nation == Nation.ENGLAND:
        code = f"type-{slugify(row.council_type)}"
        name = NAMES_OF_TYPES.get(row.council_type, row.council_type)
        yield PeerGroupKind.COUNCIL_TYPE, code, f"{name} in England"
        yield PeerGroupKind.TYPE_REGION, f"{code}-{slugify(row.region)}", _name_in_region(name, row.region)


def _name_in_region(name: str, region: str) -> str:
    if "London" in name:
        return name  # where they are need not be said twice
    article = "" if region in REGIONS_WITHOUT_ARTICLE else "the "
    return f"{name} in {article}{region}"
