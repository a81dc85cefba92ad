"""The map is read whole or not at all, is changed by managers only, and what is wrong is told where it stands."""

import re

import pytest

from ajar.access import drafts
from ajar.desk.tests.statements import own_statements
from ajar.guides import actions, files, queries, talk, versions
from ajar.guides.models import MapVersion, Walk
from ajar.press.content import ContentWrong

ENGLISH, SPANISH = "talk.yaml", "talk.es.yaml"
LONELY = """  - id: lonely
    stage: 2
    ask: "How are you?"
    worker: "Nothing leads here."
    reviewers: []
    answers:
      - {id: fine, label: "I am fine", to: close}
"""
LONELY_ES = """  - id: lonely
    ask: "¿Cómo estás?"
    worker: "Nada lleva aquí."
    reviewers: []
    answers: {fine: "Estoy bien"}
"""
HARD = "Considering everything that influences your situation, which organizational alternatives appear preferable?"
HARD_ES = "Considerando absolutamente todas las circunstancias administrativas correspondientes, ¿qué alternativas institucionales consideras preferibles?"
FIRST, FIRST_ES = "  - id: welcome\n", "  - id: welcome\n"

# What is done to the files (file, words that stand there, words instead), and where it is told: file, the words on that
# line (as they are after the change), field, and what is said of it.
WRONG = {
    "a question that nothing leads to": (
        [(ENGLISH, FIRST, LONELY + FIRST), (SPANISH, FIRST_ES, LONELY_ES + FIRST_ES)],
        (ENGLISH, "- id: lonely", "id", "can not be reached"),
    ),
    "a question from which no end can be reached": (
        [
            (ENGLISH, "open_safety_plan, offer_supervisor], to: worked_before", "open_safety_plan], to: suicide"),
            (ENGLISH, "{id: helped, label: \"Help is here with us now\", do: [log_event, flag_supervision], to: safety_check}",
             "{id: helped, label: \"Help is here with us now\", to: suicide}"),
        ],
        (ENGLISH, "answers of suicide", "answers", "no answer leads to an end"),
    ),
    "eight answers": (
        [
            (ENGLISH, '      - {id: unknown, label: "I do not know", to: listen}\n',
             '      - {id: unknown, label: "I do not know", to: listen}\n      - {id: other, label: "Something else", to: listen}\n'),
            (SPANISH, '      unknown: "', '      other: "Otra cosa"\n      unknown: "'),
        ],
        (ENGLISH, "answers of need", "answers", "there are 8 answers; the most is 7"),
    ),
    "a question that is hard to read": (
        [(ENGLISH, "That is fine. We can just talk. I am here to listen.", HARD)],
        (ENGLISH, HARD, "ask", "en: "),
    ),
    "a Spanish question that is hard to read": (
        [(SPANISH, "Gracias por venir. ¿Es buen momento para hablar?", HARD_ES)],
        (SPANISH, HARD_ES, "ask", "es: "),
    ),
    "a word that Ajar never says": (
        [(ENGLISH, '"I want to stop"', '"I want to be clean"')],
        (ENGLISH, "I want to be clean", "label", "en: “clean” is a word that Ajar never says"),
    ),
    "a Spanish word that Ajar never says": (
        [(SPANISH, 'later: "Hoy no"}\n  - id: privacy', 'later: "Hoy no estoy limpio"}\n  - id: privacy')],
        (SPANISH, "Hoy no estoy limpio", "label", "es: “limpio” is a word that Ajar never says"),
    ),
    "words in one language only": (
        [(SPANISH, '    box: "Qué fue mejor, o qué fue difícil"\n', "")],
        (SPANISH, "- id: since_last", "box", "stands in one language only"),
    ),
    "an answer in one language only": (
        [(SPANISH, 'urgent: "Hay algo que no puede esperar"', 'urgence: "Hay algo que no puede esperar"')],
        (SPANISH, "urgence:", "answers", "urgent stands in one language only"),
    ),
    "an answer that leads nowhere": (
        [(ENGLISH, 'label: "Just begin", to: need', 'label: "Just begin", to: nowhere')],
        (ENGLISH, "to: nowhere", "to", "nowhere is no question of this map"),
    ),
    "yes as an id": (
        [(ENGLISH, "{id: first,", "{id: yes,")],
        (ENGLISH, "{id: yes,", "id", "does not look like"),
    ),
    "yes as an id, in quotes": (
        [(ENGLISH, "{id: first,", '{id: "yes",'), (SPANISH, "{first: ", '{"yes": ')],
        (ENGLISH, '{id: "yes",', "id", "does not look like"),
    ),
    "an answer for when they are alone, with nothing to show until then": (
        [
            (ENGLISH, 'label: "I am scared of someone", alone: true, neutral: "I would rather point to it"',
             'label: "I am scared of someone", alone: true'),
            (SPANISH, '      unsafe.neutral: "Prefiero señalarlo"\n', ""),
        ],
        (ENGLISH, "I am scared of someone", "neutral", "is missing"),
    ),
    "a question for when they are alone, with nothing to show until then": (
        [
            (ENGLISH, '    neutral: "Which one of these? You can point to it on the paper."\n', ""),
            (SPANISH, re.compile(r'    neutral: "[^"]*"\n'), ""),
        ],
        (ENGLISH, "- id: unsafe_person", "neutral", "is missing"),
    ),
    "something done from every page": (
        [(ENGLISH, 'label: "Can we just talk", to: listen', 'label: "Can we just talk", do: [say_thanks], to: listen')],
        (ENGLISH, "Can we just talk", "do", "leads to a question and does nothing else"),
    ),
    "a kind of plan that nobody knows": (
        [(ENGLISH, "    plan: someone", "    plan: somewhere")],
        (ENGLISH, "plan: somewhere", "plan", "is none of"),
    ),
}  # fmt: skip


