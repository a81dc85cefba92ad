"""Made-up places to send somebody to, told as a file of services would tell them (HSDS 3.0)."""

import uuid

from ajar.access.founding import system_of
from ajar.directory import actions

_NAMES = uuid.UUID("5f0c7a52-1d3e-4d39-9b3e-6a5f5d2b8c11")
EVERY_DAY = "MO,TU,WE,TH,FR,SA,SU"
WEEKDAYS = "MO,TU,WE,TH,FR"

# (name, of whom, what, marks, languages, (days, opens, closes, in words), (street, latitude, longitude), phone)
PLACES = [
    ("Harbor House night shelter", "Harbor House",
     "Beds each night for women and trans people. Children are welcome. No test to stay. No ID needed.",
     ["for women", "trans safe", "children welcome", "no id", "no drug test"], ["en", "es"],
     (EVERY_DAY, "18:00", "09:00", "Every day, 6 pm to 9 am"), ("12 Quay Street", 42.101, -71.301), "555-0171"),
    ("Drop-in kitchen", "St. Anne's",
     "A hot meal and a food pantry. No ID needed, pets are welcome.", ["no id", "pets welcome"], ["en", "es"],
     (EVERY_DAY, "12:00", "14:00", "Every day, noon to 2 pm"), ("40 Chapel Lane", 42.108, -71.309), "555-0172"),
    ("Lantern health center", "Lantern Health",
     "A doctor and a nurse without an appointment. Wounds, hepatitis C, methadone and buprenorphine welcome.",
     ["methadone welcome"], ["en", "es"], (WEEKDAYS, "09:00", "17:00", "Monday to Friday, 9 am to 5 pm"),
     ("3 Mill Road", 42.096, -71.296), "555-0173"),
    ("Legal help on Thursdays", "Open Bench",
     "A lawyer for eviction, custody, warrants and benefits. Free.", [], ["en", "es"],
     ("TH", "13:00", "18:00", "Thursdays, 1 pm to 6 pm"), ("7 Court Square", 42.103, -71.305), "555-0174"),
    ("Women's group for drinking less", "Kind Company",
     "A group for women who want to drink less or keep it in bounds. You need not stop.", ["moderation welcome", "for women"], ["en"],
     ("TU", "18:30", "20:00", "Tuesdays, 6:30 pm to 8 pm"), ("22 Elm Street", 42.112, -71.311), "555-0175"),
    ("Counseling with an imam", "Masjid An-Nur",
     "Talk in confidence with an imam. A faith place; anyone may come.", ["faith based"], ["en", "ar"],
     ("FR,SU", "14:00", "17:00", "Fridays and Sundays, 2 pm to 5 pm"), ("81 North Avenue", 42.118, -71.299), "555-0176"),
    ("Baby things and a feeding nurse", "Cradle",
     "Diapers, clothes, and a nurse for any way of feeding a baby. All parents.", ["children welcome"], ["en", "es"],
     ("MO,WE", "10:00", "15:00", "Mondays and Wednesdays, 10 am to 3 pm"), ("5 Garden Row", 42.099, -71.303), "555-0177"),
    ("Safe place line and advocates", "Blue Door",
     "For anyone hurt by somebody near: a place, a plan, a person to call with. The address is not given out.",
     ["confidential", "trans safe", "children welcome"], ["en", "es"],
     (EVERY_DAY, "00:00", "00:00", "Day and night"), ("", 42.1, -71.3), "555-0178"),
]  # fmt: skip
_LANGUAGES = {"en": "English", "es": "Spanish", "ar": "Arabic"}


def tell(people) -> None:
    actor = system_of(people.agency)
    run = actions.begin_import(actor, file="made-up places", digest=_id("run").replace("-", ""), total=len(PLACES))
    actions.keep_records(actor, run=run, records=[("service", _document(*place)) for place in PLACES])
    actions.end_import(actor, run=run)


def _id(*said) -> str:
    return str(uuid.uuid5(_NAMES, "/".join(said)))


def _document(name, owner, what, marks, languages, hours, spot, phone) -> dict:
    days, opens, closes, in_words = hours
    street, latitude, longitude = spot
    address = {
        "id": _id(name, "address"), "address_1": street or "not given", "city": "Riverton", "state_province": "MA",
        "postal_code": "01999", "country": "US", "address_type": "physical",
    }  # fmt: skip
    schedule = {
        "id": _id(name, "hours"), "freq": "WEEKLY", "byday": days, "opens_at": opens, "closes_at": closes,
        "description": in_words,
    }  # fmt: skip
    location = {
        "id": _id(name, "location"), "location_type": "physical", "name": owner, "latitude": latitude,
        "longitude": longitude, "addresses": [address],
    }  # fmt: skip
    return {
        "id": _id(name), "name": name, "status": "active", "description": what,
        "organization": {"id": _id(owner, "organization"), "name": owner, "description": "Made up, for the demo."},
        "phones": [{"id": _id(name, "phone"), "number": phone}],
        "languages": [{"id": _id(name, code), "code": code, "name": _LANGUAGES[code]} for code in languages],
        "attributes": [
            {
                "id": _id(name, "mark", mark), "link_entity": "service",
                "taxonomy_term": {"id": _id("term", mark), "code": mark, "name": mark, "description": mark},
            }
            for mark in marks
        ],
        "service_at_locations": [{"id": _id(name, "at"), "location": location, "schedules": [schedule]}],
    }  # fmt: skip
