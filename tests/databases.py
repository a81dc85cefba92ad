"""A fresh, migrated database for each test process and for each test that commits (decision 36).

SQLite: a copy of a migrated file. PostgreSQL: a database made from a migrated template, in a cluster that this
module starts by itself on a socket in a folder of its own, and stops at the end. Tests sign in as `ajar_app`, the role
that the product uses; only migrations are run by `ajar_owner`.
"""

import fcntl
import getpass
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
ENGINE = os.environ.get("AJAR_TEST_DB", "sqlite")
# One folder a test run; xdist's workers are told by the environment.
RUN = Path(os.environ.setdefault("AJAR_TEST_RUN", tempfile.mkdtemp(prefix="ajar-test-")))
KEY = RUN / "root.key"


def make_key() -> Path:
    from ajar.access import rootkey

    with _lock("key"):
        if not KEY.exists():
            rootkey.write([hashlib.sha256(b"for tests only").digest()], KEY)
    return KEY


@contextmanager
def _lock(name):
    with open(RUN / f"{name}.lock", "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def migrate(url: str, owner_url: str | None = None) -> None:
    env = os.environ | {
        "DATABASE_URL": url,
        "AJAR_KEY_FILE": str(make_key()),
        "AJAR_HOME": str(RUN),
        "DJANGO_SETTINGS_MODULE": "ajar.config.settings",
    }
    if owner_url:
        env["DATABASE_OWNER_URL"] = owner_url
    subprocess.run([sys.executable, "-m", "ajar", "migrate", "--verbosity", "0"], env=env, cwd=ROOT, check=True)


class SQLite:
    template = RUN / "template.sqlite3"

    def url(self, name: str) -> str:
        return f"sqlite:///{RUN / name}.sqlite3"

    def fresh(self, name: str, template: Path | None = None) -> str:
        """A migrated database of this name, empty or a copy of another; its address."""
        with _lock("template"):
            if not self.template.exists():
                migrate(self.url("half"))
                (RUN / "half.sqlite3").rename(self.template)
        file = RUN / f"{name}.sqlite3"
        for leftover in RUN.glob(f"{name}.sqlite3*"):
            leftover.unlink()
        shutil.copyfile(template or self.template, file)
        return self.url(name)

    def drop(self, name: str) -> None:
        for leftover in RUN.glob(f"{name}.sqlite3*"):
            leftover.unlink()


def postgres_bin() -> Path:
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        sys.exit("PostgreSQL is not installed. On Debian: apt-get install postgresql")
    return found[-1].parent


class PostgreSQL:
    folder = RUN / "pg"

    def _as_postgres(self, *command, **kwargs):
        # initdb refuses root; Debian's package made a user for it.
        prefix = ["runuser", "-u", "postgres", "--"] if getpass.getuser() == "root" else []
        return subprocess.run([*prefix, *map(str, command)], check=True, cwd="/", stdout=subprocess.DEVNULL, **kwargs)

    def start(self) -> None:
        with _lock("pg"):
            if (self.folder / "ready").exists():
                return
            binaries = postgres_bin()
            RUN.chmod(0o755)
            self.folder.mkdir(exist_ok=True)
            if getpass.getuser() == "root":
                shutil.chown(self.folder, "postgres")
            data = self.folder / "data"
            self._as_postgres(
                binaries / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-k"
            )
            options = f"-c listen_addresses= -c unix_socket_directories={self.folder} -c log_parameter_max_length=0 -c log_parameter_max_length_on_error=0"
            if (
                os.environ.get("AJAR_TEST_FAST", "1") == "1"
            ):  # what is proven here is logic; power cuts have a test of their own
                options += " -c fsync=off"
            self._as_postgres(binaries / "pg_ctl", "-D", data, "-w", "-l", self.folder / "log", "-o", options, "start")
            self.psql("postgres", (ROOT / "deploy" / "postgres-roles.sql").read_text())
            self.psql("postgres", "CREATE DATABASE template_ajar OWNER ajar_owner")
            self.psql("template_ajar", (ROOT / "deploy" / "postgres-roles.sql").read_text())
            migrate(self.url("template_ajar"), self.url("template_ajar", "ajar_owner"))
            (self.folder / "ready").touch()

    def stop(self) -> None:
        if (self.folder / "data" / "postmaster.pid").exists():
            self._as_postgres(postgres_bin() / "pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")

    def psql(self, database: str, sql: str) -> None:
        subprocess.run(
            [postgres_bin() / "psql", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-U", "postgres", "-d", database],
            input=sql, text=True, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def url(self, name: str, role: str = "ajar_app") -> str:
        return f"postgresql://{role}@/{name}?host={self.folder}"

    def fresh(self, name: str, template: str | None = None) -> str:
        self.start()
        with _lock("template"):  # one copy of a template at a time
            self.psql("postgres", f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            self.psql("postgres", f'CREATE DATABASE "{name}" TEMPLATE "{template or "template_ajar"}" OWNER ajar_owner')
        return self.url(name)

    def drop(self, name: str) -> None:
        self.psql("postgres", f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def own_name(test: str) -> str:
    """The name of a database for one test of this process."""
    return f"own_{hashlib.sha256(f'{test} {os.getpid()}'.encode()).hexdigest()[:16]}"


def database_name(name: str) -> str:
    """What Django's settings call a database of this name."""
    return name if ENGINE == "postgresql" else str(RUN / f"{name}.sqlite3")


def engine():
    return PostgreSQL() if ENGINE == "postgresql" else SQLite()
