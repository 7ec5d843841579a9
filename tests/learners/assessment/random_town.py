"""The town in which random people take random steps: who they are, and whatever anybody might send."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from academy.accounts.models import Account
from academy.accounts.roles import Role
from learners.registrations.models import QualRegistration
from learners.registrations.states import AllocatedAs
from tests.cast import hold, person
from tests.learners import judging, qualifying
from tests.learners.assessment.world import World, make_world

WHO = ("learner", "assessor", "trainee", "countersigner", "lead", "manager", "stranger", "sister")
hows = st.sampled_from(("email", "email", "passkey", "email", "password", "hub_code"))


@dataclass(frozen=True)
class Sent:
    """Everything that a step might be sent. number: of the unit; at: how far back; mask: which of several."""

    who: str
    number: int
    at: int
    mask: int
    how: str
    met: bool
    yes: bool


chances = st.builds(
    Sent,
    who=st.sampled_from(WHO),
    number=st.sampled_from((1, 1, 1, 2)),
    at=st.sampled_from((0, 0, 0, 1, 2)),
    mask=st.sampled_from((7, 15, 1, 2, 4, 8, 3)),
    how=hows,
    met=st.sampled_from((True, True, True, False)),
    yes=st.sampled_from((True, True, False)),
)


def make_town(*, trainee: bool) -> tuple[World, dict[str, Account]]:
    """Everybody could judge, by the staff file; only Asa (or Tia) was given unit 1, and the sister unit 2."""
    world = make_world(to_trainee=trainee)
    cast, one = world.cast, world.registration
    sister = person("Sis Bello", hub=cast.harbour)
    people = {
        "learner": cast.learner,
        "assessor": cast.assessor,
        "trainee": world.trainee,
        "countersigner": cast.stranger,
        "lead": cast.quality,
        "manager": cast.manager,
        "stranger": cast.neighbour,
        "sister": sister,
    }
    Account.objects.filter(pk=cast.manager.pk).update(is_superuser=True)
    cast.manager.refresh_from_db()
    for name in ("learner", "lead", "manager", "stranger", "sister"):
        hold(people[name], Role.ASSESSOR, cast.harbour)
        qualifying.assessor(people[name], cast.manager)
    qualifying.allocated(one, sister, judging.unit_of(one, 2))
    qualifying.allocated(one, cast.quality, task=AllocatedAs.QUALITY)
    for at in range(4):
        qualifying.shows(
            qualifying.piece(one.account, f"Piece {at}"), one, qualifying.criteria(one)[at], note="All of it"
        )
    judging.record(one, sister)
    return world, people


class InTown:
    """What every part of the steps knows of the sequence it is in; random_people.Steps brings it."""

    one: QualRegistration
    people: dict[str, Account]
    with_trainee: bool
    now: Any
    tries: Callable[..., None]

    def facts(self, one: Sent) -> dict[str, Any]:
        return {"by": self.people[one.who], "now": self.now}
