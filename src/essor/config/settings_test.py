"""Settings of the test suite: a private workspace, SQLite or the given PostgreSQL."""

import os
import tempfile
from pathlib import Path

import dj_database_url

os.environ["ESSOR_DIR"] = tempfile.mkdtemp(prefix="essor-test-")
os.environ.pop("DATABASE_URL", None)

from essor.config.settings import *  # noqa: E402, F403
from essor.config.settings import SQLITE_OPTIONS, WORKSPACE  # noqa: E402

WORKSPACE.make(demonstration=False)
SECRET_KEY = "test-only-secret-key-that-never-leaves-the-test-suite-0123456789"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES = {
    "default": dict(dj_database_url.parse(os.environ["ESSOR_TEST_DATABASE_URL"]))
    if os.environ.get("ESSOR_TEST_DATABASE_URL")
    else {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": WORKSPACE.database,
        "OPTIONS": SQLITE_OPTIONS,
        # A file, not memory: several threads and processes write to it in tests.
        "TEST": {"NAME": str(Path(WORKSPACE.root) / "test.sqlite3")},
    }
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
AXES_ENABLED = False
