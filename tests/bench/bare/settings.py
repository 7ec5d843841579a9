"""Production with what `startproject` would have written: its middleware, its context processors, Django templates."""

from academy.settings.production import *  # noqa: F403
from academy.settings.production import INSTALLED_APPS, ROOT

INSTALLED_APPS = [name for name in INSTALLED_APPS if not name.startswith("allauth")]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
SESSION_COOKIE_NAME = (
    "__Host-bare"  # a session of its own: one of ours names a backend that this site has not
)
ROOT_URLCONF = "tests.bench.bare.urls"
MIDDLEWARE = [
    "tests.bench.counting.CountQueries",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "tests" / "bench" / "bare" / "templates"],
        "OPTIONS": {
            "libraries": {"words": "tests.bench.bare.words"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
