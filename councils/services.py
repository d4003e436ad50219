"""What is done to councils: load the facts about them and the groups that follow from these."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db import transaction

from councils.council_files import CouncilRow
from councils.models import Council, PeerGroup, PeerGroupKind
from councils.neighbours import Facts, nearest_neighbours
from councils.peer_groups import Group, make_groups

FACTS = [
    "register_code",
    "name",
    "official_name",
    "slug",
    "nation",
    "region",
    "council_type",
    "population",
    "area_km2",
]


@transaction.atomic
def load_councils(*, rows: Sequence[CouncilRow]) -> list[PeerGroup]:
    """Bring councils and peer groups to what the rows say; twice is the same as once. Gives back the groups.

    Councils are known by their GSS code. One that the rows leave out stays, since its assessments do, but is in no
    group any more. Nearest neighbours stay as they were computed for their round.
    """
    Council.objects.bulk_create(
        [Council(gss_code=row.gss_code, **{fact: getattr(row, fact) for fact in FACTS}) for row in rows],
        update_conflicts=True,
        unique_fields=["gss_code"],
        update_fields=FACTS,
    )
    groups = make_groups(rows)
    PeerGroup.objects.bulk_create(
        [PeerGroup(code=group.code, name=group.name, kind=group.kind) for group in groups],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "kind"],
    )
    _write_members(groups)
    return list(PeerGroup.objects.filter(code__in=[group.code for group in groups]).order_by("code"))


def _write_members(groups: list[Group]) -> None:
    councils = dict(Council.objects.values_list("gss_code", "pk"))
    codes = dict(PeerGroup.objects.values_list("code", "pk"))
    wanted = {(codes[group.code], councils[member]) for group in groups for member in group.members}
    through = PeerGroup.councils.through
    rows = through.objects.filter(peergroup__in=PeerGroup.objects.shared())
    existing = {(row.peergroup_id, row.council_id): row.pk for row in rows}
    through.objects.filter(pk__in=[pk for pair, pk in existing.items() if pair not in wanted]).delete()
    through.objects.bulk_create(
        through(peergroup_id=group, council_id=council) for group, council in sorted(wanted - existing.keys())
    )


@transaction.atomic
def add_neighbours(*, computed_for: str, nations: Collection[str]) -> int:
    """Compute the nearest neighbours of the nations' councils for a round, unless they are there. Gives back how many.

    A nation's councils are those of its peer group, so one that is no more is nobody's neighbour. The number of queries
    is the same for any number of councils.
    """
    done = PeerGroup.objects.neighbours_for(computed_for).values("owner__nation")
    councils = Council.objects.filter(peer_groups__kind=PeerGroupKind.NATION, nation__in=nations)
    by_nation: dict[str, list[Council]] = defaultdict(list)
    for council in councils.exclude(nation__in=done).distinct():
        by_nation[council.nation].append(council)
    for of_nation in by_nation.values():
        _add_neighbours_of_nation(computed_for, of_nation)
    return sum(map(len, by_nation.values()))


def _add_neighbours_of_nation(computed_for: str, councils: Sequence[Council]) -> None:
    by_code = {council.gss_code: council for council in councils}
    nearest = nearest_neighbours([Facts(one.gss_code, one.population, one.area_km2) for one in councils])
    groups = PeerGroup.objects.bulk_create(
        PeerGroup(
            code=f"nearest-{computed_for}-{code.lower()}",
            name=f"{by_code[code].name} and its nearest neighbours",
            kind=PeerGroupKind.NEAREST,
            owner=by_code[code],
            computed_for=computed_for,
        )
        for code in nearest
    )
    through = PeerGroup.councils.through
    through.objects.bulk_create(
        through(peergroup=group, council=by_code[code])
        for group, (owner, others) in zip(groups, nearest.items(), strict=True)
        for code in (owner, *others)
    )
