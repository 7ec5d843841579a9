"""How a group gets on: each person with what is missing, and every lesson of an online course for every person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.urls import reverse

from courses.delivery.models import Cohort
from courses.delivery.words import short_day_words
from learners.dashboards.group_queries import (
    Attended,
    OnlinePlace,
    Person,
    Registers,
    booked,
    cell_of,
    lessons_done_by,
    on_course,
    online_of,
    people_of,
    registers_with_marks,
)
from learners.dashboards.rules import Facts, Look, look_of
from learners.enrolments.states import PlaceState
from learners.progress.facts import LessonFact
from learners.progress.queries import LessonParts, lesson_facts, missing_beyond, parts_by_lesson

ON_A_PAGE = 50
LOOKS: dict[Look, tuple[str, str, str]] = {  # tag, its kind, what the reader could do
    Look.NEEDS_YOU: ("Needs you", "stop", "Ring for a chat, or write."),
    Look.NEEDS_DATE: ("Needs a date", "warn", "Ring, and offer another day."),
    Look.NEAR: ("Nearly there", "info", ""),
    Look.ON_THE_WAY: ("On the way", "", ""),
    Look.FINISHED: ("Finished", "done", ""),
}
SHOWN: dict[str, tuple[str, tuple[Look, ...]]] = {
    "": ("Everybody", tuple(Look)),
    "urgent": ("Most urgent", (Look.NEEDS_YOU, Look.NEEDS_DATE)),
    "near": ("Nearly there", (Look.NEAR,)),
    "done": ("Finished", (Look.FINISHED,)),
}


@dataclass(frozen=True, slots=True)
class SessionHead:
    """One session, as the marks under it are named."""

    day: str
    href: str
    signed: bool


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person. `online`: lessons done of how many, None for whoever is not on the online course that is shown."""

    href: str
    name: str
    phone: str
    place: str
    look: str
    kind: str
    advice: str
    attended: tuple[Attended, ...]
    online: tuple[int, int] | None
    missing: tuple[str, ...]
    cells: tuple[str, ...]  # one a lesson: n, p, d or i


@dataclass(frozen=True, slots=True)
class GridHead:
    """The lessons of an online course: modules with how many lessons each has, and (number, title) of each lesson."""

    title: str
    modules: tuple[tuple[str, int], ...]
    lessons: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """The page. `tabs` and `courses`: (words, address, current). `grid`: None where nobody learns online."""

    total: int
    tabs: tuple[tuple[str, str, bool], ...]
    courses: tuple[tuple[str, str, bool], ...]
    sessions: tuple[SessionHead, ...]
    page: Page[PersonRow]
    grid: GridHead | None
    query: str


@dataclass(frozen=True, slots=True)
class _Group:
    """What was read, before it is laid out."""

    cohort: Cohort
    registers: Registers
    online: dict[int, OnlinePlace]  # by account, on the course that is shown
    facts: list[LessonFact]
    required: int
    now: datetime


def cohort_progress(cohort: Cohort, *, show: str, course: str, number: str, now: datetime) -> Progress:
    """`cohort` comes with its course and hub. Seven queries, however many people, sessions and lessons."""
    places = booked(cohort)
    people, everywhere = people_of(places), online_of(places)
    titles = {one.slug: one.title for one in everywhere}
    chosen = course if course in titles else next(iter(titles), "")
    online = on_course(everywhere, chosen)
    facts = lesson_facts({one.course_id for one in online.values()}) if online else []
    required = sum(fact.required for fact in facts)
    group = _Group(cohort, registers_with_marks(cohort), online, facts, required, now)
    looks = {one.place_id: _look(one, group) for one in people}
    wanted = [one for one in people if looks[one.place_id] in SHOWN[show][1]]
    page = Paginator(wanted, ON_A_PAGE).get_page(number)
    return Progress(
        total=len(people),
        tabs=_tabs(list(looks.values()), show, course),
        courses=_courses(titles, chosen, show) if len(titles) > 1 else (),
        sessions=_heads(group.registers),
        page=_laid_out(page, group, looks),
        grid=_grid_head(facts, titles[chosen]) if facts else None,
        query=_query(show=show, course=course),
    )


