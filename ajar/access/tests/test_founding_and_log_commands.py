"""An operator begins an agency and proves its log, from the command line."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ajar.access.middleware import set_agency
from ajar.access.models import Agency, AuditLine, Worker
from ajar.access.policy import Role


def ajar(*command) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def test_an_agency_begins_with_its_keys_and_somebody_to_run_it(own_database):
    said = ajar("agency", "create", "River House", "--manager", "dana@example.org")
    agency = Agency.objects.get(name="River House")
    assert str(agency.pk) in said
    set_agency(agency.pk)
    machine = Worker.objects.get(agency=agency, role=Role.SYSTEM)
    assert not machine.has_usable_password()
    assert "dana@example.org" in said
    assert Worker.objects.filter(email="dana@example.org", role=Role.MANAGER).count() <= 1
    assert "agency.founded" in set(AuditLine.objects.filter(agency=agency).values_list("verb", flat=True))
    with pytest.raises(CommandError, match="of that name"):
        ajar("agency", "create", "River House")
    with pytest.raises(CommandError):
        ajar("agency", "create", "Elsewhere", "--timezone", "Moon/Crater")
    assert not Agency.objects.filter(name="Elsewhere").exists()
    with pytest.raises(CommandError, match="Which agency"):
        ajar("worker", "invite", "ana@example.org", "--agency", "Nowhere", "--role", "peer")
    with pytest.raises(CommandError, match="no e-mail"):
        ajar("worker", "invite", "ana", "--agency", "River House", "--role", "peer")


def test_the_log_is_signed_kept_elsewhere_and_proved(own_database, tmp_path):
    ajar("agency", "create", "River House")
    ajar("audit", "checkpoint", "--make-key", str(tmp_path / "log.key"))
    assert (tmp_path / "log.key").stat().st_mode & 0o777 == 0o400
    points = tmp_path / "points"
    points.write_text(ajar("audit", "checkpoint", "--key", str(tmp_path / "log.key")))
    proof = ["--checkpoint", str(points), "--public", str(tmp_path / "log.key.pub")]
    assert "0 findings" in ajar("audit", "verify", *proof)
    lines = [json.loads(line) for line in ajar("audit", "export", "River House").splitlines()]
    assert lines[-1]["verb"] == "audit.exported"
    point = json.loads(points.read_text())
    points.write_text(json.dumps(point | {"seq": 99}) + "\n")
    with pytest.raises(CommandError, match="findings"):
        ajar("audit", "verify", *proof)
    with pytest.raises(CommandError, match="--public"):
        ajar("audit", "verify", "--checkpoint", str(points))
