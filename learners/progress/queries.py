"""Reading progress: a course and a lesson as one learner sees them, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from courses.catalogue.models import Course, Lesson, Module
from learners.completion.rules import Part, decide
from learners.enrolments.models import Enrolment
from learners.enrolments.policies import may_learn
from learners.enrolments.states import EnrolmentKind
from learners.enrolments.visitors import Visitor
from learners.progress.captions import lines_of
from learners.progress.facts import LESSON_FIELDS, PROGRESS_FIELDS, LessonFact, ProgressFact
from learners.progress.models import LessonProgress, Reflection
from learners.progress.outlines import CourseView, LessonView, MediaView
from learners.progress.rows import course_outline, neighbours
from learners.progress.rules import seconds_needed

AT_THE_END = 2  # seconds: whoever stopped there begins again from the start


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose progress it is: a place on a course, a guest, or (neither) a newcomer."""

    enrolment: Enrolment | None = None
    guest_key: str | None = None

    def rows(self) -> Q | None:
        """Which rows are this owner's; None when there can be none."""
        if self.enrolment is not None:
            return Q(enrolment=self.enrolment)
        return Q(guest__key=self.guest_key) if self.guest_key else None


def owner_of(visitor: Visitor, course_id: int) -> Owner:
    """The visitor's live self-paced place on this course. One query when signed in, none for a guest."""
    if visitor.account_id is None:
        return Owner(guest_key=visitor.guest_key)
    mine = {"account_id": visitor.account_id, "course_id": course_id, "kind": EnrolmentKind.ONLINE}
    return Owner(enrolment=next(iter(Enrolment.objects.live().filter(**mine)), None))  # there is at most one


def lesson_facts(course_ids: Iterable[int]) -> list[LessonFact]:
    """Every published lesson of these courses in their order. One query."""
    return [LessonFact(*row) for row in _shown(course_ids).values_list(*LESSON_FIELDS)]


def lessons_around(lesson: Lesson) -> list[LessonFact]:
    """The published lessons of this lesson's module and, when it is the first or the last of them, its neighbours in
    the modules beside. One query; at the edge of a module one more."""
    own = lesson.module
    words = (own.number, own.title, own.summary, own.picture, own.is_free)
    rows = Lesson.objects.filter(module=own.pk, published=True).order_by("number", "pk")
    brief = rows.values_list(*LESSON_FIELDS[:6])
    inside = [LessonFact._make([*row, own.course_id, own.key, *words]) for row in brief]
    if not inside or lesson.pk not in (inside[0].pk, inside[-1].pk):
        return inside
    before, after = _beside(own)
    return [*before, *inside, *after]


def _beside(module: Module) -> tuple[list[LessonFact], list[LessonFact]]:
    """The last lesson before this module and the first after it, without the words of their modules. One query."""
    shown = _shown([module.course_id])
    rows = list(shown.values_list("module_id", "module__key", "module__is_free", *LESSON_FIELDS[:6]))
    places = [place for place, row in enumerate(rows) if row[0] == module.pk]
    if not places:
        return [], []

    def facts(start: int, end: int) -> list[LessonFact]:
        none = (0, "", "", "")
        return [
            LessonFact._make([*row[3:], module.course_id, row[1], *none, row[2]]) for row in rows[start:end]
        ]

    return facts(max(0, places[0] - 1), places[0]), facts(places[-1] + 1, places[-1] + 2)


def _shown(course_ids: Iterable[int]) -> QuerySet[Lesson]:
    rows = Lesson.objects.filter(module__course__in=course_ids, module__published=True, published=True)
    # By the ids of course and module: by the names of the relations Django would sort by their titles too.
    return rows.order_by("module__course_id", "module__number", "module_id", "number", "pk")


def progress_of(owner: Owner, lessons: Iterable[LessonFact] | None = None) -> dict[int, ProgressFact]:
    """Lesson id → progress, in these lessons or in all. One query, none for a newcomer."""
    mine = owner.rows()
    if mine is None:
        return {}
    if lessons is not None:
        mine &= Q(lesson__in=[lesson.pk for lesson in lessons])
    rows = LessonProgress.objects.filter(mine).values_list("lesson", *PROGRESS_FIELDS)
    return {row[0]: ProgressFact(*row[1:]) for row in rows}


def progress_by_enrolment(enrolment_ids: Iterable[int]) -> dict[int, dict[int, ProgressFact]]:
    """Enrolment id → lesson id → progress, for several places at once. One query."""
    found: dict[int, dict[int, ProgressFact]] = defaultdict(dict)
    rows = LessonProgress.objects.filter(enrolment__in=enrolment_ids)
    for enrolment_id, lesson_id, *rest in rows.values_list("enrolment", "lesson", *PROGRESS_FIELDS):
        found[enrolment_id][lesson_id] = ProgressFact(*rest)
    return found


def reflections_of(owner: Owner, lesson_id: int) -> dict[str, str]:
    """Block id → what this learner wrote in this lesson. One query, none for a newcomer."""
    mine = owner.rows()
    if mine is None:
        return {}
    return dict(Reflection.objects.filter(mine, lesson=lesson_id).values_list("block_id", "text"))


def guest_lessons(guest_key: str) -> int:
    """In how many lessons a guest has watched, read or written something. One query."""
    begun = LessonProgress.objects.filter(guest__key=guest_key).values("lesson")
    written = Reflection.objects.filter(guest__key=guest_key).exclude(text="").values("lesson")
    return begun.union(written).count()


