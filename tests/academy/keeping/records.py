"""One record of each kind of academy/retention.py, whose time began to run at a given moment.

A maker gives a function that says whether what has to go is still there.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from academy.accounts.roles import Role
from academy.keeping.models import Round
from academy.shared.audit import audit
from academy.shared.models import AuditDetail
from learners.equality.models import Background, EqualityAnswers
from learners.equality.states import Where
from learners.registrations.models import QualRegistration
from tests.academy.keeping.account_records import OF_ACCOUNTS
from tests.academy.keeping.people import There, row_of, somebody
from tests.academy.keeping.place_records import OF_PLACES
from tests.academy.keeping.sent_records import OF_WHAT_WAS_SENT
from tests.cast import hold
from tests.learners import qualifying
from tests.learners.places import dates

BY_MONTH = ("equality", "paper-slips")  # nobody knows on which day of it


def month_over_at(began: datetime) -> date:
    """The first of the month whose 31 days are over at this moment."""
    return (began - timedelta(days=31)).date()


def _equality(began: datetime) -> There:
    EqualityAnswers.objects.create(key="a" * 64, questions="1", month=month_over_at(began), answers={})
    return lambda: EqualityAnswers.objects.exists()


def _slip(began: datetime) -> There:
    made = Background.objects.create(
        slip="a-slip", where=Where.TOLD, region="North East", month=month_over_at(began)
    )
    return row_of(made)


def _audit_words(began: datetime) -> There:
    event = audit(somebody(), "name_changed", by=somebody(), now=began, reason="a slip")
    return row_of(AuditDetail.objects.get(event=event))


def _registration_words(began: datetime) -> There:
    manager = somebody("Rita Records", "rita@example.org")
    hold(manager, Role.MANAGER)
    ended = qualifying.registered(somebody(), dates.hub(), manager)
    QualRegistration.objects.filter(pk=ended.pk).update(
        state="withdrawn", ended_at=began, ended_why="Moved away"
    )
    event = audit(ended, "registration_withdrawn", by=somebody(), now=began, reason="Moved away")
    return row_of(AuditDetail.objects.get(event=event))


def _round(began: datetime) -> There:
    return row_of(Round.objects.create(key="messages", at=began, gone=3))


MAKERS: dict[str, Callable[[datetime], There]] = {
    **OF_PLACES,
    **OF_ACCOUNTS,
    **OF_WHAT_WAS_SENT,
    "audit-words": _audit_words,
    "registration-words": _registration_words,
    "rounds": _round,
    "equality": _equality,
    "paper-slips": _slip,
}
