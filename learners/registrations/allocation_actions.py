"""Giving learners to those who assess and check them, ending it, and handing over. The root is the registration."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q

from academy.accounts.models import Account
from academy.shared.audit import audit
from academy.shared.clock import london_date
from academy.shared.locks import locked, locked_one
from academy.shared.rulings import Refused
from learners.registrations.allocation_facts import candidates, taken_units, units_meant
from learners.registrations.allocation_models import Allocation
from learners.registrations.allocation_policies import (
    may_allocate,
    may_be_given,
    may_begin_on,
    may_change_allocations,
    may_end,
    may_take_over,
)
from learners.registrations.models import QualRegistration
from learners.registrations.standing import standing_of
from learners.registrations.states import AllocatedAs

NO_REASON = "Say why it ends. It stands in the history."


@dataclass(frozen=True, slots=True)
class Given:
    """What came of one learner where many were given at once. refused: why not; empty: it is done."""

    registration: QualRegistration
    refused: str = ""


@transaction.atomic
def allocate(
    *,
    registration_id: int,
    person_id: int,
    task: AllocatedAs,
    unit_id: int | None,
    starts_on: date,
    by: Account,
    now: datetime,
) -> Allocation:
    """This person assesses (or checks) the learner from that day on: one unit, or all that nobody has by name.

    Pressing twice gives the same row. Raises Refused with the reason.
    """
    registration = locked_one(QualRegistration.objects.select_related("account"), registration_id)
    standing = standing_of(by, registration, on=london_date(now))
    may_allocate(standing, registration).enforce()
    return _allocated(registration, person_id, task, unit_id, starts_on, by, now)


@transaction.atomic
def allocate_many(
    *,
    registration_ids: Iterable[int],
    person_id: int,
    task: AllocatedAs,
    starts_on: date,
    by: Account,
    now: datetime,
) -> tuple[Given, ...]:
    """The same person for each of these learners, whole. Who cannot have them is left out, with the reason."""
    done = []
    rows = QualRegistration.objects.select_related("account")
    for registration in locked(rows, registration_ids):
        try:
            with transaction.atomic():
                standing = standing_of(by, registration, on=london_date(now))
                may_allocate(standing, registration).enforce()
                _allocated(registration, person_id, task, None, starts_on, by, now)
        except Refused as refusal:
            done.append(Given(registration, refusal.reason))
        else:
            done.append(Given(registration))
    return tuple(done)


@transaction.atomic
def end_allocation(*, allocation_id: int, ends_on: date, why: str, by: Account, now: datetime) -> Allocation:
    """From that day on they have it no more. What they judged stays theirs."""
    registration, allocation = _locked(allocation_id)
    may_change_allocations(standing_of(by, registration, on=london_date(now))).enforce()
    _end(registration, allocation, ends_on, why, by, now)
    return allocation


@transaction.atomic
def hand_over(
    *, allocation_id: int, to_id: int, starts_on: date, why: str, by: Account, now: datetime
) -> Allocation:
    """One ends and another begins on the same day, with nobody in between."""
    registration, allocation = _locked(allocation_id)
    may_allocate(standing_of(by, registration, on=london_date(now)), registration).enforce()
    if to_id == allocation.person_id:
        raise Refused(f"{allocation.person} has it already. Choose somebody else.")
    _end(registration, allocation, starts_on, why, by, now)
    task = AllocatedAs(allocation.task)
    return _allocated(registration, to_id, task, allocation.unit_id, starts_on, by, now)


def _allocated(
    registration: QualRegistration,
    person_id: int,
    task: AllocatedAs,
    unit_id: int | None,
    starts_on: date,
    by: Account,
    now: datetime,
) -> Allocation:
    """The caller has locked the registration, and asked whether `by` may."""
    may_begin_on(starts_on, london_date(now)).enforce()
    person = Account.objects.get(pk=person_id)
    taken = taken_units(registration, starts_on)
    units = units_meant(taken, unit_id, task)
    if unit_id is not None and not units:
        raise Refused("The learner does not take this unit. Reload the page, and choose one of theirs.")
    holder = _holder(registration, task, unit_id, starts_on)
    if holder is not None and holder.person_id == person.pk and holder.ends_on is None:
        return holder
    may_take_over(str(units[0]) if unit_id is not None else "the whole learner", holder).enforce()
    (candidate,) = candidates([person], registration, starts_on)
    may_be_given(candidate, units, task, starts_on, whole=unit_id is None).enforce()
    made = Allocation.objects.create(
        registration=registration,
        learner_id=registration.account_id,
        unit_id=unit_id,
        person=person,
        task=task,
        starts_on=starts_on,
        made_by=by,
        made_at=now,
    )
    _moved(registration, now)
    after = {"person": person.pk, "task": str(task), "unit": unit_id, "from": starts_on.isoformat()}
    audit(registration, "allocated", by=by, now=now, about=made, hub_id=registration.hub_id, after=after)
    return made


def _end(
    registration: QualRegistration,
    allocation: Allocation,
    ends_on: date,
    why: str,
    by: Account,
    now: datetime,
) -> None:
    may_end(allocation, ends_on, london_date(now)).enforce()
    if not why.strip():
        raise Refused(NO_REASON)
    allocation.ends_on, allocation.ended_why = ends_on, why.strip()
    allocation.save(update_fields=["ends_on", "ended_why"])
    _moved(registration, now)
    audit(
        registration,
        "allocation_ended",
        by=by,
        now=now,
        about=allocation,
        hub_id=registration.hub_id,
        reason=allocation.ended_why,
        after={"person": allocation.person_id, "from": ends_on.isoformat()},
    )


def _locked(allocation_id: int) -> tuple[QualRegistration, Allocation]:
    """The root first; the allocation is read after it is locked."""
    root = Allocation.objects.values_list("registration_id", flat=True).get(pk=allocation_id)
    registration = locked_one(QualRegistration.objects.select_related("account"), root)
    return registration, Allocation.objects.select_related("person", "unit").get(pk=allocation_id)


def _holder(
    registration: QualRegistration, task: AllocatedAs, unit_id: int | None, starts_on: date
) -> Allocation | None:
    """Who has this very task on that day or later, the last of them; one that never counted is nobody's."""
    rows = Allocation.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=starts_on, starts_on__lt=F("ends_on")),
        registration=registration,
        task=task,
        unit=unit_id,
    )
    return rows.select_related("person").order_by(F("ends_on").desc(nulls_first=True)).first()


def _moved(registration: QualRegistration, now: datetime) -> None:
    registration.moved_at = now
    registration.save(update_fields=["moved_at"])
