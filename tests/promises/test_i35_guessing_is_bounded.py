"""I-35: guessing is bounded, and whether there is such a worker cannot be found out by text, status or time."""

import statistics
import time

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils.crypto import get_random_string

from ajar.access import signin
from ajar.access.models import SignIn, Worker

pytestmark = pytest.mark.promise

PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def _empty_counts(db):
    cache.clear()


def address(n):
    return f"10.{n // 65536 % 256}.{n // 256 % 256}.{n % 256}"


def guesses(email, how_many, *, right_at=None, **more):
    """How many of so many tries, each from another address, were looked at; and whether the right one opened."""
    looked_at, opened = 0, False
    for n in range(how_many):
        password = PASSWORD if n == right_at else get_random_string(20)
        answer = Client().post(
            "/sign-in/",
            {"login": email, "password": password},
            REMOTE_ADDR=address(n + 1),
            **{k: v(n) for k, v in more.items()},
        )
        looked_at += "do not go together" in answer.content.decode()
        opened |= answer.status_code == 302
    return looked_at, opened


def test_i35_control_without_the_limit_30_guesses_are_30_looks(cast, monkeypatch):
    monkeypatch.setattr(signin, "REFUSAL_SECONDS", 0)
    with override_settings(ACCOUNT_RATE_LIMITS={"login_failed": None}):
        assert guesses(cast.amina.email, 30, right_at=29) == (29, True)


def test_i35_control_counted_by_host_name_a_changed_port_gives_new_tries(cast, monkeypatch):
    """What allauth does by itself: its key holds the host of the request, which the guesser writes."""
    monkeypatch.setattr(signin, "REFUSAL_SECONDS", 0)
    monkeypatch.delattr(signin.AccountAdapter, "_get_login_attempts_cache_key")
    looked_at, _ = guesses(cast.amina.email, 30, HTTP_HOST=lambda n: f"localhost:{8000 + n}")
    assert looked_at == 30


def test_i35_of_200_guesses_from_200_addresses_10_are_looked_at_and_the_right_one_after_them_is_not(cast, monkeypatch):
    monkeypatch.setattr(signin, "REFUSAL_SECONDS", 0)
    hosts = {"HTTP_HOST": lambda n: f"localhost:{8000 + n}"}
    assert guesses(cast.amina.email, 200, right_at=150, **hosts) == (10, False)
    assert guesses(cast.amina.email.upper(), 5, **hosts) == (0, False)  # the same account, written otherwise
    assert guesses(cast.dora.email, 1, right_at=0) == (0, True)  # and nobody else is kept out


def test_i35_a_flood_of_2000_made_up_names_does_not_push_the_count_out(cast, monkeypatch):
    monkeypatch.setattr(signin, "REFUSAL_SECONDS", 0)
    assert guesses(cast.amina.email, 12) == (10, False)
    for n in range(2000):
        cache.set(f"made-up-{n}", [time.time()], 900)
    assert guesses(cast.amina.email, 3) == (0, False)


def test_i35_control_a_cache_of_300_entries_forgets_the_count(cast, monkeypatch):
    monkeypatch.setattr(signin, "REFUSAL_SECONDS", 0)
    small = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "access_cache"}}
    with override_settings(CACHES=small):
        assert guesses(cast.amina.email, 12) == (10, False)
        for n in range(2000):
            cache.set(f"made-up-{n}", [time.time()], 900)
        assert guesses(cast.amina.email, 3)[0] > 0


def test_i35_after_100_guesses_an_address_gets_no_more(cast, monkeypatch):
    monkeypatch.setattr(signin, "REFUSAL_SECONDS", 0)
    seen = [
        Client().post("/sign-in/", {"login": f"n{n}@example.org", "password": "x" * 20}).status_code for n in range(110)
    ]
    assert seen.count(422) == 100 and seen.count(429) == 10


def test_i35_of_100_codes_of_the_second_step_10_are_looked_at(cast, monkeypatch):
    monkeypatch.setattr(signin, "REFUSAL_SECONDS", 0)
    looks = []
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.TOTP.validate_code", lambda self, code: looks.append(code))
    Authenticator.objects.create(user=cast.amina, type="totp", data={"secret": signin.MFAAdapter().encrypt("A" * 32)})
    for n in range(100):
        client = Client()
        assert (
            client.post(
                "/sign-in/", {"login": cast.amina.email, "password": PASSWORD}, REMOTE_ADDR=address(n)
            ).status_code
            == 302
        )
        assert client.post("/sign-in/second/", {"code": f"{n:06}"}, REMOTE_ADDR=address(n)).status_code in (422, 429)
    assert len(looks) == 10