def ours(folder):
    """Our two files, in a folder of the test's own."""
    for name in (ENGLISH, SPANISH):
        (folder / name).write_text(talk.FILE.with_name(name).read_text())
    return folder / ENGLISH


def change(folder, name, old, new):
    text = (folder / name).read_text()
    if isinstance(old, str):
        assert text.count(old) >= 1, f"{old!r} stands in {name} no more; this test must follow it"
        text = text.replace(old, new, 1)
    else:
        assert len(old.findall(text)) == 1, f"{old.pattern} stands {len(old.findall(text))} times in {name}"
        text = old.sub(new, text)
    (folder / name).write_text(text)


def line_of(folder, name, words):
    """The line on which these words stand; "answers of X": the line of that key within X."""
    lines = (folder / name).read_text().splitlines()
    start = 0
    if words.startswith("answers of "):
        start = lines.index(f"  - id: {words.removeprefix('answers of ')}")
        words = "      - {"  # a list stands where its first entry does
    return next(at for at, line in enumerate(lines, 1) if at > start and words in line)


def read(file):
    talk.checked(talk.nodes_of(file))


def post_of(page, **said):
    """What a browser sends of the form that stands there, with these changes."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None and value is not False} | said


@pytest.fixture
def mona(cast, client):
    client.force_login(cast.mona)
    return client


@pytest.mark.parametrize("case", WRONG)
def test_a_map_with_this_is_refused_by_file_line_and_field(tmp_path, case):
    changes, (name, words, field, what) = WRONG[case]
    file = ours(tmp_path)
    read(file)  # as it came it is right
    for one in changes:
        change(tmp_path, *one)
    with pytest.raises(ContentWrong) as refused:
        read(file)
    told = [(one.file, one.line, one.field) for one in refused.value.wrongs if what in one.what]
    lines = (tmp_path / name).read_text().splitlines()
    assert (name, line_of(tmp_path, name, words), field) in told, [str(one) for one in refused.value.wrongs]
    assert all(0 < one.line <= len(lines) for one in refused.value.wrongs if one.file == name)


def test_everything_that_is_wrong_is_told_at_once(tmp_path):
    file = ours(tmp_path)
    for case in (
        "a word that Ajar never says",
        "an answer that leads nowhere",
        "a Spanish question that is hard to read",
    ):
        for one in WRONG[case][0]:
            change(tmp_path, *one)
    with pytest.raises(ContentWrong) as refused:
        read(file)
    assert {(one.file, one.field) for one in refused.value.wrongs} == {
        (ENGLISH, "label"), (ENGLISH, "to"), (SPANISH, "ask"),
    }  # fmt: skip
    (tmp_path / SPANISH).unlink()
    with pytest.raises(ContentWrong, match="a map has both languages"):
        read(file)


def test_nothing_of_our_map_waits_and_what_names_a_room_to_come_is_left_out_with_the_ways_to_it(monkeypatch):
    nodes = talk.nodes_of(talk.FILE)
    assert talk.left_out(nodes) == []
    next(node for node in nodes if node["id"] == "mandate_map")["room"] = "mandates"
    assert talk.left_out(nodes) == [], "a map of a program that was taken before the room was built"
    monkeypatch.setattr("ajar.guides.doing.ROOMS_TO_COME", ("mandates",))
    assert talk.left_out(nodes) == ["privacy.court", "mandate_map", "worth_it", "mandate_secret"]


def test_the_map_goes_out_as_files_and_comes_in_equal(tmp_path):
    nodes = talk.nodes_of(talk.FILE)
    for language, name in (("en", ENGLISH), ("es", SPANISH)):
        (tmp_path / name).write_text(files.written(nodes, language))
    assert versions.plain(talk.nodes_of(tmp_path / ENGLISH)) == versions.plain(nodes)


def test_a_manager_changes_a_question_and_it_is_in_use(cast, mona, client):
    page = mona.get("/map/change/listen/")
    said = post_of(page, **{"ask-en": "We can sit here. No hurry.", "why": "our own words"})
    done = mona.post("/map/change/listen/", said, follow=True)
    assert done.status_code == 200 and "In use from now on" in done.content.decode()
    assert "our own words" in done.content.decode()
    client.force_login(cast.amina)
    began = client.post(f"/people/{cast.person.pk}/talk/")["Location"]
    client.post(began, {"at": 0, "any": "listen"})
    assert "We can sit here. No hurry." in client.get(began).content.decode()
    client.force_login(cast.mona)
    assert "We can sit here. No hurry." in client.get("/map/").content.decode()


def test_an_answer_is_added_in_both_languages_and_left_out_again(cast, mona):
    page = mona.get("/map/change/listen/")
    more = {"label-0-en": "I want some quiet", "to-0": "safety_check"}
    page = mona.post("/map/change/listen/", post_of(page, **more))
    assert page.status_code == 422 and "in both languages" in page.content.decode()
    more["label-0-es"] = "Quiero un poco de calma"
    assert mona.post("/map/change/listen/", post_of(page, **more)).status_code == 302
    guide = talk.installed(versions.nodes_in_use(cast.mona)[1])
    assert (new := guide.node("listen").answers[-1]).to == "safety_check" and str(new.label) == "I want some quiet"
    page = mona.get("/map/change/listen/")
    assert mona.post("/map/change/listen/", post_of(page, **{"out-4": "on"})).status_code == 302
    assert len(talk.installed(versions.nodes_in_use(cast.mona)[1]).node("listen").answers) == 3


def test_a_change_that_makes_a_dead_end_is_refused_with_its_words_still_in_the_form(cast, mona):
    page = mona.get("/map/change/suicide/")
    said = post_of(page, **{"to-1": "suicide", "to-2": "suicide", "to-3": "suicide", "why": "never leave them alone"})
    refused = mona.post("/map/change/suicide/", said)
    shown = refused.content.decode()
    assert refused.status_code == 422 and "no answer leads to an end" in shown and "never leave them alone" in shown
    form = refused.context["form"]
    assert [form[f"to-{at}"].value() for at in (1, 2, 3)] == ["suicide"] * 3
    hard = mona.post("/map/change/listen/", post_of(mona.get("/map/change/listen/"), **{"ask-en": HARD}))
    assert hard.status_code == 422 and HARD in hard.content.decode()
    never = mona.post("/map/change/listen/", post_of(mona.get("/map/change/listen/"), **{"label-1-en": "I failed"}))
    assert never.status_code == 422 and "never says" in never.content.decode()
    assert not MapVersion.objects.exists() and versions.nodes_in_use(cast.mona)[1] == versions.ours_nodes()


def test_of_two_managers_the_second_is_told(cast, mona):
    first, second = mona.get("/map/change/listen/"), mona.get("/map/change/listen/")
    assert mona.post("/map/change/listen/", post_of(first, **{"ask-en": "We can sit here."})).status_code == 302
    late = mona.post("/map/change/listen/", post_of(second, **{"ask-en": "Sit with me a while."}))
    shown = late.content.decode()
    assert late.status_code == 422 and "Somebody changed the map" in shown and "Sit with me a while." in shown
    _number, nodes = versions.nodes_in_use(cast.mona)
    assert talk.installed(nodes).node("listen").ask.en == "We can sit here."
    # Taken in from files made of the same older map: told too, and nothing is lost.
    answer = mona.post("/map/take/", _files(nodes) | {"number": 0})
    assert answer.status_code == 422 and "Somebody changed the map" in answer.content.decode()


def _files(nodes, english=None, spanish=None):
    from django.core.files.uploadedfile import SimpleUploadedFile

    english = files.written(nodes, "en") if english is None else english
    spanish = files.written(nodes, "es") if spanish is None else spanish
    return {
        "english": SimpleUploadedFile("talk.yaml", english.encode()),
        "spanish": SimpleUploadedFile("talk.es.yaml", spanish.encode()),
    }


def test_an_older_version_is_used_again_and_ours_again(cast, mona):
    for words in ("We can sit here.", "Sit with me a while."):
        page = mona.get("/map/change/listen/")
        mona.post("/map/change/listen/", post_of(page, **{"ask-en": words}))
    older = next(row for row in versions.versions(cast.mona) if row.number == 2)
    shown = mona.get(f"/map/versions/{older.pk}/").content.decode()
    assert "We can sit here." in shown and "That is fine. We can just talk." in shown
    done = mona.post(f"/map/versions/{older.pk}/again/", follow=True).content.decode()
    assert "In use from now on" in done and "differs from ours in 1 question" in done

    def asked():
        return talk.installed(versions.nodes_in_use(cast.mona)[1]).node("listen").ask.en

    assert asked() == "We can sit here."
    done = mona.post("/map/ours/", follow=True).content.decode()
    assert "The map in use is the one that Ajar comes with." in done
    assert asked() == "That is fine. We can just talk. I am here to listen."
    # None of it is gone: each stands in the list.
    assert [row.number for row in versions.versions(cast.mona)] == [5, 4, 3, 2, 1]


def test_a_counselor_looks_at_the_map(cast, client):
    client.force_login(cast.amina)
    client.post(f"/people/{cast.person.pk}/talk/")
    row = versions.versions(cast.mona)[0]
    for look in ("/map/", "/map/?at=listen", "/map/paper/", "/map/versions/", f"/map/versions/{row.pk}/"):
        shown = client.get(look)
        assert shown.status_code == 200, look
        assert not re.search("/map/(change|take|ours|file)|/again/", shown.content.decode()), look
    client.force_login(cast.esi)
    assert client.get(f"/map/versions/{row.pk}/").status_code == 404


def test_a_counselor_can_not_change_the_map(cast, mona, client):
    page = mona.get("/map/change/listen/")
    mona.post("/map/change/listen/", post_of(page, **{"ask-en": "We can sit here."}))
    row = versions.versions(cast.mona)[0]
    client.force_login(cast.amina)
    for door in ("/map/change/listen/", "/map/take/", "/map/file/"):
        assert client.get(door).status_code == 403, door
    for press in ("/map/change/listen/", "/map/take/", "/map/ours/", f"/map/versions/{row.pk}/again/"):
        assert client.post(press, {"number": row.number}).status_code == 403, press
    assert len(versions.versions(cast.mona)) == 2


def test_bad_files_are_told_by_file_line_and_field_and_good_ones_are_in_use(cast, mona):
    english = mona.get("/map/file/").content.decode()
    spanish = mona.get("/map/file/?language=es").content.decode()
    bad = english.replace("label: Just begin", "label: Just be clean")
    assert bad != english
    refused = mona.post("/map/take/", {"number": 0} | _files(None, bad, spanish))
    line = bad.splitlines().index(next(one for one in bad.splitlines() if "Just be clean" in one)) + 1
    assert refused.status_code == 422 and f"talk.yaml:{line}: label: " in refused.content.decode()
    for broken in ("entries: [", "\x00", "- a list", "about: 1\nentries: 2\n"):
        page = mona.post("/map/take/", {"number": 0} | _files(None, broken, spanish))
        told = page.context["wrongs"]
        assert page.status_code == 422 and [one.file for one in told] == ["talk.yaml"], (broken, told)
        assert f"talk.yaml:{told[0].line}: " in page.content.decode()
    page = mona.post("/map/take/", {"number": 0})
    assert page.status_code == 422
    assert not MapVersion.objects.exists() and versions.nodes_in_use(cast.mona)[1] == versions.ours_nodes()
    good = english.replace("label: Just begin", "label: Let us begin")
    assert mona.post("/map/take/", {"number": 0} | _files(None, good, spanish)).status_code == 302
    assert str(talk.installed(versions.nodes_in_use(cast.mona)[1]).node("privacy").answers[0].label) == "Let us begin"


def test_a_question_costs_the_same_few_statements_however_much_was_said(cast, client):
    client.force_login(cast.amina)
    address = client.post(f"/people/{cast.person.pk}/talk/")["Location"]
    walk = Walk.objects.get()
    counts = []
    for said in (1, 12, 40):
        for at in range(said):
            actions.add_words(
                cast.amina, walk, node_id="welcome", lines=[{"kind": "line", "words": f"line {said} {at}", "more": ""}]
            )
        counts.append(own_statements(client, address))
    assert len(queries.lines(cast.amina, cast.person, walk)) == 53
    assert len({len(one) for one in counts}) == 1 and len(counts[0]) <= 12, "\n".join(counts[-1])
    drafts.save(cast.amina, f"talk-{walk.pk.hex}", cast.person.pk, {"words": ["half a word"]})
    assert len(own_statements(client, address)) <= 12
    assert len(own_statements(client, address + "read/")) <= 12
