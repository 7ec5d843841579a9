"""Who can be a witness: pure, so that the form, the action and the witness's page give the same answer (INV-16)."""

from collections.abc import Iterable
from datetime import date

RELATIVE = (
    "Somebody in your family cannot be your witness, nor can a partner. Ask somebody else who was there."
)
OWN_ADDRESS = "This is your own e-mail address. Write the address of the person who saw you do it."
NOT_TIDY = "The last day cannot be before the first."
NO_DAY = "Choose the day on which you saw it. If you do not know it any more, choose one close to it."
NOT_YET = "A witness can only tell about what has happened. Choose a day up to today."


def plain_address(email: str) -> str:
    """One address for all the ways of writing it: amara+work@example.org reaches amara@example.org."""
    name, _, domain = email.strip().lower().rpartition("@")
    return f"{name.partition('+')[0]}@{domain}"


def why_no_witness(*, email: str, relative: bool, own: Iterable[str]) -> str:
    """Why not, in words for the learner; empty where they can be. own: the learner's addresses."""
    if relative:
        return RELATIVE
    if plain_address(email) in {plain_address(one) for one in own}:
        return OWN_ADDRESS
    return ""


def why_no_days(since: date | None, until: date | None, *, today: date) -> str:
    """What is wrong with the days on which it was seen; empty where nothing is."""
    if since and until and until < since:
        return NOT_TIDY
    return NOT_YET if any(day and day > today for day in (since, until)) else ""
