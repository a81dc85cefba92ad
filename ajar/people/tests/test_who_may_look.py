from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from ajar.access import drafts, seal
from ajar.access.models import AuditLine, DataKey, Draft
from ajar.access.seal import KeyGone
from ajar.people import actions, forms, protecting, queries
from ajar.people.models import Block, BreakGlass, CareTeam, Code, Hold, Link, NamePrefix, Person, Task
from ajar.people.queries import open_person
from conftest import make_worker

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
            at=now(),
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


def glass(client, who="sara quill", why=WHY):
    return client.post(reverse("break-glass"), {"who": who, "why": why})


def look(client, person, worker, **more):
    typed = {"who": "sara quill", "why": WHY, "choice": forms.sealed_choice(person.pk, worker)} | more
    return client.post(reverse("break-glass"), typed)


def test_glass_is_broken_for_an_hour_reviewed_and_told(client, cast):
    client.force_login(cast.chidi)
    person = reverse("who-looked", args=[cast.person.pk])
    assert client.get(person).status_code == 404
    page = glass(client)
    assert page.status_code == 200 and "Sara Quill" in page.content.decode() and not BreakGlass.objects.exists()
    choice = page.context["found"].people[0].choice
    once = str(page.context["once"])
    for _ in range(2):  # a double click
        answer = client.post(reverse("break-glass"), {"who": "sara quill", "why": WHY, "choice": choice, "once": once})
        assert answer.url == reverse("person", args=[cast.person.pk])
    row, task = BreakGlass.objects.get(), Task.objects.get()
    assert task.glass == row and row.until - row.at == timedelta(minutes=60)
    assert client.get(person).status_code == 200
    client.force_login(cast.amina)
    assert "without being on the team" in client.get(person).content.decode()
    BreakGlass.objects.update(at=now() - timedelta(minutes=61), until=now() - timedelta(seconds=1))
    client.force_login(cast.chidi)
    assert client.get(person).status_code == 404


def test_glass_is_not_broken_without_a_reason_or_by_a_stranger(client, cast):
    client.force_login(cast.chidi)
    assert glass(client, why="short").status_code == 422
    assert look(client, cast.person, cast.chidi, why="            short            ").status_code == 422
    assert look(client, cast.person, cast.chidi, choice=str(cast.person.pk)).status_code == 422
    assert look(client, cast.person, cast.amina).status_code == 422  # the choice of another worker
    assert look(client, cast.stranger, cast.chidi).status_code == 422
    assert not BreakGlass.objects.exists()
    for worker in (cast.ben, cast.mona, cast.pia, cast.otto):
        client.force_login(worker)
        assert glass(client).status_code == 403


def test_a_part_of_a_name_finds_nobody_behind_the_glass(client, cast):
    client.force_login(cast.chidi)
    for who in ("sara", "quill", "s", "nobody here", "blue fox 99"):
        answer = glass(client, who=who)
        assert answer.status_code == 422 and "Sara Quill" not in answer.content.decode()
    for _ in range(15):
        glass(client)
    assert glass(client).status_code == 429


def test_a_blocked_worker_finds_nobody_behind_the_glass_either(client, cast):
    protecting.place_block(cast.dora, cast.person, worker=cast.chidi)
    client.force_login(cast.chidi)
    blocked, absent = glass(client), glass(client, who="sara quiml")
    assert blocked.status_code == absent.status_code == 422
    assert look(client, cast.person, cast.chidi).status_code == 422
    assert not BreakGlass.objects.exists()
    with pytest.raises(protecting.Refused):
        protecting.break_glass(cast.chidi, cast.person, why=WHY)


def test_who_sees_somebody_anyway_breaks_nothing(client, cast):
    client.force_login(cast.amina)
    assert look(client, cast.person, cast.amina).url == reverse("person", args=[cast.person.pk])
    assert not BreakGlass.objects.exists()


