"""Hold one assessment while it is changed, and put on record who changed it."""

from datetime import datetime

from assessments.models import Assessment, Event
from assessments.states import Action
from councils.models import AuditEvent, User


def lock(assessment: Assessment) -> Assessment:
    """The assessment as it is now, held until the transaction ends. Only its own row is locked."""
    return (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("round__framework", "council")
        .get(pk=assessment.pk)
    )


def log_event(assessment: Assessment, action: Action, by: User, at: datetime, because: str = "") -> None:
    """For the council's own history, with all the words."""
    Event.objects.create(assessment=assessment, action=action, because=because, by=by, at=at)


def log(assessment: Assessment, action: str, by: User, at: datetime, detail: str = "") -> None:
    AuditEvent.objects.create(at=at, by=by, council_id=assessment.council_id, action=action, detail=detail[:300])
