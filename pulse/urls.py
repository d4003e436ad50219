"""A council's pulse, and the link that it sends."""

from django.urls import path

from pulse.views import answering, running

urlpatterns = [
    path("assessments/<slug:council>/<slug:round_slug>/pulse/", running.overview, name="pulse"),
    path("assessments/<slug:council>/<slug:round_slug>/pulse/open/", running.open_pulse, name="open_pulse"),
    path("assessments/<slug:council>/<slug:round_slug>/pulse/close/", running.close_pulse, name="close_pulse"),
    path("assessments/<slug:council>/<slug:round_slug>/pulse/link/", running.renew_link, name="renew_pulse_link"),
    path("assessments/<slug:council>/<slug:round_slug>/pulse/again/", running.restart_pulse, name="restart_pulse"),
    path("pulse/<slug:token>/", answering.answer, name="answer_pulse"),
    path("pulse/<slug:token>/thanks/", answering.thanks, name="pulse_thanks"),
]
