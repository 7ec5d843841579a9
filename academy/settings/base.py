"""Settings that hold everywhere. What differs stands in development, test and production."""

from datetime import timedelta
from typing import Any

from academy import env
from academy.settings import keeping

ROOT = env.ROOT
DATA_DIR = env.data_dir()
BASE_URL = env.text("BASE_URL", "http://localhost:8000").rstrip("/")
DEMO = False

SECRET_KEY = env.text("SECRET_KEY", "only-for-development-and-tests-never-in-production")
ALLOWED_HOSTS: list[str] = []
INTERNAL_IPS: list[str] = []
DEBUG = False
ROOT_URLCONF = "academy.urls"
WSGI_APPLICATION = "academy.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "cms.apps.CmsConfig",
    "learners.apps.LearnersConfig",
    "courses.apps.CoursesConfig",
    "academy.apps.AcademyConfig",  # before allauth and wagtail.admin: its templates win
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "academy.shared.browser_rules.BrowserRules",
    "academy.shared.addresses.NoNullCharacter",
    "academy.shared.page_cache.PageCache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "academy.accounts.sessions.ShortSessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "academy.accounts.here.ActingAs",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "academy.accounts.second_factor.StrongerSignIn",
    "academy.accounts.looking.LookingAt",
    "cms.middleware.EditorsScreens",
]

CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.messages.context_processors.messages",
    "academy.context.site",
    "learners.progress.context.guest_question",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "NAME": "jinja2",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "academy.templating.environment",
            "context_processors": CONTEXT,
            "extensions": [
                "wagtail.jinja2tags.core",
                "wagtail.images.jinja2tags.images",
                "wagtail.admin.jinja2tags.userbar",
            ],
        },
    },
    {
        "NAME": "django",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"house": "academy.accounts.template_tags"},
            "context_processors": [
                *CONTEXT,
                "django.contrib.auth.context_processors.auth",
            ],
        },
    },
]

# --- data ---------------------------------------------------------------------------------------------------
DATABASES = {"default": env.database()}
REDIS_URL = env.text("REDIS_URL")
CACHES: dict[str, dict[str, Any]]
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "academy.shared.cache.ForgivingRedisCache",
            "LOCATION": env.cache_url(),
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
        }
    }
else:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "academy_cache"}
    }
PAGE_CACHE_SECONDS = (
    60  # how long a page that is the same for every visitor is kept; publishing ends it at once
)

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = env.text("STATIC_ROOT", str(DATA_DIR / "static"))
MEDIA_URL = "/media/"
MEDIA_ROOT = env.text("MEDIA_ROOT", str(DATA_DIR / "media"))
MEDIA_ACCEL_PREFIX = env.text("MEDIA_ACCEL_PREFIX")

# --- files that people send ---------------------------------------------------------------------------------
UPLOAD_ROOT = env.text(
    "UPLOAD_ROOT", str(DATA_DIR / "uploads")
)  # while they are on their way; beside MEDIA_ROOT
UPLOAD_MOST_BYTES = 500_000_000  # of one file
PORTFOLIO_BYTES = env.number("PORTFOLIO_MB", 5000, least=1) * 1_000_000  # of one person, in all
CLAMAV: tuple[str, int] | str = env.clamav()

