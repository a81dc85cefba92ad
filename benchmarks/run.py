"""Measure Ajar beside the Django floor: `python -m benchmarks.run --engine postgresql`.

Everything of one run is measured in the same minutes, on the same cores, by the same client, round by round: the
floor, then each page, then again. What is printed is the median of the rounds.
"""

import argparse
import itertools
import os
import platform
import random
import statistics
import subprocess
import sys
import threading
import uuid
from pathlib import Path

from benchmarks import places
from benchmarks.client import Browser, drive
from benchmarks.load import local_now, sample_of

PORT, OTHER_PORT = 8218, 8219
AT_A_TIME = 8


def floor_env(engine: str) -> dict:
    place = places.engine(engine)
    if engine == "sqlite":
        url = f"sqlite:///{places.FOLDER / 'floor.sqlite3'}"
    else:
        exists = place.ask("postgres", "SELECT 1 FROM pg_database WHERE datname = 'floor'")
        if not exists:
            place.psql("postgres", "CREATE DATABASE floor OWNER ajar_app")
        url = place.url("floor", "postgres")  # its own table, no roles
    env = {"FLOOR_URL": url, "AJAR_KEY_FILE": str(places.databases.make_key())}
    subprocess.run([sys.executable, "-m", "benchmarks.floor"], cwd=places.ROOT, env=os.environ | env, check=True)
    return env


class People:
    """Signed-in browsers, each a worker of its own, and whom they may open. Thread-safe turns."""

    def __init__(self, sample: dict, port: int, count: int):
        self.browsers, self.known, self.turns, self.opened = [], [], [], []
        teams = sample["teams"]
        for number in range(count):
            team = teams[number % len(teams)]
            worker = team["workers"][number // len(teams) % 7 if len(teams) > 1 else number % 7]
            browser = Browser(port)
            browser.sign_in(worker)
            people = [*team["people"]]
            random.Random(number).shuffle(people)
            self.browsers.append(browser)
            self.known.append(people)
            self.turns.append(itertools.cycle(people))
            self.opened.append([])

    def asks(self, kind, count):
        """One a browser; at 1 at a time the browsers take turns, as a worker may search 120 times an hour."""
        all_of_them = [kind(self, n) for n in range(len(self.browsers))]
        if count > 1:
            return all_of_them[:count]
        turn = itertools.cycle(all_of_them)
        return [lambda: next(turn)()]

    def close(self):
        for browser in self.browsers:
            browser.close()


def opening(people, n):
    """Everybody in turn: nearly every opening is the first of its hour and writes its line."""

    def ask():
        person = next(people.turns[n])[0]
        people.opened[n].append(person)
        return people.browsers[n].get(f"/people/{person}/")

    return ask


def opening_again(people, n):
    few = itertools.cycle(people.known[n][:10])
    for person in people.known[n][:10]:
        people.browsers[n].get(f"/people/{person[0]}/")
    return lambda: people.browsers[n].get(f"/people/{next(few)[0]}/")


def today(people, n):
    return lambda: people.browsers[n].get("/today/")


def encounters(people, n):
    return lambda: people.browsers[n].get(f"/people/{next(people.turns[n])[0]}/encounters/")


def saving(people, n):
    """Of people whose page the worker has opened before, as is the way of work."""
    opened = people.opened[n] or [person for person, _ in people.known[n][:20]]
    turn = itertools.cycle(dict.fromkeys(opened))

    def ask():
        person = next(turn)
        return people.browsers[n].post(f"/people/{person}/encounters/new/", encounter_fields())

    return ask


def encounter_fields() -> dict:
    """What a worker's form sends."""
    moment = local_now()
    return {
        "once": uuid.uuid4(), "kind": "drop-in", "day": f"{moment:%Y-%m-%d}", "hour": f"{moment:%H:%M}",
        "place": "van", "minutes": "10", "speaker": "person", "words": "I came by, and somebody asked how I sleep.",
    }  # fmt: skip


def finding(people, n):
    """Three letters of somebody's name."""
    names = [name for _, name in people.known[n]]
    dice = random.Random(n)
    return lambda: people.browsers[n].post("/find/", {"find": dice.choice(names)[:3]})


# name: (what to ask, answers that are right)
PAGES = {
    "opening a person, first in the hour": (opening, (200,)),
    "opening a person, again": (opening_again, (200,)),
    "Today": (today, (200,)),
    "a page of encounters": (encounters, (200,)),
    "find box, three letters": (finding, (200,)),
    "saving an encounter": (saving, (302,)),
}


def counted(server, asks, seconds, ok):
    """A load, and what the server used of the processor for each of its requests."""
    before = server.seconds_of_cpu()
    load = drive(asks, seconds, ok)
    load.processor_ms = 1000 * (server.seconds_of_cpu() - before) / len(load.times)
    return load


def rounds(engine, people_count, count, seconds, only):
    """{name: [(load at 1, load at 8), ...]}, with the floor among the names; memory and start on the side."""
    sample = sample_of(engine, people_count)
    env = places.ready(engine, people_count)
    found, more = {}, {}
    floor = floor_env(engine)
    with places.Server(floor, OTHER_PORT, floor=True) as below, places.Server(env, PORT) as server:
        more["seconds to start"] = server.seconds_to_start
        for number in range(count):
            browsers = [Browser(below.port) for _ in range(AT_A_TIME)]
            for name, path in (("floor: read", "/read/"), ("floor: durable insert", "/write/")):
                asks = [lambda b=b, path=path: b.get(path) for b in browsers]
                found.setdefault(name, []).append((drive(asks[:1], seconds), counted(below, asks, seconds, (200,))))
            for browser in browsers:
                browser.close()
            people = People(sample, PORT, AT_A_TIME)
            for name, (ask_for, ok) in PAGES.items():
                if only and only not in name:
                    continue
                places.empty_the_tries(engine, people_count)
                one = drive(people.asks(ask_for, 1), seconds, ok)
                places.empty_the_tries(engine, people_count)
                many = counted(server, people.asks(ask_for, AT_A_TIME), seconds, ok)
                if wrong := one.wrong + many.wrong:
                    print(f"{name}: {len(wrong)} wrong answers, {sorted(set(wrong))}", file=sys.stderr)
                    if len(wrong) > len(one.times + many.times) / 2:
                        continue
                found.setdefault(name, []).append((one, many))
            people.close()
            print(f"round {number + 1} of {count}", file=sys.stderr, flush=True)
        more["memory of a process, MB"] = server.memory()
        more["of it not shared with the file, MB"] = server.unshared()
        browser = People(sample, PORT, 1)
        more["person page, bytes cold"] = cold(browser)
        browser.close()
    return found, more


def cold(people) -> int:
    """What the person page costs a browser that has nothing yet: the page and what it names, as they travel."""
    import re

    wants = "Accept-Encoding: gzip, br\r\n"
    browser = people.browsers[0]
    heavy = 0
    for person, _ in people.known[0][:40]:
        page = browser.get(f"/people/{person}/", wants)
        named = re.findall(rb'(?:href|src)="(/static/[^"]+)"', browser.get(f"/people/{person}/").body)
        heavy = max(heavy, page.wire + sum(browser.get(n.decode(), wants).wire for n in dict.fromkeys(named)))
    return heavy


def two_sizes(engine, small, big, count, seconds, only):
    """p95 at 1 at a time on both sizes, in turn: {name: ([small...], [big...])}."""
    found = {}
    sizes = [(small, PORT), (big, OTHER_PORT)]
    servers, people = [], []
    try:
        for size, port in sizes:
            sample = sample_of(engine, size)
            servers.append(places.Server(places.ready(engine, size), port))
            people.append(People(sample, port, AT_A_TIME))
        for number in range(count):
            for name, (ask_for, ok) in PAGES.items():
                if only and only not in name:
                    continue
                for at in (0, 1) if number % 2 == 0 else (1, 0):
                    places.empty_the_tries(engine, sizes[at][0])
                    load = drive(people[at].asks(ask_for, 1), seconds, ok)
                    if not load.wrong:
                        found.setdefault(name, ([], []))[at].append(load.p95)
            print(f"round {number + 1} of {count}", file=sys.stderr, flush=True)
    finally:
        for server in servers:
            server.stop()
    return found


def median(loads, at, what):
    return statistics.median(getattr(pair[at], what) for pair in loads)


def table(found) -> list[str]:
    lines = [
        "| work | a second, 8 at a time | of the floor | p50 / p95 at 1, ms | p50 / p95 at 8, ms | processor, ms |",
        "|---|---|---|---|---|---|",
    ]
    for name, loads in found.items():
        base = "floor: durable insert" if name == "saving an encounter" else "floor: read"
        rate = median(loads, 1, "rate")
        share = "" if name.startswith("floor") else f"{rate / median(found[base], 1, 'rate'):.2f}"
        one = f"{median(loads, 0, 'p50'):.1f} / {median(loads, 0, 'p95'):.1f}"
        many = f"{median(loads, 1, 'p50'):.1f} / {median(loads, 1, 'p95'):.1f}"
        lines.append(f"| {name} | {rate:,.0f} | {share} | {one} | {many} | {median(loads, 1, 'processor_ms'):.2f} |")
    own = statistics.median(pair[1].own_ms for loads in found.values() for pair in loads)
    lines += ["", f"The client's own cost: {own:.2f} ms of a core a request."]
    return lines


def machine() -> str:
    model = next(
        (x.split(":")[1].strip() for x in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in x), ""
    )
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 1e6
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} virtual cores ({model}), {memory:.0f} GB, Python {platform.python_version()};"
        f" load before the run {load:.1f}"
    )


