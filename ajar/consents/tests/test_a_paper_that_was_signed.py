"""A consent signed on paper: a photo of it is kept, sealed, without what a phone writes beside a picture; and what was said by mouth."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate
from PIL import Image

from ajar.consents import actions, queries
from ajar.consents.models import Consent, SignedPaper
from ajar.people import actions as people
from ajar.people.queries import open_person
from ajar.press import pictures


def photo(size=(3000, 1500), kind="JPEG") -> bytes:
    """A photo that knows where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "UNGUESSABLE phone"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind, exif=exif, comment=b"UNGUESSABLE place")
    return out.getvalue()


def signed(cast, how="paper"):
    person = open_person(cast.amina, cast.person.pk)
    harbor = actions.add_recipient(
        cast.amina, person, kind="treating_provider", name="Harbor Clinic", verified_how="called"
    )
    row = actions.write_consent(
        cast.amina, person, kind="specific", to=[harbor], name="Sara", disclosers="Riverside", classes=["attendance"],
        purposes=["treat"], expires_on=localdate() + timedelta(days=30),
    )  # fmt: skip
    return actions.sign_consent(
        cast.amina, row, version=row.version, how=how, signature="binder 4", name="Sara", read_how="self"
    )


def at(name, cast, row):
    return reverse(name, args=[cast.person.pk, row.pk])


def bring(client, cast, row, data, name="IMG_2211 Sara.jpg"):
    file = SimpleUploadedFile(name, data, "image/jpeg")
    return client.post(at("consent-paper", cast, row), {"picture": file, "once": uuid4()})


@pytest.fixture
def amina(client, cast):
    client.force_login(cast.amina)
    return client


def test_a_photo_is_kept_as_what_can_be_seen_and_nothing_else(amina, cast):
    row = signed(cast)
    assert "Add a photo of the signed paper" in amina.get(at("consent", cast, row)).content.decode()
    assert bring(amina, cast, row, photo()).status_code == 302
    assert bring(amina, cast, row, photo((900, 4000), "PNG")).status_code == 302
    papers = list(SignedPaper.objects.order_by("order"))
    page = amina.get(at("consent", cast, row)).content.decode()
    assert [at("signed-paper", cast, paper) in page for paper in papers] == [True, True]
    shown = [amina.get(at("signed-paper", cast, paper)) for paper in papers]
    assert {answer.headers["Content-Type"] for answer in shown} == {"image/jpeg"}
    assert {answer.headers["Cache-Control"] for answer in shown} == {amina.get("/").headers["Cache-Control"]}
    for answer, size in zip(shown, [(2000, 1000), (450, 2000)], strict=True):
        kept = Image.open(io.BytesIO(answer.content))
        assert kept.size == size
        assert not dict(kept.getexif()) and "comment" not in kept.info and b"UNGUESSABLE" not in answer.content


@pytest.mark.parametrize(
    "data", [b"", b"no picture", photo()[:300], b"%PDF-1.7 one", b"GIF89a" + b"\0" * 40, b"<svg onload='x'/>"]
)
def test_what_is_no_picture_is_refused_in_words_and_nothing_is_kept(amina, cast, data):
    row = signed(cast)
    answer = bring(amina, cast, row, data)
    assert answer.status_code == 422
    assert "IMG_2211" not in answer.content.decode()
    assert not SignedPaper.objects.exists()


def test_a_picture_that_would_fill_the_memory_is_not_opened(monkeypatch):
    monkeypatch.setattr(pictures, "PIXELS", 1_000_000)
    assert pictures.drawn_anew(photo((900, 900)))
    with pytest.raises(pictures.NoPicture):
        pictures.drawn_anew(photo((1001, 1000)))


def test_only_of_what_was_signed_on_paper_and_only_for_those_who_know_them(amina, client, cast):
    row, typed = signed(cast), signed(cast, how="typed")
    assert bring(amina, cast, typed, photo()).status_code == 404
    with pytest.raises(people.Refused):
        actions.keep_signed_paper(cast.amina, typed, picture=photo())
    bring(amina, cast, row, photo())
    (paper,) = SignedPaper.objects.all()
    seen = {}
    for name in ("amina", "ben", "chidi", "esi", "mona"):
        client.force_login(getattr(cast, name))
        seen[name] = (
            client.get(at("signed-paper", cast, paper)).status_code,
            bring(client, cast, row, photo()).status_code,
        )
    assert seen == {"amina": (200, 302), "ben": (200, 403), "chidi": (404, 404), "esi": (404, 404), "mona": (403, 403)}


def test_no_shared_screen_shows_the_photo_where_somebody_could_hurt_them(amina, cast):
    row = signed(cast)
    bring(amina, cast, row, photo())
    people.keep_contact(cast.amina, cast.person, version=0, ways="never call", could_be_hurt=True)
    (paper,) = SignedPaper.objects.all()
    assert amina.get(at("signed-paper", cast, paper)).headers["Content-Type"] == "image/jpeg"
    amina.post(reverse("screen"), {"state": "turned", "person": cast.person.pk})
    assert "html" in amina.get(at("signed-paper", cast, paper)).headers["Content-Type"]  # the page that says: not here


def test_a_stop_by_mouth_holds_at_once_and_asks_for_paper_until_there_is_one(amina, cast):
    row = signed(cast)
    sharing, stop = reverse("sharing", args=[cast.person.pk]), at("consent-stop", cast, row)
    amina.post(stop, {"how": "said", "words": "no more"})
    row = Consent.objects.get()
    moment = row.suspended_at
    assert moment and not row.revoked_at
    assert "Get it in writing" in amina.get(sharing).content.decode()
    page = amina.get(stop).content.decode()
    assert "it stopped at once" in page
    assert amina.post(stop, {"how": "letter"}).status_code == 422
    assert amina.post(stop, {"how": "written", "words": "she wrote it down"}).status_code == 302
    row = Consent.objects.get()
    assert (row.suspended_at, row.stopped_how) == (moment, "written") and row.revoked_at
    assert "Get it in writing" not in amina.get(sharing).content.decode()
    assert not queries.consent_of(cast.amina, open_person(cast.amina, cast.person.pk), row.pk).by_mouth
