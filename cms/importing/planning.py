"""Looking at each row before anything is written: what it would do, or every reason why it cannot."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cms.importing.reading import Row
from cms.models import CoursePage, LessonPage, ModulePage
from courses.catalogue.models import Lesson
from courses.media.mp4 import NotMp4, seconds_in
from courses.media.rules import captions_fault, length_fault

MOST_NUMBER, LONGEST_TITLE, LONGEST_SUMMARY, MOST_MINUTES = 999, 160, 300, 240


@dataclass(frozen=True, slots=True)
class Film:
    """A video with its words, as files on this machine. Its name in the storage comes from its content."""

    path: Path
    seconds: int
    captions: str
    transcript: str

    @property
    def stored_as(self) -> str:
        digest = hashlib.sha256(self.path.read_bytes()).hexdigest()
        return f"videos/{digest[:24]}.mp4"


@dataclass(frozen=True, slots=True)
class Planned:
    """What a row would do. With reasons it does nothing. `page` is the lesson that is there already."""

    row: Row
    reasons: tuple[str, ...] = ()
    module: ModulePage | None = None
    page: LessonPage | None = None
    film: Film | None = None

    @property
    def number(self) -> int:
        return int(self.row.number)

    def __str__(self) -> str:
        where = f"Row {self.row.line}"
        if self.reasons:
            return f"{where}: refused. {' '.join(self.reasons)}"
        assert self.module is not None
        name = f"lesson {self.number} of {self.module.title}, “{self.row.title}”"
        return f"{where}: changes {name}" if self.page else f"{where}: adds {name}"


def plan(course: CoursePage, rows: list[Row], folder: Path) -> list[Planned]:
    """One plan for each row, module by module in the order of their numbers."""
    modules = list(ModulePage.objects.child_of(course).order_by("path"))
    seen: set[tuple[str, str]] = set()
    planned = []
    for row in rows:
        name = (row.module.casefold(), row.number)
        twice = ["This module and number stand in an earlier row already."] if name in seen else []
        seen.add(name)
        planned.append(_plan_one(row, modules, folder, twice))
    return sorted(planned, key=_order)


def _plan_one(row: Row, modules: list[ModulePage], folder: Path, reasons: list[str]) -> Planned:
    module = next((one for one in modules if one.title.casefold() == row.module.casefold()), None)
    if module is None:
        names = ", ".join(one.title for one in modules) or "none yet"
        reasons.append(f"There is no module “{row.module}” in this course. Its modules: {names}.")
    reasons += _faults(row)
    film, film_faults = _film(row, folder) if row.video else (None, [])
    reasons += film_faults
    if reasons or module is None:
        return Planned(row, tuple(reasons))
    page = find_page(module, int(row.number))
    if film is None and not row.text and page is None:
        return Planned(row, ("A lesson needs a video or a text.",))
    return Planned(row, (), module, page, film)


def find_page(module: ModulePage, number: int) -> LessonPage | None:
    """The lesson that was imported under this number, else the one that learners see under it."""
    pages = LessonPage.objects.child_of(module)
    imported = pages.filter(slug=f"lesson-{number}").first()
    if imported is not None:
        return imported
    key = Lesson.objects.filter(module__key=module.key, number=number, published=True).values_list(
        "key", flat=True
    )
    found: LessonPage | None = pages.filter(translation_key__in=key).first()
    return found


def _faults(row: Row) -> Iterator[str]:
    if not _is_from_one_to(MOST_NUMBER, row.number):
        yield f"The number must be from 1 to {MOST_NUMBER}, not “{row.number}”."
    if not row.title:
        yield "The title is missing."
    if len(row.title) > LONGEST_TITLE:
        yield f"The title is longer than {LONGEST_TITLE} characters."
    if len(row.summary) > LONGEST_SUMMARY:
        yield f"The summary is longer than {LONGEST_SUMMARY} characters."
    if row.minutes and not _is_from_one_to(MOST_MINUTES, row.minutes):
        yield f"The minutes must be from 1 to {MOST_MINUTES}, not “{row.minutes}”."
    if not row.video and (row.captions or row.transcript):
        yield "There are captions or words, but no video."


def _is_from_one_to(most: int, typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) <= 9 and 1 <= int(typed) <= most


def _film(row: Row, folder: Path) -> tuple[Film | None, list[str]]:
    """The video with its words, or what is wrong with its files."""
    path, faults = folder / row.video, _elsewhere(folder, row)
    if faults:
        return None, faults
    seconds = 0
    try:
        with path.open("rb") as file:
            seconds = seconds_in(file, path.stat().st_size)
    except OSError:
        faults.append(f"The video {row.video} is not in {folder}.")
    except NotMp4 as error:
        faults.append(f"The video {row.video} is not an MP4 file that browsers can play: {error}.")
    if fault := length_fault(seconds):
        faults.append(f"The video {row.video} cannot be used. {fault}")
    captions = _text_file(folder, row.captions, "captions", faults)
    if captions and (fault := captions_fault(captions)):
        faults.append(f"The captions {row.captions} cannot be used. {fault}")
    transcript = _text_file(folder, row.transcript, "words", faults)
    return Film(path, seconds, captions, transcript), faults


def _elsewhere(folder: Path, row: Row) -> list[str]:
    """The files of a row stand beside the table or below it. Whoever wrote the table may not be who runs the command:
    it must not publish what else this machine holds."""
    inside, names = folder.resolve(), (row.video, row.captions, row.transcript)
    outside = [name for name in names if not (inside / name).resolve().is_relative_to(inside)]
    return [f"{name} does not stand beside the table. Put it there." for name in outside]


def _text_file(folder: Path, name: str, what: str, faults: list[str]) -> str:
    if not name:
        faults.append(f"The video has no {what}. Name their file.")
        return ""
    try:
        text = (folder / name).read_text(encoding="utf-8-sig").strip()
    except OSError:
        faults.append(f"The {what} {name} are not in {folder}.")
        return ""
    except UnicodeDecodeError:
        faults.append(f"The {what} {name} are not written in UTF-8.")
        return ""
    if not text:
        faults.append(f"The file of the {what}, {name}, is empty.")
    return text


def _order(planned: Planned) -> Any:
    if planned.module is None:
        return ("", planned.row.line)
    return (planned.module.path, planned.number)
