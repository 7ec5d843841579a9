"""The ways to a person. One more is a class here, an entry in CHANNELS and a line in states.Way.

Either a channel settles a message by itself, at the moment it is chosen (a line to ring, a page on the site), or it has
a line to a server that messages are handed to (e-mail; one day text messages).
"""

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Protocol, Self

from academy.accounts.models import Account
from academy.shared import mail
from academy.shared.post import Post
from learners.reminders.choice_queries import Standing, would_be_rung
from learners.reminders.kinds import Reminder
from learners.reminders.states import SentState, Way


class Channel(Protocol):
    """One way. settles_as: the state of a message that goes this way, or None where it has to be handed over."""

    way: str
    settles_as: SentState | None

    def reaches(self, reminder: Reminder, standing: Standing, account: Account) -> bool:
        """Whether this kind of message may take this way to this person, and would arrive."""
        ...

    def words(self, part: mail.Part) -> str:
        """What is said this way, to be kept in the log."""
        ...


class Line(Protocol):
    """An open connection to a server that takes messages; also a context manager."""

    def ready(self) -> bool:
        """Whether the server answers just now."""
        ...

    def hand_over(
        self,
        *,
        to: str,
        composed: Any,
        message_id: str,
        headers: Mapping[str, str] | None = None,
        tags: Sequence[str] = (),
    ) -> str:
        """Gives the provider's id; raises NotAccepted or Unsure."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Server(Channel, Protocol):
    """A channel whose messages are handed over."""

    def open(self) -> Line: ...

    def address(self, account: Account) -> str:
        """Where this person is reached."""
        ...

    def compose(self, parts: Sequence[mail.Part], frame: mail.Frame) -> Any:
        """What is handed over, of one message or of several together."""
        ...


class Telephone:
    """A person rings: for those whom e-mail does not reach, and those who asked to be rung."""

    way: str = Way.PHONE
    settles_as: SentState | None = SentState.TO_RING

    def reaches(self, reminder: Reminder, standing: Standing, account: Account) -> bool:
        return reminder.rings and standing.wants(reminder, Way.PHONE) and would_be_rung(account, standing)

    def words(self, part: mail.Part) -> str:
        return mail.say(part)


class Email:
    """HTML and plain text, through the mail server or a provider."""

    way: str = Way.EMAIL
    settles_as: SentState | None = None

    def reaches(self, reminder: Reminder, standing: Standing, account: Account) -> bool:
        return standing.email_works and standing.wants(reminder, Way.EMAIL)

    def words(self, part: mail.Part) -> str:
        return mail.words_of(part)

    def open(self) -> Line:
        return Post()

    def address(self, account: Account) -> str:
        return str(account.email)

    def compose(self, parts: Sequence[mail.Part], frame: mail.Frame) -> mail.Composed:
        return mail.compose(parts, frame)


class Site:
    """Only among the person's own messages here. Whatever goes another way stands there too."""

    way: str = Way.INBOX
    settles_as: SentState | None = SentState.SENT

    def reaches(self, reminder: Reminder, standing: Standing, account: Account) -> bool:
        return standing.wants(reminder, Way.INBOX)

    def words(self, part: mail.Part) -> str:
        return mail.words_of(part)


# The first that reaches a person is taken.
CHANNELS: list[Channel] = [Telephone(), Email(), Site()]


def channel_for(reminder: Reminder, standing: Standing, account: Account) -> Channel | None:
    """How this kind of message gets to this person; None where they want it in no way."""
    return next((one for one in CHANNELS if one.reaches(reminder, standing, account)), None)


def server(way: str) -> Server:
    """The channel of this way, of those whose messages are handed over."""
    return next(one for one in CHANNELS if one.way == way and one.settles_as is None)  # type: ignore[return-value]


class Lines:
    """The lines of one task, each opened when it is first wanted. A server that is away is asked once a task."""

    def __init__(self) -> None:
        self._open: dict[str, Line] = {}
        self._away: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for line in self._open.values():
            line.__exit__(kind, error, trace)

    def check(self) -> None:
        """Ask every server whether it answers. Slow servers are waited for here, while no row is locked."""
        for channel in CHANNELS:
            if channel.settles_as is None and channel.way not in self._away and not self[channel.way].ready():
                self._away.add(channel.way)

    def up(self, way: str) -> bool:
        """What `check` found."""
        return way in self._open and way not in self._away

    def __getitem__(self, way: str) -> Line:
        if way not in self._open:
            self._open[way] = server(way).open().__enter__()
        return self._open[way]
