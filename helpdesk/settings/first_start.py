"""Settings of the Database Connection Wizard, an application of its own: no database, no accounts."""

from helpdesk import settings as desk

BASE_DIR, VAR_DIR, NODE_FILE = desk.BASE_DIR, desk.VAR_DIR, desk.NODE_FILE
DATABASE_FROM, DEBUG, DEMO, VERSION = desk.DATABASE_FROM, desk.DEBUG, desk.DEMO, desk.VERSION
SECRET_KEY, ALLOWED_HOSTS, CSRF_TRUSTED_ORIGINS = (
    desk.SECRET_KEY,
    desk.ALLOWED_HOSTS,
    desk.CSRF_TRUSTED_ORIGINS,
)
TRUSTED_PROXIES, NODE_NAME, REQUEST_LOG = desk.TRUSTED_PROXIES, desk.NODE_NAME, desk.REQUEST_LOG
MAX_BODY_BYTES = DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024

INSTALLED_APPS = ["django.contrib.staticfiles", "django.forms", "csp"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wizards.connection.middleware.DoorMiddleware",
]
ROOT_URLCONF = "wizards.connection.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "csp.context_processors.nonce",
                "common.context.page",
            ],
            "libraries": {"hd": "common.templatetags.hd"},
        },
    }
]
FORM_RENDERER = desk.FORM_RENDERER
DATABASES: dict[str, object] = {}

LANGUAGE_CODE, LANGUAGES, LOCALE_PATHS = desk.LANGUAGE_CODE, desk.LANGUAGES, desk.LOCALE_PATHS
TIME_ZONE, USE_TZ, USE_I18N = desk.TIME_ZONE, desk.USE_TZ, desk.USE_I18N
STATIC_URL, STATIC_ROOT, STATICFILES_DIRS = desk.STATIC_URL, desk.STATIC_ROOT, desk.STATICFILES_DIRS
STORAGES = desk.STORAGES
WHITENOISE_USE_FINDERS, WHITENOISE_AUTOREFRESH = desk.WHITENOISE_USE_FINDERS, desk.WHITENOISE_AUTOREFRESH

HTTPS, SESSION_COOKIE_SECURE, CSRF_COOKIE_SECURE = desk.HTTPS, desk.HTTPS, desk.HTTPS
CSRF_COOKIE_NAME = "connection_csrftoken"
CSRF_FAILURE_VIEW = "wizards.connection.plain.refused"
SECURE_CONTENT_TYPE_NOSNIFF, SECURE_REFERRER_POLICY = True, desk.SECURE_REFERRER_POLICY
X_FRAME_OPTIONS = desk.X_FRAME_OPTIONS
CONTENT_SECURITY_POLICY = desk.CONTENT_SECURITY_POLICY
LOGGING = desk.LOGGING
