"""What is asked of those who invite people, change roles, or accept an invitation. Forms save nothing."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from allauth.account.fields import SetPasswordField
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from councils.models import Nation, Role, User

UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
"""Unicode categories of what nobody sees in a name: control and direction marks, gaps in the standard."""
JOINERS = {"\u200c", "\u200d"}
"""Invisible too, but some scripts need them inside a name."""

ROLE_HINTS = {
    Role.LEAD.value: _("Runs the assessment: answers, shares sections out, submits, and looks after people."),
    Role.CONTRIBUTOR.value: _("Answers the sections received from a lead."),
    Role.APPROVER.value: _("Reads everything, then sends it back or signs it off. Often a director. Does not answer."),
    Role.VIEWER.value: _("Sees how far the work is, and the results once they are signed off."),
}


class PersonName(forms.CharField):
    """A name in one line that holds no address and nothing unseen, since it is shown and written in mail."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Name"))
        kwargs.setdefault("error_messages", {"required": _("Enter the name")})
        super().__init__(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}), **kwargs)

    def to_python(self, value: Any) -> str:
        return " ".join(str(super().to_python(value) or "").split())

    def validate(self, value: str) -> None:
        super().validate(value)
        if any(letter in "/@<>" for letter in value):
            raise ValidationError(_("Enter the name alone, without an address or the marks / @ < >"))
        if any(_is_unseen(letter) for letter in value):
            raise ValidationError(_("Type the name again: it holds characters that can’t be seen"))


def _is_unseen(letter: str) -> bool:
    return letter not in JOINERS and unicodedata.category(letter) in UNSEEN


class RoleRadios(forms.RadioSelect):
    """Each role with what it does."""

    hints = ROLE_HINTS


def _role_field(roles: Sequence[Role]) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Role"),
        choices=[(role.value, role.label) for role in roles],
        coerce=Role,
        widget=RoleRadios,
        error_messages={"required": _("Choose a role"), "invalid_choice": _("Choose one of the roles shown")},
    )


class InviteForm(forms.Form):
    name = PersonName(help_text=_("As colleagues know them. They can change it when they join."))
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Their own work address. The link goes there, and they will sign in with it."),
        max_length=254,
        error_messages={
            "required": _("Enter the e-mail address"),
            "invalid": _("Enter an e-mail address such as name@example.gov.uk"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, by: User, roles: Sequence[Role]) -> None:
        super().__init__(data)
        self.by = by
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        self.fields["role"] = _role_field(roles)

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if email == self.by.email.lower():
            raise ValidationError(_("You can’t invite yourself"))
        return email


class RoleForm(forms.Form):
    def __init__(self, data: Any = None, *, role: str) -> None:
        super().__init__(data, initial={"role": role})
        self.fields["role"] = _role_field(tuple(Role))


class JoinForm(forms.Form):
    """The first thing a new person fills in."""

    name = PersonName(label=_("Your name"), error_messages={"required": _("Enter your name")})
    password = SetPasswordField(
        label=_("Choose a password"),
        help_text=_("At least 12 characters. Three words that do not belong together work well."),
        error_messages={"required": _("Choose a password")},
    )

    def __init__(self, data: Any = None, *, email: str, name: str) -> None:
        super().__init__(data, initial={"name": name})
        self.fields["password"].user = User(email=email, name=name)  # type: ignore[attr-defined] # allauth's field


class CouncilFilterForm(forms.Form):
    """Finds a council in the list of all of them."""

    q = forms.CharField(
        label=_("Name contains"), required=False, max_length=80, widget=forms.TextInput(attrs={"class": "govuk-input"})
    )
    nation = forms.ChoiceField(
        label=_("Nation"),
        choices=[("", _("All nations")), *Nation.choices],
        required=False,
        widget=forms.Select(attrs={"class": "govuk-select"}),
    )
