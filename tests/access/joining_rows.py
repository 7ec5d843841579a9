"""Slips, and joining two entries of one person: their rows of table.py."""

from academy.accounts.models import Account, Joining
from learners.joining.actions import join_people
from tests.access.addresses import LEADERS, Rows, everybody, only, signed_in
from tests.access.world import World


def two_people(world: World) -> tuple[int, int]:
    """Both of Harbour Road; neither works for the Academy."""
    return (world.cast.neighbour.pk, world.cast.minor.pk)


def of_joining(world: World) -> tuple[int]:
    """A second entry of Yusuf, joined by the hub."""
    harbour, cora = world.cast.harbour, world.cast.coordinator
    found = Joining.objects.filter(hub=harbour, undone_at=None).first()
    if found is None:
        twice = Account.objects.create_user(full_name="Yusuf Khan", hub=harbour)
        found = join_people(
            kept_id=world.cast.neighbour.pk,
            other_id=twice.pk,
            why="He told me.",
            by=cora,
            now=world.dates.made_at,
        )
    return (found.pk,)


JOINING: Rows = {
    "slip": everybody(),
    "slip-claim": everybody(404, args=lambda world: ("DAY-NONE",)),
    "other-account": signed_in(),
    "join-own": signed_in(410, args=lambda world: ("no-link",)),
    "maybe-same": only(*LEADERS),
    "join-find": only(*LEADERS, args=lambda world: (world.cast.neighbour.pk,)),
    "join-people": (
        only(*LEADERS, args=two_people),
        only(*LEADERS, status=302, args=two_people, data={"answer": "two"}),
        only(*LEADERS, status=422, args=two_people, data={"answer": "one", "why": ""}),
    ),
    "undo-joining": (
        only(*LEADERS, args=of_joining),
        only(*LEADERS, status=302, args=of_joining, data={}),
    ),
}
