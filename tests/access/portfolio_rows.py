"""Who gets what where portfolios are kept. Amara has one; Asa, who assesses her, is none of those that ask."""

from academy.shared.tokens import new_token
from learners.portfolio.models import EvidenceItem
from learners.registrations.models import QualRegistration
from tests.access.addresses import Rows, only, signed_in
from tests.access.world import World
from tests.learners import qualifying


def registration(world: World) -> QualRegistration:
    known = QualRegistration.objects.filter(account=world.cast.learner).first()
    return known or qualifying.registered(world.cast.learner, world.cast.harbour, world.cast.manager)


def of_piece(world: World) -> tuple[str]:
    """Amara's, linked to what she is on."""
    entry = registration(world)
    known = EvidenceItem.objects.filter(account=world.cast.learner, title="Hers").first()
    if known is None:
        known = qualifying.piece(world.cast.learner, "Hers")
        qualifying.shows(known, entry)
    return (known.token,)


def of_taken_out(world: World) -> tuple[str]:
    registration(world)
    return (qualifying.piece(world.cast.learner, "Out", withdrawn_at=qualifying.NOON).token,)


def of_kind(world: World) -> tuple[str]:
    registration(world)
    return ("reflection",)


def of_both(world: World) -> tuple[str, str]:
    return (*of_piece(world), registration(world).token)


HERS = {"refused": 404}
PORTFOLIOS: Rows = {
    "portfolio": signed_in(),
    "evidence-add": (
        only("learner", args=of_kind),
        only("learner", status=302, args=of_kind, data={"key": new_token(), "text": "What I did"}),
    ),
    "evidence": only("learner", args=of_piece),
    "evidence-change": only("learner", args=of_piece, **HERS),
    "evidence-remove": only("learner", args=of_piece, **HERS),
    "evidence-bring-back": only("learner", status=302, args=of_taken_out, data={}, **HERS),
    "evidence-shows": only("learner", args=of_both, **HERS),
}
