"""Who gets what where portfolios are kept. Amara has one; Asa, who assesses her, is none of those that ask."""

from academy.shared.tokens import new_token
from learners.portfolio.copy_models import PortfolioCopy
from learners.portfolio.models import EvidenceFile, EvidenceItem
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


def of_file(world: World) -> tuple[str, str]:
    """Of a piece of its own."""
    registration(world)
    item = qualifying.piece(world.cast.learner, "With a file")
    made = EvidenceFile.objects.create(
        item=item,
        name="a.jpg",
        stored="portfolio/none.jpg",
        sha256="0",
        size=3,
        type="image/jpeg",
        added_at=qualifying.NOON,
    )
    return (item.token, made.token)


def of_copy(world: World) -> tuple[str]:
    """Of Amara's whole portfolio; not made yet, so that it leads back to the page where one waits."""
    known = PortfolioCopy.objects.filter(asked_by=world.cast.learner).first()
    made = known or PortfolioCopy.objects.create(asked_by=world.cast.learner, asked_at=qualifying.NOON)
    return (made.token,)


PORTFOLIOS: Rows = {
    "portfolio": signed_in(),
    "evidence-add": (
        only("learner", args=of_kind),
        only("learner", status=302, args=of_kind, data={"key": new_token(), "text": "What I did"}),
    ),
    "practice-log": signed_in(),
    "evidence-carry": signed_in(),
    "portfolio-copy": signed_in(),
    "portfolio-copy-file": only("learner", status=302, args=of_copy, refused=404),
    "evidence-file-remove": only("learner", status=302, args=of_file, data={}, refused=404),
    "evidence": only("learner", args=of_piece),
    "evidence-change": only("learner", args=of_piece, refused=404),
    "evidence-remove": only("learner", args=of_piece, refused=404),
    "evidence-bring-back": only("learner", status=302, args=of_taken_out, data={}, refused=404),
    "evidence-shows": only("learner", args=of_both, refused=404),
}
