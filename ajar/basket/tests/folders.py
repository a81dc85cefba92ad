"""Folders of options for the tests: one that is right, to be spoiled in one place."""

from pathlib import Path

ABOUT = "about:\n  owner: basket\n  source: Our own words.\n  checked_on: 2026-11-22\nentries:\n"
ENGLISH = """\
  - id: OP-01
    name: "Carry naloxone"
    harm: "Fatal overdose"
    text: "Carry naloxone. Tell people where it is."
    why: "It can bring breath back."
    caution: "Keep it out of heat."
    sure: A
    source: "CDC; WHO 2014"
    spectrum: [safer]
    domains: [alive]
    for_whom: [anyone]
    shifts: setting
    funding_flag: false
    state_law_flag: false
    review_by: 2027-11-22
    reviewers: []
"""
SPANISH = """\
  - id: OP-01
    name: "Lleva naloxona"
    harm: "Sobredosis mortal"
    text: "Lleva naloxona. Di a la gente dónde está."
    why: "Puede devolver el aire."
    caution: "Guárdala lejos del calor."
    reviewers: []
"""


def folder(where: Path, english: str = ENGLISH, spanish: str = SPANISH, name: str = "overdose") -> Path:
    (where / f"{name}.yaml").write_text(ABOUT + english)
    (where / f"{name}.es.yaml").write_text(ABOUT + spanish)
    return where


def line_with(text: str, words: str) -> int:
    """The line of the file on which these words stand."""
    return next(number for number, line in enumerate((ABOUT + text).splitlines(), 1) if words in line)