def _look(one: Person, group: _Group) -> Look:
    marks = group.registers.there(one.place_id)
    online = group.online.get(one.account_id)
    idle = online is not None and not online.begun and online.completed_at is None
    return look_of(
        Facts(
            there=marks.count(True),
            missed=marks.count(False),
            to_come=marks.count(None),
            completed=one.completed_at is not None,
            online_done=online.done if online else 0,
            online_left=_left(online, group.required),
            idle_days=(group.now - online.started_at).days if online and idle else None,
        )
    )


def _left(online: OnlinePlace | None, required: int) -> int | None:
    if online is None:
        return None
    return 0 if online.completed_at else max(0, required - online.done)


def _laid_out(page: Page[Person], group: _Group, looks: dict[int, Look]) -> Page[PersonRow]:
    shown = list(page.object_list)
    learning = [group.online[one.account_id].pk for one in shown if one.account_id in group.online]
    done = lessons_done_by(learning) if learning else {}
    parts = parts_by_lesson(group.facts)
    laid_out: Page[PersonRow] = Page([], page.number, page.paginator)  # type: ignore[arg-type]
    laid_out.object_list = [_row(one, group, looks[one.place_id], done, parts) for one in shown]
    return laid_out


def _row(
    one: Person, group: _Group, look: Look, done: dict[int, dict[int, str]], parts: LessonParts
) -> PersonRow:
    online = group.online.get(one.account_id)
    mine = done.get(online.pk, {}) if online else {}
    words, kind, advice = LOOKS[look]
    return PersonRow(
        href=reverse("date-person", args=[group.cohort.token, one.place_id]),
        name=one.name,
        phone=one.phone if advice else "",
        place=str(PlaceState(one.state).label),
        look=words,
        kind=kind,
        advice=advice,
        attended=group.registers.of(one.place_id),
        online=(online.done, group.required) if online else None,
        missing=_missing(one, group, online, mine, parts),
        cells=tuple([cell_of(mine.get(fact.pk)) for fact in group.facts]) if online else (),
    )


def _missing(
    one: Person, group: _Group, online: OnlinePlace | None, mine: dict[int, str], parts: LessonParts
) -> tuple[str, ...]:
    """Of the dates, then online, in completion's own words; nothing for what is finished."""
    of_dates: tuple[str, ...] = ()
    if one.completed_at is None:
        of_dates = group.registers.missing(one.place_id, group.cohort)
    if online is None or online.completed_at is not None:
        return of_dates
    return (*of_dates, *missing_beyond(parts, mine))


def _heads(registers: Registers) -> tuple[SessionHead, ...]:
    return tuple(
        SessionHead(
            short_day_words(one.session.day),
            reverse("register", args=[one.session.uid]),
            one.signed is not None,
        )
        for one in registers.held
    )


def _grid_head(facts: list[LessonFact], title: str) -> GridHead:
    modules = groupby(facts, key=lambda fact: (fact.module_number, fact.module_title, fact.module_key))
    return GridHead(
        title=title,
        modules=tuple((f"{number}. {name}", len(list(rows))) for (number, name, _), rows in modules),
        lessons=tuple((fact.number, fact.title) for fact in facts),
    )


def _tabs(looks: Sequence[Look], show: str, course: str) -> tuple[tuple[str, str, bool], ...]:
    return tuple(
        (
            f"{label} ({sum(look in wanted for look in looks)})",
            f"?{_query(show=key, course=course)}".rstrip("&"),
            key == show,
        )
        for key, (label, wanted) in SHOWN.items()
    )


def _courses(titles: dict[str, str], chosen: str, show: str) -> tuple[tuple[str, str, bool], ...]:
    return tuple(
        (title, f"?{_query(show=show, course=slug)}".rstrip("&"), slug == chosen)
        for slug, title in titles.items()
    )


def _query(**parts: str) -> str:
    """What stands in the address beside the number of the page, ending in &."""
    return "".join(f"{name}={value}&" for name, value in parts.items() if value)
