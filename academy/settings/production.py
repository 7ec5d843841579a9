"""For the real Academy: PostgreSQL, Redis, TLS in front, nothing embedded and nothing guessed."""

import structlog
from django.core.exceptions import ImproperlyConfigured

from academy import env
from academy.settings.base import *  # noqa: F403
from academy.settings.base import BASE_URL, CHATTY, DATABASES, MIDDLEWARE, REDIS_URL, STORAGES

SECRET_KEY = env.required("SECRET_KEY")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set ALLOWED_HOSTS to the names this site answers to, separated by commas.")
if not env.text("DATABASE_URL").startswith("postgres"):
    raise ImproperlyConfigured(
        "Set DATABASE_URL to a PostgreSQL server: postgresql://user:password@host/name."
    )
if not REDIS_URL:
    raise ImproperlyConfigured("Set REDIS_URL: redis://host:6379/0.")
if not env.text("EMAIL_URL"):
    raise ImproperlyConfigured("Set EMAIL_URL to the mail server: smtp+tls://user:password@host:587.")

# Sync workers with one thread each: one connection a worker, kept. A pool would serve threads; together with
# CONN_MAX_AGE it is refused by Django.
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

MIDDLEWARE.insert(0, "academy.shared.proxy.ClientAddress")
MIDDLEWARE.insert(2, "whitenoise.middleware.WhiteNoiseMiddleware")
STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
WHITENOISE_MAX_AGE = 600  # for names without a hash; hashed ones are kept for ever

REQUIRE_SECOND_FACTOR = env.flag("REQUIRE_SECOND_FACTOR", default=True)
SECURE_SSL_REDIRECT = env.flag("SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # the watcher asks from inside, without TLS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "csrftoken"  # read by our own scripts

LOGGING = {  # one JSON object a line, for whatever collects them
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
            "foreign_pre_chain": [
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.format_exc_info,
            ],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # robots trying names
        **{name: {"level": "WARNING"} for name in CHATTY},
    },
}
