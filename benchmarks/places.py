"""Where the measured databases are, and the servers that run on them.

Everything lives in one folder, `AJAR_BENCH` or `ajar-bench` in the folder for temporary files, and stays there until
it is removed: a second run finds the databases of the first. PostgreSQL is a cluster of our own on a socket in that
folder, with the settings of a fresh installation and fsync on.
"""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(os.environ.get("AJAR_BENCH", Path(tempfile.gettempdir()) / "ajar-bench"))
FOLDER.mkdir(parents=True, exist_ok=True)
os.environ["AJAR_TEST_RUN"] = str(FOLDER)
os.environ["AJAR_TEST_FAST"] = "0"  # what is measured here survives a power cut

from tests import databases  # noqa: E402  it reads the two lines above

ENGINES = ("sqlite", "postgresql")
WORKERS, THREADS = 2, 4


class PostgreSQL(databases.PostgreSQL):
    def start(self) -> None:
        data = self.folder / "data"
        if not (self.folder / "ready").exists():
            super().start()
        elif not (data / "postmaster.pid").exists():
            options = f"-c listen_addresses= -c unix_socket_directories={self.folder}"
            control = databases.postgres_bin() / "pg_ctl"
            self._as_postgres(control, "-D", data, "-w", "-l", self.folder / "log", "-o", options, "start")

    def stop(self) -> None:
        if (self.folder / "data" / "postmaster.pid").exists():
            control = databases.postgres_bin() / "pg_ctl"
            self._as_postgres(control, "-D", self.folder / "data", "-m", "fast", "-w", "stop")

    def ask(self, database: str, sql: str) -> str:
        command = [databases.postgres_bin() / "psql", "-qtA", "-h", self.folder, "-U", "postgres", "-d", database]
        done = subprocess.run(command, input=sql, text=True, check=True, stdout=subprocess.PIPE)
        return done.stdout.strip()


def engine(name: str):
    if name == "postgresql":
        found = PostgreSQL()
        found.start()
        return found
    return databases.SQLite()


def settings_of(name: str, people: int, role: str = "ajar_app") -> dict[str, str]:
    """The environment in which Ajar runs on the database of that engine and size."""
    place = engine(name)
    database = f"bench_{people}"
    env = {
        "AJAR_KEY_FILE": str(databases.make_key()),
        "AJAR_HOME": str(FOLDER / "home"),
        "AJAR_DEMO": "1",  # one press signs in; cookies without https
        "DJANGO_SETTINGS_MODULE": "ajar.config.settings",
        "DATABASE_URL": place.url(database, role) if name == "postgresql" else place.url(database),
    }
    if name == "postgresql":
        env["DATABASE_OWNER_URL"] = place.url(database, "ajar_owner")
    return env


def ajar(env: dict, *command: str) -> None:
    subprocess.run([sys.executable, "-m", "ajar", *command], env=os.environ | env, cwd=ROOT, check=True)


def empty_the_tries(name: str, people: int) -> None:
    """A worker may search 120 times an hour; what is measured here searches more often than that."""
    if name == "postgresql":
        PostgreSQL().psql(f"bench_{people}", "UPDATE people_tries SET count = 0")
        return
    with sqlite3.connect(FOLDER / f"bench_{people}.sqlite3", timeout=30) as link:
        link.execute("UPDATE people_tries SET count = 0")


def _children(pid_file: Path) -> list[int]:
    if not pid_file.exists():
        return []
    parent = pid_file.read_text().split()[0]
    try:
        return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
    except FileNotFoundError:
        return []


def _cpu(pids) -> float:
    ticks = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except FileNotFoundError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


# How `ajar serve` calls gunicorn; the floor is served in the same way.
GUNICORN = [
    "--worker-class", "gthread", "--workers", str(WORKERS), "--threads", str(THREADS), "--timeout", "60",
    "--graceful-timeout", "10", "--keep-alive", "5", "--no-control-socket", "--log-level", "warning",
    "--worker-tmp-dir", "/dev/shm" if Path("/dev/shm").is_dir() else tempfile.gettempdir(),
]  # fmt: skip


def ready(engine_name: str, people: int) -> dict[str, str]:
    """The environment for a built database, brought up to the tables of today, with the static files in place."""
    env = settings_of(engine_name, people)
    ajar(env, "migrate", "--verbosity", "0")
    ajar(env, "collectstatic", "--noinput", "--verbosity", "0")
    return env


class Server:
    """2 processes of 4 threads each: `ajar serve`, or the floor in the same way."""

    def __init__(self, env: dict, port: int, floor: bool = False):
        self.port = port
        began = time.perf_counter()
        command = ["ajar", "serve", "--quiet", "--port", str(port)]
        if floor:
            command = ["gunicorn", "benchmarks.floor:application", "--bind", f"127.0.0.1:{port}", *GUNICORN]
        self.process = subprocess.Popen(
            [sys.executable, "-m", *command], env=os.environ | env, cwd=ROOT, stdin=subprocess.DEVNULL
        )
        self._answer("/read/" if floor else "/healthz")
        self.seconds_to_start = time.perf_counter() - began

    def _answer(self, path):
        """Wait until it answers."""
        for _ in range(600):
            if self.process.poll() is not None:
                raise RuntimeError("the server ended")
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=10) as s:
                    s.sendall(f"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
                    if s.recv(12).startswith(b"HTTP/1"):
                        return
            except OSError:
                pass
            time.sleep(0.02)
        raise RuntimeError("the server does not answer")

    def pids(self) -> list[int]:
        """The processes that answer requests: the children of gunicorn's arbiter."""
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in found]

    def memory(self) -> float:
        """Proportional set size of the biggest process, in MB: shared pages are counted once over those who share them."""
        return max(self._kilobytes(pid, "Pss") for pid in self.pids()) / 1000

    def unshared(self) -> float:
        """Anonymous memory of the biggest process, in MB: without the pages of the database file that it maps."""
        return max(self._kilobytes(pid, "Pss_Anon") for pid in self.pids()) / 1000

    @staticmethod
    def _kilobytes(pid, what):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith(what + ":"):
                return int(line.split()[1])
        return 0

    def seconds_of_cpu(self) -> float:
        """What the processes that answer have used of the processor, and those of a database that serves them."""
        return _cpu([*self.pids(), *_children(FOLDER / "pg" / "data" / "postmaster.pid")])

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
