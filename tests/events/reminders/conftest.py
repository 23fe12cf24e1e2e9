"""The clock of these tests."""

import pytest
from django.utils import translation

from tests.events.reminders.rules import NOW


@pytest.fixture
def clock(time_machine):
    """Stands at NOW; `clock.move_to(moment)` moves it."""
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield
