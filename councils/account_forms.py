"""allauth's forms in this service's words. What they do stays allauth's."""

from typing import Any

from allauth.account import forms as account
from django.utils.translation import gettext_lazy as _

EMAIL = _("E-mail address")
ADVICE = _("At least 12 characters. Three words that do not belong together work well.")
EMAIL_ERRORS = {
    "required": _("Enter your e-mail address"),
    "invalid": _("Enter an e-mail address such as name@example.gov.uk"),
}


class SignInForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = EMAIL
        self.fields["login"].error_messages |= EMAIL_ERRORS
        self.fields["password"].error_messages["required"] = _("Enter your password")
        # The page has this link below the button.
        self.fields["password"].help_text = ""


class ResetPasswordForm(account.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = EMAIL
        self.fields["email"].error_messages |= EMAIL_ERRORS


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Your password now")
        self.fields["oldpassword"].help_text = ""
        self.fields["oldpassword"].error_messages["required"] = _("Enter the password that you have now")
        _name_new_passwords(self)


class SetPasswordForm(account.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_new_passwords(self)


class NewPasswordForm(account.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_new_passwords(self)


def _name_new_passwords(form: Any) -> None:
    first, second = form.fields["password1"], form.fields["password2"]
    first.label, first.help_text = _("New password"), ADVICE
    first.error_messages["required"] = _("Choose a password")
    second.label = _("The same password again")
    second.error_messages["required"] = _("Type the same password again")
