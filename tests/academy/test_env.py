"""Reading the environment: every wrong value says what is right."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from academy import env

Env = pytest.MonkeyPatch


@pytest.mark.parametrize(
    ("url", "cache"),
    [
        ("redis://host:6379/0", "redis://host:6379/1"),
        ("redis://:secret@host", "redis://:secret@host/1"),
        ("redis://host/3?x=1", "redis://host/4?x=1"),
        ("", ""),
    ],
)
def test_the_cache_is_beside_the_queue(monkeypatch: Env, url: str, cache: str) -> None:
    monkeypatch.setenv("REDIS_URL", url)
    monkeypatch.delenv("CACHE_URL", raising=False)
    assert env.cache_url() == cache


def test_a_database_address_is_taken_apart(monkeypatch: Env) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://an%40a:p%3Aw@db.example:5433/learn?sslmode=require")
    found = env.database()
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == (
        "an@a",
        "p:w",
        "db.example",
        "5433",
    )
    assert (found["NAME"], found["OPTIONS"]) == ("learn", {"sslmode": "require"})


def test_without_a_database_address_sqlite_waits_its_turn(monkeypatch: Env) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    found = env.database()
    assert found["ENGINE"].endswith("sqlite3")
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("DATABASE_URL", "mysql://x", env.database),
        ("EMAIL_URL", "http://x", env.mail),
        ("DEMO", "perhaps", lambda: env.flag("DEMO")),
        ("PORT", "eighty", lambda: env.number("PORT", 8000)),
        ("SECRET_KEY", "", lambda: env.required("SECRET_KEY")),
    ],
)
def test_a_wrong_value_is_named(monkeypatch: Env, name: str, value: str, read) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=name):
        read()
