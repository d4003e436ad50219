"""What is asked, open to everybody."""

from django.urls import path

from characteristics import views

urlpatterns = [
    path("framework/", views.latest, name="framework_latest"),
    path("framework/<slug:code>/<str:version>/", views.framework, name="framework"),
    path("framework/<slug:code>/<str:version>/areas/<str:area>/", views.area, name="framework_area"),
    path("framework/<slug:code>/<str:version>/workshop/", views.workshop, name="workshop"),
]
