"""What was joined to somebody's entry, for their own page and for those who look after them."""

from dataclasses import dataclass

from academy.accounts.models import Account, Joining
from academy.templating import date_words


@dataclass(frozen=True, slots=True)
class Joined:
    """One entry that was joined. `how` goes on after its name: "with the slip of a day"."""

    pk: int
    name: str
    how: str
    when: str


def joinings_of(account: Account) -> tuple[Joined, ...]:
    """What was joined to this entry and still is, the newest first. One query."""
    rows = account.joinings.filter(undone_at=None).select_related("other").order_by("-pk")
    return tuple(
        Joined(one.pk, str(one.other), str(Joining.How(one.how).label), date_words(one.done_at))
        for one in rows
    )
