"""The recordings of a round's feedback, for whoever may hear them."""

from dataclasses import dataclass

from academy.accounts.models import Account
from learners.assessment.models import Judgement
from learners.portfolio.file_queries import addresses_of
from learners.portfolio.models import EvidenceFile
from learners.portfolio.states import FileState


@dataclass(frozen=True, slots=True)
class Spoken:
    """One recording. address, kept: for this reader, to hear it and to save it; empty: it cannot be heard.
    film: with a picture. trouble: why it was not kept."""

    token: str
    name: str
    address: str
    kept: str
    film: bool
    size: int
    checking: bool
    trouble: str


def spoken_of(judgement: Judgement, reader: Account) -> tuple[Spoken, ...]:
    """In the order in which they were recorded. One query; none where nothing was recorded. Whether the reader may
    hear them is asked again when they do."""
    if judgement.spoken_id is None:
        return ()
    files = EvidenceFile.objects.filter(item=judgement.spoken_id, removed_at=None).order_by("pk")
    return tuple(_spoken(one, reader) for one in files)


def _spoken(file: EvidenceFile, reader: Account) -> Spoken:
    at = addresses_of(file, reader)
    return Spoken(
        token=file.token,
        name=file.name,
        address=at.view or at.kept,
        kept=at.kept,
        film=at.type.startswith("video/"),
        size=file.size,
        checking=file.state == FileState.CHECKING,
        trouble=file.refused_why if file.state == FileState.REFUSED else "",
    )
