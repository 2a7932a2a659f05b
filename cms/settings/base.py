"""What every environment shares. The environment is read in ``environment.py``, nowhere else."""

from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from django.utils.csp import CSP

from .environment import (
    ALLOWED_HOSTS,
    AUDIT_RETENTION_DAYS,
    BACKUP_DIR,
    BACKUP_RECIPIENT,
    BASE_DIR,
    BASE_URL,
    CACHE,
    DATABASE,
    DEBUG,
    MEDIA_ROOT,
    ONION_LOCATION,
    PAGE_STORE_DIR,
    QUICK_EXIT_ADDRESS,
    SECOND_FACTOR_KEYS,
    SECRET_KEY,
    SECURITY_CONTACT,
    SITE_LANGUAGES,
    TRANSLATION_SERVER,
    TRANSLATION_SERVER_HOSTS,
    TRANSLATION_SERVER_KEY,
    VAR_DIR,
    WEB_THREADS,
)
from .languages import (
    LANGUAGES_BIDI,
    SOURCE_LANGUAGE,
    named_languages,
)

INSTALLED_APPS = [
    "home",
    "chapters",
    "zine",
    "cms.operations",
    "cms.delivery",
    "cms.contacts",
    "cms.search",
    "cms.translation",
    "cms.languages",
    "cms.review",
    "cms.accounts",
    "cms.access",
    "cms.media",
    "cms.sandbox",
    "cms.mail",
    "cms.pages",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.access.users_app.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks_db",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "cms.delivery.headers.ResponseHeadersMiddleware",
    "cms.delivery.refusals.RefusedBodyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.languages.middleware.LanguageMiddleware",
    "cms.delivery.odd_requests.OddRequestMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "cms.accounts.middleware.OpenSessionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cms.delivery.ended_sessions.EndedSessionMiddleware",
    "cms.accounts.middleware.SecondFactorMiddleware",
    "cms.access.middleware.AdminAccessMiddleware",
    "cms.accounts.confirmation.ConfirmationMiddleware",
    "cms.access.downloads.DownloadLogMiddleware",
    "cms.media.middleware.UploadMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.csp",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES: dict[str, dict[str, Any]] = {"default": {**DATABASE, "ATOMIC_REQUESTS": True}}
if DATABASE["ENGINE"].endswith("sqlite3"):
    # One writer at a time, readers never blocked; a writer waits instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    # A server that is gone without a word is noticed, instead of being waited for for hours.
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 4,
        "tcp_user_timeout": 30_000,
        **DATABASES["default"].get("OPTIONS", {}),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": CACHE,
    # Each process would remember renditions that another one has deleted.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Languages.
LANGUAGE_CODE = SOURCE_LANGUAGE
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = named_languages(SITE_LANGUAGES)
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "cms" / "languages" / "dates"]
FORMAT_MODULE_PATH = ["cms.languages.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
WAGTAIL_I18N_ENABLED = True
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# Which missing pages readers ask for is written down at most this often, in seconds; None: never.
READERS_DEMAND_PAUSE: int | None = 60

# Files. All of them lie beside, not below, what is served at MEDIA_URL; what readers have of the
# sizes of pictures is there too.
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [VAR_DIR / "assets"]  # built by build_fonts
for folder in (STATIC_ROOT, *STATICFILES_DIRS):
    folder.mkdir(parents=True, exist_ok=True)
MEDIA_URL = "/media/"


def media_storages(folder: Path) -> dict[str, dict[str, Any]]:
    """Public and private storage below a folder.

    Their options are strings, for a task that deletes a file takes them along as JSON.
    """
    return {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(folder / "public")},
        },
        "private": {
            "BACKEND": "cms.media.storage.PrivateStorage",
            "OPTIONS": {"location": str(folder / "private")},
        },
    }


STORAGES: dict[str, dict[str, Any]] = {
    **media_storages(MEDIA_ROOT),
    "staticfiles": {"BACKEND": "cms.pages.static_files.StaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
WAGTAILIMAGES_IMAGE_MODEL = "media.Image"
WAGTAILIMAGES_RENDITION_STORAGE = "private"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif", "heic", "heif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.media.picture_form.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.media.forms.DocumentForm"
WAGTAILDOCS_DOCUMENT_MODEL = "media.Document"
WAGTAILDOCS_EXTENSIONS = ["pdf"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 30 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []

# People and safety.
PASSWORD_HASHERS = [
    "cms.accounts.hashers.ModestArgon2PasswordHasher",
    # What was hashed by it before is hashed anew at the next sign-in.
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 14},
    }
]
LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "wagtailadmin_login"
WAGTAILADMIN_USER_LOGIN_FORM = "cms.accounts.forms.SignInForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "cms.accounts.forms.ResetForm"  # noqa: S105
PASSWORD_RESET_TIMEOUT = 60 * 60
# Of allauth, its second factors alone; there are no addresses in what it counts.
ACCOUNT_ADAPTER = "cms.accounts.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key"}
MFA_ADAPTER = "cms.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1  # Telephones' clocks are not all right.
MFA_ALLOW_UNVERIFIED_EMAIL = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "cms.delivery.errors.csrf_failure"
SESSION_COOKIE_AGE = 8 * 60 * 60
KNOWN_BROWSER_COOKIE_NAME = "known-browser"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
}
# A page previewed in the admin keeps the readers' policy, in a frame.
PREVIEW_CSP: dict[str, list[str]] = SECURE_CSP | {"frame-ancestors": [CSP.SELF]}
# Wagtail's admin shows previews, and its text editor makes styles as one types.
ADMIN_CSP: dict[str, list[str]] = SECURE_CSP | {
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "frame-src": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}
X_FRAME_OPTIONS = "DENY"  # Wagtail loosens it itself for previews in the admin.

# Review.
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.review.finish.publish_approved"
REVIEW_OVERDUE_DAYS = 5
# Translations: after the language's reviewers (and a chapter's leads), staff approve as well.
TRANSLATION_NEEDS_STAFF = True
# A scheduled publication leaves a review of newer text alone; whoever cancels says so.
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False

# What goes wrong is told on the console, and nothing of readers; bad host names are not ours.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "readerless": {"()": "cms.delivery.logs.ReaderlessFormatter"},
        "json_lines": {"()": "cms.access.json_lines.JSONLines"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "level": "WARNING",
            "formatter": "readerless",
        },
        "errors": {"class": "logging.StreamHandler", "level": "ERROR"},
        "null": {"class": "logging.NullHandler"},
        "audit": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
            "formatter": "json_lines",
        },
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        # The worker warns whoever stops it to press Ctrl-C again, which is not so here.
        "django_tasks_db": {"handlers": ["errors"], "propagate": False},
        "django.security.DisallowedHost": {"handlers": ["null"], "propagate": False},
        # Production gives every entry of the audit log out; elsewhere the screen is enough.
        "audit": {"level": "INFO", "handlers": ["null"], "propagate": False},
    },
}

# Wagtail.
WAGTAIL_SITE_NAME = "Never Again Action"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
# An address that is typed stays one: finding its page would tell of pages that are private.
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = ""
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# Places only: browsers do not know every name that a machine has, such as "localtime".
WAGTAIL_USER_TIME_ZONES = ["UTC", *sorted(name for name in available_timezones() if "/" in name)]
WAGTAILEMBEDS_FINDERS: list[dict[str, Any]] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
