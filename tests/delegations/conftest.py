"""What tests of visits start from."""

import pytest

from tests.delegations.badges import NOW
from tests.factories import ConferenceFactory, DelegationFactory, ParticipationFactory


@pytest.fixture
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def cop():
    conference = ConferenceFactory(acronym="COP", number=32, slug="cop-32")
    return ParticipationFactory(conference=conference, deadline_zone="Europe/Berlin")


@pytest.fixture
def visit(cop):
    return DelegationFactory(conference=cop.conference, title_en="To the COP", title_zh_hans="赴气候大会")
