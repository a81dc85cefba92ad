"""Turning keys over: each step may be cut off by a kill, and the same command run again goes on from there.

What order makes safe: a new root key is in the file before anything is wrapped by it, and the old one leaves the
file only when everything that lives opens without it. An epoch that nobody lives on is not carried over to a new
root key: once the root key that wrapped it is gone, no copy of the database, however old, opens what was under it.
"""

import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from django.db import transaction
from django.db.models import Count
from django.utils.timezone import now

from ajar.access import audit, keys, rootkey
from ajar.access.founding import system_of
from ajar.access.middleware import set_agency
from ajar.access.models import Agency, AgencyKey, DataKey, InstanceKey

BATCH = 500


class Refused(Exception):
    """The keys are in use, or are not what the command takes them for. Nothing was changed."""


@dataclass
class Epoch:
    number: int
    made_at: object
    destroyed_at: object
    living: int  # data keys on it


def each_agency():
    """Every agency in turn, set on the connection while it is at hand."""
    try:
        for agency in Agency.objects.order_by("made_at", "id"):
            set_agency(agency.pk)
            yield agency
    finally:
        set_agency(None)


def epochs_of(agency) -> list[Epoch]:
    """The agency must be on the connection."""
    living = dict(
        DataKey.objects.filter(agency=agency).values_list("kek_id").annotate(n=Count("id")).values_list("kek_id", "n")
    )
    return [
        Epoch(key.epoch, key.made_at, key.destroyed_at, living.get(key.pk, 0))
        for key in AgencyKey.objects.filter(agency=agency, kind="kek").order_by("epoch")
    ]


def under_the_newest_root() -> tuple[int, int]:
    """How many wrapped keys open with the first key of the file, of how many that are to be kept."""
    newest = rootkey.read()[0]
    kept = [key for agency in each_agency() for key in _kept(agency)] + list(InstanceKey.objects.all())
    return sum(_opens(key, newest) for key in kept), len(kept)


def _all_moved() -> bool:
    opened, every = under_the_newest_root()
    return opened == every


def rotate_root(say, *, keep_old: bool = False) -> None:
    """A new root key: written, everything kept wrapped by it, the old one dropped (or left, for older backups)."""
    with rootkey.alone(rootkey.path()) as file:
        _rotate_root(file, say, keep_old)


def _rotate_root(file, say, keep_old) -> None:
    roots = rootkey.read(file)
    if len(roots) == 1 or (keep_old and _all_moved()):
        roots = [secrets.token_bytes(rootkey.KEY_BYTES), *roots]
        rootkey.write(roots, file)
        say("A new root key is in the file, before the old one.")
    else:
        say("The file holds more than one root key: going on from where it was left.")
    keys.forget_roots()
    moved = 0
    for agency in each_agency():
        with transaction.atomic():
            keys.one_at_a_time()
            moved += sum(_rewrap(key, roots[0]) for key in _kept(agency))
            audit.noted(system_of(agency), "keys.root rotated", agency)
    with transaction.atomic():
        keys.one_at_a_time()
        moved += sum(_rewrap(key, roots[0]) for key in InstanceKey.objects.all())
    say(f"{moved} keys wrapped anew.")
    if keep_old:
        say("The old root key stays in the file for older backups. `ajar keys destroy-epoch` drops it.")
    else:
        _drop_old_roots(file, say)


def _drop_old_roots(file, say) -> None:
    """Leave only the first key in the file, once everything kept opens with it. Epochs left behind are gone then."""
    newest, *old = rootkey.read(file)
    if not old:
        return
    with transaction.atomic():
        keys.one_at_a_time()  # until the file is written nobody wraps a key by an old root
        opened, every = under_the_newest_root()
        if opened < every:
            raise Refused(f"{opened} of {every} keys open with the newest root key. Run `ajar keys rotate root` again.")
        for agency in each_agency():
            for key in AgencyKey.objects.filter(agency=agency, kind="kek", destroyed_at=None):
                if not _opens(key, newest):
                    _zero(key)
        rootkey.write([newest], file)
    keys.forget_roots()
    say("The old root key is gone from the file. Backups from before the new one do not open any more.")


