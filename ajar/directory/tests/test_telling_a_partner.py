"""Sara agreed, in writing, who may be told: what a worker reads is what the shelter hears, and not a word more."""

import base64
import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from ajar.access.middleware import set_agency
from ajar.access.models import AuditLine
from ajar.consents import actions as consents
from ajar.consents.models import Disclosure
from ajar.consents.tests.test_telling import signed, text_of
from ajar.directory import actions_referrals as actions
from ajar.directory import telling
from ajar.directory.models import PartnerAsk, ReferralMove
from ajar.directory.tests.test_asking_a_partner import away  # noqa: F401
from ajar.directory.tests.test_sending_somebody_somewhere import HARBOR, at, make, town  # noqa: F401
from ajar.encounters import actions_kept
from ajar.goals.tests.test_statements import ask
from ajar.people.queries import open_person

DESK = f"{HARBOR}, front desk"
BUTTON = "See what would be said"


def named(cast, name=DESK, **more):
    who = {"kind": "landlord_housing", "name": name, "reach": "555 0177", "verified_how": "called"} | more
    return consents.add_recipient(cast.amina, cast.sara, **who)


def agreed(cast, *, to=None, classes=("presence", "social_need"), purposes=("housing",), **more):
    return signed(cast, to or named(cast), classes=list(classes), purposes=list(purposes), **more)


@pytest.fixture
def shelter(away, client):  # noqa: F811
    """Sara goes to the shelter, could be hurt, did not come today; Amina is signed in."""
    client.force_login(away.amina)
    away.client = client
    return away


def page_of(cast, name="partner-ask", **more):
    return unescape(cast.client.get(at(name, cast), more).content.decode())


def chosen(cast, consent, purpose="housing", **more):
    to = consents.ConsentRecipient.objects.get(consent=consent).recipient_id
    said = {"under": f"{consent.pk}:{to}:{purpose}", "what": "came", "name": "Sara", "channel": "phone"}
    return said | {"referral": cast.bed.pk, "words": ""} | more


def read(cast, consent, **more):
    """Press `See what would be said`. Gives the page after it."""
    answer = cast.client.post(at("partner-look", cast), chosen(cast, consent, **more), follow=True)
    assert answer.status_code == 200
    return answer


def said(cast, page, **more):
    """Press `I have said it`. What was read goes along."""
    sent = {"seen": page.context["preview"].seen, "once": str(uuid.uuid4())}
    if "read_out" in page.context["form"].fields:
        sent["read_out"] = "on"
    sent |= more
    return cast.client.post(at("partner-tell", cast), {k: v for k, v in sent.items() if v}, follow=True)


def shown(answer):
    return unescape(answer.content.decode())


def spoken():
    return base64.b64decode(Disclosure.objects.get(released=True).artefact).decode()


# Whether there is a button


def test_without_a_consent_there_is_no_button_and_what_may_be_said_stands_there(shelter):
    page = page_of(shelter)
    assert BUTTON not in page and "No consent is on file. Nothing is sent from here." in page
    assert "I can not say yes or no about anybody." in page and "Reach out the safe way" in page


def test_with_a_consent_that_names_somebody_else_there_is_no_button_for_the_shelter(shelter):
    agreed(shelter, to=named(shelter, "Hill Clinic"))
    page = page_of(shelter)
    assert BUTTON not in page and f"No consent on file names {HARBOR}. Nothing is sent to them." in page
    assert "I can not say yes or no about anybody." in page
    assert BUTTON in page_of(shelter, whom="other") and "Hill Clinic. For: A place to live" in page_of(
        shelter, whom="other"
    )


@pytest.mark.parametrize(
    "consent", [{"classes": ["attendance"]}, {"purposes": ["employment"]}], ids=["other words", "another purpose"]
)
def test_a_consent_that_speaks_of_something_else_is_no_consent_for_this(shelter, consent):
    agreed(shelter, **consent)
    assert BUTTON not in page_of(shelter, whom="other")


def test_each_purpose_of_the_consent_is_offered_and_no_other(shelter):
    agreed(shelter, purposes=["housing", "benefits", "employment"])
    page = page_of(shelter)
    assert f"{DESK}. For: A place to live" in page and page.count(f"{DESK}. For: ") == 2


def test_a_consent_that_was_stopped_takes_the_button_away(shelter):
    consent = agreed(shelter)
    assert BUTTON in page_of(shelter)
    consents.stop_consent(shelter.amina, consent, how="said")
    assert BUTTON not in page_of(shelter)


# What is read is what is told


