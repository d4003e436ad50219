"""Turn what officers send into frozen inputs. Forms save nothing."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.inputs import AnswerContent, AnswerInput, Choice, SectionInput
from assessments.last_round import filled_in
from assessments.models import AnswerState, Confidence
from characteristics.content import AreaContent, QuestionContent
from characteristics.models import Level

EVIDENCE_LIMIT = 5000
REASON_LIMIT = 1000
NO_CHOICE = ""
KEEP_SAVED, KEEP_BOTH = "keep", "both"
HELD_SHOWN = 50
"""How many held answers of one question a form can decide at once."""


class PlainText(forms.CharField):
    """Text with one kind of line break, so that the same words are the same text in every browser."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class OptionRadios(forms.RadioSelect):
    """Radios whose options carry a hint each, and may reveal another field of the form."""

    def __init__(self, hints: dict[str, str], reveals: dict[str, str]) -> None:
        super().__init__(attrs={"legend": "govuk-fieldset__legend--m"})
        self.hints = hints
        self.reveals = reveals


class OptionCheckboxes(forms.CheckboxSelectMultiple):
    def __init__(self, hints: dict[str, str] | None = None) -> None:
        super().__init__(attrs={"small": True})
        self.hints = hints or {}


def _choice_field(question: QuestionContent) -> forms.ChoiceField:
    options = [(str(level.level), f"{level.level} {level.name}") for level in question.levels]
    hints = {str(level.level): level.text for level in question.levels}
    options.append((AnswerState.DONT_KNOW.value, str(_("Don’t know"))))
    hints[AnswerState.DONT_KNOW.value] = str(_("Counts as not scored, never as level 1. It is listed as a finding."))
    reveals = {}
    if question.not_applicable:
        options.append((AnswerState.NOT_APPLICABLE.value, str(_("Not applicable"))))
        hints[AnswerState.NOT_APPLICABLE.value] = question.not_applicable
        reveals[AnswerState.NOT_APPLICABLE.value] = f"{question.code}-reason"
    return forms.ChoiceField(
        label=question.text,
        choices=options,
        required=False,
        widget=OptionRadios(hints, reveals),
        error_messages={"invalid_choice": _("%(code)s: choose one of the levels shown") % {"code": question.code}},
    )


