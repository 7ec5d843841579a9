"""What the answers in a message do, when the person has pressed one."""

from datetime import datetime, timedelta

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.locks import locked_one
from learners.reminders.letters import Answer, Due, Question
from learners.reminders.models import MessageChoice
from learners.reminders.resting import end_rest, locked_break, rest
from learners.reminders.states import Way

IDLE, IDLE_AGAIN = "course_idle", "course_idle_again"
BACK, MONTH, NO_MORE = "back", "month", "no_more"
NOT_NOW_FOR = timedelta(days=30)


def only_say(*, due: Due, now: datetime) -> None:
    """The answer itself is all: it stands in the log."""


@transaction.atomic
def ask_in_a_month(*, due: Due, now: datetime) -> None:
    """Nothing that can be left for thirty days. A longer rest that was chosen before stays."""
    account, before = locked_break(due.account_id, now=now)
    until = now + NOT_NOW_FOR
    if before is None or before.until < until:
        rest(account, before, until=until, now=now)


@transaction.atomic
def ask_as_before(*, due: Due, at: datetime, now: datetime) -> None:
    """The month is over at once, unless the person has chosen another break since."""
    _, rest_now = locked_break(due.account_id, now=now)
    if rest_now is not None and rest_now.set_at == at:
        end_rest(rest_now, now=now)


@transaction.atomic
def no_more_about_courses(*, due: Due, now: datetime) -> None:
    """No more e-mails about courses that lie idle. They can still be read in the messages on the site.
    A no that was said before keeps its own moment."""
    account = locked_one(Account.objects.all(), due.account_id)
    said = MessageChoice.objects.filter(account=account, way=Way.EMAIL, wanted=False)
    for kind in {IDLE, IDLE_AGAIN} - set(said.values_list("kind", flat=True)):
        MessageChoice.objects.update_or_create(
            account=account, kind=kind, way=Way.EMAIL, defaults={"wanted": False, "chosen_at": now}
        )


@transaction.atomic
def courses_again(*, due: Due, at: datetime, now: datetime) -> None:
    """E-mails about courses that lie idle come again, as far as it was this answer that ended them."""
    account = locked_one(Account.objects.all(), due.account_id)
    said = MessageChoice.objects.filter(account=account, kind__in=(IDLE, IDLE_AGAIN), way=Way.EMAIL)
    said.filter(wanted=False, chosen_at=at).delete()


CARRY_ON = Question(
    asks="Would you like to carry on?",
    answers=(
        Answer(
            BACK,
            says="Yes, I am coming back",
            done="Good to hear. Your place is kept, and you can start with any lesson.",
            act=only_say,
        ),
        Answer(
            MONTH,
            says="Not now: ask me in a month",
            done="That is fine. We leave you in peace for a month. Your place is kept.",
            act=ask_in_a_month,
            undo=ask_as_before,
        ),
        Answer(
            NO_MORE,
            says="No more reminders about courses",
            done="Done. We send you no more e-mails about courses you have paused. Your place is kept, "
            "and you can come back whenever you like.",
            act=no_more_about_courses,
            undo=courses_again,
        ),
    ),
)
