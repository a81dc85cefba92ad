"""20,000 made-up services: how long they take to come in, the memory it takes, and how long a search takes.

    AJAR_HOME=... DATABASE_URL=... python -m benchmarks.directory [services]

On a fresh database only; it makes an agency. Prints what stands in docs/performance.md.
"""

import json
import os
import random
import statistics
import sys
import tempfile
import time
import uuid
from pathlib import Path


def made_up(count: int, file: Path) -> None:
    """A JSON list of compiled services, each with a place, an address, a phone, hours, a language."""
    draw = random.Random(7)  # noqa: S311  the same file each time
    kinds = [
        "Shelter",
        "Food pantry",
        "Methadone clinic",
        "Legal aid",
        "Counseling",
        "Syringe service",
        "Dental clinic",
    ]
    words = [f"word{n}" for n in range(4000)]

    def uid():
        return str(uuid.UUID(int=draw.getrandbits(128), version=4))

    owner = None
    with file.open("w") as out:
        out.write("[\n")
        for n in range(count):
            if n % 2 == 0:
                owner = {"id": uid(), "name": f"Organization {n}", "description": "It helps."}
            town = draw.randrange(200)
            address = {
                "id": uid(), "address_1": f"{n} Main Street", "city": f"Town {town}", "state_province": "OH",
                "postal_code": f"{43000 + town}", "country": "US", "address_type": "physical",
            }  # fmt: skip
            location = {
                "id": uid(), "location_type": "physical", "name": f"House {n}", "latitude": 39 + town % 20 / 10,
                "longitude": -84 + town // 20 / 10, "addresses": [address],
            }  # fmt: skip
            hours = {
                "id": uid(),
                "freq": "WEEKLY",
                "byday": "MO,TU,WE,TH,FR",
                "opens_at": "09:00",
                "closes_at": "17:00",
            }
            service = {
                "id": uid(), "name": f"{draw.choice(kinds)} {n}", "status": "active", "organization": owner,
                "description": " ".join(draw.choices(words, k=60)), "phones": [{"id": uid(), "number": "419-555-0100"}],
                "languages": [{"id": uid(), "name": "Spanish", "code": "es"}], "schedules": [hours],
                "service_at_locations": [{"id": uid(), "location": location}],
            }  # fmt: skip
            out.write(json.dumps(service) + (",\n" if n + 1 < count else "\n"))
        out.write("]\n")


def main(count: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ajar.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from ajar.access.founding import found_agency, system_of
    from ajar.access.management import in_agency
    from ajar.directory import queries

    agency = found_agency(name=f"Bench {uuid.uuid4().hex[:6]}", zone="America/New_York")
    with tempfile.TemporaryDirectory() as folder:
        for size in (count // 10, count):
            file = Path(folder) / f"{size}.json"
            made_up(size, file)
            started = time.monotonic()
            call_command("directory", "import", str(file), "--agency", str(agency.pk))
            own = next(
                line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("RssAnon")
            )
            peak = int(own.split()[1]) // 1024  # without the database file, which SQLite maps into memory
            print(
                f"{size} services, {file.stat().st_size >> 20} MB: {time.monotonic() - started:.1f} s, own memory {peak} MB"
            )  # noqa: T201
    asked = [
        {"text": "bed"}, {"text": "food", "place": "43017"}, {"text": "metadona", "place": "Town 3", "open_now": True},
        {"text": "lawyer", "language": "es"}, {"text": "word17"}, {"open_now": True, "place": "Town 9"}, {},
    ]  # fmt: skip
    with in_agency(agency):
        actor, took = system_of(agency), []
        for _ in range(30):
            for one in asked:
                started = time.perf_counter()
                queries.search(actor, **one)
                took.append((time.perf_counter() - started, str(one)))
    seconds = sorted(t for t, _ in took)
    print(
        f"search: p50 {1000 * statistics.median(seconds):.0f} ms, p95 {1000 * seconds[int(len(seconds) * 0.95)]:.0f} ms"
    )  # noqa: T201
    for one in asked:
        mine = sorted(t for t, said in took if said == str(one))
        print(f"  {one}: p50 {1000 * statistics.median(mine):.0f}, p95 {1000 * mine[int(len(mine) * 0.95)]:.0f} ms")  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
