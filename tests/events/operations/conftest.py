"""Desks, and somebody of the secretariat."""

import pytest

from tests.events.operations.desk import upcoming
from tests.factories import RegistrationDeskFactory, SuperuserFactory


@pytest.fixture
def desk():
    return RegistrationDeskFactory(capacity=5, event=upcoming())


@pytest.fixture
def staff():
    return SuperuserFactory()


@pytest.fixture
def strict_desk():
    return RegistrationDeskFactory(capacity=3, quota=2, contact_approval=True, event=upcoming())
