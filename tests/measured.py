"""What is measured: councils with answers to everything, and the documents that a release wants of them."""

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from councils.models import OfficeRole, PeerGroupKind
from reports.bulk import queue_scorecards
from reports.models import BenchmarkRelease, Document
from reports.services import release_benchmarks
from reports.tests.factories import AFTERWARDS, make_closed_round
from reports.tests.handing_in import sign
from reports.tests.papers import hand_in_full, load_real_framework
from tests.factories import make_council, make_group, make_user

NEEDS_SERVERS = pytest.mark.skipif(
    connection.vendor != "postgresql" or not settings.REDIS_URL, reason="workers need PostgreSQL and Redis"
)


def released(councils: int) -> BenchmarkRelease:
    """So many councils in one round with a release; nothing is wanted yet."""
    round_ = make_closed_round(load_real_framework())
    members = [make_council() for _ in range(councils)]
    make_group("Scotland", kind=PeerGroupKind.NATION, councils=members)
    for council in members:
        sign(hand_in_full(council, round_))
    manager = make_user("Manager", office_role=OfficeRole.MANAGER)
    release = release_benchmarks(round_=round_, by=manager, at=AFTERWARDS)
    Document.objects.all().delete()
    return release


def want(release: BenchmarkRelease) -> list[Document]:
    """The executive and the full scorecard of each council."""
    queue_scorecards(release=release, by=release.released_by, at=timezone.now())
    return list(Document.objects.order_by("wanted_at", "pk"))
