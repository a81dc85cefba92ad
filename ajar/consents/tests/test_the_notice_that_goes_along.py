"""The statements of 42 CFR 2.32 are those of 2024, whole, to the letter; else there is none, and nothing goes out."""

from hashlib import sha256
from shutil import copytree

import pytest

from ajar.consents import notices
from ajar.press.content import ContentWrong

HASHES = {  # of the words compared by hand with the copies that `source` names
    True: "d1ca63c3db2fc7224b299c317e3bae1a5db4beb05e3d0a98e17f521111637f8b",
    False: "79fee3d6dff7e052183c61b66bfed589f0f45dcf330bb277e07b396bd12e9774",
}
PARTS = [  # how each part begins, in order; the parts themselves are held by the hash
    "This record which has been disclosed to you is protected by Federal confidentiality rules (42 CFR part 2). ",
    "These rules prohibit you from using or disclosing this record, or testimony that describes the information",
    "against the patient, unless authorized by the consent of the patient, except as provided at 42 CFR 2.12(c)(5) ",
    "In addition, the Federal rules prohibit you from making any other use or disclosure of this record unless ",
    "\n\n(i) Further use or disclosure is expressly permitted by the written consent of the individual whose ",
    "\n\n(ii) You are a covered entity or business associate and have received the record for treatment, ",
    "\n\n(iii) You have received the record from a covered entity or business associate as permitted by 45 CFR ",
    "\n\nA general authorization for the release of medical or other information is NOT sufficient to meet the ",
]
SUPERSEDED = [
    "further disclosure",
    "restrict any use of the information",
    "investigate or prosecute",
    "unauthorized disclosure",
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    copytree(notices.FOLDER, tmp_path / "notices")
    monkeypatch.setattr(notices, "FOLDER", tmp_path / "notices")
    return tmp_path / "notices"


@pytest.mark.parametrize("long", [True, False])
def test_each_is_to_the_letter_what_its_hash_says(long):
    notice = notices.statement(long=long)
    assert sha256(notice.text.encode()).hexdigest() == notice.sha256 == HASHES[long]
    assert (notice.citation, notice.version) == (f"42 CFR 2.32(a)({1 if long else 2})", "2024")


def test_the_long_one_has_all_its_parts_in_order_and_ends_with_its_last_sentence():
    text = notices.statement().text
    places = [text.find(part) for part in PARTS]
    assert -1 not in places and places == sorted(places)
    assert text.endswith("to further use or redisclose the record (see 42 CFR 2.31).")
    assert len(text) == 1329


def test_the_short_one_speaks_of_use_too():
    assert (
        notices.statement(long=False).text == "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
    )


@pytest.mark.parametrize("words", SUPERSEDED)
def test_no_superseded_wording_is_left(words):
    assert all(words not in notices.statement(long=long).text for long in (True, False))


@pytest.mark.parametrize(
    "spoil", ["gone", "empty", "one letter", "not UTF-8", "list gone", "list no YAML", "one of two"]
)
def test_what_is_missing_or_changed_is_not_there_and_is_told(folder, spoil):
    file, listed = folder / "42cfr2_32_a_1.txt", folder / notices.FILE
    text, rows = file.read_text(), listed.read_text()
    {
        "gone": file.unlink,
        "empty": lambda: file.write_text("\n"),
        "one letter": lambda: file.write_text(text.replace("any other use", "any further use")),
        "not UTF-8": lambda: file.write_bytes(b"\xff" + text.encode()),
        "list gone": listed.unlink,
        "list no YAML": lambda: listed.write_text("entries: ["),
        "one of two": lambda: listed.write_text(rows[: rows.index("  - key: short")]),
    }[spoil]()
    assert not notices.statement() and notices.statement().text == ""
    assert not notices.ready()
    with pytest.raises(ContentWrong) as refused:
        notices.check()
    assert "disclosure.yaml" in str(refused.value)


def test_a_copy_elsewhere_is_the_same(folder):
    assert notices.ready() and notices.check()["long"].sha256 == HASHES[True]
