"""What a person decides about their mail."""

from django.urls import path

from notices import views

urlpatterns = [path("accounts/notices/", views.notices, name="notices")]
