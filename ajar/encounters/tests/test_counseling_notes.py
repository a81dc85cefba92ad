"""Counseling notes (42 CFR 2.11): their author and whom the author named for that note; kept apart from everything.

The rows A4-01, A4-02, A4-05 and A4-07 of the law's table are here; what leaves the house (A4-03, 04, 06, 08) is decided in
consents, and nothing leaves yet.
"""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from ajar.access import audit, policy
from ajar.access.act import ChangedMeanwhile
from ajar.access.models import AuditLine, Membership
from ajar.access.walls import as_counseling
from ajar.desk.tests.statements import own_statements
from ajar.encounters import actions
from ajar.encounters import actions_counseling as counseling
from ajar.encounters import queries_counseling as queries
from ajar.encounters.models import CounselingNote, CounselingReader
from ajar.encounters.tests.apart import SECRET, all_notes, at, keep
from ajar.people import actions as people
from ajar.people import protecting
from ajar.people.actions import Refused
from ajar.people.models import CareTeam
from ajar.people.queries import open_person
from conftest import make_worker


def answers(client, cast, who, address) -> dict:
    seen = {}
    for name in who:
        client.force_login(getattr(cast, name))
        answer = client.get(address)
        seen[name] = (answer.status_code, SECRET in answer.content.decode())
    return seen


@pytest.fixture
def cast(cast):
    """And Cleo, a clinician, and Olu, an outreach worker, of Amina's team; both on Sara's care."""
    cast.cleo = make_worker(cast.agency, "Cleo", "clinician", cast.north)
    cast.olu = make_worker(cast.agency, "Olu", "outreach", cast.north)
    people.join_care_team(cast.dora, cast.person, worker=cast.olu)
    return cast


EVERYBODY = ["amina", "cleo", "dora", "ben", "olu", "chidi", "esi", "mona", "pia", "otto"]


def test_its_author_opens_it_and_nobody_of_the_team_does(client, cast):
    """A4-01 and A4-02."""
    client.force_login(cast.amina)
    once = uuid4()
    for _ in range(2):
        assert keep(client, cast, once=once).status_code == 302
    (note,) = all_notes()
    seen = answers(client, cast, EVERYBODY, at("counseling-note", cast, note.pk))
    absent, forbidden = (404, False), (403, False)
    assert seen == {
        "amina": (200, True), "cleo": absent, "dora": absent, "ben": forbidden, "olu": forbidden, "chidi": absent,
        "esi": absent, "mona": forbidden, "pia": forbidden, "otto": forbidden,
    }  # fmt: skip
    told = AuditLine.objects.filter(actor=cast.amina, subject=cast.person.pk).values_list("verb", flat=True)
    assert {"counseling.written", "counseling.opened"} <= set(told)
    denied = AuditLine.objects.filter(verb="counseling.not opened", thing_id=note.pk)
    assert {line.actor_id for line in denied} == {cast.cleo.pk, cast.dora.pk}


def test_whom_the_author_named_for_that_note_reads_it_and_no_other_note(client, cast):
    """A4-07: a supervisor, in supervised training. What the law's decision says of both is in consents/tests/rows.yaml."""
    client.force_login(cast.amina)
    keep(client, cast, readers=[cast.dora.pk])
    keep(client, cast, words="OTHER note")
    with_dora, other = all_notes()
    address = at("counseling-note", cast, with_dora.pk)
    assert answers(client, cast, ["amina", "cleo", "dora"], address) == {
        "amina": (200, True), "cleo": (404, False), "dora": (200, True),
    }  # fmt: skip
    client.force_login(cast.dora)
    listed = client.get(at("counseling-notes", cast)).content.decode()
    assert str(with_dora.pk) in listed
    assert str(other.pk) not in listed
    assert client.get(at("counseling-note", cast, other.pk)).status_code == 404
    for name in ("counseling-correct", "counseling-readers"):  # she reads, and does no more
        assert client.get(at(name, cast, with_dora.pk)).status_code == 403
    client.force_login(cast.amina)
    page = client.get(at("counseling-readers", cast, with_dora.pk)).content.decode()
    assert page.count("checked") == 1
    assert client.post(at("counseling-readers", cast, with_dora.pk), {"once": uuid4()}).status_code == 302
    assert answers(client, cast, ["dora"], address) == {"dora": (404, False)}
    client.force_login(cast.amina)
    client.post(at("counseling-readers", cast, with_dora.pk), {"readers": [cast.dora.pk], "once": uuid4()})
    assert answers(client, cast, ["dora"], address) == {"dora": (200, True)}


def test_a_named_reader_who_was_blocked_or_left_the_team_reads_nothing(client, cast):
    counseling.write_note(cast.amina, cast.person, words=SECRET, readers=[cast.cleo])
    address = at("counseling-note", cast, all_notes()[0].pk)
    assert answers(client, cast, ["cleo"], address) == {"cleo": (200, True)}
    block = protecting.place_block(cast.amina, cast.person, worker=cast.cleo, why="asked")
    assert answers(client, cast, ["cleo"], address) == {"cleo": (404, False)}
    protecting.end_block(cast.amina, block)
    assert answers(client, cast, ["cleo"], address) == {"cleo": (200, True)}
    Membership.objects.filter(worker=cast.cleo).delete()
    assert answers(client, cast, ["cleo"], address) == {"cleo": (404, False)}


