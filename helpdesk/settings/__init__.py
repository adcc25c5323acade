"""Settings, by environment. See docs/settings.md."""

import socket
from datetime import date
from pathlib import Path

from csp.constants import NONCE, SELF
from django.utils.translation import gettext_lazy as _

from helpdesk.settings.database import database
from helpdesk.settings.env import BASE_DIR, DATABASE_FROM, DEBUG, DEMO, NODE_FILE, VAR_DIR, env
from helpdesk.settings.security import SECRETS_DIR, key_from
from helpdesk.settings.storage import storage

__all__ = ["BASE_DIR", "DATABASE_FROM", "DEBUG", "DEMO", "NODE_FILE", "SECRETS_DIR", "VAR_DIR"]

VERSION = "0.1.0"
RELEASED = date(2026, 11, 25)  # a licence key whose maintenance ended before does not fit this version
SECRET_KEY = key_from("SECRET_KEY")
DATA_KEY = key_from("DATA_KEY")  # encrypts secrets in the database
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["*"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HOST: str = env.str("HOST", "127.0.0.1")
PORT: int = env.int("PORT", 8000)
BASE_URL: str = env.str("BASE_URL", f"http://localhost:{PORT}")
NODE_NAME: str = env.str("NODE_NAME", socket.gethostname().split(".")[0].lower() or "desk")
IS_WEB_MEMBER = False  # `serve --role web` sets it
REDIS_URL: str = env.str("REDIS_URL", "")
TRUSTED_PROXIES: list[str] = env.list("TRUSTED_PROXIES", default=[])
OUTGOING_PRIVATE = env.bool("OUTGOING_PRIVATE", DEMO)
# the demo has a licensor of its own, made at its first start
_OWN_LICENSOR = [str(VAR_DIR / "licensor" / "public.key")] if DEMO else []
LICENSOR_KEYS: list[str] = env.list("LICENSOR_KEYS", default=_OWN_LICENSOR)
LICENSOR_URL: str = env.str("LICENSOR_URL", "")
LICENSOR_CA: str = env.str("LICENSOR_CA", "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "csp",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "common",
    "clustering",
    "licensing",
    "customfields",
    "events",
    "accounts",
    "organization",
    "mail",
    "providers",
    "tickets",
    "wizards",
    "helpdesk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "clustering.middleware.PassiveMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "organization.middleware.SiteMiddleware",
    "providers.middleware.SignOnMiddleware",
    "accounts.middleware.PreferencesMiddleware",
    "accounts.middleware.PassiveSettingsMiddleware",
    "accounts.middleware.PresenceMiddleware",
    "axes.middleware.AxesMiddleware",
]

if env.bool("COUNT_SQL", False):
    MIDDLEWARE.insert(0, "helpdesk.middleware.CountSqlMiddleware")

ROOT_URLCONF = "helpdesk.urls"
ASGI_APPLICATION = "helpdesk.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "common.context.page",
                "accounts.views.shell.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # throttling goes before all of them
    "accounts.backends.FirstSignInBackend",
    "providers.backends.ExternalLoginBackend",
    "accounts.backends.PasswordBackend",
    "accounts.backends.DirectoryBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "email", "display_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGE_URL: str = env.str("STORAGE_URL", f"file://{VAR_DIR}/files")
STORAGES = {
    "default": storage(STORAGE_URL),
    "staticfiles": {
        "BACKEND": env.str("STATICFILES_BACKEND", "whitenoise.storage.CompressedManifestStaticFilesStorage")
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

EMAIL_BACKEND = "mail.backend.QueueBackend"
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", "helpdesk@localhost")
DATA_UPLOAD_MAX_MEMORY_SIZE = env.int("MAX_FORM_BYTES", 5 * 1024 * 1024)
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
MAX_ATTACHMENT_BYTES = env.int("MAX_ATTACHMENT_BYTES", 25 * 1024 * 1024)
SUBMIT_LIMIT = env.int("SUBMIT_LIMIT", 20)
MAX_MAIL_BYTES = env.int("MAX_MAIL_BYTES", 50 * 1024 * 1024)
MAX_BODY_BYTES = env.int("MAX_BODY_BYTES", 128 * 1024 * 1024)

# HTTPS is announced by a trusted proxy; without one the desk speaks plain HTTP on its own port.
HTTPS = env.bool("HTTPS", BASE_URL.startswith("https://"))
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = env.int("SESSION_SECONDS", 14 * 24 * 3600)
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", 0)
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "form-action": [SELF],
    }
}

AXES_FAILURE_LIMIT = env.int("SIGN_IN_FAILURES", 8)
AXES_COOLOFF_TIME = env.float("SIGN_IN_COOLOFF_HOURS", 0.25)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # accounts.SignIn knows who is signed in where
AXES_LOCKOUT_CALLABLE = "accounts.views.signin.locked_out"
AXES_CLIENT_IP_CALLABLE = "common.peer.client_address"
AXES_ENABLE_ADMIN = False
SILENCED_SYSTEM_CHECKS = ["axes.W003"]

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_TOLERANCE = 1  # a code whose half minute ends while it is typed still counts
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TRUST_ENABLED = True  # "do not ask on this browser", a box on the code's page
MFA_TRUST_COOKIE_AGE = 30 * 24 * 3600
MFA_TRUST_COOKIE_SECURE = HTTPS
MFA_FORMS = {
    "authenticate": "accounts.forms.signin.CodeForm",
    "reauthenticate": "accounts.forms.signin.ConfirmByCodeForm",
}
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts.services verifies
ACCOUNT_RATE_LIMITS = False  # common.throttle counts in rows, the same for all processes

# Celery only wakes: the work itself is rows in the database.
CELERY_BROKER_URL = REDIS_URL or "desk-files://"
BROKER_DIR = VAR_DIR / "broker"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {}
    if REDIS_URL
    else {
        "data_folder_in": str(BROKER_DIR),
        "data_folder_out": str(BROKER_DIR),
        "control_folder": str(BROKER_DIR / "control"),
        "polling_interval": 0.2,
    }
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "work"
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True

SEND_DELAY_SECONDS = env.int("SEND_DELAY_SECONDS", 10)
HEARTBEAT_SECONDS = env.float("HEARTBEAT_SECONDS", 1.0)
TAKEOVER_SECONDS = env.float("TAKEOVER_SECONDS", 5.0)
FACT_DAYS = env.int("FACT_DAYS", 30)
WEB_WORKERS = env.int("WEB_WORKERS", 2)
WEB_THREADS = env.int("WEB_THREADS", 8)
WORK_THREADS = env.int("WORK_THREADS", 4)
MAIL_THREADS = env.int("MAIL_THREADS", 8)
REQUEST_LOG = env.bool("REQUEST_LOG", False)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {"axes": {"level": "ERROR"}, "django.request": {"level": "ERROR"}},
}
