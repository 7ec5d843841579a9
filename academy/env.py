"""Reading the environment: the only place that does. Each name is explained in the README's table of settings."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit, urlunsplit

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent

SQLITE_SETUP = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;PRAGMA cache_size=-16000;"
    "PRAGMA foreign_keys=ON"
)


def text(name: str, default: str = "") -> str:
    """A setting as text; an empty value counts as absent."""
    return os.environ.get(name) or default


def required(name: str) -> str:
    """A setting that has no safe default."""
    value = text(name)
    if not value:
        raise ImproperlyConfigured(
            f"Set {name} in the environment. The README's table of settings says what it is."
        )
    return value


def flag(name: str, default: bool = False) -> bool:
    """yes/no, true/false, on/off or 1/0."""
    value = text(name, "yes" if default else "no").lower()
    if value in {"1", "yes", "true", "on"}:
        return True
    if value in {"0", "no", "false", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")


def number(name: str, default: int, *, least: int = 0) -> int:
    """A whole number, `least` or more."""
    value = text(name, str(default))
    if value.isascii() and value.isdigit() and int(value) >= least:
        return int(value)
    raise ImproperlyConfigured(f"{name} must be a whole number, {least} or more, not {value!r}.")


def one_of(name: str, default: str, *others: str) -> str:
    """One of these words."""
    value = text(name, default).lower()
    if value in (default, *others):
        return value
    raise ImproperlyConfigured(f"{name} must be {' or '.join((default, *others))}, not {value!r}.")


def names(name: str, default: str = "") -> list[str]:
    """A list separated by commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def data_dir() -> Path:
    """Where the embedded default keeps its database, queue, mail and files."""
    return Path(text("DATA_DIR", str(ROOT / "var"))).resolve()


def database() -> dict[str, Any]:
    """DATABASE_URL (postgresql://user:password@host:port/name or sqlite:///path), or SQLite in DATA_DIR."""
    url = text("DATABASE_URL")
    if not url or url.startswith("sqlite:"):
        path = urlsplit(url).path[1:] if url else str(data_dir() / "academy.sqlite3")
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_SETUP},
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql:// or sqlite:///.")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


def cache_url() -> str:
    """CACHE_URL, or the database beside that of the queue on the same Redis: emptying one must not empty the other."""
    url = text("REDIS_URL")
    parts = urlsplit(url)
    beside = int(parts.path.strip("/") or 0) + 1
    return text("CACHE_URL") or (urlunsplit(parts._replace(path=f"/{beside}")) if url else "")


def quiet_hours() -> tuple[int, int] | None:
    """QUIET_HOURS: "21-8" (nothing that can wait goes out from 9 in the evening until 8 in the morning), or "none"."""
    value = text("QUIET_HOURS", "21-8").lower()
    if value == "none":
        return None
    begins, _, ends = value.partition("-")
    if begins.isdigit() and ends.isdigit() and int(begins) < 24 and int(ends) < 24 and begins != ends:
        return int(begins), int(ends)
    raise ImproperlyConfigured(f"QUIET_HOURS must be two hours such as 21-8, or none, not {value!r}.")


def clamav() -> tuple[str, int] | str:
    """Where the virus scanner listens: CLAMAV_SOCKET, a path; or CLAMAV_HOST, host:port. Empty: there is none."""
    host, _, port = text("CLAMAV_HOST").rpartition(":")
    if text("CLAMAV_SOCKET"):
        return text("CLAMAV_SOCKET")
    if not text("CLAMAV_HOST"):
        return ""
    if host and port.isascii() and port.isdigit():
        return host, int(port)
    raise ImproperlyConfigured(f"CLAMAV_HOST must be host:port, not {text('CLAMAV_HOST')!r}.")


# What each provider's API must know; its name is that of a module of django-anymail.
MAIL_PROVIDERS = {
    "brevo": ("api_key",),
    "mailersend": ("api_token",),
    "mailgun": ("api_key",),
    "mailjet": ("api_key", "secret_key"),
    "mailtrap": ("api_token",),
    "postmark": ("server_token",),
    "resend": ("api_key",),
    "scaleway": ("secret_key", "project_id"),
    "sparkpost": ("api_key",),
}


def mail() -> dict[str, Any]:
    """EMAIL_URL (smtp://user:password@host:port, smtps:// for TLS, or a provider's API as in
    anymail+postmark://?server_token=...) and MAIL_WEBHOOK_SECRET (user:password) as Django's settings."""
    url = text("EMAIL_URL")
    secret = _webhook_secret()
    common: dict[str, Any] = {"ANYMAIL": {"WEBHOOK_SECRET": secret} if secret else {}}
    if not url:
        return {
            **common,
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(data_dir() / "mail"),
        }
    parts = urlsplit(url)
    provider = mail_provider()
    if provider:
        return {
            "EMAIL_BACKEND": f"anymail.backends.{provider}.EmailBackend",
            "ANYMAIL": {**common["ANYMAIL"], **_provider_settings(provider, parts), "REQUESTS_TIMEOUT": 10},
        }
    if parts.scheme not in {"smtp", "smtps", "smtp+tls"}:
        raise ImproperlyConfigured(
            "EMAIL_URL must begin with smtp://, smtp+tls://, smtps:// or anymail+ and a provider's name."
        )
    return {
        **common,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 30,  # seconds; some servers look into a message before they answer
    }


def mail_provider() -> str:
    """Through whose API EMAIL_URL sends our mail, such as postmark; empty for a server that speaks SMTP."""
    scheme = urlsplit(text("EMAIL_URL")).scheme
    provider = scheme.removeprefix("anymail+") if scheme.startswith("anymail+") else ""
    if provider and provider not in MAIL_PROVIDERS:
        raise ImproperlyConfigured(
            f"EMAIL_URL names the provider {provider!r}; we know {', '.join(MAIL_PROVIDERS)}."
        )
    return provider


def _provider_settings(provider: str, parts: SplitResult) -> dict[str, str]:
    """What django-anymail must know, such as POSTMARK_SERVER_TOKEN."""
    if parts.netloc or parts.path.strip("/"):  # a token in the place of the host would be lost without a word
        raise ImproperlyConfigured(
            f"EMAIL_URL must be anymail+{provider}://?name=value&..., with nothing before the question mark."
        )
    given = dict(parse_qsl(parts.query))
    missing = [name for name in MAIL_PROVIDERS[provider] if not given.get(name)]
    if missing:
        raise ImproperlyConfigured(
            f"EMAIL_URL for {provider} must say {' and '.join(missing)}: ?{missing[0]}=..."
        )
    return {f"{provider}_{name}".upper(): value for name, value in given.items()}


def _webhook_secret() -> str:
    """MAIL_WEBHOOK_SECRET, with which the mail provider shows that it is the one who reports bounces; may be empty."""
    secret = text("MAIL_WEBHOOK_SECRET")
    user, _, password = secret.partition(":")
    if secret and (not user or len(password) < 16):
        raise ImproperlyConfigured(
            "MAIL_WEBHOOK_SECRET must be user:password, the password of 16 characters or more."
        )
    return secret
