"""What mail providers report: payloads as they document them, read by django-anymail, written down by us."""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from django.test import Client

from academy.accounts.actions import choose_news
from academy.accounts.models import Account
from academy.accounts.queries import news_choices
from academy.shared import clock
from learners.reminders.kinds import REMINDERS
from learners.reminders.models import AddressTrouble, MessageChoice, Sent
from learners.reminders.states import Purpose, SentState
from learners.reminders.trouble_actions import end_trouble
from tests.cast import Cast
from tests.learners.reminders.lines import message

pytestmark = [pytest.mark.django_db, pytest.mark.both]

SECRET = "postbox:four-green-bikes-sing"
AUTH = "Basic " + base64.b64encode(SECRET.encode()).decode()
KEY = "key-of-the-sample-hub"
POSTMARK_ID = "8a3f1c52-77d0-4c3e-9a55-2d9e0f6b1a11"


@pytest.fixture
def postmark(settings: Any) -> None:
    settings.MAIL_PROVIDER = "postmark"
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "POSTMARK_SERVER_TOKEN": "x"}


@pytest.fixture
def mailgun(settings: Any) -> None:
    settings.MAIL_PROVIDER = "mailgun"
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "MAILGUN_API_KEY": "x", "MAILGUN_WEBHOOK_SIGNING_KEY": KEY}


def report(event: Any, *, auth: str = AUTH) -> Any:
    """As a provider does it: no cookie, no token of a form."""
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    headers = {"authorization": auth} if auth else {}
    body = event if isinstance(event, str) else json.dumps(event)
    return strict.post("/mail/events/", body, content_type="application/json", headers=headers)


def postmark_bounce(kind: str = "HardBounce", **more: Any) -> dict[str, Any]:
    """Postmark's bounce webhook."""
    return {
        "RecordType": "Bounce", "ID": 4270000000000042, "Type": kind, "TypeCode": 1, "Name": "Hard bounce",
        "Tag": "course_idle", "MessageID": POSTMARK_ID, "Metadata": {}, "ServerID": 23,
        "MessageStream": "outbound", "Email": "amara@example.org", "From": "academy@example.org",
        "Description": "The server was unable to deliver your message (ex: unknown user, mailbox not found).",
        "Details": "smtp;550 5.1.1 No such mailbox here", "BouncedAt": "2026-11-22T10:15:02Z",
        "DumpAvailable": True, "Inactive": True, "CanActivate": True, "Subject": "Your next step", **more,
    }  # fmt: skip


def postmark_change(reason: str = "ManualSuppression", **more: Any) -> dict[str, Any]:
    """Postmark's subscription change webhook: somebody pressed the unsubscribe button of their mail program."""
    return {
        "RecordType": "SubscriptionChange", "MessageID": POSTMARK_ID, "ServerID": 23, "MessageStream": "outbound",
        "ChangedAt": "2026-11-22T10:15:02Z", "Recipient": "amara@example.org", "Origin": "Recipient",
        "SuppressSending": True, "SuppressionReason": reason, "Tag": "course_idle", "Metadata": {}, **more,
    }  # fmt: skip


def mailgun_event(event: str, *, key: str = KEY, **more: Any) -> dict[str, Any]:
    """Mailgun's JSON webhook: signed with the account's key, whatever else guards the address."""
    token, timestamp = "0f6b1a118a3f1c5277d04c3e9a552d9e0f6b1a118a3f1c5277", "1795342502"
    signature = hmac.new(key.encode(), f"{timestamp}{token}".encode(), hashlib.sha256).hexdigest()
    return {
        "signature": {"timestamp": timestamp, "token": token, "signature": signature},
        "event-data": {
            "event": event, "id": "G9Bn5sl1TC6nu79C8C0bwg", "timestamp": 1795342502.417733, "log-level": "error",
            "recipient": "amara@example.org", "recipient-domain": "example.org", "tags": ["course_idle"],
            "message": {"headers": {"to": "Amara Bello <amara@example.org>", "message-id": "a1@example.org",
                                    "from": "academy@example.org", "subject": "Your next step"}, "size": 512},
            "user-variables": {}, "flags": {"is-test-mode": False}, **more,
        },
    }  # fmt: skip


def mailgun_failure(severity: str = "permanent") -> dict[str, Any]:
    status: Any = {
        "attempt-no": 1,
        "code": 550,
        "message": "5.1.1 The account does not exist",
        "description": "",
    }
    return mailgun_event("failed", severity=severity, reason="bounce", **{"delivery-status": status})


def sent(to: Account, **more: Any) -> Sent:
    return message(to, **{"kind": "course_idle", "provider_id": POSTMARK_ID, **more})


def came_back(row: Sent) -> bool:
    row.refresh_from_db()
    return row.bounced_at is not None


