"""Rows as the database has them: plain tuples, because a page of seventy lessons is built from them."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID


class LessonFact(NamedTuple):
    """A published lesson with its module. Length in seconds."""

    pk: int
    key: UUID
    number: int
    title: str
    seconds: int
    required: bool
    course_id: int
    module_key: UUID
    module_number: int
    module_title: str
    module_summary: str
    module_picture: str
    module_free: bool


LESSON_FIELDS = ("pk", "key", "number", "title", "seconds", "required") + (
    "module__course",
    "module__key",
    "module__number",
    "module__title",
    "module__summary",
    "module__picture",
    "module__is_free",
)


class ProgressFact(NamedTuple):
    """One learner's lesson, without its bits."""

    seconds: int
    position_s: int
    done_at: datetime | None
    done_via: str
    content_version: int
    saved_at: datetime | None  # None: nothing was saved yet


PROGRESS_FIELDS = ProgressFact._fields
