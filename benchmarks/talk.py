"""How long a press in a talk takes until the next question stands there: `python -m benchmarks.talk`.

Eight workers, each in a talk with somebody of their own, press an answer and read the page that it leads to, one at a
time and eight at a time; every third answer has words. Budget: p95 of 100 ms at eight at a time, 60 kB cold.
"""

import argparse
import re
import statistics

from benchmarks import places
from benchmarks.client import Browser, drive, hidden
from benchmarks.load import sample_of
from benchmarks.run import AT_A_TIME, PORT, machine


def begin(browser, person) -> str:
    """The address of a new talk that stands at the most important need."""
    browser.get(f"/people/{person}/")
    there = browser.post(f"/people/{person}/talk/", {}).headers["location"]
    browser.post(
        there + "read/", {"leave": "1"}
    )  # the one of an earlier run: nobody gives thousands of answers in a talk
    there = browser.post(f"/people/{person}/talk/", {}).headers["location"]
    browser.get(there)
    browser.post(there, {"at": hidden(browser.get(there).body, "at"), "stage": "2"})
    return there


class Talk:
    """A worker's browser in one talk. press: an answer and the page after it, together; apart in `posts` and `gets`."""

    def __init__(self, port, worker, person, answers):
        self.browser = Browser(port)
        self.browser.sign_in(worker)
        self.there, self.answers, self.count = begin(self.browser, person), answers, 0
        self.page = self.browser.get(self.there)

    def press(self):
        self.count += 1
        asked = re.search(rb"<h1>(.*?)</h1>", self.page.body, re.S)[1]
        said = {"at": hidden(self.page.body, "at"), "answer": self.answers[b"matters most" in asked]}
        if self.count % 3 == 0:
            said["words"] = f"said number {self.count % 6}"
        moved = self.browser.post(self.there, said)
        if moved.status != 302:
            return moved
        self.page = self.browser.get(self.there)
        return self.page


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    asked.add_argument("--people", type=int, default=800)
    asked.add_argument("--seconds", type=float, default=10)
    asked.add_argument("--rounds", type=int, default=3)
    given = asked.parse_args()
    env = places.ready(given.engine, given.people)
    sample = sample_of(given.engine, given.people)
    found = {1: [], AT_A_TIME: []}
    with places.Server(env, PORT) as server:
        teams = sample["teams"]
        talks = []
        for number in range(AT_A_TIME):
            team = teams[number % len(teams)]
            worker = team["workers"][number % 7]
            talks.append(Talk(server.port, worker, team["people"][number][0], {True: "7", False: "1"}))
        for _ in range(given.rounds):
            for at_a_time in found:
                load = drive([talk.press for talk in talks[:at_a_time]], given.seconds)
                assert not load.wrong, load.wrong
                found[at_a_time].append(load)
        browser, there = talks[0].browser, talks[0].there
        wants = "Accept-Encoding: gzip, br\r\n"
        named = re.findall(rb'(?:href|src)="(/static/[^"]+)"', browser.get(there).body)
        heavy = browser.get(there, wants).wire + sum(browser.get(n.decode(), wants).wire for n in dict.fromkeys(named))
    print(machine())
    for at_a_time, loads in found.items():
        rate, p50, p95 = (statistics.median(getattr(load, what) for load in loads) for what in ("rate", "p50", "p95"))
        print(f"{at_a_time} at a time: {rate:.0f} presses a second, p50 {p50:.0f} ms, p95 {p95:.0f} ms")
    print(f"page, cold: {heavy / 1000:.0f} kB")


if __name__ == "__main__":
    main()
