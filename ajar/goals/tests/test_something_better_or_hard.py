import re
from html import unescape
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from ajar.access.models import Agency
from ajar.goals import actions, queries
from ajar.goals.models import Change
from ajar.people.models import Words


def sent(**more):
    return {"kind": "better", "domain": "money", "words": "got a job", "noticed_by": "person", "once": uuid4(), **more}


def text(html):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def strip_of(page):
    return re.findall(r'data-mark="(\w+)"', page)


def test_who_may_tell_and_who_is_told_nothing(client, cast, at):
    answers = {}
    for who in ("amina", "ben", "dora", "chidi", "esi", "mona", "otto", "pia"):
        client.force_login(getattr(cast, who))
        answers[who] = client.post(at("change-new"), sent()).status_code
    assert answers == {
        "amina": 302, "ben": 302, "dora": 302, "chidi": 404, "esi": 404, "mona": 403, "otto": 403, "pia": 403,
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["better", "setback", "event"])
def test_three_taps_keep_it_and_bring_one_back(client, cast, at, kind):
    """The link, a part of life, Keep. The kind is chosen by the link; words, day and goal can be left."""
    client.force_login(cast.amina)
    link = f"{at('change-new')}?kind={kind}&here={at('needs')}"
    page = client.get(link).content.decode()
    assert re.search(rf'value="{kind}"[^>]*checked', page)
    form = page[page.index("data-draft=") : page.index("data-draft-status")]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    answer = client.post(at("change-new"), fields | {"kind": kind, "domain": "use", "noticed_by": "person"})
    assert (answer.status_code, answer["Location"]) == (302, at("needs"))
    row = Change.objects.get()
    assert (row.kind, row.domain, row.words, row.day, row.noticed_by) == (kind, "use", "", localdate(), "person")


def test_it_never_asks_about_use(client, cast, at):
    client.force_login(cast.amina)
    for kind in ("better", "setback", "event"):
        page = text(client.get(f"{at('change-new')}?kind={kind}").content.decode())
        page = page.replace("Use Money and work", "")  # a part of life, as any other
        assert not re.search(r"\b(drug|drink|test|how much|abstinen|heroin|alcohol|substance)", page, re.I)


@pytest.mark.parametrize(
    ("kind", "noticed_by", "said"),
    [
        ("better", "person", "Kept. That counts."), ("better", "worker", "Kept."), ("better", "supporter", "Kept."),
        ("setback", "person", "Kept."), ("event", "person", "Kept."),
    ],
)  # fmt: skip
def test_that_counts_is_said_of_what_the_person_called_good_and_nothing_else(client, cast, at, kind, noticed_by, said):
    client.force_login(cast.amina)
    client.post(at("change-new"), sent(kind=kind, noticed_by=noticed_by))
    page = client.get(at("needs")).content.decode()
    assert [m.strip() for m in re.findall(r'role="status"><p>(.*?)</p>', page)] == [said]


def test_a_setback_takes_nothing_away(client, cast, at, told):
    """Task 7: same lane, same size, the count of better things unchanged, no 0, nothing red."""
    client.force_login(cast.amina)
    before = client.get(at("story")).content.decode()
    client.post(at("change-new"), sent(kind="setback", domain="use", words="used again, nothing matters"))
    after = client.get(at("story")).content.decode()
    assert "6 things got better. 1 setback." in before
    assert "6 things got better. 2 setbacks." in after and "Last: setback." in after
    assert strip_of(after).count("better") == strip_of(before).count("better") == 6
    assert strip_of(after).count("setback") == 2
    told.goal.refresh_from_db()
    assert (told.goal.stage, told.goal.state) == ("", "now")
    assert "urgent" not in after[after.index("<main") :]
    figure = text(after[after.index("<figcaption>") : after.index("</figcaption>")])
    assert " 0 " not in figure and "counts" not in text(after)


def test_the_word_for_a_setback_is_the_agencys_or_the_persons(client, cast, at, told):
    client.force_login(cast.amina)
    Agency.objects.filter(pk=cast.agency.pk).update(setback_word="hard time")
    assert "“hard time”, once." in client.get(at("story")).content.decode()
    Words.objects.create(agency=cast.agency, person=cast.person, setback="a wobble", said_on=localdate(), by=cast.amina)
    page = client.get(at("story")).content.decode()
    assert "“a wobble”, once." in page and "hard time" not in page
    assert "setback" not in text(page)


def test_the_story_is_newest_first_in_their_own_words_page_by_page(client, cast, at, told, ago):
    for day in range(100, 130):
        actions.add_change(cast.amina, cast.person, kind="better", words=f"old {day}", day=ago(day))
    client.force_login(cast.amina)
    seen, address = [], at("story")
    while address:
        page = client.get(address).content.decode()
        assert "36 things got better." in page
        seen += re.findall(r'</time>\s*<q dir="auto">(.*?)</q>', page)
        more = re.search(r'href="([^"]+)" rel="next"', page)
        address = unescape(more[1]) if more else None
    assert len(seen) == len(set(seen)) == 38
    assert seen[0] == "paid 5" and seen[-1] == "old 129"


@pytest.mark.parametrize(
    "before", ["x", "2026-01-01", "2026-01-01_zz", "_", "9999-99-99_7d1f5a3c-0000-4000-8000-000000000000"]
)
def test_a_strange_place_in_the_story_is_its_first_page(client, cast, at, told, before):
    client.force_login(cast.amina)
    assert b"paid 5" in client.get(at("story"), {"before": before, "kind": "nothing"}).content


