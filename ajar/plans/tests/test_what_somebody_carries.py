"""A sheet and a card that a person takes along: their words, what they ticked, and nothing that a worker wrote."""

import io
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from ajar.access.models import AuditLine
from ajar.plans import actions, queries, rules
from ajar.plans.models import CarriedNumber, Print
from ajar.plans.queries_safety import calls_of

ALL = list(rules.PARTS)


@pytest.fixture
def ilona(cast):
    """Ilona's record, with much in it that no paper may show."""
    from ajar.encounters import actions as encounters
    from ajar.encounters.actions_kept import keep_between, record_judgement
    from ajar.goals import actions as goals
    from ajar.goals import actions_goals
    from ajar.people.actions import start_person

    cast.ilona = start_person(cast.amina, chosen_name="Ilona", pronouns="she")
    goals.record_need(cast.amina, cast.ilona, words="Keep my son with me", rung=2, most_now=True)
    goal = actions_goals.add_goal(
        cast.amina, cast.ilona, words="stop drinking alone", domain="less-use", spectrum="less"
    )
    actions_goals.add_step(cast.amina, cast.ilona, goal=goal, words="call the temple", when="Tuesday", sure=7)
    goals.record_strength(cast.amina, cast.ilona, words="prayer at the temple")
    encounter = encounters.start_encounter(cast.amina, cast.ilona)
    encounters.add_line(cast.amina, encounter, speaker="worker", words="WORKER-NOTE smells of wine")
    encounters.plan_followup(
        cast.amina, cast.ilona, kind="call", day=timezone.localdate() + timezone.timedelta(days=7), at="10:00",
        what="WORKER-PLAN ask about the boy", how_safe="SAFE-WAY only mornings",
    )  # fmt: skip
    record_judgement(cast.amina, cast.ilona, encounter=encounter, kind="child", decision="JUDGED no report", why="x")
    secret = keep_between(cast.amina, cast.ilona, words="SECRET words", encounter=encounter)
    goals.record_strength(cast.amina, cast.ilona, words="SECRET strength", kept_between=secret)
    actions.add_number(cast.amina, cast.ilona, label="M.", number="800-799-7233")
    return cast


def page_of(name, cast, *more):
    return reverse(name, args=[cast.ilona.pk, *more])


def text_of(pdf: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def test_she_ticks_what_it_shows_sees_it_and_takes_it_along(ilona, client):
    client.force_login(ilona.amina)
    assert client.get(page_of("print-new", ilona)).status_code == 200
    form = {"kind": "sheet", "parts": ["most", "goals", "step", "next", "numbers"], "paper": "a4", "once": uuid.uuid4()}
    response = client.post(page_of("print-new", ilona), form)
    row = Print.objects.get()
    assert (row.kind, row.parts) == ("sheet", "most goals step next numbers on-a4")
    assert response.url == page_of("print", ilona, row.pk)
    shown = client.get(response.url).content.decode()
    pdf = client.get(page_of("print-pdf", ilona, row.pk))
    for words in ("Keep my son with me", "stop drinking alone", "call the temple", "10:00", "800-799-7233", "M."):
        assert words in shown
        assert words in text_of(pdf.content)
    assert AuditLine.objects.filter(verb="print.made", subject=ilona.ilona.pk).count() == 1
    assert AuditLine.objects.filter(verb="person.printed", subject=ilona.ilona.pk).count() == 1


@pytest.mark.parametrize("kind", ["sheet", "card"])
def test_no_paper_holds_a_workers_word_a_judgement_a_secret_a_score_or_a_name_of_staff(ilona, client, kind):
    row = actions.make_print(ilona.amina, ilona.ilona, kind=kind, parts=ALL)
    client.force_login(ilona.amina)
    text = text_of(client.get(page_of("print-pdf", ilona, row.pk)).content)
    paper = client.get(page_of("print", ilona, row.pk)).content.decode().split("<article")[1].split("</article>")[0]
    for words in ("WORKER-NOTE", "WORKER-PLAN", "SAFE-WAY", "JUDGED", "SECRET", "Amina", "7 of 10", "less-use"):
        assert words not in text
        assert words not in paper


def test_the_name_of_this_place_is_there_only_when_it_is_ticked(ilona, client):
    client.force_login(ilona.amina)
    for parts, there in ((["most"], False), (["most", "agency"], True)):
        row = actions.make_print(ilona.amina, ilona.ilona, kind="sheet", parts=parts)
        assert ("Riverside" in text_of(client.get(page_of("print-pdf", ilona, row.pk)).content)) == there


def test_where_somebody_could_hurt_her_no_paper_names_the_place_or_the_reason(ilona, client):
    from ajar.people.models import ContactRule

    ContactRule.objects.create(
        agency=ilona.agency, person=ilona.ilona, sender="Cousin Mo", could_be_hurt="yes", by=ilona.amina,
        checked_on=timezone.localdate(),
    )  # fmt: skip
    client.force_login(ilona.amina)
    assert b'value="agency"' not in client.get(page_of("print-new", ilona)).content
    form = {"kind": "card", "parts": ["agency"], "paper": "a4", "once": uuid.uuid4()}
    assert client.post(page_of("print-new", ilona), form).status_code == 422
    row = actions.make_print(ilona.amina, ilona.ilona, kind="card", parts=ALL)  # made before the danger was known
    text = text_of(client.get(page_of("print-pdf", ilona, row.pk)).content)
    assert "Riverside" not in text
    assert "a call" not in text
    assert "meet or talk" not in text
    assert "10:00" in text
    assert "Cousin Mo" in text


def test_the_file_says_nothing_about_her_beside_its_page(ilona, client):
    row = actions.make_print(ilona.amina, ilona.ilona, kind="sheet", parts=ALL)
    client.force_login(ilona.amina)
    response = client.get(page_of("print-pdf", ilona, row.pk))
    reader = PdfReader(io.BytesIO(response.content))
    meta = " ".join(str(value) for value in (reader.metadata or {}).values())
    for words in ("Ilona", "Amina", "Riverside", "Ajar"):
        assert words not in meta
        assert words not in response["Content-Disposition"]
    assert reader.metadata.title == "To carry"
    assert reader.metadata.author is None
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in response.content or reader.xmp_metadata is not None


def test_a_card_is_a_card_and_a_sheet_is_the_paper_she_has(ilona, client):
    client.force_login(ilona.amina)
    for kind, paper, size in (
        ("card", "letter", (85, 54)),
        ("sheet", "letter", (216, 279)),
        ("sheet", "a4", (210, 297)),
    ):
        row = actions.make_print(ilona.amina, ilona.ilona, kind=kind, parts=["most", "numbers"], paper=paper)
        page = PdfReader(io.BytesIO(client.get(page_of("print-pdf", ilona, row.pk)).content)).pages[0]
        assert tuple(round(float(n) / 72 * 25.4) for n in (page.mediabox.width, page.mediabox.height)) == size


def test_very_long_words_run_on_and_nothing_is_cut(ilona, client):
    from ajar.goals import actions as goals

    long = "word " * 900 + "END-OF-WORDS"
    goals.record_need(ilona.amina, ilona.ilona, words=long, rung=2, most_now=True)
    client.force_login(ilona.amina)
    row = actions.make_print(ilona.amina, ilona.ilona, kind="card", parts=["most"])
    assert "END-OF-WORDS" in text_of(client.get(page_of("print-pdf", ilona, row.pk)).content)


def test_a_turned_screen_shows_the_choosing_and_no_other_person(ilona, client):
    client.force_login(ilona.amina)
    client.post(reverse("screen"), {"state": "turned", "person": ilona.ilona.pk})
    assert client.get(page_of("print-new", ilona)).status_code == 200
    assert client.get(reverse("print-new", args=[ilona.person.pk])).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("amina", 200), ("dora", 200), ("chidi", 404), ("mona", 403)])
