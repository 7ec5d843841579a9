"""Reading the mails that Django's file-based backend wrote. Knows no Django: the demo's own process uses it too."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

BETWEEN = re.compile(rb"^-{79}\n", re.MULTILINE)  # what the backend writes after each message


@dataclass(frozen=True, slots=True)
class Mail:
    """One message; `key` names it in an address, `at` is None where the message has no readable date."""

    key: str
    to: str
    subject: str
    at: datetime | None
    text: str
    html: str
    files: tuple[str, ...]


def read_mails(folder: Path, *, newest: int = 100) -> list[Mail]:
    """The newest mails first."""
    paths = [path for path in folder.glob("*.log") if path.is_file()]
    paths.sort(key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    mails: list[Mail] = []
    for path in paths:
        mails += reversed(_mails_in(path))
        if len(mails) >= newest:
            break
    return mails[:newest]


def _mails_in(path: Path) -> list[Mail]:
    parts = [part for part in BETWEEN.split(path.read_bytes()) if part.strip()]
    return [_mail(f"{path.stem}-{place}", part) for place, part in enumerate(parts)]


def _mail(key: str, data: bytes) -> Mail:
    message = message_from_bytes(data, _class=EmailMessage, policy=policy.default)
    return Mail(
        key=key,
        to=str(message.get("To", "")),
        subject=str(message.get("Subject", "")),
        at=_date(message),
        text=_body(message, "plain"),
        html=_body(message, "html"),
        files=tuple(part.get_filename() or "a file without a name" for part in message.iter_attachments()),
    )


def _date(message: EmailMessage) -> datetime | None:
    try:
        return parsedate_to_datetime(str(message["Date"]))
    except ValueError:
        return None


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if isinstance(part, EmailMessage) else ""
