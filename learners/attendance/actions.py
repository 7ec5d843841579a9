"""Marking a register: on screen, and from what phones kept. The root that is locked is the cohort.

A mark is never changed and never lost: each press is a row, and what the register says follows from all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from academy.accounts.models import Account
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort, CohortTrainer, Session
from learners.attendance.models import AttendanceMark, RegisterSignoff, WalkIn
from learners.attendance.policies import may_mark, may_open_register, may_send_marks
from learners.attendance.queries import doubles_of, standings
from learners.attendance.states import SOME_OF_IT, Mark, Source
from learners.attendance.walk_in_actions import add_walk_in
from learners.enrolments.models import Enrolment
from learners.enrolments.place_policies import runs
from learners.enrolments.states import BOOKED

OLDEST = timedelta(days=60)  # no phone keeps a mark for longer
NOT_ON_IT = "This person has no place on these dates any more. If they are here, add them as a walk-in."


@dataclass(frozen=True, slots=True)
class Wanted:
    """A mark that somebody set on a page. minutes: missed, where it is known."""

    enrolment_id: int
    mark: str
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A press as a phone kept it. `who` is the id of a place, or the key of a walk-in that this phone added.

    ago: how long ago it was pressed. name: of a walk-in that it adds. undoes: the key of a press it takes back.
    """

    key: str
    who: str
    ago: timedelta
    device: str
    place: int
    mark: str = ""
    minutes: int | None = None
    undoes: str = ""
    name: str = ""


@dataclass(slots=True)
class Merged:
    """What became of each press, by its key. `signed`: the register had been signed already.

    places: the key of each walk-in that was added to the id of their place.
    """

    taken: list[str] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    signed: bool = False


@transaction.atomic
def mark_people(*, session_id: int, wanted: Sequence[Wanted], by: Account, now: datetime) -> int:
    """Write marks from a page; those that stand already are left alone. Returns how many are new."""
    session = locked_session(session_id)
    may_open_register(by, session.cohort, now=now).enforce()
    return write_marks(session, wanted, by=by, now=now, signed=is_signed(session))


def write_marks(
    session: Session, wanted: Sequence[Wanted], *, by: Account, now: datetime, signed: bool
) -> int:
    """The caller has locked the cohort and asked whether `by` may."""
    places = set(_places(session))
    stands = standings(session.pk)
    rows = []
    pressed = _from_screen(session, by, now)
    for one in wanted:
        if one.enrolment_id not in places:
            raise Refused(NOT_ON_IT)
        minutes = one.minutes if one.mark in SOME_OF_IT else None
        so_far = stands.get(one.enrolment_id)
        if so_far is not None and (so_far.mark, so_far.minutes) == (one.mark, minutes):
            continue
        may_mark(session, one.mark, signed=signed, now=now).enforce()
        rows.append(
            AttendanceMark(
                session=session,
                enrolment_id=one.enrolment_id,
                mark=Mark(one.mark),
                minutes=minutes,
                **pressed,
            )
        )
    AttendanceMark.objects.bulk_create(rows)
    return len(rows)


@transaction.atomic
def undo_mark(*, session_id: int, key: str, by: Account, now: datetime) -> bool:
    """Take one press back; what was marked before it holds again. A second time changes nothing."""
    session = locked_session(session_id)
    may_open_register(by, session.cohort, now=now).enforce()
    pressed = AttendanceMark.objects.filter(session=session, key=key).exclude(mark="").first()
    if pressed is None:
        raise Refused("This mark is not on this register. Look at the register again.")
    if AttendanceMark.objects.filter(session=session, undoes=key).exists():
        return False
    may_mark(session, Mark.TOLD_US, signed=is_signed(session), now=now).enforce()
    AttendanceMark.objects.create(
        session=session, enrolment_id=pressed.enrolment_id, undoes=key, **_from_screen(session, by, now)
    )
    return True


