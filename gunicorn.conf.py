"""How gunicorn serves the portal; docs/deployment.md explains the variables."""

import os

wsgi_app = "beijing_ngo.wsgi"
bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "1"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 20
max_requests = int(os.environ.get("WEB_MAX_REQUESTS", "0"))
max_requests_jitter = max_requests // 10
accesslog = "-" if os.environ.get("ACCESS_LOG") == "1" else None
if os.path.isdir("/dev/shm"):  # noqa: S108, the sign of life is written often, and should not wait for a disk
    worker_tmp_dir = "/dev/shm"  # noqa: S108
control_socket_disable = True  # it would be made in the home folder, which a service account may not have
