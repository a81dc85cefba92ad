"""The options, who has still to read them over, and a person's own basket."""

from ajar.access.gate import page
from ajar.access.policy import Permission
from ajar.basket import actions, actions_list, actions_side, views, views_handouts, views_list, views_offers, views_side

SEE = Permission.SEE_PEOPLE
MANAGE = actions_list.confirm_law.needs

urlpatterns = [
    page("basket/", views.basket, needs=SEE, name="basket", turned=True),
    page("basket/<slug:option_id>/", views.option, needs=SEE, name="option", turned=True),
    page(
        "basket/<slug:option_id>/given/",
        views_handouts.nameless,
        needs=actions.give_handout.needs,
        name="handout-nameless",
    ),
    page("about-these-words/", views.about_words, needs=SEE, name="about-words", turned=True),
    page("agency/options/law/", views_list.law, needs=MANAGE, name="options-law"),
    page("agency/options/<slug:option_id>/law/", views_list.option_law, needs=MANAGE, name="option-law"),
    # A person's basket
    page("people/<uuid:person_id>/basket/", views_offers.offers, needs=SEE, name="offers", turned=True),
    page(
        "people/<uuid:person_id>/basket/leave/",
        views_offers.leave,
        needs=actions.ask_leave.needs,
        name="offer-leave",
        turned=True,
    ),
    page(
        "people/<uuid:person_id>/basket/pick/",
        views_offers.pick,
        needs=actions.show_option.needs,
        name="offer-pick",
        turned=True,
    ),
    page(
        "people/<uuid:person_id>/basket/offers/<uuid:offer_id>/",
        views_offers.answer,
        needs=actions.answer_offer.needs,
        name="offer-answer",
        turned=True,
    ),
    page(
        "people/<uuid:person_id>/basket/own/",
        views_offers.own,
        needs=actions.add_own.needs,
        name="offer-own",
        turned=True,
    ),
    page("people/<uuid:person_id>/basket/side/", views_side.compare, needs=SEE, name="compare", turned=True),
    page(
        "people/<uuid:person_id>/basket/side/change/",
        views_side.change,
        needs=actions_side.swap.needs,
        name="compare-change",
        turned=True,
    ),
    page("people/<uuid:person_id>/handouts/", views_handouts.handouts, needs=SEE, name="handouts", turned=True),
    page(
        "people/<uuid:person_id>/handouts/new/",
        views_handouts.new,
        needs=actions.give_handout.needs,
        name="handout-new",
        turned=True,
    ),
    page(
        "people/<uuid:person_id>/handouts/<uuid:handout_id>/",
        views_handouts.handout,
        needs=SEE,
        name="handout",
        turned=True,
    ),
    page(
        "people/<uuid:person_id>/handouts/<uuid:handout_id>/pdf/",
        views_handouts.as_pdf,
        needs=SEE,
        name="handout-pdf",
        turned=True,
    ),
]
