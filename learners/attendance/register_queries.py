"""What the register page shows: one row a person, with the same few queries for ten people and for five hundred."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from academy.accounts.models import Account
from academy.accounts.queries import person_id
from courses.delivery.models import Session
from courses.delivery.words import day_words, hours_words, where_words
from learners.attendance.models import AttendanceMark, RegisterSignoff
from learners.attendance.queries import (
    counted_lines,
    doubles_of,
    line_of,
    on_the_register,
    signoffs,
    standings,
)
from learners.attendance.rules import THERE, Standing
from learners.attendance.states import AWAY, Mark, RegisterState, Source
from learners.enrolments.models import Enrolment
from learners.enrolments.states import PlaceState

A_MOMENT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Row:
    """One person on a register. `was` is how they stood when the page was made, as its form sends it back.

    signed: the mark that was signed, where it is another one than now.
    """

    enrolment_id: int
    name: str
    note: str
    needs: str
    walk_in: bool
    slip: str
    mark: str = ""
    minutes: int | None = None
    key: str = ""
    signed: str | None = None
    checked_in: datetime | None = None  # when they did so themselves, where that mark holds

    @property
    def was(self) -> str:
        return f"{self.mark}/{'' if self.minutes is None else self.minutes}"

    @property
    def said(self) -> str:
        words = Mark(self.mark).label if self.mark else "not marked"
        return f"{words}, {self.minutes} minutes missed" if self.minutes else words


@dataclass(frozen=True, slots=True)
class Register:
    """The register of one session."""

    session: Session
    state: RegisterState
    rows: tuple[Row, ...]
    version: RegisterSignoff | None
    earlier: tuple[RegisterSignoff, ...]  # versions, the newest first
    questioned: tuple[str, ...]  # who had finished, by a version that has been changed since
    day: str
    hours: str
    where: str

    @property
    def is_signed(self) -> bool:
        return self.version is not None

    @property
    def differing(self) -> list[Row]:
        """Whose mark is another one than what was signed, or who came on to it since."""
        return [row for row in self.rows if row.signed is not None]

    @property
    def unmarked(self) -> list[str]:
        return [row.name for row in self.rows if not row.mark]

    @property
    def tally(self) -> tuple[tuple[str, int, str], ...]:
        """(kind, how many, words), in the order in which they are shown."""
        marks = [row.mark for row in self.rows]
        return (
            ("here", sum(mark in THERE for mark in marks), "here"),
            ("late", marks.count(Mark.LATE), "of them late"),
            ("away", sum(mark in AWAY for mark in marks), "not here"),
            ("left", marks.count(""), "to mark"),
        )


def register_of(session: Session) -> Register:
    """`session` comes with its cohort, course, hub and venue. Six queries, seven where somebody was entered twice."""
    places = list(on_the_register(session.cohort_id).select_related("day_needs", "walk_in"))
    stands = standings(session.pk)
    versions = list(signoffs().filter(session=session).order_by("-version"))
    version = versions[0] if versions else None
    before = _first_courses(places)
    doubles = doubles_of(session.cohort_id) if version and version.doubled else {}
    signed = counted_lines(version.lines, doubles) if version else None
    themselves = _checked_in(session)
    return Register(
        session=session,
        state=_state(bool(stands), version),
        rows=tuple(
            replace(row, checked_in=themselves.get(row.key))
            for row in (
                _row(
                    place, session, stands.get(place.pk), signed, first=place.account.person_id not in before
                )
                for place in places
            )
        ),
        version=version,
        earlier=tuple(versions[1:]),
        questioned=tuple(
            str(place.account)
            for place in places
            if place.completed_at is not None and place.state != PlaceState.ATTENDED
        ),
        day=day_words(session.day),
        hours=hours_words(session),
        where=where_words(session),
    )


def _checked_in(session: Session) -> dict[str, datetime]:
    """The marks that people made with the code on the wall, by their keys."""
    marks = AttendanceMark.objects.filter(session=session, source=Source.SELF)
    return dict(marks.values_list("key", "marked_at"))


def _row(
    place: Enrolment,
    session: Session,
    standing: Standing | None,
    signed: Mapping[int, Any] | None,
    *,
    first: bool,
) -> Row:
    """signed: the lines of the newest version, None while there is none."""
    line = line_of(place, standing)
    return Row(
        enrolment_id=place.pk,
        name=str(place.account),
        note="First course" if first else "Has been on a course before",
        needs=needs_of(place),
        walk_in=hasattr(place, "walk_in") and place.walk_in.session_id == session.pk,
        slip=place.walk_in.code if hasattr(place, "walk_in") else "",
        mark=line["mark"],
        minutes=line["minutes"],
        key=standing.key if standing else "",
        signed=None if signed is None else _differs(line, signed.get(place.pk, {})),
    )


def _differs(line: Mapping[str, Any], signed: Mapping[str, Any]) -> str | None:
    """What was signed, where something else is marked now; None where they agree."""
    agrees = (signed.get("mark"), signed.get("minutes")) == (line["mark"], line["minutes"])
    return None if agrees else signed.get("mark", "")


def last_pressed(register: Register, by: Account, *, now: datetime) -> Row | None:
    """Whom this person marked last, a moment ago, where that still holds: for the one button that undoes it."""
    mine = AttendanceMark.objects.filter(session=register.session, recorded_by=by, undoes="")
    last = mine.filter(recorded_at__gt=now - A_MOMENT).order_by("-pk").values_list("key", flat=True).first()
    return next((row for row in register.rows if last is not None and row.key == last), None)


def needs_of(place: Enrolment) -> str:
    """What the trainers need to know for the day, in the person's own words."""
    if not hasattr(place, "day_needs"):
        return ""
    said = [place.day_needs.needs, place.day_needs.diet and f"Food: {place.day_needs.diet}"]
    return ". ".join(words.rstrip(". ") for words in said if words)


def with_choices(register: Register, chosen: Iterable[tuple[int, str, int | None]]) -> Register:
    """The same register as somebody has filled it in, so that nothing is lost when it cannot be saved yet."""
    typed = {who: (mark, minutes) for who, mark, minutes in chosen}
    rows = [
        replace(row, mark=typed[row.enrolment_id][0], minutes=typed[row.enrolment_id][1])
        if row.enrolment_id in typed
        else row
        for row in register.rows
    ]
    return replace(register, rows=tuple(rows))


def _state(marked: bool, version: RegisterSignoff | None) -> RegisterState:
    if version is not None:
        return RegisterState.AMENDED if version.version > 1 else RegisterState.SIGNED
    return RegisterState.OPEN if marked else RegisterState.NOT_STARTED


def _first_courses(places: Sequence[Enrolment]) -> set[int]:
    """The ids of those who have been on dates before, under whichever of their rows."""
    been = Enrolment.objects.annotate(who=person_id()).filter(
        who__in=[place.account.person_id for place in places],
        state__in=(PlaceState.ATTENDED, PlaceState.PART_ATTENDED),
    )
    been = been.exclude(cohort__in={place.cohort_id for place in places})  # these dates are not before
    return set(been.values_list("who", flat=True))
