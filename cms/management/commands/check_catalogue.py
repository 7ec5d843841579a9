"""Compares pages and facts, and says where they differ."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from academy.shared import clock
from cms.checks import differences, mend


class Command(BaseCommand):
    """Ends with code 1 when there are differences."""

    help = "Compare pages and catalogue; print differences. With --mend, let the catalogue follow the pages."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mend", action="store_true", help="write what the pages say")

    def handle(self, *args: Any, **options: Any) -> None:
        left = mend(now=clock.now()) if options["mend"] else differences()
        for difference in left:
            self.stdout.write(str(difference))
        if left:
            raise CommandError(f"{len(left)} differences between pages and catalogue", returncode=1)
        self.stdout.write("Pages and catalogue agree.")
