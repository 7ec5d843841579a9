"""Booking for somebody on the telephone or at the door: who did it, and how the person agreed, is always written down.

Declarations and hand-ins are never done for another.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from academy.accounts.models import Account, NoticeShown
from academy.accounts.notices import NOTICE_VERSION
from academy.accounts.rules import YOUNGEST_ALONE, age_on, clean_name
from academy.hubs.models import Hub
from academy.shared.audit import audit
from academy.shared.clock import london_date
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort
from learners.enrolments.behalf_queries import is_known
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import book_place
from learners.enrolments.place_policies import may_book, may_book_for
from learners.enrolments.states import LIVE, Source

# The same words for an account that is closed, and for one under another name: neither tells which it is.
NOT_TOGETHER = (
    "We cannot book with this name and this e-mail address together. Ask them for the name that they signed up with. "
    "Or leave the address out, and reach them by phone."
)


class SameMoment(Refused):
    """Two hubs write down the same new address at once: whoever comes second tries again, and finds it known."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else has added this e-mail address at this very moment. Nothing was booked. Press once more."
        )


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody this hub does not know yet: a name, one way to reach them (or none), and whether they are 18.

    `another`: the hub has said that this is not the person of the same name who is on these dates already.
    """

    full_name: str
    is_adult: bool
    email: str = ""
    phone: str = ""
    date_of_birth: date | None = None
    guardian_name: str = ""
    another: bool = False


@transaction.atomic
def book_known(*, cohort_id: int, account_id: int, agreed: str, by: Account, now: datetime) -> Enrolment:
    """A place for somebody whom this hub knows."""
    cohort = _cohort(cohort_id)
    may_book_for(by, cohort, now=now).enforce()
    if not is_known(cohort.hub, account_id):
        raise Refused(
            f"{cohort.hub.name} does not know this person yet. Write their name, and how you can reach them."
        )
    return _book(cohort, account_id, agreed, by, now)


@transaction.atomic
def book_newcomer(*, cohort_id: int, person: Newcomer, agreed: str, by: Account, now: datetime) -> Enrolment:
    """An account for the person, and a place.

    An e-mail address that we know gets the place itself. Where it is that of somebody whom this hub does not know, only
    with the name that stands with it: nobody learns here whose address it is.
    """
    cohort = locked_one(Cohort.objects.select_related("course", "hub"), cohort_id)
    may_book_for(by, cohort, now=now).enforce()
    may_book(cohort, now=now).enforce()
    known = Account.objects.filter(email=person.email.lower()).first() if person.email else None
    if known is not None and not _may_be_met(known, cohort.hub, person):
        raise Refused(NOT_TOGETHER)
    account = known or _new_account(cohort, person, by, now)
    return _book(cohort, account.pk, agreed, by, now)


def _may_be_met(known: Account, hub: Hub, person: Newcomer) -> bool:
    if not known.is_active:
        return False
    typed = clean_name(person.full_name).casefold()
    return is_known(hub, known.pk) or " ".join(known.full_name.split()).casefold() == typed


def _new_account(cohort: Cohort, person: Newcomer, by: Account, now: datetime) -> Account:
    name = clean_name(person.full_name)
    here = Enrolment.objects.filter(cohort=cohort, state__in=LIVE, account__full_name__iexact=name)
    if here.exists() and not person.another:
        raise Refused(
            f"{name} is on these dates already. If this is another person of the same name, tick the box for that."
        )
    return new_person(cohort.hub, person, by=by, now=now)


def new_person(hub: Hub, person: Newcomer, *, by: Account, now: datetime) -> Account:
    """An account for somebody whom nobody knows yet, as one of the people of this hub. The caller has asked whether
    `by` may."""
    today = london_date(now)
    born = None if person.is_adult else person.date_of_birth
    if not person.is_adult and born is None:
        raise Refused("Write when this person was born.")
    if born is not None and age_on(born, today) < YOUNGEST_ALONE and not person.guardian_name:
        raise Refused("Somebody under 13 needs a parent or guardian who agrees. Write their name.")
    try:
        with transaction.atomic():
            account = _row(hub, person, born, now)
    except IntegrityError as fault:
        raise SameMoment from fault
    NoticeShown.objects.create(account=account, version=NOTICE_VERSION, shown_at=now)
    notice = {"notice": NOTICE_VERSION}
    audit(account, "person_added", by=by, now=now, hub_id=hub.pk, after=notice)
    return account


def _row(hub: Hub, person: Newcomer, born: date | None, now: datetime) -> Account:
    return Account.objects.create_user(
        email=person.email or None,
        full_name=clean_name(person.full_name),
        phone=person.phone,
        contact_by="email" if person.email else "phone",
        is_adult=person.is_adult,
        date_of_birth=born,
        guardian_name=clean_name(person.guardian_name) if person.guardian_name else "",
        hub=hub,
        joined_at=now,
    )


def _book(cohort: Cohort, account_id: int, agreed: str, by: Account, now: datetime) -> Enrolment:
    if not agreed.strip():
        raise Refused("Say how the person agreed: on the telephone, face to face, or in writing.")
    return book_place(
        cohort_id=cohort.pk, account_id=account_id, by=by, now=now, source=Source.BEHALF, agreed=agreed
    )


def _cohort(cohort_id: int) -> Cohort:
    return Cohort.objects.select_related("course", "hub").get(pk=cohort_id)
