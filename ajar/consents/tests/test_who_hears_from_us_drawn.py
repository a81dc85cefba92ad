"""Who may be told something, as a drawing that both look at: an arrow for each who is named now, a line with a stop for what was agreed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from ajar.consents import actions
from ajar.people.queries import open_person


@pytest.fixture
def there(client, cast):
    client.force_login(cast.amina)
    cast.client, cast.sara = client, open_person(cast.amina, cast.person.pk)
    return cast


def drawing(cast) -> str:
    page = cast.client.get(reverse("sharing", args=[cast.person.pk])).content.decode()
    return (
        page[page.index('aria-labelledby="drawn"') : page.index("</svg>", page.index('aria-labelledby="drawn"'))]
        if "drawn" in page
        else ""
    )


def said_yes(cast, name):
    to = actions.add_recipient(cast.amina, cast.sara, kind="treating_provider", name=name, verified_how="called")
    row = actions.write_consent(
        cast.amina, cast.sara, kind="specific", to=[to], name="Sara", disclosers="Riverside", classes=["attendance"],
        purposes=["treat"], expires_on=localdate() + timedelta(days=30),
    )  # fmt: skip
    return actions.sign_consent(
        cast.amina, row, version=row.version, how="typed", signature="Sara", name="Sara", read_how="self"
    )


def test_nothing_is_drawn_where_nobody_hears_from_us(there):
    assert drawing(there) == ""


def test_an_arrow_for_each_who_may_be_told_and_a_bar_for_never(there):
    row = said_yes(there, "Harbor Clinic")
    said_yes(there, "A very long name of an office & <co>")
    actions.agree_restriction(there.amina, there.sara, words="never my mother", kinds=["family_friend"])
    svg = drawing(there)
    assert [svg.count(part) for part in ("Harbor Clinic", "A very long name of an of…", "“never my mother”")] == [
        1,
        1,
        1,
    ]
    assert "<co>" not in svg and svg.count("stroke-dasharray") == 1
    actions.stop_consent(there.amina, row, how="screen")
    svg = drawing(there)
    assert "Harbor Clinic" not in svg and "never my mother" in svg
