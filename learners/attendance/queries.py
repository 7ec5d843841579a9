"""What the registers say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from courses.delivery.models import Cohort, Session
from learners.attendance.models import AttendanceMark, RegisterSignoff
from learners.attendance.rules import Press, Signed, Standing, fuller, people_who_came, stand
from learners.enrolments.models import Enrolment, EnrolmentQuerySet
from learners.enrolments.states import BOOKED


def on_the_register(cohort_id: int) -> EnrolmentQuerySet:
    """The places that a register of these dates lists, by name. Who was entered twice stands on it once."""
    places = Enrolment.objects.counted().filter(cohort=cohort_id, state__in=BOOKED).select_related("account")
    return places.order_by("account__full_name", "pk")


def names_on(places: Iterable[Enrolment]) -> dict[int, tuple[str, str]]:
    """What everybody on a register is called, by the id of their place. They come with their accounts."""
    return {place.pk: (str(place.account), place.account.full_name) for place in places}


def standings(session_id: int) -> dict[int, Standing]:
    """What all marks together say now: the id of a place to how it stands. One query."""
    return standings_of([session_id])[session_id]


def standings_of(session_ids: Sequence[int]) -> dict[int, dict[int, Standing]]:
    """The same for several sessions. One query."""
    presses: dict[int, list[Press]] = {pk: [] for pk in session_ids}
    for row in AttendanceMark.objects.filter(session__in=session_ids):
        presses[row.session_id].append(_press(row))
    return {pk: stand(some) for pk, some in presses.items()}


def _press(row: AttendanceMark) -> Press:
    return Press(
        key=row.key,
        enrolment=row.enrolment_id,
        mark=row.mark,
        minutes=row.minutes,
        at=row.marked_at,
        device=row.device,
        place=row.place,
        undoes=row.undoes,
    )


def signed_version(session_id: int) -> RegisterSignoff | None:
    """The newest signed version of a session's register."""
    return RegisterSignoff.objects.filter(session=session_id).order_by("-version").first()


def line_of(place: Enrolment, standing: Standing | None) -> dict[str, Any]:
    """One person as they stand on a register that is signed."""
    return {
        "enrolment": place.pk,
        "account": place.account_id,
        "name": str(place.account),
        "mark": standing.mark if standing else "",
        "minutes": standing.minutes if standing else None,
    }


def length_of(session: Session) -> int:
    """How many minutes it lasts."""
    return int((session.ends_at - session.starts_at).total_seconds() // 60)


@dataclass(frozen=True, slots=True)
class SessionRegister:
    """A session, with its newest signed register; None while it is not signed."""

    session: Session
    signed: Signed | None


def signoffs() -> QuerySet[Any]:
    """Signed versions; `doubled` says whether somebody on these dates was entered twice, which is rare."""
    double = Enrolment.objects.filter(cohort=OuterRef("session__cohort"), counts_for__isnull=False)
    return RegisterSignoff.objects.annotate(doubled=Exists(double))


def doubles_of(cohort_id: int) -> dict[int, int]:
    """The id of each place that was entered beside another of the same person, to the one that is counted."""
    rows = Enrolment.objects.filter(cohort=cohort_id, counts_for__isnull=False).order_by()
    return {pk: stands for pk, stands in rows.values_list("pk", "counts_for") if stands is not None}


def counted_lines(lines: Sequence[dict[str, Any]], doubles: Mapping[int, int]) -> dict[int, dict[str, Any]]:
    """The lines of a signed version by the place that is counted. Where somebody stood on it twice: the one by which
    they were there longer. What was signed itself stays as it is."""
    found: dict[int, dict[str, Any]] = {}
    for line in lines:
        place = doubles.get(line["enrolment"], line["enrolment"])
        best = fuller(_standing(found[place]) if place in found else None, _standing(line))
        assert best is not None
        found[place] = {**line, **found.get(place, {}), "mark": best.mark, "minutes": best.minutes}
    return found


def _standing(line: Mapping[str, Any]) -> Standing:
    return Standing(line["mark"], line["minutes"])


def registers_of(cohort_id: int) -> list[SessionRegister]:
    """Of every session that counts. Two queries, three where somebody was entered twice."""
    return counting(held_registers(cohort_id))


def held_registers(cohort_id: int) -> list[SessionRegister]:
    """Of every session that is held. Two queries, three where somebody was entered twice."""
    held = list(Session.objects.live().filter(cohort=cohort_id))
    newest = {row.session_id: row for row in signoffs().filter(session__in=held)}  # by version
    doubles = doubles_of(cohort_id) if any(row.doubled for row in newest.values()) else {}
    return [SessionRegister(one, _signed(newest.get(one.pk), doubles)) for one in held]


def counting(held: list[SessionRegister]) -> list[SessionRegister]:
    """Those that are required, or all where none is."""
    return [one for one in held if one.session.required] or held


def _signed(version: RegisterSignoff | None, doubles: Mapping[int, int]) -> Signed | None:
    if version is None:
        return None
    lines = counted_lines(version.lines, doubles)
    return Signed(version.length, {who: (line["mark"], line["minutes"]) for who, line in lines.items()})


def all_signed(cohort_id: int) -> bool:
    """Whether the register of every session that was held is signed, and there is one."""
    held = Session.objects.live().filter(cohort=cohort_id)
    return held.exists() and not held.exclude(pk__in=RegisterSignoff.objects.values("session")).exists()


@dataclass(frozen=True, slots=True)
class Attended:
    """What a certificate of attendance says of the days."""

    first_on: date
    last_on: date
    sessions: int
    minutes: int


def attended_by(enrolment: Enrolment) -> Attended | None:
    """The sessions that this person was at, by the signed registers; None where there is none."""
    assert enrolment.cohort_id is not None
    there = [
        (one.session.day, one.signed.minutes_of(enrolment.pk))
        for one in registers_of(enrolment.cohort_id)
        if one.signed is not None and one.signed.there(enrolment.pk)
    ]
    if not there:
        return None
    days = [day for day, _ in there]
    return Attended(min(days), max(days), len(there), sum(minutes for _, minutes in there))


def fewest_for_certificates(cohort: Cohort) -> int:
    """How many people must have come before anybody gets a certificate; 0 where it does not matter."""
    return cohort.min_for_certificate or cohort.course.min_for_certificate or 0


def came(registers: list[SessionRegister]) -> int:
    """How many people were there for something."""
    return people_who_came(one.signed for one in registers)
