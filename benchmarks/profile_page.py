"""Where the time of a page goes: `python -m benchmarks.profile_page --engine sqlite opening`.

Asks for a page in this process, again and again, counts its statements, and looks a thousand times a second of
processor time at what Python is doing (a sampling profile: it slows nothing down and favours nothing).
"""

import argparse
import collections
import cProfile
import io
import os
import pstats
import signal
import statistics
import sys
import time
from urllib.parse import urlencode

from benchmarks import places
from benchmarks.load import sample_of

# The innermost frame that one of these names says what is being done.
STAGES = [
    ("the statement itself, in the driver and database", ("backends/utils.py:_execute", "psycopg/", "sqlite3/base.py")),
    ("templates", ("django/template/", "templatetags/", "django/utils/html", "django/utils/safestring")),
    ("words and dates of the language", ("django/utils/translation", "gettext.py", "django/utils/formats", "dateformat")),
    ("sealing, keys, audit chain", ("access/seal", "access/keys", "access/audit", "cryptography/", "hmac.py")),
    ("forms", ("django/forms/", "press/forms")),
    ("Django's models and statements", ("django/db/",)),
    ("sessions, sign-in, CSRF, headers, routing", ("sessions/", "contrib/auth", "middleware/", "csp/", "allauth/", "django/urls", "django/core", "django/http", "access/middleware", "access/gate")),
    ("our queries, actions, views", ("/ajar/",)),
]  # fmt: skip


def stage_of(frame) -> str:
    while frame is not None:
        where = f"{frame.f_code.co_filename}:{frame.f_code.co_name}"
        for name, marks in STAGES:
            if any(mark in where for mark in marks):
                return name
        frame = frame.f_back
    return "the rest"


class Sampler:
    def __enter__(self):
        self.stages, self.lines = collections.Counter(), collections.Counter()
        signal.signal(signal.SIGPROF, self._look)
        signal.setitimer(signal.ITIMER_PROF, 0.001, 0.001)
        return self

    def _look(self, _signal, frame):
        self.stages[stage_of(frame)] += 1
        seen = set()
        while frame is not None:
            code = frame.f_code
            if "/ajar/" in code.co_filename or "template/" in code.co_filename:
                seen.add(f"{code.co_filename.split('/ajar/')[-1].split('site-packages/')[-1]}:{code.co_name}")
            frame = frame.f_back
        self.lines.update(seen)

    def __exit__(self, *_):
        signal.setitimer(signal.ITIMER_PROF, 0)


class Caller:
    """Calls the application itself, as gunicorn does, with the cookies of a sign-in."""

    def __init__(self, worker):
        from ajar.config.wsgi import application

        self.application, self.cookies = application, {"ajar-csrf": "a" * 32}
        self.post("/demo/sign-in/", {"worker": worker})

    def get(self, path):
        return self._call("GET", path, b"")

    def post(self, path, fields):
        return self._call("POST", path, urlencode(fields | {"csrfmiddlewaretoken": self.cookies["ajar-csrf"]}).encode())

    def _call(self, method, path, body):
        path, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "localhost",
            "SERVER_PORT": "80", "HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": "http",
            "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": "application/x-www-form-urlencoded", "wsgi.errors": sys.stderr,
            "HTTP_COOKIE": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
        }  # fmt: skip
        self.status = 0

        def start(status, headers, error=None):
            self.status = int(status[:3])
            for name, value in headers:
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key.strip()] = rest.partition(";")[0]

        parts = self.application(environ, start)
        self.body = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
        return self


def requests_of(caller, sample, page, engine, size):
    """A call that asks for the page once, for the next person each time."""
    from benchmarks.run import encounter_fields

    people = sample["teams"][0]["people"]
    turn = iter(people * 500)

    def ask():
        person, name = next(turn)
        if page == "finding":
            places.empty_the_tries(engine, size)
        if page == "opening":
            return caller.get(f"/people/{person}/")
        if page == "today":
            return caller.get("/today/")
        if page == "encounters":
            return caller.get(f"/people/{person}/encounters/")
        if page == "finding":
            return caller.post("/find/", {"find": name[:3]})
        if page == "saving":
            return caller.post(f"/people/{person}/encounters/new/", encounter_fields())
        return caller.get(page.format(person=person))

    return ask


def functions(ask, seconds):
    """The costliest functions, by Python's own profiler: exact counts, swollen times."""
    watch = cProfile.Profile()
    end, count = time.perf_counter() + seconds, 0
    watch.enable()
    while time.perf_counter() < end:
        ask()
        count += 1
    watch.disable()
    print(f"{count} requests")
    pstats.Stats(watch).sort_stats("cumulative").print_stats(90)


def main():
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("page", help="opening, today, encounters, finding, saving, or a path with {person}")
    reader.add_argument("--engine", choices=places.ENGINES, default="sqlite")
    reader.add_argument("--people", type=int, default=50_000)
    reader.add_argument("--seconds", type=float, default=8)
    reader.add_argument("--worker", type=int, default=0)
    reader.add_argument("--sql", action="store_true", help="print the statements of one request")
    reader.add_argument("--deep", action="store_true", help="and what our own functions take, with what they call")
    reader.add_argument("--functions", action="store_true", help="every function, by cProfile")
    asked = reader.parse_args()
    sample = sample_of(asked.engine, asked.people)
    os.environ.update(places.ready(asked.engine, asked.people))
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    caller = Caller(sample["teams"][0]["workers"][asked.worker])
    ask = requests_of(caller, sample, asked.page, asked.engine, asked.people)
    for _ in range(20):
        answer = ask()
    print("status", answer.status, "bytes", len(answer.body))
    with CaptureQueriesContext(
        connection,
    ) as seen:
        ask()
    in_statements = sum(float(q["time"]) for q in seen.captured_queries)
    print(f"{len(seen)} statements, {1000 * in_statements:.1f} ms in them")
    if asked.sql:
        for query in seen.captured_queries:
            print(f"  {query['time']}  {query['sql'][:700]}")
    times = []
    cpu = time.process_time()
    if asked.functions:
        functions(ask, asked.seconds)
        return
    with Sampler() as sampler:
        end = time.perf_counter() + asked.seconds
        while (began := time.perf_counter()) < end:
            ask()
            times.append(time.perf_counter() - began)
    cpu = time.process_time() - cpu
    print(
        f"{len(times)} requests, p50 {1000 * statistics.median(times):.2f} ms, processor {1000 * cpu / len(times):.2f} ms each"
    )
    total = sum(sampler.stages.values())
    for name, count in sampler.stages.most_common():
        print(f"  {count / total:5.0%}  {1000 * cpu / len(times) * count / total:5.2f} ms  {name}")
    if asked.deep:
        for name, count in sampler.lines.most_common(60):
            print(f"    {count / total:5.1%}  {name}")


if __name__ == "__main__":
    sys.setrecursionlimit(5_000)
    main()
