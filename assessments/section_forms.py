"""What is asked when sections are given out, moved on and talked about, and of a council that asks to reopen.

Forms save nothing.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.forms import OptionCheckboxes, PlainText
from assessments.models import Assessment, Section
from assessments.policies import was_reopened_after_close
from assessments.queries import colleagues, holder
from councils.models import User

COMMENT_LIMIT = 2000
NOBODY = "nobody"
"""What is sent where nobody is to have a section."""
TIME_FOR_THE_LEAD = timedelta(days=7)
"""Between the day that is suggested for a section and the close of the round."""


def latest_day(assessment: Assessment, today: date) -> date | None:
    """The last day that a section can be wanted by; none once the assessment was reopened after the close."""
    if was_reopened_after_close(assessment):
        return None
    return max(timezone.localdate(assessment.round.closes_at), today)


def suggested_day(assessment: Assessment, today: date) -> date:
    """A week before the close, so that the lead has time to read; nearer to the close there is less."""
    last = latest_day(assessment, today)
    return today + TIME_FOR_THE_LEAD if last is None else max(last - TIME_FOR_THE_LEAD, min(last, today))


class _NobodyFirst(forms.models.ModelChoiceIterator):  # type: ignore[type-arg]
    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield NOBODY, _("Nobody yet")
        yield from ((value, text) for value, text in super().__iter__() if value != "")


class ColleagueField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody, or by an explicit choice nobody (None). Choosing nothing takes no section away: it is a mistake."""

    iterator = _NobodyFirst

    def clean(self, value: Any) -> User | None:
        person: User | None = None if value == NOBODY else super().clean(value)
        return person


class WhoAndWhenForm(forms.Form):
    """Somebody of the council, and the day that their answers are wanted by."""

    to = ColleagueField(
        label=_("Who answers?"),
        queryset=User.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose who answers it")},
        help_text=_("A contributor can edit the sections given to them, and no others. A lead can edit all."),
        widget=forms.Select,
    )
    due_on = forms.DateField(
        label=_("Wanted by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "classes": "govuk-input--width-10"}),
        error_messages={"invalid": _("Wanted by must be a real date, such as 2026-12-01")},
    )

    def __init__(self, assessment: Assessment, today: date, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._today, self._last = today, latest_day(assessment, today)
        self.fields["to"].queryset = colleagues(assessment.council)  # type: ignore[attr-defined]
        if self._last:
            self.fields["due_on"].help_text = _("Leave time to read the answers: the round closes on %(day)s.") % {
                "day": date_format(self._last, "j F Y")
            }

    def clean_due_on(self) -> date | None:
        day: date | None = self.cleaned_data["due_on"]
        if day and day < self._today and "due_on" in self.changed_data:
            raise forms.ValidationError(_("Wanted by must be today or later"))
        if day and self._last and day > self._last:
            message = _("Wanted by must be on or before %(day)s, when the round closes")
            raise forms.ValidationError(message, params={"day": date_format(self._last, "j F Y")})
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("to"):
            cleaned["due_on"] = None
        return cleaned


class AssignSectionsForm(WhoAndWhenForm):
    """Several sections at once."""

    sections = forms.ModelMultipleChoiceField(
        label=_("Which sections?"),
        queryset=Section.objects.none(),
        widget=OptionCheckboxes,
        error_messages={"required": _("Tick the sections to give away")},
    )
    field_order = ["sections", "to", "due_on"]

    def __init__(self, assessment: Assessment, today: date, data: Any = None, **kwargs: Any) -> None:
        super().__init__(assessment, today, data, **kwargs)
        given = assessment.sections.select_related("area").prefetch_related(holder(assessment.council))
        sections = given.order_by("area__position")
        field: Any = self.fields["sections"]
        field.queryset = sections
        field.label_from_instance = lambda section: section.area.name
        field.widget.hints = {str(section.pk): _held_by(section) for section in sections}
        to: Any = self.fields["to"]
        to.label, to.empty_label = _("Who answers them?"), _("Choose somebody")
        to.error_messages["required"] = _("Choose who answers them")


def _held_by(section: Section) -> str:
    state = section.get_state_display()
    if section.assigned_to is None:
        return gettext("%(state)s, with nobody in particular") % {"state": state}
    name = section.assigned_to.name
    if section.due_on is None:
        return gettext("%(state)s, with %(name)s") % {"state": state, "name": name}
    day = date_format(section.due_on, "j F")
    return gettext("%(state)s, with %(name)s, wanted by %(day)s") % {"state": state, "name": name, "day": day}


def comment_field(label: Any, *, required: bool, message: Any = "", help_text: Any = "") -> PlainText:
    return PlainText(
        label=label,
        help_text=help_text,
        required=required,
        max_length=COMMENT_LIMIT,
        error_messages={
            "required": message,
            "max_length": _("Shorten it to 2,000 characters or fewer"),
        },
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class CommentForm(forms.Form):
    text = comment_field(
        _("Your comment"),
        required=True,
        message=_("Write your comment"),
        help_text=_("Leads, contributors and approvers of your council see it, and nobody else."),
    )


class MoveForm(forms.Form):
    """A section moves on; with words where somebody else has to know why."""

    def __init__(self, data: Any = None, *, label: Any = "", required: bool) -> None:
        super().__init__(data)
        if label:
            self.fields["because"] = comment_field(
                label,
                required=required,
                message=_("Say why, so that your colleagues know what to do"),
                help_text=_("It becomes a comment on the section."),
            )

    @property
    def because(self) -> str:
        return str(self.cleaned_data.get("because", ""))


class AskToReopenForm(forms.Form):
    because = PlainText(
        label=_("Why do you need it?"),
        help_text=_("The Digital Office and everybody in your council who works on the assessment see this."),
        max_length=2000,
        error_messages={"required": _("Say why, so that the Digital Office can decide")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )
