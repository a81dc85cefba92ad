"""Services that somebody can be sent to, and referrals. No address here says where a person is sent."""

from ajar.access.gate import page
from ajar.access.policy import Permission
from ajar.directory import actions, views, views_partner, views_referrals
from ajar.directory import actions_referrals as referrals

ONE = "help/<uuid:service_id>/"
OF = "people/<uuid:person_id>/referrals/"
THIS = OF + "<uuid:referral_id>/"
TELL = referrals.begin_telling.needs
MAKE, CHANGE = referrals.make_referral.needs, referrals.move_referral.needs

urlpatterns = [
    page("help/", views.find, needs=Permission.FIND_HELP, name="find-help", turned=True),
    page("help/check/", views.to_check, needs=Permission.FIND_HELP, name="to-check"),
    page(ONE, views.service, needs=Permission.FIND_HELP, name="service", turned=True),
    page(ONE + "right/", views.say_right, needs=actions.say_right.needs, name="service-right"),
    page(ONE + "wrong/", views.say_wrong, needs=actions.say_wrong.needs, name="service-wrong"),
    page(ONE + "correct/", views.correct, needs=actions.correct.needs, name="service-correct"),
    # On a turned screen referrals are read and places looked for; what is written of them is written on the worker's own.
    page(OF, views_referrals.index, needs=Permission.SEE_PEOPLE, name="referrals", turned=True),
    page(OF + "search/", views_referrals.search, needs=MAKE, name="referral-search", turned=True),
    page(OF + "choose/", views_referrals.choose, needs=MAKE, name="referral-choose"),
    page(OF + "new/", views_referrals.new, needs=MAKE, name="referral-new"),
    page(THIS, views_referrals.referral, needs=Permission.SEE_PEOPLE, name="referral", turned=True),
    page(THIS + "move/", views_referrals.move, needs=CHANGE, name="referral-move"),
    page(THIS + "change/", views_referrals.change, needs=referrals.change_referral.needs, name="referral-change"),
    page(THIS + "papers/", views_referrals.add_paper, needs=referrals.add_paper.needs, name="referral-papers"),
    page(
        THIS + "papers/<uuid:referralpaper_id>/change/",
        views_referrals.change_paper,
        needs=referrals.change_paper.needs,
        name="referral-paper-change",
    ),
    page(
        THIS + "papers/<uuid:referralpaper_id>/",
        views_referrals.tick,
        needs=referrals.tick_paper.needs,
        name="referral-paper-there",
    ),
    page(
        THIS + "moves/<uuid:referralmove_id>/obstacle/",
        views_referrals.obstacle,
        needs=referrals.make_obstacle.needs,
        name="referral-obstacle",
    ),
    page(
        "people/<uuid:person_id>/partner/",
        views_partner.partner,
        needs=referrals.ask_partner.needs,
        name="partner-ask",
    ),
    page("people/<uuid:person_id>/partner/look/", views_partner.look, needs=TELL, name="partner-look"),
    page("people/<uuid:person_id>/partner/told/", views_partner.tell, needs=TELL, name="partner-tell"),
]
