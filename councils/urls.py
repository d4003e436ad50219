"""Pages about the service, and what machines ask it."""

from django.urls import path

from councils.views import kept, service

urlpatterns = [
    path("about/", service.about, name="about"),
    path("about/who-sees-what/", service.sharing, name="sharing"),
    path("accessibility/", service.accessibility, name="accessibility"),
    path("accounts/kept/", kept.kept_form, name="kept_form"),
    path("healthz", service.healthz, name="healthz"),
    path("readyz", service.readyz, name="readyz"),
]
