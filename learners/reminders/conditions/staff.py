"""What waits for a hub's trainers and coordinators: people to ring."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db.models import Count
from django.urls import reverse

from academy.accounts.models import RoleAssignment
from academy.accounts.roles import Role
from academy.hubs.models import Hub
from academy.shared.clock import london_date
from learners.reminders.goals import at_oclock, hour_of
from learners.reminders.letters import Due, Letter
from learners.reminders.models import Sent
from learners.reminders.staff_policies import AT_A_HUB
from learners.reminders.states import SentState

MORNING, AFTERNOON = 9, 17  # o'clock: the hours in which somebody can ring
FRIDAY = 4
NO_HUB = 0  # in `about`: people who have no hub are the Academy's own


def lists_to_ring(now: datetime) -> Iterator[Due]:
    """Once a weekday for everybody on whose list somebody waits. Two queries, three where a hub has nobody."""
    today = london_date(now)
    if today.weekday() > FRIDAY or not MORNING <= hour_of(now) < AFTERNOON:
        return
    at, until = at_oclock(today, MORNING), at_oclock(today, AFTERNOON)
    for account_id, hub_id in _ringers(_waiting(now), now):
        yield Due(account_id, f"hub:{hub_id}", today.isoformat(), at=at, until=until)


def list_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Does anybody still wait, and is it still this person's to ring? Two queries."""
    waiting = _waiting(now)
    names = _ringers(waiting, now)
    return {
        due: Letter(
            reverse("to-ring"),
            "See who to ring",
            {"waiting": waiting[due.about_id], "hub_name": names[due.account_id, due.about_id]},
        )
        for due in dues
        if (due.account_id, due.about_id) in names
    }


def _waiting(now: datetime) -> Counter[int]:
    """The id of a hub, or NO_HUB, to how many people wait there for a call."""
    lines = Sent.objects.filter(state=SentState.TO_RING, useful_until__gt=now, account__is_active=True)
    rows = lines.order_by().values_list("hub").annotate(number=Count("account", distinct=True))
    return Counter({hub_id or NO_HUB: number for hub_id, number in rows})


def _ringers(waiting: Counter[int], now: datetime) -> dict[tuple[int, int], str]:
    """Who rings for which hub with somebody on its list: (account, hub or NO_HUB) to the hub's name.

    A list that is nobody's, because the hub has no trainer or coordinator today, is the Academy's.
    """
    if not waiting:
        return {}
    roles = RoleAssignment.objects.current(london_date(now)).filter(account__is_active=True)
    roles = roles.filter(role__in=(*AT_A_HUB, Role.MANAGER)).order_by("pk")
    held = list(roles.values_list("account", "hub", "hub__name"))
    at_hubs = {(pk, hub_id): name for pk, hub_id, name in held if hub_id in waiting}
    nobodys = set(waiting) - {hub_id for _, hub_id in at_hubs}
    names = dict(Hub.objects.filter(pk__in=nobodys).values_list("pk", "name")) if nobodys - {NO_HUB} else {}
    managers = [pk for pk, hub_id, _ in held if hub_id is None]
    return at_hubs | {(pk, hub_id): names.get(hub_id, "") for pk in managers for hub_id in nobodys}
