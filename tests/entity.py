"""A browser at the entity's own host, and an officer of an office to sit at it."""

import re

from django.test import Client
from django.urls import reverse

from ajar.mandates import actions_entity

HOST = "court.testserver"
ENTITY = "ajar.config.urls_entity"
COOKIE = "office-ajar"


def officer(cast, office, name="J. Ruiz", known=True):
    """The worker behind an officer whom the manager invited for this office, and whom Amina knows."""
    email = f"{name.lower().replace(' ', '')}@court.example.org"
    row, _link = actions_entity.invite_officer(cast.mona, email=email, name=name, office=office)
    if known:
        actions_entity.know_officer(cast.amina, row)
    return row.worker


def at_court(worker=None, **how) -> Client:
    """A browser on the entity's host, signed in as this worker if one is named."""
    client = Client(SERVER_NAME=HOST, **how)
    if worker:
        client.force_login(worker)
        client.cookies[COOKIE] = client.cookies.pop("ajar").value
    return client


def at(name, *ids) -> str:
    """The address of a page of that host."""
    return reverse(name, urlconf=ENTITY, args=ids)


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
