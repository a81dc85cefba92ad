"""Settings, each exception with its reason. What differs between installations comes from these variables:

AJAR_HOME (where the demo keeps its files), AJAR_KEY_FILE, DATABASE_URL, AJAR_HOSTS (names it answers to), AJAR_ENTITY_HOST (the
name of the pages for courts), AJAR_DEMO; and for messages to people AJAR_SMTP, AJAR_MESSAGES_FROM, AJAR_SMS (docs/operators.md). Nothing secret is read from the environment.
"""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF

from ajar.access import rootkey

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("AJAR_HOME", PACKAGE.parent / "var"))
DEMO = os.environ.get("AJAR_DEMO") == "1"
DEBUG = False
ROOT_URLCONF = "ajar.config.urls"
WSGI_APPLICATION = "ajar.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"  # for Django's own tables; ours have random UUIDs

try:
    _roots = rootkey.read()
    SECRET_KEY, *SECRET_KEY_FALLBACKS = [rootkey.derive("cookies", root).hex() for root in _roots]
except rootkey.RootKeyError:
    SECRET_KEY = ""  # `ajar keys create` runs without one; anything that signs raises

# Courts and probation offices have a host of their own (access/hosts.py); in the demo a port of its own, which `serve` opens.
ENTITY_HOST = os.environ.get("AJAR_ENTITY_HOST", "").strip().lower()
ENTITY_PORT = int(os.environ.get("AJAR_ENTITY_PORT") or int(os.environ.get("PORT") or 8000) + 1)
WORKER_HOSTS = os.environ.get("AJAR_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
ALLOWED_HOSTS = [*WORKER_HOSTS, *([ENTITY_HOST] if ENTITY_HOST else [])]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # its widget templates, for our renderer
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "ajar.access",
    "ajar.press",
    "ajar.people",
    "ajar.consents",
    "ajar.encounters",
    "ajar.goals",
    "ajar.plans",
    "ajar.directory",
    "ajar.basket",
    "ajar.mandates",
    "ajar.reflection",
    "ajar.guides",
    "ajar.desk",
]

MIDDLEWARE = [
    "ajar.access.middleware.OnePage",  # outermost: no answer of ours is stored, no stack trace leaves
    "csp.middleware.CSPMiddleware",  # outside of what may answer by itself: redirects to https, files, wrong hosts
    "ajar.access.hosts.Hosts",  # which of the two hosts: its table of pages, its names of cookies
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "ajar.access.middleware.Actor",  # agency on the connection, keyring, screen, language, time zone
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ajar.access.middleware.Lock",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "ajar.access.gate.Gate",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "ajar.access.middleware.context",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "ajar.press.templatetags.ajar",
                "ajar.press.templatetags.kept",
            ],  # fmt: skip
        },
    }
]
FORM_RENDERER = "ajar.press.forms.Renderer"


