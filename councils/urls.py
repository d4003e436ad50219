"""Pages about the service, and what machines ask it."""

from django.urls import path

from councils.views import service

urlpatterns = [
    path("about/", service.about, name="about"),
    path("about/who-sees-what/", service.sharing, name="sharing"),
    path("accessibility/", service.accessibility, name="accessibility"),
    path("healthz", service.healthz, name="healthz"),
    path("readyz", service.readyz, name="readyz"),
]
