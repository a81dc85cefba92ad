"""A talk with somebody whom a court sent: what it would see, what stays here, and three sides beside each other."""

import re

import pytest
from django.utils.timezone import localdate

from ajar.encounters.models import Confidence, Note
from ajar.goals.models import Goal, Step
from ajar.guides import doing, talk
from ajar.guides.tests.test_a_talk import NEXT, begin, go, press, stand_at, turn
from ajar.mandates import actions as mandates
from ajar.mandates.models import Alignment, Mandate, MandateQuestion
from ajar.mandates.tests.anthony import anthony, signed
from ajar.people.actions import join_care_team, keep_contact
from conftest import make_worker

TO_THE_SECRET = ("welcome.first", "privacy.court", "mandate_map.secret")
# As the cases walk the map. The same words stand in the reference of the practice.
ANTHONY = (
    *TO_THE_SECRET, "mandate_secret.keep", "use_picture.torn", "two_sides.change", "worked_before.nothing",
    "permission.agree", "options.one", "goal.mandated", "goals_align.step", "small_step.unsure", "smaller_step.smaller",
    "safety_check.ok",
)  # fmt: skip
HAS_TO_BE_HERE = (
    "welcome.first", "privacy.court", "mandate_map.forced", "worth_it.quiet", "listen.enough", "safety_check.ok",
)  # fmt: skip
NOTHING = "Nothing. Not even that you come here"
SAID = {
    "two_sides": {"good": "it quiets my head", "not_good": "jail"},
    "goal": {"words": "take this more seriously", "number": "4"},
    "goals_align": {"words": "a list helps with both", "courts": "twice a week", "match": "partly"},
    "small_step": {"words": "good / not so good list", "number": "5"},
    "smaller_step": {"words": "text my sponsor Friday", "number": "8"},
}


@pytest.fixture
def there(cast):
    return anthony(cast)


def text(page):
    return page.content.decode()


def keep(client, address):
    """Read together; kept is what was not dropped."""
    ticked = re.findall(r'name="(keep-[0-9a-f]{32})"[^>]* checked', text(client.get(address + "read/")))
    return client.post(address + "read/", dict.fromkeys(ticked, "on") | {"keep": "1"}, follow=True)


def test_anthony_walks_the_whole_way_and_both_goals_stand_side_by_side(cast, amina, there):
    mandates.add_requirement(cast.amina, there.mandate, kind="come", words="come here twice a week")
    address = begin(amina, there.person)
    go(amina, address, *ANTHONY, **SAID)
    assert not Goal.objects.exists() and not Alignment.objects.exists(), "nothing before it is read together"
    press(amina, address, "date", day=NEXT, way="call")
    assert "Thank you for talking with me" in text(keep(amina, address))
    goal, sides = Goal.objects.get(), Alignment.objects.get()
    assert goal.words == sides.theirs == "take this more seriously"
    assert (sides.courts, sides.reconcile, sides.match) == ("twice a week", "a list helps with both", "partly")
    assert sides.mandate_id == there.mandate.pk and Step.objects.get().words == "text my sponsor Friday"
    assert "a list helps with both" not in {note.words for note in Note.objects.all()}, (
        "fewer read a mandate than a note"
    )
    assert not Confidence.objects.exists(), "said, and nothing written"
    used = {name for step in ANTHONY for name in _answer(step).do}
    assert used >= {"open_disclosure_preview", "mark_private", "save_alignment", "set_goal", "set_step"}


def _answer(step):
    node, answer = step.split(".")
    return talk.ours().node(node).answer(answer)


def test_who_has_to_be_here_and_does_not_want_to_may_just_sit(amina, there):
    address = begin(amina, there.person)
    assert "send someone without asking you" in text(go(amina, address, *HAS_TO_BE_HERE))
    press(amina, address, "drop_in")
    assert "Thank you for talking with me" in text(keep(amina, address))
    assert Mandate.objects.count() == 1 and not Alignment.objects.exists()


def test_what_the_court_would_see_is_what_the_consents_carry_now(amina, there):
    address = begin(amina, there.person)
    page = text(go(amina, address, "welcome.first", "privacy.court"))
    assert NOTHING in page and f"/people/{there.person.pk}/court/?" in page
    signed(there)
    page = text(amina.get(address))
    assert NOTHING not in page and "Officer Ruiz" in page and "I cannot promise to say nothing about tests" in page


