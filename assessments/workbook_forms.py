"""Uploading a workbook, and choosing where it clashes with what is online. Forms save nothing."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.workbooks.comparing import Clash

ONLINE, WORKBOOK = "online", "workbook"


class UploadForm(forms.Form):
    workbook = forms.FileField(
        label=_("Your filled-in workbook"),
        help_text=_("An Excel file (.xlsx) of up to 2 MB. Nothing is saved yet: you see first what would change."),
        allow_empty_file=True,
        error_messages={"required": _("Choose the workbook that you filled in")},
    )


class ApplyForm(forms.Form):
    """For each clash the choice, and the version of the answer online that it was made about."""

    def __init__(self, clashes: Iterable[Clash], data: Any = None) -> None:
        super().__init__(data)
        self.clashes = list(clashes)
        for clash in self.clashes:
            code = clash.change.code
            name = clash.name or _("somebody")
            self.fields[f"{code}-use"] = forms.ChoiceField(
                label=_("%(code)s: which answer stays?") % {"code": code},
                choices=[
                    (ONLINE, _("Keep what %(name)s saved online") % {"name": name}),
                    (WORKBOOK, _("Use the workbook’s answer")),
                ],
                widget=forms.RadioSelect(attrs={"small": True}),
                error_messages={"required": _("%(code)s: choose which answer stays") % {"code": code}},
            )
            self.fields[f"{code}-version"] = forms.IntegerField(initial=clash.version, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """A choice counts for the answer that was shown with it, and for no later one."""
        cleaned = super().clean() or {}
        for clash in self.clashes:
            code = clash.change.code
            if cleaned.get(f"{code}-version") not in (None, clash.version):
                self.add_error(
                    f"{code}-use",
                    _("%(code)s: a colleague has just saved again. Look once more and choose.") % {"code": code},
                )
        return cleaned

    def use_workbook(self) -> dict[str, int]:
        """By question code, the version of the answer online that the workbook's takes the place of."""
        return {
            clash.change.code: clash.version
            for clash in self.clashes
            if self.cleaned_data[f"{clash.change.code}-use"] == WORKBOOK
        }
