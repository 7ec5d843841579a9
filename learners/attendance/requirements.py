"""What a course on dates asks for: every required session by its signed register, and enough people."""

from collections.abc import Sequence
from datetime import date

from courses.delivery.models import Cohort
from learners.attendance.queries import SessionRegister, came, fewest_for_certificates, registers_of
from learners.completion.rules import Part
from learners.enrolments.models import Enrolment


def sessions_attended(enrolment: Enrolment) -> list[Part]:
    """One part for each session that counts, and one for the number of people where that matters."""
    cohort = enrolment.cohort
    if cohort is None:
        return [_part("dates", False, "You have no place on dates of this course. Book one.")]
    registers = registers_of(cohort.pk)
    return parts_of(enrolment.pk, cohort, registers, people=came(registers))


def parts_of(
    place_id: int, cohort: Cohort, registers: Sequence[SessionRegister], *, people: int
) -> list[Part]:
    """The same for one of many places, from what is at hand: registers that count, and how many people came.

    `cohort` comes with its hub and course.
    """
    if not registers:
        return [
            _part("dates", False, "The days of this course are not set yet. We will tell you when they are.")
        ]
    parts = []
    for one in registers:
        day = _day(one.session.day)
        if one.signed is None:
            parts.append(_part(day, False, f"{day}: the register is not signed yet. The trainer does that."))
            continue
        missed = (
            f"{day}: you were not there for all of it. Ask {cohort.hub.name} when you can come to it again."
        )
        parts.append(_part(day, one.signed.there(place_id), missed))
    fewest = fewest_for_certificates(cohort)
    if fewest > 1 and all(one.signed is not None for one in registers):
        words = (
            f"Certificates for these dates need {fewest} people, and {people} came. Ask {cohort.hub.name}."
        )
        parts.append(_part("people", people >= fewest, words))
    return parts


def _part(name: str, met: bool, words: str) -> Part:
    return Part("", None, name, met, words)


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"