def test_what_is_read_is_what_is_said_by_phone(shelter):
    """Sara 7: three presses, and the words of the preview are those that are kept."""
    consent = agreed(shelter)
    assert BUTTON in page_of(shelter)
    page = read(shelter, consent)
    script = page.context["preview"].script
    for line in script.splitlines():
        assert line in shown(page)
    first, *_rest, last = [line for line in script.splitlines() if line != "SAMPLE"]
    assert first == f"Hello, this is M. Do I speak with {DESK}?", "her safe name, and no place of ours"
    assert shelter.agency.name not in script and "Did they come to you?" in script
    assert last == "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
    assert not Disclosure.objects.exists(), "to read is not to tell"
    done = said(shelter, page)
    assert "Kept as it was told." in shown(done)
    row = PartnerAsk.objects.get()
    assert (row.whom, row.what, row.outcome, row.read_out, row.referral) == (DESK, "came", "sent", True, shelter.bed)
    assert spoken() == script
    assert (row.disclosure.sent, row.disclosure.purpose, row.disclosure.consent) == ("presence", "housing", consent)
    assert "told" in page_of(shelter) and reverse("told", args=[shelter.sara.pk, row.disclosure_id]) in page_of(shelter)
    verbs = AuditLine.objects.filter(subject=shelter.sara.pk, verb__startswith="partner.").order_by("seq")
    assert list(verbs.values_list("verb", flat=True)) == ["partner.going", "partner.told"]


def test_a_referral_is_sent_on_paper_in_her_words_and_the_referral_says_so(shelter):
    page = read(shelter, agreed(shelter), what="send", words="a bed for two", channel="paper")
    words = [text for pair in page.context["preview"].words for text in pair]
    assert "somewhere he does not know" in words and "a bed for two" in words
    done = said(shelter, page)
    row = Disclosure.objects.get()
    text = " ".join(text_of(base64.b64decode(row.artefact)).split())
    assert all(word in text for word in words) and "text" not in words, "her ways were not ticked"
    assert (row.channel, row.sent) == ("paper", "social_need") and at("told-pdf", shelter, row.pk) in shown(done)
    move = ReferralMove.objects.get(disclosure=row)
    assert (move.referral, move.state, move.by, move.order) == (shelter.bed, shelter.bed.state, shelter.amina, 2)
    assert "sent to them" in unescape(shelter.client.get(at("referral", shelter, shelter.bed.pk)).content.decode())


def test_how_to_reach_her_goes_only_if_it_is_ticked_and_she_agreed(shelter):
    narrow = agreed(shelter)
    page = read(shelter, narrow, what="send", with_reach="on")
    assert "Left out" in shown(page) and "The consent does not speak of this." in shown(page)
    assert ("How to reach them", "text") not in page.context["preview"].words
    wide = agreed(shelter, classes=["social_need", "contact"])
    assert ("How to reach them", "text") in read(shelter, wide, what="send", with_reach="on").context["preview"].words
    assert ("How to reach them", "text") not in read(shelter, wide, what="send").context["preview"].words


def test_to_ask_is_to_tell_that_we_know_her_and_needs_a_yes_to_that(shelter):
    page = read(shelter, agreed(shelter, classes=["social_need", "contact"]), what="how", with_reach="on")
    assert "Nothing goes to them" in shown(page) and "I have said it" not in shown(page)
    assert "That you come here: The consent does not speak of this." in shown(page)
    assert "I can not say yes or no about anybody." in shown(page)


def test_what_stays_between_two_is_in_nothing_that_is_told(shelter):
    person = open_person(shelter.amina, shelter.sara.pk)
    actions_kept.keep_between(shelter.amina, person, words="SECRET-BETWEEN-US")
    page = read(shelter, agreed(shelter), what="send", words="a bed")
    said(shelter, page)
    assert "SECRET-BETWEEN-US" not in shown(page) and "SECRET-BETWEEN-US" not in spoken()


@pytest.mark.parametrize(
    "wrong",
    [{"under": "x"}, {"name": " "}, {"what": "tell"}, {"channel": "e-mail"}, {"what": "send", "referral": ""}],
)
def test_what_is_missing_is_said_and_the_words_are_still_there(shelter, wrong):
    sent = chosen(shelter, agreed(shelter)) | {"name": "MY-WORDS"} | wrong
    answer = shelter.client.post(at("partner-look", shelter), sent)
    assert answer.status_code == 422 and BUTTON in shown(answer)
    assert wrong.get("name") or "MY-WORDS" in shown(answer)


