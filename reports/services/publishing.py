"""Showing a release's aggregates to everybody."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.policies import NotNow
from councils.models import AuditEvent, User
from reports.models import BenchmarkRelease


class NothingToPublish(NotNow):
    """The release has no figures for everybody: it is older than they are."""


@transaction.atomic
def publish_release(*, release: BenchmarkRelease, by: User, at: datetime) -> bool:
    """Whether it was this that made it public: a second click finds it done and leaves the first name and time.

    It can't be taken back, since what was public has been copied. Raises NothingToPublish.
    """
    if not release.public_figures.exists():
        raise NothingToPublish(_("It holds no figures for everybody, so there is nothing to make public."))
    rows = BenchmarkRelease.objects.filter(pk=release.pk, public_at=None)
    if not rows.update(public_at=at, public_by=by):
        return False
    AuditEvent.objects.create(at=at, by=by, action="aggregates made public", detail=release.code)
    return True
