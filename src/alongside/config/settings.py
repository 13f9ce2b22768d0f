"""Every setting, in one file, from the environment; docs/running.md lists what can be said."""

import sqlite3
from importlib.resources import files as package_path
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from platformdirs import user_data_path

from alongside.config.environment import env_flag, env_number, env_path, env_text
from alongside.config.secret import NAME as SECRET_KEY_NAME
from alongside.config.secret import secret_key

HOME = env_path("ALONGSIDE_HOME", user_data_path("alongside", appauthor=False))
SECRET_KEY = secret_key(env_text("ALONGSIDE_SECRET_KEY"), HOME)
SECRET_KEY_FILE = None if env_text("ALONGSIDE_SECRET_KEY") else HOME / SECRET_KEY_NAME
SECRET_KEY_PLACE = str(SECRET_KEY_FILE or "the environment variable ALONGSIDE_SECRET_KEY")
# What closes the sealed columns; without it, a file in the home, made at first need.
SEALING_KEYS = env_text("ALONGSIDE_KEYS")
DEBUG = False

# Links in mails, QR codes and redirects come from here, never from a request's Host.
PUBLIC_URL = env_text("ALONGSIDE_PUBLIC_URL", "http://localhost:8000").rstrip("/")
_PUBLIC = urlsplit(PUBLIC_URL)
IS_PUBLIC_TLS = _PUBLIC.scheme == "https"
ALLOWED_HOSTS = [_PUBLIC.hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
TRUSTED_PROXIES = env_text("ALONGSIDE_TRUSTED_PROXIES")
if TRUSTED_PROXIES and IS_PUBLIC_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "alongside.web.apps.ServedFiles",
    "django.contrib.humanize",
    "django_htmx",
    "template_partials",
    "django_tasks",
    "django_tasks_db",
    "js_lib_leaflet",
    "alongside.web",  # above the log-in library, whose templates it overrides
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "alongside.team",
    "alongside.outreach",
    "alongside.releases",
    "alongside.referrals",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "alongside.web.middleware.SafeHeaders",
    "alongside.web.cards.CardsKnowNobody",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "alongside.web.sessions.SessionLimits",
    "alongside.web.handing_over.KeepsToOnePage",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "alongside.web.sessions.SignedInOnly",
    "alongside.web.middleware.WhoIsAsking",
    "alongside.web.sessions.SecondFactorRequired",
    "alongside.web.middleware.Refusals",
]
ROOT_URLCONF = "alongside.config.urls"
WSGI_APPLICATION = "alongside.config.wsgi.application"
AUTH_USER_MODEL = "team.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-us"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
STATIC_URL = "/static/"
# The fonts come in packages of their own: one family on screen and on paper.
STATICFILES_DIRS = [
    ("fonts/serif", package_path("font_source_serif_pro") / "files"),
    ("fonts/sans", package_path("font_source_sans_pro") / "files"),
]
STATIC_ROOT = env_path("ALONGSIDE_STATIC", HOME / "static")
STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
}

# WAL can corrupt a database before 3.51.3 (the WAL-reset bug), and NORMAL acknowledges a write
# before it is on disk: docs/decisions/0007-two-databases.md.
JOURNAL_MODE = "WAL" if sqlite3.sqlite_version_info >= (3, 51, 3) else "TRUNCATE"
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": HOME / "alongside.sqlite3",
    # A file, as in earnest: a database in memory locks by other rules.
    "TEST": {"NAME": HOME / "test.sqlite3"},
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": (
            f"PRAGMA journal_mode={JOURNAL_MODE}; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON"
        ),
    },
}
DATABASE_URL = env_text("DATABASE_URL")
DATABASES = {
    "default": dj_database_url.parse(DATABASE_URL, conn_max_age=None) if DATABASE_URL else SQLITE
}
# The queue is in the database: a job and what it is about are written in one transaction.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Log-in throttles are counted over all workers, so they are counted in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_counts",
        # Past this, counts are thrown away: 300, its default, is a way round the throttle.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # What is counted of strangers stays in memory, for a minute (web/cards.py).
    "this_process": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

AUTHENTICATION_BACKENDS = ["alongside.web.accounts.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "alongside.web.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _PUBLIC.scheme
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # its default is the request's Host
ACCOUNT_RATE_LIMITS = {"first_code": "10/m/ip,30/m/key", "hand_back": "10/m/key"}
# Throttles count by address: behind a proxy that is the last one it added, not the proxy's own.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if TRUSTED_PROXIES else 0
MFA_ADAPTER = "alongside.web.accounts.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _PUBLIC.hostname == "localhost"
MFA_TOTP_ISSUER = "Alongside"
MFA_TOTP_TOLERANCE = 1
USERSESSIONS_TRACK_ACTIVITY = False

# No page takes a file but the one that says so (web/uploads.py); what others are sent is dropped.
FILE_UPLOAD_HANDLERS: list[str] = []
UPLOAD_MB = env_number("ALONGSIDE_UPLOAD_MB", 2000)

# Whose subfolders are built territories that a page may load; none if blank.
TERRITORIES = Path(said).expanduser() if (said := env_text("ALONGSIDE_TERRITORIES")) else None

# Where the NPI Registry answers; blank for CMS's own.
NPI_REGISTRY = env_text("ALONGSIDE_NPI_REGISTRY")

# Tiles under the territory's map, such as https://tiles.example.org/{z}/{x}/{y}.png; none if blank.
MAP_TILES = env_text("ALONGSIDE_MAP_TILES")
MAP_CREDIT = env_text("ALONGSIDE_MAP_CREDIT")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PUBLIC_TLS
SESSION_IDLE_MINUTES = env_number("ALONGSIDE_IDLE_MINUTES", 30)
SESSION_ABSOLUTE_HOURS = env_number("ALONGSIDE_SESSION_HOURS", 12)
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_HOURS * 3600
SECURE_HSTS_SECONDS = 31_536_000 if IS_PUBLIC_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_PUBLIC_TLS
SECURE_SSL_REDIRECT = False  # the proxy in front does this; a health check speaks plain HTTP
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

EMAIL_HOST = env_text("ALONGSIDE_SMTP_HOST")
EMAIL_PORT = env_number("ALONGSIDE_SMTP_PORT", 587)
EMAIL_HOST_USER = env_text("ALONGSIDE_SMTP_USER")
EMAIL_HOST_PASSWORD = env_text("ALONGSIDE_SMTP_PASSWORD")
EMAIL_USE_TLS = env_flag("ALONGSIDE_SMTP_TLS", default=True)
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
DEFAULT_FROM_EMAIL = env_text("ALONGSIDE_MAIL_FROM", "Alongside <alongside@localhost>")

# Django's own would mail a fault to administrators, of whom there are none, and print it nowhere.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {
        "terminal": {"class": "logging.StreamHandler", "level": "ERROR"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "loggers": {
        "django": {"handlers": ["terminal"], "level": "INFO"},
        # Whoever probes with a foreign Host is refused, and fills no log with it.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}
