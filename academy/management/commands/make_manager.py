"""Makes the Academy's first manager."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from academy.accounts.role_actions import make_manager
from academy.shared import clock
from academy.shared.rulings import Refused


class Command(BaseCommand):
    help = "Give EMAIL the role of Academy manager; makes the account where there is none. Twice is harmless."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        email = str(options["email"]).strip()
        try:
            validate_email(email)
            account, changed = make_manager(email=email, now=clock.now())
        except ValidationError:
            raise CommandError(f"{email!r} is not an e-mail address.") from None
        except Refused as refusal:
            raise CommandError(refusal.reason) from None
        done = "is now an Academy manager" if changed else "was an Academy manager already"
        self.stdout.write(f"{account.email} {done}. They sign in with a code that we send to this address.")