# Between reading and saying


def test_stopped_after_it_was_read_nothing_goes_and_that_is_kept(shelter):
    consent = agreed(shelter)
    page = read(shelter, consent)
    consents.stop_consent(shelter.amina, consent, how="screen")
    done = said(shelter, page)
    assert done.redirect_chain and not Disclosure.objects.filter(released=True).exists()
    assert "Nothing was sent. Choose again what you would say." in shown(done)


def test_forbidden_after_it_was_read_it_is_refused_and_the_refusal_is_a_row(shelter):
    page = read(shelter, agreed(shelter))
    consents.agree_restriction(
        shelter.amina, open_person(shelter.amina, shelter.sara.pk), words="no", classes=["presence"]
    )
    done = said(shelter, page, read_out="on")
    assert "No consent carries this any more. If you have said it already, tell the privacy officer." in shown(done)
    row = PartnerAsk.objects.get()
    assert (row.outcome, row.disclosure.released, row.disclosure.reasons) == ("not-sent", False, "restriction")


def test_what_would_be_said_has_changed_since_it_is_read_once_more(shelter):
    consent = agreed(shelter)
    page = read(shelter, consent, what="send")
    actions.change_referral(
        shelter.amina, shelter.bed, version=shelter.bed.version, need="ANOTHER need", where=HARBOR, reach="", alone=True,
        along_supporter=None, along_worker=None,
    )  # fmt: skip
    done = said(shelter, page)
    assert "Nothing was sent. What would be said has changed since." in shown(done) and "ANOTHER need" in shown(done)
    assert not Disclosure.objects.exists() and not PartnerAsk.objects.exists()
    said(shelter, done)
    assert "ANOTHER need" in spoken()


def test_changed_in_the_very_moment_nothing_goes(shelter, monkeypatch):
    """Between the last look and the release: the release itself compares."""
    page, real = read(shelter, agreed(shelter), what="send"), actions.begin_telling

    def meanwhile(actor, person, **more):
        row = real(actor, person, **more)
        chosen_referral.need = "ANOTHER"
        return row

    chosen_referral = None
    real_look = telling.look

    def look(actor, person, words, **more):
        nonlocal chosen_referral
        chosen_referral = words["referral"]
        return real_look(actor, person, words, **more)

    monkeypatch.setattr(telling, "look", look)
    monkeypatch.setattr(actions, "begin_telling", meanwhile)
    assert "What would be said has changed since." in shown(said(shelter, page))
    assert not Disclosure.objects.exists() and PartnerAsk.objects.get().outcome == "stopped"


def test_pressed_twice_it_is_told_once(shelter):
    page, once = read(shelter, agreed(shelter)), str(uuid.uuid4())
    said(shelter, page, once=once)
    read(shelter, consents.Consent.objects.get())
    said(shelter, page, once=once)
    assert Disclosure.objects.count() == 1 and PartnerAsk.objects.count() == 1


def test_nothing_chosen_or_not_read_out_tells_nothing(shelter):
    nothing = shelter.client.post(at("partner-tell", shelter), {"seen": "x"}, follow=True)
    assert "Nothing was sent." in shown(nothing)
    page = read(shelter, agreed(shelter))
    assert said(shelter, page, read_out="").status_code == 422
    assert not Disclosure.objects.exists() and not PartnerAsk.objects.exists()


# A crash


def run_due(shelter):
    call_command("run_due", verbosity=0)
    set_agency(shelter.agency.pk)


