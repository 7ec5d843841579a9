"""Reading the environment: every wrong value says what is right."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection

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


def test_mail_goes_to_files_where_nothing_is_said(monkeypatch: Env) -> None:
    monkeypatch.delenv("EMAIL_URL", raising=False)
    assert env.mail()["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
    assert env.mail()["ANYMAIL"] == {}
    assert env.mail_provider() == ""


@pytest.mark.parametrize(
    ("url", "tls", "ssl"),
    [
        ("smtp://mail.example", False, False),
        ("smtp+tls://a%40b:p%3Aw@mail.example:587", True, False),
        ("smtps://a%40b:p%3Aw@mail.example:465", False, True),
    ],
)
def test_mail_goes_to_a_server(monkeypatch: Env, url: str, tls: bool, ssl: bool) -> None:
    monkeypatch.setenv("EMAIL_URL", url)
    found = env.mail()
    assert found["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    assert (found["EMAIL_HOST"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == ("mail.example", tls, ssl)
    if "@" in url:
        assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("a@b", "p:w")
    assert env.mail_provider() == ""


def test_mail_goes_to_a_providers_api(monkeypatch: Env) -> None:
    monkeypatch.setenv("EMAIL_URL", "anymail+postmark://?server_token=a%2Bb&message_stream=outbound")
    monkeypatch.setenv("MAIL_WEBHOOK_SECRET", "academy:0123456789abcdef")
    found = env.mail()
    assert found["EMAIL_BACKEND"] == "anymail.backends.postmark.EmailBackend"
    assert found["ANYMAIL"] == {
        "WEBHOOK_SECRET": "academy:0123456789abcdef",
        "POSTMARK_SERVER_TOKEN": "a+b",
        "POSTMARK_MESSAGE_STREAM": "outbound",
        "REQUESTS_TIMEOUT": 10,
    }
    assert env.mail_provider() == "postmark"


@pytest.mark.parametrize("provider", env.MAIL_PROVIDERS)
def test_every_provider_that_we_name_can_be_used(monkeypatch: Env, settings: Any, provider: str) -> None:
    query = "&".join(f"{name}=x" for name in env.MAIL_PROVIDERS[provider])
    monkeypatch.setenv("EMAIL_URL", f"anymail+{provider}://?{query}")
    found = env.mail()
    settings.ANYMAIL = found["ANYMAIL"]
    assert vars(get_connection(found["EMAIL_BACKEND"]))["timeout"] == 10


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("anymail+postmark://", "server_token"),
        ("anymail+postmark://?server_token=", "server_token"),
        ("anymail+postmark://token@host?server_token=x", "nothing before the question mark"),
        ("anymail+mailjet://?api_key=x", "secret_key"),
        ("anymail+pigeon://?token=x", "we know brevo"),
        ("anymail+://?token=x", "a provider's name"),
        ("postmark://?server_token=x", "must begin with"),
    ],
)
def test_a_wrong_address_of_the_mail_says_what_is_right(monkeypatch: Env, url: str, says: str) -> None:
    monkeypatch.setenv("EMAIL_URL", url)
    with pytest.raises(ImproperlyConfigured, match=says):
        env.mail()


@pytest.mark.parametrize("secret", ["academy", ":0123456789abcdef", "academy:short", "academy:"])
def test_the_providers_password_cannot_be_guessed(monkeypatch: Env, secret: str) -> None:
    monkeypatch.setenv("MAIL_WEBHOOK_SECRET", secret)
    with pytest.raises(ImproperlyConfigured, match="MAIL_WEBHOOK_SECRET"):
        env.mail()


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("DATABASE_URL", "mysql://x", env.database),
        ("EMAIL_URL", "http://x", env.mail),
        ("DEMO", "perhaps", lambda: env.flag("DEMO")),
        ("PORT", "eighty", lambda: env.number("PORT", 8000)),
        ("JUDGE_WITHOUT_NUMBER", "never", lambda: env.one_of("JUDGE_WITHOUT_NUMBER", "block", "warn")),
        ("SECRET_KEY", "", lambda: env.required("SECRET_KEY")),
    ],
)
def test_a_wrong_value_is_named(monkeypatch: Env, name: str, value: str, read) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=name):
        read()
