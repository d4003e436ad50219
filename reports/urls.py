"""Results, scorecards and the Digital Office's pages."""

from django.urls import path

from reports.views import bulk, groups, office, office_analysis, other_forms, packs, results, scorecards, verification

urlpatterns = [
    path("assessments/<slug:council>/<slug:round_slug>/results/", results.results, name="results"),
    path("assessments/<slug:council>/<slug:round_slug>/results/groups/", groups.groups, name="results_groups"),
    path("assessments/<slug:council>/<slug:round_slug>/results/full/", other_forms.full_page, name="results_full"),
    path("assessments/<slug:council>/<slug:round_slug>/results/xlsx/", other_forms.workbook, name="results_workbook"),
    path("assessments/<slug:council>/<slug:round_slug>/results/docx/", other_forms.word_document, name="results_word"),
    path("assessments/<slug:council>/<slug:round_slug>/scorecard/", scorecards.want, name="want_scorecard"),
    path("scorecards/<uuid:scorecard_id>/", scorecards.show, name="scorecard"),
    path("scorecards/<uuid:scorecard_id>/retry/", scorecards.retry, name="retry_scorecard"),
    path("scorecards/<uuid:scorecard_id>/file/", scorecards.download, name="scorecard_file"),
    path("framework/<slug:code>/<str:version>/workshop/pdf/", packs.workshop_pack, name="workshop_pack"),
    path("framework/<slug:code>/<str:version>/workshop/pdf/file/", packs.workshop_file, name="workshop_file"),
    path("verify/", verification.verify, name="verify"),
    path("office/", office.rounds, name="office"),
    path("office/log/", office.log, name="office_log"),
    path("office/<slug:round_slug>/progress/", office.progress, name="office_progress"),
    path("office/<slug:round_slug>/councils/", office.councils, name="office_councils"),
    path("office/<slug:round_slug>/councils.csv", office.councils_csv, name="office_councils_csv"),
    path("office/<slug:round_slug>/analysis/", office_analysis.overview, name="office_analysis"),
    path("office/<slug:round_slug>/analysis/barriers/", office_analysis.barriers, name="office_analysis_barriers"),
    path("office/<slug:round_slug>/analysis/clusters/", office_analysis.clusters, name="office_analysis_clusters"),
    path("office/<slug:round_slug>/analysis/export/", office_analysis.export, name="office_analysis_export"),
    path("office/<slug:round_slug>/analysis/<slug:area>/", office_analysis.area, name="office_analysis_area"),
    path("office/<slug:round_slug>/analysis/<slug:table>.csv", office_analysis.csv_file, name="office_analysis_csv"),
    path("office/<slug:round_slug>/analysis.xlsx", office_analysis.workbook, name="office_analysis_workbook"),
    path("office/<slug:round_slug>/compare/", office.compare, name="office_compare"),
    path("office/<slug:round_slug>/release/", office.release, name="office_release"),
    path("office/<slug:round_slug>/scorecards/", bulk.scorecards, name="office_scorecards"),
    path("office/<slug:round_slug>/scorecards.zip", bulk.scorecards_zip, name="office_scorecards_zip"),
]
