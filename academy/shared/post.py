"""Handing messages over to the mail server, many through one connection, and saying what became of each."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from email.errors import MessageError
from smtplib import SMTP, SMTPException, SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException
from ssl import SSLCertVerificationError
from types import TracebackType
from typing import Any, Self

import requests
from anymail.exceptions import (
    AnymailAPIError,
    AnymailError,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
    AnymailSerializationError,
    AnymailUnsupportedFeature,
)
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.validators import validate_email
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from academy.shared.mail import Composed

log = logging.getLogger(__name__)

NO_SUCH_MAILBOX = {550, 551, 553}  # where the server gives no finer reason
GATEWAYS = {502, 504}  # something between us and the provider heard no answer


class NotAccepted(Exception):
    """The message was refused, or never left us. `for_good`: it is the address, and no later try will help."""

    def __init__(self, why: str, *, for_good: bool = False) -> None:
        super().__init__(" ".join(why.split()))
        self.for_good = for_good


class Unsure(Exception):
    """The connection broke while the message was handed over: nobody knows whether it was accepted."""


class Post:
    """A connection to the mail server, opened when it is needed and closed at the end of the `with`."""

    def __init__(self) -> None:
        self._connection: Any = get_connection()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def ready(self) -> bool:
        """Whether the server answers just now; asks it, and connects anew where the old connection has gone.

        A provider's API is asked only by the message itself.
        """
        smtp = getattr(self._connection, "connection", None)
        if isinstance(smtp, SMTP) and not _answers(smtp):
            self._close()
        try:
            self._connection.open()
        except (OSError, SMTPException) as error:
            log.warning("mail_server_away: %s", error)
            return False
        return True

    def hand_over(
        self,
        *,
        to: str,
        composed: Composed,
        message_id: str,
        headers: Mapping[str, str] | None = None,
        tags: Sequence[str] = (),
    ) -> str:
        """Gives the provider's id of the accepted message, or its Message-ID where there is no provider.

        Raises NotAccepted or Unsure. Of the tags, by which a provider groups its figures, the first is used.
        """
        message = _message(to, composed, message_id, headers or {}, tags)
        try:
            self._connection.open()
        except (OSError, SMTPException) as error:
            raise NotAccepted(f"The mail server is away: {error}") from error
        try:
            self._connection.send_messages([message])
        except Exception as error:
            reason = _reason(error, to, message)
            if isinstance(reason, Unsure):
                log.warning("mail_unsure: %s", error, exc_info=not isinstance(error, OSError | AnymailError))
                self._close()
            raise reason from error
        status = getattr(message, "anymail_status", None)
        return str(getattr(status, "message_id", None) or message_id)

    def _close(self) -> None:
        try:
            self._connection.close()
        except (OSError, SMTPException):  # it was gone already
            log.debug("mail_connection_was_gone", exc_info=True)


def _answers(smtp: SMTP) -> bool:
    try:
        return smtp.noop()[0] == 250
    except (OSError, SMTPException):
        return False


# --- one message --------------------------------------------------------------------------------------------


def _message(
    to: str, composed: Composed, message_id: str, headers: Mapping[str, str], tags: Sequence[str]
) -> EmailMultiAlternatives:
    try:
        validate_email(to)
    except ValidationError as error:
        raise NotAccepted("This is no e-mail address.", for_good=True) from error
    fixed = {"Message-ID": message_id, "Auto-Submitted": "auto-generated"}
    if settings.MAIL_PROVIDER == "postmark":
        fixed["X-PM-KeepID"] = "true"  # it would put its own Message-ID in place of ours otherwise
    message = EmailMultiAlternatives(
        subject=composed.subject, body=composed.text, to=[to], headers={**fixed, **headers}
    )
    message.attach_alternative(composed.html, "text/html")
    for file in composed.files:
        message.attach(file.name, file.content, file.kind)
    if tags:
        message.tags = [tags[0]]  # type: ignore[attr-defined]  # read by the backends of django-anymail
    return message


# --- what became of it --------------------------------------------------------------------------------------


def _reason(error: Exception, to: str, message: EmailMultiAlternatives) -> NotAccepted | Unsure:
    if isinstance(error, SMTPRecipientsRefused):
        return _recipient_refused(error, to)
    if isinstance(error, SMTPResponseException) and 400 <= error.smtp_code < 600:
        return NotAccepted(f"{error.smtp_code} {_decoded(error.smtp_error)}")
    if isinstance(error, AnymailRecipientsRefused | AnymailInvalidAddress):
        return NotAccepted(str(error), for_good=True)
    if isinstance(error, AnymailAPIError):
        return _provider_refused(error)
    # The rest of these are about the message itself, and are raised before anything leaves us.
    never_left = (
        AnymailUnsupportedFeature,
        AnymailSerializationError,
        SMTPNotSupportedError,
        MessageError,
        ValueError,
    )
    if isinstance(error, never_left):
        return NotAccepted(f"The message could not be made: {error}")
    return Unsure(f"{type(error).__name__}: {error}")


def _recipient_refused(error: SMTPRecipientsRefused, to: str) -> NotAccepted:
    code, said = next(iter(error.recipients.values()))
    words = _decoded(said)
    return NotAccepted(f"{code} {words}", for_good=_no_such_address(code, words))


def _no_such_address(code: int, words: str) -> bool:
    """5xx for a recipient may also mean us ("sign in first", "no relaying") or a full mailbox.

    The enhanced code tells (RFC 3463): 5.1 is about the address, 5.2.1 a mailbox that was closed.
    """
    detail = words.split(" ", 1)[0].split(".")
    if len(detail) == 3 and all(part.isdigit() for part in detail):
        return detail[:2] == ["5", "1"] or detail == ["5", "2", "1"]
    return code in NO_SUCH_MAILBOX


def _provider_refused(error: AnymailAPIError) -> NotAccepted | Unsure:
    code = error.status_code
    if code is not None and code >= 400 and code not in GATEWAYS:
        return NotAccepted(str(error))
    if code is None and any(_never_connected(cause) for cause in _causes(error)):
        return NotAccepted(f"The mail provider is away: {error}")
    return Unsure(str(error))


def _never_connected(error: BaseException) -> bool:
    """Before a connection stands, nothing can have been accepted."""
    kinds = (
        requests.exceptions.ProxyError,
        NewConnectionError,
        ConnectTimeoutError,
        SSLCertVerificationError,
    )
    return isinstance(error, kinds)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what led to it, the way requests wraps that of urllib3."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _decoded(said: bytes | str) -> str:
    return " ".join((said.decode("utf-8", "replace") if isinstance(said, bytes) else said).split())
