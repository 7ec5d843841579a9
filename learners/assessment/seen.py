"""What somebody had before their eyes when they pressed a button: its moment is sent along with the form."""

from datetime import UTC, datetime

from academy.shared.rulings import Ruling

NEVER = datetime(1, 1, 1, tzinfo=UTC)
READ_AGAIN = (
    "This was changed since you opened the page. Read it again as it is now, then answer. "
    "What you wrote is still here."
)


def moment_sent(said: str) -> datetime:
    """As isoformat() wrote it; anything else is a moment at which nobody saw anything."""
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        return NEVER


def was_seen(seen: datetime | None, changed: datetime | None) -> Ruling:
    """Whether what is answered is what was on the page. seen: None where no page was shown."""
    return Ruling.yes() if seen is None or seen == changed else Ruling.no(READ_AGAIN)
