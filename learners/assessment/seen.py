"""What somebody had before their eyes when they pressed a button: its moment is sent along with the form."""

from datetime import UTC, datetime

from academy.shared.rulings import Ruling
from learners.assessment.models import CriterionDecision
from learners.assessment.signoff_models import UnitSignoff
from learners.assessment.states import DecisionState
from learners.submissions.snapshots import sha256_of

NEVER = datetime(1, 1, 1, tzinfo=UTC)
READ_AGAIN = (
    "This was changed since you opened the page. Read it again as it is now, then answer. "
    "What you wrote is still here."
)


def moment_sent(said: str) -> datetime:
    """As isoformat() wrote it; anything else is a moment at which nobody saw anything."""
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        return NEVER


def under_a_signature(registration_id: int, unit_id: int, signoff: UnitSignoff | None) -> str:
    """What somebody signs when they sign this unit: its decisions, and what was signed or taken back before. One query.
    signoff: of this unit, None where nobody signed yet.
    """
    decisions = CriterionDecision.objects.filter(
        registration=registration_id, criterion__outcome__unit=unit_id, state=DecisionState.CONFIRMED
    )
    moved = f"{signoff.state} {signoff.moved_at.isoformat()}" if signoff else ""
    return sha256_of([sorted(decisions.values_list("pk", flat=True)), moved])[:16]


def is_the_same(seen: str | None, now: str) -> Ruling:
    """Whether what is signed is what was on the page. seen: None where no page was shown."""
    return Ruling.yes() if seen is None or seen == now else Ruling.no(READ_AGAIN)


def was_seen(seen: datetime | None, changed: datetime | None) -> Ruling:
    """Whether what is answered is what was on the page. seen: None where no page was shown."""
    return Ruling.yes() if seen is None or seen == changed else Ruling.no(READ_AGAIN)
