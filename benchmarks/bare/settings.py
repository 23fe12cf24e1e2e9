"""A bare Django project on the portal's database: no middleware, no applications but its own model."""

from beijing_ngo.settings import BASE_DIR, CACHES, DATABASES

SECRET_KEY = "benchmark"  # noqa: S105, nothing is signed with it
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["benchmarks.bare"]
ROOT_URLCONF = "benchmarks.bare.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "benchmarks" / "bare" / "templates"],
    }
]
USE_TZ = True
DATABASES = DATABASES
CACHES = {"default": CACHES["default"] | {"KEY_PREFIX": "bare"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
