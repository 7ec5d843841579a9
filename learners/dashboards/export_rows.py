"""The rows of a spreadsheet about the people on some dates, made while they are written: some people at a time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from academy.shared.clock import london_date
from academy.shared.spreadsheets import csv_parts
from academy.shared.workbooks import CONTENT_TYPE, write_workbook
from courses.delivery.models import Cohort
from courses.delivery.words import short_day_words
from learners.dashboards.group_queries import (
    OnlinePlace,
    Person,
    Registers,
    booked,
    lessons_done_by,
    on_course,
    online_of,
    people_of,
    registers_with_marks,
)
from learners.dashboards.models import ExportFormat, ExportOf
from learners.enrolments.models import Enrolment
from learners.enrolments.states import PlaceState, Source
from learners.progress.models import DoneVia
from learners.progress.queries import LessonParts, lesson_facts, missing_beyond, parts_by_lesson

AT_ONCE = 500  # people
TYPES = {ExportFormat.CSV: "text/csv; charset=utf-8", ExportFormat.XLSX: CONTENT_TYPE}
ADULT = {True: "yes", False: "no", None: ""}
LESSON_WORDS: dict[str | None, str] = {None: "", "": "begun", **dict.fromkeys(DoneVia.values, "done")}
LESSON_WORDS[DoneVia.IN_PERSON.value] = "done in person"
WHO = (
    ("Name", "account__full_name"),
    ("Stands", "state"),
    ("E-mail", "account__email"),
    ("Phone", "account__phone"),
    ("18 or over", "account__is_adult"),
    ("Came by", "source"),
    ("Asked on", "requested_at"),
    ("Booked on", "confirmed_at"),
    ("Waiting since", "waiting_since"),
    ("Ended on", "ended_at"),
    ("Why it ended", "ended_why"),
)

Row = list[object]
Tell = Callable[[int, int], None]  # people done, of how many


@dataclass(frozen=True, slots=True)
class Table:
    """A head and its rows, each made when it is asked for."""

    title: str
    head: list[str]
    rows: Iterator[Row]


def write_export(
    target: IO[bytes], cohort: Cohort, *, of: str, format: str, course: str, tell: Tell | None = None
) -> None:
    """Write the file. `cohort` comes with its course and hub; `course`: the slug of an online course."""
    tell = tell or (lambda done, total: None)
    table = people_table(cohort, tell) if of == ExportOf.PEOPLE else progress_table(cohort, course, tell)
    if format == ExportFormat.CSV:
        target.writelines(csv_parts(_with_head(table)))
    else:
        write_workbook(target, table.head, table.rows, title=table.title)


def rows_in(cohort: Cohort, of: str) -> int:
    """How many people stand in it. One query."""
    return (Enrolment.objects.filter(cohort=cohort) if of == ExportOf.PEOPLE else booked(cohort)).count()


def people_table(cohort: Cohort, tell: Tell) -> Table:
    """Everybody who is or was on it. What they need, eat or told about themselves is not in it."""
    fields = [field for _, field in WHO]
    places = Enrolment.objects.filter(cohort=cohort).order_by("account__full_name", "pk")
    rows = list(places.values_list(*fields))

    def made() -> Iterator[Row]:
        for number, values in enumerate(rows, start=1):
            yield _who(dict(zip(fields, values, strict=True)))
            if number % AT_ONCE == 0 or number == len(rows):
                tell(number, len(rows))

    return Table("Who is on it", [name for name, _ in WHO], made())


def _who(facts: dict[str, Any]) -> Row:
    facts["state"] = _sentence(PlaceState(facts["state"]).label)
    facts["source"] = _sentence(Source(facts["source"]).label) if facts["source"] else ""
    facts["account__is_adult"] = ADULT[facts["account__is_adult"]]
    return [_cell(value) for value in facts.values()]


def progress_table(cohort: Cohort, slug: str, tell: Tell) -> Table:
    """Everybody with a place: each session, each lesson of the online course with this slug, else of the first."""
    places = booked(cohort)
    people, everywhere = people_of(places), online_of(places)
    slugs = list(dict.fromkeys(one.slug for one in everywhere))
    chosen = slug if slug in slugs else next(iter(slugs), "")
    online = on_course(everywhere, chosen)
    facts = lesson_facts({one.course_id for one in online.values()}) if online else []
    registers, parts = registers_with_marks(cohort), parts_by_lesson(facts)
    ids = [fact.pk for fact in facts]
    head = ["Name", "Stands"]
    head += [
        f"{short_day_words(one.session.day)}{'' if one.signed else ' (not signed)'}" for one in registers.held
    ]
    head += ["Finished the dates on", "What is missing"]
    head += (
        [f"Lessons done, of {sum(fact.required for fact in facts)}", "Finished online on"] if facts else []
    )
    head += [f"{fact.module_number}.{fact.number} {fact.title}" for fact in facts]

    def made() -> Iterator[Row]:
        for start in range(0, len(people), AT_ONCE):
            some = people[start : start + AT_ONCE]
            done = lessons_done_by(online[one.account_id].pk for one in some if one.account_id in online)
            for one in some:
                mine = online.get(one.account_id)
                yield _gets_on(
                    one, cohort, registers, mine, done.get(mine.pk, {}) if mine else {}, parts, ids
                )
            tell(start + len(some), len(people))

    return Table("How everybody gets on", head, made())


def _gets_on(
    one: Person,
    cohort: Cohort,
    registers: Registers,
    online: OnlinePlace | None,
    mine: dict[int, str],
    parts: LessonParts,
    ids: list[int],
) -> Row:
    missing: list[str] = []
    if one.completed_at is None:
        missing += registers.missing(one.place_id, cohort)
    if online is not None and online.completed_at is None:
        missing += missing_beyond(parts, mine)
    row: Row = [one.name, _sentence(PlaceState(one.state).label)]
    row += [it.words if it.mark else "" for it in registers.of(one.place_id)]
    row += [_day(one.completed_at), " ".join(missing)]
    if online is None:
        return row + (["not on this course"] if ids else [])
    row += [online.done, _day(online.completed_at)]
    row += map(LESSON_WORDS.__getitem__, map(mine.get, ids))
    return row


def _with_head(table: Table) -> Iterator[Row]:
    yield list(table.head)
    yield from table.rows


def _cell(value: object) -> object:
    return _day(value) if isinstance(value, datetime) else "" if value is None else value


def _day(at: datetime | None) -> date | None:
    return london_date(at) if at is not None else None


def _sentence(words: object) -> str:
    return str(words).capitalize()
