"""Reading the environment: the only place that does. Each name is explained in the README's table of settings."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

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


def number(name: str, default: int) -> int:
    """A whole number."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


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


def mail() -> dict[str, Any]:
    """EMAIL_URL (smtp://user:password@host:port or smtps:// for TLS) as Django's settings."""
    url = text("EMAIL_URL")
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(data_dir() / "mail"),
        }
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps", "smtp+tls"}:
        raise ImproperlyConfigured("EMAIL_URL must begin with smtp://, smtp+tls:// or smtps://.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,
    }
