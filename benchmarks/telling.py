"""How long it takes to tell somebody outside a page about a person, and to look at who can see what: `python -m benchmarks.telling`.

`disclose()` of a one-page report with its PDF, in one process, on a database of 800 people; of it the time behind the lock, which
is what a save by somebody else may wait for; and the Sharing page of a person about whom 40 things were told, through the
server. Budgets: p95 400 ms and 150 ms.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from uuid import UUID

from benchmarks import places
from benchmarks.client import Browser
from benchmarks.load import sample_of
from benchmarks.run import PORT, machine

TIMES, TOLD = 120, 40


def p95(values) -> float:
    return statistics.quantiles(values, n=20)[-1]


def tell(worker, person_id) -> None:
    """In a process of its own on the database: prints the times as JSON."""
    import django

    django.setup()
    from django.utils.timezone import localdate

    from ajar.access import seal
    from ajar.access.middleware import set_agency
    from ajar.access.models import Agency, Worker
    from ajar.consents import actions, disclosing
    from ajar.consents.disclosing import Item, Request, disclose
    from ajar.consents.facts import DataClass
    from ajar.people.queries import open_person

    set_agency(Agency.objects.values_list("pk", flat=True).first())
    actor = Worker.objects.get(pk=worker)
    whole, locked, real = [], [], disclosing._recorded

    def timed(*args):
        started = time.perf_counter()
        try:
            return real(*args)
        finally:
            locked.append((time.perf_counter() - started) * 1000)

    disclosing._recorded = timed
    with seal.keyring():
        set_agency(actor.agency_id)
        person = open_person(actor, UUID(person_id))
        harbor = actions.add_recipient(
            actor, person, kind="treating_provider", name="Harbor Clinic", verified_how="called"
        )
        row = actions.write_consent(
            actor, person, kind="specific", to=[harbor], name="S", disclosers="Us", classes=["attendance"],
            purposes=["treat"], expires_on=localdate().replace(month=12, day=31),
        )  # fmt: skip
        row = actions.sign_consent(
            actor, row, version=row.version, how="typed", signature="S", name="S", read_how="self"
        )
        items = tuple(Item(DataClass.ATTENDANCE, lambda n=n: [(f"Week {n}", "came twice")]) for n in range(8))
        asked = Request(
            recipient=harbor, purpose="treat", basis="consent_specific", items=items, consent=row, title="Visits"
        )
        for number in range(TIMES + 1):
            started = time.perf_counter()
            assert disclose(actor, person, asked).released
            if number:  # the first loads the maker of PDFs
                whole.append((time.perf_counter() - started) * 1000)
    print(json.dumps([whole, locked[1:]]))


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    asked.add_argument("--people", type=int, default=800)
    asked.add_argument("--tell", nargs=2)
    given = asked.parse_args()
    if given.tell:
        return tell(*given.tell)
    env = places.ready(given.engine, given.people)
    places.ajar(env, "migrate", "--verbosity", "0")
    team = sample_of(given.engine, given.people)["teams"][0]
    worker, person = team["workers"][0], team["people"][0][0]
    here = [sys.executable, "-m", "benchmarks.telling", "--tell", str(worker), str(person)]
    done = subprocess.run(here, env=os.environ | env, check=True, stdout=subprocess.PIPE, text=True, cwd=places.ROOT)
    whole, locked = json.loads(done.stdout.splitlines()[-1])
    pages = []
    with places.Server(env, PORT) as server:
        browser = Browser(server.port)
        browser.sign_in(worker)
        for _ in range(TOLD):
            started = time.perf_counter()
            page = browser.get(f"/people/{person}/sharing/")
            pages.append((time.perf_counter() - started) * 1000)
            assert page.status == 200
    print(machine())
    for name, values in (("disclose()", whole), ("of it behind the lock", locked), ("the Sharing page", pages[5:])):
        print(f"{name}: p50 {statistics.median(values):.0f} ms, p95 {p95(values):.0f} ms")
    return None


if __name__ == "__main__":
    main()
