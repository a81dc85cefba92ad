"""Supervision talks: asked from a person's record, answered on it. What a person says about our talks."""

from ajar.access.gate import page
from ajar.access.policy import Permission
from ajar.reflection import actions, views

urlpatterns = [
    page(
        "people/<uuid:person_id>/feedback/", views.feedback, needs=Permission.SEE_PEOPLE, name="feedback", turned=True
    ),
    page(
        "people/<uuid:person_id>/feedback/new/",
        views.feedback_new,
        needs=actions.take_feedback.needs,
        name="feedback-new",
        turned=True,
    ),
    page("supervision/", views.talks, needs=Permission.ASK_SUPERVISION, name="talks"),
    page("people/<uuid:person_id>/talks/new/", views.ask, needs=actions.ask_for_talk.needs, name="talk-new"),
    page("people/<uuid:person_id>/talks/<uuid:talk_id>/", views.talk, needs=Permission.ASK_SUPERVISION, name="talk"),
    page(
        "people/<uuid:person_id>/talks/<uuid:talk_id>/answer/",
        views.answer,
        needs=actions.answer_talk.needs,
        name="talk-answer",
    ),
]
