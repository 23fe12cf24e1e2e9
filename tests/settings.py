"""The portal's settings with what tests want: quick hashes, plain static files, a cache of their own."""

import os
import tempfile
from pathlib import Path

from beijing_ngo.settings import *  # noqa: F403
from beijing_ngo.settings import REDIS_URL, STORAGES

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECURE_SSL_REDIRECT = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
_folder = Path(tempfile.mkdtemp(prefix="portal-tests-"))
MEDIA_ROOT = str(_folder / "media")
PRIVATE_ROOT = str(_folder / "private")
STORAGES["private"] = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
}
TRAVEL_DOCUMENT_KEYS = "tests:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = True
BELL_PAUSE = 0
DEMO_ACCOUNTS = True
STAFF_SECOND_FACTOR = False
PAGE_CACHE_SECONDS = 0  # tests see what a page costs and says each time; those of the cache itself turn it on
if REDIS_URL:  # tests empty the cache, so each process has one of Redis's databases to itself
    _place = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": f"{REDIS_URL.rpartition('/')[0]}/{_place + 1}",
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