@transaction.atomic
def merge_marks(*, session_id: int, kept: Sequence[Kept], by: Account, now: datetime) -> Merged:
    """Take in what a phone kept. Any order, any repeat and any number of phones end in the same register.

    A signed register is not changed by it: what differs from it waits for an amendment. Nothing stops at one press
    that cannot be taken; its reason is returned with its key.
    """
    session = locked_session(session_id)
    may_send_marks(by, session, now=now).enforce()
    merged = Merged(signed=is_signed(session))
    until = _trusted_until(by, session.cohort, now)
    places, known = set(_places(session)), _walk_ins(session)
    doubles = doubles_of(session.cohort_id)
    rows = []
    for press in sorted(kept, key=lambda one: (one.device, one.place)):
        try:
            at = now - min(max(press.ago, timedelta(0)), OLDEST)
            if at > until:
                raise Refused("You were taken off these dates before you marked this. Tell the coordinator.")
            if press.name:
                walk_in = add_walk_in(
                    session_id=session.pk,
                    name=press.name,
                    key=press.key,
                    by=by,
                    now=now,
                    at=at,
                    make_room=True,
                    same=True,
                )
                known[press.key] = merged.places[press.key] = walk_in.enrolment_id
                places.add(walk_in.enrolment_id)
            else:
                who = known.get(press.who) or (int(press.who) if press.who.isdecimal() else 0)
                rows.append(_row(press, session, doubles.get(who, who), places, at, by, now))
            merged.taken.append(press.key)
        except (Refused, ValueError) as refusal:
            merged.refused[press.key] = str(refusal)
    AttendanceMark.objects.bulk_create(rows, ignore_conflicts=True)
    return merged


def _row(
    press: Kept,
    session: Session,
    enrolment_id: int,
    places: set[int],
    at: datetime,
    by: Account,
    now: datetime,
) -> AttendanceMark:
    if enrolment_id not in places:
        raise Refused(NOT_ON_IT)
    if not press.undoes:
        may_mark(session, Mark(press.mark), signed=False, now=at).enforce()
    return AttendanceMark(
        key=press.key,
        session=session,
        enrolment_id=enrolment_id,
        mark="" if press.undoes else press.mark,
        minutes=press.minutes if press.mark in SOME_OF_IT and not press.undoes else None,
        undoes=press.undoes,
        device=press.device,
        place=press.place,
        marked_at=at,
        recorded_at=now,
        recorded_by=by,
        source=Source.OFFLINE if press.ago > timedelta(minutes=1) else Source.SCREEN,
    )


def locked_session(session_id: int) -> Session:
    """The session, after its cohort was locked: in that order everywhere, so that nobody waits for each other."""
    cohort_id = Session.objects.values_list("cohort", flat=True).get(pk=session_id)
    cohort = locked_one(Cohort.objects.select_related("course", "hub"), cohort_id)
    session = Session.objects.get(pk=session_id)
    session.cohort = cohort
    return session


def is_signed(session: Session) -> bool:
    return RegisterSignoff.objects.filter(session=session).exists()


def _places(session: Session) -> list[int]:
    places = Enrolment.objects.counted().filter(cohort=session.cohort, state__in=BOOKED)
    return list(places.values_list("pk", flat=True))


def _walk_ins(session: Session) -> dict[str, int]:
    return dict(WalkIn.objects.filter(session=session).values_list("key", "enrolment"))


def _trusted_until(by: Account, cohort: Cohort, now: datetime) -> datetime:
    """Until when somebody's presses count: now, or the moment when they were taken off these dates."""
    if runs(by, cohort, now=now):
        return now
    ends = CohortTrainer.objects.filter(cohort=cohort, account=by, removed_at__isnull=False).order_by(
        "-removed_at"
    )
    last = ends.values_list("removed_at", flat=True).first()
    assert last is not None
    return last


def _from_screen(session: Session, by: Account, now: datetime) -> dict[str, Any]:
    """What somebody presses on pages counts up, so that it keeps its order whatever the clocks do."""
    device = f"screen-{by.pk}"
    before = AttendanceMark.objects.filter(session=session, device=device).aggregate(most=Max("place"))[
        "most"
    ]
    return {
        "device": device,
        "place": (before or 0) + 1,
        "marked_at": now,
        "recorded_at": now,
        "recorded_by": by,
        "source": Source.SCREEN,
    }
