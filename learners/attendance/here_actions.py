"""Checking in with the code on the wall, and what the trainer makes of names that we do not find.

The root that is locked is the cohort. Nobody learns from an answer who has a place: a name gets the same words whether
we find it or not, and only a place's own number, or the person who is signed in, hears that they are marked.
"""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from academy.accounts.models import Account
from academy.accounts.rules import clean_name
from academy.shared.audit import audit
from academy.shared.rulings import Refused
from courses.delivery.models import Session
from learners.attendance.actions import NOT_ON_IT, Wanted, is_signed, locked_session, write_marks
from learners.attendance.models import AttendanceMark, CheckInRequest, WalkIn
from learners.attendance.policies import may_check_in, may_open_register
from learners.attendance.queries import names_on, on_the_register, standings
from learners.attendance.rules import THERE, placed, plain_name
from learners.attendance.states import Mark, Settled, Source
from learners.enrolments.door_code import door_code, read_door_code
from learners.enrolments.models import Enrolment

MOST_WAITING = 60  # names that wait for the trainer of one session
GONE = "Somebody else has answered this already. Look at the register."


class Answer(StrEnum):
    """What the person at the door is told."""

    HERE = "here"  # they are marked, and it is certain who they are
    TOLD = "told"  # the trainer has the name: marked, or to be settled
    FULL = "full"  # so many names wait that no more are taken; whose name we find is marked all the same


@transaction.atomic
def check_in(
    *, session_id: int, typed: str, device: str, now: datetime, account_id: int | None = None
) -> Answer:
    """Somebody says that they are here: by name, by the number of their place, or signed in (account_id).

    A second time changes nothing. Raises NotAName, and Refused with its reason.
    """
    session = locked_session(session_id)
    may_check_in(session, signed=is_signed(session), now=now).enforce()
    places = list(on_the_register(session.cohort_id))
    if account_id is not None:
        mine = [place for place in places if place.account.person_id == account_id]
        if not mine:
            raise Refused("You have no place on these dates. Type your name, and the trainer sees to it.")
        return _here(session, mine[0], device, now)
    if number := read_door_code(typed):
        mine = [place for place in places if door_code(place.pk) == number]
        if len(mine) != 1:
            raise Refused("We know no place here with this number. Look at it again, or type your name.")
        return _here(session, mine[0], device, now)
    name = clean_name(typed)
    full = _is_full(
        session
    )  # whoever types a name hears so, or the others would learn that they have no place
    found = placed(name, names_on(places))
    if len(found) == 1:
        place = next(place for place in places if place.pk == found[0])
        if _mark(session, place, device, now) or _is_the_same(session, place, device):
            return Answer.FULL if full else Answer.TOLD
    if full:
        return Answer.FULL
    _ask(session, name, device, now)
    return Answer.TOLD


def _here(session: Session, place: Enrolment, device: str, now: datetime) -> Answer:
    """Who it is is certain. Where the trainer has said "not here", the trainer says it again."""
    standing = standings(session.pk).get(place.pk)
    if _mark(session, place, device, now) or (standing is not None and standing.mark in THERE):
        return Answer.HERE
    _ask(session, str(place.account), device, now)
    return Answer.TOLD


def _mark(session: Session, place: Enrolment, device: str, now: datetime) -> bool:
    """Write "here", unless something is marked already: a trainer's word is never changed from the door."""
    if place.pk in standings(session.pk):
        return False
    mine = _device(device)
    AttendanceMark.objects.create(
        session=session,
        enrolment=place,
        mark=Mark.PRESENT,
        device=mine,
        place=AttendanceMark.objects.filter(session=session, device=mine).count() + 1,
        marked_at=now,
        recorded_at=now,
        recorded_by=place.account,
        source=Source.SELF,
    )
    return True


def _is_the_same(session: Session, place: Enrolment, device: str) -> bool:
    """Pressed twice, or seen by the trainer already. From another phone it may be a second person of that name."""
    standing = standings(session.pk)[place.pk]
    if standing.mark not in THERE:
        return False
    pressed = AttendanceMark.objects.get(key=standing.key)
    return pressed.source != Source.SELF or pressed.device == _device(device)


def _device(device: str) -> str:
    return f"self-{device}"[:36]


def _ask(session: Session, name: str, device: str, now: datetime) -> None:
    asked = CheckInRequest.objects.filter(session=session)
    if any(plain_name(one.name) == plain_name(name) for one in asked.filter(device=device)):
        return
    CheckInRequest.objects.create(session=session, name=name, device=device, asked_at=now)


def _is_full(session: Session) -> bool:
    return CheckInRequest.objects.filter(session=session, settled_as="").count() >= MOST_WAITING


@transaction.atomic
def settle_as_place(*, asked_id: int, enrolment_id: int, by: Account, now: datetime) -> CheckInRequest:
    """It is this person on the register, and they are here. A second press changes nothing."""
    session, asked = _locked(asked_id, by, now)
    if _is_settled(asked, Settled.PLACE, enrolment_id):
        return asked
    place = on_the_register(session.cohort_id).filter(pk=enrolment_id).first()
    if place is None:
        raise Refused(NOT_ON_IT)
    standing = standings(session.pk).get(place.pk)
    if standing is None or standing.mark not in THERE:
        wanted = [Wanted(place.pk, Mark.PRESENT)]
        write_marks(session, wanted, by=by, now=now, signed=is_signed(session))
    return _settle(session, asked, Settled.PLACE, place, by, now)


@transaction.atomic
def settle_as_not_here(*, asked_id: int, by: Account, now: datetime) -> CheckInRequest:
    """Nobody of that name is here: nothing is marked."""
    session, asked = _locked(asked_id, by, now)
    if _is_settled(asked, Settled.NOT_HERE, None):
        return asked
    return _settle(session, asked, Settled.NOT_HERE, None, by, now)


@transaction.atomic
def settle_as_walk_in(*, asked_id: int, add: Callable[[], WalkIn], by: Account, now: datetime) -> WalkIn:
    """They came without a place: `add` adds them, in the same transaction."""
    session, asked = _locked(asked_id, by, now)
    walk_in = add()
    if not _is_settled(asked, Settled.WALK_IN, walk_in.enrolment_id):
        _settle(session, asked, Settled.WALK_IN, walk_in.enrolment, by, now)
    return walk_in


def _locked(asked_id: int, by: Account, now: datetime) -> tuple[Session, CheckInRequest]:
    session_id = CheckInRequest.objects.values_list("session", flat=True).get(pk=asked_id)
    session = locked_session(session_id)
    may_open_register(by, session.cohort, now=now).enforce()
    return session, CheckInRequest.objects.get(pk=asked_id)


def _is_settled(asked: CheckInRequest, as_what: Settled, enrolment_id: int | None) -> bool:
    """Whether this very answer was given already; refused where it was another one."""
    if not asked.settled_as:
        return False
    if (asked.settled_as, asked.enrolment_id) == (as_what, enrolment_id):
        return True
    raise Refused(GONE)


def _settle(
    session: Session,
    asked: CheckInRequest,
    as_what: Settled,
    place: Enrolment | None,
    by: Account,
    now: datetime,
) -> CheckInRequest:
    asked.settled_as, asked.settled_at, asked.settled_by, asked.enrolment = as_what, now, by, place
    asked.save(update_fields=["settled_as", "settled_at", "settled_by", "enrolment"])
    audit(
        session.cohort,
        "check_in_settled",
        by=by,
        now=now,
        about=asked,
        hub_id=session.cohort.hub_id,
        after={"session": session.pk, "as": str(as_what), "enrolment": place.pk if place else None},
    )
    return asked
