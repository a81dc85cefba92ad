"""Pages that show several rooms at once."""

from ajar.access.gate import page
from ajar.access.policy import Permission
from ajar.desk import views

urlpatterns = [
    page("today/", views.not_yet, needs=Permission.SEE_PEOPLE, name="today"),
    page("find/", views.not_yet, needs=Permission.SEE_PEOPLE, name="find"),
    page("people/", views.not_yet, needs=Permission.SEE_PEOPLE, name="people"),
    page("people/<uuid:person_id>/", views.not_yet, needs=Permission.SEE_PEOPLE, name="person", turned=True),
    page("supervision/", views.not_yet, needs=Permission.ASK_SUPERVISION, name="talks"),
    page("reviews/", views.not_yet, needs=Permission.REVIEW_BREAK_GLASS, name="reviews"),
    page("agency/", views.not_yet, needs=Permission.MANAGE_AGENCY, name="agency"),
]