def test_only_professionals_who_can_open_the_record_can_be_named(client, cast):
    client.force_login(cast.amina)
    page = client.get(at("counseling-new", cast)).content.decode()
    offered = {name for name in EVERYBODY if f'value="{getattr(cast, name).pk}"' in page}
    assert offered == {"cleo", "dora"}
    for worker in (cast.ben, cast.chidi):
        assert keep(client, cast, readers=[worker.pk]).status_code == 422
    with pytest.raises(Refused):
        counseling.write_note(cast.amina, cast.person, words=SECRET, readers=[cast.ben])
    assert all_notes() == []


def test_counselors_and_clinicians_write_and_nobody_else(client, cast):
    wrote = {}
    for name in EVERYBODY:
        client.force_login(getattr(cast, name))
        wrote[name] = keep(client, cast).status_code
    assert wrote == {
        "amina": 302, "cleo": 302, "dora": 403, "ben": 403, "olu": 403, "chidi": 404, "esi": 404, "mona": 403,
        "pia": 403, "otto": 403,
    }  # fmt: skip
    with pytest.raises(PermissionDenied):
        counseling.write_note(cast.dora, cast.person, words=SECRET)


@pytest.mark.parametrize("state", ["turned", "handed"])
def test_no_screen_but_the_worker_s_own_has_the_page_or_the_way_to_it(client, cast, state):
    counseling.write_note(cast.amina, cast.person, words=SECRET)
    (note,) = all_notes()
    client.force_login(cast.amina)
    assert at("counseling-notes", cast) in client.get(at("person", cast)).content.decode()
    client.post(reverse("screen"), {"state": "turned", "person": cast.person.pk})
    if state == "handed":
        client.post(reverse("screen"), {"state": "handed", "person": cast.person.pk})
    for address in (at("counseling-notes", cast), at("counseling-note", cast, note.pk), at("counseling-new", cast)):
        assert client.get(address).status_code in (302, 404), address
    assert at("counseling-notes", cast) not in client.get(at("person", cast)).content.decode()
    cast.amina.screen = policy.Screen(policy.ScreenState(state), cast.person.pk)
    person = open_person(cast.amina, cast.person.pk)
    with as_counseling():
        assert not CounselingNote.objects.visible_to(cast.amina, person).exists()


def test_a_broken_glass_opens_none_not_even_to_who_wrote_one(client, cast):
    counseling.write_note(cast.amina, cast.person, words=SECRET)
    (note,) = all_notes()
    cast.person.team = cast.south  # the record is another team's now
    cast.person.save(update_fields=["team"])
    CareTeam.objects.filter(person=cast.person).update(ended_on=timezone.localdate())
    protecting.break_glass(cast.amina, cast.person, why="She fell and cannot speak to anybody.")
    client.force_login(cast.amina)
    page = client.get(at("person", cast))
    assert page.status_code == 200
    assert at("counseling-notes", cast) not in page.content.decode()
    for address in (at("counseling-notes", cast), at("counseling-note", cast, note.pk), at("counseling-new", cast)):
        assert client.get(address).status_code == 403
    cast.amina.through_glass = True
    with as_counseling():
        assert not CounselingNote.objects.visible_to(cast.amina, cast.person).exists()


def test_the_team_of_a_joined_record_reads_none_and_the_author_reads_it_there(client, cast):
    other = people.start_person(cast.chidi, chosen_name="Sara too")
    CareTeam.objects.create(
        agency=cast.agency, person=other, worker=cast.amina, since=timezone.localdate(), added_by=cast.dora
    )
    counseling.write_note(cast.amina, cast.person, words=SECRET)
    (note,) = all_notes()
    people.join(cast.amina, open_person(cast.amina, cast.person.pk), other=other)
    seen = {}
    for who in (cast.amina, cast.chidi):
        client.force_login(who)
        seen[who.name] = str(note.pk) in client.get(reverse("counseling-notes", args=[other.pk])).content.decode()
    assert seen == {"Amina": True, "Chidi": False}


def test_the_way_to_the_page_is_there_for_each_professional_whether_there_are_notes_or_none(client, cast):
    def way():
        found = set()
        for name in ("amina", "cleo", "dora", "ben", "olu"):
            client.force_login(getattr(cast, name))
            if at("counseling-notes", cast) in client.get(at("person", cast)).content.decode():
                found.add(name)
        return found

    without = way()
    counseling.write_note(cast.amina, cast.person, words=SECRET)
    assert way() == without == {"amina", "cleo", "dora"}


def test_the_page_says_who_reads_it_that_it_never_goes_along_and_what_does_not_belong(client, cast, settings):
    client.force_login(cast.amina)
    page = client.get(at("counseling-new", cast)).content.decode()
    words = ["Who can read a note that you write here: Amina", "never go along with anything", "start and stop times"]
    assert [page.index(w) < page.index("<textarea") for w in words] == [True] * 3
    assert "None that you can read" in client.get(at("counseling-notes", cast)).content.decode()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    assert "guardadas aparte" in client.get(at("counseling-notes", cast)).content.decode()
    for name in ("counseling-new", "counseling-notes"):
        assert "<title>Not" in client.get(at(name, cast)).content.decode()


