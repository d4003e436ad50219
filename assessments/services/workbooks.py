"""Keep an uploaded workbook until somebody has looked at what it would change, then apply all of it or nothing."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.inputs import SectionInput
from assessments.models import Assessment, WorkbookUpload
from assessments.policies import NotNow
from assessments.services.locking import lock, log
from assessments.services.recording import record_answers
from councils.models import User

KEPT_FOR = timedelta(days=1)


class Overtaken(NotNow):
    """Somebody saved another answer between the look and the click. Nothing of the workbook was written."""


@transaction.atomic
def keep_upload(*, assessment: Assessment, content: str, by: User, at: datetime) -> WorkbookUpload:
    """Store what was read. The person's earlier upload and everybody's expired ones go."""
    WorkbookUpload.objects.filter(at__lt=at - KEPT_FOR).delete()
    WorkbookUpload.objects.filter(assessment=assessment, by=by, applied_at=None).delete()
    return WorkbookUpload.objects.create(
        assessment=assessment,
        by=by,
        at=at,
        content=content,
        digest=hashlib.sha256(content.encode()).hexdigest(),
    )


@transaction.atomic
def apply_upload(*, upload: WorkbookUpload, inputs: Mapping[str, SectionInput], by: User, at: datetime) -> int:
    """Record every section of a workbook, by area code, and say how many answers changed.

    All or nothing: raises Overtaken where a single answer was changed by somebody else meanwhile, and NotNow where a
    section can't be edited or the workbook has been applied before.
    """
    assessment = lock(upload.assessment)
    claimed = WorkbookUpload.objects.filter(pk=upload.pk, applied_at=None).update(applied_at=at, content="")
    if not claimed:
        raise NotNow(_("This workbook has been applied already."))
    changed = 0
    sections = assessment.sections.filter(area__code__in=inputs).select_related("area").order_by("area__position")
    for section in sections:
        section.assessment = assessment
        result = record_answers(section=section, inputs=inputs[section.area.code], by=by, at=at)
        if result.conflicts:
            raise Overtaken(_("A colleague saved another answer while you were looking. Nothing has been applied yet."))
        changed += result.changed
    log(assessment, "workbook applied", by, at, f"{changed}, {upload.digest[:12]}")
    return changed


def drop_upload(*, upload: WorkbookUpload) -> None:
    """Forget a workbook that nobody wants to apply."""
    WorkbookUpload.objects.filter(pk=upload.pk, applied_at=None).delete()


def note_download(*, assessment: Assessment, by: User, at: datetime) -> None:
    """A workbook carries all notes and evidence out of the service, so it is on record who took one."""
    log(assessment, "workbook downloaded", by, at)