def crash(shelter, monkeypatch, name, **more):
    page = read(shelter, agreed(shelter), **more)

    def dies(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(telling if name == "disclose" else actions, name, dies)
    with pytest.raises(KeyboardInterrupt):
        said(shelter, page)
    monkeypatch.undo()
    set_agency(shelter.agency.pk)
    return PartnerAsk.objects.get()


def test_killed_between_telling_and_writing_it_down_the_next_run_writes_it_once(shelter, monkeypatch):
    row = crash(shelter, monkeypatch, "finish_telling", what="send")
    told = Disclosure.objects.get(released=True)
    assert (row.outcome, row.disclosure) == ("going", None)
    for _run in range(2):
        run_due(shelter)
    row.refresh_from_db()
    assert (row.outcome, row.disclosure) == ("sent", told)
    move = ReferralMove.objects.get(disclosure=told)
    assert move.by == shelter.amina, "who told it, not the machine"
    assert AuditLine.objects.filter(verb="partner.told", thing_id=row.pk, actor__name="Ajar").count() == 1
    actions.finish_telling(shelter.amina, row, disclosure=told)
    assert ReferralMove.objects.filter(disclosure=told).count() == 1


def test_killed_before_anything_left_it_is_not_sent_once_nothing_can_come_any_more(shelter, monkeypatch):
    row = crash(shelter, monkeypatch, "disclose")
    run_due(shelter)
    row.refresh_from_db()
    assert row.outcome == "going", "it may still be at work"
    later = timezone.now() + timedelta(minutes=11)
    monkeypatch.setattr(telling.timezone, "now", lambda: later)
    run_due(shelter)
    row.refresh_from_db()
    assert (row.outcome, row.disclosure, Disclosure.objects.count()) == ("stopped", None, 0)


def test_the_database_holds_a_release_to_what_was_sent(shelter):
    row = actions.ask_partner(shelter.amina, shelter.sara, whom="x", what="how")
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerAsk.objects.filter(pk=row.pk).update(outcome="sent")


# Safety


def test_where_the_way_could_hurt_her_she_is_asked_first_and_that_is_kept(shelter):
    consent = agreed(shelter, to=named(shelter, verified_how=""))
    page = read(shelter, consent)
    assert "could get the person hurt" in shown(page) and "Ask the person how it is safe." in shown(page)
    without = said(shelter, page)
    assert without.status_code == 422 and not Disclosure.objects.exists()
    said(shelter, page, safe="on")
    assert (PartnerAsk.objects.get().outcome, PartnerAsk.objects.get().safe_said) == ("sent", "yes")
    assert "they said that this way is safe" in page_of(shelter)


def test_a_number_that_was_checked_or_a_person_in_no_danger_asks_for_no_tick(town, client):  # noqa: F811
    client.force_login(town.amina)
    town.client, town.bed = client, make(town, service=town.harbor, need="a bed")
    page = read(town, agreed(town, to=named(town, verified_how="")))
    assert "safe" not in page.context["form"].fields
    assert page.context["preview"].script.splitlines()[1] == f"Hello, this is Amina. Do I speak with {DESK}?"
    said(town, page)
    assert PartnerAsk.objects.get().outcome == "sent"


# Who


def test_who_may_tell_and_who_may_not(shelter):
    consent = agreed(shelter)
    sent = chosen(shelter, consent)
    for who, status in (("ben", 403), ("chidi", 404), ("esi", 404), ("mona", 403), ("otto", 403)):
        shelter.client.force_login(getattr(shelter, who))
        for name in ("partner-look", "partner-tell"):
            assert shelter.client.post(at(name, shelter), sent).status_code == status, (who, name)
    shelter.client.force_login(shelter.ben)
    assert BUTTON not in page_of(shelter) and "A counselor can see whether a consent carries it." in page_of(shelter)
    for worker in (shelter.ben, shelter.mona):
        with pytest.raises(PermissionDenied):
            actions.begin_telling(worker, shelter.sara, whom="x", what="how")
    assert not Disclosure.objects.exists() and not PartnerAsk.objects.exists()


def test_kept_and_not_sent_where_a_consent_stands_says_so(shelter):
    agreed(shelter)
    sent = {"whom": "the clinic", "what": "how", "once": uuid.uuid4()}
    assert "Not sent. What you would ask is kept." in shown(
        shelter.client.post(at("partner-ask", shelter), sent, follow=True)
    )
    assert PartnerAsk.objects.get().outcome == "kept"


def test_pages_make_as_many_statements_as_stand_here_and_none_grows(shelter):
    read(shelter, agreed(shelter))
    pages = [at("partner-ask", shelter), at("partner-look", shelter), at("referral", shelter, shelter.bed.pk)]
    few = [len(ask(shelter.client, page)) for page in pages]
    for number in range(5):
        agreed(shelter, to=named(shelter, f"{HARBOR} {number}"))
        make(shelter, service=shelter.harbor, need=f"n{number}")
    assert [len(ask(shelter.client, page)) for page in pages] == few
    assert few == [11, 12, 10]


@pytest.mark.parametrize(("since", "until", "told"), [(-10, None, True), (-10, 10, True), (-40, -5, False)])
def test_a_consent_of_some_days_carries_what_is_so_today_if_today_is_one_of_them(shelter, since, until, told):
    today = timezone.localdate()
    days = {"since": today + timedelta(days=since), "until": today + timedelta(days=until) if until else None}
    page = read(shelter, agreed(shelter, **days))
    said(shelter, page)
    assert Disclosure.objects.filter(released=True).exists() == told
