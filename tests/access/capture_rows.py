"""Who gets what where witnesses are asked."""

from academy.shared import clock
from learners.portfolio.models import EvidenceFile, WitnessStatement
from learners.portfolio.states import WitnessStatus
from learners.portfolio.witness_actions import Asked, ask_witness
from tests.access.addresses import Address, Rows, only
from tests.access.file_rows import of_file
from tests.access.portfolio_rows import registration
from tests.access.world import World


def statement(world: World) -> WitnessStatement:
    """That Amara asked for, once her portfolio was open."""
    registration(world)
    known = WitnessStatement.objects.select_related("item").first()
    return known or ask_witness(
        asked=Asked(
            name="Wendy Ward",
            email="wendy@example.net",
            job_role="Chair",
            relationship="Neighbours",
            status=WitnessStatus.PEER,
            relative=False,
            ask="How I led the meeting",
        ),
        registration_id=None,
        by=world.cast.learner,
        now=clock.now(),
    )


def of_link(world: World) -> tuple[str]:
    return (statement(world).token,)


def of_piece(world: World) -> tuple[str]:
    return (statement(world).item.token,)


def of_photo(world: World) -> tuple[str]:
    of_file(world)
    return (EvidenceFile.objects.filter(item__account=world.cast.learner, item__title="Stall")[0].token,)


CAPTURE: Rows = {
    "witness": Address(
        (200, 403, *(200,) * 4), args=of_link
    ),  # everybody who has the link, but never the learner
    "witness-ask": only("learner"),
    "witness-asked": only("learner", args=of_piece),
    "witness-take-back": only("learner", status=302, args=of_piece, data={}),
    "evidence-cover": only("learner", args=of_photo),
    "witness-write-up": only(args=of_piece),
}
