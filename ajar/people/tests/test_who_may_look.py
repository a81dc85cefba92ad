from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from ajar.access import drafts, seal
from ajar.access.models import AuditLine, DataKey, Draft
from ajar.access.seal import KeyGone
from ajar.people import actions, protecting, queries
from ajar.people.models import Block, BreakGlass, CareTeam, Code, Hold, Link, NamePrefix, Person
from ajar.people.queries import open_person

WHY = "He was brought in and cannot speak, I need his allergies."


def turn(client, person, state="turned"):
    client.post(reverse("screen"), {"state": state, "person": str(person.pk)})


def test_who_looked_is_readable_by_the_person(client, cast):
    client.force_login(cast.amina)
    client.get(reverse("person-words", args=[cast.person.pk]))
    client.force_login(cast.ben)
    client.get(reverse("who-looked", args=[cast.person.pk]))
    client.force_login(cast.dora)
    turn(client, cast.person)
    answer = client.get(reverse("who-looked", args=[cast.person.pk]))
    words = answer.content.decode()
    assert answer.status_code == 200
    assert [line.actor.name for line in answer.context["lines"]] == ["Dora", "Ben", "Amina"]
    assert "opened the record" in words and reverse("blocks", args=[cast.person.pk]) not in words


def test_who_looked_has_fifty_a_page(client, cast):
    client.force_login(cast.amina)
    open_person(cast.amina, cast.person.pk)
    line = AuditLine.objects.filter(verb="person.opened", subject=cast.person.pk).get()
    last = AuditLine.objects.filter(agency=cast.agency).order_by("-seq")[0].seq
    AuditLine.objects.bulk_create(
        AuditLine(
            agency=cast.agency,
            seq=last + n,
            at=now() - timedelta(hours=n),
            actor=cast.ben,
            verb=line.verb,
            subject=line.subject,
            prev=b"",
            mac=b"",
        )
        for n in range(1, 60)
    )
    page = reverse("who-looked", args=[cast.person.pk])
    assert len(client.get(page).context["lines"]) == 50
    assert len(client.get(page + "?page=2").context["lines"]) == 10
    for wrong in ("0", "-1", "x", "9" * 50, "१"):
        assert client.get(page, {"page": wrong}).status_code == 404


def test_a_supervisor_shapes_the_care_team(client, cast):
    page = reverse("care", args=[cast.person.pk])
    for worker, status in [(cast.dora, 302), (cast.amina, 403), (cast.ben, 403), (cast.chidi, 403)]:
        client.force_login(worker)
        answer = client.post(reverse("care-add", args=[cast.person.pk]), {"worker": str(cast.chidi.pk)})
        assert answer.status_code == status, worker.name
    assert open_person(cast.chidi, cast.person.pk)
    client.force_login(cast.dora)
    assert client.post(reverse("care-add", args=[cast.person.pk]), {"worker": str(cast.esi.pk)}).status_code == 422
    member = CareTeam.objects.get(worker=cast.chidi, person=cast.person)
    end = reverse("care-end", args=[cast.person.pk, member.pk])
    assert [client.post(end).status_code for _ in range(2)] == [302, 302]
    client.force_login(cast.chidi)
    assert client.get(page).status_code == 404
    client.force_login(cast.ben)
    assert client.get(page).status_code == 200


def test_a_block_is_placed_and_ended(client, cast):
    page = reverse("blocks", args=[cast.person.pk])
    client.force_login(cast.amina)
    assert client.post(page, {"worker": str(cast.ben.pk), "why": "his brother"}).status_code == 302
    assert client.post(page, {"worker": str(cast.ben.pk)}).status_code == 422
    assert "his brother" in client.get(page).content.decode()
    client.force_login(cast.ben)
    assert client.get(reverse("person", args=[cast.person.pk])).status_code == 404
    client.force_login(cast.pia)  # who sees no records comes to this page
    assert client.get(page).status_code == 200
    end = reverse("block-end", args=[cast.person.pk, Block.objects.get().pk])
    assert client.post(end).status_code == 422
    assert [client.post(end, {"said": "on"}).status_code for _ in range(2)] == [302, 302]
    client.force_login(cast.ben)
    assert client.get(reverse("who-looked", args=[cast.person.pk])).status_code == 200


def test_who_may_place_a_block(client, cast):
    for worker, status in [(cast.ben, 403), (cast.mona, 403), (cast.otto, 403), (cast.chidi, 404), (cast.esi, 404)]:
        client.force_login(worker)
        answer = client.post(reverse("blocks", args=[cast.person.pk]), {"worker": str(cast.amina.pk)})
        assert answer.status_code == status, worker.name
    client.force_login(cast.ben)
    assert (
        reverse("blocks", args=[cast.person.pk])
        not in client.get(reverse("care", args=[cast.person.pk])).content.decode()
    )


def test_one_who_knows_somebody_may_block_themselves(client, cast):
    client.force_login(cast.amina)
    answer = client.post(reverse("blocks", args=[cast.person.pk]), {"worker": str(cast.amina.pk)})
    assert answer.status_code == 302 and str(cast.person.pk) not in answer.url
    assert client.get(reverse("person", args=[cast.person.pk])).status_code == 404


