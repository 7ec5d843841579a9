"""What the pages of a course show to one learner: frozen, plain, and ready for a template."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class LessonRow:
    """One lesson in a list."""

    key: str
    href: str
    title: str
    number: int
    seconds: int
    done: bool
    now: bool
    locked: bool


@dataclass(frozen=True, slots=True)
class ModuleRow:
    """One module with its lessons. `state` is done, now (begun) or new; done and total count required lessons."""

    key: str
    number: int
    title: str
    summary: str
    picture: str
    href: str
    free: bool
    locked: bool
    state: str
    lessons: tuple[LessonRow, ...]
    done: int
    total: int
    seconds: int


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to do now."""

    kicker: str
    title: str
    why: str
    href: str
    action: str
    picture: str


@dataclass(frozen=True, slots=True)
class CourseView:
    """A course as one learner sees it; not `shown`: its page is down for now."""

    key: str
    slug: str
    title: str
    summary: str
    href: str
    join_href: str
    modules: tuple[ModuleRow, ...]
    done: int
    total: int
    seconds_left: int
    next_step: NextStep | None
    shown: bool
    joined: bool
    opens_all: bool
    completed_on: date | None
    missing: tuple[str, ...]
    watch_percent: int
    gives_certificate: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the words, with the second at which it begins."""

    start_s: int
    text: str


@dataclass(frozen=True, slots=True)
class MediaView:
    """A video with everything that belongs to it. Lengths in seconds, sizes in bytes."""

    title: str
    duration_s: int
    video_href: str
    video_bytes: int
    audio_href: str
    audio_bytes: int
    captions_href: str
    words_href: str
    words_bytes: int
    poster_href: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class LessonView:
    """A lesson as one learner sees it."""

    key: str
    title: str
    summary: str
    number: int
    count: int
    module: ModuleRow
    course_title: str
    course_href: str
    join_href: str
    previous: LessonRow | None
    next: LessonRow | None
    done: bool
    done_via: str
    done_by: str
    seconds_watched: int
    seconds_needed: int
    position_s: int
    saved_at: datetime | None
    updated_since: bool
    locked: bool
    locked_reason: str
    signed_in: bool
    media: MediaView | None
