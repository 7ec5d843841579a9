"""The faces of what waits for an assessor, and of what they send."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse

from academy.accounts.roles import Role
from academy.shared import clock
from learners.assessment.states import RecordState
from learners.portfolio.states import EvidenceKind
from learners.registrations.models import QualRegistration
from learners.registrations.standing import current_allocations
from tests.cast import hold
from tests.journeys.stop import Stop
from tests.learners import judging, qualifying


def queue_stops(town: Any) -> Iterator[Stop]:
    nia, mona, gus = (town.people[name] for name in ("nia", "mona", "gus"))
    yield Stop("waiting for me, nothing", reverse("queue"), who="nia")
    hers = qualifying.under_way(nia, town.people["grace"].hub, mona)
    if not any(one.person_id == gus.pk for one in current_allocations([hers.pk], on=clock.today())):
        hold(gus, Role.ASSESSOR, hers.hub)
        qualifying.allocated(hers, gus)
    yield Stop("waiting for me", reverse("queue"), who="gus", wide=True)
    _begun(hers, gus)
    yield Stop("waiting for me, of every kind", reverse("queue"), who="gus", wide=True)
    yield Stop("waiting for me, one kind", f"{reverse('queue')}?show=queried", who="gus")
    yield Stop("waiting for me, none of a kind", f"{reverse('queue')}?show=countersign", who="gus")


def _begun(hers: QualRegistration, gus: Any) -> None:
    """A round whose time is over, and a record that the learner sees differently."""
    now = clock.now() - timedelta(hours=3)
    made = judging.handed_in(hers, judging.criteria_of(hers)[:1], now=now)
    judging.opened(hers, gus, made, now=now)
    judging.record(hers, gus, kind=EvidenceKind.DISCUSSION, state=RecordState.QUERIED, now=now)