def test_what_they_ask_stands_beside_the_goal(cast, amina, there):
    mandates.add_requirement(cast.amina, there.mandate, kind="come", words="come here twice a week")
    address = begin(amina, there.person)
    stand_at("goal")
    page = text(press(amina, address, "mandated", words="see my son", number="3"))
    assert "come here twice a week" in page and "see my son" in page
    refused = press(amina, address, "step", words="both at once")
    assert refused.status_code == 422 and "both at once" in text(refused)
    assert press(amina, address, "step", words="both at once", match="yes").status_code == 200


def test_a_secret_can_be_said_with_nothing_written_or_kept_between_two(amina, there):
    address = begin(amina, there.person)
    page = text(go(amina, address, *TO_THE_SECRET))
    assert 'name="words"' not in page, "no place to write it by mistake"
    page = text(press(amina, address, "keep"))
    first, then = str(doing.SAYS["mark_private"]), f"/people/{there.person.pk}/between/?"
    assert first in page and page.index(first) < page.index(then)
    turn(amina, there.person)
    page = text(amina.get(address))
    assert first in page and then not in page, "a confidence is not written on a screen that others read"


def test_own_words_to_them_wait_for_a_yes(amina, there):
    address = begin(amina, there.person)
    go(amina, address, *TO_THE_SECRET, "mandate_secret.tell")
    amina.post(address, {"at": 4, "aside-tell": "I want to tell her myself", "write": "1"})
    assert not MandateQuestion.objects.exists()
    stand_at("end")
    keep(amina, address)
    asked = MandateQuestion.objects.get()
    assert asked.question == "I want to tell her myself" and asked.approved_on is None
    assert not Note.objects.exists(), "it stands with the mandate, which fewer read"


def test_of_two_courts_one_is_chosen_and_none_is_guessed(cast, amina, there):
    mandates.write_mandate(cast.amina, there.person, office=there.officer)
    address = begin(amina, there.person)
    stand_at("goals_align")
    said = {"words": "both at once", "match": "yes"}
    assert press(amina, address, "mine", **said).status_code == 422
    assert press(amina, address, "mine", court=str(there.mandate.pk), **said).status_code == 200
    stand_at("end")
    keep(amina, address)
    assert Alignment.objects.get().mandate_id == there.mandate.pk


def test_a_court_that_is_done_in_the_meantime_takes_nothing_and_no_word_is_lost(cast, amina, there):
    address = begin(amina, there.person)
    stand_at("goals_align")
    press(amina, address, "mine", words="both at once", match="yes", courts="twice a week")
    mandates.final_disposition(cast.amina, there.mandate, version=1, day=localdate())
    stand_at("end")
    keep(amina, address)
    assert not Alignment.objects.exists() and Note.objects.get().words == "twice a week\nboth at once"


@pytest.mark.parametrize("role", ["peer", "outreach"])
def test_who_may_not_see_what_a_court_asks_has_a_neutral_way_through(cast, client, there, role):
    mandates.add_requirement(cast.amina, there.mandate, kind="come", words="come here twice a week")
    signed(there)
    pat = make_worker(cast.agency, "Pat", role, cast.north)
    join_care_team(cast.dora, there.person, worker=pat)
    client.force_login(pat)
    address = begin(client, there.person)
    page = text(go(client, address, "welcome.first", "privacy.court"))
    assert str(doing.NO_COURT) in page and "Officer Ruiz" not in page and "/court/" not in page
    go(client, address, "mandate_map.show")
    stand_at("goal")
    page = text(press(client, address, "mandated", words="see my son", number="3"))
    assert "come here twice a week" not in page and 'name="match"' not in page
    assert press(client, address, "step", words="both at once").status_code == 200
    stand_at("end")
    assert "Thank you for talking with me" in text(keep(client, address))
    assert not Alignment.objects.exists() and "both at once" in {note.words for note in Note.objects.all()}


def test_where_somebody_could_hurt_them_a_turned_screen_says_nothing_of_a_court(cast, amina, there):
    signed(there)
    address = begin(amina, there.person)
    go(amina, address, "welcome.first", "privacy.court")
    assert "Officer Ruiz" in text(amina.get(address))
    keep_contact(cast.amina, there.person, version=0, could_be_hurt="yes")
    turn(amina, there.person)
    page = text(amina.get(address))
    assert "Officer Ruiz" not in page and "/court/" not in page and str(doing.NO_COURT) in page


def test_who_gets_to_know_leads_to_what_is_shared_from_any_page(amina, there):
    address = begin(amina, there.person)
    stand_at("listen")
    assert f"/people/{there.person.pk}/sharing/?" in text(press(amina, address, "who"))
