"""What a person takes along, into their own hand."""

from ajar.access.gate import page
from ajar.access.policy import Permission
from ajar.plans import actions, views

urlpatterns = [
    page(
        "people/<uuid:person_id>/prints/new/",
        views.choose,
        needs=actions.make_print.needs,
        name="print-new",
        turned=True,
    ),
    page(
        "people/<uuid:person_id>/prints/<uuid:print_id>/",
        views.preview,
        needs=Permission.SEE_PEOPLE,
        name="print",
        turned=True,
    ),
    page(
        "people/<uuid:person_id>/prints/<uuid:print_id>/pdf/",
        views.as_pdf,
        needs=Permission.SEE_PEOPLE,
        name="print-pdf",
        turned=True,
    ),
    page(
        "people/<uuid:person_id>/numbers/new/",
        views.add_number,
        needs=actions.add_number.needs,
        name="number-new",
        turned=True,
    ),
    page(
        "people/<uuid:person_id>/numbers/<uuid:number_id>/end/",
        views.end_number,
        needs=actions.end_number.needs,
        name="number-end",
        turned=True,
    ),
    page(
        "people/<uuid:person_id>/numbers/<uuid:number_id>/up/",
        views.move_up,
        needs=actions.move_number_up.needs,
        name="number-up",
        turned=True,
    ),
]
