"""The options that somebody could choose from, for workers to read and to show."""

from ajar.access.gate import page
from ajar.access.policy import Permission
from ajar.basket import views

urlpatterns = [
    page("basket/", views.basket, needs=Permission.SEE_PEOPLE, name="basket", turned=True),
    page("basket/<slug:option_id>/", views.option, needs=Permission.SEE_PEOPLE, name="option", turned=True),
    page("about-these-words/", views.about_words, needs=Permission.SEE_PEOPLE, name="about-words", turned=True),
]