# --- Postmark ------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("postmark")
def test_a_bounce_marks_the_messages_and_ends_writing(cast: Cast) -> None:
    rows = [
        sent(cast.learner, about=f"enrolment:{number}", message_id="<b@example.org>") for number in (1, 2)
    ]
    other = sent(cast.learner, about="enrolment:3", provider_id="another")
    assert report(postmark_bounce()).status_code == 200
    trouble = AddressTrouble.objects.get()
    assert (trouble.account, trouble.email, trouble.kind) == (cast.learner, "amara@example.org", "bounced")
    assert trouble.detail == "smtp;550 5.1.1 No such mailbox here"
    assert all(came_back(row) for row in rows) and not came_back(other), "both went in one e-mail"


@pytest.mark.usefixtures("postmark")
def test_the_same_report_twice_is_written_down_once(cast: Cast) -> None:
    row = sent(cast.learner)
    for _ in range(3):
        assert report(postmark_bounce()).status_code == 200
    trouble = AddressTrouble.objects.get()
    at = Sent.objects.get(pk=row.pk).bounced_at
    end_trouble(trouble_id=trouble.pk, by=cast.trainer, now=clock.now())
    assert report(postmark_bounce()).status_code == 200
    assert AddressTrouble.objects.filter(ended_at=None).count() == 0, "a late repeat does not close it again"
    assert Sent.objects.get(pk=row.pk).bounced_at == at


@pytest.mark.usefixtures("postmark")
@pytest.mark.parametrize(
    ("kind", "trouble"),
    [
        ("HardBounce", "bounced"), ("BadEmailAddress", "bounced"), ("ManuallyDeactivated", "bounced"),
        ("Blocked", "bounced"), ("SpamNotification", "complained"), ("SoftBounce", None), ("Transient", None),
        ("DnsError", None), ("AutoResponder", None), ("Unknown", None), ("VirusNotification", None),
    ],
)  # fmt: skip
def test_only_what_lasts_ends_writing(cast: Cast, kind: str, trouble: str | None) -> None:
    row = sent(cast.learner)
    assert report(postmark_bounce(kind)).status_code == 200
    assert AddressTrouble.objects.values_list("kind", flat=True).first() == trouble
    assert came_back(row) == (trouble is not None)


@pytest.mark.usefixtures("postmark")
def test_reported_as_spam(cast: Cast) -> None:
    sent(cast.learner)
    assert report(postmark_bounce("SpamComplaint", RecordType="SpamComplaint")).status_code == 200
    assert AddressTrouble.objects.get().kind == "complained"


@pytest.mark.usefixtures("postmark")
@pytest.mark.parametrize("kind", ["Delivery", "Open", "Click", "SomethingNew"])
def test_what_needs_nothing_changes_nothing(cast: Cast, kind: str) -> None:
    row = sent(cast.learner)
    told = {"RecordType": kind, "MessageID": POSTMARK_ID, "Recipient": "amara@example.org", "Metadata": {}}
    assert report(told).status_code == 200
    assert not AddressTrouble.objects.exists() and not came_back(row)


@pytest.mark.usefixtures("postmark")
def test_unsubscribing_at_the_provider_stops_what_can_be_left(cast: Cast) -> None:
    row = sent(cast.learner)
    choose_news(account_id=cast.learner.pk, news={"email": True}, now=clock.now())
    for _ in range(2):
        assert report(postmark_change()).status_code == 200
    stopped = set(MessageChoice.objects.filter(wanted=False, way="email").values_list("kind", flat=True))
    service = {key for key, one in REMINDERS.items() if one.purpose is Purpose.SERVICE}
    assert stopped == {key for key in service if REMINDERS[key].optional}
    assert stopped and "certificate_ready" not in stopped
    assert news_choices(cast.learner) == {"email": False}, "news needs a yes"
    assert not AddressTrouble.objects.exists()
    row.refresh_from_db()
    assert row.stopped_at is not None and row.bounced_at is None


@pytest.mark.usefixtures("postmark")
def test_subscribing_again_is_not_unsubscribing(cast: Cast) -> None:
    sent(cast.learner)
    assert report(postmark_change(SuppressSending=False, SuppressionReason=None)).status_code == 200
    assert not MessageChoice.objects.exists()


@pytest.mark.usefixtures("postmark")
def test_somebody_else_at_the_old_address_decides_nothing(cast: Cast) -> None:
    row = sent(cast.learner)
    assert report(postmark_change(Recipient="old@example.org")).status_code == 200
    assert report(postmark_bounce(Email="old@example.org")).status_code == 200
    assert not MessageChoice.objects.exists() and not AddressTrouble.objects.exists()
    assert came_back(row), "the message itself came back all the same"


@pytest.mark.usefixtures("postmark")
@pytest.mark.parametrize("unknown", ["never-sent", "", None])
def test_a_message_that_we_do_not_know_is_logged(
    cast: Cast, caplog: pytest.LogCaptureFixture, unknown: str | None
) -> None:
    """Sign-in codes and invitations go out past the log."""
    message(cast.learner, state=SentState.SKIPPED)  # bears neither name
    caplog.set_level("INFO", "learners.reminders.provider_actions")
    assert report(postmark_bounce(MessageID=unknown)).status_code == 200
    assert "mail_event_of_unknown_message" in caplog.text and "amara@" not in caplog.text
    assert not AddressTrouble.objects.exists()


