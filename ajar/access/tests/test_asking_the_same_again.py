"""What is asked on every page is compiled once, and says each time what Django would say."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from ajar.access import compiled as module
from ajar.access.compiled import NotAQuestion, compiled, now, today
from ajar.access.models import AuditLine, Team, Worker
from ajar.access.policy import Screen, ScreenState
from ajar.people.models import CareTeam, Person

pytestmark = pytest.mark.django_db


def test_the_second_call_compiles_nothing_and_finds_its_own_row(cast, monkeypatch):
    @compiled
    def worker_of(pk):
        return Worker.objects.select_related("agency", "site").filter(pk=pk, is_active=True)

    assert worker_of(cast.amina.pk) == [cast.amina]
    monkeypatch.setattr(module, "_Statement", None)  # it would have to make one
    assert worker_of(cast.ben.pk)[0].agency.name == "Riverside"
    assert worker_of.first(cast.chidi.pk) == cast.chidi
    assert worker_of.first(uuid.uuid4()) is None


def test_what_ends_with_time_ends_here_too(cast, monkeypatch):
    """A moment is never kept with the SQL: a relation that ended since the first call is not seen by the second."""

    @compiled
    def cared_for(worker):
        return CareTeam.objects.filter(worker=worker, until__gt=now()).values_list("person_id", flat=True)

    moment = timezone.now()
    CareTeam.objects.create(
        agency=cast.agency, person=cast.person, worker=cast.amina, added_by=cast.dora, since=moment.date(),
        until=moment + timedelta(hours=1), kind="code",
    )  # fmt: skip
    assert cared_for(cast.amina) == [cast.person.pk]
    monkeypatch.setattr(timezone, "now", lambda: moment + timedelta(hours=2))
    assert cared_for(cast.amina) == []


def test_a_day_is_todays(cast, monkeypatch):
    @compiled
    def since():
        return CareTeam.objects.filter(since=today()).values_list("worker_id", flat=True)

    assert since() == [cast.ben.pk]
    day = timezone.localdate()
    monkeypatch.setattr(timezone, "localdate", lambda: day + timedelta(days=1))
    assert since() == []


@pytest.mark.parametrize(
    "condition",
    [
        lambda cast: {"until__gt": timezone.now()},
        lambda cast: {"since": timezone.localdate()},
        lambda cast: {"person_id": cast.person.pk},
    ],
)
def test_a_moment_a_day_or_an_id_that_is_no_value_is_refused(cast, condition):
    @compiled
    def wrong():
        return CareTeam.objects.filter(**condition(cast))

    with pytest.raises(NotAQuestion):
        wrong()


def test_a_question_that_asks_while_it_is_built_is_refused(cast):
    @compiled
    def wrong(worker):
        return Person.objects.filter(team_id__in=list(Team.objects.values_list("pk", flat=True)))

    with pytest.raises(NotAQuestion):
        wrong(cast.amina)


def test_each_worker_screen_and_list_gets_its_own_answer(cast):
    @compiled
    def seen(actor, ids):
        return Person.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)

    me, nobody = cast.person.pk, uuid.uuid4()
    assert seen(cast.amina, [me]) == seen(cast.amina, [nobody, me]) == seen(cast.ben, [me]) == [me]
    assert seen(cast.chidi, [me]) == seen(cast.esi, [me]) == seen(cast.mona, [me]) == seen(cast.amina, []) == []
    cast.amina.screen = Screen(ScreenState.TURNED, nobody)
    assert seen(cast.amina, [me]) == []
    cast.amina.screen = Screen(ScreenState.TURNED, me)
    assert seen(cast.amina, [me]) == [me]


def test_bytes_words_and_nothing_are_values(cast):
    @compiled
    def lines(agency_id, once, mac):
        return AuditLine.objects.filter(agency_id=agency_id, once=once, mac=mac).values_list("seq", flat=True)

    line = AuditLine.objects.filter(agency=cast.agency).order_by("seq").first()
    assert lines(cast.agency.pk, line.once, bytes(line.mac)) == [line.seq]
    assert lines(cast.agency.pk, "another", bytes(line.mac)) == lines(cast.other_agency.pk, line.once, line.mac) == []


def test_what_differs_from_django_is_caught(cast, settings):
    """The control of the comparison that runs under every test."""
    settings.COMPARE_STATEMENTS = 1000
    words = ["person.started"]

    @compiled
    def lines(agency_id):
        return AuditLine.objects.filter(agency_id=agency_id, verb=words[0])

    lines(cast.agency.pk)
    words[0] = "person.opened"
    with pytest.raises(NotAQuestion):
        lines(cast.agency.pk)


def test_a_screen_turned_to_this_person_shows_them_and_to_another_nobody(cast):
    from ajar.people.models import Supporter  # any row about a person would do

    @compiled
    def rows(actor, person):
        return Supporter.objects.visible_to(actor, person).values_list("person_id", flat=True)

    with_one = Supporter(
        agency=cast.agency, person=cast.person, name="Dana", by=cast.amina, named_on=timezone.localdate()
    )
    with_one.save()
    cast.person.one_of = [cast.person.pk]
    assert rows(cast.amina, cast.person) == [cast.person.pk]
    cast.amina.screen = Screen(ScreenState.TURNED, uuid.uuid4())
    assert rows(cast.amina, cast.person) == []
    cast.amina.screen = Screen(ScreenState.TURNED, cast.person.pk)
    assert rows(cast.amina, cast.person) == [cast.person.pk]
