"""Who comes to the door without a place: a name is enough, and a slip makes the record theirs later."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from academy.accounts.models import Account
from academy.accounts.queries import is_minor, rows_of
from academy.accounts.rules import ADULT, age_on, clean_name
from academy.shared.audit import audit
from academy.shared.clock import london_date
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort, Session
from learners.attendance.models import AttendanceMark, WalkIn
from learners.attendance.policies import may_mark, may_send_marks
from learners.attendance.rules import same_name
from learners.attendance.states import Mark, Source
from learners.enrolments.consent import SCOPE, needs_consent
from learners.enrolments.consent_actions import write_agreement
from learners.enrolments.interest_actions import end_interests
from learners.enrolments.models import Enrolment
from learners.enrolments.rules import free_seats
from learners.enrolments.states import BOOKED, HOLDING, LIVE, EnrolmentKind, PlaceState
from learners.enrolments.states import Source as CameBy

ASK_FIRST = (
    "Under 18 a parent or guardian has to agree before somebody takes part. "
    "Record that on their own page first, or ask the coordinator."
)
GUARDIAN_FIRST = (
    "Under 18 a parent or guardian has to agree before somebody takes part. If they are here with you, or on the "
    "telephone, write down below who they are and how to reach them."
)


class NoRoom(Refused):
    """All seats are taken; the trainer may make room for one more."""


class GuardianFirst(Refused):
    """Nobody has agreed for somebody under age; whoever stands at the door with them may."""


@dataclass(frozen=True, slots=True)
class UnderAge:
    """Somebody under 18 at the door: when they were born, where that is known, and who agreed there and then."""

    born: date | None = None
    guardian_name: str = ""
    contact: str = ""


@transaction.atomic
def add_walk_in(
    *,
    session_id: int,
    by: Account,
    now: datetime,
    name: str = "",
    account_id: int | None = None,
    key: str = "",
    make_room: bool = False,
    under_age: UnderAge | None = None,
    same: bool = False,
    at: datetime | None = None,
) -> WalkIn:
    """A place and a mark "here" for somebody at the door: known (account_id), or new by name alone.

    The same key gives the same walk-in for ever. same: whoever of that name is a walk-in already is meant, as when two
    phones added one person; without it a second of the same name is another person. at: when they came, where a phone
    kept it. under_age: of somebody new, or known, who is under 18. Raises NotAName, NoRoom, GuardianFirst.
    """
    cohort_id = Session.objects.values_list("cohort", flat=True).get(pk=session_id)
    cohort = locked_one(Cohort.objects.select_related("course", "hub"), cohort_id)
    session = Session.objects.get(pk=session_id)
    session.cohort = cohort
    may_send_marks(by, session, now=now).enforce()
    may_mark(session, Mark.PRESENT, signed=False, now=now).enforce()
    if (known := _known(session, key, name if same else "")) is not None:
        return known
    newcomer = account_id is None
    account = _newcomer(cohort, name, by, now, under_age) if newcomer else _person(account_id or 0)
    if under_age is not None:
        _agreed(account, cohort, under_age, newcomer, by, now)
    place = _place_for(account, cohort, by, now, make_room)
    facts = {"session": session, "newcomer": newcomer, "added_by": by, "added_at": now}
    if key:
        facts["key"] = key
    walk_in, _ = WalkIn.objects.get_or_create(enrolment=place, defaults=facts)
    _mark_here(walk_in, place, session, by, now=now, at=at or now)
    return walk_in


def _person(account_id: int) -> Account:
    """The row that stands for this person: a page may have been open since before two were joined."""
    account = Account.objects.select_related("joined_to").get(pk=account_id)
    return account.joined_to or account


def _mark_here(
    walk_in: WalkIn, place: Enrolment, session: Session, by: Account, *, now: datetime, at: datetime
) -> None:
    AttendanceMark.objects.create(
        session=session,
        enrolment=place,
        mark=Mark.PRESENT,
        device=f"door-{walk_in.key}"[:36],
        marked_at=at,
        recorded_at=now,
        recorded_by=by,
        source=Source.SCREEN,
    )


def _known(session: Session, key: str, name: str) -> WalkIn | None:
    mine = WalkIn.objects.filter(session=session).select_related("enrolment__account")
    for walk_in in mine:
        if walk_in.key == key or (name and same_name(walk_in.enrolment.account.full_name, name)):
            return walk_in
    return None


def _newcomer(cohort: Cohort, name: str, by: Account, now: datetime, under_age: UnderAge | None) -> Account:
    """A person by name alone. The name is the one to print: they stood there and said it."""
    written = clean_name(name)
    facts: dict[str, Any] = {}
    if under_age is not None:
        if under_age.born is not None and age_on(under_age.born, london_date(now)) >= ADULT:
            raise Refused("By this birthday they are 18 or over. Check it, or take the tick away.")
        facts = {
            "is_adult": False,
            "date_of_birth": under_age.born,
            "guardian_name": clean_name(under_age.guardian_name) if under_age.guardian_name.strip() else "",
        }
    account = Account.objects.create_user(
        full_name=written,
        name_for_certificate=written,
        certificate_name_confirmed_at=now,
        hub=cohort.hub,
        joined_at=now,
        **facts,
    )
    audit(account, "added_at_the_door", by=by, now=now, hub_id=cohort.hub_id)
    return account


def _agreed(
    account: Account, cohort: Cohort, under_age: UnderAge, newcomer: bool, by: Account, now: datetime
) -> None:
    """Write down who agreed at the door, where somebody has to. Places that wait for it are seen to on their page."""
    if not needs_consent(account, cohort.course, on=london_date(now)):
        return
    waiting = Enrolment.objects.filter(account__in=rows_of(account), state=PlaceState.REQUESTED)
    if not newcomer and waiting.exists():
        raise Refused(ASK_FIRST)
    if not under_age.guardian_name.strip() or not under_age.contact.strip():
        raise GuardianFirst(GUARDIAN_FIRST)
    name = clean_name(under_age.guardian_name)
    consent = write_agreement(account, name, under_age.contact.strip(), by=by, now=now)
    audit(account, "guardian_agreed", by=by, now=now, about=consent, hub_id=cohort.hub_id, reason=SCOPE)


def _place_for(account: Account, cohort: Cohort, by: Account, now: datetime, make_room: bool) -> Enrolment:
    """Their booked place: the one they have, the one they waited for, or a new one."""
    mine = Enrolment.objects.counted().filter(account__in=rows_of(account))
    place = mine.filter(cohort=cohort, state__in=LIVE).first()
    if place is not None and place.state in BOOKED:
        return place
    if is_minor(account, london_date(now)) and needs_consent(account, cohort.course, on=london_date(now)):
        raise Refused(ASK_FIRST)
    if place is None:
        place = Enrolment(
            account=account,
            course=cohort.course,
            cohort=cohort,
            kind=EnrolmentKind.COHORT,
            source=CameBy.DOOR,
            booked_by=by,
            opens_at=now,
            started_at=now,
            requested_at=now,
        )
    if place.seat is None:
        place.seat = _seat(cohort, by, now, make_room)
    place.state, place.confirmed_at, place.offer_expires_at = PlaceState.CONFIRMED, now, None
    place.save()
    end_interests(place, now=now)
    audit(place, "came_to_the_door", by=by, now=now, hub_id=cohort.hub_id, after={"seat": place.seat})
    return place


def _seat(cohort: Cohort, by: Account, now: datetime, make_room: bool) -> int:
    taken = Enrolment.objects.filter(cohort=cohort, state__in=HOLDING).values_list("seat", flat=True)
    if free := free_seats(cohort.capacity, {seat for seat in taken if seat is not None}):
        return free[0]
    if not make_room:
        raise NoRoom("Every place is taken. If there is room, tick “Make room for one more”.")
    before = cohort.capacity
    cohort.capacity += 1
    cohort.save(update_fields=["capacity"])
    audit(
        cohort,
        "room_made_at_the_door",
        by=by,
        now=now,
        hub_id=cohort.hub_id,
        before={"capacity": before},
        after={"capacity": cohort.capacity},
    )
    return cohort.capacity
