"""Saving in the background, for the section page's script: the same form, answered in JSON."""

from datetime import datetime

from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import services
from assessments.forms import SectionForm, seen_mark
from assessments.inputs import SaveResult, SectionInput
from assessments.models import Section
from assessments.policies import NotNow
from assessments.views import section_page
from characteristics.queries import read_area
from councils.http import SignedInRequest


def save(request: SignedInRequest, here: Section) -> JsonResponse:
    """Save what can be saved; questions with mistakes in them wait until they are mended."""
    form = SectionForm(read_area(here.assessment.round.framework, here.area.code), request.POST)
    form.is_valid()
    mistakes = [str(error) for errors in form.errors.values() for error in errors]
    in_fault = {name.rpartition("-")[0] for name in form.errors}
    if "" in in_fault:
        return JsonResponse({"mistakes": mistakes}, status=422)
    sent = form.to_input(leave_out=in_fault)
    now = timezone.now()
    try:
        result = services.record_answers(section=here, inputs=sent, by=request.user, at=now)
    except NotNow as refusal:
        return JsonResponse({"refused": str(refusal)}, status=409)
    return JsonResponse({"mistakes": mistakes, **_saved(form, sent, section_page.stored(here), result, now)})


def _saved(
    form: SectionForm, sent: SectionInput, stored: section_page.Stored, result: SaveResult, at: datetime
) -> dict[str, object]:
    """With `seen`, the marks that stand for what the officer has in front of them from now on."""
    codes = {question.id: question.code for question in form.area.questions}
    contents, versions = stored.contents, stored.versions
    return {
        "saved": _("Saved at %(time)s") % {"time": timezone.localtime(at).strftime("%H:%M")},
        "seen": {
            codes[answer.question_id]: seen_mark(versions[answer.question_id], answer.content)
            for answer in sent.answers
            if contents[answer.question_id] == answer.content
        },
        "barriers_seen": ",".join(str(barrier) for barrier in sorted(sent.barriers)),
        "conflicts": [
            _("%(code)s: %(name)s has saved an answer too. Both are kept.")
            % {"code": codes[conflict.question_id], "name": conflict.their_name}
            for conflict in result.conflicts
        ],
    }
