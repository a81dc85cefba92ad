"""A served copy of the demo for each browser test: real gunicorn, the product's own settings, a fresh database.

The demo is loaded once a test run; each test gets a copy of that database (decision 36) and a server of its own.
The next server is started while a test is still at work, so nobody waits for it.
"""

import os
import signal
import socket
import subprocess
import sys
from itertools import count

from tests import databases

ROOT = databases.ROOT
_numbers = count(1)


def environment(url: str, **more: str) -> dict[str, str]:
    return os.environ | {
        "AJAR_DEMO": "1",
        "AJAR_ENTITY_HOST": "",
        "AJAR_HOME": str(databases.RUN),
        "AJAR_KEY_FILE": str(databases.make_key()),
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "ajar.config.settings",
        **more,
    }


def ajar(url: str, *words: str, **more: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "ajar", *words], env=environment(url, **more), cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, f"ajar {' '.join(words)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def demo() -> str | os.PathLike:
    """The database with the demo in it, made once a run: what `fresh()` takes as template."""
    engine = databases.engine()
    ready = databases.RUN / f"demo-{databases.ENGINE}.ready"
    with databases._lock("demo"):
        if not ready.exists():
            url = engine.fresh("demo")
            ajar(url, "demo")
            ajar(url, "collectstatic", "--noinput", "--verbosity", "0")
            ready.touch()
    return databases.RUN / "demo.sqlite3" if databases.ENGINE == "sqlite" else "demo"


def _listening(port: int) -> socket.socket:
    one = socket.socket()
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    one.bind(("127.0.0.1", port))
    one.listen(64)
    return one


class House:
    """One server on one database. `later(days=7)` closes it and opens it again a week on."""

    def __init__(self, engine=None, template=None, **settings):
        self.engine = engine or databases.engine()
        self.name = f"house_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{next(_numbers)}"
        self.url = self.engine.fresh(self.name, template or demo())
        self.log = databases.RUN / f"{self.name}.log"
        self.days = 0
        self.settings: dict[str, str] = settings
        self.open()

    def open(self):
        # The socket is made here and handed over: its port is free, and the first request waits for the server.
        self.socket, self.court_socket = (
            _listening(getattr(self, "port", 0)),
            _listening(getattr(self, "court_port", 0)),
        )
        self.port, self.court_port = (one.getsockname()[1] for one in (self.socket, self.court_socket))
        self.address, self.court = (f"http://localhost:{port}" for port in (self.port, self.court_port))
        command = [
            sys.executable, "-m", "gunicorn", "tests.clock:application", "--bind", f"fd://{self.socket.fileno()}",
            "--bind", f"fd://{self.court_socket.fileno()}",
            "--worker-class", "gthread", "--workers", "1", "--threads", "4", "--no-control-socket", "--log-level", "warning",
            "--graceful-timeout", "1",
        ]  # fmt: skip
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                command, env=environment(
                    self.url, AJAR_TEST_DAYS=str(self.days), AJAR_ENTITY_PORT=str(self.court_port), **self.settings
                ), cwd=ROOT, stdout=log, stderr=log, pass_fds=[self.socket.fileno(), self.court_socket.fileno()],
            )  # fmt: skip
        return self

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.socket.close()
        self.court_socket.close()

    def later(self, days: int):
        """The same house, that many days on."""
        self.close()
        self.days += days
        return self.open()

    def drop(self):
        self.close()
        self.engine.drop(self.name)


class Street:
    """Hands out houses and keeps the next one warm."""

    def __init__(self):
        self.warm = None

    def house(self) -> House:
        house, self.warm = self.warm or House(), None
        self.warm = House()
        return house

    def close(self):
        if self.warm:
            self.warm.drop()
