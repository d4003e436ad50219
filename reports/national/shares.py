"""How many of all councils meet a barrier, where so much may be said."""

from django.utils.translation import gettext as _

from reports.analysis.answers import Share

FEWEST_COUNCILS = 5
"""Of fewer councils no share is told."""
FEWEST_TOLD = 3
"""One or two councils that meet a barrier, or that alone don't, are as good as named to whoever knows some of them."""


def may_be_told(count: int, of: int) -> bool:
    return of >= FEWEST_COUNCILS and FEWEST_TOLD <= count <= of - FEWEST_TOLD


def words(share: Share) -> str:
    """'20 of 32', or what can be said instead."""
    values = {"count": share.count, "of": share.of, "fewest": FEWEST_TOLD}
    if may_be_told(share.count, share.of):
        return _("%(count)s of %(of)s") % values
    if share.of < FEWEST_COUNCILS:
        return _("not shown")
    return _("fewer than %(fewest)s") % values if share.count < FEWEST_TOLD else _("all or nearly all")
