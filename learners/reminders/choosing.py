"""What becomes of the messages of one person whose turn it is: which go, by which way, and which do not."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from academy.shared import mail
from academy.shared.clock import LONDON, london_date
from learners.reminders.channels import Channel, channel_for
from learners.reminders.choice_queries import Standing, standing_of
from learners.reminders.kinds import REMINDERS, Reminder
from learners.reminders.letters import Due, Letter
from learners.reminders.models import Sent
from learners.reminders.own_words import as_planned
from learners.reminders.rules import WEEK, QuietHours, next_day, next_free
from learners.reminders.states import Purpose, SentState

NO_NEED = "It was no longer needed when its turn came."


@dataclass(frozen=True, slots=True)
class Chosen:
    """settled: rows that need no server, to be saved as they are. to_go: rows that are handed over by `way`, all of
    them together, with what they say."""

    settled: tuple[Sent, ...]
    way: str
    to_go: tuple[tuple[Sent, mail.Part], ...]

    @property
    def marketing(self) -> bool:
        """Whether any of it is news."""
        return any(REMINDERS[row.kind].purpose is Purpose.MARKETING for row, _ in self.to_go)


def choose(rows: Sequence[Sent], now: datetime) -> Chosen:
    """Decide about messages of one person. Asks for the newest of what they chose, and every condition again."""
    account = rows[0].account
    standing = standing_of([account.pk], on=london_date(now))[account.pk]
    free_at = _free_at(account.pk, now)
    letters = letters_of([row for row in rows if _may_go(row, standing, now)], now)
    settled: list[Sent] = []
    to_go: dict[str, list[tuple[Sent, mail.Part]]] = defaultdict(list)
    for row in rows:
        letter = letters.get(row.pk)
        channel = channel_for(REMINDERS[row.kind], standing, account) if letter else None
        if letter is None:
            if row.state == SentState.WAITING and row.not_before <= now:
                _end(row, NO_NEED)
        elif channel is None:
            _end(row, "They chose not to get messages like this.")
        elif channel.settles_as is None and _has_to_wait(row, free_at, now):
            row.not_before, row.why_not = free_at, "They have had enough messages this week."
        else:
            part = _part(row, letter)
            _write_down(row, channel, letter, part, now)
            if channel.settles_as is None:
                to_go[channel.way].append((row, part))
                continue
        settled.append(row)
    way = next(iter(to_go), "")  # what goes another way waits for its own turn, which is the next
    return Chosen(tuple(settled), way, tuple(to_go[way]))


def _has_to_wait(row: Sent, free_at: datetime, now: datetime) -> bool:
    """Whether the week of this person is full, as far as this message is concerned."""
    reminder = REMINDERS[row.kind]
    return free_at > now and reminder.counts and not (row.urgent or reminder.dated)


def _may_go(row: Sent, standing: Standing, now: datetime) -> bool:
    """Whether its condition needs asking at all. What has to wait gets its new time, what is over ends."""
    reminder = REMINDERS.get(row.kind)
    if reminder is None:
        _end(row, "Messages of this kind are not sent any more.")
    elif row.useful_until <= now:
        _end(row, "It could not be sent while it was of use.")
    elif not row.account.is_active:
        _end(row, "The account is closed.")
    elif not _allowed(reminder, standing):
        _end(row, "They have not said yes to news.")
    elif standing.rests(reminder, now) and standing.snoozed_until is not None:
        row.not_before, row.why_not = standing.snoozed_until, "They asked us not to write just now."
    elif not row.urgent and (day := by_day(now)) > now:
        row.not_before = day
    else:
        return True
    return False


def _allowed(reminder: Reminder, standing: Standing) -> bool:
    """News wants a recorded yes of an adult (INV-42, 45), whatever its own condition says."""
    return reminder.purpose is not Purpose.MARKETING or standing.news


def by_day(now: datetime) -> datetime:
    """This moment, or at night the one when the night ends."""
    quiet = QuietHours(*settings.QUIET_HOURS) if settings.QUIET_HOURS else None
    return next_day(now, quiet, LONDON)


def _free_at(account_id: int, now: datetime) -> datetime:
    """When there is room in this person's week for one more message. What was put together counts once."""
    free = [one.key for one in REMINDERS.values() if not one.counts]
    lately = Sent.objects.filter(account=account_id, claimed_at__gt=now - WEEK).exclude(kind__in=free)
    went = lately.filter(state__in=(SentState.SENT, SentState.UNKNOWN, SentState.HANDING))
    moments = {name: at for name, at in went.values_list("message_id", "claimed_at") if at is not None}
    return next_free(list(moments.values()), most=settings.WEEKLY_MOST_MESSAGES, now=now)


def letters_of(rows: Sequence[Sent], now: datetime) -> dict[int, Letter]:
    """Row id to what it says, for those that are still due."""
    by_kind: dict[str, list[tuple[Sent, Due]]] = defaultdict(list)
    for row in rows:
        if row.kind in REMINDERS:
            by_kind[row.kind].append((row, due_of(row)))
    found: dict[int, Letter] = {}
    for kind, pairs in by_kind.items():
        asked = [due for _, due in pairs]
        letters = as_planned(REMINDERS[kind], REMINDERS[kind].letters(asked, now))
        found.update({row.pk: letters[due] for row, due in pairs if due in letters})
    return found


def due_of(row: Sent) -> Due:
    """What was due, as it was written down."""
    return Due(row.account_id, row.subject, row.occasion, row.due_at, row.useful_until, row.hub_id)


def _part(row: Sent, letter: Letter) -> mail.Part:
    question = REMINDERS[row.kind].question
    answers = settings.BASE_URL + reverse("message-answer", args=[row.token])
    return mail.Part(
        template=REMINDERS[row.kind].template,
        words={**letter.context, "name": row.account.short_name},
        href=settings.BASE_URL
        + (letter.href if letter.signed_out else reverse("message-go", args=[row.token])),
        action=letter.action,
        asks=question.asks if question else "",
        answers=tuple((one.says, f"{answers}?a={one.key}") for one in question.answers) if question else (),
        files=letter.files,
        reply_to=letter.reply_to,
    )


def _write_down(row: Sent, channel: Channel, letter: Letter, part: mail.Part, now: datetime) -> None:
    """What is said is kept as it was said: the person can read it again, and the trainer reads it out."""
    row.way = channel.way
    row.title, row.words = mail.title_of(part)[:200], channel.words(part)
    row.href, row.action, row.why_not = letter.href, letter.action, ""
    if channel.settles_as is not None:
        row.state = channel.settles_as
    if row.state == SentState.TO_RING:
        row.hub_id = row.hub_id or row.account.hub_id
    elif row.state == SentState.SENT:
        row.sent_at = now


def _end(row: Sent, why: str) -> None:
    """Not sent; or, where it may have gone before, unknown for good."""
    row.state = SentState.UNKNOWN if row.again else SentState.SKIPPED
    row.why_not = why
