"""What a court asks of a person, three sides beside each other; what the court would see; reports and what came of them."""

from ajar.access.gate import page
from ajar.mandates import actions, actions_entity, actions_reports, sending, views, views_officers, views_reports

A, SEE = "people/<uuid:person_id>/court/", actions.write_mandate.needs
M, R = A + "<uuid:mandate_id>/", A + "reports/<uuid:report_id>/"

OFFICERS = actions_entity.invite_officer.needs

urlpatterns = [
    page("agency/officers/", views_officers.officers, needs=OFFICERS, name="officers"),
    page("agency/officers/new/", views_officers.invite, needs=OFFICERS, name="officer-new"),
    page("courts/", views_officers.readers, needs=actions_entity.know_officer.needs, name="readers"),
    page(
        "courts/<uuid:officer_id>/", views_officers.known, needs=actions_entity.know_officer.needs, name="reader-known"
    ),
    page(A, views.mandates, needs=SEE, name="mandates", turned=True),
    page(A + "sees/", views.sees, needs=SEE, name="court-sees", turned=True),
    page(A + "new/", views.new, needs=actions.write_mandate.needs, name="mandate-new", turned=True),
    page(M, views.mandate, needs=SEE, name="mandate", turned=True),
    page(M + "change/", views.change, needs=actions.change_mandate.needs, name="mandate-change", turned=True),
    page(M + "done/", views.done, needs=actions.final_disposition.needs, name="mandate-done", turned=True),
    page(M + "asks/new/", views.ask, needs=actions.add_requirement.needs, name="requirement-new", turned=True),
    page(M + "came/new/", views.came, needs=actions.note_event.needs, name="mandate-event-new"),
    page(M + "sides/", views.sides, needs=actions.write_sides.needs, name="mandate-sides", turned=True),
    page(
        M + "unclear/new/", views.unclear, needs=actions.draft_question.needs, name="mandate-question-new", turned=True
    ),
    page(M + "reports/new/", views_reports.new, needs=actions_reports.write_report.needs, name="report-new"),
    page(M + "asked/", views_reports.asked, needs=sending.NEEDS, name="court-asked"),
    page(
        A + "asks/<uuid:requirement_id>/end/",
        views.ask_no_more,
        needs=actions.end_requirement.needs,
        name="requirement-end",
        turned=True,
    ),
    page(
        A + "came/<uuid:mandateevent_id>/shown/",
        views.shown,
        needs=actions.show_event.needs,
        name="mandate-event-shown",
        turned=True,
    ),
    page(
        A + "unclear/<uuid:mandatequestion_id>/yes/",
        views.approve,
        needs=actions.approve_question.needs,
        name="mandate-question-yes",
        turned=True,
    ),
    page(R, views_reports.report, needs=SEE, name="report", turned=True),
    page(
        R + "change/",
        views_reports.change,
        needs=actions_reports.change_report.needs,
        name="report-change",
        turned=True,
    ),
    page(R + "seen/", views_reports.seen, needs=actions_reports.see_report.needs, name="report-seen", turned=True),
    page(R + "send/", views_reports.send, needs=sending.NEEDS, name="report-send"),
    page(R + "outcome/", views_reports.outcome, needs=actions_reports.keep_outcome.needs, name="report-outcome"),
]
