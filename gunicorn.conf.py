"""How gunicorn serves the portal; docs/deployment.md explains the variables."""

import gc
import os

wsgi_app = "beijing_ngo.wsgi"
bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "1"))
threads = int(os.environ.get("WEB_THREADS", "4"))
# The portal is loaded once, before the processes part: what they all read stands in memory once. A new version needs a
# restart, not a reload.
preload_app = True
timeout = 60
graceful_timeout = 20
max_requests = int(os.environ.get("WEB_MAX_REQUESTS", "0"))
max_requests_jitter = max_requests // 10
accesslog = "-" if os.environ.get("ACCESS_LOG") == "1" else None
if os.path.isdir("/dev/shm"):  # noqa: S108, the sign of life is written often, and should not wait for a disk
    worker_tmp_dir = "/dev/shm"  # noqa: S108
control_socket_disable = True  # it would be made in the home folder, which a service account may not have


def when_ready(_server):
    """What the first visitors would make each process load by itself."""
    from django.conf import settings
    from django.template.loader import get_template
    from django.urls import reverse
    from django.utils import translation

    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            reverse("home")  # reads the table of addresses
            translation.gettext("Events")
    for template in ("base.html", "events/event_list.html", "events/event_detail.html", "portal/home.html"):
        get_template(template)
    gc.collect()
    gc.freeze()  # or the first collection would touch, and so copy, every page of memory


def post_fork(_server, _worker):
    """A connection is for one process."""
    from django.db import connections

    connections.close_all()
