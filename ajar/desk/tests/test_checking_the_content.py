"""Whoever writes the words is told by file, line and field what is wrong with them, before anybody reads them."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ajar.basket import catalogue
from ajar.basket.queries import OTHER_WORDS
from ajar.basket.tests.folders import ENGLISH, folder, line_with
from ajar.guides import talk
from ajar.press import content


def checked(*where) -> str:
    out = StringIO()
    call_command("content", "check", *map(str, where), stdout=out)
    return out.getvalue()


def told(where) -> str:
    err = StringIO()
    with pytest.raises(CommandError, match="Nothing is loaded"):
        call_command("content", "check", str(where), stdout=StringIO(), stderr=err)
    return err.getvalue()


def test_all_that_ajar_came_with_is_read():
    said = checked()
    assert f"{len(catalogue.load())} options are right" in said
    assert f"{len(talk.ours().nodes)} questions in use" in said and "Left out" not in said
    assert all(f"{file}: " in said for name in OTHER_WORDS for file in content.files_of(name))


def test_options_of_a_folder_are_told_by_file_line_and_field(tmp_path):
    spoiled = folder(tmp_path, ENGLISH.replace("sure: A", "sure: D"))
    assert f"overdose.yaml:{line_with(ENGLISH, 'sure:')}: sure: “D”" in told(spoiled)
    with pytest.raises(CommandError, match="is no folder"):
        checked(tmp_path / "nowhere")


def test_a_map_of_a_folder_is_told_the_same_way(tmp_path):
    for name in ("talk.yaml", "talk.es.yaml"):
        (tmp_path / name).write_text(talk.FILE.with_name(name).read_text())
    assert "questions in use" in checked(tmp_path)
    file = tmp_path / "talk.yaml"
    file.write_text(file.read_text().replace("to: listen}", "to: nowhere}", 1))
    line = 1 + file.read_text()[: file.read_text().index("to: nowhere")].count("\n")
    assert f"talk.yaml:{line}: to: nowhere is no question of this map" in told(tmp_path)


def test_a_list_that_is_not_right_is_told_and_what_else_is_wrong_with_it(tmp_path, monkeypatch):
    monkeypatch.setattr(content, "CONTENT", tmp_path)
    content.load.cache_clear()
    for name in OTHER_WORDS:
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / f"{name}.yaml").write_text("about: {owner: us, source: us}\nentries: [{key: one}]\n")
    err = StringIO()
    with pytest.raises(CommandError):
        call_command("content", "check", stdout=StringIO(), stderr=err)
    assert [name for name in OTHER_WORDS if f"{name}: ['checked_on', 'reviewed'] missing" not in err.getvalue()] == []
    content.load.cache_clear()
