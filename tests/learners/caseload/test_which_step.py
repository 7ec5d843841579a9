"""Of several things that wait for a learner, the one that comes first."""

import pytest

from academy.accounts.models import Account
from learners.adjustments.states import RequestState
from learners.dashboards.plan_steps import own_steps
from tests.learners.adjustments.ways import asked
from tests.learners.assessment.signing import judged, signs

pytestmark = pytest.mark.django_db


def pages(learner: Account) -> list[str]:
    return [one.step.page for one in own_steps(learner).values()]


def test_a_unit_to_confirm_comes_before_help_that_was_suggested() -> None:
    cast, one = judged()
    asked(one, state=RequestState.DRAFT, asked_by=cast.assessor)
    assert pages(cast.learner) == ["adjustment"]
    signs(one, cast.assessor)
    assert pages(cast.learner) == ["units"]


@pytest.mark.parametrize("state", [one for one in RequestState if one != RequestState.DRAFT])
def test_help_is_answered_once(state: RequestState) -> None:
    cast, one = judged()
    asked(one, state=state, asked_by=cast.assessor)
    assert "adjustment" not in pages(cast.learner)
