"""Slips, and entries of one person that are joined, as stops of tests/journeys/pages.py."""

from collections.abc import Iterator

from django.urls import reverse

from tests.journeys.acts import press
from tests.journeys.stop import Stop
from tests.journeys.town import Town


def joining_stops(town: Town) -> Iterator[Stop]:
    walk_in = town.sessions["now"].walk_ins.get()
    mine = reverse("slip-claim", args=[walk_in.code])
    yield Stop("slip, to type", reverse("slip"), wide=True)
    yield Stop("slip, typed wrongly", reverse("slip"), then=press("Go on", code="DAY-0000"))
    yield Stop("slip, not signed in", mine, wide=True)
    yield Stop("slip, of nobody", reverse("slip-claim", args=["DAY-0000"]), status=404)
    yield Stop("slip, is this your day", mine, who="nia", wide=True)
