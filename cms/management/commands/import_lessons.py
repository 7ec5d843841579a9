"""Brings lessons in from a table."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.importing.planning import Planned, plan
from cms.importing.reading import CannotRead, read_rows
from cms.importing.writing import write
from cms.models import CoursePage
from cms.pages.publishing import CannotPublish


class Command(BaseCommand):
    """Says for each row what it would do, and does it only with --write. Ends with code 1 when a row was refused."""

    help = (
        "Add or change the lessons of a course from a CSV file with the columns module, number, title, summary, video, "
        "captions, transcript (files beside the CSV), and text, minutes for lessons to read. Without --write nothing "
        "is written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("course", help="the code of the course, such as FOCUS")
        parser.add_argument("file", type=Path, help="the CSV file")
        parser.add_argument("--write", action="store_true", help="write what the rows say")

    def handle(self, *args: Any, **options: Any) -> None:
        course = CoursePage.objects.filter(code=options["course"]).first()
        if course is None:
            codes = (
                ", ".join(CoursePage.objects.exclude(code="").values_list("code", flat=True)) or "none yet"
            )
            raise CommandError(f"There is no course with the code {options['course']}. Courses: {codes}.")
        path: Path = options["file"]
        try:
            planned = plan(course, read_rows(path.read_bytes()), path.parent)
        except OSError as error:
            raise CommandError(f"{path} cannot be opened: {error.strerror}.") from error
        except CannotRead as error:
            raise CommandError(str(error)) from error
        refused = sum([not self._one(row, options["write"]) for row in planned])
        if not options["write"]:
            self.stdout.write("Nothing was written. Add --write to do it.")
        if refused:
            raise CommandError(f"{refused} of {len(planned)} rows were refused; see above.", returncode=1)

    def _one(self, planned: Planned, for_real: bool) -> bool:
        """Say what a row does, and do it when asked. False when it was refused."""
        words = str(planned)
        try:
            if for_real and not planned.reasons and write(planned) is None:
                words = f"Row {planned.row.line}: says nothing new"
        except CannotPublish as error:
            words = f"Row {planned.row.line}: refused. {' '.join(error.messages)}"
            self.stdout.write(words)
            return False
        self.stdout.write(words)
        return not planned.reasons
