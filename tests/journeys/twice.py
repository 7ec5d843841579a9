"""People of the town who are in the record twice."""

from academy.accounts.models import Account
from academy.hubs.models import Hub
from academy.shared import clock
from learners.joining.actions import join_people


def enter_twice(people: dict[str, Account]) -> None:
    """Wren twice, whom nobody has looked at yet; and a second entry of Nia, which was joined to hers."""
    harbour, now = Hub.objects.get(slug="harbour-road"), clock.now()
    for phone in ("", "07700 900123"):
        Account.objects.create_user(full_name="Wren Twice", hub=harbour, phone=phone)
    again = Account.objects.create_user(full_name="Nia New", hub=harbour)
    facts = {"kept_id": people["nia"].pk, "other_id": again.pk}
    join_people(**facts, why="She told me at the door.", by=people["mona"], now=now)
