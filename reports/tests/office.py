"""A round that the Digital Office looks at."""

from datetime import timedelta

from django.utils import timezone

from assessments.models import Assessment, Round
from assessments.states import AssessmentState
from characteristics.models import Framework
from tests.factories import LevelOrNone, make_assessment, make_council, make_round, make_submission


def hand_in(
    round_: Round, name: str, level: LevelOrNone = 3, *, signed_off: bool = False, **council: object
) -> Assessment:
    """An assessment with this level for LEAD and 3 for everything else; without a level, too little was answered."""
    assessment = make_assessment(make_council(name, **council), round_)
    make_submission(assessment, {"LEAD": level}, coverage={"LEAD": "0.5" if level is None else "1"})
    if signed_off:
        Assessment.objects.filter(pk=assessment.pk).update(state=AssessmentState.SIGNED_OFF)
    return assessment


def make_past_round(framework: Framework) -> Round:
    """A closed round in which Cedar signed off at level 2, Damson submitted at level 4 and Elder has a draft."""
    now = timezone.now()
    round_ = make_round(framework, slug="past", opens_at=now - timedelta(days=90), closes_at=now - timedelta(days=60))
    hand_in(round_, "Cedar", 2, signed_off=True)
    hand_in(round_, "Damson", 4)
    make_assessment(make_council("Elder"), round_)
    return round_
