"""Settings of the portal, read from the environment.

Two ways to run. The embedded default needs no service at all: SQLite, files, a broker made of folders, mail written to
files. As soon as DATABASE_URL or REDIS_URL is set the portal runs on services, and then insists on what production
needs: a secret, host names, HTTPS. DEBUG is off unless asked for, in both.
"""

import os
import secrets
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import get_language

from beijing_ngo.core.countries import OVERRIDE

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").is_file():
    env.read_env(BASE_DIR / ".env")

VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))
PORTAL_EMBEDDED = not (env("DATABASE_URL", default="") or env("REDIS_URL", default=""))
DEBUG = env.bool("DEBUG", default=False)

# ---------------------------------------------------------------- secrets and hosts


def _kept_secret(name, make):
    """The embedded default makes a secret once, so that what depends on it outlives a restart."""
    path = VAR_DIR / name
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(path, "x", encoding="ascii", opener=_private) as file:
            file.write(make())
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")


def _private(path, flags):
    return os.open(path, flags, mode=0o600)


SECRET_KEY = env("SECRET_KEY", default="")
if not SECRET_KEY:
    if not PORTAL_EMBEDDED:
        raise ImproperlyConfigured("SECRET_KEY must be set when the portal runs on services.")
    SECRET_KEY = _kept_secret("secret_key", lambda: secrets.token_hex(40))
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# name:key,name2:key2 (delegations/sealing.py). The first one encrypts travel documents, all of them open what is there.
TRAVEL_DOCUMENT_KEYS = env("TRAVEL_DOCUMENT_KEYS", default="")
if not TRAVEL_DOCUMENT_KEYS and PORTAL_EMBEDDED:
    TRAVEL_DOCUMENT_KEYS = _kept_secret("travel_key", lambda: f"embedded:{secrets.token_urlsafe(32)}")

ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if PORTAL_EMBEDDED else []
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env("SITE_URL", default="").rstrip("/")  # empty: taken from the request

# ---------------------------------------------------------------- HTTPS

_https = env.bool("HTTPS", default=not PORTAL_EMBEDDED and not DEBUG)
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=_https)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000 if _https else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _https
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# Unfold's Alpine build and the editor's import map ask for it; the public pages never get it.
ADMIN_CONTENT_SECURITY_POLICY = {
    "script-src": [SELF, UNSAFE_EVAL, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "frame-ancestors": [SELF],
}

# ---------------------------------------------------------------- applications

INSTALLED_APPS = [
    "modeltranslation",
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "unfold.contrib.import_export",
    "unfold.contrib.simple_history",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django_countries",
    "django_htmx",
    "django_prose_editor",
    "phonenumber_field",
    "import_export",
    "simple_history",
    "dbbackup",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "beijing_ngo.core",
    "members",
    "events",
    "delegations",
    "reports",
    "beijing_ngo.search",
    "beijing_ngo.portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "beijing_ngo.core.page_cache.PageCache",  # a page that is kept needs nothing of what follows
    "beijing_ngo.core.middleware.SecurityHeaders",
    "beijing_ngo.core.public_address.RemembersAddress",
    "csp.middleware.CSPMiddleware",
    "beijing_ngo.core.middleware.AdminCSP",  # after CSPMiddleware: it relaxes what that one wrote
    "django.contrib.sessions.middleware.SessionMiddleware",
    "beijing_ngo.core.middleware.ReadersLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "beijing_ngo.core.middleware.AdminLanguage",  # after authentication: it asks who is signed in
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "members.account.NotKept",
    "members.second_factor.StaffSecondFactor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "beijing_ngo.urls"
WSGI_APPLICATION = "beijing_ngo.wsgi.application"
ASGI_APPLICATION = "beijing_ngo.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "beijing_ngo.core.templatetags.portal",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "beijing_ngo.core.context.shell",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# ---------------------------------------------------------------- database

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
DATABASES["default"].setdefault("OPTIONS", {})
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    # Several processes write at once: without these, most of their writes fail with "database is locked".
    DATABASES["default"]["OPTIONS"] |= {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# A copy of the whole file: the tables below the search cannot be written out as statements.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DBBACKUP_CONNECTORS = {"default": {"CONNECTOR": "dbbackup.db.sqlite.SqliteBackupConnector"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "members.User"

# ---------------------------------------------------------------- cache, sessions, jobs

REDIS_URL = env("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:  # files, because web, worker and beat are processes of their own and must see the same cache
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR_DIR / "cache",
            "OPTIONS": {"MAX_ENTRIES": 5000},
        }
    }
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
# For how long a process keeps a page at most; whatever is changed renews it at once. 0: no page is kept.
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=0 if DEBUG else 600)
# For how long a cache that many visitors share (a CDN) may show a page without asking. 0: not at all.
SHARED_CACHE_SECONDS = env.int("SHARED_CACHE_SECONDS", default=60)

CELERY_BROKER_URL = env("CELERY_BROKER_URL", default=REDIS_URL or "filesystem://localhost")
if CELERY_BROKER_URL.startswith("filesystem"):
    _box = VAR_DIR / "celery"
    for _name in ("queue", "control"):
        (_box / _name).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_box / "queue"),  # the same folder both ways, or nothing is ever consumed
        "data_folder_out": str(_box / "queue"),
        "control_folder": str(_box / "control"),
    }
