"""What a person may do with a message: read it, answer it, get no more like it. A no says why and what to do."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from academy.accounts.models import Account
from academy.shared.rulings import Ruling
from learners.reminders.kinds import REMINDERS
from learners.reminders.models import Sent
from learners.reminders.states import Purpose

START_AGAIN_FOR = timedelta(hours=1)  # a slip is seen at once; an old e-mail may be in anybody's hands
ANSWERS_FOR = timedelta(days=7)  # beyond the time the message was of use: somebody may read it late


def may_read(by: Account, sent: Sent) -> Ruling:
    """Only the person to whom it was sent. Who that is we do not say."""
    if sent.account.person_id == by.pk:
        return Ruling.yes()
    return Ruling.no(
        f"This message was sent to somebody else, and you are signed in as {by}. "
        "If it came to you, sign out here and sign in as the person it was sent to."
    )


def may_answer(sent: Sent, *, now: datetime) -> Ruling:
    """Whoever has the link may answer, and may change the answer, while it still helps. `sent` with its account."""
    reminder = REMINDERS.get(sent.kind)
    if reminder is None or reminder.question is None:
        return Ruling.no("There is nothing to answer here. You can close this page.")
    if not sent.account.is_active:
        return Ruling.no("The account that this message was sent to is closed. There is nothing more to do.")
    if now >= sent.useful_until + ANSWERS_FOR:
        return Ruling.no(
            "This question is closed: it was asked a while ago. Nothing has changed. "
            "You can always see where you are in My learning."
        )
    return Ruling.yes()


def may_stop(together: Iterable[Sent]) -> Ruling:
    """Whether one of the messages that came in one e-mail is of a kind that a person may do without."""
    if any(can_be_left(sent) for sent in together):
        return Ruling.yes()
    return Ruling.no(
        "We always send messages like this, because you need them for what you do here. "
        "In your choices you can say that you want them on the site only, not by e-mail."
    )


def may_start_again(together: Iterable[Sent], *, now: datetime) -> Ruling:
    """Without signing in, only right after stopping, and never news: that is said yes to where its words stand."""
    if any(stopped_just_now(sent, now=now) for sent in together):
        return Ruling.yes()
    return Ruling.no("It is a while since you stopped these e-mails. Sign in, and choose what we send you.")


def stopped_just_now(sent: Sent, *, now: datetime) -> bool:
    """Whether it was from this message, within the hour, that its kind was stopped."""
    reminder = REMINDERS.get(sent.kind)
    is_news = reminder is not None and reminder.purpose is Purpose.MARKETING
    return not is_news and sent.stopped_at is not None and now < sent.stopped_at + START_AGAIN_FOR


def can_be_left(sent: Sent) -> bool:
    """News, what is optional, and kinds that we no longer send."""
    reminder = REMINDERS.get(sent.kind)
    return reminder is None or reminder.optional or reminder.purpose is Purpose.MARKETING
