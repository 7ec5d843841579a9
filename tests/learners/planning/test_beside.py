"""What helps a learner, and holds, beside their plan: for the learner and for staff, each in their words."""

import pytest
from django.urls import reverse

from academy.accounts.models import Account
from learners.adjustments.models import AssessmentHold
from learners.adjustments.states import RequestState
from learners.planning.beside_queries import IN_PLACE, beside
from learners.registrations.models import QualRegistration
from tests.browsing import browser, words_of
from tests.cast import Cast
from tests.learners.adjustments import ways
from tests.learners.judging import unit_of
from tests.learners.planning.plans import under_way
from tests.learners.qualifying import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon", "nudges")]


@pytest.fixture
def amara(cast: Cast) -> QualRegistration:
    return under_way(cast)


def page(who: Account, registration: QualRegistration) -> str:
    return words_of(browser(who), reverse("plan", args=[registration.token]))


def test_nothing_stands_beside_most_plans(cast: Cast, amara: QualRegistration) -> None:
    assert beside(amara).helps == () == beside(amara).holds
    for who in (cast.learner, cast.assessor):
        assert 'id="helps"' not in page(who, amara) and "On hold" not in page(who, amara)


def test_what_helps_stands_there_for_both_once_it_is_in_place(cast: Cast, amara: QualRegistration) -> None:
    ways.asked(amara, state=RequestState.APPROVED, adjustment="Not yet in place.")
    ways.asked(amara, state=RequestState.IN_PLACE, adjustment="Words read aloud.")
    ways.asked(amara, unit_of(amara, 2), RequestState.IN_PLACE, adjustment="A second day.")
    own, staff = page(cast.learner, amara), page(cast.assessor, amara)
    for html in (own, staff):
        assert "For every unit: Words read aloud." in html and "For unit 2: A second day." in html
        assert "Not yet in place." not in html and "Reading long texts." not in html, "not what makes it hard"
    assert "What helps you" in own and reverse("adjustments", args=[amara.token]) in own
    assert "What was agreed to help" in staff
    assert reverse("registration-adjustments", args=[amara.token]) in staff
    assert IN_PLACE == RequestState.IN_PLACE


def test_a_hold_says_what_it_means_and_the_reason_is_for_staff(cast: Cast, amara: QualRegistration) -> None:
    hold = ways.held(amara, cast.quality, unit_of(amara, 1))
    own, staff = page(cast.learner, amara), page(cast.assessor, amara)
    assert "Until then unit 1 is not signed off." in own and "An appeal is open." not in own
    assert "On hold: unit 1" in staff and "An appeal is open." in staff
    AssessmentHold.objects.filter(pk=hold.pk).update(
        lifted_at=NOON, lifted_by=cast.quality, lifted_why="Looked into."
    )
    ways.held(amara, cast.quality)
    assert "Until then nothing is signed off." in page(cast.learner, amara)
    assert "On hold: the whole qualification" in page(cast.assessor, amara)