def missing_of(facts: list[LessonFact], progress: dict[int, ProgressFact]) -> tuple[str, ...]:
    """What completion would say is missing, from facts that are at hand already: the very same words."""
    return missing_beyond(parts_by_lesson(facts), {pk: mine.done_at for pk, mine in progress.items()})


@dataclass(frozen=True, slots=True)
class GroupParts:
    """The required lessons of one module as completion hears them, and what it said of those that were left before."""

    lessons: dict[int, Part]  # not done
    said: dict[tuple[int, ...], tuple[str, ...]]


LessonParts = list[GroupParts]


def parts_by_lesson(facts: list[LessonFact]) -> LessonParts:
    """Module by module, made once for many people."""
    modules: dict[tuple[int, UUID], dict[int, Part]] = defaultdict(dict)
    for fact in facts:
        if fact.required:
            group = f"Module {fact.module_number}, {fact.module_title}"
            part = Part(group, fact.module_number, fact.title, met=False)
            modules[fact.module_number, fact.module_key][fact.pk] = part
    return [GroupParts(lessons, {(): ()}) for lessons in modules.values()]


def missing_beyond(parts: LessonParts, done: Mapping[int, object]) -> tuple[str, ...]:
    """What is missing, in completion's words, for somebody who has done the lessons to whose ids `done` has something
    that is true. Many people have the same left."""
    if not parts:
        return decide([]).missing
    missing: list[str] = []
    for group in parts:
        left = tuple([pk for pk in group.lessons if not done.get(pk)])
        if left not in group.said:
            group.said[left] = decide([group.lessons[pk] for pk in left]).missing
        missing += group.said[left]
    return tuple(missing)


def course_view(*, course: Course, visitor: Visitor, now: datetime) -> CourseView:
    """The course for this visitor. Two queries for a newcomer or guest, three when signed in."""
    owner = owner_of(visitor, course.pk)
    facts = lesson_facts([course.pk])
    progress = progress_of(owner)
    place = owner.enrolment
    return course_outline(
        course,
        facts,
        progress,
        opens_all=place is not None and place.opens_all(now),
        joined=place is not None,
        completed_at=place.completed_at if place else None,
        missing=missing_of(facts, progress) if place and not place.completed_at else (),
    )


def lesson_view(*, key: UUID, visitor: Visitor, now: datetime) -> tuple[LessonView, Lesson, Owner] | None:
    """The lesson for this visitor with its fact and owner; None when no such lesson is published. Four
    queries, at the edge of a module five."""
    known = Lesson.objects.select_related("module__course", "video").filter(key=key)
    fact = next(iter(known.order_by()), None)
    if fact is None or not fact.published or not fact.module.published:
        return None
    course = fact.module.course
    owner = owner_of(visitor, course.pk)
    facts = lessons_around(fact)
    if all(near.pk != fact.pk for near in facts):  # it came down this very moment
        return None
    progress = progress_of(owner, facts)
    return _lesson_view(fact, facts, progress, owner, visitor, now), fact, owner


def _lesson_view(
    fact: Lesson,
    facts: list[LessonFact],
    progress: dict[int, ProgressFact],
    owner: Owner,
    visitor: Visitor,
    now: datetime,
) -> LessonView:
    course, place = fact.module.course, owner.enrolment
    ruling = may_learn(place, fact.module, now=now)
    opens_all = place is not None and place.opens_all(now)
    course_href = reverse("course", args=[course.slug])
    around = neighbours(facts, progress, course_href=course_href, opens_all=opens_all, current=fact.key)
    mine = progress.get(fact.pk) or ProgressFact(0, 0, None, "", fact.content_version, None)
    return LessonView(
        key=str(fact.key),
        title=fact.title,
        summary=fact.summary,
        number=1 + around.module.lessons.index(around.here),
        count=len(around.module.lessons),
        module=around.module,
        course_title=course.title,
        course_href=course_href,
        join_href=reverse("join-course", args=[course.slug]),
        previous=around.previous,
        next=around.next,
        done=mine.done_at is not None,
        done_via=mine.done_via,
        done_by=fact.done_by,
        seconds_watched=mine.seconds,
        seconds_needed=seconds_needed(fact.seconds, course.watch_percent),
        position_s=mine.position_s if mine.position_s < fact.seconds - AT_THE_END else 0,
        saved_at=mine.saved_at,
        updated_since=mine.done_at is not None and mine.content_version < fact.content_version,
        locked=not ruling,
        locked_reason=ruling.reason,
        signed_in=visitor.account_id is not None,
        media=media_view(fact) if ruling else None,
    )


def media_view(fact: Lesson) -> MediaView | None:
    """The lesson's video with its addresses; each of them asks for entitlement again."""
    video = fact.video
    if video is None:
        return None
    return MediaView(
        title=video.title,
        duration_s=video.duration_s,
        video_href=reverse("lesson-video", args=[fact.key]),
        video_bytes=video.bytes,
        audio_href=reverse("lesson-audio", args=[fact.key]) if video.audio else "",
        audio_bytes=video.audio_bytes,
        captions_href=reverse("lesson-captions", args=[fact.key]),
        words_href=reverse("lesson-words", args=[fact.key]),
        words_bytes=len(video.transcript.encode()),
        poster_href=reverse("lesson-poster", args=[fact.key]) if video.poster else "",
        lines=lines_of(video.captions),
    )
