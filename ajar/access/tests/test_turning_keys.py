"""Whoever keeps the keys turns them over; nothing is lost, also when the power goes in the middle."""

import stat
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ajar.access import keys, rootkey, seal
from ajar.access.middleware import set_agency
from ajar.access.models import AgencyKey, DataKey, InstanceKey
from ajar.people.models import Person
from conftest import make_cast
from tests.killing import killed_at


def ajar(*command) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def names_open(cast) -> set:
    """Read the names afresh, with nothing kept from before."""
    keys.forget_roots()
    opened = set()
    for agency in (cast.agency, cast.other_agency):
        set_agency(agency.pk)
        with seal.keyring():
            opened |= {person.chosen_name for person in Person.objects.filter(agency=agency)}
    return opened


EVERYBODY = {"Sara Quill", "Zuberi Farshore"}


def test_a_root_key_is_made_once_and_readable_by_its_owner_only(tmp_path, monkeypatch):
    monkeypatch.setenv("AJAR_KEY_FILE", str(tmp_path / "new.key"))
    assert "Would make" in ajar("keys", "create", "--dry-run")
    assert not (tmp_path / "new.key").exists()
    said = ajar("keys", "create")
    assert stat.S_IMODE((tmp_path / "new.key").stat().st_mode) == 0o400
    assert rootkey.read()[0].hex() not in said
    with pytest.raises(CommandError, match="already"):
        ajar("keys", "create")
    (tmp_path / "new.key").chmod(0o440)
    with pytest.raises(rootkey.RootKeyError, match="0400"):
        rootkey.read()


def test_a_new_root_key_and_a_new_epoch_and_all_opens(own_database, key_file):
    cast = make_cast()
    keys.instance_key("mfa")
    before = rootkey.read()
    assert "Would" in ajar("keys", "rotate", "root", "--dry-run")
    assert rootkey.read() == before
    ajar("keys", "rotate", "root")
    after = rootkey.read()
    assert len(after) == 1
    assert after != before
    assert names_open(cast) == EVERYBODY
    ajar("keys", "rotate", "agency", "Riverside")
    set_agency(cast.agency.pk)
    assert set(DataKey.objects.filter(agency=cast.agency).values_list("kek__epoch", flat=True)) == {2}
    assert names_open(cast) == EVERYBODY
    assert keys.instance_key("mfa")


def test_a_running_server_meets_a_new_root_key_and_reads_the_file_again(own_database, key_file):
    cast = make_cast()
    set_agency(cast.agency.pk)
    keys._roots()  # what a server holds since its start

    def elsewhere():
        ajar("keys", "rotate", "root")

    assert killed_at(10_000, elsewhere)
    set_agency(cast.agency.pk)
    assert keys.open_by_root(keys.newest_kek(cast.agency.pk).wrapped)


def test_an_epoch_with_living_keys_stays_and_an_empty_one_is_gone_for_good(own_database, key_file):
    cast = make_cast()
    with pytest.raises(CommandError, match="newest"):
        ajar("keys", "destroy-epoch", "Riverside", "1")
    set_agency(cast.agency.pk)
    keys.make_data_keys(cast.agency.pk, cast.agency.pk, ["record"])
    stray = DataKey.objects.get(subject=cast.agency.pk)
    ajar("keys", "rotate", "agency", "Riverside")
    set_agency(cast.agency.pk)
    first = AgencyKey.objects.get(agency=cast.agency, kind="kek", epoch=1)
    second = AgencyKey.objects.get(agency=cast.agency, kind="kek", epoch=2)
    DataKey.objects.filter(pk=stray.pk).update(kek=first)
    with pytest.raises(CommandError, match="1 data keys live on epoch 1"):
        ajar("keys", "destroy-epoch", "Riverside", "1")
    set_agency(cast.agency.pk)
    DataKey.objects.filter(pk=stray.pk).update(kek=second)
    assert "Would destroy" in ajar("keys", "destroy-epoch", "Riverside", "1", "--dry-run")
    old = bytes(first.wrapped)
    ajar("keys", "destroy-epoch", "Riverside", "1")
    keys.forget_roots()
    set_agency(cast.agency.pk)
    first.refresh_from_db()
    assert bytes(first.wrapped) == b""
    assert first.destroyed_at
    with pytest.raises(keys.KeyLost):
        keys.open_by_root(old)  # as an old copy of the database holds it
    assert names_open(cast) == EVERYBODY
    assert "destroyed" in ajar("keys", "status")


@pytest.mark.promise
@pytest.mark.parametrize(
    "command", [("rotate", "root"), ("rotate", "agency", "Riverside"), ("destroy-epoch", "Riverside", "1")]
)
def test_killed_at_any_step_and_run_again_all_opens(own_database, key_file, command):
    cast = make_cast()
    keys.instance_key("mfa")
    if command[0] == "destroy-epoch":
        ajar("keys", "rotate", "agency", "Riverside")
    step, ended = 0, False
    while not ended:
        step += 1
        ended = killed_at(step, lambda: ajar("keys", *command))
        assert names_open(cast) == EVERYBODY, f"killed at step {step}"
    ajar("keys", *command)
    assert names_open(cast) == EVERYBODY
    set_agency(cast.agency.pk)
    assert InstanceKey.objects.count() == 1
    assert step > 10, "the command was hardly begun when it ended"
    assert not [f for f in key_file.parent.iterdir() if f != key_file]
    if command[0] == "destroy-epoch":
        assert bytes(AgencyKey.objects.get(agency=cast.agency, kind="kek", epoch=1).wrapped) == b""
        assert len(rootkey.read()) == 1


def test_two_rotations_at_once_do_not_drop_each_others_key(own_database, key_file):
    make_cast()
    with rootkey.alone(key_file), pytest.raises(CommandError, match="Another command"):
        ajar("keys", "rotate", "root")