def main():
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--engine", choices=places.ENGINES, default="sqlite")
    reader.add_argument("--people", type=int, default=50_000)
    reader.add_argument("--rounds", type=int, default=3)
    reader.add_argument("--seconds", type=float, default=5)
    reader.add_argument("--only", default="", help="part of a page's name")
    reader.add_argument("--two-sizes", type=int, metavar="SMALL", help="compare p95 with a house of so many people")
    asked = reader.parse_args()
    print(f"{asked.engine}, {asked.people:,} people. {machine()}")
    if asked.two_sizes:
        found = two_sizes(asked.engine, asked.two_sizes, asked.people, asked.rounds, asked.seconds, asked.only)
        print(f"| page | p95 at {asked.two_sizes:,}, ms | p95 at {asked.people:,}, ms | ratio |\n|---|---|---|---|")
        for name, (small, big) in found.items():
            a, b = statistics.median(small), statistics.median(big)
            print(f"| {name} | {a:.1f} | {b:.1f} | {b / a:.2f} |")
        return
    found, more = rounds(asked.engine, asked.people, asked.rounds, asked.seconds, asked.only)
    print("\n".join(table(found)))
    for name, value in more.items():
        print(f"{name}: {value:,.1f}" if isinstance(value, float) else f"{name}: {value:,}")


if __name__ == "__main__":
    threading.stack_size(512 * 1024)
    main()
