from datetime import timedelta

import pytest

from ajar.encounters import actions_messages as actions
from ajar.encounters import queries_messages as queries
from ajar.encounters.tests.safely import NOON, safe


@pytest.fixture
def out(tmp_path, settings):
    """Where the carriers put what they carry."""
    settings.HOME = tmp_path
    settings.MESSAGES_EMAIL_BACKEND = "ajar.press.carriers.MailFiles"
    return tmp_path / "messages"


@pytest.fixture
def at(monkeypatch):
    """Set the clock of everything that asks for the time of a message."""

    def set_to(moment):
        for module in (actions, queries):
            monkeypatch.setattr(module, "now", lambda: moment)

    set_to(NOON + timedelta(hours=3))
    return set_to


@pytest.fixture
def sara(cast):
    return safe(cast)
