"""What the Digital Office chooses on its pages."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from characteristics.models import Lens
from councils.models import AuditEvent, Council
from reports.dashboards.analysis.barriers import BarriersView
from reports.dashboards.councils import BOTH, HIGH, LOW, View
from reports.dashboards.filters import Choices, CouncilFilter, FilterChoices
from reports.models import COUNCILS_OWN, DocumentKind


class FilterForm(forms.Form):
    """Which councils of a round are shown."""

    nation = forms.ChoiceField(label=_("Nation"), required=False)
    group = forms.ChoiceField(label=_("Peer group"), required=False)

    def __init__(self, *args: Any, choices: FilterChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = choices.kinds
        nation, group = self.fields["nation"], self.fields["group"]
        nation.choices = [("", _("All nations")), *choices.nations]  # type: ignore[attr-defined]
        group.choices = [("", _("All councils")), *choices.groups]  # type: ignore[attr-defined]
        for field in (nation, group):
            field.widget.attrs["class"] = "govuk-select"
            field.error_messages["invalid_choice"] = _("Choose a %(name)s from the list.") % {
                "name": str(field.label).lower()
            }

    @property
    def chosen_councils(self) -> bool:
        """Whether there is a filter to clear."""
        return bool({"nation", "group"} & set(self.changed_data))

    @property
    def filter(self) -> CouncilFilter:
        return CouncilFilter(nation=self.cleaned_data["nation"], group=self.cleaned_data["group"])


class CouncilsForm(FilterForm):
    """The heat table's filter, with the lens and the order, which are chosen by links."""

    lens = forms.ChoiceField(
        choices=[*Lens.choices, (BOTH, _("Both"))],
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("There is no such lens.")},
    )
    sort = forms.CharField(max_length=8, required=False, widget=forms.HiddenInput)
    order = forms.ChoiceField(
        choices=[(HIGH, _("Highest first")), (LOW, _("Lowest first"))],
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("Sort from the highest or from the lowest.")},
    )

    @property
    def view(self) -> View:
        data = self.cleaned_data
        return View(
            filter=self.filter,
            lens=data["lens"],
            sort=data["sort"],
            order=data["order"] or HIGH,
        )


class BarriersForm(FilterForm):
    """The filter of the barriers, with what their second table compares."""

    kind = forms.ChoiceField(label=_("Compare by"), required=False)
    area = forms.ChoiceField(label=_("In area"), required=False)

    def __init__(self, *args: Any, choices: FilterChoices, areas: Choices, **kwargs: Any) -> None:
        super().__init__(*args, choices=choices, **kwargs)
        kind, area = self.fields["kind"], self.fields["area"]
        kind.choices = choices.kinds  # type: ignore[attr-defined]
        area.choices = [("", _("Any area")), *areas]  # type: ignore[attr-defined]
        kind.error_messages["invalid_choice"] = _("Choose a kind of group from the list.")
        area.error_messages["invalid_choice"] = _("Choose an area from the list.")
        for field in (kind, area):
            field.widget.attrs["class"] = "govuk-select"

    @property
    def view(self) -> BarriersView:
        data = self.cleaned_data
        return BarriersView(self.filter, data["kind"] or self.usual_kind, data["area"])

    @property
    def usual_kind(self) -> str:
        return self.kinds[0][0]


class ReleaseForm(forms.Form):
    confirm = forms.BooleanField(
        label=_("I have read what is released and what is withheld"),
        error_messages={"required": _("Tick the box to say that you have read what is released.")},
    )
    code = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    """The release that the page offered; a second click asks for one that is there already."""


class PublishForm(forms.Form):
    confirm = forms.BooleanField(
        label=_("I know that this can’t be taken back"),
        error_messages={"required": _("Tick the box to say that you know that it can’t be taken back.")},
    )


def _with_events() -> QuerySet[Council]:
    return Council.objects.filter(Exists(AuditEvent.objects.filter(council=OuterRef("pk")))).alphabetical()


class LogForm(forms.Form):
    council = forms.ModelChoiceField(
        Council.objects.none(),
        label=_("Council"),
        required=False,
        to_field_name="slug",
        empty_label=_("All events"),
        error_messages={"invalid_choice": _("Choose a council from the list.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["council"]
        field.queryset = _with_events()  # type: ignore[attr-defined]
        field.widget.attrs["class"] = "govuk-select"


class WantForm(forms.Form):
    """Which of a council's documents is wanted; the full scorecard where nothing is said."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.label) for kind in COUNCILS_OWN], required=False)

    @property
    def kind_wanted(self) -> DocumentKind:
        return DocumentKind(self.cleaned_data["kind"] or DocumentKind.SCORECARD)


class VerifyForm(forms.Form):
    """A code that is printed on a document, or its file."""

    MAX_BYTES = 2_000_000

    code = forms.CharField(
        label=_("The code at the foot of the page"),
        help_text=_("Twelve letters and digits, such as 7K3M-9QXA-2TFB. Capitals, spaces and dashes don’t matter."),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-20"}),
        error_messages={"max_length": _("The code is shorter: twelve letters and digits.")},
    )
    file = forms.FileField(
        label=_("Or the PDF as you got it"),
        help_text=_("Up to 2 MB. It is compared with what was made here, and not kept."),
        required=False,
        error_messages={"empty": _("The file is empty. Choose the PDF as you got it.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > self.MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 2 MB, and so larger than any document made here."))
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        code, file = cleaned.get("code"), cleaned.get("file")
        if not self.errors and not code and not file:
            self.add_error("code", _("Type the code, or choose the PDF"))
        if code and file:
            self.add_error("code", _("Type the code or choose the PDF, not both: one copy at a time"))
        return cleaned


class BulkForm(forms.Form):
    """What is to be done with all scorecards of a release."""

    START, STOP, RETRY = "start", "stop", "retry"

    deed = forms.ChoiceField(choices=[(START, START), (STOP, STOP), (RETRY, RETRY)])
