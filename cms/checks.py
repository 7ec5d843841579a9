"""Do pages and facts agree? For the nightly look, and for `manage.py check_catalogue`."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import Model
from wagtail.models import Page

from academy.shared.page_cache import forget_pages
from cms import facts
from cms.pages.courses import CoursePage, LearningPage, LessonPage, ModulePage
from cms.pages.taught import TaughtCoursePage
from courses.catalogue.actions import withdraw
from courses.catalogue.models import Course, Lesson, Module
from courses.media.models import Video

log = logging.getLogger(__name__)

Values = dict[str, Any]
COURSE = (
    "code", "slug", "title", "summary", "kind", "certificate_kind", "watch_percent", "is_sample",
    "min_age", "consent_below", "min_for_certificate",
)  # fmt: skip
KINDS = (CoursePage, TaughtCoursePage, ModulePage, LessonPage)
MODULE = ("course__key", "number", "title", "summary", "picture", "is_free")
LESSON = ("module__key", "number", "title", "summary", "required", "done_by", "video_id", "seconds")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing on which a page and its fact do not agree. `page_id` is None when there is no live page."""

    kind: str
    key: UUID
    title: str
    words: str
    page_id: int | None

    def __str__(self) -> str:
        return f"{self.kind} “{self.title}” ({self.key}): {self.words}"


def differences() -> list[Difference]:
    """Every difference between live pages and shown facts. A constant number of queries."""
    pages = {kind: list(kind.objects.live().order_by("path")) for kind in KINDS}
    by_path = {page.path: page for group in pages.values() for page in group}
    lengths = dict(Video.objects.values_list("pk", "duration_s"))
    found: list[Difference] = []
    courses = [*pages[CoursePage], *pages[TaughtCoursePage]]
    found += _compare("course", Course, COURSE, {page: _course(page) for page in courses})
    said = {page: _module(page, by_path, pages[ModulePage]) for page in pages[ModulePage]}
    found += _compare("module", Module, MODULE, said)
    said = {page: _lesson(page, by_path, pages[LessonPage], lengths) for page in pages[LessonPage]}
    return found + list(_compare("lesson", Lesson, LESSON, said))


def mend(*, now: datetime) -> list[Difference]:
    """Record what the pages say today, courses first. Gives what is still different."""
    for difference in differences():
        try:
            with transaction.atomic():
                _mend_one(difference, now)
        except (DatabaseError, facts.Misplaced, Page.DoesNotExist):
            log.exception("could not mend %s", difference)
    forget_pages()
    return differences()


def _mend_one(difference: Difference, now: datetime) -> None:
    if difference.page_id is None:
        withdraw(key=difference.key, now=now)
        return
    page = Page.objects.get(pk=difference.page_id).specific
    facts.record(page, now=now)


def _course(page: CoursePage | TaughtCoursePage) -> Values:
    fact = facts.taught_fact(page) if isinstance(page, TaughtCoursePage) else facts.course_fact(page)
    return {name: getattr(fact, name) for name in COURSE}


def _module(page: ModulePage, by_path: dict[str, Page], beside: list[ModulePage]) -> Values | None:
    course = by_path.get(page._get_basepath(page.path, page.depth - 1)) or _draft_above(page)
    if not isinstance(course, CoursePage):
        return None
    fact = facts.module_fact(page, course_key=course.key, number=_number(page, beside))
    return {name: getattr(fact, name.replace("__", "_")) for name in MODULE}


def _lesson(
    page: LessonPage, by_path: dict[str, Page], beside: list[LessonPage], lengths: dict[int, int]
) -> Values | None:
    module = by_path.get(page._get_basepath(page.path, page.depth - 1)) or _draft_above(page)
    if not isinstance(module, ModulePage):
        return None
    seconds = lengths.get(page.video_id or 0)
    number = _number(page, beside)
    fact = facts.lesson_fact(page, module_key=module.key, number=number, video_seconds=seconds)
    return {name: getattr(fact, name.replace("__", "_")) for name in LESSON}


def _draft_above(page: LearningPage) -> Page | None:
    """The page above, which is not live; None when the tree is broken."""
    above = Page.objects.filter(path=page._get_basepath(page.path, page.depth - 1)).first()
    return above.specific if above is not None else None


def _number(page: LearningPage, beside: list[Any]) -> int:
    parent = page.path[: -page.steplen]
    return 1 + [other.path for other in beside if other.path[: -page.steplen] == parent].index(page.path)


def _compare(
    kind: str, model: type[Model], names: tuple[str, ...], said: dict[Any, Values | None]
) -> Iterator[Difference]:
    """What pages say beside what the rows of this model hold."""
    rows = {row["key"]: row for row in model._default_manager.values("key", "published", "title", *names)}
    live = set()
    for page, values in said.items():
        live.add(page.key)
        row = rows.get(page.key)
        if values is None:
            yield Difference(kind, page.key, page.title, "does not stand where it belongs", page.pk)
        elif row is None or not row["published"]:
            yield Difference(kind, page.key, page.title, "is live but not in the catalogue", page.pk)
        elif wrong := [name for name in names if row[name] != values[name]]:
            words = ", ".join(f"{name} is {row[name]!r}, the page says {values[name]!r}" for name in wrong)
            yield Difference(kind, page.key, page.title, words, page.pk)
    for key, row in rows.items():
        if row["published"] and key not in live:
            yield Difference(kind, key, row["title"], "is in the catalogue but has no live page", None)
