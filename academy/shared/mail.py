"""Sending one message: words for people who read mail as text, and the same words dressed for those who do not."""

from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


def message_id(token: str) -> str:
    """A Message-ID that stays the same however often the message is tried."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{token}@{domain}>"


def send(*, template: str, to: str, subject: str, context: Mapping[str, Any], message_id: str) -> None:
    """Render templates/emails/<template>.txt and .html and hand the message to the mail server.

    Returns when the server has accepted it; raises OSError or SMTPException when it has not.
    """
    words = {
        **context,
        "subject": subject,
        "base_url": settings.BASE_URL,
        "site_name": settings.WAGTAIL_SITE_NAME,
    }
    message = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=render_to_string(f"emails/{template}.txt", words),
        to=[to],
        headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string(f"emails/{template}.html", words), "text/html")
    message.send()
