"""Pages that show several rooms at once."""

from ajar.access.gate import OPEN, page
from ajar.access.policy import Permission
from ajar.desk import views

urlpatterns = [
    page("", views.front, needs=OPEN, name="front"),
    page("today/", views.today, needs=Permission.SEE_PEOPLE, name="today"),
    page("people/<uuid:person_id>/", views.person, needs=Permission.SEE_PEOPLE, name="person", turned=True),
]
