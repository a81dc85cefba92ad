"""I-11: whom a person blocked learns nothing: not from a page, a code, a header, a count, a list or the time it takes.

The same request for a blocked person and for one who does not exist, 100 pairs of each kind. The control asks as
a colleague who is not blocked: the answers then differ, so the comparison can see.
"""

import re
import statistics
import time
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from ajar.access.models import AuditLine
from ajar.conftest import _in_the_agency  # noqa: F401
from ajar.people import actions, forms, protecting, search
from ajar.people.models import Tries
from ajar.people.queries import labels

pytestmark = [pytest.mark.promise, pytest.mark.django_db]

PAIRS = 100
TOKEN = re.compile(
    rb'name="(csrfmiddlewaretoken|once)" value="[^"]*"|value="[0-9a-f-]{36}"|id="id_once"[^>]*|data-lock-in="\d+"'
)


@pytest.fixture
def blocked(cast):
    person = actions.start_person(cast.amina, chosen_name="Noor Hidden", code="RAIN-ELM-07")
    protecting.place_block(cast.dora, person, worker=cast.amina)
    return person


def pages(patterns=None):
    """Every page of the real table that names one person and nothing else, whoever adds it later too."""
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and set(pattern.pattern.converters) == {"person_id"}:
            yield pattern.name


def plain(answer, *ids) -> tuple:
    """Status, headers and body of an answer, without the tokens that differ between any two requests and the id asked for."""
    body = TOKEN.sub(b"", answer.content)
    for one in ids:
        body = body.replace(str(one).encode(), b"ID")
    headers = {
        name: value
        for name, value in answer.headers.items()
        if name not in ("Content-Length", "X-Request-Id", "X-Lock-In")
    }
    headers = {name: re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "ID", value) for name, value in headers.items()}
    headers["Content-Security-Policy"] = sorted(headers["Content-Security-Policy"].split("; "))
    return answer.status_code, sorted(headers.items(), key=str), body, sorted(answer.cookies)


def both(client, page, person, never, method="get", data=None):
    return [plain(getattr(client, method)(reverse(page, args=[one]), data or {}), one) for one in (person.pk, never)]


def test_100_pairs_and_every_page_of_a_person_answer_alike(client, cast, blocked):
    names = sorted(set(pages()))
    assert {"person", "person-words", "who-looked", "blocks"} <= set(names)
    client.force_login(cast.dora)
    one, other = both(client, "person-words", blocked, uuid.uuid4())
    assert one != other  # control: whoever is not blocked sees a difference
    client.force_login(cast.amina)
    pairs = 0
    while pairs < PAIRS:
        for name in names:
            for method in ("get", "post"):
                one, other = both(client, name, blocked, uuid.uuid4(), method)
                assert one == other and one[0] in (403, 404, 405), (name, method, one[0], other[0])
                pairs += 1
    # What the trace says of the two is alike as well.
    lines = AuditLine.objects.filter(actor=cast.amina, verb="person.not opened")
    assert lines.filter(thing_id=blocked.pk).exists() and set(lines.values_list("subject", flat=True)) == {None}
    assert not AuditLine.objects.filter(actor=cast.amina, verb="person.opened", subject=blocked.pk).exists()


def ask(client, route, data, strip=()):
    answer = client.post(reverse(route), data)
    body = answer.content
    for word in strip:
        body = body.replace(word.encode(), b"WORD").replace(word.lower().encode(), b"WORD")
    return (answer.status_code, TOKEN.sub(b"", body))


