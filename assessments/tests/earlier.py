"""An earlier round, for tests of what it leaves behind."""

from datetime import timedelta

from django.utils import timezone

from assessments import services
from assessments.models import Assessment
from characteristics.models import Framework
from conftest import Cast
from tests.factories import answer_all, make_assessment, make_round


def hand_in_earlier(
    cast: Cast, *, framework: Framework | None = None, slug: str = "before", days: int = 365, level: int = 3
) -> Assessment:
    """Alder's assessment of an earlier round, answered and submitted."""
    at = timezone.now() - timedelta(days=days)
    round_ = make_round(
        framework or cast.assessment.round.framework,
        slug=slug,
        opens_at=at - timedelta(days=30),
        closes_at=at + timedelta(days=1),
    )
    earlier = make_assessment(cast.alder, round_)
    answer_all(earlier, level, by=cast.ada)
    services.submit_assessment(assessment=earlier, by=cast.ada, at=at)
    return earlier