def test_the_list_stands_below_the_strip_for_phones_and_ears(client, cast, at, told):
    client.force_login(cast.amina)
    page = client.get(at("story")).content.decode()
    assert page.index('<div class="wide-only">') < page.index('role="img"') < page.index('<ol class="story">')
    assert page.count('<svg viewBox="-9 -9 18 18"') >= 8


def test_turned_to_sara_the_page_says_what_progress_she_made_and_nothing_of_ours(client, cast, at, told):
    client.force_login(cast.amina)
    assert "The story so far" in client.get(at("story")).content.decode()
    client.post(reverse("screen"), {"state": "turned", "person": cast.person.pk})
    page = client.get(at("story")).content.decode()
    assert "The progress you have made" in page
    for words in ("moved somewhere safe", "used on Friday", "sister came by", "paid 5"):
        assert words in page
    assert client.get(at("story"), {"kind": "better"}).content.decode().count("used on Friday") == 0
    assert client.get(at("limit-new")).status_code == 404


def test_it_can_be_said_another_way_and_the_old_words_stay(client, cast, at, told):
    client.force_login(cast.amina)
    form = {
        "kind": "event",
        "domain": "use",
        "words": "a wedding",
        "noticed_by": "worker",
        "day": localdate().isoformat(),
    }
    assert client.post(at("change", told.setback.pk), form | {"version": 1}).status_code == 302
    told.setback.refresh_from_db()
    assert (told.setback.kind, told.setback.words, told.setback.goal) == ("event", "a wedding", None)
    assert "used on Friday" in client.get(at("change", told.setback.pk)).content.decode()
    assert client.post(at("change", told.setback.pk), form | {"version": 1, "words": "other"}).status_code == 409


@pytest.mark.parametrize("day", ["2999-01-01", "1890-01-01", "yesterday", "2026-02-30"])
def test_a_day_that_cannot_be_gets_a_message_and_nothing_is_lost(client, cast, at, day):
    client.force_login(cast.amina)
    answer = client.post(at("change-new"), sent(day=day, words="a long walk"))
    assert answer.status_code == 422 and "a long walk" in answer.content.decode()
    assert not Change.objects.exists()


def test_about_then_is_shown_as_about_then(client, cast, at, ago):
    client.force_login(cast.amina)
    client.post(at("change-new"), sent(day=ago(30).isoformat(), about_then="on"))
    assert "about " in text(client.get(at("story")).content.decode())


def test_a_goal_of_somebody_else_cannot_be_linked(client, cast, at, told):
    client.force_login(cast.amina)
    assert client.post(at("change-new"), sent(goal=uuid4())).status_code == 422
    client.post(at("change-new"), sent(goal=told.goal.pk, domain=""))
    assert Change.objects.get(goal=told.goal, kind="better").domain == "home"


def test_good_news_is_for_those_who_may_see_the_person_in_one_statement(cast, told, ago):
    actions.add_change(cast.amina, cast.person, kind="better", words="long ago told", day=ago(5), made_on=ago(8))
    for who in ("amina", "ben", "dora"):
        with CaptureQueriesContext(connection) as caught:
            news = queries.good_news(getattr(cast, who))
        assert len(caught) == 1
        assert len(news) == 6 and {c.person_id for c in news} == {cast.person.pk}
        assert {c.kind for c in news} == {"better"}
    assert queries.good_news(cast.chidi) == []
    assert queries.good_news(cast.mona) == []


def test_a_thank_you_is_kept_once(client, cast, at, told):
    client.force_login(cast.dora)
    assert client.post(at("thank", told.better.pk), {"here": "/today/"})["Location"] == "/today/"
    client.force_login(cast.amina)
    client.post(at("thank", told.better.pk))
    told.better.refresh_from_db()
    assert told.better.thanked_by == cast.dora
    client.force_login(cast.chidi)
    assert client.post(at("thank", told.better.pk)).status_code == 404
    assert client.get(at("thank", told.better.pk)).status_code == 405
    with pytest.raises(PermissionDenied):
        actions.thank(cast.mona, told.better)


def test_one_is_never_sent_elsewhere(client, cast, at):
    client.force_login(cast.amina)
    for elsewhere in ("https://example.org/", "//example.org/", "/\\example.org/", "javascript:alert(1)"):
        answer = client.post(at("change-new"), sent(here=elsewhere))
        assert answer["Location"] == at("person")
        page = client.get(at("change-new"), {"here": elsewhere}).content.decode()
        assert (
            "example.org" not in page[page.index("<main") : page.index("</main>")]
            and "alert(1)" not in page[page.index("<main") : page.index("</main>")]
        )


def test_an_empty_story_has_one_next_step_and_no_guilt(client, cast, at):
    client.force_login(cast.amina)
    page = client.get(at("story")).content.decode()
    assert "The story starts here. Add one good thing, big or small." in page
    assert 'role="img"' not in page[page.index("<main") :]


def test_words_left_in_a_draft_come_back_but_the_kind_is_the_one_just_pressed(client, cast, at):
    client.force_login(cast.amina)
    client.post(reverse("draft", args=["change", cast.person.pk]), {"kind": "better", "words": "half a sentence"})
    page = client.get(f"{at('change-new')}?kind=setback").content.decode()
    assert "half a sentence" in page
    assert re.search(r'value="setback"[^>]*checked', page) and not re.search(r'value="better"[^>]*checked', page)
    client.post(at("change-new"), sent(kind="setback", words="half a sentence, and the rest"))
    assert "half a sentence" not in client.get(at("change-new")).content.decode()
