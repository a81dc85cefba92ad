"""A crew is told in a medical emergency (42 CFR 2.51). It was said aloud before anything here; this writes it down at once."""

from uuid import UUID, uuid4, uuid5

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from ajar.consents import actions as consents
from ajar.consents import queries
from ajar.consents.disclosing import Item, Request, disclose
from ajar.consents.facts import Basis, DataClass, Event, Purpose
from ajar.encounters import actions, rules


def tell_crew(actor, person, *, took, medicine, kind, sure, who="", facility="", nature="", once: UUID | None = None):
    """The release as it was said, with what is known of who was told, where they work, and what it was. Gives the Release,
    or None where this form was sent before.

    What is missing of these stands first on Today until somebody writes it down. Raises what `disclose` raises.
    """
    once = once or uuid4()
    name = ", ".join(part for part in (who.strip(), facility.strip()) if part) or _("the crew that came")
    crew = consents.add_recipient(actor, person, once=once, kind=kind, name=name, verified_how=sure, medical=True)
    if queries.told_to(actor, person, crew):
        return None
    out = disclose(actor, person, _request(actor, crew, took, medicine, who, facility, nature))
    if out.released and not all(part.strip() for part in (who, facility, nature)):
        actions.plan_followup(
            actor, person, once=uuid5(once, "facts"), kind="task", day=rules.local_day(timezone.now(), rules.zone_of(actor)),
            what=_("Write down the emergency: who was told, where they work, what it was."), safety=True,
        )  # fmt: skip
    return out


def _request(actor, crew, took, medicine, who, facility, nature) -> Request:
    said = [
        (DataClass.SELF_REPORTED_USE, "What they took", took),
        (DataClass.MEDICATION, "Medicine and allergies", medicine),
    ]
    items = tuple(Item(one, lambda pair=(head, text): [pair]) for one, head, text in said if text.strip())
    at = formats.date_format(rules.local(timezone.now(), rules.zone_of(actor)), "Y-m-d H:i")
    facts = [("Told", who), ("Works at", facility), ("By", actor.name), ("When", at), ("What it was", nature)]
    return Request(
        recipient=crew, purpose=Purpose.TREAT, basis=Basis.MEDICAL_EMERGENCY, items=items, channel="phone",
        title="Said in a medical emergency", event=Event(emergency=True, consent_impossible=True),
        event_words="\n".join(f"{head}: {text.strip() or '?'}" for head, text in facts),
    )  # fmt: skip
