"""I-31: seven ways to tamper with the audit log, a hundred times each; a checkpoint kept elsewhere sees every one."""

import copy
import json
import random
import subprocess
import sys
from datetime import timedelta
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import DatabaseError, connection, transaction

from ajar.access import audit, keys, verify_audit
from ajar.access.models import Amendment, AuditLine
from ajar.people import actions
from tests import databases

TRIES = 100
pytestmark = pytest.mark.promise


@pytest.fixture
def log(cast):
    """A log of some hundred lines, its chain key, and a checkpoint of its end signed with a key kept elsewhere."""
    for number in range(20):
        person = actions.start_person(cast.amina, chosen_name=f"N{number}")
        audit.opened(cast.amina, "person.opened", person, subject=person.pk)
    entries = list(audit.entries(cast.agency.pk))
    signer = Ed25519PrivateKey.generate()
    return entries, keys.audit_key(cast.agency.pk), signer, checkpoint(entries, signer)


def checkpoint(entries, signer) -> dict:
    chain = verify_audit.Chain()
    for entry in entries:
        chain.walk(entry)
    point = {
        "agency": entries[0]["agency"], "seq": chain.seq, "mac": chain.last.hex(), "digest": chain.digest.hexdigest(),
        "at": "2026-01-01T00:00:00+00:00",
    }  # fmt: skip
    return point | {"signature": signer.sign(verify_audit.signed_text(point)).hex()}


def public(signer) -> bytes:
    return signer.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def kinds(entries, key=None, points=(), trusted=None) -> set:
    chain = verify_audit.Chain(None, key, points, trusted)
    for entry in entries:
        chain.walk(entry)
    return {kind for kind, _, _ in chain.end()}


def chained(entries, key, start=0):
    """What somebody with the chain key can do: number and sign the lines anew."""
    prev = bytes.fromhex(entries[start - 1]["mac"]) if start else verify_audit.START
    for number, entry in enumerate(entries[start:], start + 1):
        entry["seq"], entry["prev"] = number, prev.hex()
        prev = verify_audit.mac(key, verify_audit.canonical(entry), prev)
        entry["mac"] = prev.hex()
    return entries


def edit(lines, key, chance):
    lines[chance.randrange(len(lines))][chance.choice(["verb", "actor", "thing_id", "subject", "at", "id"])] = str(
        uuid4()
    )


def remove(lines, key, chance):
    del lines[chance.randrange(len(lines) - 1)]


def swap(lines, key, chance):
    one, other = chance.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]


def insert(lines, key, chance):
    place = chance.randrange(len(lines))
    lines.insert(place, copy.deepcopy(lines[place]) | {"id": str(uuid4())})


def flip(lines, key, chance):
    line = lines[chance.randrange(len(lines))]
    column = chance.choice(["mac", "prev"])
    raw = bytearray.fromhex(line[column])
    raw[chance.randrange(32)] ^= 1 << chance.randrange(8)
    line[column] = raw.hex()


def truncate(lines, key, chance):
    del lines[chance.randrange(1, len(lines)) :]


def rewrite(lines, key, chance):
    lines[chance.randrange(len(lines))]["verb"] = "nothing.happened"
    chained(lines, key)


TAMPERINGS = [edit, remove, swap, insert, flip, truncate, rewrite]


def test_i31_control_without_a_checkpoint_a_cut_and_a_rewrite_pass(log):
    entries, key, _, _ = log
    assert kinds(entries, key) == set()
    for tamper in (truncate, rewrite):
        lines = copy.deepcopy(entries)
        tamper(lines, key, random.Random(1))
        assert kinds(lines, key) == set(), "then the checkpoint would prove nothing"


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda f: f.__name__)
def test_i31_a_hundred_tamperings_of_each_kind_are_seen(log, tamper):
    entries, key, signer, point = log
    missed = []
    for seed in range(TRIES):
        lines = copy.deepcopy(entries)
        tamper(lines, key, random.Random(seed))
        if not kinds(lines, key, [point], public(signer)):
            missed.append(seed)
    assert missed == []


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda f: f.__name__)
def test_i31_without_the_chain_key_the_checkpoint_alone_sees_them(log, tamper):
    entries, key, signer, point = log
    for seed in range(TRIES):
        lines = copy.deepcopy(entries)
        tamper(lines, key, random.Random(seed))
        assert kinds(lines, None, [point], public(signer)), f"SEED={seed}"


