"""Which mail a person wants."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notices.models import OPTIONAL, NoticeKind
from notices.services import Person, muted


class NoticesForm(forms.Form):
    """A box for each kind that can be turned off; ticked is wanted."""

    kinds = forms.MultipleChoiceField(
        label=_("Send me an e-mail about"),
        choices=[(kind.value, kind.label) for kind in OPTIONAL],
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"legend": "govuk-fieldset__legend--m"}),
        error_messages={"invalid_choice": _("Choose from the kinds of mail shown")},
    )

    def __init__(self, data: Any = None, *, person: Person) -> None:
        wanted = [kind.value for kind in OPTIONAL if kind not in muted(person)]
        super().__init__(data, initial={"kinds": wanted})

    @property
    def wanted(self) -> frozenset[NoticeKind]:
        return frozenset(NoticeKind(kind) for kind in self.cleaned_data["kinds"])
