"""The paper that leaves: what was let through, the notice of 42 CFR 2.32 on its first page and in its foot, and what the
consent under it says and does not say."""

from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from ajar.consents import notices, papers
from ajar.consents.facts import DataClass, Purpose
from ajar.consents.models import ConsentRecipient
from ajar.press import pdf

STYLE = Path(__file__).parent / "static" / "consents" / "outgoing.css"


def render(actor, person, asked, decision, words) -> tuple[bytes, str]:
    """(bytes, media type) of what leaves. words: a list of pairs (heading, text) for each item that was let through.

    In English, the language of those who receive it; the words of the person in theirs.
    """
    with translation.override("en"):
        shows = context(actor, asked, decision, words)
        if asked.channel == "phone":
            return render_to_string("consents/script.txt", shows).strip().encode(), "text/plain"
        return pdf.render(render_to_string("consents/outgoing.html", shows), styles=[STYLE]), "application/pdf"


def context(actor, asked, decision, words) -> dict:
    consent = asked.consent
    return {
        "sample": settings.DEMO,
        "agency": actor.agency,
        "recipient": asked.recipient,
        "title": asked.title,
        "words": words,
        "long": notices.statement() if decision.notice else None,
        "short": notices.statement(long=False) if decision.notice else None,
        "explained": explained(consent) if decision.notice and asked.channel != "phone" else None,
    }


def explained(consent) -> dict:
    """What a consent lets be told, to whom, for what, until when: the clear explanation of its scope that 2.32 asks for."""
    named = ConsentRecipient.objects.filter(consent=consent).select_related("recipient")
    return {
        "to": [row.recipient.called for row in named],
        "classes": names(DataClass, consent.classes + " " + consent.by_hand),
        "purposes": names(Purpose, consent.purposes),
        "signed_on": consent.signed_on,
        "since": consent.since,
        "until": consent.until,
        "expires_on": consent.expires_on,
        "expires_event": consent.expires_event,
        "case_ref": consent.case_ref,
    }


def names(of, text) -> list:
    """What each word of a packed line is called, in the language of the page."""
    known = set(text.split())
    return [papers.meaning(word).name for word in of if word in known]
