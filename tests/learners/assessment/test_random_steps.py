"""Two hundred random sequences of steps by random people never reach what an invariant forbids.

A fifth of them begins with nothing, the others where the way is further on, so that they get to its end as well.
"""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from academy.accounts.models import Account
from learners.adjustments.claim_actions import ask_prior, plan_prior
from learners.portfolio.states import EvidenceKind
from tests.learners import qualifying
from tests.learners.assessment import record_world
from tests.learners.assessment.random_people import Steps
from tests.learners.assessment.random_town import make_town
from tests.learners.assessment.signing import signs
from tests.learners.assessment.world import World, countersigned, judged
from tests.learners.qualifying import NOON

SEQUENCES, STEPS = 25, 14


def nothing(world: World) -> None:
    """The pieces are there, and that is all."""


def in_hand(world: World) -> None:
    world.handed_in()


def all_met(world: World) -> None:
    judged(world, world.handed_in(), world.assessor)


def witnesses_alone(world: World) -> None:
    """All of unit 1 is met, and nobody but witnesses has said so."""
    said = qualifying.piece(world.registration.account, "Seen at the market", kind=EvidenceKind.WITNESS)
    judged(world, world.handed_in(items=[said]), world.assessor)


def recognised(world: World) -> None:
    """Prior learning for unit 1 is handed in, and waits to be judged."""
    one = world.registration
    made = ask_prior(
        registration_id=one.pk,
        unit_id=world.criteria[0].outcome.unit_id,
        learned_what="I ran a stall for ten years.",
        learned_where="",
        learned_until=None,
        by=one.account,
        now=NOON,
    )
    world.handed_in()
    plan_prior(claim_id=made.pk, plan="Bring the letters.", by=world.assessor, now=NOON)


def recorded(world: World) -> None:
    """The assessor of unit 2 has seen her, and she is asked whether it was so."""
    record_world.shared(world.registration, Account.objects.get(full_name="Sis Bello"))


def by_a_trainee(world: World) -> None:
    judged(world, world.handed_in(), world.trainee)


def signed(world: World) -> None:
    """By the trainee, and judged so that it counts; the countersigner of the unit is next."""
    round_ = judged(world, world.handed_in(), world.trainee)
    countersigned(round_)
    signs(world.registration, world.trainee)


FROM: dict[str, tuple[Callable[[World], None], bool]] = {
    "nothing": (nothing, False),
    "handed in": (in_hand, False),
    "all met": (all_met, False),
    "met by witnesses alone": (witnesses_alone, False),
    "prior learning": (recognised, False),
    "a record is shared": (recorded, False),
    "a trainee’s round waits": (by_a_trainee, True),
    "a trainee has signed": (signed, True),
}


@pytest.mark.timeout(600)
@pytest.mark.django_db
@pytest.mark.parametrize("start", FROM)
def test_no_sequence_of_steps_reaches_what_is_forbidden(start: str) -> None:
    reach, trainee = FROM[start]
    world, people = make_town(trainee=trainee)
    reach(world)
    machine = type("Here", (Steps,), {"world": world, "people": people, "with_trainee": trainee, "taken": {}})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=SEQUENCES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert machine.started >= SEQUENCES  # type: ignore[attr-defined]
    assert len(machine.taken) > 5, "nearly every step was refused, so that little was tried"  # type: ignore[attr-defined]


def test_there_are_two_hundred() -> None:
    assert len(FROM) * SEQUENCES == 200
