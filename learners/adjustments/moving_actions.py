"""What goes along when a registration goes on as another one: nobody gets away from a hold by moving."""

from learners.adjustments.models import AdjustmentRequest, AssessmentHold
from learners.adjustments.states import RequestState
from learners.registrations.models import QualRegistration

IN_FORCE = (RequestState.APPROVED, RequestState.IN_PLACE)
CARRIED: tuple[str, ...] = (
    "need",
    "adjustment",
    "shown_by",
    "asked_at",
    "agreed_at",
    "decides",
    "referred_on",
    "decided_on",
)
CARRIED += ("decision", "reference", "in_place_on", "review_on", "review", "state", "moved_at")


def ways_follow(*, old: QualRegistration, new: QualRegistration) -> int:
    """Holds that stand, and adjustments that were approved. On another version those of a unit are of everything,
    since units differ. How many. Called within the move, which has locked the old one.
    """
    same = old.version_id == new.version_id
    holds = [
        AssessmentHold(
            registration=new,
            unit_id=one.unit_id if same else None,
            reason=one.reason,
            review_on=one.review_on,
            placed_by_id=one.placed_by_id,
            placed_at=one.placed_at,
        )
        for one in old.holds.filter(lifted_at__isnull=True).order_by("pk")
    ]
    helps = [
        AdjustmentRequest(
            registration=new,
            unit_id=one.unit_id if same else None,
            asked_by_id=one.asked_by_id,
            decided_by_id=one.decided_by_id,
            **{name: getattr(one, name) for name in CARRIED},
        )
        for one in old.adjustments.filter(state__in=IN_FORCE).order_by("pk")
    ]
    AssessmentHold.objects.bulk_create(holds)
    AdjustmentRequest.objects.bulk_create(helps)
    return len(holds) + len(helps)
