"""Addresses of reports, operations and indicators."""

from django.urls import URLPattern, path

from jalon.reports.views import indicators, operation, participation, report

app_name = "reports"
urlpatterns: list[URLPattern] = [
    path("", operation.home, name="home"),
    path("a-completer/", participation.missing, name="missing"),
    path("operations/nouvelle/", operation.new, name="operation_new"),
    path("operations/<int:operation_id>/", operation.show, name="operation"),
    path("operations/<int:operation_id>/modifier/", operation.change, name="operation_change"),
    path("operations/<int:operation_id>/compter/", operation.recount, name="operation_recount"),
    path("operations/<int:operation_id>/clore/", operation.close, name="operation_close"),
    path(
        "operations/<int:operation_id>/participants.csv",
        operation.participants,
        {"kind": "csv"},
        name="participants_csv",
    ),
    path(
        "operations/<int:operation_id>/participants.xlsx",
        operation.participants,
        {"kind": "xlsx"},
        name="participants_xlsx",
    ),
    path("operations/<int:operation_id>/operation.pdf", operation.pdf, name="operation_pdf"),
    path("participants/<int:participation_id>/", participation.show, name="participation"),
    path("participants/<int:participation_id>/sortie/", participation.leave, name="leave"),
    path("participants/<int:participation_id>/retour/", participation.come_back, name="come_back"),
    path(
        "participants/<int:participation_id>/questions-<slug:moment>.pdf",
        participation.paper,
        name="questions",
    ),
    path("nouveau/", report.new, name="report_new"),
    path("<int:report_id>/", report.show, name="report"),
    path("<int:report_id>/rouvrir/", report.reopen, name="report_reopen"),
    path("<int:report_id>/bilan.pdf", report.pdf, name="report_pdf"),
    path("indicateurs/", indicators.page, name="indicators"),
    path("indicateurs/indicateurs.csv", indicators.as_csv, name="indicators_csv"),
    path("indicateurs/partenaires/", indicators.shares, name="indicator_shares"),
    path("indicateurs/seances/", indicators.sessions, name="indicator_sessions"),
    path("indicateurs/personnes/", indicators.people, name="indicator_people"),
]
