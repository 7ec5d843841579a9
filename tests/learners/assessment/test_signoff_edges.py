"""What stands between somebody and a signature though it would be their turn: a hold, an end, a conflict."""

from datetime import timedelta

import pytest

from academy.shared.rulings import Refused
from learners.adjustments.models import AssessmentHold
from learners.assessment.signoff_models import Signature, UnitSignoff
from learners.assessment.signoff_policies import may_confirm_unit, may_countersign_unit, may_unlock
from learners.assessment.states import SignoffState
from learners.registrations.models import QualRegistration
from learners.registrations.states import ENDED, RegistrationState
from tests.cast import Cast
from tests.learners.assessment.attacks import conflict
from tests.learners.assessment.signing import (
    confirms,
    countersigns,
    judged,
    judged_by_trainee,
    signs,
    unlocks,
)
from tests.learners.judging import unit_of
from tests.learners.qualifying import NOON, TODAY

pytestmark = pytest.mark.django_db
R = RegistrationState
OVER = "This registration is over"
TOO_LATE = "cannot be taken back any more"


def hold(cast: Cast, one: QualRegistration, number: int | None) -> AssessmentHold:
    """number: of the unit; None: on the whole registration."""
    return AssessmentHold.objects.create(
        registration=one,
        unit=unit_of(one, number) if number else None,
        reason="A complaint is looked into",
        review_on=TODAY + timedelta(days=9),
        placed_by=cast.quality,
        placed_at=NOON,
    )


def fresh(signoff: UnitSignoff) -> UnitSignoff:
    return UnitSignoff.objects.select_related("registration__account", "unit").get(pk=signoff.pk)


def moves(signoff: UnitSignoff, state: RegistrationState) -> UnitSignoff:
    """The registration stands there now."""
    QualRegistration.objects.filter(pk=signoff.registration_id).update(
        state=state,
        break_until=TODAY + timedelta(days=9) if state == R.ON_BREAK else None,
        before_break=R.IN_PROGRESS if state == R.ON_BREAK else "",
        ended_at=NOON if state in ENDED else None,
    )
    return fresh(signoff)


# --- countersigning ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, None])
def test_a_hold_that_came_after_the_trainee_signed_stops_the_countersigner(number: int | None) -> None:
    cast, one = judged_by_trainee()
    signoff = signs(one, cast.trainer)
    placed = hold(cast, one, number)
    ruling = may_countersign_unit(cast.stranger, fresh(signoff), now=NOON)
    assert not ruling and "A complaint is looked into" in ruling.reason
    with pytest.raises(Refused, match="A complaint is looked into"):
        countersigns(signoff, cast.stranger)
    assert Signature.objects.count() == 1
    placed.lifted_at, placed.lifted_by, placed.lifted_why = NOON, cast.quality, "Looked into"
    placed.save()
    assert countersigns(signoff, cast.stranger).state == SignoffState.COUNTERSIGNED


def test_a_hold_on_another_unit_stops_nobody() -> None:
    cast, one = judged_by_trainee()
    signoff = signs(one, cast.trainer)
    hold(cast, one, 2)
    assert countersigns(signoff, cast.stranger).state == SignoffState.COUNTERSIGNED


# --- the learner's word ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", list(R))
def test_after_the_end_of_a_registration_nothing_more_is_asked(state: RegistrationState) -> None:
    cast, one = judged()
    signoff = moves(signs(one, cast.assessor), state)
    ruling = may_confirm_unit(cast.learner, signoff, now=NOON)
    if state not in ENDED:
        assert ruling
        return
    assert OVER in ruling.reason
    with pytest.raises(Refused, match=OVER):
        confirms(signoff, cast.learner)
    assert Signature.objects.count() == 1


# --- taking back ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["assessor", "quality"])
@pytest.mark.parametrize("state", list(R))
def test_inv_15_a_signature_is_taken_back_only_where_judging_can_go_on(
    state: RegistrationState, who: str
) -> None:
    """Whoever signed it and the lead quality assurer alike: what has gone on to the awarding organisation stays."""
    cast, one = judged()
    signoff = moves(signs(one, cast.assessor), state)
    by = getattr(cast, who)
    ruling = may_unlock(by, signoff, now=NOON)
    if state in (R.REGISTERED, R.IN_PROGRESS, R.ASSESSED, R.ON_BREAK):
        assert ruling
        return
    assert TOO_LATE in ruling.reason
    with pytest.raises(Refused, match=TOO_LATE):
        unlocks(signoff, by)
    assert Signature.objects.get().voided_at is None


@pytest.mark.parametrize("who", ["assessor", "quality"])
def test_inv_05_nobody_takes_back_over_a_conflict(who: str) -> None:
    cast, one = judged()
    signoff = fresh(signs(one, cast.assessor))
    by = getattr(cast, who)
    conflict(cast, one, by)
    assert "conflict of interest" in may_unlock(by, signoff, now=NOON).reason
    with pytest.raises(Refused, match="conflict of interest"):
        unlocks(signoff, by)
    assert Signature.objects.get().voided_at is None
