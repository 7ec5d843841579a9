"""Who gets what where files of a portfolio are sent and opened."""

from academy.shared import clock
from learners.portfolio.file_actions import add_file
from learners.portfolio.file_queries import addresses_of
from learners.portfolio.models import EvidenceFile, EvidenceItem
from learners.portfolio.states import EvidenceKind
from tests.access.addresses import Address, Rows, only
from tests.access.world import World
from tests.factories.photos import upload


def of_file(world: World) -> tuple[str]:
    """A photo of Amara's, by an address that was made for her."""
    learner = world.cast.learner
    file = EvidenceFile.objects.filter(item__account=learner, item__title="Stall").first()
    if file is None:
        facts = {
            "kind": EvidenceKind.PHOTO,
            "title": "Stall",
            "made_at": clock.now(),
            "changed_at": clock.now(),
        }
        item = EvidenceItem.objects.create(account=learner, **facts)
        file = add_file(item_id=item.pk, sent=upload(), by=learner, now=clock.now())
    return (addresses_of(file, learner).view.split("/")[3],)


FILES: Rows = {
    # by a browser and not by a script that speaks tus
    "upload": Address((412,) * 6, data={}),
    "upload-part": Address((412,) * 6, args=lambda world: ("none",)),
    "evidence-file": only("learner", refused=404, args=of_file),
}
