import pytest
from django.http import Http404
from django.urls import reverse

from ajar.people import actions, protecting
from ajar.people.models import Block, Link
from ajar.people.queries import open_person


@pytest.fixture
def amina(client, cast):
    client.force_login(cast.amina)
    return client


@pytest.fixture
def card(cast):
    return actions.start_person(cast.amina, code="BLUE-FOX-27")


def test_two_records_open_together_with_their_say_and_part_again(amina, cast, card):
    page = reverse("same", args=[cast.person.pk])
    found = amina.post(page, {"find": "blue fox 27"})
    confirm = reverse("same-confirm", args=[cast.person.pk, card.pk])
    assert confirm in found.content.decode()
    assert amina.get(confirm).status_code == 200 and amina.post(confirm).status_code == 422
    assert not Link.objects.exists()
    assert [amina.post(confirm, {"said": "on"}).status_code for _ in range(2)] == [302, 302]
    link = Link.objects.get()
    assert set(open_person(cast.amina, card.pk).one_of) == {cast.person.pk, card.pk}
    assert "BLUE-FOX-27" in amina.get(page).content.decode()
    part = reverse("part", args=[cast.person.pk, link.pk])
    assert amina.post(part).status_code == 422
    assert [amina.post(part, {"said": "on"}).status_code for _ in range(2)] == [302, 302]
    assert open_person(cast.amina, card.pk).one_of == [card.pk]
    assert amina.post(confirm, {"said": "on"}).status_code == 302  # and they may join again
    assert Link.objects.count() == 2


def test_only_what_the_worker_may_see_is_opened(amina, cast, card):
    far = actions.start_person(cast.chidi, chosen_name="Far away")
    assert amina.get(reverse("same-confirm", args=[cast.person.pk, far.pk])).status_code == 404
    Link.objects.create(agency=cast.agency, one=card, other=far, joined_by=cast.dora, joined_on=far.last_seen)
    actions.join(cast.amina, cast.person, other=card)
    assert set(open_person(cast.amina, cast.person.pk).one_of) == {cast.person.pk, card.pk}
    Block.objects.create(
        agency=cast.agency, person=card, worker=cast.amina, placed_by=cast.dora, placed_on=card.last_seen
    )
    assert open_person(cast.amina, cast.person.pk).one_of == [cast.person.pk]
    assert "BLUE-FOX" not in amina.get(reverse("same", args=[cast.person.pk])).content.decode()
    with pytest.raises(Http404):
        open_person(cast.amina, card.pk)


def test_a_peer_does_not_join_records(client, cast, card):
    client.force_login(cast.ben)
    assert client.post(reverse("same-confirm", args=[cast.person.pk, card.pk]), {"said": "on"}).status_code == 403


def test_danger_said_in_a_joined_record_holds_on_a_turned_screen_and_its_prints(amina, cast, card):
    actions.keep_contact(cast.amina, card, version=0, could_be_hurt="yes")
    actions.join(cast.amina, cast.person, other=card)
    page = reverse("print-new", args=[cast.person.pk])
    amina.get(reverse("person", args=[cast.person.pk]))
    assert 'value="agency"' not in amina.get(page).content.decode()
    assert amina.post(reverse("screen"), {"state": "turned", "person": cast.person.pk}).status_code == 302
    assert 'value="agency"' not in amina.get(page).content.decode()
    assert "<title>Notes" in amina.get(reverse("person", args=[cast.person.pk])).content.decode()
    assert amina.get(reverse("person", args=[card.pk])).status_code == 404
    Block.objects.create(
        agency=cast.agency, person=card, worker=cast.amina, placed_by=cast.dora, placed_on=card.last_seen
    )
    assert open_person(cast.amina, cast.person.pk).one_of == [cast.person.pk]


def _is_nobody_to(worker, *records):
    for record in records:
        with pytest.raises(Http404):
            open_person(worker, record.pk)


def test_a_block_holds_in_every_record_that_is_this_person(cast, card, client):
    actions.join(cast.amina, cast.person, other=card)
    protecting.place_block(cast.dora, card, worker=cast.amina, why="They were married.")
    _is_nobody_to(cast.amina, cast.person, card)
    client.force_login(cast.dora)
    page = client.get(reverse("blocks", args=[cast.person.pk])).content.decode()
    assert page.count("They were married.") == 1
    with pytest.raises(protecting.Refused):
        protecting.place_block(cast.dora, cast.person, worker=cast.amina)
    protecting.end_block(cast.dora, Block.objects.get(person=card))
    assert set(open_person(cast.amina, card.pk).one_of) == {cast.person.pk, card.pk}


def test_who_was_blocked_from_one_record_is_blocked_from_the_other_when_they_join_and_after_they_part(cast, card):
    third = actions.start_person(cast.dora, chosen_name="Third")
    actions.join(cast.dora, cast.person, other=third)
    protecting.place_block(cast.dora, card, worker=cast.amina, why="They were married.")
    assert open_person(cast.amina, cast.person.pk)
    link = actions.join(cast.dora, cast.person, other=card)
    _is_nobody_to(cast.amina, cast.person, card, third)
    # The reason stays with the record where it was said: the other's team may not be the same.
    assert {block.person_id for block in Block.objects.all() if block.why} == {card.pk}
    actions.part(cast.dora, cast.person, link=link)
    _is_nobody_to(cast.amina, cast.person, card, third)