elif CELERY_BROKER_URL.startswith("redis"):  # a server that keeps the line and says nothing is given up
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 5, "socket_timeout": 30}  # seconds
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "lapse-memberships": {"task": "members.tasks.lapse_memberships", "schedule": crontab(hour=1, minute=30)},
    "remind-of-renewals": {
        "task": "members.tasks.remind_of_renewals",
        "schedule": crontab(hour=8, minute=30),
    },
    "post-digests": {"task": "beijing_ngo.portal.tasks.post_digests", "schedule": crontab(hour=8, minute=30)},
    "chase-visits": {"task": "delegations.tasks.chase", "schedule": crontab(hour=8, minute=30)},
    # Each paper is told of once a stage, so asking every hour of the day only means that a late machine is not a day late.
    "remind-of-papers": {
        "task": "reports.tasks.remind_of_deadlines",
        "schedule": crontab(hour="8-20", minute=15),
    },
    "forget-unused": {"task": "members.tasks.forget_unused", "schedule": crontab(hour=8, minute=30)},
    "erase-personal-data": {
        "task": "events.tasks.erase_personal_data",
        "schedule": crontab(hour=3, minute=0),
    },
    "purge-travel-documents": {
        "task": "delegations.tasks.purge_travel_documents",
        "schedule": crontab(hour=3, minute=40),
    },
    "erase-unclaimed-files": {
        "task": "events.tasks.erase_unclaimed_files",
        "schedule": crontab(hour=3, minute=20),
    },
    "refresh-search": {"task": "beijing_ngo.search.tasks.refresh", "schedule": crontab(minute=5)},
    "plan-reminders": {"task": "events.tasks.plan_reminders", "schedule": 60.0},
    "heartbeat": {"task": "beijing_ngo.core.tasks.heartbeat", "schedule": 60.0},
    "deliver-waiting": {"task": "beijing_ngo.core.tasks.deliver_waiting", "schedule": 60.0},
    "make-waiting-pictures": {"task": "beijing_ngo.core.tasks.make_waiting_pictures", "schedule": 600.0},
    "mark-uncertain": {"task": "beijing_ngo.core.tasks.mark_uncertain", "schedule": 300.0},
}

# ---------------------------------------------------------------- mail

if env("EMAIL_URL", default=""):
    _mail = env.email("EMAIL_URL")
    if _mail["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
        _mail["EMAIL_BACKEND"] = "beijing_ngo.core.smtp.EmailBackend"  # knows what has been handed over
    vars().update(_mail)
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Beijing NGO <secretariat@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=30)  # seconds
BELL_PAUSE = 1.0  # seconds: a process that writes many mails, or takes many photographs, wakes the worker no more often
# How many messages a minute a domain gets, so that it does not take us for spammers. 0: as many as there are.
MAIL_PER_DOMAIN_A_MINUTE = env.int("MAIL_PER_DOMAIN_A_MINUTE", default=60)
MAIL_PER_DOMAIN = {
    domain.lower(): int(number) for domain, number in env.dict("MAIL_PER_DOMAIN", default={}).items()
}

# ---------------------------------------------------------------- files

