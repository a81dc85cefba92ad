"""I-32: each page once per outcome leaves the lines that it should, and no others.

Looking: one line an hour for each record that is this person. Refused: one line, the same whether the record exists. A form that is not right: none beside
the look. A form that is kept: at least one line of the change, about this person, by who sent it.
"""

import random
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.utils.timezone import localdate

from ajar.access import audit
from ajar.access.models import AuditLine
from tests.planted import address, plant, uuid_kwargs
from tests.test_walls import pages

pytestmark = pytest.mark.promise
LOOKS = {*audit.OPENINGS}
# Forms that keep nothing about a person, or keep it for the writer only.
NO_CHANGE = {
    "/drafts/": "a draft holds words and makes no rows", "/language/": "a cookie", "/screen": "the sign-in's own state",
    "/lock/": "the sign-in's own state", "/sign-out/": "a sign-in event", "/stay/": "the sign-in's own state",
}  # fmt: skip


class Forms(HTMLParser):
    """The forms of a page that are sent by POST, filled in with something that could be true."""

    def __init__(self):
        super().__init__()
        self.forms, self.now, self.area, self.select = [], None, None, None

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "form" and (a.get("method") or "").lower() == "post":
            self.now = (a.get("action") or "", {})
            self.forms.append(self.now)
        if self.now is None or not (name := a.get("name")) and tag != "option":
            return
        fields = self.now[1]
        if tag == "input":
            kind = a.get("type", "text")
            if kind == "radio" or kind == "checkbox":
                if "checked" in a or (kind == "radio" and name not in fields and a.get("value")):
                    fields[name] = a.get("value") or "on"
            elif kind == "hidden":
                fields[name] = a.get("value") or ""
            elif kind not in {"submit", "button"}:
                plausible = {"date": str(localdate()), "time": "10:00", "number": "1"}
                fields[name] = a.get("value") or plausible.get(kind, "some words")
        elif tag == "textarea":
            fields[name] = "some words"
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and a.get("value"):
            if "selected" in a or not fields.get(self.select):
                fields[self.select] = a["value"]
        elif tag == "button" and a.get("value"):
            fields.setdefault(name, a["value"])

    def handle_endtag(self, tag):
        if tag == "form":
            self.now = None
        if tag == "select":
            self.select = None


def lines(cast) -> list:
    return list(AuditLine.objects.filter(agency=cast.agency).order_by("seq").values_list("verb", "subject", "actor_id"))


def new_lines(cast, do) -> tuple:
    """(answer, the lines that it left), undone afterwards."""
    before = len(lines(cast))
    undone = transaction.atomic()
    undone._from_testcase = True  # as the one around a test: `disclose` runs in no other
    with undone:
        answer = do()
        left = lines(cast)[before:]
        transaction.set_rollback(True)
    return answer, left


def test_i32_a_look_leaves_one_line_an_hour_and_nothing_else(cast):
    planted, wrong, looked = plant(cast.amina, blocked=cast.ben), [], 0
    client = Client(raise_request_exception=False)
    client.force_login(cast.amina)
    for page in pages(True):
        if "person_id" not in uuid_kwargs(page):
            continue
        where, _ = address(page, planted)

        def twice(where=where):
            first = client.get(where)
            middle = len(lines(cast))
            client.get(where)
            return first, len(lines(cast)) - middle

        (first, again), left = new_lines(cast, twice)
        if first.status_code == 200:
            looked += 1
            opened = [subject for verb, subject, _ in left if verb == "person.opened"]
            if opened.count(planted.person.pk) != 1 or len(opened) != len(set(opened)) or again:
                wrong.append((page.name, [verb for verb, _, _ in left], again))
            if {verb for verb, _, _ in left} - LOOKS:
                wrong.append((page.name, "looking wrote", left))
    assert wrong == []
    assert looked > 25


def test_i32_a_refused_look_leaves_one_line_the_same_for_a_record_and_for_none(cast):
    planted, wrong, asked = plant(cast.amina, blocked=cast.ben), [], 0
    client = Client(raise_request_exception=False)
    client.force_login(cast.chidi)
    for page in pages(True):
        if "person_id" not in uuid_kwargs(page):
            continue
        real, fake = address(page, planted)[0], address(page, planted, {})[0]
        one, left = new_lines(cast, lambda where=real: client.get(where))
        other, left_for_none = new_lines(cast, lambda where=fake: client.get(where))
        if one.status_code == 405 == other.status_code:
            continue  # it only takes POST, and looked at no record
        asked += 1
        verbs = [verb for verb, _, _ in left]
        if verbs != [verb for verb, _, _ in left_for_none] or len(verbs) != 1:
            wrong.append((page.name, one.status_code, verbs, [verb for verb, _, _ in left_for_none]))
    assert wrong == []
    assert asked > 40


def kept_without_a_line(cast, client, planted) -> tuple[list, int]:
    wrong, kept, seen = [], 0, set()
    for page in pages(True):
        if "person_id" not in uuid_kwargs(page):
            continue
        where, _ = address(page, planted)
        answer = client.get(where)
        if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
            continue
        reader = Forms()
        reader.feed(answer.content.decode())
        for action, fields in reader.forms:
            to = action or where
            if to.endswith("/between/said/"):  # "say it, write nothing": that it was chosen is not written either
                continue
            if to.endswith("/referrals/search/"):  # the search is a draft, forgotten with the lock; no record changes
                continue
            if any(to.startswith(known) for known in NO_CHANGE) or (to, tuple(sorted(fields))) in seen:
                continue
            seen.add((to, tuple(sorted(fields))))
            fields["once"] = str(uuid4())
            sent, left = new_lines(cast, lambda to=to, fields=fields: client.post(to, fields))
            changes = [(verb, subject) for verb, subject, _ in left if verb not in LOOKS]
            if sent.status_code == 302 and not sent.headers["Location"].startswith(("/again/", "/sign-in/", "/lock/")):
                kept += 1
                if not changes:
                    wrong.append((page.name, to.rsplit("/", 3)[1:], "kept without a line"))
                if any(actor != cast.amina.pk for _, _, actor in left):
                    wrong.append((page.name, "in somebody else's name"))
            elif "disclosure.refused" in dict(changes):  # a refusal is kept, and is an answer of 422 (decision 25)
                kept += 1
            elif sent.status_code in (400, 404, 409, 422) and [
                c for c in changes if c[0].startswith("person.not") is False
            ]:
                wrong.append((page.name, sent.status_code, changes))
            elif sent.status_code >= 500:
                wrong.append((page.name, to, sent.status_code))
    return wrong, kept


def test_i32_what_is_kept_leaves_its_line(cast):
    planted = plant(cast.amina, blocked=cast.ben)
    client = Client(raise_request_exception=False)
    client.force_login(cast.amina)
    wrong, kept = kept_without_a_line(cast, client, planted)
    assert wrong == []
    assert kept > 15


def test_i32_control_a_program_that_sometimes_forgets_its_line_is_caught(cast, monkeypatch):
    planted = plant(cast.amina, blocked=cast.ben)
    client = Client(raise_request_exception=False)
    client.force_login(cast.amina)
    honest, chance = audit._append, random.Random(32)
    monkeypatch.setattr(audit, "_append", lambda rows: honest(rows) if chance.random() < 0.7 else None)
    wrong, _ = kept_without_a_line(cast, client, planted)
    assert [w for w in wrong if w[-1] == "kept without a line"]
