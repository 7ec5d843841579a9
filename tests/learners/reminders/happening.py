"""What a happening is, and a person for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from allauth.account.models import EmailAddress

from academy.accounts.models import Account
from tests.learners import worlds

Build = Callable[[int], Account]
Spoil = Callable[[Account], object]


@dataclass(frozen=True)
class Happening:
    """build: makes the world of the person of this number, who is given back. at: when their message is due; until:
    the first moment at which it is not due any more. gone: what may happen meanwhile, so that it is not sent."""

    build: Build
    at: datetime
    until: datetime
    gone: Mapping[str, Spoil] = field(default_factory=dict)
    without_email: bool = True  # whether it is also for people without an e-mail address


def learner(number: int, email: bool = True) -> Account:
    address = f"amara{number}@example.org"
    who = worlds.person(f"Amara Number{'abcdefghijklmnopqrstuvwxyz'[number % 26]}", email=address)
    EmailAddress.objects.create(user=who, email=address, verified=True, primary=True)
    return who
