"""A talk that goes along the map; and the map itself, to look at and to change."""

from ajar.access.gate import page
from ajar.access.policy import Permission
from ajar.guides import actions, actions_map, views, views_map

_W = "people/<uuid:person_id>/talk/<uuid:walk_id>/"

urlpatterns = [
    page("people/<uuid:person_id>/talk/", views.start, needs=actions.start_walk.needs, name="walk-start"),
    page(_W, views.walk, needs=actions.answer.needs, name="walk", turned=True),
    page(
        _W + "words/<uuid:walkline_id>/", views.words, needs=actions.change_words.needs, name="walk-words", turned=True
    ),
    page(_W + "two/", views.two, needs=actions.speak_two.needs, name="walk-two", turned=True),
    page(_W + "read/", views.read, needs=actions.keep_walk.needs, name="walk-read", turned=True),
    page(_W + "after/", views.after, needs=actions.leave_walk.needs, name="walk-after", turned=True),
    page("map/", views_map.whole, needs=Permission.SEE_MAP, name="map"),
    page("map/paper/", views_map.paper, needs=Permission.SEE_MAP, name="map-paper"),
    page("map/versions/", views_map.versions, needs=Permission.SEE_MAP, name="map-versions"),
    page("map/versions/<uuid:mapversion_id>/", views_map.version, needs=Permission.SEE_MAP, name="map-version"),
    page(
        "map/versions/<uuid:mapversion_id>/again/",
        views_map.again,
        needs=actions_map.go_back_to.needs,
        name="map-again",
    ),
    page("map/ours/", views_map.ours, needs=actions_map.go_back_to_ours.needs, name="map-ours"),
    page("map/change/<slug:node_id>/", views_map.change, needs=actions_map.change_map.needs, name="map-change"),
    page("map/file/", views_map.as_file, needs=actions_map.change_map.needs, name="map-file"),
    page("map/take/", views_map.take, needs=actions_map.change_map.needs, name="map-take"),
]
