"""A bare loop that writes the same list: plain queries into dictionaries, a line a person, no sessions, no rules."""

import csv
import tempfile
from collections.abc import Iterable
from pathlib import Path

import openpyxl

from courses.catalogue.models import Lesson
from learners.enrolments.models import Enrolment
from learners.progress.models import LessonProgress
from tests.bench.lists.weigh import weighed

WORDS = {"": "begun", "in_person": "done in person"}


def main(cohort: str, format: str) -> None:
    def make() -> int:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"list.{format}"
            write_csv(path, table(cohort)) if format == "csv" else write_workbook(path, table(cohort))
            return path.stat().st_size

    weighed(make)


def table(cohort: str) -> Iterable[list[str]]:
    places = Enrolment.objects.filter(cohort=int(cohort)).order_by("account__full_name")
    people = list(places.values_list("account", "account__full_name"))
    online = Enrolment.objects.filter(course__code="FOCUS", account__in=places.order_by().values("account"))
    done = {}
    rows = LessonProgress.objects.filter(enrolment__in=online)
    for account, lesson, via in rows.values_list("enrolment__account", "lesson", "done_via"):
        done[account, lesson] = WORDS.get(via, "done")
    lessons = list(
        Lesson.objects.filter(module__course__code="FOCUS", published=True, module__published=True)
        .order_by("module__number", "number")
        .values_list("pk", "title", "module__number", "module__title")
    )
    yield ["Name", "What is missing", *(title for _, title, _, _ in lessons)]
    for account, name in people:
        left: dict[str, list[str]] = {}
        for lesson, title, number, module in lessons:
            if done.get((account, lesson), "begun") == "begun":
                left.setdefault(f"Module {number}, {module}", []).append(title)
        missing = [f"{module}: {len(titles)} lessons to go." for module, titles in left.items()]
        yield [name, " ".join(missing), *(done.get((account, lesson), "") for lesson, _, _, _ in lessons)]


def write_csv(path: Path, rows: Iterable[list[str]]) -> None:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)


def write_workbook(path: Path, rows: Iterable[list[str]]) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("List")
    for row in rows:
        sheet.append(row)
    book.save(path)
