"""One registration for those who look after it: every step, and who may take it."""

from dataclasses import dataclass
from datetime import datetime

from academy.accounts.models import Account
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from courses.qualifications.models import Unit
from learners.registrations.acceptance_policies import (
    facts_of,
    may_accept,
    may_choose_units,
    may_decline,
    may_enter_details,
    may_record_check,
    may_record_number,
    may_say_told,
)
from learners.registrations.models import AcceptanceCheck, LearnerDetails, QualRegistration
from learners.registrations.policies import looks_after
from learners.registrations.queries import assessors_of, choice_of, units_taken, warnings_of
from learners.registrations.rules import missing_for_acceptance
from learners.registrations.side_policies import may_break, may_come_back, may_move, may_withdraw
from learners.registrations.standing import Standing
from learners.registrations.states import OWNERS, WORKING, Check, RegistrationState

S = RegistrationState


@dataclass(frozen=True, slots=True)
class Checked:
    """A check before acceptance, and how it was done; row None: not yet."""

    what: str
    label: str
    row: AcceptanceCheck | None


@dataclass(frozen=True, slots=True)
class LookedAfter:
    """For those who look after it. missing: what has to happen before acceptance; may: rulings by name of the step."""

    registration: QualRegistration
    owner: str
    checks: tuple[Checked, ...]
    details: LearnerDetails | None  # printed only where may["read"] says yes, as are the notes of the checks
    to_tell: bool
    missing: tuple[str, ...]
    units: tuple[Unit, ...]
    has_choice: bool
    units_missing: str
    assessors: tuple[str, ...]
    warnings: tuple[str, ...]
    may: dict[str, Ruling]


def looked_after(
    registration: QualRegistration, by: Account, standing: Standing, *, now: datetime
) -> LookedAfter:
    """Every step of one registration, with who may take it."""
    details = registration.details.order_by("-number").first()
    choice, missing = choice_of(registration)
    done = {one.what: one for one in registration.checks.order_by("pk").select_related("recorded_by")}
    asked = registration.state == S.APPLIED
    known = {"now": now, "standing": standing}
    asking = {
        "check": may_record_check, "accept": may_accept, "decline": may_decline, "details": may_enter_details,
        "units": may_choose_units, "number": may_record_number, "break": may_break, "back": may_come_back,
        "withdraw": may_withdraw, "move": may_move,
    }  # fmt: skip
    may = {name: policy(by, registration, **known) for name, policy in asking.items()}  # type: ignore[arg-type]
    told = may_say_told(by, registration, details, now=now, standing=standing)
    waits = details is not None and details.confirmed_at is not None and details.told_at is None
    return LookedAfter(
        registration=registration,
        owner=OWNERS[S(registration.state)],
        checks=tuple(Checked(one, one.label, done.get(one)) for one in Check),
        details=details,
        to_tell=bool(waits and registration.ao_number),
        missing=missing_for_acceptance(facts_of(registration), london_date(now)) if asked else (),
        units=units_taken(registration),
        has_choice=choice,
        units_missing=missing if registration.state in WORKING else "",
        assessors=assessors_of(registration, now),
        warnings=warnings_of(registration, now=now, staff=True),
        may={**may, "told": told, "read": looks_after(by, registration, now=now, standing=standing)},
    )