def _evidence_field(question: QuestionContent) -> PlainText:
    return PlainText(
        label=_("Evidence and notes"),
        help_text=_("What shows it: a document, a date, a figure, whom to ask. Up to 5,000 characters."),
        required=False,
        max_length=EVIDENCE_LIMIT,
        error_messages={
            "max_length": _("%(code)s: shorten the evidence to 5,000 characters or fewer") % {"code": question.code}
        },
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SectionForm(forms.Form):
    """All questions of one area. `seen` carries the version and the fingerprint of the answer that was shown."""

    def __init__(self, area: AreaContent, data: Any = None, **kwargs: Any) -> None:
        self.area = area
        super().__init__(data, **kwargs)
        for question in area.questions:
            self._add_question(question)
        self.fields["barriers"] = forms.TypedMultipleChoiceField(
            label=_("What is in the way here?"),
            help_text=_("Tick what holds this area back. It never changes a score."),
            choices=[(barrier.id, barrier.name) for barrier in area.barriers],
            coerce=int,
            required=False,
            widget=OptionCheckboxes({str(barrier.id): barrier.definition for barrier in area.barriers}),
        )
        self.fields["barriers_seen"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.fields["page"] = forms.RegexField(
            r"^[0-9a-f]{32}$", required=False, initial=lambda: uuid4().hex, widget=forms.HiddenInput
        )

    def _add_question(self, question: QuestionContent) -> None:
        code = question.code
        self.fields[f"{code}-choice"] = _choice_field(question)
        if question.not_applicable:
            self.fields[f"{code}-reason"] = PlainText(
                label=_("Why does it not apply to your council?"),
                required=False,
                max_length=REASON_LIMIT,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        if question.practices:
            self.fields[f"{code}-practices"] = forms.TypedMultipleChoiceField(
                label=_("Which of these are in place?"),
                choices=[(practice.id, practice.text) for practice in question.practices],
                coerce=int,
                required=False,
                widget=OptionCheckboxes(),
            )
        self.fields[f"{code}-evidence"] = _evidence_field(question)
        self.fields[f"{code}-confidence"] = forms.ChoiceField(
            label=_("How sure are you?"),
            choices=[(NO_CHOICE, _("Not said")), *Confidence.choices],
            required=False,
            widget=forms.Select,
        )
        self.fields[f"{code}-target"] = forms.TypedChoiceField(
            label=_("Target: the level you aim at next"),
            choices=[(NO_CHOICE, _("None yet")), *((level.value, f"{level.value} {level.label}") for level in Level)],
            coerce=int,
            empty_value=None,
            required=False,
            widget=forms.Select,
        )
        self.fields[f"{code}-seen"] = forms.RegexField(r"^\d{1,9}\.[0-9a-f]{16}$", widget=forms.HiddenInput)
        self._add_decisions(code)

    def _add_decisions(self, code: str) -> None:
        """About texts that are held, and about last round's answer. Shown only where there is something to decide."""
        self.fields[f"{code}-decide"] = forms.RegexField(
            rf"^({KEEP_SAVED}|{KEEP_BOTH}|held-\d{{1,9}})$",
            label=_("Which text do you want to keep?"),
            help_text=_("To bring them together, edit the answer below and choose to keep what is saved."),
            required=False,
            widget=forms.RadioSelect(attrs={"small": True}),
        )
        self.fields[f"{code}-held"] = forms.RegexField(
            rf"^\d{{1,9}}(,\d{{1,9}}){{0,{HELD_SHOWN - 1}}}$", required=False, widget=forms.HiddenInput
        )
        self.fields[f"{code}-still_true"] = forms.BooleanField(
            label=_("Still true"), required=False, widget=forms.CheckboxInput
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for question in self.area.questions:
            chosen = cleaned.get(f"{question.code}-choice")
            reason = cleaned.get(f"{question.code}-reason", "")
            if chosen == AnswerState.NOT_APPLICABLE and not reason.strip():
                message = _("%(code)s: say why the question does not apply") % {"code": question.code}
                self.add_error(f"{question.code}-reason", message)
        return cleaned

    @property
    def says_still_true(self) -> bool:
        return any(self.cleaned_data[f"{question.code}-still_true"] for question in self.area.questions)

    @property
    def decided(self) -> dict[int, str]:
        """The codes of the questions by the ids of the held answers that are to be used."""
        chosen = {question.code: self.cleaned_data[f"{question.code}-decide"] for question in self.area.questions}
        return {int(value[5:]): code for code, value in chosen.items() if value.startswith("held-")}

    def to_input(
        self,
        *,
        leave_out: Collection[str] = (),
        decisions: bool = False,
        last: Mapping[int, AnswerContent] | None = None,
    ) -> SectionInput:
        """The inputs; the questions whose codes are in `leave_out` keep what is stored.

        With `decisions`, also what was chosen between texts and what is still true, for which `last` holds last
        round's answers by question id. That counts when a button is pressed, not while somebody types.
        """
        questions = [question for question in self.area.questions if question.code not in leave_out]
        seen = self.cleaned_data["barriers_seen"]
        return SectionInput(
            answers=tuple(self._answer_input(question, last or {}, decisions=decisions) for question in questions),
            barriers=frozenset(self.cleaned_data["barriers"]),
            barriers_seen=frozenset(int(part) for part in seen.split(",") if part.isdecimal()),
            choices=tuple(self._choices()) if decisions else (),
            page=self.cleaned_data["page"],
        )

    def _choices(self) -> Iterator[Choice]:
        """Whichever text is chosen, the others that stood beside it on the page are dropped."""
        used = set(self.decided)
        yield from (Choice(held_id, use=True) for held_id in sorted(used))
        for question in self.area.questions:
            if self.cleaned_data[f"{question.code}-decide"] in ("", KEEP_BOTH):
                continue
            shown = self.cleaned_data[f"{question.code}-held"].split(",")
            yield from (Choice(int(part), use=False) for part in shown if part and int(part) not in used)

    def _answer_input(
        self, question: QuestionContent, last: Mapping[int, AnswerContent], *, decisions: bool
    ) -> AnswerInput:
        version, fingerprint = self.cleaned_data[f"{question.code}-seen"].split(".")
        content = self._content(question)
        still_true = decisions and self.cleaned_data[f"{question.code}-still_true"]
        return AnswerInput(
            question_id=question.id,
            content=filled_in(content, last[question.id]) if still_true and question.id in last else content,
            seen_version=int(version),
            seen_fingerprint=fingerprint,
            confirms=still_true,
        )

    def _content(self, question: QuestionContent) -> AnswerContent:
        data, code = self.cleaned_data, question.code
        chosen = data[f"{code}-choice"]
        level = int(chosen) if chosen.isdecimal() else None
        state = AnswerState.LEVEL.value if level else (chosen or AnswerState.UNANSWERED.value)
        return AnswerContent(
            state=state,
            level=level,
            reason=data.get(f"{code}-reason", ""),
            evidence=data[f"{code}-evidence"],
            confidence=data[f"{code}-confidence"],
            target=data[f"{code}-target"],
            practices=frozenset(data.get(f"{code}-practices", [])),
        )


def initial_of(
    area: AreaContent, shown: dict[int, AnswerContent], versions: dict[int, int], barriers: set[int]
) -> dict[str, Any]:
    """What the form shows for what is stored."""
    initial: dict[str, Any] = {
        "barriers": sorted(barriers),
        "barriers_seen": ",".join(str(barrier) for barrier in sorted(barriers)),
    }
    for question in area.questions:
        content, code = shown[question.id], question.code
        initial |= {
            f"{code}-choice": str(content.level) if content.level else content.state,
            f"{code}-reason": content.reason,
            f"{code}-practices": sorted(content.practices),
            f"{code}-evidence": content.evidence,
            f"{code}-confidence": content.confidence,
            f"{code}-target": content.target,
            f"{code}-seen": seen_mark(versions[question.id], content),
        }
    return initial


def seen_mark(version: int, content: AnswerContent) -> str:
    return f"{version}.{content.fingerprint}"


class SubmitForm(forms.Form):
    """Submitting with questions unanswered is possible, but never by accident."""

    confirm = forms.BooleanField(
        label=_("We have checked these answers and the council can stand behind them"),
        error_messages={"required": _("Confirm that you have checked the answers")},
    )
    incomplete = forms.BooleanField(label="", error_messages={"required": _("Confirm that the rest stays unanswered")})

    def __init__(self, data: Any = None, *, missing: int) -> None:
        super().__init__(data)
        if missing:
            self.fields["incomplete"].label = _("Submit although %(missing)d questions are unanswered") % {
                "missing": missing
            }
        else:
            del self.fields["incomplete"]


class SignOffForm(forms.Form):
    digest = forms.CharField(widget=forms.HiddenInput)
    confirm = forms.BooleanField(
        label=_("I have read these answers and sign them off for the council"),
        error_messages={"required": _("Confirm that you have read the answers")},
    )


class ReasonForm(forms.Form):
    because = PlainText(
        label=_("Why?"),
        help_text=_("Everybody in the council who works on the assessment sees this."),
        max_length=2000,
        error_messages={"required": _("Say why, so that your colleagues know what to change")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )
