"""Councils and their people, pages about the service, and what machines ask it."""

from django.urls import path

from councils.views import invitations, kept, people, service

urlpatterns = [
    path("about/", service.about, name="about"),
    path("about/who-sees-what/", service.sharing, name="sharing"),
    path("accessibility/", service.accessibility, name="accessibility"),
    path("accounts/kept/", kept.kept_form, name="kept_form"),
    path("councils/", people.councils, name="councils"),
    path("councils/<slug:council>/people/", people.council_people, name="people"),
    path("councils/<slug:council>/people/invite/", people.invite, name="people_invite"),
    path("councils/<slug:council>/people/leave/", people.leave, name="people_leave"),
    path("councils/<slug:council>/people/<int:member>/role/", people.change_role, name="people_role"),
    path("councils/<slug:council>/people/<int:member>/remove/", people.remove, name="people_remove"),
    path("councils/<slug:council>/people/invitations/<int:invitation>/again/", people.send_again, name="people_again"),
    path(
        "councils/<slug:council>/people/invitations/<int:invitation>/withdraw/",
        people.withdraw,
        name="people_withdraw",
    ),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("healthz", service.healthz, name="healthz"),
    path("readyz", service.readyz, name="readyz"),
]
