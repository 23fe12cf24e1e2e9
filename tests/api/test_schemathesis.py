"""The interface does what its description says, whatever is asked of it."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given
from hypothesis import settings as of_hypothesis
from schemathesis.generation import GenerationMode

from beijing_ngo.wsgi import application
from tests.api import full_portal

# A name that names nothing is refused, which a description cannot say: so what there is, is named.
NAMES = {
    "theme": "climate",
    "series": "earth-hours",
    "conference": "cop-27",
    "organisation": "greenovation",
    "body": "greenovation",
    "event": "earth-hour",
    "delegation": "geneva",
    "submission": "our-report",
}
FREE_TEXT = {"/articles": {"series"}}
READS = dict(one.split("/") for one in full_portal.ONES)


@pytest.fixture
def description(settings):
    settings.API_RATE = 0
    full_portal.make()
    # A request that comes by WSGI would close the connection, and with it the transaction of this test.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def named(case):
    query = case.query or {}
    query.pop("cursor", None)  # nobody makes one up
    for name in query.keys() & NAMES.keys() - FREE_TEXT.get(case.path, set()):
        query[name] = NAMES[name]
    if case.path_parameters:
        case.path_parameters["slug"] = READS[case.path.split("/")[1]]
    return case


@pytest.mark.parametrize(("mode", "examples"), [(GenerationMode.POSITIVE, 15), (GenerationMode.NEGATIVE, 8)])
def test_it_does_what_its_description_says(description, mode, examples):
    answered = set()

    def checked(operation):
        cases = operation.as_strategy(generation_mode=mode)

        @given(case=cases.map(named) if mode == GenerationMode.POSITIVE else cases)
        @of_hypothesis(
            max_examples=examples,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        def check(case):
            answered.add((case.operation.label, case.call_and_validate().status_code))

        check()

    operations = [found.ok() for found in description.get_all_operations()]
    for operation in operations:
        checked(operation)

    expected = {200} if mode == GenerationMode.POSITIVE else {404, 422}
    assert {status for _label, status in answered} <= expected
    assert {label for label, _status in answered} == {one.label for one in operations}
    assert len(operations) == 2 * len(full_portal.LISTS) + 1
