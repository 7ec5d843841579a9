"""What a person does about messages: answers one, stops a kind, chooses, asks for a break, sets a goal.

Locks messages before the account, as the engine does.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from academy.accounts.actions import choose_news
from academy.accounts.models import Account
from academy.shared.clock import LONDON
from academy.shared.locks import locked, locked_one
from learners.reminders.choice_queries import together_with
from learners.reminders.kinds import REMINDERS
from learners.reminders.letters import Answer, Due
from learners.reminders.models import MessageChoice, Sent, StudyGoal
from learners.reminders.policies import can_be_left, may_answer, may_start_again, may_stop, stopped_just_now
from learners.reminders.resting import end_rest, locked_break, rest
from learners.reminders.states import Purpose, Way

PAUSES = {"week": 0, "month": 1, "quarter": 3}  # months; a week is seven days
Wishes = Mapping[tuple[str, str], bool]  # (kind, way) to yes or no


def mark_read(*, sent: Sent, now: datetime) -> None:
    """The person has opened it here. The first time counts."""
    Sent.objects.filter(pk=sent.pk, read_at=None).update(read_at=now)


def mark_followed(*, sent: Sent, now: datetime) -> None:
    """The person has come through its link. The first time counts; whoever does so has read it too."""
    mark_read(sent=sent, now=now)
    Sent.objects.filter(pk=sent.pk, followed_at=None).update(followed_at=now)


@transaction.atomic
def answer_message(*, token: str, key: str, now: datetime) -> Answer:
    """Do what this answer means, and write it down. A change of mind first takes back what the earlier answer did.

    Raises Sent.DoesNotExist; Refused when it is too late, when there is no such answer, or from the act itself.
    """
    sent = Sent.objects.select_related("account").select_for_update(of=("self",)).get(token=token)
    may_answer(sent, now=now).enforce()
    question = REMINDERS[sent.kind].question
    chosen = question.answer(key) if question else None
    if chosen is None:
        raise NoSuchAnswer
    if sent.answer == chosen.key:
        return chosen
    due = Due(sent.account_id, sent.subject, sent.occasion, hub_id=sent.hub_id)
    before = question.answer(sent.answer) if question else None
    if before is not None and before.undo is not None:
        before.undo(due=due, at=sent.answered_at, now=now)
    sent.answer, sent.answered_at = chosen.key, now
    sent.save(update_fields=["answer", "answered_at"])
    chosen.act(due=due, now=now)
    return chosen


class NoSuchAnswer(LookupError):
    """None of the answers of this message was pressed."""


@transaction.atomic
def stop_kinds(*, token: str, now: datetime) -> None:
    """No more e-mails of the kinds that came with this message and can be left; for news the consent ends.

    Raises Sent.DoesNotExist; Refused when none of them can be left. Stopped twice is stopped.
    """
    rows = _locked_together(token)
    may_stop(rows).enforce()
    account = locked_one(Account.objects.all(), rows[0].account_id)
    for sent in rows:
        if not can_be_left(sent):
            continue
        if _is_news(sent):
            choose_news(account_id=account.pk, news={"email": False}, now=now)
        else:
            _choose(account, sent.kind, Way.EMAIL, False, now)
        Sent.objects.filter(pk=sent.pk, stopped_at=None).update(stopped_at=now)


@transaction.atomic
def start_again(*, token: str, now: datetime) -> None:
    """Pressed right after stopping: the e-mails of these kinds come again.

    Raises Sent.DoesNotExist; Refused when that was a while ago, or was about news alone.
    """
    rows = _locked_together(token)
    may_start_again(rows, now=now).enforce()
    account = locked_one(Account.objects.all(), rows[0].account_id)
    for sent in rows:
        if stopped_just_now(sent, now=now):
            _choose(account, sent.kind, Way.EMAIL, True, now)
            Sent.objects.filter(pk=sent.pk).update(stopped_at=None)


@transaction.atomic
def choose_messages(*, account_id: int, wishes: Wishes, now: datetime) -> None:
    """Write down what differs from what held so far. To be rung is written down in any case: as long as nothing is
    said about it, it follows what is said about e-mail."""
    account = locked_one(Account.objects.all(), account_id)
    rows = MessageChoice.objects.filter(account=account).values_list("kind", "way", "wanted")
    so_far = {(kind, way): wanted for kind, way, wanted in rows}
    for (kind, way), wanted in wishes.items():
        before = so_far.get((kind, way), None if way == Way.PHONE else True)
        if wanted != before:
            _choose(account, kind, Way(way), wanted, now)


@transaction.atomic
def pause(*, account_id: int, length: str, now: datetime) -> datetime:
    """Nothing that can be left until then, which is given back. `length` is one of PAUSES."""
    account, before = locked_break(account_id, now=now)
    until = now + timedelta(days=7) if length == "week" else _months_on(now, PAUSES[length])
    rest(account, before, until=until, now=now)
    return until


@transaction.atomic
def wake(*, account_id: int, now: datetime) -> None:
    """The break is over, also for what was put off until its end."""
    _, before = locked_break(account_id, now=now)
    if before is not None:
        end_rest(before, now=now)


@transaction.atomic
def set_goal(*, account_id: int, lessons: int, weekday: int, hour: int, now: datetime) -> StudyGoal:
    """How much the person wants to do in a week, and when we remind them. Monday is 0; the hour is London's."""
    account = locked_one(Account.objects.all(), account_id)
    facts = {"lessons": lessons, "weekday": weekday, "hour": hour, "set_at": now}
    return StudyGoal.objects.update_or_create(account=account, defaults=facts)[0]


@transaction.atomic
def drop_goal(*, account_id: int) -> None:
    """No goal any more."""
    StudyGoal.objects.filter(account=locked_one(Account.objects.all(), account_id)).delete()


def _locked_together(token: str) -> list[Sent]:
    return locked(Sent.objects.all(), [row.pk for row in together_with(Sent.objects.get(token=token))])


def _is_news(sent: Sent) -> bool:
    reminder = REMINDERS.get(sent.kind)
    return reminder is not None and reminder.purpose is Purpose.MARKETING


def _choose(account: Account, kind: str, way: Way, wanted: bool, now: datetime) -> None:
    said = {"wanted": wanted, "chosen_at": now}
    MessageChoice.objects.update_or_create(account=account, kind=kind, way=way, defaults=said)


def _months_on(moment: datetime, months: int) -> datetime:
    """The same hour of the same day of a later month in London, or of its last day."""
    local = moment.astimezone(LONDON)
    years, month = divmod(local.month - 1 + months, 12)
    year = local.year + years
    day = min(local.day, monthrange(year, month + 1)[1])
    return local.replace(year=year, month=month + 1, day=day).astimezone(moment.tzinfo)
