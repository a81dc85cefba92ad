"""I-17, the keys' part: twenty people erased; once their epoch is destroyed no copy of the database opens them."""

import pytest
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap
from django.core.management import call_command

from ajar.access import keys, rootkey, seal
from ajar.access.middleware import set_agency
from ajar.access.models import AgencyKey, DataKey
from ajar.people import actions, protecting
from ajar.people.models import Person
from conftest import make_cast

ERASED = 20
pytestmark = pytest.mark.promise


def copy_of(agency) -> dict:
    """What a backup holds of the keys and of the names."""
    return {
        "keks": {k.pk: bytes(k.wrapped) for k in AgencyKey.objects.filter(agency=agency)},
        "data": list(DataKey.objects.filter(agency=agency).values_list("subject", "compartment", "kek_id", "wrapped")),
        "names": dict(Person.objects.filter(agency=agency).values_list("pk", "chosen_name")),
    }


def opened_from(backup, later=None) -> set:
    """Whose names somebody reads with that backup, today's root key file, and today's agency keys too."""
    keks = dict(backup["keks"])
    tries = [keks, {**keks, **{k: w for k, w in (later or {}).items() if w}}]
    found = set()
    for subject, compartment, kek, wrapped in backup["data"]:
        if compartment != seal.IDENTITY or subject not in backup["names"]:
            continue
        for held in tries:
            for root in rootkey.read():
                try:
                    data_key = aes_key_unwrap(aes_key_unwrap(root, held[kek]), bytes(wrapped))
                except (InvalidUnwrap, ValueError):
                    continue
                person = Person(pk=subject, agency_id=backup["agency"])
                cell, field = backup["names"][subject], Person._meta.get_field("chosen_name")
                cipher = seal.AESGCM(data_key)
                cipher.decrypt(cell[1:13], cell[13:], seal.bound_to(person, field))
                found.add(subject)
    return found


def test_i17_twenty_erasures_and_a_copy_from_before(own_database, key_file):
    cast = make_cast()
    people = [actions.start_person(cast.amina, chosen_name=f"Erased {n}") for n in range(ERASED)]
    stays = actions.start_person(cast.amina, chosen_name="Stays")
    backup = copy_of(cast.agency) | {"agency": cast.agency.pk}
    for person in people:
        protecting.erase(cast.pia, person)
    gone = {p.pk for p in people}
    for person in people:
        with pytest.raises((seal.KeyGone, Person.DoesNotExist)):
            _ = Person.objects.get(pk=person.pk).chosen_name
    # The control: until the epoch is destroyed, the copy opens. This is what the rest is for.
    assert gone <= opened_from(backup)
    call_command("keys", "rotate", "agency", "Riverside")
    call_command("keys", "destroy-epoch", "Riverside", "1")
    keys.forget_roots()
    set_agency(cast.agency.pk)
    today = {k.pk: bytes(k.wrapped) for k in AgencyKey.objects.filter(agency=cast.agency)}
    assert opened_from(backup, today) == set()
    with seal.keyring():
        assert Person.objects.get(pk=stays.pk).chosen_name == "Stays"


def test_i17_a_kept_root_key_keeps_backups_until_the_epoch_is_destroyed(own_database, key_file):
    """The order of docs/operators: turn over both, wait until old backups are gone, destroy."""
    cast = make_cast()
    person = actions.start_person(cast.amina, chosen_name="Erased")
    backup = copy_of(cast.agency) | {"agency": cast.agency.pk}
    protecting.erase(cast.pia, person)
    call_command("keys", "rotate", "agency", "Riverside")
    call_command("keys", "rotate", "root", "--keep-old")
    set_agency(cast.agency.pk)
    later = copy_of(cast.agency) | {"agency": cast.agency.pk}
    assert person.pk in opened_from(backup, later["keks"])
    call_command("keys", "destroy-epoch", "Riverside", "1")
    set_agency(cast.agency.pk)
    assert opened_from(backup, later["keks"]) == set()
    assert cast.person.pk in opened_from(later), "a backup from after the turn still opens"


def test_i17_a_hold_stops_an_erasure(own_database):
    cast = make_cast()
    for kind in ("legal", "safety"):
        hold = protecting.place_hold(cast.pia, cast.person, kind=kind, why="asked")
        with pytest.raises(ValueError, match="held"):
            protecting.erase(cast.pia, cast.person)
        with seal.keyring():
            assert Person.objects.get(pk=cast.person.pk).chosen_name == "Sara Quill"
        protecting.end_hold(cast.pia, hold)
    protecting.erase(cast.pia, cast.person)
    assert not DataKey.objects.filter(agency=cast.agency, subject=cast.person.pk).exists()
