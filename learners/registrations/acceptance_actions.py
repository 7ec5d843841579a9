"""What was seen and confirmed, being accepted or not, the units, and the awarding organisation's number."""

from collections.abc import Collection
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from academy.accounts.models import Account
from academy.accounts.rules import NotAName, clean_name, fault_in_birth_date
from academy.shared.clock import london_date
from academy.shared.rulings import Refused
from courses.qualifications.models import Unit
from learners.registrations.acceptance_policies import (
    may_accept,
    may_choose_units,
    may_confirm_details,
    may_decline,
    may_enter_details,
    may_record_check,
    may_record_number,
    may_register_from,
    may_say_told,
    may_take_units,
)
from learners.registrations.actions import lock, move, noted
from learners.registrations.models import AcceptanceCheck, LearnerDetails, QualRegistration, RegisteredUnit
from learners.registrations.notices import ULN_NOTICE
from learners.registrations.rules import fault_of_uln, why_late
from learners.registrations.standing import standing_of
from learners.registrations.states import RegistrationState

S = RegistrationState


@transaction.atomic
def record_check(
    *, registration_id: int, what: str, done_on: date, how: str, note: str = "", by: Account, now: datetime
) -> AcceptanceCheck:
    """Write down that something was done before acceptance; how: which document, or which way."""
    registration = lock(registration_id)
    may_record_check(by, registration, now=now).enforce()
    if done_on > london_date(now):
        raise Refused("This day has not come yet. Write the day on which it was done.")
    made = AcceptanceCheck.objects.create(
        registration=registration,
        what=what,
        done_on=done_on,
        how=how.strip(),
        note=note.strip(),
        recorded_by=by,
        recorded_at=now,
    )
    _moved(registration, "registration_checked", by, now, {"what": what, "done_on": done_on.isoformat()})
    return made


@transaction.atomic
def enter_details(
    *, registration_id: int, legal_name: str, birth_date: date, uln: str, by: Account, now: datetime
) -> LearnerDetails:
    """Who the awarding organisation is to print. The learner's own are confirmed with it; a correction is a new row.

    The same again changes nothing.
    """
    registration = lock(registration_id)
    may_enter_details(by, registration, now=now).enforce()
    try:
        name = clean_name(legal_name)
    except NotAName as fault:
        raise Refused(str(fault)) from fault
    number = "".join(uln.split())
    if wrong := fault_in_birth_date(birth_date, london_date(now)) or fault_of_uln(number):
        raise Refused(wrong)
    own = standing_of(by, registration, on=london_date(now)).own
    newest = registration.details.order_by("-number").first()
    if newest and (newest.legal_name, newest.birth_date, newest.uln) == (name, birth_date, number):
        if own and newest.confirmed_at is None:
            _confirm(registration, newest, by, now)
        return newest
    made = LearnerDetails.objects.create(
        registration=registration,
        number=newest.number + 1 if newest else 1,
        legal_name=name,
        birth_date=birth_date,
        uln=number,
        notice_version=ULN_NOTICE.version if number else "",
        entered_by=by,
        entered_at=now,
        confirmed_at=now if own else None,
    )
    _moved(registration, "registration_details", by, now, {"number": made.number, "confirmed": own})
    return made


@transaction.atomic
def confirm_details(*, registration_id: int, details_id: int, by: Account, now: datetime) -> None:
    """The learner says that the details are right. details_id: those that they read."""
    registration = lock(registration_id)
    newest = registration.details.order_by("-number").first()
    may_confirm_details(by, registration, newest, now=now).enforce()
    assert newest is not None
    if newest.pk != details_id:
        raise Refused("The details were changed while you read them. Read them once more.")
    _confirm(registration, newest, by, now)


@transaction.atomic
def say_told(*, registration_id: int, by: Account, now: datetime) -> None:
    """The awarding organisation has the corrected details."""
    registration = lock(registration_id)
    newest = registration.details.order_by("-number").first()
    may_say_told(by, registration, newest, now=now).enforce()
    assert newest is not None
    newest.told_at = now
    newest.save(update_fields=["told_at"])
    _moved(registration, "registration_details_passed_on", by, now, {"number": newest.number})