# --- people and sessions ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "academy.Account"
AUTHENTICATION_BACKENDS = ["academy.accounts.backend.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my-learning"
LOGOUT_REDIRECT_URL = "/"
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SAMESITE = "Lax"
SHARED_DEVICE_SECONDS = (
    60 * 30
)  # "this is a shared phone or computer": signed out after half an hour without use
GUEST_COOKIE_DAYS = 90
EQUALITY_KEY = env.text("EQUALITY_KEY", f"equality {SECRET_KEY}")  # names equality answers; see README
EQUALITY_LEAST = env.number("EQUALITY_LEAST", 5, least=3)  # no figure shows fewer people than this

ACCOUNT_ADAPTER = "academy.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_SIGNUP_FORM_CLASS = "academy.accounts.forms.SignupDetails"
ACCOUNT_FORMS = {
    "login": "academy.accounts.signin_forms.SignIn",
    "signup": "academy.accounts.signin_forms.SignUp",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60  # as its e-mail says
ACCOUNT_MAX_EMAIL_ADDRESSES = 3
# Six digits: the keypad of a phone, and read aloud without doubt. Three tries a code and ten codes an hour for one
# address make a guess as good as hopeless; a group at a hub signs in behind one address of the network.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/m/ip,5/300s/key",
    "signup": "60/m/ip",
    "confirm_email": "3/m/key,10/h/key",
    "request_login_code": "60/m/ip,3/m/key,10/h/key",
    "reset_password": "60/m/ip,3/m/key,10/h/key",  # a code like any other: it opens the account too
    "hub_code": "30/m/ip,120/h/ip",
}
CSRF_FAILURE_VIEW = "academy.accounts.signin_views.page_out_of_date"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_NOTIFICATIONS = True
# those who work here show a passkey or a code by app before they see what other people have told us
REQUIRE_SECOND_FACTOR = env.flag("REQUIRE_SECOND_FACTOR")
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "academy.accounts.mfa_adapter.MFAAdapter"
MFA_TOTP_ISSUER = "National Academy of Community Organising"
USERSESSIONS_TRACK_ACTIVITY = False  # one UPDATE a request otherwise

# how long each kind of record is kept: academy/retention.py
KEPT_FOR: dict[str, timedelta] = keeping.KEPT_FOR
IMPORT_DAYS = KEPT_FOR["lists-of-people"].days

# --- mail ---------------------------------------------------------------------------------------------------
globals().update(env.mail())
MAIL_PROVIDER: str = env.mail_provider()
DEFAULT_FROM_EMAIL = env.text("FROM_EMAIL", "National Academy of Community Organising <academy@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
QUIET_HOURS = env.quiet_hours()  # (from, to) o'clock where the person is, or None
WEEKLY_MOST_MESSAGES = env.number(
    "WEEKLY_MOST_MESSAGES", 3
)  # to one person, of all kinds; urgent ones excepted

# --- evaluation ---------------------------------------------------------------------------------------------
# how many answers without a name are shown at once, and never fewer: with one alone, everybody knows whose it is
EVALUATION_FEWEST = env.number("EVALUATION_FEWEST", 3, least=2)

# --- qualifications -----------------------------------------------------------------------------------------
# judging before the awarding organisation's number is recorded: refused ("block"), or shown as a fault ("warn")
JUDGE_WITHOUT_NUMBER = env.one_of("JUDGE_WITHOUT_NUMBER", "block", "warn")
CLAIM_HOURS = env.number("CLAIM_HOURS", 2, least=1)  # so long work is held for the assessor who took it
# an assessor's record that the learner never answers, two reminders or not: it waits on, or counts after so many days
RECORD_SILENCE = env.one_of("RECORD_SILENCE", "wait", "count")
RECORD_SILENT_DAYS = env.number(
    "RECORD_SILENT_DAYS", 10, least=8
)  # working days; the reminders go on days 3 and 7
REGISTER_WITHIN_DAYS = env.number("REGISTER_WITHIN_DAYS", 28, least=1)  # after acceptance; later is flagged
# Reminders about judging and signing; those in working days go at nine.
FEEDBACK_UNREAD_DAYS = env.number("FEEDBACK_UNREAD_DAYS", 5, least=1)  # working days
COUNTERSIGN_AGAIN_DAYS = env.number(
    "COUNTERSIGN_AGAIN_DAYS", 3, least=1
)  # working days; to the countersigner
COUNTERSIGN_LEAD_DAYS = env.number("COUNTERSIGN_LEAD_DAYS", 7, least=1)  # working days; to the lead
RECORD_FIRST_REMINDER_DAYS = env.number("RECORD_FIRST_REMINDER_DAYS", 3, least=1)
RECORD_LAST_REMINDER_DAYS = env.number("RECORD_LAST_REMINDER_DAYS", 7, least=2)
UNIT_CONFIRM_AGAIN_DAYS = env.number("UNIT_CONFIRM_AGAIN_DAYS", 5, least=1)  # working days
# so many working days a learner is asked to confirm a unit; then it goes on without, and says so
UNIT_CONFIRM_DAYS = env.number("UNIT_CONFIRM_DAYS", 10, least=2)

# --- Celery -------------------------------------------------------------------------------------------------
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_TIME_LIMIT = 300
CELERY_TIMEZONE = "Europe/London"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat")
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "socket_connect_timeout": 1,
        "socket_timeout": 5,
        "max_retries": 0,  # whoever hands work over does not wait for a queue that is away: the sweep finds the work
        "visibility_timeout": 600,
    }
else:
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(DATA_DIR / "broker"),
        "data_folder_out": str(DATA_DIR / "broker"),
        "control_folder": str(DATA_DIR / "broker-control"),
    }

# --- words and time -----------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# --- Wagtail ------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "National Academy of Community Organising"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # an address that can be read out and typed; a course's must be one
WAGTAILDOCS_SERVE_METHOD = "serve_view"

# --- the browser's rules ------------------------------------------------------------------------------------
X_FRAME_OPTIONS = "DENY"  # Wagtail says otherwise of the previews that it shows in a frame
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_POLICY = {  # Wagtail's admin has a policy of its own, in cms
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
}
PERMISSIONS_POLICY = (
    "camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self)"
)

CHATTY = ("django_tasks", "wagtail", "fontTools")  # one line for each page saved, and more
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {name: {"level": "WARNING"} for name in CHATTY},
}
