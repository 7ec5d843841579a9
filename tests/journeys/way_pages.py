"""The faces of prior learning, adjustments and holds."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse

from academy.accounts.models import Account
from academy.shared import clock
from learners.adjustments.models import AdjustmentRequest, AssessmentHold, PriorLearningClaim
from learners.registrations.models import QualRegistration
from tests.journeys.acts import both, open_everything, press
from tests.journeys.stop import Stop

LONG = "More time, large print, and somebody who reads the words aloud to me in a quiet room. " * 3


def way_stops(town: Any) -> Iterator[Stop]:
    """Amara has one of each, with long words; Bronwen has nothing."""
    amara, bronwen = _of("Amara"), _of("Bronwen")
    mine, theirs = (
        reverse("adjustments", args=[amara.token]),
        reverse("registration-adjustments", args=[amara.token]),
    )
    yield Stop("what helps me, nothing yet", reverse("adjustments", args=[bronwen.token]), who="bronwen")
    yield Stop(
        "help and holds, nothing yet", reverse("registration-adjustments", args=[bronwen.token]), who="asif"
    )
    request, claim, hold = _made(amara)
    yield Stop("what helps me", mine, who="amara", wide=True)
    yield Stop("what helps me, wrong", mine, who="amara", then=press("Ask for it"))
    yield Stop("help and holds", theirs, who="asif", then=open_everything, wide=True)
    wrong = both(open_everything, press("Put it before the learner"))
    yield Stop("help and holds, wrong", theirs, who="asif", then=wrong)
    one = reverse("adjustment", args=[request.token])
    yield Stop("an adjustment of mine", one, who="amara")
    yield Stop("an adjustment", one, who="asif")
    prior = reverse("prior-learning", args=[claim.token])
    yield Stop("my prior learning", prior, who="amara")
    yield Stop("prior learning", prior, who="asif", then=open_everything)
    yield Stop("prior learning, wrong", prior, who="asif", then=press("Send it to the learner"))
    yield Stop("a hold", reverse("hold", args=[hold.pk]), who="asif")


def _of(name: str) -> QualRegistration:
    row = QualRegistration.objects.live().filter(account__full_name__startswith=name).order_by("pk").first()
    assert row is not None
    return row


def _made(amara: QualRegistration) -> tuple[AdjustmentRequest, PriorLearningClaim, AssessmentHold]:
    now, who = clock.now(), amara.account
    unit = amara.units.order_by("unit__number")[0].unit
    request = amara.adjustments.filter(adjustment=LONG).first() or AdjustmentRequest.objects.create(
        registration=amara, state="submitted", need=LONG, adjustment=LONG, asked_by=who, asked_at=now,
        agreed_at=now, moved_at=now,
    )  # fmt: skip
    claim = amara.prior_learning.filter(unit=unit, state="enquiry").first()
    claim = claim or PriorLearningClaim.objects.create(
        registration=amara, unit=unit, learned_what=LONG, asked_by=who, asked_at=now, moved_at=now
    )
    asif = Account.objects.filter(full_name__startswith="Asif")[0]
    hold = amara.holds.filter(lifted_at=None).first() or AssessmentHold.objects.create(
        registration=amara, unit=unit, reason=LONG[:400], review_on=clock.today() + timedelta(days=9),
        placed_by=asif, placed_at=now,
    )  # fmt: skip
    return request, claim, hold
