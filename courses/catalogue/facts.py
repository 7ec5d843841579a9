"""What the catalogue is told about a page that went up: frozen, plain, without a page in it."""

from dataclasses import dataclass
from uuid import UUID

from courses.catalogue.kinds import CertificateKind, CourseKind, DoneBy


@dataclass(frozen=True, slots=True)
class CourseFact:
    """A course. `watch_percent`: how much of a video counts as having watched it, 1 to 100.

    For one that happens with other people: the least age, the age under which a guardian has to agree, how many must
    have been there for certificates, the codes of courses that help before, and what people can do after it.
    """

    key: UUID
    code: str
    slug: str
    title: str
    summary: str = ""
    kind: CourseKind = CourseKind.ONLINE
    certificate_kind: CertificateKind = CertificateKind.COMPLETION
    watch_percent: int = 90
    is_sample: bool = False
    min_age: int | None = None
    consent_below: int = 18
    min_for_certificate: int | None = None
    prior: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModuleFact:
    """A module of the course with this key. `number` is its place, from 1."""

    key: UUID
    course_key: UUID
    number: int
    title: str
    summary: str = ""
    picture: str = ""
    is_free: bool = False


@dataclass(frozen=True, slots=True)
class LessonFact:
    """A lesson of the module with this key. `seconds` is the length of its video, or the time it takes to read."""

    key: UUID
    module_key: UUID
    number: int
    title: str
    seconds: int
    done_by: DoneBy
    summary: str = ""
    required: bool = True
    video_id: int | None = None
