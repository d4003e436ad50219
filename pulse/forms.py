"""Turn what somebody answers into a frozen input. Forms save nothing."""

import secrets
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pulse.content import QuestionContent, ResponseInput
from pulse.models import Group

CANT_SAY = "cant-say"


class PulseForm(forms.Form):
    """The group and one choice a question. `mark` tells a form that was sent twice from two forms."""

    group = forms.ChoiceField(
        label=_("Which of these are you?"),
        help_text=_("Managers lead a team or a service. Elected members choose the last, whatever else they do."),
        choices=Group.choices,
        widget=forms.RadioSelect(attrs={"legend": "govuk-fieldset__legend--m"}),
        error_messages={"required": _("Choose who you are in the council"), "invalid_choice": _("Choose who you are")},
    )
    mark = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, questions: Sequence[QuestionContent], data: Any = None) -> None:
        super().__init__(data, initial={"mark": secrets.token_urlsafe(16)})
        self.questions = questions
        for question in questions:
            self.fields[_name(question)] = _choice_field(question)

    def to_input(self) -> ResponseInput:
        chosen = {question.id: self.cleaned_data[_name(question)] for question in self.questions}
        return ResponseInput(
            group=self.cleaned_data["group"],
            levels={key: None if choice == CANT_SAY else int(choice) for key, choice in chosen.items()},
            mark=self.cleaned_data["mark"] or secrets.token_urlsafe(16),
        )


def _name(question: QuestionContent) -> str:
    return f"q{question.position}"


def _choice_field(question: QuestionContent) -> forms.ChoiceField:
    options = [(str(option.level), option.text) for option in question.options]
    number = {"number": question.position}
    return forms.ChoiceField(
        label=f"{question.position}. {question.text}",
        choices=[*options, (CANT_SAY, _("I can’t say"))],
        widget=forms.RadioSelect(attrs={"legend": "govuk-fieldset__legend--m"}),
        error_messages={
            "required": _("Question %(number)d: choose an answer, or “I can’t say”") % number,
            "invalid_choice": _("Question %(number)d: choose one of the answers shown") % number,
        },
    )
