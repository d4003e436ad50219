"""All addresses of the service."""

from allauth.account import views as account
from django.contrib import admin
from django.urls import include, path, re_path

# The few of allauth's pages that the service needs; nobody signs up alone or changes the own address.
account_urls = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("sign-up/", account.signup, name="account_signup"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/forgotten/", account.password_reset, name="account_reset_password"),
    path("password/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/changed/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
]

urlpatterns = [
    path("", include("notices.urls")),
    path("", include("councils.urls")),
    path("", include("characteristics.urls")),
    path("", include("assessments.urls")),
    path("", include("reports.urls")),
    path("accounts/", include(account_urls)),
    path("", include("pulse.urls")),
    path("admin/", admin.site.urls),
]