def test_i31_findings_are_told_apart(log):
    entries, key, signer, point = log
    trusted = public(signer)
    assert kinds(entries, key, [point], trusted) == set()
    assert "truncated" in kinds(entries[:-3], key, [point], trusted)
    assert "gap" in kinds(entries[:5] + entries[6:], key)
    assert "order" in kinds([entries[1], entries[0], *entries[2:]], key)
    assert kinds([entries[0] | {"verb": "x"}, *entries[1:]], key) == {"edited"}
    back = copy.deepcopy(entries)
    back[9]["at"] = "2020-01-01T00:00:00.000000+00:00"
    assert kinds(chained(back, key), key) == {"clock"}
    assert "rewritten" in kinds(chained(back, key), key, [point], trusted)
    forged = checkpoint(back, Ed25519PrivateKey.generate())
    assert "signature" in kinds(back, key, [forged], trusted)
    assert "signature" in kinds(entries, key, [point | {"seq": point["seq"] - 1}], trusted)
    assert "foreign" in kinds([*entries, entries[-1] | {"agency": str(uuid4())}], key)


def test_i31_a_server_clock_set_back_is_a_finding_and_loses_no_line(cast, monkeypatch):
    real = audit.now
    monkeypatch.setattr(audit, "now", lambda: real() - timedelta(days=1))
    actions.start_person(cast.amina, chosen_name="Before")
    monkeypatch.undo()
    assert kinds(audit.entries(cast.agency.pk), keys.audit_key(cast.agency.pk)) == {"clock"}


def test_i31_the_verifier_stands_alone(log, tmp_path):
    """No Django, no Ajar: a copy of one file, the export and the checkpoint."""
    entries, key, signer, point = log
    script = tmp_path / "verify_audit.py"
    script.write_text((databases.ROOT / "ajar" / "access" / "verify_audit.py").read_text())
    assert len(script.read_text().splitlines()) <= 150
    for name, text in {"key": key.hex(), "pub": public(signer).hex(), "points": json.dumps(point)}.items():
        (tmp_path / name).write_text(text + "\n")

    def run(lines):
        (tmp_path / "log").write_text("".join(json.dumps(line) + "\n" for line in lines))
        command = [sys.executable, "-I", script, "log", "--checkpoint", "points", "--public", "pub", "--key", "key"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    assert run(entries).returncode == 0
    cut = run(entries[:-1])
    assert cut.returncode == 1
    assert "truncated" in cut.stdout
    (tmp_path / "pub").write_text("not a key")
    assert run(entries).returncode == 2


ATTACKS = [
    "UPDATE {t} SET id = id",
    "DELETE FROM {t}",
    "TRUNCATE {t}",
    "ALTER TABLE {t} DISABLE TRIGGER ALL",
    "DROP TABLE {t}",
    "ALTER TABLE {t} NO FORCE ROW LEVEL SECURITY",
    "SET session_replication_role = replica",
    "INSERT OR REPLACE INTO {t} SELECT * FROM {t} LIMIT 1",
]
LITE = {"UPDATE {t} SET id = id", "DELETE FROM {t}", "INSERT OR REPLACE INTO {t} SELECT * FROM {t} LIMIT 1"}


@pytest.mark.parametrize("model", [AuditLine, Amendment], ids=["audit", "amendment"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_i31_the_database_itself_refuses(cast, model, attack):
    from ajar.access.act import amend
    from ajar.access.policy import Permission

    if connection.vendor == "sqlite" and attack not in LITE:
        return  # SQLite has one user: whoever has the file has the tables. The chain is what shows it.

    @actions.action(needs=Permission.CHANGE_PERSON)
    def rename(actor, person):
        amend(actor, person, version=person.version, subject=person.pk, chosen_name="Another")
        audit.wrote(actor, "person.renamed", person, subject=person.pk)

    rename(cast.amina, cast.person)
    before = list(model.objects.values_list("pk"))
    assert before
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack.format(t=model._meta.db_table))
    assert list(model.objects.values_list("pk")) == before
