"""Waking a worker for what waits in the database: at once, not too often, and never at the price of whoever rings."""

import logging
import time
from threading import Thread

from celery import current_app

WAIT_FOR_BROKER = 0.3  # seconds; a broker that works takes a few thousandths of one
logger = logging.getLogger(__name__)


class Bell:
    """Wakes a worker for one task at most twice a `pause`, however much a process leaves to it: at once, and once more for
    what came since.

    Whoever rings waits a moment for the broker, and no longer: one that is silent keeps a thread, and meanwhile nobody
    rings. The clock sees to what waits then.
    """

    def __init__(self, task: str, pause: float):
        self.task, self.pause, self.rung_at, self.rings_again = task, pause, 0.0, False
        self._at_the_broker: Thread | None = None

    def ring(self) -> None:
        now = time.monotonic()
        if now - self.rung_at >= self.pause:
            self.rung_at, self.rings_again = now, False
            self._call()
        elif not self.rings_again:
            self.rings_again = True
            self._call(countdown=self.pause)

    def _call(self, **when) -> None:
        if current_app.conf.task_always_eager:  # there is no broker, and the work is done here
            self._call_a_worker(**when)
        elif self._at_the_broker is None or not self._at_the_broker.is_alive():
            self._at_the_broker = Thread(target=self._try_to_call, kwargs=when, daemon=True, name="bell")
            self._at_the_broker.start()
            self._at_the_broker.join(WAIT_FOR_BROKER)

    def _call_a_worker(self, **when) -> None:
        from beijing_ngo.core import tasks

        getattr(tasks, self.task).apply_async(retry=False, **when)

    def _try_to_call(self, **when) -> None:
        try:
            self._call_a_worker(**when)
        except Exception as error:
            logger.warning("No worker could be woken, the clock sees to what waits: %s", error)
