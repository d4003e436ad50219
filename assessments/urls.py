"""Answering, checking, submitting and signing off."""

from django.urls import path

from assessments.views import answering, carrying, home, signing, workbook

urlpatterns = [
    path("", home.home, name="home"),
    path("assessments/<slug:council>/<slug:round_slug>/", answering.task_list, name="task_list"),
    path("assessments/<slug:council>/<slug:round_slug>/check/", answering.check_answers, name="check_answers"),
    path(
        "assessments/<slug:council>/<slug:round_slug>/carry-forward/", carrying.carry_forward, name="carry_forward"
    ),
    path("assessments/<slug:council>/<slug:round_slug>/submit/", signing.submit, name="submit"),
    path("assessments/<slug:council>/<slug:round_slug>/sign-off/", signing.sign_off, name="sign_off"),
    path("assessments/<slug:council>/<slug:round_slug>/send-back/", signing.send_back, name="send_back"),
    path("assessments/<slug:council>/<slug:round_slug>/reopen/", signing.reopen, name="reopen"),
    path("assessments/<slug:council>/<slug:round_slug>/sections/<str:area>/", answering.section, name="section"),
    path(
        "assessments/<slug:council>/<slug:round_slug>/sections/<str:area>/assign/",
        answering.assign,
        name="assign_section",
    ),
    path("assessments/<slug:council>/<slug:round_slug>/workbook/", workbook.workbook, name="workbook"),
    path("assessments/<slug:council>/<slug:round_slug>/workbook/download/", workbook.download, name="workbook_file"),
    path("assessments/<slug:council>/<slug:round_slug>/workbook/upload/", workbook.upload, name="upload_workbook"),
    path(
        "assessments/<slug:council>/<slug:round_slug>/workbook/upload/<uuid:upload_id>/",
        workbook.uploaded,
        name="workbook_upload",
    ),
]