def test_i35_the_pin_gets_5_tries_over_40_devices_at_once(cast, monkeypatch):
    from django.contrib.auth.hashers import make_password

    Worker.objects.filter(pk=cast.amina.pk).update(pin=make_password("482913"))
    devices = [Client() for _ in range(40)]
    for one in devices:
        one.force_login(cast.amina)
        one.post("/lock/", {"cover": "1"})
    looks = []
    real = signin.check_password
    monkeypatch.setattr(signin, "check_password", lambda *a: looks.append(a[0]) or real(*a))
    for n, one in enumerate(devices):
        one.post("/lock/", {"pin": f"{n:06}"})
    assert len(looks) == 5
    assert SignIn.objects.filter(worker=cast.amina, locked=False).count() == 0


def shape(answer):
    """What a guesser sees, without what is new in each answer and what they typed themselves."""
    import re

    html = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|value="[^"]*@example.org"', "", answer.content.decode())
    return answer.status_code, html, sorted(set(answer.headers) - {"Set-Cookie", "Content-Length"})


def test_i35_20_tries_at_real_disabled_invited_and_made_up_names_look_the_same_throughout(cast, monkeypatch):
    monkeypatch.setattr(signin, "REFUSAL_SECONDS", 0)
    Worker.objects.filter(pk=cast.ben.pk).update(is_active=False)
    cast.chidi.set_unusable_password()
    cast.chidi.save()
    for n in range(20):
        seen = {
            shape(Client().post("/sign-in/", {"login": email, "password": password}, REMOTE_ADDR=address(n * 4 + k)))[:2]
            for k, (email, password) in enumerate([
                (cast.amina.email, "not the right one"), (cast.ben.email, PASSWORD),
                (cast.chidi.email, PASSWORD), ("nobody@example.org", PASSWORD),
            ])
        }  # fmt: skip
        assert len(seen) == 1, n


def medians(cast, pairs):
    """Median seconds of a refusal for names that exist and names that do not, taken in turn; and what difference is
    too small to tell: 10 ms, or on a machine that is busy with other things a quarter of the middle half's spread."""
    took = {True: [], False: []}
    for n in range(pairs):
        for real in (True, False) if n % 2 else (False, True):
            cache.clear()
            email = cast.amina.email if real else f"nobody{n:06}@example.org"
            began = time.perf_counter()
            Client().post("/sign-in/", {"login": email, "password": get_random_string(20)}, REMOTE_ADDR=address(n))
            took[real].append(time.perf_counter() - began)
    low, middle, high = statistics.quantiles(took[False], n=4)
    return statistics.median(took[True]), middle, max(0.010, (high - low) / 4)


def test_i35_time_over_40_pairs_tells_no_one_apart_by_10_ms_even_when_the_log_is_slow(cast, slow_log):
    real, made_up, too_small = medians(cast, 40)
    assert abs(real - made_up) < too_small, (real, made_up, too_small)


def test_i35_control_without_the_pause_10_pairs_tell(cast, slow_log, monkeypatch):
    monkeypatch.setattr(signin, "REFUSAL_SECONDS", 0)
    real, made_up, too_small = medians(cast, 10)
    assert real - made_up > too_small, (real, made_up, too_small)


@pytest.fixture
def slow_log(monkeypatch):
    """A disk that takes 60 ms to keep the line which only a real name leaves."""
    say = signin._say
    monkeypatch.setattr(signin, "_say", lambda *a: (time.sleep(0.06), say(*a)))


def hashes(email, monkeypatch):
    """How many times a password was hashed for one try at this name: it is what takes the time."""
    done = []
    real = MD5PasswordHasher.encode
    with monkeypatch.context() as patch:
        patch.setattr(MD5PasswordHasher, "encode", lambda *a, **k: done.append(1) or real(*a, **k))
        Client().post("/sign-in/", {"login": email, "password": "not the right one"})
    return len(done)


def test_i35_a_real_a_disabled_an_invited_and_a_made_up_name_cost_the_same_hashing(cast, monkeypatch):
    monkeypatch.setattr(signin, "REFUSAL_SECONDS", 0)
    Worker.objects.filter(pk=cast.ben.pk).update(is_active=False)
    cast.chidi.set_unusable_password()
    cast.chidi.save()
    names = [cast.amina.email, cast.ben.email, cast.chidi.email, "nobody@example.org"]
    assert {hashes(name, monkeypatch) for name in names} == {1}


def test_i35_control_without_the_hash_for_nobody_the_count_tells(cast, monkeypatch):
    monkeypatch.setattr(signin, "REFUSAL_SECONDS", 0)
    monkeypatch.setattr(signin.Backend, "_mitigate_timing_attack", lambda self, password: None)
    assert [hashes(name, monkeypatch) for name in (cast.amina.email, "nobody@example.org")] == [1, 0]
