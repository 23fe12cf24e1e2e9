"""Waking a worker: at once, not too often, and never at the price of whoever waits for an answer."""

import time
from threading import Event

import pytest
from celery import current_app

from beijing_ngo.core import bell
from beijing_ngo.core.bell import Bell
from beijing_ngo.core.tasks import deliver_waiting


@pytest.fixture
def _with_a_broker():
    current_app.conf.task_always_eager = False
    yield
    current_app.conf.task_always_eager = True


@pytest.mark.usefixtures("_with_a_broker")
def test_a_worker_is_woken_at_once_and_once_more_for_what_came_meanwhile(monkeypatch):
    rings = []
    monkeypatch.setattr(deliver_waiting, "apply_async", lambda **how: rings.append(how.get("countdown")))
    for_mail = Bell("deliver_waiting", pause=60)

    for _mail in range(5):
        for_mail.ring()

    assert rings == [None, 60]


@pytest.mark.usefixtures("_with_a_broker")
def test_a_broker_that_says_nothing_is_asked_once_and_again_when_it_has_spoken(monkeypatch):
    asked, speaks = [], Event()

    def apply_async(**_how):
        asked.append(1)
        assert speaks.wait(10)

    monkeypatch.setattr(deliver_waiting, "apply_async", apply_async)
    monkeypatch.setattr(bell, "WAIT_FOR_BROKER", 0.05)
    for_mail = Bell("deliver_waiting", pause=0)

    begun = time.monotonic()
    for _mail in range(5):
        for_mail.ring()
    took = time.monotonic() - begun

    assert (len(asked), took < 1) == (1, True)
    speaks.set()
    for_mail._at_the_broker.join(10)
    for_mail.ring()
    assert len(asked) == 2


@pytest.mark.usefixtures("_with_a_broker")
def test_a_broker_that_is_gone_is_noted_and_nobody_is_troubled(monkeypatch, caplog):
    def refused(**_how):
        raise ConnectionError("nobody there")

    monkeypatch.setattr(deliver_waiting, "apply_async", refused)

    Bell("deliver_waiting", pause=0).ring()

    assert [record.getMessage() for record in caplog.records] == [
        "No worker could be woken, the clock sees to what waits: nobody there"
    ]
