"""Settings, read from the environment.

With DEMONSTRATION=1 everything has a default that suits one machine: SQLite, an in-process Celery broker, a known
secret key, mail in a folder. Without it, the service refuses to start until it is told what it must not guess.
"""

from pathlib import Path
from typing import Any

import environ
import structlog
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from kombu import Exchange, Queue

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()

DEMONSTRATION: bool = env.bool("DEMONSTRATION", default=False)


def demonstration_default(value: str) -> Any:
    """A default that only the demonstration has; environ raises ImproperlyConfigured where it is missing."""
    return value if DEMONSTRATION else environ.Env.NOTSET


# The site

SECRET_KEY: str = env.str("SECRET_KEY", default=demonstration_default("demonstration-only-" + "x" * 40))
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEMONSTRATION else [])
BASE_URL: str = env.str("BASE_URL", default=demonstration_default("http://127.0.0.1:8000"))
CSRF_TRUSTED_ORIGINS = [BASE_URL]
DEBUG: bool = env.bool("DEBUG", default=False)

ROOT_URLCONF = "councilmaturity.urls"
WSGI_APPLICATION = "councilmaturity.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "notices",
    "councils",
    "characteristics",
    "assessments",
    "reports",
    "pulse",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "csp",
    "rules",
    "simple_history",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "councilmaturity.middleware.keep_forms",
    "councilmaturity.middleware.KeepingLoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "csp.middleware.CSPMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "councilmaturity.middleware.private_no_store",
]

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
                "councilmaturity.context.site",
            ],
            "libraries": {"govuk": "councilmaturity.govuk"},
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "govuk"
CRISPY_TEMPLATE_PACK = "govuk"

# The database is the only truth

DATABASES: dict[str, Any] = {
    "default": env.db_url(
        "DATABASE_URL", default=demonstration_default(f"sqlite:///{VAR_DIR / 'demonstration.sqlite3'}")
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Writers queue instead of failing with 'database is locked'.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}

REDIS_URL: str = env.str("REDIS_URL", default=demonstration_default(""))
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Benchmarks

# Raises the minimum of other councils in a group; nothing that stands here lowers it.
BENCHMARK_MINIMUM_OTHERS: str = env.str("BENCHMARK_MINIMUM_OTHERS", default="")

# Background work

CELERY_BROKER_URL: str = REDIS_URL or "memory://localhost/"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"socket_timeout": 1, "socket_connect_timeout": 1} if REDIS_URL else {"polling_interval": 0.2}
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_DEFAULT_QUEUE = "render"
# A worker takes both unless it is told which; with one of its own, mail never waits for a render.
CELERY_TASK_QUEUES = [Queue(name, Exchange(name), routing_key=name) for name in ("render", "mail")]
CELERY_TASK_ROUTES = {"notices.tasks.*": {"queue": "mail"}, "assessments.tasks.*": {"queue": "mail"}}
# A render that takes too long fails in words; one that can't even do that is ended half a minute later.
CELERY_TASK_SOFT_TIME_LIMIT = 150
CELERY_TASK_TIME_LIMIT = 180
# A document is drawn in a child of the worker, also of the embedded one; these are the child's limits.
RENDER_SECONDS: int = env.int("RENDER_SECONDS", default=120)
RENDER_MEGABYTES: int = env.int("RENDER_MEGABYTES", default=1000)
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep-scorecards": {"task": "reports.tasks.sweep_scorecards", "schedule": 15.0},
    "send-waiting-notices": {
        "task": "notices.tasks.send_waiting_notices",
        "schedule": 30.0,
        # Nobody needs a sweep that the next one has overtaken.
        "options": {"expires": 30},
    },
    "post-reminders": {"task": "assessments.tasks.post_reminders", "schedule": crontab(minute=5)},
}
CELERY_TIMEZONE = "Europe/London"
EMBEDDED_WORKER: bool = not REDIS_URL

# People

AUTH_USER_MODEL = "councils.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "councils.adapters.InvitedOnlyAdapter"
ACCOUNT_FORMS = {
    "login": "councils.account_forms.SignInForm",
    "reset_password": "councils.account_forms.ResetPasswordForm",
    "reset_password_from_key": "councils.account_forms.NewPasswordForm",
    "change_password": "councils.account_forms.ChangePasswordForm",
    "set_password": "councils.account_forms.SetPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/5m/key,50/5m/ip",
    "login": "120/m/ip",
    "reset_password": "20/m/ip,5/m/key",
    # Not a matter of sign-in, but the same limiter: many colleagues answer a pulse from one address.
    "pulse": "60/m/ip",
    "verify": "30/m/ip",
}
# How many proxies stand before the service; without it, all people behind one would share one address in the limits.
ALLAUTH_TRUSTED_PROXY_COUNT: int = env.int("TRUSTED_PROXY_COUNT", default=0)
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = False

# Mail

EMAIL_CONFIG: dict[str, Any] = env.email_url(
    "EMAIL_URL", default=demonstration_default("filemail:///" + str(VAR_DIR / "mail"))
)
EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_FILE_PATH = EMAIL_CONFIG.get("EMAIL_FILE_PATH") or None
EMAIL_HOST = EMAIL_CONFIG.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = EMAIL_CONFIG.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = EMAIL_CONFIG.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = EMAIL_CONFIG.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = EMAIL_CONFIG.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = EMAIL_CONFIG.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL: str = env.str("MAIL_FROM", default=demonstration_default("digital-office@example.org"))

# Language and time

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True

# Files

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATIC_BUILD_DIR = BASE_DIR / "static" / "build"
STATICFILES_DIRS = [STATIC_BUILD_DIR]
# Finished documents lie in a bucket, or else in a folder that all processes share.
S3_BUCKET: str = env.str("S3_BUCKET", default="")
SCORECARD_DIR = Path(
    env.str("SCORECARD_DIR", default=str(VAR_DIR / "scorecards") if DEMONSTRATION or S3_BUCKET else environ.Env.NOTSET)
)
STORAGES: dict[str, Any] = {
    "default": {
        "BACKEND": "reports.object_storage.PrivateObjectStorage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.str("S3_ENDPOINT_URL", default="") or None,
            "region_name": env.str("S3_REGION", default="") or None,
            "access_key": env.str("S3_ACCESS_KEY_ID", default="") or None,
            "secret_key": env.str("S3_SECRET_ACCESS_KEY", default="") or None,
        },
    }
    if S3_BUCKET
    else {
        "BACKEND": "reports.storage.WholeFileStorage",
        "OPTIONS": {"location": SCORECARD_DIR, "file_permissions_mode": 0o600},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if env.bool("STATIC_MANIFEST", default=True)
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_HANDLERS = [
    "assessments.workbooks.receiving.StopAtLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Security

SECURE_COOKIES: bool = env.bool("SECURE_COOKIES", default=not DEMONSTRATION)
SESSION_COOKIE_SECURE = SECURE_COOKIES
CSRF_COOKIE_SECURE = SECURE_COOKIES
SECURE_SSL_REDIRECT: bool = env.bool("SECURE_SSL_REDIRECT", default=not DEMONSTRATION)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS: int = env.int("SECURE_HSTS_SECONDS", default=0 if DEMONSTRATION else 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = False
# Whether a whole domain is put on the preload lists is for those who own it to decide.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "councils.views.kept.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Logs: one JSON line per record, never what a council wrote

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "foreign_pre_chain": [
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
            ],
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(),
            ],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {"fontTools": {"level": "WARNING"}, "weasyprint": {"level": "ERROR"}, "pikepdf": {"level": "WARNING"}},
}
