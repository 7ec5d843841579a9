"""Spoken feedback as a round keeps it. The caller has locked the registration and asked whether it may be done.

A recording makes a piece of the learner's that is never in their portfolio: it shows nothing, and they hear it on the
page of the feedback once that is given to them (INV-13).
"""

from datetime import datetime

from academy.shared.clock import london_date
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from learners.assessment.models import Judgement
from learners.portfolio.models import EvidenceFile, EvidenceItem
from learners.portfolio.states import EvidenceKind, FileState, Others

GONE = "The recording of your feedback is not there any more. Record it again, or send it without."
CHECKED = (
    "Your recording is still being checked, which takes a minute or two. Your words are kept. Wait a little, then send "
    "again; or take the recording out, and send without it."
)


def place_in(judgement: Judgement, *, now: datetime) -> EvidenceItem:
    """The piece that takes the recordings of this round. One that was sent with an earlier round stays as it is, and
    this round gets its own."""
    known = judgement.spoken
    if known is not None and not _was_sent(known):
        return known
    judgement.spoken = EvidenceItem.objects.create(
        account=judgement.registration.account,
        kind=EvidenceKind.FEEDBACK,
        title=f"Spoken feedback, round {judgement.number}",
        happened_on=london_date(now),
        others=Others.NOBODY,
        record={"Spoken by": f"{judgement.assessor.full_name}, assessor"},
        made_at=now,
        changed_at=now,
        withdrawn_at=now,
    )
    judgement.save(update_fields=["spoken"])
    return judgement.spoken


def leave_out(judgement: Judgement) -> None:
    """The round has no recording any more."""
    judgement.spoken = None
    judgement.save(update_fields=["spoken"])


def is_shared(judgement: Judgement) -> bool:
    """Whether its recording was sent with an earlier round too, so that nothing is taken out of it."""
    return judgement.spoken is not None and _was_sent(judgement.spoken)


def check_spoken(judgement: Judgement, item_id: int | None) -> None:
    """Raises Refused where what is sent is not what the round has, or cannot be heard yet. Files do not change after
    that until the transaction ends."""
    if item_id is None:
        return
    if item_id != judgement.spoken_id:
        raise Refused(GONE)
    locked_one(EvidenceItem.objects.all(), item_id)
    files = list(EvidenceFile.objects.filter(item=item_id, removed_at=None).order_by("pk"))
    if not files:
        raise Refused(GONE)
    if any(one.state == FileState.CHECKING for one in files):
        raise Refused(CHECKED)
    if (refused := next((one for one in files if one.state == FileState.REFUSED), None)) is not None:
        raise Refused(
            f"Your recording “{refused.name}” was not kept. {refused.refused_why} Take it out, then record it again or "
            "send without it."
        )


def _was_sent(item: EvidenceItem) -> bool:
    return Judgement.objects.filter(spoken=item, decided_at__isnull=False).exists()
