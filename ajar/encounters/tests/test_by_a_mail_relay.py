"""A safe message goes by a real mail server, which learns the address, the name they chose and the neutral text, no more."""

import socketserver
import threading
from email import message_from_bytes, policy
from uuid import uuid4

import pytest
from django.urls import reverse

from ajar.encounters.tests.safely import send


class Relay(socketserver.ThreadingTCPServer):
    """As much of RFC 5321 as takes one letter. refuses: what it says to who the letter is for, when it does not take it."""

    allow_reuse_address, daemon_threads = True, True
    refuses = b""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Line)
        self.greeted, self.letters = [], []


class Line(socketserver.StreamRequestHandler):
    def say(self, words):
        self.wfile.write(words + b"\r\n")

    def handle(self):
        self.say(b"220 relay")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb in (b"EHLO", b"HELO"):
                self.server.greeted.append(line.split()[1].decode())
                self.say(b"250 8BITMIME")
            elif verb == b"RCPT" and self.server.refuses:
                self.say(self.server.refuses)
            elif verb == b"DATA":
                self.say(b"354 go on")
                self.server.letters.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                self.say(b"250 taken")
            elif verb == b"QUIT":
                self.say(b"221 bye")
                return
            else:
                self.say(b"250 fine")


@pytest.fixture
def relay(settings):
    server = Relay()
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    settings.MESSAGES_EMAIL_BACKEND, settings.EMAIL_USE_TLS = "ajar.press.carriers.Relay", False
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
    settings.MESSAGES_FROM = "hello@notes.example"
    yield server
    server.shutdown()
    server.server_close()


def test_it_goes_by_a_mail_server_that_learns_no_more_than_the_address_the_name_and_the_text(cast, sara, at, relay):
    row = send(cast, sara, "hello", "email")
    assert row.state == "sent" and relay.greeted == ["notes.example"], "not the name of this machine"
    [said] = relay.letters
    letter = message_from_bytes(said, policy=policy.default)
    assert (letter["To"], letter["Subject"], letter["From"]) == ("s@example.org", "Hello", '"M." <hello@notes.example>')
    assert letter.get_content().strip() == row.words.strip()
    for told in (cast.agency.name, cast.amina.name, cast.person.chosen_name, str(sara.pk), "ajar"):
        assert told.casefold() not in said.decode().casefold()


def test_a_letter_that_the_server_does_not_take_did_not_go_and_can_be_tried_again(client, cast, sara, at, relay):
    relay.refuses = b"451 not now"
    row = send(cast, sara, "hello", "email")
    assert (row.state, row.reason, relay.letters) == ("not-sent", "no answer", [])
    assert row.may_try_again
    relay.refuses = b""
    client.force_login(cast.amina)
    client.post(reverse("message-again", args=[sara.pk, row.pk]), {"version": row.version, "once": uuid4()})
    row.refresh_from_db()
    assert row.state == "sent" and len(relay.letters) == 1


def test_where_letters_have_to_be_sealed_on_the_way_nothing_goes_to_a_server_that_cannot(
    cast, sara, at, relay, settings
):
    settings.EMAIL_USE_TLS = True
    row = send(cast, sara, "hello", "email")
    assert row.state != "sent" and not relay.letters