def test_who_prints_for_her(ilona, client, who, status):
    row = actions.make_print(ilona.amina, ilona.ilona, kind="card", parts=["numbers"])
    client.force_login(getattr(ilona, who))
    for name in ("print", "print-pdf"):
        assert client.get(page_of(name, ilona, row.pk)).status_code == status


def test_nothing_ticked_is_told_in_words_and_makes_no_row(ilona, client):
    client.force_login(ilona.amina)
    response = client.post(page_of("print-new", ilona), {"kind": "card", "once": uuid.uuid4()})
    assert response.status_code == 422
    assert "Tick at least one thing" in response.content.decode()
    assert not Print.objects.exists()


def test_she_adds_a_number_moves_it_up_and_takes_it_off(ilona, client):
    client.force_login(ilona.amina)
    add = {"label": "Mo", "number": "555 0100", "once": uuid.uuid4()}
    assert client.post(page_of("number-new", ilona), add).status_code == 302
    mo = CarriedNumber.objects.order_by("-order").first()
    client.post(page_of("number-up", ilona, mo.pk))
    assert [row.label for row in queries.numbers(*opened(ilona))] == ["Mo", "M."]
    client.post(page_of("number-end", ilona, mo.pk))
    assert [row.label for row in queries.numbers(*opened(ilona))] == ["M."]
    assert CarriedNumber.objects.filter(pk=mo.pk).exists(), "the row stays"


def opened(cast):
    from ajar.people.queries import open_person

    return cast.amina, open_person(cast.amina, cast.ilona.pk)


def test_a_line_that_others_carry_is_one_press_and_its_name_on_the_card_tells_nothing(ilona, client):
    client.force_login(ilona.amina)
    response = client.post(page_of("number-new", ilona), {"suggested": "988", "once": uuid.uuid4()})
    assert response.status_code == 302
    row = CarriedNumber.objects.order_by("-order").first()
    assert (row.label, row.number) == ("Talk, any hour", "988")


def test_each_line_says_before_the_call_whether_it_may_send_someone_without_asking(ilona, client):
    client.force_login(ilona.amina)
    for screen in ("mine", "turned"):
        client.post(reverse("screen"), {"state": screen, "person": ilona.ilona.pk})
        html = client.get(page_of("print-new", ilona)).content.decode()
        offered = re.findall(r"<li[^>]*>(?:(?!</li>).)*name=\"suggested\" value=\"([^\"]+)\"", html, re.S)
        lines = {one.key: one for one in queries.suggestions(calls_of(ilona.amina), []) if one.number != "800-799-7233"}
        assert set(offered) == set(lines)
        said = {"yes": "They may send someone", "no": "They send no one", "unknown": "We do not know if they send"}
        listed = html.split("Lines that others carry")[1].split("</details>")[0]
        for one in listed.split("</li>")[:-1]:
            key = re.search(r'value="([^"]+)"[^>]*>Add', one)[1]
            assert said[lines[key].may_send] in one, key


@pytest.mark.parametrize("number", ["", "call me", "5\x0055"])
def test_a_number_without_a_digit_is_told_in_words(ilona, client, number):
    client.force_login(ilona.amina)
    response = client.post(page_of("number-new", ilona), {"label": "Mo", "number": number, "once": uuid.uuid4()})
    assert response.status_code == 422
    assert "Mo" in response.content.decode()
    assert CarriedNumber.objects.count() == 1
