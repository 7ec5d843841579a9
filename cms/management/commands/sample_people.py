"""Says whom one can sign in as."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.sample.people import sample_people


class Command(BaseCommand):
    """One line for each sample person."""

    help = "List the sample people with their e-mail addresses."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("\n".join(sample_people()))
