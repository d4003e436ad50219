"""Answering, checking, submitting and signing off."""

from django.urls import path

from assessments.views import answering, carrying, comments, history, home, picture, sections, signing, workbook

urlpatterns = [
    path("", home.home, name="home"),
    path("assessments/<slug:council>/<slug:round_slug>/", answering.task_list, name="task_list"),
    path("assessments/<slug:council>/<slug:round_slug>/check/", answering.check_answers, name="check_answers"),
    path("assessments/<slug:council>/<slug:round_slug>/carry-forward/", carrying.carry_forward, name="carry_forward"),
    path("assessments/<slug:council>/<slug:round_slug>/submit/", signing.submit, name="submit"),
    path("assessments/<slug:council>/<slug:round_slug>/sign-off/", signing.sign_off, name="sign_off"),
    path("assessments/<slug:council>/<slug:round_slug>/send-back/", signing.send_back, name="send_back"),
    path("assessments/<slug:council>/<slug:round_slug>/reopen/", signing.reopen, name="reopen"),
    path("assessments/<slug:council>/<slug:round_slug>/sections/<str:area>/", answering.section, name="section"),
    path(
        "assessments/<slug:council>/<slug:round_slug>/sections/<str:area>/assign/",
        sections.assign,
        name="assign_section",
    ),
    path(
        "assessments/<slug:council>/<slug:round_slug>/sections/<str:area>/comments/",
        comments.comments,
        name="comments",
    ),
    path(
        "assessments/<slug:council>/<slug:round_slug>/sections/<str:area>/comments/<int:comment>/resolve/",
        comments.resolve,
        name="resolve_comment",
    ),
    path(
        "assessments/<slug:council>/<slug:round_slug>/sections/<str:area>/<slug:move_slug>/",
        sections.move,
        name="move_section",
    ),
    path("assessments/<slug:council>/<slug:round_slug>/assign/", sections.assign_many, name="assign_sections"),
    path("assessments/<slug:council>/<slug:round_slug>/picture/", picture.picture, name="picture"),
    path("assessments/<slug:council>/<slug:round_slug>/history/", history.council_history, name="council_history"),
    path(
        "assessments/<slug:council>/<slug:round_slug>/history/<str:question>/",
        history.question_history,
        name="question_history",
    ),
    path("assessments/<slug:council>/<slug:round_slug>/ask-to-reopen/", signing.ask_to_reopen, name="ask_to_reopen"),
    path("assessments/<slug:council>/<slug:round_slug>/workbook/", workbook.workbook, name="workbook"),
    path("assessments/<slug:council>/<slug:round_slug>/workbook/download/", workbook.download, name="workbook_file"),
    path("assessments/<slug:council>/<slug:round_slug>/workbook/upload/", workbook.upload, name="upload_workbook"),
    path(
        "assessments/<slug:council>/<slug:round_slug>/workbook/upload/<uuid:upload_id>/",
        workbook.uploaded,
        name="workbook_upload",
    ),
]