# Put right


def test_a_correction_keeps_the_old_words_its_readers_and_its_address(client, cast):
    client.force_login(cast.amina)
    keep(client, cast, words="OLD words", readers=[cast.dora.pk])
    (old,) = all_notes()
    form = {"words": SECRET, "why": "misheard", "version": 1, "once": uuid4()}
    for _ in range(2):
        assert client.post(at("counseling-correct", cast, old.pk), form).status_code == 302
    assert client.post(at("counseling-correct", cast, old.pk), form | {"once": uuid4()}).status_code == 409
    assert len(all_notes()) == 2
    page = client.get(at("counseling-note", cast, old.pk)).content.decode()
    assert page.index(SECRET) < page.index("misheard") < page.index("OLD words")
    assert [n.began for n in client.get(at("counseling-notes", cast)).context["page"]] == [old.pk]
    assert answers(client, cast, ["dora", "cleo"], at("counseling-note", cast, old.pk)) == {
        "dora": (200, True), "cleo": (404, False),
    }  # fmt: skip
    client.force_login(cast.amina)
    client.post(at("counseling-readers", cast, old.pk), {"once": uuid4()})
    assert answers(client, cast, ["dora"], at("counseling-note", cast, old.pk)) == {"dora": (404, False)}


def test_only_its_author_puts_it_right_or_names_a_reader(cast):
    counseling.write_note(cast.amina, cast.person, words=SECRET, readers=[cast.cleo])
    person = open_person(cast.cleo, cast.person.pk)
    note = queries.note_of(cast.cleo, person, all_notes()[0].pk).pk
    with pytest.raises(PermissionDenied):
        counseling.correct_note(cast.cleo, person, note=note, version=1, words="x", why="x")
    with pytest.raises(PermissionDenied):
        counseling.name_readers(cast.cleo, person, note=note, readers=[])
    with pytest.raises(Http404):
        queries.own_note(cast.cleo, person, note)
    with pytest.raises(ChangedMeanwhile):
        counseling.correct_note(cast.amina, person, note=note, version=2, words="x", why="x")


def test_what_is_typed_is_a_draft_of_its_author_only(client, cast):
    client.force_login(cast.amina)
    client.post(reverse("draft", args=["apart", cast.person.pk]), {"words": SECRET})
    assert SECRET in client.get(at("counseling-new", cast)).content.decode()
    client.force_login(cast.cleo)
    assert SECRET not in client.get(at("counseling-new", cast)).content.decode()


# Pages


@pytest.mark.parametrize("name", ["counseling-notes", "counseling-note", "counseling-readers", "counseling-correct"])
def test_the_pages_ask_few_statements_that_do_not_grow(client, cast, name):
    counseling.write_note(cast.amina, cast.person, words="first", readers=[cast.cleo])
    (first,) = all_notes()
    talk = actions.start_encounter(cast.amina, cast.person)
    address = at(name, cast, *([first.pk] if name != "counseling-notes" else []))
    client.force_login(cast.amina)
    counts = []
    for _ in range(2):
        counts.append(len([s for s in own_statements(client, address) if not s.startswith("SET LOCAL")]))
        for n in range(8):
            counseling.write_note(cast.amina, cast.person, words=f"{n}", readers=[cast.dora], encounter=talk)
            counseling.write_note(cast.cleo, cast.person, words=f"{n}", readers=[cast.amina])
            person = open_person(cast.amina, cast.person.pk)
            version = len(queries.note_of(cast.amina, person, first.pk).before) + 1
            counseling.correct_note(cast.amina, person, note=first.pk, version=version, words="x", why="x")
    assert counts[0] == counts[1], (name, counts)
    assert counts[0] <= 12


def test_the_list_turns_pages_and_loses_none(client, cast):
    for n in range(queries.PAGE + 5):
        counseling.write_note(cast.amina, cast.person, words=f"{n}")
    client.force_login(cast.amina)
    first = client.get(at("counseling-notes", cast))
    second = client.get(at("counseling-notes", cast) + f"?before={first.context['next']}")
    ids = [note.pk for page in (first, second) for note in page.context["page"]]
    assert len(ids) == len(set(ids)) == queries.PAGE + 5
    assert client.get(at("counseling-notes", cast) + "?before=nonsense").status_code == 404


def test_readers_rows_are_kept_when_they_end(cast):
    counseling.write_note(cast.amina, cast.person, words=SECRET, readers=[cast.dora, cast.dora, cast.amina])
    person = open_person(cast.amina, cast.person.pk)
    counseling.name_readers(cast.amina, person, note=all_notes()[0].pk, readers=[cast.cleo])
    with as_counseling():
        rows = {(r.worker_id, r.ended_on is None) for r in CounselingReader.objects.all()}
    assert rows == {(cast.dora.pk, False), (cast.cleo.pk, True)}
    assert audit.OPENINGS[-1] == "counseling.opened"
