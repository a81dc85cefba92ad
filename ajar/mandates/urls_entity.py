"""The entity's own pages, on the entity's own host (access/hosts.py). Short, and of nobody's name."""

from ajar.access.gate import OPEN, page
from ajar.access.policy import Permission
from ajar.mandates import actions_entity, views_entity

READ = Permission.READ_SHARED
S = "shared/<uuid:mandate_id>/"

urlpatterns = [
    page("", views_entity.front, needs=OPEN, name="front"),
    page("shared/", views_entity.shared, needs=READ, name="shared"),
    page(S, views_entity.one, needs=READ, name="shared-one"),
    page(S + "ask/", views_entity.ask, needs=actions_entity.ask.needs, name="shared-ask"),
    page(S + "<uuid:report_id>/", views_entity.paper, needs=READ, name="shared-pdf"),
    page("about/", views_entity.what_this_is, needs=READ, name="what-this-is"),
]
