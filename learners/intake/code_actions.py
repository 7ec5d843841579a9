"""Seat codes: made and mailed, sent again, taken back, used. The root that is locked is the cohort, then the code."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from academy.accounts.models import Account
from academy.accounts.rules import NotAName, clean_name
from academy.shared.audit import audit
from academy.shared.jobs import enqueue
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import accept_offer, book_place, fill
from learners.enrolments.seat_actions import hold_seat, let_go
from learners.enrolments.states import LIVE, PlaceState, Source
from learners.intake.code_policies import may_invite, may_send_again, may_use, may_withdraw
from learners.intake.models import SeatCode

HOLDS = timedelta(days=7)
MOST_AT_ONCE = 50
SEND = "learners.intake.send_code"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody for whom a seat is kept, as it was typed."""

    full_name: str
    email: str


@dataclass(frozen=True, slots=True)
class NotInvited:
    """Somebody for whom none could be kept, and why."""

    person: Invited
    reason: str


@transaction.atomic
def invite(
    *, cohort_id: int, people: Sequence[Invited], by: Account, now: datetime
) -> tuple[list[SeatCode], list[NotInvited]]:
    """A seat and a code for each of these, mailed at once. Who cannot have one is given back with the reason."""
    cohort = _locked_cohort(cohort_id)
    may_invite(by, cohort, now=now).enforce()
    if len(people) > MOST_AT_ONCE:
        raise Refused(f"Do {MOST_AT_ONCE} people at a time. For more, bring in a list.")
    made: list[SeatCode] = []
    refused: list[NotInvited] = []
    for person in people:
        try:
            made.append(_invited(cohort, person, by, now))
        except Refused as refusal:
            refused.append(NotInvited(person, refusal.reason))
    for code in made:
        enqueue(SEND, code_id=code.pk)
    return made, refused


def _invited(cohort: Cohort, person: Invited, by: Account, now: datetime) -> SeatCode:
    name, email = _checked(person)
    if SeatCode.objects.open(now).filter(cohort=cohort, email=email).exists():
        raise Refused("This address has a code already. You can send that one again.")
    on_it = Enrolment.objects.filter(cohort=cohort, account__email=email, state__in=LIVE)
    if on_it.exclude(state=PlaceState.WAITLISTED).exists():
        raise Refused("This person is on these dates already.")
    until = code_until(cohort, now)
    held = hold_seat(cohort, until=until)
    code = SeatCode.objects.create(
        cohort=cohort, full_name=name, email=email, held=held, made_by=by, made_at=now, expires_at=until
    )
    _audit(code, "seat_code_made", by, now)
    return code


def _checked(person: Invited) -> tuple[str, str]:
    try:
        name = clean_name(person.full_name)
    except NotAName as fault:
        raise Refused(str(fault)) from fault
    email = person.email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Refused("Write a whole e-mail address, like name@example.org.") from None
    return name, email


def code_until(cohort: Cohort, now: datetime) -> datetime:
    """A week, but not longer than these dates can be booked."""
    ends = (now + HOLDS, cohort.starts_at, cohort.booking_closes_at)
    return min(one for one in ends if one is not None)


@transaction.atomic
def send_again(*, code_id: int, by: Account, now: datetime) -> SeatCode:
    """The same code once more, good for another week."""
    code = _locked(code_id)
    may_send_again(by, code, now=now).enforce()
    code.expires_at = code_until(code.cohort, now)
    code.sent_at = code.bounced_at = None
    code.bounced_why, code.sendings = "", code.sendings + 1
    code.save()
    if code.held is not None:
        code.held.until = code.expires_at
        code.held.save(update_fields=["until"])
    _audit(code, "seat_code_sent_again", by, now)
    enqueue(SEND, code_id=code.pk)
    return code


@transaction.atomic
def withdraw(*, code_id: int, by: Account, now: datetime) -> SeatCode:
    """The code works no more, and its seat goes to the next person. A second time changes nothing."""
    code = _locked(code_id)
    if code.withdrawn_at is not None:
        return code
    may_withdraw(by, code, now=now).enforce()
    held, code.held, code.withdrawn_at = code.held, None, now
    code.save()
    _audit(code, "seat_code_withdrawn", by, now)
    let_go(code.cohort, held, now=now)
    return code


@transaction.atomic
def use(*, code_id: int, by: Account, now: datetime) -> Enrolment:
    """The kept seat becomes this person's place. Pressing twice gives the same place."""
    code = _locked(code_id)
    if code.place is not None and code.place.account_id == by.pk:
        return code.place
    may_use(code, now=now).enforce()
    held, seat = code.held, code.held.seat if code.held else None
    if held is not None:
        held.delete()
    place = book_place(
        cohort_id=code.cohort_id, account_id=by.pk, by=by, now=now, source=Source.CODE, seat=seat
    )
    if place.state == PlaceState.OFFERED:  # whoever takes the kept seat says yes to what was offered, too
        place = accept_offer(place_id=place.pk, by=by, now=now)
    if place.seat != seat and seat is not None:  # had a place already: what was kept goes to the next
        fill(code.cohort, now=now)
    code.held, code.used_at, code.place = None, now, place
    code.save()
    _audit(code, "seat_code_used", by, now)
    return place


def _locked_cohort(cohort_id: int) -> Cohort:
    return locked_one(Cohort.objects.select_related("course", "hub"), cohort_id)


def _locked(code_id: int) -> SeatCode:
    cohort = _locked_cohort(SeatCode.objects.values_list("cohort", flat=True).get(pk=code_id))
    code = locked_one(SeatCode.objects.select_related("held", "place"), code_id)
    code.cohort = cohort
    return code


def _audit(code: SeatCode, action: str, by: Account, now: datetime) -> None:
    audit(code, action, by=by, now=now, hub_id=code.cohort.hub_id, after={"cohort": code.cohort_id})