def test_erasing_waits_for_holds_and_then_nothing_opens(client, cast):
    card = actions.start_person(cast.amina, chosen_name="Card", code="BLUE-FOX-27")
    actions.join(cast.amina, cast.person, other=card)
    actions.add_code(cast.amina, cast.person, code="RAIN-ELM-07")
    actions.keep_words(cast.amina, cast.person, version=0, baby="Elise")
    drafts.save(cast.amina, "words", cast.person.pk, {"baby": ["Elise"]})
    protecting.break_glass(cast.chidi, cast.person, why=WHY)
    client.force_login(cast.pia)
    assert (
        reverse("erase", args=[cast.person.pk])
        in client.post(reverse("protect"), {"who": "Sara Quill"}).content.decode()
    )
    holds, erase = reverse("holds", args=[cast.person.pk]), reverse("erase", args=[cast.person.pk])
    assert client.post(holds, {"kind": "legal", "why": "a court asked"}).status_code == 302
    answer = client.post(erase, {"sure": "on"})
    assert answer.status_code == 422 and "A hold stands" in answer.content.decode()
    assert open_person(cast.amina, cast.person.pk).chosen_name == "Sara Quill"
    end = reverse("hold-end", args=[cast.person.pk, Hold.objects.get().pk])
    assert [client.post(end).status_code for _ in range(2)] == [302, 302]
    assert client.post(erase).status_code == 422
    assert client.post(erase, {"sure": "on"}).status_code == 302
    assert not DataKey.objects.filter(subject=cast.person.pk).exists()
    assert (
        not NamePrefix.objects.filter(person=cast.person).exists()
        and not Code.objects.filter(person=cast.person).exists()
    )
    assert (
        not Draft.objects.filter(subject=cast.person.pk).exists() and not Link.objects.filter(parted_on=None).exists()
    )
    with seal.keyring(), pytest.raises(KeyGone):  # a request of its own: nothing is remembered from before
        Person.objects.get(pk=cast.person.pk).chosen_name  # noqa: B018
    import uuid

    for worker in (cast.amina, cast.ben, cast.dora, cast.chidi, cast.pia):
        client.force_login(worker)
        for name in ("person", "person-words", "who-looked", "blocks", "holds", "erase", "care"):
            gone = client.get(reverse(name, args=[cast.person.pk]))
            never = client.get(reverse(name, args=[uuid.uuid4()]))
            assert gone.status_code == never.status_code in (403, 404), (worker.name, name)
    client.force_login(cast.amina)
    assert client.post(reverse("find"), {"find": "sara"}).context["found"].people == []
    assert client.post(reverse("find"), {"find": "rain elm 07"}).context["found"].people == []
    assert client.get(reverse("people")).status_code == 200
    assert open_person(cast.amina, card.pk).one_of == [card.pk]
    client.force_login(cast.pia)
    assert client.get(reverse("reviews")).status_code == 200
    assert client.post(erase, {"sure": "on"}).status_code == 404
    assert queries.labels(cast.amina, [cast.person.pk]) == {}


def test_who_may_erase(client, cast):
    for worker in (cast.amina, cast.dora, cast.mona, cast.otto):
        client.force_login(worker)
        for name in ("erase", "holds"):
            assert client.get(reverse(name, args=[cast.person.pk])).status_code == 403
        assert client.get(reverse("protect")).status_code == 403
    assert Person.objects.get(pk=cast.person.pk).erased_on is None


def test_the_privacy_officer_reads_a_name_and_nothing_else(client, cast):
    client.force_login(cast.pia)
    for name in ("person", "person-words", "contact-rules", "supporters", "who-looked", "cards", "same", "care"):
        assert client.get(reverse(name, args=[cast.person.pk])).status_code == 403, name
    assert client.get(reverse("holds", args=[cast.person.pk])).status_code == 200
    assert AuditLine.objects.filter(actor=cast.pia, verb="person.opened", subject=cast.person.pk).count() == 1
    assert client.get(reverse("holds", args=[cast.stranger.pk])).status_code == 404


def test_a_made_up_version_of_words_is_a_conflict(client, cast):
    client.force_login(cast.amina)
    assert (
        client.post(reverse("person-words", args=[cast.person.pk]), {"baby": "Elise", "version": 7}).status_code == 409
    )


def test_danger_said_on_a_joined_record_holds_for_those_who_do_not_see_it(client, cast):
    """Chidi knows her by another record; that somebody could hurt her stands with Amina's. Nothing else is told."""
    theirs = actions.start_person(cast.chidi, chosen_name="Sara Q.")
    actions.keep_contact(cast.amina, cast.person, version=0, ways="only by Ines", could_be_hurt=True)
    protecting.break_glass(cast.chidi, cast.person, why=WHY)
    protecting.join_care_team(cast.dora, cast.person, worker=cast.chidi)
    actions.join(cast.chidi, open_person(cast.chidi, theirs.pk), other=cast.person)
    CareTeam.objects.filter(worker=cast.chidi, person=cast.person).delete()
    BreakGlass.objects.update(at=now() - timedelta(hours=2), until=now() - timedelta(hours=1, seconds=1))
    client.force_login(cast.chidi)
    page = client.get(reverse("person", args=[theirs.pk])).content.decode()
    assert "<title>Notes" in page and "only by Ines" not in page
    assert client.get(reverse("person", args=[cast.person.pk])).status_code == 404


def test_who_erases_is_told_of_a_joined_record(client, cast):
    card = actions.start_person(cast.amina, chosen_name="Card")
    actions.join(cast.amina, cast.person, other=card)
    client.force_login(cast.pia)
    page = client.get(reverse("erase", args=[cast.person.pk])).content.decode()
    assert reverse("erase", args=[card.pk]) in page
    protecting.erase(cast.pia, card)
    assert reverse("erase", args=[card.pk]) not in client.get(reverse("erase", args=[cast.person.pk])).content.decode()
    with pytest.raises(protecting.Refused):
        protecting.place_hold(cast.pia, card, kind="legal", why="a court asked")
