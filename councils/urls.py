"""Pages about the service, and what machines ask it."""

from django.urls import path

from councils import views

urlpatterns = [
    path("about/", views.about, name="about"),
    path("about/who-sees-what/", views.sharing, name="sharing"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
