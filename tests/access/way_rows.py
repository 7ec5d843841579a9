"""Who gets what where prior learning, adjustments and holds are looked after. All are Amara's."""

from academy.shared import clock
from learners.adjustments.models import AdjustmentRequest, AssessmentHold, PriorLearningClaim
from learners.registrations.models import QualRegistration
from tests.access.addresses import Address, Rows
from tests.access.registration_rows import of_registration
from tests.access.world import World


def of_amara(world: World) -> QualRegistration:
    return QualRegistration.objects.get(token=of_registration(world)[0])


def of_adjustment(world: World) -> tuple[str]:
    one = of_amara(world)
    facts = {"need": "Reading.", "adjustment": "Read aloud.", "asked_by": one.account}
    moments = {"asked_at": clock.now(), "moved_at": clock.now(), "agreed_at": clock.now()}
    known, _ = AdjustmentRequest.objects.get_or_create(
        registration=one, state="submitted", defaults={**facts, **moments}
    )
    return (known.token,)


def of_claim(world: World) -> tuple[str]:
    one = of_amara(world)
    facts = {"learned_what": "Ten years a steward.", "asked_by": one.account}
    moments = {"asked_at": clock.now(), "moved_at": clock.now()}
    known, _ = PriorLearningClaim.objects.get_or_create(
        registration=one, unit=one.version.units.order_by("number")[0], defaults={**facts, **moments}
    )
    return (known.token,)


def of_hold(world: World) -> tuple[int]:
    facts = {"reason": "An appeal.", "review_on": clock.today(), "placed_by": world.cast.manager}
    known, _ = AssessmentHold.objects.get_or_create(
        registration=of_amara(world), defaults={**facts, "placed_at": clock.now()}
    )
    return (known.pk,)


# anonymous, learner, trainer, coordinator, editor, manager: the learner's own page leads staff to theirs
WAYS: Rows = {
    "adjustments": Address((302, 200, 403, 302, 403, 302), args=of_registration),
    "registration-adjustments": (
        Address((302, 302, 403, 200, 403, 200), args=of_registration),
        Address((302, 302, 403, 422, 403, 422), args=of_registration, data={"do": "hold"}),
    ),
    "adjustment": (
        Address((302, 200, 403, 200, 403, 200), args=of_adjustment),
        Address((302, 422, 403, 422, 403, 422), args=of_adjustment, data={"do": "decide"}),
    ),
    "prior-learning": (
        Address((302, 200, 403, 200, 403, 200), args=of_claim),
        Address((302, 422, 403, 422, 403, 422), args=of_claim, data={"do": "plan"}),
    ),
    "hold": (
        Address((302, 302, 403, 200, 403, 200), args=of_hold),
        Address((302, 302, 403, 422, 403, 422), args=of_hold, data={"do": "lift", "lift-words": "Fine."}),
    ),
}
