"""Every setting, in one file, from the environment."""

import sqlite3

import dj_database_url
from platformdirs import user_data_path

from alongside.config.environment import env_path, env_text
from alongside.config.secret import secret_key

HOME = env_path("ALONGSIDE_HOME", user_data_path("alongside", appauthor=False))
SECRET_KEY = secret_key(env_text("ALONGSIDE_SECRET_KEY"), HOME)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "alongside.team",
    "alongside.outreach",
]
AUTH_USER_MODEL = "team.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-us"

# WAL can corrupt a database before SQLite 3.51.3 (the WAL-reset bug), and synchronous=NORMAL
# acknowledges a write before it is on disk; IMMEDIATE, because a transaction that reads and then
# writes meets "database is locked" otherwise: docs/decisions/0007-two-databases.md.
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
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
