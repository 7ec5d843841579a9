"""What the mail provider tells us about messages it took: django-anymail reads it, we write it down.

Anymail's views would send Django signals; only its two halves are used here, checking who asks and reading what it
says, so that one action does the rest.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from anymail.urls import urlpatterns as anymail_urls
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest

from learners.reminders.states import TroubleKind

log = logging.getLogger(__name__)

BOUNCED, REJECTED, COMPLAINED, UNSUBSCRIBED = "bounced", "rejected", "complained", "unsubscribed"
# What providers call a mailbox that is full or resting. Some then report a "bounce" all the same.
PASSING = {"softbounce", "softbounced", "softfail", "transient"}


@dataclass(frozen=True, slots=True)
class MailEvent:
    """A message did not reach its reader, or they want no more.

    trouble: why the address is used no more; None: they unsubscribed, and the address is fine.
    message_id: the provider's name for the message, or its Message-ID. email: as the provider says, may be empty.
    """

    message_id: str
    email: str
    trouble: TroubleKind | None
    detail: str


def is_configured() -> bool:
    """Whether anybody may tell us anything. Without a secret everybody could."""
    known = _tracking_view(settings.MAIL_PROVIDER) is not None
    return known and bool(getattr(settings, "ANYMAIL", {}).get("WEBHOOK_SECRET"))


def events_in(request: HttpRequest) -> list[MailEvent]:
    """What matters to us of what the provider says.

    Raises SuspiciousOperation (answered 400) when the secret or the signature is wrong, BadRequest for nonsense.
    """
    view = _tracking_view(settings.MAIL_PROVIDER)()
    view.setup(request)
    view.run_validators(request)
    try:
        found = view.parse_events(request)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadRequest(f"This is not what {view.esp_name} sends.") from error
    return [event for event in map(_understood, found) if event is not None]


def _tracking_view(provider: str) -> Any:
    """Anymail's class for "postmark", "mailgun" ...; None where there is none, or it reports nothing."""
    name = f"{provider}_tracking_webhook"
    return next((entry.callback.view_class for entry in anymail_urls if entry.name == name), None)


def _understood(event: Any) -> MailEvent | None:
    """Ours; None for what needs nothing from us: delivered, opened, held up for a while."""
    trouble: TroubleKind | None = None
    reason = event.reject_reason or ""
    if event.event_type == UNSUBSCRIBED or reason == UNSUBSCRIBED:
        trouble = None
    elif event.event_type == COMPLAINED or (event.event_type == REJECTED and reason == "spam"):
        trouble = TroubleKind.COMPLAINED
    elif event.event_type in (BOUNCED, REJECTED):
        if reason in ("timed_out", "other") or _passes(event.esp_event):
            return None
        trouble = TroubleKind.BOUNCED
    else:
        return None
    detail = event.mta_response or event.description
    return MailEvent(_text(event.message_id), _text(event.recipient), trouble, _text(detail))


def _text(said: Any) -> str:
    """Without the one character that PostgreSQL does not keep."""
    return str(said or "").replace("\0", "")


def _passes(raw: Any) -> bool:
    """Whether the provider's own words say that the mailbox may take mail again soon."""
    said = {"".join(filter(str.isalpha, words.lower())) for words in _short_words(raw)}
    return bool(said & PASSING)


def _short_words(raw: Any, depth: int = 3) -> Iterator[str]:
    if isinstance(raw, str) and len(raw) <= 40:
        yield raw.rpartition(".")[2]  # "activity.soft_bounced"
    elif isinstance(raw, Mapping) and depth:
        for value in raw.values():
            yield from _short_words(value, depth - 1)