def _database(url: str) -> dict:
    """A Django database from `postgresql://role:password@host:port/name` or `sqlite:///path`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # reliability.md E4: Django's defaults lost acknowledged writes in power cuts, these lost none in 80.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
                    " PRAGMA cache_size=-8000; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
                ),
            },
        }
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError("DATABASE_URL must begin with sqlite:// or postgresql://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or dict(parse_qsl(parts.query)).get("host", "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": False,
        # E15: with values bound on the server they are in no statement that PostgreSQL logs.
        "OPTIONS": {
            "server_side_binding": True,
            "prepare_threshold": 5,  # planned once a connection: half of what PostgreSQL took for a page was planning
            "options": "-c statement_timeout=20s -c idle_in_transaction_session_timeout=20s",
        },
    }


_OWNER = os.environ.get("DATABASE_OWNER_URL")
DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{HOME / 'ajar.sqlite3'}"
DATABASES = {"default": _database(_OWNER if _OWNER and os.environ.get("AJAR_AS_OWNER") == "1" else DATABASE_URL)}

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "access_cache",
        # Sign-in limits live here. At Django's 300 a flood of made-up names would push a real name's count out.
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

# Sign-in: django-allauth, its pages let in one by one in access/urls.py (decision 33).
AUTH_USER_MODEL = "access.Worker"
AUTHENTICATION_BACKENDS = ["ajar.access.signin.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/today/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"  # the sign-in; in the demo, the cast
ACCOUNT_ADAPTER = "ajar.access.signin.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "ajar.access.signin.display"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # a worker is invited by somebody who knows them
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {
    "login": "100/h/ip",
    "login_failed": "100/h/ip,10/15m/key",  # I-35
    "reauthenticate": "10/15m/user",
    "change_password": "5/m/user",
}
ACCOUNT_FORMS = {
    "login": "ajar.access.forms.SignInForm",
    "reauthenticate": "ajar.access.forms.AgainForm",
    "change_password": "ajar.access.forms.NewPasswordForm",
}
# Behind the shipped proxy the address of the browser is the last one it adds; its limits count by it.
ALLAUTH_TRUSTED_PROXY_COUNT = 0 if DEMO else 1
MFA_FORMS = {
    "authenticate": "ajar.access.forms.CodeForm",
    "reauthenticate": "ajar.access.forms.CodeAgainForm",
    "activate_totp": "ajar.access.forms.FirstCodeForm",
    "add_webauthn": "ajar.access.forms.AddPasskeyForm",
    "edit_webauthn": "ajar.access.forms.RenamePasskeyForm",
    "authenticate_webauthn": "ajar.access.forms.PasskeyForm",
    "login_webauthn": "ajar.access.forms.PasskeyAloneForm",
    "reauthenticate_webauthn": "ajar.access.forms.PasskeyAgainForm",
}
MFA_ADAPTER = "ajar.access.signin.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Ajar"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO  # the demo is http://localhost

SESSION_ENGINE = "ajar.access.sessions"
SESSION_COOKIE_AGE = 10 * 3600  # decision 34; the row of the sign-in holds it too
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "ajar" if DEMO else "__Host-ajar"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = not DEMO
CSRF_COOKIE_NAME = "ajar-csrf" if DEMO else "__Host-ajar-csrf"
CSRF_COOKIE_SECURE = not DEMO
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ajar.access.errors.stale_form"
SECURE_PROXY_SSL_HEADER = None if DEMO else ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = not DEMO
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 0 if DEMO else 2 * 365 * 86400
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEMO
# Nothing leaves our own pages; with "no-referrer" browsers send `Origin: null`, and every form would be refused
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Messages to the people served: into files under AJAR_HOME until an operator names a relay (host:port) and an adapter.
# The address they come from tells whose they are: it must be a neutral one.
_RELAY = "" if DEMO else os.environ.get("AJAR_SMTP", "")
EMAIL_HOST, _, _PORT = (_RELAY or "localhost:25").partition(":")
EMAIL_PORT = int(_PORT or 25)
EMAIL_TIMEOUT = 20
EMAIL_USE_TLS = EMAIL_HOST not in ("localhost", "127.0.0.1")  # no address and no word crosses a net in the clear
MESSAGES_EMAIL_BACKEND = f"ajar.press.carriers.{'Relay' if _RELAY else 'MailFiles'}"
MESSAGES_FROM = os.environ.get("AJAR_MESSAGES_FROM", "hello@localhost")
MESSAGES_SMS = (not DEMO and os.environ.get("AJAR_SMS")) or "ajar.press.carriers.sms_files"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "ajar-language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
STATIC_ROOT = HOME / "static"
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
WHITENOISE_ALLOW_ALL_ORIGINS = False  # our files are for our own pages

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
# What comes in as a file stays in memory: the larger of Django's two ways would write it to a disk in the clear.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 12_000_000

# I-15: what breaks is logged by where and what kind, never with a value, an address or a body.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": True,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"no_words": {"()": "ajar.config.log.NoWords"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["no_words"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
        "ajar": {"level": "INFO"},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
TEST_RUNNER = "django.test.runner.DiscoverRunner"
