"""Services that somebody can be sent to. No address here names a person."""

from ajar.access.gate import page
from ajar.access.policy import Permission
from ajar.directory import actions, views

ONE = "help/<uuid:service_id>/"

urlpatterns = [
    page("help/", views.find, needs=Permission.FIND_HELP, name="find-help", turned=True),
    page("help/check/", views.to_check, needs=Permission.FIND_HELP, name="to-check"),
    page(ONE, views.service, needs=Permission.FIND_HELP, name="service", turned=True),
    page(ONE + "right/", views.say_right, needs=actions.say_right.needs, name="service-right"),
    page(ONE + "wrong/", views.say_wrong, needs=actions.say_wrong.needs, name="service-wrong"),
    page(ONE + "correct/", views.correct, needs=actions.correct.needs, name="service-correct"),
]
