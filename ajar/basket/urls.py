"""The options, who has still to read them over, and a person's own basket."""

from ajar.access.gate import page
from ajar.access.policy import Permission
from ajar.basket import actions, actions_list, actions_side, views, views_handouts, views_list, views_offers, views_side

SEE = Permission.SEE_PEOPLE
MANAGE = actions_list.confirm_law.needs
_O = "agency/options/<slug:option_id>/"

urlpatterns = [
    page("basket/", views.basket, needs=SEE, name="basket", turned=True),
    page("basket/<slug:option_id>/", views.option, needs=SEE, name="option", turned=True),
    page(
        "basket/<slug:option_id>/given/",
        views_handouts.nameless,
        needs=actions.give_handout.needs,
        name="handout-nameless",
    ),
    page("handouts/", views_handouts.without_name, needs=actions.give_handout.needs, name="handouts-nameless"),
    page("about-these-words/", views.about_words, needs=SEE, name="about-words", turned=True),
    page("agency/options/", views_list.listed, needs=MANAGE, name="options"),
    page("agency/options/new/", views_list.new, needs=actions_list.add_option.needs, name="option-new"),
    page("agency/options/law/", views_list.law, needs=MANAGE, name="options-law"),
    page("agency/options/<slug:option_id>/law/", views_list.option_law, needs=MANAGE, name="option-law"),
    page("agency/options/<slug:option_id>/", views_list.kept, needs=MANAGE, name="option-kept"),
    page(_O + "change/", views_list.change, needs=actions_list.change_option.needs, name="option-change"),
    page(_O + "retire/", views_list.retire, needs=actions_list.retire_option.needs, name="option-retire"),
    page(_O + "ours/", views_list.ours, needs=actions_list.back_to_ours.needs, name="option-ours"),
    page(
        "agency/options/again/<uuid:optionversion_id>/",
        views_list.again,
        needs=actions_list.use_again.needs,
        name="option-again",
    ),
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
