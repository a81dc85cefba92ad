"""`ajar serve`: the settings are checked, then gunicorn takes over this process."""

import os
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from ajar.access import queries
from ajar.access.policy import Role

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class Command(BaseCommand):
    help = "Check the settings and serve. PORT says where, 8000 if unset."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
        parser.add_argument(
            "--entity-port", type=int, help="of the demo: where courts sign in; the next port if not given"
        )
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--threads", type=int, default=4)
        parser.add_argument("--quiet", action="store_true", help="do not say how to sign in")

    def handle(self, *, host, port, entity_port, workers, threads, quiet, **options):
        if settings.DEMO and host not in LOOPBACK:
            raise CommandError("The demo has no passwords and answers on this machine only: leave --host out.")
        if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
            raise CommandError("The stylesheet and scripts are not in place yet: ajar collectstatic --noinput")
        self.check(databases=["default"])
        call_command("migrate", check_unapplied=True, verbosity=0)
        ports = [port, *([entity_port or port + 1] if settings.DEMO else [])]
        if not quiet:
            self._say(*ports)
        self.stdout.flush()
        # No connection goes along: gunicorn's workers make their own. Nothing else of this process does either.
        connections.close_all()
        command = [
            sys.executable, "-m", "gunicorn", "ajar.config.wsgi:application",
            *(f"--bind={f'[{host}]' if ':' in host else host}:{one}" for one in ports),
            "--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads),
            "--timeout", "60", "--graceful-timeout", "10", "--keep-alive", "5",
            "--no-control-socket", "--log-level", "warning",
        ]  # fmt: skip
        if Path("/dev/shm").is_dir():  # noqa: S108  the heartbeat must not wait for a disk
            command += ["--worker-tmp-dir", "/dev/shm"]  # noqa: S108
        if settings.DEMO:
            os.environ["AJAR_ENTITY_PORT"] = str(ports[1])
        os.execv(sys.executable, command)  # noqa: S606  no shell; a fresh process, so Ctrl+C is gunicorn's own

    def _say(self, port, entity_port=None):
        say = self.stdout.write
        say(f"Ajar is at http://localhost:{port}   (Ctrl+C stops it)")
        if not settings.DEMO:
            return
        say("The demo: made-up people only. On the first page, press a name to sign in as:")
        officers = [one for one in queries.cast() if one.role == Role.ENTITY]
        for worker in queries.cast():
            if worker not in officers:
                say(f"  {worker.name:<10} {worker.role}, {worker.agency.name}")
        say(f"Courts have pages of their own, at http://localhost:{entity_port}:")
        for worker in officers:
            say(f"  {worker.name}")
