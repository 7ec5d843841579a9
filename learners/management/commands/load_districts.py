"""Loads which region each postcode district lies in."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from learners.equality.loading import NotThisFile, load_districts


class Command(BaseCommand):
    """Replaces what was loaded before. May be run as often as one likes."""

    help = (
        "Load which region of England each postcode district lies in, from a CSV (columns: outcode, region)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = load_districts(options["file"])
        except NotThisFile as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(f"{done.kept} districts are loaded, {done.left_out} lines left out.")
        for reason in done.reasons:
            self.stdout.write(f"  {reason}")
