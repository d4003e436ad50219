"""How a document names itself: its title, what runs above and below every page, and its date."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from reports.content import ScorecardContent
from reports.national.content import NationalContent


@dataclass(frozen=True)
class Naming:
    title: str
    description: str
    """What a reader's list of documents shows: one sentence."""
    head: str
    foot: str
    dated: datetime
    """When the last thing happened that the document depends on."""
    invented: bool


def of_scorecard(content: ScorecardContent, *, kind: str) -> Naming:
    """`kind` in the reader's language, as it stands inside a sentence: 'scorecard'."""
    names = {"council": content.council.name, "round": content.round.name, "kind": kind}
    return Naming(
        title=_("%(council)s: %(kind)s, %(round)s") % names,
        description=content.summary,
        head=_("%(council)s %(kind)s · %(round)s") % names,
        foot=_foot(content),
        dated=_dated(content),
        invented=content.invented,
    )


def of_release(content: NationalContent) -> Naming:
    names = {"round": content.round.name, "release": content.release.code, "digest": content.short_digest}
    return Naming(
        title=_("National report, %(round)s") % names,
        description=content.summary,
        head=_("National report · %(round)s") % names,
        foot=_("Release %(release)s · digest %(digest)s") % names,
        dated=content.release.released_at,
        invented=content.invented,
    )


def _foot(content: ScorecardContent) -> str:
    release = _("Release %(code)s") % {"code": content.release.code} if content.release else _("No release")
    digest = _("digest %(digest)s") % {"digest": content.submission.short_digest}
    return f"{release} · {digest}"


def _dated(content: ScorecardContent) -> datetime:
    times = [content.submission.submitted_at, content.submission.signed_off_at]
    times += [content.release.released_at] if content.release else []
    return max(time for time in times if time)