@pytest.mark.usefixtures("postmark")
@pytest.mark.parametrize("auth", ["", "Basic " + base64.b64encode(b"postbox:guess").decode(), "Bearer x"])
def test_only_the_provider_may_report(cast: Cast, auth: str) -> None:
    row = sent(cast.learner)
    assert report(postmark_bounce(), auth=auth).status_code == 400
    assert not came_back(row)


@pytest.mark.usefixtures("postmark")
@pytest.mark.parametrize("body", ["", "no json", "[]", "null", '"words"', "[1]", '{"RecordType": ["x"]}'])
def test_nonsense_is_answered_and_does_no_harm(cast: Cast, body: str) -> None:
    assert report(body).status_code == 400


@pytest.mark.usefixtures("postmark")
def test_a_null_character_does_no_harm(cast: Cast) -> None:
    row = sent(cast.learner)
    told = postmark_bounce(MessageID=f"{POSTMARK_ID}\0", Email="amara@example.org\0", Details="550\0 no")
    assert report(told).status_code == 200
    assert came_back(row) and AddressTrouble.objects.get().detail == "550 no"


@pytest.mark.usefixtures("postmark")
def test_it_is_asked_by_post_and_may_be_looked_for(client: Client) -> None:
    assert client.head("/mail/events/").status_code == 200
    assert client.get("/mail/events/").status_code == 405


@pytest.mark.parametrize(
    ("provider", "known"),
    [
        ("", {}), ("", {"WEBHOOK_SECRET": SECRET}), ("postmark", {}), ("postmark", {"WEBHOOK_SECRET": ""}),
        ("scaleway", {"WEBHOOK_SECRET": SECRET}),
    ],
)  # fmt: skip
def test_without_a_provider_and_its_secret_nobody_reports(
    cast: Cast, settings: Any, provider: str, known: dict[str, str]
) -> None:
    settings.MAIL_PROVIDER, settings.ANYMAIL = provider, known
    row = sent(cast.learner)
    assert report(postmark_bounce()).status_code == 404
    assert Client().head("/mail/events/").status_code == 404
    assert not came_back(row)


# --- Mailgun: signed, and it names a message by its Message-ID -------------------------------------------------


@pytest.mark.usefixtures("mailgun")
def test_a_failure_is_found_by_the_message_id(cast: Cast) -> None:
    row = sent(cast.learner, provider_id="", message_id="<a1@example.org>")
    assert report(mailgun_failure()).status_code == 200
    trouble = AddressTrouble.objects.get()
    assert (trouble.kind, trouble.detail) == ("bounced", "5.1.1 The account does not exist")
    assert came_back(row)


@pytest.mark.usefixtures("mailgun")
def test_a_failure_that_passes_is_left_alone(cast: Cast) -> None:
    row = sent(cast.learner, message_id="<a1@example.org>")
    assert report(mailgun_failure("temporary")).status_code == 200
    assert not came_back(row) and not AddressTrouble.objects.exists()


@pytest.mark.usefixtures("mailgun")
def test_complaints_and_unsubscribing(cast: Cast) -> None:
    sent(cast.learner, provider_id="<a1@example.org>", message_id="<other@example.org>")
    assert report(mailgun_event("complained")).status_code == 200
    assert AddressTrouble.objects.get().kind == "complained"
    assert report(mailgun_event("unsubscribed")).status_code == 200
    assert MessageChoice.objects.filter(account=cast.learner, wanted=False).exists()


@pytest.mark.usefixtures("mailgun")
def test_a_wrong_signature_is_refused(cast: Cast) -> None:
    row = sent(cast.learner, message_id="<a1@example.org>")
    for forged in (mailgun_event("complained", key="guess"), {"event-data": {"event": "complained"}}):
        assert report(forged).status_code == 400
    assert report(mailgun_event("complained"), auth="").status_code == 400
    assert not came_back(row)


# --- the others say "for now" in words of their own ------------------------------------------------------------


@pytest.mark.parametrize(
    ("provider", "event", "lasts"),
    [
        ("brevo", {"event": "hard_bounce", "email": "amara@example.org", "message-id": "<a1@example.org>"}, True),
        ("brevo", {"event": "soft_bounce", "email": "amara@example.org", "message-id": "<a1@example.org>"}, False),
        ("mailjet", [{"event": "bounce", "email": "amara@example.org", "MessageID": 19421777835146490,
                      "hard_bounce": True, "error": "user unknown"}], True),
        ("mailjet", [{"event": "bounce", "email": "amara@example.org", "MessageID": 19421777835146490,
                      "hard_bounce": False, "error": "mailbox full"}], False),
    ],
)  # fmt: skip
def test_a_full_mailbox_is_no_reason_to_stop(
    cast: Cast, settings: Any, provider: str, event: Any, lasts: bool
) -> None:
    settings.MAIL_PROVIDER, settings.ANYMAIL = provider, {"WEBHOOK_SECRET": SECRET}
    row = sent(cast.learner, provider_id="19421777835146490", message_id="<a1@example.org>")
    assert report(event).status_code == 200
    assert came_back(row) == lasts
