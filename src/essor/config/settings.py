"""Settings of an installation: a workspace folder plus a few environment variables.

ESSOR_DIR         workspace folder (database, files, secret); ./var/demo when unset
DATABASE_URL      PostgreSQL in production; SQLite in the workspace when unset
ESSOR_SECRET_KEY  compulsory outside a demonstration
ESSOR_HOSTS       names the site answers to, separated by commas
ESSOR_PROXIES     addresses of the proxies in front, when they are not on this machine
ESSOR_EMAIL_URL   smtp://user:password@host:587 ; files in the workspace when unset
ESSOR_ADRESSE     beginning of the links in messages, https://essor.exemple.fr ; else the first host
ESSOR_CONTACT     address that the accessibility page gives to whoever meets a difficulty
ESSOR_OSRM_URL, ESSOR_VALHALLA_URL   routing server asked for distances; none when unset
ESSOR_DEBUG       1 shows errors in full; demonstration workspaces only
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONCE, SELF

from essor.foundations.workspace import Workspace

PACKAGE = Path(__file__).resolve().parents[1]
WORKSPACE = Workspace.from_environment(os.environ)
IS_DEMONSTRATION = WORKSPACE.is_demonstration

DEBUG = os.environ.get("ESSOR_DEBUG") == "1"
DEFAULT_SECRET = "default-secret-refused-at-start"
SECRET_KEY = os.environ.get("ESSOR_SECRET_KEY") or (
    WORKSPACE.secret_key() if IS_DEMONSTRATION else DEFAULT_SECRET
)
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = LOOPBACK if IS_DEMONSTRATION else os.environ.get("ESSOR_HOSTS", "").split(",")
ALLOWED_HOSTS = [host.strip() for host in ALLOWED_HOSTS if host.strip()]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host not in LOOPBACK]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "essor.records.journal",
    "essor.records.territoires",
    "essor.records.accounts",
    "essor.records.jetons",
    "essor.records.plans",
    "essor.records.jalons",
    "essor.records.risques",
    "essor.records.suivi",
    "essor.records.conventions",
    "essor.records.indicateurs",
    "essor.records.jobs",
    "essor.records.studies",
    "essor.records.terres_distances",
    "essor.records.terres",
    "essor.records.terres_plans",
    "essor.records.bordereaux",
    "essor.records.registre",
    "essor.records.comites",
    "essor.records.projets",
    "essor.records.relances",
    "essor.records.entreprises",
    "essor.records.recherche",
    "essor.records.vues",
    "essor.records.webhooks",
    "essor.web",
    "essor.config",
]

MIDDLEWARE = [
    "essor.api.gate.ApiMiddleware",  # outermost: under /api/, no refusal is a page
    # these two first: refusals and redirections of the others carry their headers too
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "essor.web.design.guards.GuardMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "essor.web.design.faults.FaultMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "essor.config.urls"
WSGI_APPLICATION = "essor.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted((PACKAGE / "web").glob("*/templates")),
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "essor.web.design.context.essor",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader"],
                )
            ],
            "builtins": [
                "essor.web.design.templatetags",
                "essor.web.plan.templatetags",
                "essor.web.comites.templatetags",
                "essor.web.etudes.templatetags",
                "essor.web.indicateurs.templatetags",
                "essor.web.jalons.templatetags",
                "essor.web.observatoire.templatetags",
                "essor.web.portrait.templatetags",
                "essor.web.registre.templatetags",
                "essor.web.risques.templatetags",
                "essor.web.terres.templatetags",
                "essor.web.terres_plans.templatetags",
                "essor.web.territoires.templatetags",
            ],
        },
    }
]

SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",  # a writer waits for its turn instead of failing halfway
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
        "PRAGMA foreign_keys=ON; PRAGMA busy_timeout=20000;"
    ),
}


def database_settings(environ: "os._Environ[str] | dict[str, str]") -> dict[str, Any]:
    """Return PostgreSQL from ``DATABASE_URL``, else SQLite in the workspace."""
    if url := environ.get("DATABASE_URL"):
        return dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": WORKSPACE.database,
        "OPTIONS": SQLITE_OPTIONS,
    }


DATABASES = {"default": database_settings(os.environ)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "prenom", "nom")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
CSRF_FAILURE_VIEW = "essor.web.design.faults.csrf_failure"
LOGIN_URL = "compte:connexion"
LOGIN_REDIRECT_URL = "accueil"
LOGOUT_REDIRECT_URL = "accueil"
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "essor.web.compte.views.locked_out"
AXES_USERNAME_FORM_FIELD = "username"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "essor.web.design.guards.client_address"
ESSOR_PROXIES = frozenset(os.environ.get("ESSOR_PROXIES", "").replace(",", " ").split())
OTP_TOTP_ISSUER = "Essor"

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/statique/"
STATIC_ROOT = WORKSPACE.static_files
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
]
MEDIA_ROOT = WORKSPACE.files
ESSOR_OBSERVATORY_DIR = WORKSPACE.root / "observatoire"  # open data, as last refreshed
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
ESSOR_API_CALLS = int(os.environ.get("ESSOR_API_CALLS", "600"))  # a minute, per token
ESSOR_API_PUBLIC_CALLS = int(os.environ.get("ESSOR_API_PUBLIC_CALLS", "120"))  # per address
ESSOR_API_MAX_BODY_BYTES = 1024 * 1024
ESSOR_MAX_BODY_BYTES = 25 * 1024 * 1024  # the largest document and its form, as the proxy allows


def email_settings(url: str) -> dict[str, Any]:
    """Translate ``smtp[s]://user:password@host:port`` into Django's settings."""
    parts = urlsplit(url)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp",
    }


EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = WORKSPACE.mail
EMAIL_TIMEOUT = 10  # seconds: a silent mail server must not hold a page
if os.environ.get("ESSOR_EMAIL_URL"):
    globals().update(email_settings(os.environ["ESSOR_EMAIL_URL"]))
ESSOR_CONTACT = os.environ.get("ESSOR_CONTACT", "")
ESSOR_ADRESSE = os.environ.get("ESSOR_ADRESSE", "")
DEFAULT_FROM_EMAIL = os.environ.get("ESSOR_EMAIL_FROM", "Essor <essor@localhost>")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if not IS_DEMONSTRATION:
    SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "worker-src": [SELF],
        "object-src": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
