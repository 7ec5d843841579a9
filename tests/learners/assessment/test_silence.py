"""When a learner's silence about a signed unit is written down, and when it is none."""

from datetime import timedelta

import pytest

from learners.assessment.signoff_actions import tell_silent
from learners.registrations.side_actions import come_back, take_break
from learners.registrations.states import RegistrationState
from tests.learners.assessment.signing import judged, signs
from tests.learners.assessment.test_signoff_edges import moves
from tests.learners.qualifying import NOON

pytestmark = [pytest.mark.both, pytest.mark.django_db]
R = RegistrationState


@pytest.mark.parametrize("state", [R.ON_BREAK, R.WITHDRAWN, R.LAPSED, R.TRANSFERRED])
def test_of_somebody_who_is_away_or_gone_there_is_none(state: RegistrationState) -> None:
    cast, one = judged()
    moves(signs(one, cast.assessor), state)
    assert tell_silent(now=NOON + timedelta(days=90)) == 0


def test_after_two_breaks_it_is_counted_from_the_end_of_the_second() -> None:
    cast, one = judged()
    signs(one, cast.assessor)
    for begins in (1, 30):
        went, back = NOON + timedelta(days=begins), NOON + timedelta(days=begins + 9)
        take_break(registration_id=one.pk, back_on=back.date(), why="Rest", by=cast.learner, now=went)
        come_back(registration_id=one.pk, by=cast.learner, now=back)
    assert tell_silent(now=NOON + timedelta(days=45)) == 0
    assert tell_silent(now=NOON + timedelta(days=70)) == 1
