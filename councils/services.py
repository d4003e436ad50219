"""What is done to councils: load the facts about them and the groups that follow from these."""

from collections.abc import Sequence

from django.db import transaction

from councils.council_files import CouncilRow
from councils.models import Council, PeerGroup
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
    group.
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
    existing = {(row.peergroup_id, row.council_id): row.pk for row in through.objects.all()}
    through.objects.filter(pk__in=[pk for pair, pk in existing.items() if pair not in wanted]).delete()
    through.objects.bulk_create(
        through(peergroup_id=group, council_id=council) for group, council in sorted(wanted - existing.keys())
    )
