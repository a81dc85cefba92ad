"""What carries a message out of the house: e-mail by Django's mail, a text message by an adapter. Knows no person.

Each takes `key`, which names the message and nothing else: a carrier that can tell carries the same key once. Nothing is
logged here, and what went wrong is told as one word (`NotCarried.why`), never with an address or a text.
"""

import json
import os
from email.utils import formataddr, make_msgid, parseaddr
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.utils.module_loading import import_string


class NotCarried(Exception):
    """It did not go. why: "no answer" (nothing went, so that it may be tried again), or "unknown"."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


def email(key: str, *, to: str, name: str, subject: str, words: str) -> None:
    """A plain e-mail in somebody's name, from the neutral address of the installation. Raises NotCarried."""
    sender = settings.MESSAGES_FROM
    domain = _domain()
    letter = EmailMessage(
        subject, words, formataddr((name, sender)), [to],
        headers={"Message-ID": f"<{key}@{domain}>"},
        connection=get_connection(settings.MESSAGES_EMAIL_BACKEND),
    )  # fmt: skip
    try:
        letter.send()
    except OSError:  # the mail server does not answer, or refuses; SMTP errors are OSErrors too
        raise NotCarried("no answer") from None
    except Exception:  # whatever else a backend meets: nothing of it may reach a log with what it carried
        raise NotCarried("unknown") from None


def sms(key: str, *, to: str, words: str) -> None:
    """A text message, by the adapter that the settings name. Raises NotCarried."""
    try:
        import_string(settings.MESSAGES_SMS)(key, to, words)
    except NotCarried:
        raise
    except OSError:
        raise NotCarried("no answer") from None
    except Exception:
        raise NotCarried("unknown") from None


def sms_files(key: str, to: str, words: str) -> None:
    """The adapter that comes with the house: one file a message, for a modem or a gateway that reads the folder."""
    _write("sms", f"{key}.json", json.dumps({"to": to, "words": words}, ensure_ascii=False).encode())


def _domain() -> str:
    """The neutral domain that messages come from."""
    return parseaddr(settings.MESSAGES_FROM)[1].rpartition("@")[2] or "localhost"


class Relay(EmailBackend):
    """E-mail by the relay of the installation. It is greeted in the name of the neutral domain: the name of this machine, which
    may be the agency's, would stand in the head of each letter (Received, RFC 5321 4.4)."""

    @property
    def connection_class(self):
        begin = super().connection_class
        return lambda host, port, **more: begin(host, port, **(more | {"local_hostname": _domain()}))


class MailFiles(BaseEmailBackend):
    """E-mail as one file a message, under AJAR_HOME."""

    def send_messages(self, email_messages):
        for letter in email_messages:
            key = letter.extra_headers.get("Message-ID", make_msgid()).strip("<>").partition("@")[0]
            _write("email", f"{key}.eml", letter.message().as_bytes())
        return len(email_messages)


def _write(folder: str, name: str, said: bytes) -> None:
    """A whole file that its owner alone may read, or none. A name that is there was carried before, and stays."""
    place = Path(settings.HOME) / "messages" / folder
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    if (place / name).exists():
        return
    half = place / f".{name}.half"
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(said)
        file.flush()
        os.fsync(file.fileno())
    half.rename(place / name)