@transaction.atomic
def accept(*, registration_id: int, target_end_on: date | None, by: Account, now: datetime) -> None:
    """Take somebody on: the portfolio opens, with every unit that all learners take."""
    registration = lock(registration_id)
    may_accept(by, registration, now=now).enforce()
    if target_end_on is not None and target_end_on <= london_date(now):
        raise Refused("The day to be finished by has to be after today.")
    required = Unit.objects.filter(version=registration.version_id, group__isnull=True)
    RegisteredUnit.objects.bulk_create(
        [RegisteredUnit(registration=registration, unit=unit) for unit in required.order_by("number")]
    )
    registration.accepted_by, registration.target_end_on = by, target_end_on
    registration.save(update_fields=["accepted_by", "target_end_on"])
    move(registration, S.ACCEPTED, "registration_accepted", by=by, now=now, accepted_at=now)


@transaction.atomic
def decline(*, registration_id: int, why: str, by: Account, now: datetime) -> None:
    """Not now. The learner reads the reason."""
    registration = lock(registration_id)
    may_decline(by, registration, now=now).enforce()
    if not why.strip():
        raise Refused("Say why, and what would have to change. The learner reads it.")
    reason = why.strip()
    move(
        registration,
        S.DECLINED,
        "registration_declined",
        by=by,
        now=now,
        reason=reason,
        ended_at=now,
        ended_why=reason,
    )


@transaction.atomic
def choose_units(*, registration_id: int, units: Collection[int], by: Account, now: datetime) -> None:
    """These optional units (ids), beside those that everybody takes. The same again changes nothing."""
    registration = lock(registration_id)
    may_choose_units(by, registration, now=now).enforce()
    required = Unit.objects.filter(version=registration.version_id, group__isnull=True)
    chosen = set(units) | set(required.values_list("pk", flat=True))
    may_take_units(registration, chosen).enforce()
    had = set(registration.units.values_list("unit_id", flat=True))
    if had == chosen:
        return
    registration.units.exclude(unit__in=chosen).delete()
    new = [RegisteredUnit(registration=registration, unit_id=pk) for pk in sorted(chosen - had)]
    RegisteredUnit.objects.bulk_create(new)
    _moved(registration, "registration_units", by, now, {"units": sorted(chosen)})


@transaction.atomic
def record_number(
    *, registration_id: int, number: str, registered_on: date, by: Account, now: datetime
) -> None:
    """The awarding organisation has registered the learner: from now on work can be judged (INV-18).

    A second time puts the number right. What came late is written down with it.
    """
    registration = lock(registration_id)
    may_record_number(by, registration, now=now).enforce()
    may_register_from(registration, registered_on, today=london_date(now)).enforce()
    if not (typed := " ".join(number.split())):
        raise Refused("Write the number that the awarding organisation has given.")
    before = {"number": registration.ao_number, "on": str(registration.registered_on or "")}
    if registration.state == S.ACCEPTED:
        _first_number(registration, registered_on, now)
    registration.ao_number, registration.registered_on = typed, registered_on
    registration.number_recorded_by, registration.moved_at = by, now
    try:
        with transaction.atomic():
            registration.save()
    except IntegrityError:
        raise Refused("Another learner has this number on this qualification. Check it.") from None
    after = {"number": typed, "on": registered_on.isoformat(), "late": registration.late_why}
    after["state"] = registration.state
    noted(registration, "registration_number", by=by, now=now, before=before, after=after)


def _first_number(registration: QualRegistration, registered_on: date, now: datetime) -> None:
    """Work that began before it counts as under way from here on, and the registration as late."""
    began = registration.began_at
    accepted_on = london_date(registration.accepted_at or now)
    began_on = london_date(began) if began else None
    registration.late_why = why_late(accepted_on, registered_on, began_on, settings.REGISTER_WITHIN_DAYS)
    registration.number_recorded_at = now
    registration.state = S.REGISTERED if began is None else S.IN_PROGRESS
    _newest_told(registration, now)


def _newest_told(registration: QualRegistration, now: datetime) -> None:
    newest = registration.details.filter(confirmed_at__isnull=False).order_by("-number").first()
    if newest is not None and newest.told_at is None:
        newest.told_at = now
        newest.save(update_fields=["told_at"])


def _confirm(registration: QualRegistration, details: LearnerDetails, by: Account, now: datetime) -> None:
    details.confirmed_at = now
    details.save(update_fields=["confirmed_at"])
    _moved(registration, "registration_details_confirmed", by, now, {"number": details.number})


def _moved(
    registration: QualRegistration, what: str, by: Account, now: datetime, after: dict[str, object]
) -> None:
    registration.moved_at = now
    registration.save(update_fields=["moved_at"])
    noted(registration, what, by=by, now=now, after=after)
