"""I-20: what a worker was told is kept stays kept, when the server's processes are killed under load (kill -9).

Real gunicorn workers, a durable database, five clients that save all the time, a tenth of what they send twice.
"""

import http.client
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from ajar.access import seal
from ajar.access.middleware import set_agency
from ajar.access.models import AuditLine, Submission
from ajar.goals.models import Strength
from conftest import make_cast
from tests import databases

KILLS = 30
CLIENTS = 5
pytestmark = pytest.mark.promise


class Durable(databases.PostgreSQL):
    """A cluster with fsync on, as in production."""

    folder = databases.RUN / "durable"

    def start(self):
        os.environ["AJAR_TEST_FAST"] = "0"
        try:
            super().start()
        finally:
            os.environ["AJAR_TEST_FAST"] = "1"


@pytest.fixture(scope="module")
def engine():
    """Where durable databases are made; a cluster of PostgreSQL is started once for this file, and stopped."""
    if databases.ENGINE == "sqlite":
        yield databases.SQLite()
        return
    cluster = Durable()
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture
def durable(django_db_setup, django_db_blocker, engine):
    """A database that keeps what it says it keeps. Gives its address; this process is connected to it too."""
    name = databases.own_name(f"durable {uuid4()}")
    url = engine.fresh(name)
    saved = dict(connection.settings_dict)
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = databases.database_name(name)
        if databases.ENGINE == "postgresql":
            connection.settings_dict["HOST"] = str(engine.folder)
        yield url
        connection.close()
        connection.settings_dict.update(saved)
    engine.drop(name)


class Server:
    def __init__(self, url, application="ajar.config.wsgi:application"):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        env = os.environ | {"DATABASE_URL": url, "AJAR_DEMO": "1", "DJANGO_SETTINGS_MODULE": "ajar.config.settings"}
        self.log = open(databases.RUN / f"killed-{self.port}.log", "wb")  # noqa: SIM115
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{self.port}", "--workers", "3",
             "--worker-class", "gthread", "--threads", "4", "--no-control-socket", "--log-level", "error"],
            env=env, cwd=databases.ROOT, stdout=self.log, stderr=self.log,
        )  # fmt: skip
        for _ in range(300):
            try:
                if self.ask("GET", "/healthz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.2)
        raise AssertionError(Path(self.log.name).read_text()[-2000:])

    def ask(self, method, path, body=None, headers=None):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            link.request(method, path, body, headers or {})
            answer = link.getresponse()
            return answer.status, answer.read()
        finally:
            link.close()

    def workers(self) -> list[int]:
        """The processes that gunicorn's own process started."""
        return [int(p) for p in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()]

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        self.log.close()


def chaos(server, path, cookies, token, kills) -> tuple[Counter, int]:
    """Save under kills. Returns how often each form was acknowledged, and how many kills there were."""
    acknowledged, done, lock = Counter(), threading.Event(), threading.Lock()
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}

    def client(number):
        chance = random.Random(number)
        while not done.is_set():
            word = f"W{uuid4().hex}"
            body = urlencode({"csrfmiddlewaretoken": token, "once": str(uuid4()), "words": word})
            times, tries = 2 if chance.random() < 0.1 else 1, 0
            while times and tries < 40:
                tries += 1
                try:
                    status, _ = server.ask("POST", path, body, headers)
                except (OSError, http.client.HTTPException):
                    time.sleep(0.1)
                    continue
                assert status in (302, 503), status
                if status == 302:
                    times -= 1
                    with lock:
                        acknowledged[word] += 1

    threads = [threading.Thread(target=client, args=(n,)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    killed, chance, before, patience = 0, random.Random(20), 0, time.monotonic() + 300
    while killed < kills:
        time.sleep(0.1 + chance.random() * 0.4)
        assert time.monotonic() < patience, "the server does not come back"
        if acknowledged.total() < before + CLIENTS:  # it is working again before it is killed again
            continue
        if workers := server.workers():
            before = acknowledged.total()
            os.kill(chance.choice(workers), signal.SIGKILL)
            killed += 1
    done.set()
    for thread in threads:
        thread.join(120)
    return acknowledged, killed


def run(url, application, kills):
    """(acknowledged, rows by word, audit lines, submissions) after the storm."""
    cast = make_cast()
    browser = Client()
    browser.force_login(cast.amina)
    path = f"/people/{cast.person.pk}/strengths/new/"
    page = browser.get(path)
    assert page.status_code == 200
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode()).group(1)
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())
    connection.close()
    server = Server(url, application)
    try:
        acknowledged, killed = chaos(server, path, cookies, token, kills)
        assert killed >= kills
    finally:
        server.stop()
    set_agency(cast.agency.pk)
    with seal.keyring():
        seal.preload(cast.agency.pk, [cast.person.pk])
        rows = Counter(row.words for row in Strength.objects.filter(agency=cast.agency))
    lines = AuditLine.objects.filter(agency=cast.agency, verb="strength.recorded").count()
    sent = Submission.objects.filter(agency=cast.agency, verb="record_strength").count()
    return acknowledged, rows, lines, sent


def test_i20_control_a_server_that_answers_too_early_is_caught(durable):
    acknowledged, rows, _, _ = run(durable, "tests.promises.liar:application", kills=6)
    assert [word for word in acknowledged if not rows[word]], "the harness must see what such a server loses"


def test_i20_thirty_kills_lose_nothing_and_double_nothing(durable):
    acknowledged, rows, lines, sent = run(durable, "ajar.config.wsgi:application", kills=KILLS)
    assert len(acknowledged) > KILLS, "too few saves to mean anything"
    assert [word for word in acknowledged if not rows[word]] == []
    assert [word for word, count in rows.items() if count > 1] == []
    assert sum(rows.values()) == lines == sent


LOOSE = {
    "sqlite": {"synchronous": "synchronous is 1", "journal": "journal_mode is delete", "secure_delete": "secure_delete", "deferred": "transaction_mode"},
    "postgresql": {"synchronous_commit": "synchronous_commit is off", "binding": "server_side_binding", "superuser": "a superuser"},
}  # fmt: skip


def begin(url, loose) -> subprocess.CompletedProcess:
    env = os.environ | {"DATABASE_URL": url, "AJAR_DEMO": "1"}
    env |= {"DJANGO_SETTINGS_MODULE": "tests.promises.loose", "AJAR_TEST_LOOSE": loose}
    return subprocess.run(
        [sys.executable, "-c", "import ajar.config.wsgi"], env=env, cwd=databases.ROOT, capture_output=True, text=True
    )


def test_i20_control_with_every_setting_right_the_server_begins(durable):
    assert begin(durable, "nothing").returncode == 0


@pytest.mark.parametrize("loose", [*LOOSE[databases.ENGINE], "debug"])
def test_i20_a_server_refuses_to_begin_with_a_loose_setting(durable, loose):
    began = begin(durable, loose)
    assert began.returncode != 0
    assert LOOSE[databases.ENGINE].get(loose, "DEBUG") in began.stderr


def test_i20_a_server_refuses_a_cluster_without_fsync(own_database):
    if databases.ENGINE == "sqlite":
        return  # its one setting for this is `synchronous`, above
    began = begin(own_database, "nothing")
    assert began.returncode != 0
    assert "fsync is off" in began.stderr