def test_a_review_is_taken_and_written_by_somebody_else(client, cast):
    protecting.break_glass(cast.chidi, cast.person, why=WHY)
    task = Task.objects.get()
    client.force_login(cast.chidi)
    assert client.get(reverse("reviews")).status_code == 403
    client.force_login(cast.dora)
    page = client.get(reverse("reviews")).content.decode()
    assert "Chidi" in page and WHY in page and "Sara Quill" in page
    assert client.get(reverse("review", args=[task.pk])).status_code == 404  # taken first
    assert client.post(reverse("review-take", args=[task.pk])).url == reverse("review", args=[task.pk])
    client.force_login(cast.pia)
    assert WHY not in client.get(reverse("reviews")).content.decode()
    assert client.post(reverse("review-take", args=[task.pk])).url == reverse("reviews")
    client.force_login(cast.dora)
    task.refresh_from_db()
    typed = {"finding": "It was needed. Thank you.", "version": task.version}
    assert client.post(reverse("review", args=[task.pk]), {"version": task.version}).status_code == 422
    assert client.post(reverse("review", args=[task.pk]), typed | {"version": 1}).status_code == 409
    assert [client.post(reverse("review", args=[task.pk]), typed).status_code for _ in range(2)] == [302, 302]
    task.refresh_from_db()
    assert (task.done_by, task.finding) == (cast.dora, "It was needed. Thank you.")
    assert "Nothing to review" in client.get(reverse("reviews")).content.decode()


def test_nobody_reviews_their_own_glass(client, cast):
    far = actions.start_person(cast.chidi, chosen_name="Far Away")
    protecting.break_glass(cast.dora, far, why=WHY)
    client.force_login(cast.dora)
    assert WHY not in client.get(reverse("reviews")).content.decode()
    task = Task.objects.get()
    client.post(reverse("review-take", args=[task.pk]))
    with pytest.raises(protecting.Refused):
        protecting.take_review(cast.dora, task, version=1)
    client.force_login(cast.pia)
    assert WHY in client.get(reverse("reviews")).content.decode()


def test_unreviewed_after_72_hours_every_supervisor_is_asked_without_the_person(client, cast, django_user_model):
    elsewhere = make_worker(cast.agency, "Sol", "supervisor", cast.south)
    protecting.break_glass(cast.chidi, cast.person, why=WHY)
    client.force_login(elsewhere)
    assert WHY not in client.get(reverse("reviews")).content.decode()
    Task.objects.update(made_at=now() - timedelta(hours=73))
    page = client.get(reverse("reviews")).content.decode()
    assert "Chidi" in page and WHY in page and "Sara" not in page and str(cast.person.pk) not in page
    protecting.place_block(cast.dora, cast.person, worker=elsewhere)
    assert WHY not in client.get(reverse("reviews")).content.decode()


def test_a_safety_hold_keeps_a_broken_glass_off_the_turned_screen(client, cast):
    protecting.break_glass(cast.chidi, cast.person, why=WHY)
    hold = protecting.place_hold(cast.pia, cast.person, kind="safety", why="she would be hurt")
    client.force_login(cast.amina)
    page = reverse("who-looked", args=[cast.person.pk])
    assert "Chidi" in client.get(page).content.decode()
    turn(client, cast.person)
    assert "Chidi" not in client.get(page).content.decode()
    protecting.end_hold(cast.pia, hold)
    assert "Chidi" in client.get(page).content.decode()


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


def test_a_broken_glass_is_a_look_and_gives_nobody_a_place(client, cast):
    sol = make_worker(cast.agency, "Sol", "supervisor", cast.south)
    block = protecting.place_block(cast.dora, cast.person, worker=cast.otto, why="He knows her brother.")
    protecting.break_glass(sol, cast.person, why=WHY)
    client.force_login(sol)
    assert client.get(reverse("person", args=[cast.person.pk])).status_code == 200
    member = CareTeam.objects.get(person=cast.person, worker=cast.ben)
    pages = {
        reverse("care-add", args=[cast.person.pk]): {"worker": sol.pk},
        reverse("care-end", args=[cast.person.pk, member.pk]): {},
        reverse("blocks", args=[cast.person.pk]): {"worker": cast.amina.pk},
        reverse("block-end", args=[cast.person.pk, block.pk]): {"said": "on"},
    }
    for page, typed in pages.items():
        assert client.post(page, typed).status_code == 403, page
        assert "her brother" not in client.get(page).content.decode()
    member.refresh_from_db()
    assert member.ended_on is None and not CareTeam.objects.filter(worker=sol).exists()
    assert Block.objects.get(ended_on=None) == block


def test_a_made_up_version_of_words_is_a_conflict(client, cast):
    client.force_login(cast.amina)
    assert (
        client.post(reverse("person-words", args=[cast.person.pk]), {"baby": "Elise", "version": 7}).status_code == 409
    )
