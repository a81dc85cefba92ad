"""What happened, what is kept between, what is next."""

from ajar.access.gate import page
from ajar.access.policy import Permission
from ajar.encounters import (
    actions,
    actions_counseling,
    actions_kept,
    actions_messages,
    actions_safety,
    views,
    views_counseling,
    views_duties,
    views_emergency,
    views_kept,
    views_messages,
    views_next,
    views_safety,
)

_P = "people/<uuid:person_id>/"
_E = _P + "encounters/<uuid:encounter_id>/"
_L = _E + "lines/<uuid:line_id>/"
_F = _P + "next/<uuid:followup_id>/"
_M = _P + "messages/<uuid:message_id>/"
_C = _P + "apart/<uuid:counselingnote_id>/"
SEE = Permission.SEE_PEOPLE
READ = Permission.READ_COUNSELING

urlpatterns = [
    page(_P + "start/", views.start, needs=actions.start_encounter.needs, name="encounter-start"),
    page(_P + "encounters/", views.encounters, needs=SEE, name="encounters", turned=True),
    page(_P + "encounters/new/", views.record, needs=actions.record_encounter.needs, name="encounter-record"),
    page(_E, views.encounter, needs=SEE, name="encounter", turned=True),
    page(_E + "change/", views.change, needs=actions.amend_encounter.needs, name="encounter-change"),
    page(_E + "said-back/", views.summary, needs=SEE, name="encounter-summary", turned=True),
    page(_E + "room/", views.room, needs=actions.add_participant.needs, name="encounter-room"),
    page(_E + "lines/", views.add_line, needs=actions.add_line.needs, name="line-add"),
    page(_L + "mark/", views.mark_line, needs=actions.mark_line.needs, name="line-mark"),
    page(_L + "correct/", views.correct_line, needs=actions.correct_line.needs, name="line-correct"),
    page(_E + "next/", views_next.safe_moves, needs=actions.record_attempt.needs, name="safe-moves"),
    page(_E + "next/leave/", views_next.leave_open, needs=actions.leave_door_open.needs, name="leave-open"),
    page(_P + "duties/", views_duties.ways, needs=Permission.DISCLOSE, name="duties"),
    page(_P + "duties/child/", views_duties.child, needs=Permission.DISCLOSE, name="report-child"),
    page(_P + "duties/here/", views_duties.here, needs=Permission.DISCLOSE, name="report-here"),
    page(_P + "emergency/", views_emergency.emergency, needs=Permission.DISCLOSE, name="emergency"),
    page(_P + "next/new/", views_next.plan, needs=actions.plan_followup.needs, name="followup-new"),
    page(_F, views_next.followup, needs=SEE, name="followup"),
    page(_F + "done/", views_next.done, needs=actions.finish_followup.needs, name="followup-done"),
    page(_F + "move/", views_next.move, needs=actions.move_followup.needs, name="followup-move"),
    page(_F + "hand/", views_next.hand, needs=actions.hand_on.needs, name="followup-hand"),
    page(_F + "not-in/", views_next.not_in, needs=actions.mark_not_in.needs, name="followup-not-in"),
    page(_P + "message/", views_messages.new, needs=actions_messages.send_message.needs, name="message-new"),
    page(_P + "messages/", views_messages.messages, needs=SEE, name="messages"),
    page(_M + "again/", views_messages.again, needs=actions_messages.try_again.needs, name="message-again"),
    page(_M + "stop/", views_messages.stop, needs=actions_messages.take_back.needs, name="message-stop"),
    page(_P + "asked/", views_safety.question, needs=actions_safety.answer_safety.needs, name="safety-question"),
    page(_P + "asked/new/", views_safety.ask, needs=actions_safety.ask_about_safety.needs, name="safety-ask"),
    page(_P + "between/", views_kept.keep_between, needs=actions_kept.keep_between.needs, name="confidence-new"),
    page(_P + "between/said/", views_kept.said_only, needs=actions_kept.keep_between.needs, name="confidence-said"),
    page(_P + "between/<uuid:confidence_id>/", views_kept.confidence, needs=SEE, name="confidence"),
    page(_P + "apart/", views_counseling.notes, needs=READ, name="counseling-notes"),
    page(_P + "apart/new/", views_counseling.write, needs=actions_counseling.write_note.needs, name="counseling-new"),
    page(_C, views_counseling.note, needs=READ, name="counseling-note"),
    page(
        _C + "correct/",
        views_counseling.correct,
        needs=actions_counseling.correct_note.needs,
        name="counseling-correct",
    ),
    page(
        _C + "readers/",
        views_counseling.readers,
        needs=actions_counseling.name_readers.needs,
        name="counseling-readers",
    ),
    page(_P + "judgements/", views_kept.judgements, needs=actions_kept.record_judgement.needs, name="judgements"),
    page(_P + "judgements/new/", views_kept.judge, needs=actions_kept.record_judgement.needs, name="judgement-new"),
    page(_P + "tests/", views_kept.labs, needs=actions_kept.record_test.needs, name="labs", turned=True),
    page(_P + "tests/new/", views_kept.lab_new, needs=actions_kept.record_test.needs, name="lab-new"),
    page(_P + "tests/<uuid:test_id>/", views_kept.lab, needs=actions_kept.record_test.needs, name="lab", turned=True),
    page(
        _P + "tests/<uuid:test_id>/change/",
        views_kept.lab_change,
        needs=actions_kept.amend_test.needs,
        name="lab-change",
    ),
    page("agency/duties/", views_kept.duty_texts, needs=actions_kept.write_duty_text.needs, name="duty-texts"),
]