def test_100_pairs_of_questions_find_a_blocked_person_as_little_as_one_who_never_was(client, cast, blocked):
    questions = [
        ("find", "find", "Noor Hidden", "Nuur Hodden", {}),
        ("find", "find", "noo", "nuu", {}),
        ("find", "find", "RAIN-ELM-07", "RAIN-ELM-08", {}),
        ("break-glass", "who", "Noor Hidden", "Nuur Hodden", {"why": "He cannot speak and I need to know."}),
        ("break-glass", "who", "RAIN-ELM-07", "RAIN-ELM-08", {"why": "He cannot speak and I need to know."}),
    ]
    client.force_login(cast.dora)
    one, other = (ask(client, "find", {"find": typed}, (typed,)) for typed in ("Noor Hidden", "Nuur Hodden"))
    assert one != other  # control
    client.force_login(cast.amina)
    for n in range(PAIRS // len(questions)):
        for route, name, there, never, more in questions:
            Tries.objects.all().delete()  # the pairs are compared, not the pause after twenty
            one = ask(client, route, {name: there, **more}, (there, never))
            tries = sorted(Tries.objects.values_list("kind", "count"))
            Tries.objects.all().delete()
            other = ask(client, route, {name: never, **more}, (there, never))
            assert one == other, (n, route, there)
            assert tries == sorted(Tries.objects.values_list("kind", "count"))
    assert search.possible_doubles(cast.amina, "Noor Hidden").people == []
    assert blocked.pk not in {person.pk for person in search.my_recent(cast.amina)}
    assert labels(cast.amina, [blocked.pk]) == {}
    choice = forms.sealed_choice(blocked.pk, cast.amina)
    Tries.objects.all().delete()
    answer = client.post(
        reverse("break-glass"), {"who": "Noor Hidden", "why": "He cannot speak and I need to know.", "choice": choice}
    )
    assert answer.status_code == 422


def timed(client, make) -> tuple[float, float]:
    """Milliseconds of one request: of this process alone, and on the wall."""
    own, wall = time.thread_time(), time.perf_counter()
    make(client)
    return (time.thread_time() - own) * 1000, (time.perf_counter() - wall) * 1000


def shape(client, make) -> list[str]:
    """The statements of a request without their values: the same questions take the same way through the database."""
    Tries.objects.all().delete()
    with CaptureQueriesContext(connection) as captured:
        make(client)
    return [re.sub(r"'[^']*'|\b[0-9a-f]{16,}\b|\d+", "?", query["sql"]) for query in captured]


@pytest.mark.parametrize("question", ["page", "name", "card"])
def test_100_pairs_take_as_long_within_5_ms_of_the_median(client, cast, blocked, question):
    def there(client):
        if question == "page":
            return client.get(reverse("person-words", args=[blocked.pk]))
        return client.post(reverse("find"), {"find": "noor hidden" if question == "name" else "rain elm 07"})

    def never(client):
        if question == "page":
            return client.get(reverse("person-words", args=[gone]))
        return client.post(reverse("find"), {"find": "nuur hodden" if question == "name" else "rain elm 08"})

    gone = uuid.uuid4()
    client.force_login(cast.amina)

    def slow(client):
        until = time.thread_time() + 0.02
        while time.thread_time() < until:
            pass
        return never(client)

    pairs: dict = {"there": [], "never": [], "slow": []}
    for n in range(PAIRS + 5):
        order = [("there", there), ("never", never)] if n % 2 else [("never", never), ("there", there)]
        for name, make in [*order, ("slow", slow)] if n < 25 else order:
            Tries.objects.all().delete()
            pairs[name].append(timed(client, make))
    times = {name: [own for own, _ in rows[5:]] for name, rows in pairs.items()}
    median = {name: statistics.median(values) for name, values in times.items()}
    assert median["slow"] - median["never"] > 5  # control: 20 ms more would be seen
    assert abs(median["there"] - median["never"]) < 5, median
    # On the wall other work of the machine is in the figures: 5 ms, or what the noise of these pairs cannot tell.
    apart = [a[1] - b[1] for a, b in zip(pairs["there"][5:], pairs["never"][5:], strict=True)]
    noise = 3 * 1.2533 * statistics.stdev(apart) / len(apart) ** 0.5
    assert abs(statistics.median(apart)) < max(5, noise), (statistics.median(apart), noise)
    assert shape(client, there) == shape(client, never)
