"""The periods in which councils assess."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from characteristics.models import Framework
from councils.models import Nation, PeerGroupKind


class Round(models.Model):
    """A period in which councils assess; pinned to one framework."""

    slug = models.SlugField(_("name in addresses"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="rounds", verbose_name=_("framework"))
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    invented = models.BooleanField(
        _("invented results"), default=False, help_text=_("Every page and document of this round says so.")
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="round_closes_after_open"
            )
        ]
        verbose_name = _("round")
        verbose_name_plural = _("rounds")

    def __str__(self) -> str:
        return self.name


class LadderRung(models.Model):
    """One step of a round's peer ladder: the kind of group tried at this place for councils of one nation."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="rungs")
    nation = models.CharField(_("nation"), max_length=20, choices=Nation)
    position = models.PositiveSmallIntegerField(_("place, from 1"))
    kind = models.CharField(_("kind of group"), max_length=20, choices=PeerGroupKind)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "nation", "position"], name="rung_place_unique"),
            models.UniqueConstraint(fields=["round", "nation", "kind"], name="rung_kind_once"),
        ]
        verbose_name = _("rung of the peer ladder")
        verbose_name_plural = _("peer ladder")

    def __str__(self) -> str:
        return f"{self.nation} {self.position}: {self.get_kind_display()}"
