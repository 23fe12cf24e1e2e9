"""The portal's settings for workers under test: tables without migrations, and a clock that ticks each second."""

from beijing_ngo.settings import *  # noqa: F403


class _None:
    def __contains__(self, app):
        return True

    def __getitem__(self, app):
        return None


MIGRATION_MODULES = _None()
CELERY_BEAT_SCHEDULE = {
    "deliver-waiting": {"task": "beijing_ngo.core.tasks.deliver_waiting", "schedule": 1.0},
}
