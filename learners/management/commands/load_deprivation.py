"""Loads how deprived the neighbourhood of each postcode is."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from learners.equality.loading import NotThisFile, load_deprivation


class Command(BaseCommand):
    """Replaces what was loaded before. May be run as often as one likes."""

    help = (
        "Load the deprivation decile of each postcode from a CSV (columns: postcode, decile), or from one of "
        "postcodes and small areas (LSOA) and one of areas and deciles."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--areas", type=Path, help="the decile of each small area, where FILE names only these"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = load_deprivation(options["file"], options["areas"])
        except NotThisFile as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(f"{done.kept} postcodes are loaded, {done.left_out} lines left out.")
        for reason in done.reasons:
            self.stdout.write(f"  {reason}")
