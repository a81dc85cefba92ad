"""Make the people that the benchmarks meet: `python -m benchmarks.load --engine sqlite --people 50000`.

Real rows of the real models, really sealed with data keys of their own, blind name prefixes, and an audit chain that
verifies. What differs from a year of work is only the way in: many rows a statement, indexes that are not unique made
at the end, and the chain computed in one go.

Every team has 10 workers and 500 people, so a worker's own pages are alike at every size; what grows is the house
around them. One supervisor belongs to every team.
"""

import argparse
import json
import os
import secrets
import sys
import time
import uuid
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from benchmarks import places
from benchmarks.bulk import Bulk
from benchmarks.made_up import MadeUp

PEOPLE_A_TEAM, WORKERS_A_TEAM = 500, 10
ENCOUNTERS, LINES = 20, 20  # a person, on average; openings and encounters share the audit lines
AT_ONCE = 500  # people a flush
YEARS_BACK = 4
ZONE = "America/New_York"


def local_now() -> datetime:
    """The time where the made-up agency is."""
    return datetime.now(ZoneInfo(ZONE))


class House:
    """One agency with its teams, workers and people."""

    def __init__(self, bulk, people: int, seed: int):
        from ajar.access import keys
        from ajar.access.middleware import set_agency
        from ajar.access.models import Agency, Site

        self.bulk, self.people, self.made_up = bulk, people, MadeUp(seed)
        self.dice = self.made_up.dice
        self.today = local_now().date()
        self.agency = Agency.objects.create(name="Riverside", timezone=ZONE)
        set_agency(self.agency.pk)
        keys.make_agency_keys(self.agency)
        self.site = Site.objects.create(agency=self.agency, name="Main street", timezone=ZONE)
        self.kek = keys.newest_kek(self.agency.pk)
        self.wrapper = keys.open_by_root(self.kek.wrapped)
        self.workers, self.teams = [], []
        # What the audit log will say, in 40 bytes an entry: day, who, whom, which encounter.
        self.happened = []
        self.encounter_ids, self.person_ids = bytearray(), bytearray()
        self._staff()
        # Eight teams spread over the house, whose workers and people the runner knows.
        self.measured = {at: [] for at in range(0, len(self.teams), max(1, len(self.teams) // 8))}

    def _staff(self):
        from django.contrib.auth.hashers import make_password

        from ajar.access.models import Membership, Team, Worker
        from ajar.access.seal import RECORD

        password = make_password(secrets.token_urlsafe(20))  # nobody signs in with it; the demo's press does
        roles = ["counselor"] * 6 + ["clinician", "outreach", "peer", "supervisor"]

        def worker(name, role):
            made = Worker(
                agency=self.agency, name=name, email=f"w{len(self.workers)}@example.org", role=role, site=self.site,
                password=password,
            )  # fmt: skip
            made.save(force_insert=True)
            self._keys(made.pk, [RECORD])
            self.workers.append(made)
            return made

        from django.db import transaction

        with transaction.atomic():
            for number in range(max(1, self.people // PEOPLE_A_TEAM)):
                team = Team.objects.create(agency=self.agency, name=f"Team {number + 1}")
                self.teams.append((team, [worker(self.made_up.name(), role) for role in roles]))
                Membership.objects.bulk_create(
                    Membership(agency=self.agency, worker=w, team=team) for w in self.teams[-1][1]
                )
            over_all = worker("Dora Overall", "supervisor")
            Membership.objects.bulk_create(
                Membership(agency=self.agency, worker=over_all, team=team) for team, _ in self.teams
            )
        self.over_all = over_all

    def _keys(self, subject, compartments):
        """Data keys, as `keys.make_data_keys` makes them, and into the ring so that rows can be sealed."""
        from cryptography.hazmat.primitives.keywrap import aes_key_wrap

        from ajar.access import seal
        from ajar.access.models import DataKey

        held = {compartment: secrets.token_bytes(32) for compartment in compartments}
        for compartment, key in held.items():
            self.bulk.add(
                DataKey(
                    agency_id=self.agency.pk, subject=subject, compartment=compartment, kek=self.kek,
                    wrapped=aes_key_wrap(self.wrapper, key),
                )
            )  # fmt: skip
        seal._ring.get()[self.agency.pk, subject] = held

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.dice.randint(0, (last - first).days))

    def add_people(self):
        from ajar.access import seal

        for number in range(self.people):
            self._person(number)
            if number % AT_ONCE == AT_ONCE - 1:
                self.bulk.flush()
                seal._ring.get().clear()
        self.bulk.flush()

    def _person(self, number):
        from ajar.access.seal import COMPARTMENTS
        from ajar.encounters.models import Encounter
        from ajar.people import finding
        from ajar.people.models import CareTeam, Code, NamePrefix, Person

        dice, add, agency = self.dice, self.bulk.add, self.agency.pk
        team, staff = self.teams[number % len(self.teams)]
        worker = staff[(number // len(self.teams)) % 8]
        ago = min(int(dice.expovariate(1 / 200)), YEARS_BACK * 365)
        last = self.today - timedelta(days=ago)
        first = last - timedelta(days=dice.randint(0, YEARS_BACK * 365 - ago) or 1)
        person = Person(
            agency_id=agency, team=team, chosen_name=self.made_up.name(), first_seen=first, last_seen=last,
            pronouns=dice.choice(("", "", "she/her", "he/him", "they/them")),
        )  # fmt: skip
        self._keys(person.pk, COMPARTMENTS)
        add(person)
        prefixes = finding.prefixes_of(person.chosen_name)
        for prefix in prefixes:
            digest = finding.name_digest(agency, prefix)
            add(NamePrefix(agency_id=agency, person=person, team=team, seen=last, digest=digest))
        if dice.random() < 0.2:
            card = f"{secrets.token_hex(3)}-{secrets.token_hex(3)}-{dice.randint(10, 99)}".upper()
            digest = finding.code_digest(agency, card)
            add(Code(agency_id=agency, person=person, code=card, digest=digest, made_on=first))
        add(CareTeam(agency_id=agency, person=person, worker=worker, since=first, added_by=worker))
        count = 1 + self.made_up.how_many(ENCOUNTERS - 1, 300)
        days = sorted([first, last, *(self._day(first, last) for _ in range(count - 2))][:count])
        encounter = None
        for day in days:
            encounter = self._encounter(Encounter, person, worker, day)
        self._story(person, worker, first, last, encounter)
        # The audit: ten openings, ten encounters, or what there is.
        self.person_ids += person.pk.bytes
        said = 0
        for at, day in list(enumerate(days))[-LINES // 2 :]:
            position = len(self.encounter_ids) // 16 - len(days) + at
            self.happened.append((day.toordinal(), number, position))
            said += 1
        for _ in range(LINES - said):
            self.happened.append((self._day(first, last).toordinal(), number, -1))
        at = number % len(self.teams)
        if at in self.measured:
            self.measured[at].append([str(person.pk), person.chosen_name])

    def _encounter(self, Encounter, person, worker, day):
        from ajar.encounters.models import Note

        dice = self.dice
        hour = datetime(day.year, day.month, day.day, dice.randint(13, 22), dice.randint(0, 59), tzinfo=UTC)
        encounter = self.bulk.add(
            Encounter(
                agency_id=self.agency.pk, person=person, day=day, happened_at=hour, recorded_on=day, site=self.site,
                kind=dice.choice(("session", "session", "drop-in", "drop-in", "call", "street", "not-in")),
                place=dice.choice(("office", "van", "outside", "phone")), minutes=dice.choice((None, 5, 15, 30, 50)),
                recorded_by=worker,
            )
        )  # fmt: skip
        self.encounter_ids += encounter.pk.bytes
        for order in range(1, dice.choice((2, 2, 2, 3))):
            self.bulk.add(
                Note(
                    agency_id=self.agency.pk, person=person, encounter=encounter, order=order, author=worker,
                    speaker=dice.choice(("person", "person", "worker")), words=self.made_up.words(dice.choice((1, 1, 2))),
                    talk=dice.choice(("", "", "", "desire", "reason", "step")), written_on=day,
                )
            )  # fmt: skip
        return encounter

    def _story(self, person, worker, first, last, encounter):
        """Needs, goals, steps, marks and changes for a share of the people; what is next for most."""
        from ajar.encounters.models import FollowUp
        from ajar.goals import domains
        from ajar.goals.models import Change, Goal, Need, Rating, Step, Strength
        from ajar.people.models import ContactRule, Supporter, Words

        dice, add, words = self.dice, self.bulk.add, self.made_up.words
        about = {"agency_id": self.agency.pk, "person": person}
        by = about | {"by": worker}
        if dice.random() < 0.6:
            add(
                FollowUp(
                    **about, kind=dice.choice(("visit", "call", "call")), safety=dice.random() < 0.05, worker=worker,
                    day=self.today + timedelta(days=dice.randint(-3, 10)), at=dice.choice(("any", "10:00", "13:30")),
                    what=words(), encounter=encounter, made_by=worker,
                )
            )  # fmt: skip
        if dice.random() < 0.3:
            add(ContactRule(**by, ways="text", when="after 2pm", sender="from M.", checked_on=last))
        if dice.random() < 0.2:
            add(Words(**by, thing="my medicine", setback="a hard night", said_on=last))
            add(Supporter(**by, name=self.made_up.name(), relation="friend", named_on=last))
        if dice.random() < 0.6:
            add(Need(**by, encounter=encounter, words=words(), rung=dice.randint(1, 7), most_now=True, day=last))
            add(Strength(**by, encounter=encounter, words=words(), day=last))
        goal = None
        for _ in range(dice.choice((0, 0, 1, 1, 2, 3))):
            goal = add(
                Goal(
                    **by, encounter=encounter, words=words(), domain=dice.choice(list(domains.DOMAINS)),
                    day=self._day(first, last), state=dice.choice(("now", "now", "resting", "kept")),
                )
            )  # fmt: skip
            add(Step(**by, goal=goal, words=words(), sure=dice.randint(3, 9), day=goal.day))
            for _ in range(self.made_up.how_many(3, 30)):
                day = self._day(goal.day, last)
                add(Rating(**by, goal=goal, kind="closeness", value=dice.randint(0, 10), day=day))
        if dice.random() < 0.4:
            for lane in list(domains.LANES)[: dice.randint(2, 6)]:
                for _ in range(self.made_up.how_many(3, 20)):
                    day = self._day(first, last)
                    add(Rating(**by, kind="life", lane=lane, value=dice.randint(0, 10), day=day))
        for _ in range(self.made_up.how_many(5, 80)):
            day = self._day(first, last)
            add(
                Change(
                    **by, goal=goal if dice.random() < 0.3 else None, kind=dice.choice(("better", "setback", "event")),
                    domain=dice.choice(list(domains.DOMAINS)), words=words(), day=day, made_on=day,
                )
            )  # fmt: skip

    def add_audit(self):
        """The chain, in the order of days: what `audit._append` writes, with one lookup of the key for all."""
        from ajar.access import audit, keys, verify_audit
        from ajar.access.models import AuditLine

        key, prev = keys.audit_key(self.agency.pk), verify_audit.START
        self.happened.sort()
        moment = datetime.fromordinal(self.happened[0][0]).replace(tzinfo=UTC)
        for seq, (day, number, position) in enumerate(self.happened, 1):
            start = datetime.fromordinal(day).replace(tzinfo=UTC)
            moment = max(moment + timedelta(microseconds=1), start + timedelta(hours=13))
            person = uuid.UUID(bytes=bytes(self.person_ids[number * 16 : number * 16 + 16]))
            worker = self.teams[number % len(self.teams)][1][(number // len(self.teams)) % 8]
            line = AuditLine(agency_id=self.agency.pk, actor=worker, subject=person, seq=seq, at=moment, prev=prev)
            if position >= 0:
                line.verb, line.thing = "encounter.recorded", "encounters.encounter"
                line.thing_id = uuid.UUID(bytes=bytes(self.encounter_ids[position * 16 : position * 16 + 16]))
            else:
                line.verb, line.thing, line.thing_id = "person.opened", "people.person", person
                line.once = f"{worker.pk}:{person}:person.opened:{moment:%Y%m%d}{seq}"
            line.mac = prev = audit.mac(key, line)
            self.bulk.add(line)
            if seq % 20_000 == 0:
                self.bulk.flush()
        self.bulk.flush()


def load(engine: str, people: int, seed: int = 1) -> None:
    """A fresh database of this size; replaces the one of an earlier run."""
    place = places.engine(engine)
    mark = places.FOLDER / f"{engine}_{people}.built"
    mark.unlink(missing_ok=True)
    place.fresh(f"bench_{people}")
    env = places.settings_of(engine, people, role="postgres")
    places.ajar(places.settings_of(engine, people), "migrate", "--verbosity", "0")
    env.pop("DATABASE_OWNER_URL", None)
    os.environ.update(env)

    import django

    django.setup()
    from django.db import connections

    from ajar.access import seal

    connection = connections["default"]
    began = time.perf_counter()
    with seal.keyring(), Bulk(connection) as bulk:
        house = House(bulk, people, seed)
        house.add_people()
        print(f"people and what happened: {time.perf_counter() - began:.0f} s", flush=True)
        house.add_audit()
        print(f"audit: {time.perf_counter() - began:.0f} s", flush=True)
    sample = {
        "teams": [
            {"workers": [str(w.pk) for w in house.teams[at][1]], "people": people}
            for at, people in house.measured.items()
        ],
        "over_all": str(house.over_all.pk),
        "agency": str(house.agency.pk),
        "rows": bulk.counts,
        "seconds": round(time.perf_counter() - began),
        "made_on": str(house.today),
    }
    mark.write_text(json.dumps(sample))
    print(f"{engine}, {people:,} people: {sample['seconds']} s, rows {bulk.counts}")


def sample_of(engine: str, people: int) -> dict:
    """Who can be opened by whom, for the runner; builds the database if it is not there."""
    mark = places.FOLDER / f"{engine}_{people}.built"
    if not mark.exists():
        import subprocess

        subprocess.run(
            [sys.executable, "-m", "benchmarks.load", "--engine", engine, "--people", str(people)],
            cwd=places.ROOT, check=True,
        )  # fmt: skip
    return json.loads(mark.read_text())


def main():
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--engine", choices=places.ENGINES, default="sqlite")
    reader.add_argument("--people", type=int, default=50_000)
    reader.add_argument("--seed", type=int, default=1)
    asked = reader.parse_args()
    load(asked.engine, asked.people, asked.seed)


if __name__ == "__main__":
    main()