STATIC_URL = "/static/"
STATIC_ROOT = env("STATIC_ROOT", default=str(VAR_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = env("MEDIA_ROOT", default=str(VAR_DIR / "media"))
PRIVATE_ROOT = env("PRIVATE_ROOT", default=str(VAR_DIR / "private"))
# Hashed names need collectstatic first: production does that, the embedded default serves straight from the source.
STATIC_MANIFEST = env.bool("STATIC_MANIFEST", default=not PORTAL_EMBEDDED)
WHITENOISE_USE_FINDERS = not STATIC_MANIFEST
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_MANIFEST
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
    "dbbackup": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": env("BACKUP_ROOT", default=str(VAR_DIR / "backups"))},
    },
}
FILE_UPLOAD_PERMISSIONS = 0o640
MAX_PHOTO_BYTES = env.int("MAX_PHOTO_MB", default=20) * 1024 * 1024
MAX_DOCUMENT_BYTES = env.int("MAX_DOCUMENT_MB", default=30) * 1024 * 1024

# ---------------------------------------------------------------- languages, time, words

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = "beijing_ngo.formats"
TIME_ZONE = "Asia/Shanghai"
MODELTRANSLATION_DEFAULT_LANGUAGE = "zh-hans"
MODELTRANSLATION_LANGUAGES = ("zh-hans", "en")
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("zh-hans", "en"), "en": ("zh-hans",)}
MODELTRANSLATION_CUSTOM_FIELDS = ("RichTextField", "ProseEditorField")


def MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME(name, language):  # noqa: N802, the library's name for it
    own_name = {"zh-hans": "中文", "en": "English"}[language]
    return f"{name}（{own_name}）" if (get_language() or "").startswith("zh") else f"{name} ({own_name})"


COUNTRIES_OVERRIDE = OVERRIDE
PHONENUMBER_DEFAULT_REGION = "CN"
UN_DOCUMENT_PREFIX = "https://docs.un.org/"

# ---------------------------------------------------------------- people

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"  # names: a path would lose the reader's language
LOGIN_REDIRECT_URL = "account:home"
LOGOUT_REDIRECT_URL = "home"
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # seconds; invitations to set a first password use it too
# Demonstration accounts with a known password exist only where this says so.
DEMO_ACCOUNTS = env.bool("DEMO_ACCOUNTS", default=PORTAL_EMBEDDED)
# Staff open the pages under these addresses with a second factor only.
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=not DEMO_ACCOUNTS)
STAFF_PATHS = ["/admin/", "/check-in/"]

# ---------------------------------------------------------------- accounts (django-allauth)

ACCOUNT_ADAPTER = "members.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "members.account_forms.SignupForm",
    "login": "members.account_forms.LoginForm",
    "add_email": "members.account_forms.AddEmailForm",
    "change_password": "members.account_forms.ChangePasswordForm",
    "set_password": "members.account_forms.SetPasswordForm",
    "reset_password": "members.account_forms.ResetPasswordForm",
    "reset_password_from_key": "members.account_forms.ResetPasswordKeyForm",
    "reauthenticate": "members.account_forms.ReauthenticateForm",
    "request_login_code": "members.account_forms.RequestLoginCodeForm",
    "confirm_login_code": "members.account_forms.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "members.account_forms.ConfirmEmailVerificationCodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True  # one address a person; the old one serves until the new one is confirmed
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # seconds; mail can be slow
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
MFA_ADAPTER = "members.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "members.second_factor_forms.AuthenticateForm",
    "reauthenticate": "members.second_factor_forms.ReauthenticateForm",
    "activate_totp": "members.second_factor_forms.ActivateTOTPForm",
    "add_webauthn": "members.second_factor_forms.AddWebAuthnForm",
    "edit_webauthn": "members.second_factor_forms.EditWebAuthnForm",
}
MFA_TOTP_TOLERANCE = 1  # the code of half a minute ago still counts: people type slowly
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = (
    not _https
)  # browsers allow passkeys on http://localhost, and nowhere else

# ---------------------------------------------------------------- the interface for programs

API_RATE = env.int("API_RATE", default=120)  # requests a minute from one address; 0: as many as there are

# ---------------------------------------------------------------- admin

IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
from beijing_ngo.admin_settings import UNFOLD  # noqa: E402, F401

# ---------------------------------------------------------------- logging

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {"django.server": {"handlers": [], "propagate": True}},
}
