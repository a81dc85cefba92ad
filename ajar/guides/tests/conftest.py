"""Amina's browser."""

import pytest


@pytest.fixture
def amina(cast, client):
    client.force_login(cast.amina)
    return client
