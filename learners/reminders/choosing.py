"""What becomes of the messages of one person whose turn it is: which go, by which way, and which do not."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from academy.shared import mail
from academy.shared.clock import LONDON, london_date
from learners.reminders.choice_queries import Standing, standing_of
from learners.reminders.kinds import REMINDERS, Reminder
from learners.reminders.letters import Due, Letter
from learners.reminders.models import Sent
from learners.reminders.rules import WEEK, QuietHours, next_day, next_free
from learners.reminders.states import Purpose, SentState, Way

NO_NEED = "It was no longer needed when its turn came."


@dataclass(frozen=True, slots=True)
class Chosen:
    """settled: rows that need no mail server, to be saved as they are. by_email: rows with what they say."""

    settled: tuple[Sent, ...]
    by_email: tuple[tuple[Sent, mail.Part, Letter], ...]

    @property
    def marketing(self) -> bool:
        """Whether any of it is news."""
        return any(REMINDERS[row.kind].purpose is Purpose.MARKETING for row, _, _ in self.by_email)


def choose(rows: Sequence[Sent], now: datetime) -> Chosen:
    """Decide about messages of one person. Asks for the newest of what they chose, and every condition again."""
    account = rows[0].account
    standing = standing_of([account.pk], on=london_date(now))[account.pk]
    free_at = _free_at(account.pk, now)
    letters = letters_of([row for row in rows if _may_go(row, standing, now)], now)
    settled, by_email = [], []
    for row in rows:
        letter = letters.get(row.pk)
        if letter is None:
            if row.state == SentState.WAITING and row.not_before <= now:
                _end(row, NO_NEED)
            settled.append(row)
            continue
        reminder = REMINDERS[row.kind]
        way = _way(reminder, standing, has_phone=bool(account.phone))
        if way is Way.EMAIL and not (row.urgent or reminder.dated) and free_at > now:
            row.not_before, row.why_not = free_at, "They have had enough messages this week."
            settled.append(row)
        elif way is None:
            _end(row, "They chose not to get messages like this.")
            settled.append(row)
        else:
            part = _part(row, letter)
            _write_down(row, way, letter, part, now)
            if way is Way.EMAIL:
                by_email.append((row, part, letter))
            else:
                settled.append(row)
    return Chosen(tuple(settled), tuple(by_email))


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
    elif not row.urgent and (day := next_day(now, _quiet_hours(), LONDON)) > now:
        row.not_before = day
    else:
        return True
    return False


def _allowed(reminder: Reminder, standing: Standing) -> bool:
    """News wants a recorded yes of an adult (INV-42, 45), whatever its own condition says."""
    return reminder.purpose is not Purpose.MARKETING or standing.news


def _quiet_hours() -> QuietHours | None:
    return QuietHours(*settings.QUIET_HOURS) if settings.QUIET_HOURS else None


def _free_at(account_id: int, now: datetime) -> datetime:
    """When there is room in this person's week for one more e-mail that can wait."""
    lately = Sent.objects.filter(account=account_id, way=Way.EMAIL, claimed_at__gt=now - WEEK)
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
        letters = REMINDERS[kind].letters([due for _, due in pairs], now)
        found.update({row.pk: letters[due] for row, due in pairs if due in letters})
    return found


def due_of(row: Sent) -> Due:
    """What was due, as it was written down."""
    return Due(row.account_id, row.subject, row.occasion, row.due_at, row.useful_until, row.hub_id)


def _way(reminder: Reminder, standing: Standing, *, has_phone: bool) -> Way | None:
    """By e-mail; by telephone where that is how to reach them; else on the site alone; None: not at all."""
    rings = reminder.rings and standing.wants(reminder, Way.PHONE)
    if rings and (not standing.email_works or (standing.prefers_phone and has_phone)):
        return Way.PHONE
    if standing.email_works and standing.wants(reminder, Way.EMAIL):
        return Way.EMAIL
    return Way.INBOX if standing.wants(reminder, Way.INBOX) else None


def _part(row: Sent, letter: Letter) -> mail.Part:
    question = REMINDERS[row.kind].question
    answers = settings.BASE_URL + reverse("message-answer", args=[row.token])
    return mail.Part(
        template=REMINDERS[row.kind].template,
        words={**letter.context, "name": row.account.short_name},
        href=settings.BASE_URL + reverse("message-go", args=[row.token]),
        action=letter.action,
        asks=question.asks if question else "",
        answers=tuple((one.says, f"{answers}?a={one.key}") for one in question.answers) if question else (),
        files=letter.files,
    )


def _write_down(row: Sent, way: Way, letter: Letter, part: mail.Part, now: datetime) -> None:
    """What is said is kept as it was said: the person can read it again, and the trainer reads it out."""
    row.way = way
    row.title = mail.title_of(part)[:200]
    row.words = mail.say(part) if way is Way.PHONE else mail.words_of(part)
    row.href, row.action, row.why_not = letter.href, letter.action, ""
    if way is Way.PHONE:
        row.state = SentState.TO_RING
        row.hub_id = row.hub_id or row.account.hub_id
    elif way is Way.INBOX:
        row.state, row.sent_at = SentState.SENT, now


def _end(row: Sent, why: str) -> None:
    """Not sent; or, where it may have gone before, unknown for good."""
    row.state = SentState.UNKNOWN if row.again else SentState.SKIPPED
    row.why_not = why
