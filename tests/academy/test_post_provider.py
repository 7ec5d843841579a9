"""Handing messages over to a provider's API: each way it can fail is named rightly."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError

from academy.shared.post import NotAccepted, Post, Unsure
from tests.academy.posting import hand
from tests.servers.running import free_port


@pytest.fixture
def provider(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Any], list[dict[str, Any]]]]:
    """Give it (status, body) or an error, the answer of the provider's API; it gives the list of what is asked."""
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "t"}
    settings.MAIL_PROVIDER = "postmark"

    def answering(answer: Any) -> list[dict[str, Any]]:
        asked: list[dict[str, Any]] = []

        def request(self: requests.Session, **asking: Any) -> requests.Response:
            asked.append(asking)
            if isinstance(answer, Exception):
                raise answer
            response = requests.Response()
            response.status_code, response._content = answer[0], answer[1].encode()
            response.reason = "as the test says"
            return response

        monkeypatch.setattr(requests.Session, "request", request)
        return asked

    yield answering


SENT = '{"ErrorCode": 0, "Message": "OK", "MessageID": "pm-1", "To": "amara@example.org"}'


def test_a_provider_gives_its_own_id_and_keeps_ours(provider: Any) -> None:
    asked = provider((200, SENT))
    with Post() as post:
        assert post.ready()
        assert hand(post) == "pm-1"
    told = str(asked[0]["data"])
    for part in ("X-PM-KeepID", "<m1@academy.example>", "List-Unsubscribe=One-Click", '"Tag": "idle"'):
        assert part in told.replace("\\u003c", "<").replace("\\u003e", ">")


INACTIVE = (
    '{"ErrorCode": 406, "Message": "Found inactive addresses: amara@example.org. Inactive recipients are"}'
)
INVALID = '{"ErrorCode": 300, "Message": "Invalid \'To\' address: \'amara@example.org\'."}'


@pytest.mark.parametrize(
    ("status", "body", "for_good"),
    [
        (422, INACTIVE, True),
        (422, INVALID, True),
        (422, '{"ErrorCode": 400, "Message": "Sender not confirmed"}', False),
        (401, '{"ErrorCode": 10, "Message": "Bad token"}', False),
        (429, "{}", False),
        (500, "{}", False),
        (503, "{}", False),
    ],
)
def test_what_a_provider_refuses(provider: Any, status: int, body: str, for_good: bool) -> None:
    provider((status, body))
    with Post() as post, pytest.raises(NotAccepted) as refused:
        hand(post)
    assert refused.value.for_good is for_good
    assert "\n" not in str(refused.value)


def no_connection() -> Exception:
    """As requests says that nobody listens."""
    reason = NewConnectionError(None, "refused")  # type: ignore[arg-type]
    whole = MaxRetryError(None, "/email", reason)  # type: ignore[arg-type]
    whole.__cause__ = reason
    error = requests.ConnectionError(whole)
    error.__context__ = whole
    return error


def test_a_provider_that_is_away_gets_nothing(provider: Any) -> None:
    provider(no_connection())
    with Post() as post, pytest.raises(NotAccepted) as refused:
        hand(post)
    assert not refused.value.for_good


def test_nobody_listening_is_told_from_a_broken_connection(settings: Any) -> None:
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "t", "POSTMARK_API_URL": f"http://127.0.0.1:{free_port()}/"}
    with Post() as post, pytest.raises(NotAccepted):  # with the errors of the real libraries
        hand(post)


@pytest.mark.parametrize(
    "answer",
    [
        requests.ReadTimeout("no answer"),
        requests.ConnectionError(ProtocolError("cut")),
        (200, "not what we expected"),
        (502, "{}"),
        (504, "{}"),
    ],
)
def test_a_provider_that_breaks_off_leaves_us_unsure(provider: Any, answer: Any) -> None:
    provider(answer)
    with Post() as post, pytest.raises(Unsure):
        hand(post)
