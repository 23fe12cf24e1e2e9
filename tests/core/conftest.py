"""Colleagues who look into the log of all mail."""

import pytest

from tests.core.mail_log import colleague


@pytest.fixture
def reader(client):
    """May read the log, and no more."""
    return colleague(client, "core.view_message")


@pytest.fixture
def officer(client):
    """Looks after what did not arrive."""
    return colleague(client, "core.view_message", "core.resend_message")
