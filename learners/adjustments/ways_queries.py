"""The page of what makes somebody's way another one: holds, adjustments and claims, with whose move each is."""

from dataclasses import dataclass
from datetime import date, datetime

from learners.adjustments.models import AdjustmentRequest, AssessmentHold, PriorLearningClaim
from learners.adjustments.queries import HoldOn, hold_of
from learners.adjustments.states import CLAIM_ENDED, REQUEST_ENDED, ClaimState, RequestState
from learners.adjustments.words import Stands, claim_stands, request_stands
from learners.registrations.models import QualRegistration

EVERY_UNIT = "every unit"
SHOWN = 30  # of each kind, the newest; nobody is expected to come near


@dataclass(frozen=True, slots=True)
class WayLine:
    """One claim or adjustment. words: what would help, or what was learned; of a claim only for the learner."""

    token: str
    words: str
    unit: str
    stands: Stands
    ended: bool
    since: datetime


@dataclass(frozen=True, slots=True)
class HoldLine:
    """A hold with what became of it. lifted_by: empty while it stands."""

    hold: HoldOn
    unit: str
    overdue: bool
    lifted_at: datetime | None
    lifted_by: str
    lifted_why: str


@dataclass(frozen=True, slots=True)
class Ways:
    requests: tuple[WayLine, ...]
    claims: tuple[WayLine, ...]
    holds: tuple[HoldLine, ...]  # that stand
    lifted: tuple[HoldLine, ...]


def ways_of(registration: QualRegistration, *, own: bool, today: date) -> Ways:
    """Three queries. own: for the learner, in their words."""
    requests = registration.adjustments.select_related("unit").order_by("-pk")[:SHOWN]
    claims = registration.prior_learning.select_related("unit").order_by("-pk")[:SHOWN]
    rows = registration.holds.select_related("unit", "placed_by", "lifted_by").order_by("-pk")[:SHOWN]
    holds = [hold_line(one, today=today) for one in rows]
    return Ways(
        tuple(_request(one, own) for one in requests),
        tuple(_claim(one, own) for one in claims),
        tuple(one for one in holds if one.lifted_at is None),
        tuple(one for one in holds if one.lifted_at is not None),
    )


def hold_line(row: AssessmentHold, *, today: date) -> HoldLine:
    """unit, placed_by and lifted_by should be selected with it."""
    return HoldLine(
        hold_of(row),
        str(row.unit) if row.unit else "the whole registration",
        row.lifted_at is None and row.review_on < today,
        row.lifted_at,
        row.lifted_by.full_name if row.lifted_by else "",
        row.lifted_why,
    )


def unit_choices(registration: QualRegistration) -> list[tuple[int, str]]:
    """The units that the learner takes, as (id, words)."""
    rows = registration.units.select_related("unit").order_by("unit__number")
    return [(one.unit_id, str(one.unit)) for one in rows]


def request_of(token: str) -> AdjustmentRequest | None:
    """With what its page names."""
    return (
        AdjustmentRequest.objects.select_related("registration__account", "registration__hub", "unit")
        .select_related("registration__version__qualification", "asked_by", "decided_by")
        .filter(token=token)
        .first()
    )


def claim_of(token: str) -> PriorLearningClaim | None:
    """With what its page names."""
    return (
        PriorLearningClaim.objects.select_related("registration__account", "registration__hub", "unit")
        .select_related("registration__version__qualification", "answered_by")
        .filter(token=token)
        .first()
    )


def _request(row: AdjustmentRequest, own: bool) -> WayLine:
    state = RequestState(row.state)
    return WayLine(
        row.token,
        row.adjustment,
        str(row.unit) if row.unit else EVERY_UNIT.capitalize(),
        request_stands(state, own=own),
        state in REQUEST_ENDED,
        row.moved_at,
    )


def _claim(row: PriorLearningClaim, own: bool) -> WayLine:
    state = ClaimState(row.state)
    words = row.learned_what if own else ""
    return WayLine(
        row.token, words, str(row.unit), claim_stands(state, own=own), state in CLAIM_ENDED, row.moved_at
    )