def rotate_agency(agency, say) -> None:
    """A new epoch, and every data key wrapped by it. The agency must be on the connection."""
    newest = keys.newest_kek(agency.pk)
    older = DataKey.objects.filter(agency=agency).exclude(kek=newest)
    if older.exists():
        say(f"Some data keys are not on epoch {newest.epoch} yet: going on from where it was left.")
    else:
        with transaction.atomic():
            keys.one_at_a_time()
            newest = AgencyKey.objects.create(
                agency=agency, kind="kek", epoch=newest.epoch + 1, made_at=now(),
                wrapped=keys.wrap_by_root(secrets.token_bytes(32)),
            )  # fmt: skip
            audit.noted(system_of(agency), "keys.epoch made", newest)
        say(f"Epoch {newest.epoch} is made.")
    wrapper = keys.open_by_root(newest.wrapped)
    done = 0
    while batch := _rewrap_batch(agency, newest, wrapper):
        done += batch
    on_it = DataKey.objects.filter(agency=agency, kek=newest).count()
    every = DataKey.objects.filter(agency=agency).count()
    audit.noted(system_of(agency), "keys.epoch entered", newest)
    say(f"{done} data keys wrapped anew; {on_it} of {every} are on epoch {newest.epoch}.")


def _rewrap_batch(agency, newest, wrapper: bytes) -> int:
    with transaction.atomic():
        rows = DataKey.objects.filter(agency=agency).exclude(kek=newest).select_related("kek")
        batch = list(rows.select_for_update(of=("self",)).order_by("id")[:BATCH])
        for row in batch:
            key = aes_key_unwrap(keys.open_by_root(row.kek.wrapped), bytes(row.wrapped))
            row.kek, row.wrapped = newest, aes_key_wrap(wrapper, key)
        DataKey.objects.bulk_update(batch, ["kek", "wrapped"])
    return len(batch)


def destroy_epoch(agency, number: int, say) -> None:
    """Make an epoch that nobody lives on impossible to open, in every copy of the database. See the module's text."""
    with rootkey.alone(rootkey.path()) as file:
        key = may_be_destroyed(agency, number)
        # First everything that lives goes under a root key that this epoch was never wrapped by.
        while not _all_moved() or (key.destroyed_at is None and _opens(key, rootkey.read(file)[0])):
            _rotate_root(file, say, keep_old=True)
        set_agency(agency.pk)
        _destroy(agency, number, say)
        _drop_old_roots(file, say)
        set_agency(agency.pk)


def _destroy(agency, number, say) -> None:
    with transaction.atomic():
        key = may_be_destroyed(agency, number)
        if key.destroyed_at is None:
            _zero(key)
            audit.noted(system_of(agency), "keys.epoch destroyed", key)
            say(f"Epoch {number} is destroyed.")
        else:
            say(f"Epoch {number} was destroyed on {key.destroyed_at:%Y-%m-%d}.")


def may_be_destroyed(agency, number) -> AgencyKey:
    """The epoch's key, locked when in a transaction; nobody can begin to live on it meanwhile (`keys.newest_kek`)."""
    rows = AgencyKey.objects.filter(agency=agency, kind="kek", epoch=number)
    if transaction.get_connection().in_atomic_block:
        rows = rows.select_for_update(of=("self",))
    key = rows.first()
    if key is None:
        raise Refused(f"There is no epoch {number}.")
    if key.destroyed_at is None and key.pk == keys.newest_kek(agency.pk).pk:
        raise Refused(f"Epoch {number} is the newest. Run `ajar keys rotate agency` first.")
    if living := DataKey.objects.filter(agency=agency, kek=key).count():
        raise Refused(f"{living} data keys live on epoch {number}. Run `ajar keys rotate agency` first.")
    return key


def _kept(agency) -> list[AgencyKey]:
    """The agency's keys that go on living: all but superseded epochs without a data key."""
    rows = list(AgencyKey.objects.filter(agency=agency, destroyed_at=None).order_by("-epoch"))
    used = set(DataKey.objects.filter(agency=agency).values_list("kek_id", flat=True).distinct())
    newest = next(row for row in rows if row.kind == "kek")
    return [row for row in rows if row.kind != "kek" or row.pk in used or row is newest]


def _opens(key, root: bytes) -> bool:
    try:
        aes_key_unwrap(root, bytes(key.wrapped))
    except InvalidUnwrap:
        return False
    return True


def _rewrap(key, root: bytes) -> int:
    if _opens(key, root):
        return 0
    key.wrapped = aes_key_wrap(root, keys.open_by_root(key.wrapped))
    key.save(update_fields=["wrapped"])
    return 1


def _zero(key) -> None:
    key.wrapped, key.destroyed_at = b"", now()
    key.save(update_fields=["wrapped", "destroyed_at"])
