"""Breaks, leaving, moving to another hub or version, and running out. Nothing that was done is lost."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from academy.accounts.models import Account
from academy.hubs.models import Hub
from academy.shared.clock import london_date
from academy.shared.rulings import Refused
from courses.qualifications.models import QualificationVersion, Site, Unit
from learners.registrations.actions import ALREADY, lock, move, noted
from learners.registrations.models import AcceptanceCheck, LearnerDetails, QualRegistration, RegisteredUnit
from learners.registrations.side_policies import (
    may_break,
    may_break_until,
    may_come_back,
    may_move,
    may_move_to,
    may_withdraw,
)
from learners.registrations.states import TRANSITIONS, RegistrationState

S = RegistrationState
FOLLOWERS = (  # what higher slices hang on a registration
    "learners.portfolio.moving_actions.links_follow",
    "learners.adjustments.moving_actions.ways_follow",
)
RUN_OUT = "The last day for certificates of this version is over."
CARRIED = (
    "practise_where",
    "practise_paid",
    "hopes",
    "applied_at",
    "agreed_at",
    "put_forward_by",
    "target_end_on",
)


@transaction.atomic
def take_break(*, registration_id: int, back_on: date, why: str, by: Account, now: datetime) -> None:
    """Stand still until that day."""
    registration = lock(registration_id)
    may_break(by, registration, now=now).enforce()
    may_break_until(registration, back_on, today=london_date(now)).enforce()
    was = registration.state
    pause = {"before_break": was, "break_until": back_on}
    move(registration, S.ON_BREAK, "registration_break", by=by, now=now, reason=why.strip(), **pause)


@transaction.atomic
def come_back(*, registration_id: int, by: Account, now: datetime) -> None:
    """Go on where the break began."""
    registration = lock(registration_id)
    may_come_back(by, registration, now=now).enforce()
    to = S(registration.before_break)
    move(registration, to, "registration_back", by=by, now=now, break_until=None, before_break="")


@transaction.atomic
def withdraw(*, registration_id: int, why: str, by: Account, now: datetime) -> None:
    """Leave for good."""
    registration = lock(registration_id)
    may_withdraw(by, registration, now=now).enforce()
    if not why.strip():
        raise Refused("Say why in a few words. It helps the hub, and it stands in the history.")
    _end(registration, S.WITHDRAWN, "registration_withdrawn", why.strip(), by, now)


@transaction.atomic
def transfer(
    *, registration_id: int, hub_id: int, version_id: int, why: str, by: Account, now: datetime
) -> QualRegistration:
    """Go on at another hub or on another version. Gives the registration that goes on.

    Within one version and centre it is the same one, with all its work, at another hub. Otherwise a new one takes its
    place, for which the awarding organisation registers the learner anew; what still fits goes along.
    """
    old = lock(registration_id)
    may_move(by, old, now=now).enforce()
    hub = Hub.objects.get(pk=hub_id)
    version = QualificationVersion.objects.select_related("qualification").get(pk=version_id)
    may_move_to(old, hub, version, on=london_date(now)).enforce()
    if not why.strip():
        raise Refused("Say why in a few words. It stands in the history.")
    if version.pk == old.version_id and _one_centre(old, hub, london_date(now)):
        return _to_hub(old, hub, why.strip(), by, now)
    _end(old, S.TRANSFERRED, "registration_transferred", why.strip(), by, now)
    new = _continued(old, hub, version, now)
    _copy(old, new)
    for follow in FOLLOWERS:
        import_string(follow)(old=old, new=new)
    noted(new, "registration_continues", by=by, now=now, reason=why.strip(), after={"continues": old.pk})
    return new


def _to_hub(
    registration: QualRegistration, hub: Hub, why: str, by: Account, now: datetime
) -> QualRegistration:
    before, registration.hub, registration.moved_at = registration.hub_id, hub, now
    registration.save(update_fields=["hub", "moved_at"])
    hubs: dict[str, Any] = {"before": {"hub": before}, "after": {"hub": hub.pk}}
    noted(registration, "registration_moved", by=by, now=now, reason=why, **hubs)
    return registration


def lapse_due(*, now: datetime) -> int:
    """Those whose version gives no certificates any more; each by itself. How many there were."""
    due = QualRegistration.objects.filter(
        version__certifies_until__lt=london_date(now), state__in=_may_lapse()
    )
    return sum(_lapse(pk, now) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _lapse(registration_id: int, now: datetime) -> bool:
    registration = lock(registration_id)
    last = registration.version.certifies_until
    if registration.state not in _may_lapse() or last is None or last >= london_date(now):
        return False
    _end(registration, S.LAPSED, "registration_lapsed", RUN_OUT, None, now)
    return True


def _may_lapse() -> tuple[RegistrationState, ...]:
    return tuple(state for state, to in TRANSITIONS.items() if S.LAPSED in to)


def _end(
    registration: QualRegistration,
    to: RegistrationState,
    what: str,
    why: str,
    by: Account | None,
    now: datetime,
) -> None:
    """Whoever was given this learner is free from today."""
    today = london_date(now)
    for one in registration.allocations.filter(ends_on__isnull=True):
        one.ends_on, one.ended_why = max(today, one.starts_on), to.label
        one.save(update_fields=["ends_on", "ended_why"])
    move(registration, to, what, by=by, now=now, reason=why, ended_at=now, ended_why=why)


def _one_centre(old: QualRegistration, hub: Hub, on: date) -> bool:
    """Whether both hubs are sites of one centre of the awarding organisation."""
    rows = Site.objects.filter(centre__awarding_organisation=old.version.qualification.awarding_organisation)
    here = rows.filter(hub=old.hub_id).values("centre")  # also one whose approval has ended
    return rows.approved_on(on).filter(hub=hub, centre__in=here).exists()


def _continued(
    old: QualRegistration, hub: Hub, version: QualificationVersion, now: datetime
) -> QualRegistration:
    facts = {name: getattr(old, name) for name in CARRIED}
    try:
        with transaction.atomic():
            return QualRegistration.objects.create(
                account=old.account,
                version=version,
                hub=hub,
                state=S.ACCEPTED,
                continues=old,
                accepted_at=now,
                accepted_by=old.accepted_by,
                moved_at=now,
                **facts,
            )
    except IntegrityError:
        raise Refused(ALREADY) from None


def _copy(old: QualRegistration, new: QualRegistration) -> None:
    """What was seen and confirmed, and the units as far as they are the same."""
    for check in old.checks.order_by("pk"):
        facts = {name: getattr(check, name) for name in ("what", "done_on", "how", "note", "recorded_at")}
        AcceptanceCheck.objects.create(registration=new, recorded_by=check.recorded_by, **facts)
    details = old.details.order_by("-number").first()
    if details is not None:
        names = ("legal_name", "birth_date", "uln", "notice_version", "entered_at", "confirmed_at")
        facts = {name: getattr(details, name) for name in names}
        LearnerDetails.objects.create(
            registration=new,
            number=1,
            entered_by=details.entered_by,
            **facts,
        )
    if new.version_id == old.version_id:
        taken = list(old.units.values_list("unit_id", flat=True))
    else:
        required = Unit.objects.filter(version=new.version_id, group__isnull=True)
        taken = list(required.values_list("pk", flat=True))
    RegisteredUnit.objects.bulk_create([RegisteredUnit(registration=new, unit_id=pk) for pk in sorted(taken)])
