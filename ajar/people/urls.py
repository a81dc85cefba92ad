"""Finding people, what we call them, how to reach them, and who may look."""

from ajar.access.gate import page
from ajar.access.policy import Permission
from ajar.people import actions, protecting, views, views_about, views_guard

ONE = "people/<uuid:person_id>/"

urlpatterns = [
    page("find/", views.find, needs=Permission.SEE_PEOPLE, name="find"),
    page("people/", views.people, needs=Permission.SEE_PEOPLE, name="people"),
    page("people/new/", views.start, needs=actions.start_person.needs, name="person-new"),
    page(ONE + "name/", views_about.name, needs=actions.name_person.needs, name="person-name"),
    page(ONE + "words/", views_about.words, needs=actions.keep_words.needs, name="person-words", turned=True),
    page(ONE + "contact/", views_about.contact, needs=actions.keep_contact.needs, name="contact-rules"),
    page(ONE + "supporters/", views_about.supporters, needs=actions.add_supporter.needs, name="supporters"),
    page(ONE + "supporters/<uuid:supporter_id>/", views_about.supporter, needs=actions.change_supporter.needs, name="supporter"),
    page(ONE + "supporters/<uuid:supporter_id>/end/", views_about.supporter_end, needs=actions.end_supporter.needs, name="supporter-end"),
    page(ONE + "looked/", views_about.looked, needs=Permission.SEE_PEOPLE, name="who-looked", turned=True),
    page(ONE + "cards/", views_about.cards, needs=actions.add_code.needs, name="cards"),
    page(ONE + "cards/<uuid:code_id>/end/", views_about.card_end, needs=actions.end_code.needs, name="card-end"),
    page(ONE + "same/", views_about.same, needs=actions.join.needs, name="same"),
    page(ONE + "same/<uuid:other_id>/", views_about.same_confirm, needs=actions.join.needs, name="same-confirm"),
    page(ONE + "same/<uuid:link_id>/part/", views_about.part, needs=actions.part.needs, name="part"),
    page(ONE + "care/", views_guard.care, needs=Permission.SEE_PEOPLE, name="care"),
    page(ONE + "care/add/", views_guard.care_add, needs=protecting.join_care_team.needs, name="care-add"),
    page(ONE + "care/<uuid:care_id>/end/", views_guard.care_end, needs=protecting.leave_care_team.needs, name="care-end"),
    page(ONE + "blocks/", views_guard.blocks, needs=protecting.place_block.needs, name="blocks"),
    page(ONE + "blocks/<uuid:block_id>/end/", views_guard.block_end, needs=protecting.end_block.needs, name="block-end"),
    page(ONE + "holds/", views_guard.holds, needs=protecting.place_hold.needs, name="holds"),
    page(ONE + "holds/<uuid:hold_id>/end/", views_guard.hold_end, needs=protecting.end_hold.needs, name="hold-end"),
    page(ONE + "erase/", views_guard.erase, needs=protecting.erase.needs, name="erase"),
    page("break-glass/", views_guard.break_glass, needs=protecting.break_glass.needs, name="break-glass"),
    page("reviews/", views_guard.reviews, needs=protecting.take_review.needs, name="reviews"),
    page("reviews/<uuid:task_id>/", views_guard.review, needs=protecting.write_finding.needs, name="review"),
    page("reviews/<uuid:task_id>/take/", views_guard.review_take, needs=protecting.take_review.needs, name="review-take"),
    page("privacy/", views_guard.protect, needs=protecting.erase.needs, name="protect"),
]  # fmt: skip
