"""Several people who do something at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

from django.db import OperationalError, connection
from django.utils import translation

from beijing_ngo.core.refusals import Refusal


def _patiently(action) -> str:
    """SQLite in memory, which only tests use, refuses at once where a file would wait for the other desk."""
    for _again in range(200):
        try:
            action()
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            sleep(0.02)
        else:
            return "in"
    return "locked for ever"


def at_once(*actions):
    """What each of the actions said, done at the same moment, each with a connection of its own."""

    def alone(action):
        try:
            with translation.override("en"):
                return _patiently(action)
        except Refusal as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return sorted(pool.map(alone, actions))
