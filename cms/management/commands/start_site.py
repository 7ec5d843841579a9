"""Makes the front page and the pages of text that every page's foot leads to, on a new installation."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from cms.sample.site import load_site


class Command(BaseCommand):
    """The texts are samples and say so; editors write over them. May be run again: what they wrote stays."""

    help = "Make the front page, privacy, accessibility and help, with sample texts to write over."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            home = load_site()
        if options["verbosity"]:
            self.stdout.write(f"The site begins at {home.full_url}. Its texts are samples: write over them.")
