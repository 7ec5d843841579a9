"""What joining does with places on dates. The caller has locked the cohorts, the places and both rows.

A place that is still open goes on under the row that is kept: there is one place on it, with the seat, the turn on the
list, the needs and the marks of both. A place whose register is signed stays as it was signed; where both have one, one
of them is counted.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict

from django.db.models import Exists, OuterRef

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from academy.shared.clock import london_date
from academy.shared.jobs import enqueue
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort
from learners.attendance.models import AttendanceMark
from learners.attendance.queries import standings_of
from learners.attendance.rules import Standing, fuller
from learners.attendance.sign_actions import settle_places
from learners.attendance.states import Source
from learners.certificates.models import Certificate
from learners.certificates.review_actions import look_again
from learners.certificates.states import LIVE as LIVE_CERTIFICATES
from learners.enrolments.consent import needs_consent
from learners.enrolments.models import DayNeeds, Enrolment
from learners.enrolments.place_actions import SEND, audit_place, fill, free_seats_of
from learners.enrolments.rules import request_until
from learners.enrolments.states import LIVE, OPEN, PlaceState

TWICE = "Entered twice. It goes on under the same person's other entry."
UNDONE = "The two entries turned out to be two people."
NO_SEAT = (
    "The seat that was free after joining has gone to somebody else on {dates}. "
    "Make room for one more there first, then undo."
)
# Of two open places the further one: what it holds is what the person holds.
FURTHER = {
    PlaceState.WAITLISTED: 0,
    PlaceState.OFFERED: 1,
    PlaceState.REQUESTED: 2,
    PlaceState.CONFIRMED: 3,
}
HELD = ("state", "seat", "confirmed_at", "waiting_since", "offered_at", "offer_expires_at")
ENDED = ("ended_at", "withdrawn_at", "ended_why")

Held = dict[str, Any]


class PlaceChange(TypedDict):
    """What happened to one place. was: of the double before; stood: of the one that is counted, None where it was made.

    marks: the keys of marks that were written for the counted one. needs: whether the day's needs went along.
    doubles: places that counted for the double before.
    """

    double: int
    stands: int
    was: Held
    stood: Held | None
    marks: list[str]
    needs: bool
    doubles: list[int]


def bring_places(
    kept: Account, other: Account, cohorts: Mapping[int, Cohort], *, by: Account, now: datetime
) -> list[PlaceChange]:
    """Every place of the other row: gone on with, or counted once. `cohorts`: the locked ones by id."""
    changes = []
    theirs = Enrolment.objects.counted().filter(account__in=rows_of(other), state__in=LIVE)
    for double in theirs.filter(cohort__isnull=False).select_related("account", "course").order_by("pk"):
        assert double.cohort_id is not None
        double.cohort = cohorts[double.cohort_id]
        mine = Enrolment.objects.counted().filter(
            account__in=rows_of(kept), cohort=double.cohort_id, state__in=LIVE
        )
        stands = mine.select_related("account", "course").first()
        if stands is None and double.state not in OPEN:
            continue  # signed, and there is no other: it is read with theirs from now on
        if stands is not None and stands.state in OPEN and double.state not in OPEN:
            stands, double = double, stands
        if stands is not None:
            stands.cohort = double.cohort
            if _has_certificate(double) and not _has_certificate(stands):
                stands, double = double, stands
        changes.append(_bring(double, stands, kept, by, now))
    _follow(changes, cohorts, now)
    return changes


def _follow(changes: Sequence[PlaceChange], cohorts: Mapping[int, Cohort], now: datetime) -> None:
    """What it means for the registers, for the free seats, and for a second certificate of one day."""
    for pk in sorted({cohort_id for cohort_id in cohorts if _touched(cohort_id, changes)}):
        settle_places(cohorts[pk], now=now)
        fill(cohorts[pk], now=now)
    for pk in sorted({pk for change in changes for pk in (change["double"], change["stands"])}):
        look_again(enrolment_id=pk, now=now)


def _touched(cohort_id: int, changes: Sequence[PlaceChange]) -> bool:
    ids = [change["stands"] for change in changes]
    return Enrolment.objects.filter(pk__in=ids, cohort=cohort_id).exists()


def _has_certificate(place: Enrolment) -> bool:
    return Certificate.objects.filter(enrolment=place, state__in=LIVE_CERTIFICATES).exists()


def _bring(
    double: Enrolment, stands: Enrolment | None, kept: Account, by: Account, now: datetime
) -> PlaceChange:
    was = _held(double)
    is_open = double.state in OPEN
    if is_open:
        _end(double, TWICE, now)
    stood = _held(stands) if stands is not None else None
    if stands is None:
        stands = _made(double, kept, was, now)
        enqueue(SEND, kind="place_confirmed")
    elif is_open and _is_further(was, stands):
        _hold(stands, _agreed(was, stands, now))
    followed = list(double.doubles.values_list("pk", flat=True))
    double.doubles.update(counts_for=stands)
    double.counts_for = stands
    double.save()
    change = PlaceChange(
        double=double.pk,
        stands=stands.pk,
        was=_plain(was),
        stood=_plain(stood) if stood is not None else None,
        marks=_copy_marks(double, stands, now),
        needs=_move_needs(double, stands),
        doubles=followed,
    )
    audit_place(double, "entered_twice", by, now, reason=TWICE)
    audit_place(stands, "counts_for_both", by, now)
    return change


def _is_further(was: Held, stands: Enrolment) -> bool:
    """Whether the double had more than the place that goes on: of two turns on the list, the earlier."""
    if was["state"] == stands.state == PlaceState.WAITLISTED:
        assert stands.waiting_since is not None
        return bool(was["waiting_since"] < stands.waiting_since)
    return FURTHER.get(PlaceState(stands.state), 9) < FURTHER[PlaceState(was["state"])]


def _made(double: Enrolment, kept: Account, held: Held, now: datetime) -> Enrolment:
    """The same place, under the row that is kept: with its seat, its turn, and who had booked it."""
    place = Enrolment(
        account=kept,
        course=double.course,
        cohort=double.cohort,
        kind=double.kind,
        source=double.source,
        booked_by=double.booked_by,
        opens_at=now,
        started_at=now,
        requested_at=double.requested_at,
    )
    _hold(place, _agreed(held, place, now))
    return place


def _agreed(held: Held, place: Enrolment, now: datetime) -> Held:
    """Somebody under age keeps the seat, and is booked once a parent or guardian has agreed (INV-45)."""
    cohort = place.cohort
    assert cohort is not None
    begins = cohort.starts_at
    if held["state"] != PlaceState.CONFIRMED or begins is None or begins <= now:
        return held
    if not any(needs_consent(place.account, place.course, on=london_date(at)) for at in (now, begins)):
        return held
    return {**held, "state": PlaceState.REQUESTED, "offer_expires_at": request_until(now, begins)}


def _held(place: Enrolment) -> Held:
    return {name: getattr(place, name) for name in HELD}


def _hold(place: Enrolment, held: Held) -> None:
    for name, value in held.items():
        setattr(place, name, value)
    place.save()


def _plain(held: Held) -> Held:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in held.items()}


def _read(held: Held) -> Held:
    return {
        name: datetime.fromisoformat(value) if value and name.endswith(("_at", "_since")) else value
        for name, value in held.items()
    }


def _end(place: Enrolment, why: str, now: datetime) -> None:
    place.state, place.seat, place.offer_expires_at = PlaceState.CANCELLED_BY_HUB, None, None
    place.ended_at = place.withdrawn_at = now
    place.ended_why = why
    place.save()


def _copy_marks(double: Enrolment, stands: Enrolment, now: datetime) -> list[str]:
    """Where the double says more, the one that is counted says it too. In the name of whoever had pressed it."""
    sessions = list(double.marks.order_by().values_list("session", flat=True).distinct())
    written = []
    for session, found in standings_of(sessions).items():
        theirs, mine = found.get(double.pk), found.get(stands.pk)
        if theirs is not None and theirs != mine and fuller(mine, theirs) is theirs:
            written.append(_copied(theirs, stands, session, now).key)
    return written


def _copied(theirs: Standing, stands: Enrolment, session: int, now: datetime) -> AttendanceMark:
    pressed = AttendanceMark.objects.get(key=theirs.key)
    return AttendanceMark.objects.create(
        session_id=session,
        enrolment=stands,
        mark=theirs.mark,
        minutes=theirs.minutes,
        device=f"joined-{stands.pk}",
        marked_at=now,
        recorded_at=now,
        recorded_by=pressed.recorded_by,
        source=Source.SCREEN,
    )


def _move_needs(double: Enrolment, stands: Enrolment) -> bool:
    if DayNeeds.objects.filter(enrolment=stands).exists():
        return False
    return bool(DayNeeds.objects.filter(enrolment=double).update(enrolment=stands))


# --- undoing ------------------------------------------------------------------------------------------------


def part_places(
    changes: Sequence[PlaceChange], cohorts: Mapping[int, Cohort], *, by: Account, now: datetime
) -> None:
    """Each place as it was, the last change first. What was signed or
    given up since stays with the row that it was signed for."""
    places = Enrolment.objects.select_related("account", "course")
    for change in reversed(changes):
        double, stands = places.get(pk=change["double"]), places.get(pk=change["stands"])
        assert double.cohort_id is not None
        double.cohort = stands.cohort = cohorts[double.cohort_id]
        stood = change["stood"]
        if stands.state not in OPEN and (stood is None or stood["state"] in OPEN):
            continue
        _part(double, stands, change, by, now)
    _follow(changes, cohorts, now)


def _part(double: Enrolment, stands: Enrolment, change: PlaceChange, by: Account, now: datetime) -> None:
    was, stood = _read(change["was"]), change["stood"]
    if stood is None:
        _end(stands, UNDONE, now)
    elif stands.state in OPEN:
        _hold(stands, _read(stood))
    double.counts_for = None
    if was["state"] in OPEN:
        if was["seat"] is not None:
            was["seat"] = _seat(double, was["seat"])
        double.ended_at = double.withdrawn_at = None
        double.ended_why = ""
        _hold(double, was)
    double.save()
    Enrolment.objects.filter(pk__in=change["doubles"]).update(counts_for=double)
    if change["needs"] and not DayNeeds.objects.filter(enrolment=double).exists():
        DayNeeds.objects.filter(enrolment=stands).update(enrolment=double)
    _take_back(change["marks"], by, now)
    audit_place(double, "entered_twice_undone", by, now, reason=UNDONE)
    audit_place(stands, "entered_twice_undone", by, now, reason=UNDONE)


def _seat(place: Enrolment, wanted: int) -> int:
    assert place.cohort is not None
    free = free_seats_of(place.cohort)
    if not free:
        raise Refused(NO_SEAT.format(dates=place.cohort))
    return wanted if wanted in free else free[0]


def _take_back(keys: Sequence[str], by: Account, now: datetime) -> None:
    again = AttendanceMark.objects.filter(undoes=OuterRef("key"))
    for mark in AttendanceMark.objects.filter(~Exists(again), key__in=keys).order_by("pk"):
        AttendanceMark.objects.create(
            session_id=mark.session_id,
            enrolment_id=mark.enrolment_id,
            undoes=mark.key,
            device=mark.device,
            place=1,
            marked_at=now,
            recorded_at=now,
            recorded_by=by,
            source=Source.SCREEN,
        )
