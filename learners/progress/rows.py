"""Building what a page shows from plain facts. Pure but for the addresses."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.urls import reverse

from academy.shared.clock import london_date
from courses.catalogue.models import Course
from learners.progress.facts import LessonFact, ProgressFact
from learners.progress.outlines import CourseView, LessonRow, ModuleRow, NextStep

LESSONS = "/lesson/"  # reverse() for seventy rows costs more than their query; a test holds the two together

Progress = Mapping[int, ProgressFact]
NEVER = datetime.min.replace(tzinfo=UTC)


def module_rows(
    facts: list[LessonFact],
    progress: Progress,
    *,
    course_href: str,
    opens_all: bool,
    current: UUID | None = None,
) -> tuple[ModuleRow, ...]:
    """Modules with their lessons, marked done, open or locked, and `current` marked as where the learner is."""
    modules: dict[UUID, list[LessonFact]] = defaultdict(list)
    for fact in facts:
        modules[fact.module_key].append(fact)
    return tuple(
        _module_row(members, progress, course_href, opens_all, current) for members in modules.values()
    )


def _module_row(
    members: list[LessonFact], progress: Progress, course_href: str, opens_all: bool, current: UUID | None
) -> ModuleRow:
    first = members[0]
    locked = not (first.module_free or opens_all)
    lessons = tuple([_lesson_row(fact, progress.get(fact.pk), locked, current) for fact in members])
    required = [row.done for fact, row in zip(members, lessons, strict=True) if fact.required]
    done, total = sum(required), len(required)
    begun = any(fact.pk in progress or fact.key == current for fact in members)
    return ModuleRow(
        key=str(first.module_key),
        number=first.module_number,
        title=first.module_title,
        summary=first.module_summary,
        picture=first.module_picture,
        href=f"{course_href}#module-{first.module_number}",
        free=first.module_free,
        locked=locked,
        state="done" if total and done == total else "now" if begun else "new",
        lessons=lessons,
        done=done,
        total=total,
        seconds=sum(fact.seconds for fact in members),
    )


def _lesson_row(fact: LessonFact, mine: ProgressFact | None, locked: bool, current: UUID | None) -> LessonRow:
    return LessonRow(
        key=str(fact.key),
        href=f"{LESSONS}{fact.key}/",
        title=fact.title,
        number=fact.number,
        seconds=fact.seconds,
        done=mine is not None and mine.done_at is not None,
        now=fact.key == current,
        locked=locked,
    )


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where a lesson stands in its course."""

    here: LessonRow
    module: ModuleRow
    previous: LessonRow | None
    next: LessonRow | None


def neighbours(
    facts: list[LessonFact], progress: Progress, *, course_href: str, opens_all: bool, current: UUID
) -> Neighbours:
    """Around the lesson `current`: its module whole, of the others the lesson before and the one after."""
    place = next(place for place, fact in enumerate(facts) if fact.key == current)
    members = [fact for fact in facts if fact.module_key == facts[place].module_key]
    module = _module_row(members, progress, course_href, opens_all, current)

    def row(fact: LessonFact) -> LessonRow:
        return _lesson_row(fact, progress.get(fact.pk), not (fact.module_free or opens_all), current)

    return Neighbours(
        here=row(facts[place]),
        module=module,
        previous=row(facts[place - 1]) if place else None,
        next=row(facts[place + 1]) if place + 1 < len(facts) else None,
    )


def course_outline(
    course: Course,
    facts: list[LessonFact],
    progress: Progress,
    *,
    opens_all: bool,
    joined: bool,
    completed_at: datetime | None,
    missing: tuple[str, ...] = (),
) -> CourseView:
    """The whole course for one learner."""
    here = _here(facts, progress, opens_all)
    href = reverse("course", args=[course.slug])
    modules = module_rows(
        facts, progress, course_href=href, opens_all=opens_all, current=here.key if here else None
    )
    done, total = sum(module.done for module in modules), sum(module.total for module in modules)
    ready = joined and completed_at is None and 0 < total == done  # the last one left was taken down
    return CourseView(
        key=str(course.key),
        slug=course.slug,
        title=course.title,
        summary=course.summary,
        href=href,
        join_href=reverse("join-course", args=[course.slug]),
        modules=modules,
        done=done,
        total=total,
        seconds_left=sum(
            fact.seconds for fact in facts if fact.required and not _done(progress.get(fact.pk))
        ),
        next_step=_finish(course) if ready else _next_step(here, progress),
        shown=course.published,
        joined=joined,
        opens_all=opens_all,
        completed_on=london_date(completed_at) if completed_at else None,
        missing=missing,
        watch_percent=course.watch_percent,
        gives_certificate=course.certificate_kind != "none",
    )


def _done(mine: ProgressFact | None) -> bool:
    return mine is not None and mine.done_at is not None


def _here(facts: list[LessonFact], progress: Progress, opens_all: bool) -> LessonFact | None:
    """Where to go on: the lesson left half way most recently, else the first open required one that is not done."""
    open_facts = [fact for fact in facts if opens_all or fact.module_free]
    begun = [fact for fact in open_facts if fact.pk in progress and not _done(progress[fact.pk])]
    if begun:
        return max(begun, key=lambda fact: progress[fact.pk].saved_at or NEVER)
    return next((fact for fact in open_facts if fact.required and not _done(progress.get(fact.pk))), None)


def _finish(course: Course) -> NextStep:
    return NextStep(
        kicker="Your next step",
        title=f"Finish {course.title}",
        why="You have done every lesson that it asks for.",
        href=reverse("finish-course", args=[course.slug]),
        action="Finish the course",
        picture="certificate",
    )


def _next_step(here: LessonFact | None, progress: Progress) -> NextStep | None:
    if here is None:
        return None
    minutes = max(1, round(here.seconds / 60))
    takes = "It takes about a minute." if minutes == 1 else f"It takes {minutes} minutes."
    mine = progress.get(here.pk)
    stopped = ""
    if mine and mine.position_s:
        stopped = f" You stopped at {clock_words(mine.position_s)}, and we kept your place."
    return NextStep(
        kicker="Your next step",
        title=here.title,
        why=f"Module {here.module_number}, lesson {here.number}. {takes}{stopped}",
        href=f"{LESSONS}{here.key}/",
        action="Carry on" if progress else "Start",
        picture=here.module_picture,
    )


def clock_words(seconds: int) -> str:
    """41 → "41 seconds", 95 → "1 minute 35 seconds"."""
    minutes, rest = divmod(seconds, 60)
    words = [f"{minutes} minute{'s' * (minutes != 1)}"] if minutes else []
    if rest or not minutes:
        words.append(f"{rest} second{'s' * (rest != 1)}")
    return " ".join(words)
