"""A message before it is sent: to whom, about what, until when, and what it says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from academy.shared.mail import File


@dataclass(frozen=True, slots=True)
class Due:
    """One message that the database says is due.

    about: "certificate:12" or "enrolment:7"; occasion: which time round. With the account and the kind they are the
    key under which a message is sent once.
    at: the moment it became due, by the facts and not by when somebody looked. until: its latest useful moment, where
    the facts know one that is earlier than what its kind says.
    hub_id: whose list it stands on when it has to be told by telephone; None: that of the person's own hub.
    """

    account_id: int
    about: str
    occasion: str = ""
    at: datetime | None = field(default=None, compare=False)
    until: datetime | None = field(default=None, compare=False)
    hub_id: int | None = field(default=None, compare=False)

    @property
    def about_id(self) -> int:
        """The id within `about`."""
        return int(self.about.partition(":")[2])


@dataclass(frozen=True, slots=True)
class Letter:
    """What a message says: `context` is what its template needs, `href` the one page of ours (a path) that it leads to,
    `action` what the button says. `files`: what is attached, where it goes by e-mail. `reply_to`: who gets an answer to
    that e-mail; empty: nobody reads it. `signed_out`: the page asks nobody to sign in, so the e-mail leads straight to
    it."""

    href: str
    action: str
    context: Mapping[str, Any]
    files: tuple[File, ...] = ()
    reply_to: str = ""
    signed_out: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that can be given from the message itself.

    says: the words on the button. done: what the page says afterwards. act: does it; called with the message's Due.
    undo: takes back what it did, when the person changes their mind; called before the new answer acts, with the
    message's Due and with the moment `at` which it was given. None: the acts of the other answers see to it.
    """

    key: str
    says: str
    done: str
    act: Callable[..., None]
    undo: Callable[..., None] | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What a message asks. The page behind its link shows the answers and acts only when one is pressed."""

    asks: str
    answers: tuple[Answer, ...]

    def answer(self, key: str) -> Answer | None:
        """The answer of this name."""
        return next((one for one in self.answers if one.key == key), None)
