"""Waiting for me: units to sign off and to countersign, claims of prior learning and adjustments."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from academy.accounts.models import Account
from learners.adjustments.states import ClaimState, RequestState
from learners.assessment.queue_kinds import Kind
from learners.assessment.queue_queries import waiting_for
from tests.browsing import browser
from tests.learners import judging
from tests.learners.adjustments.ways import asked, claim, held
from tests.learners.assessment.attacks import conflict
from tests.learners.assessment.signing import countersigns, judged, judged_by_trainee, signs, unlocks, working
from tests.learners.judging import criteria_of, unit_of
from tests.learners.qualifying import NOON, TODAY, allocated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def kinds(who: Account) -> list[str]:
    return [str(one.kind) for one in waiting_for(who, now=NOON)]


def page(who: Account) -> str:
    return re.sub(r"\s+", " ", browser(who).get(reverse("queue")).content.decode())


def test_a_unit_with_everything_met_waits_for_the_signature() -> None:
    cast, one = judged()
    assert kinds(cast.assessor) == [Kind.UNIT_SIGN] and kinds(cast.stranger) == []
    assert "Has met everything in unit 1: " in page(cast.assessor)
    signoff = signs(one, cast.assessor)
    assert kinds(cast.assessor) == []
    unlocks(signoff, cast.assessor)
    assert kinds(cast.assessor) == [Kind.UNIT_SIGN]


def test_not_while_one_criterion_is_missing_or_a_hold_stands() -> None:
    cast, one = working()
    allocated(one, cast.assessor)
    judging.judged(one, cast.assessor, criteria=criteria_of(one)[:2])
    assert kinds(cast.assessor) == []
    judging.judged(one, cast.assessor, criteria=criteria_of(one)[2:])
    assert kinds(cast.assessor) == [Kind.UNIT_SIGN]
    held(one, cast.quality, unit_of(one, 2))
    assert kinds(cast.assessor) == [Kind.UNIT_SIGN]
    held(one, cast.quality)
    assert kinds(cast.assessor) == []


def test_a_trainees_unit_waits_for_whoever_the_staff_file_names() -> None:
    cast, one = judged_by_trainee()
    signoff = signs(one, cast.trainer)
    assert kinds(cast.stranger) == [Kind.UNIT_COUNTERSIGN] and kinds(cast.trainer) == []
    assert "who is in training, signed unit 1: " in page(cast.stranger)
    countersigns(signoff, cast.stranger)
    assert kinds(cast.stranger) == []


def test_inv_05_nobody_is_led_to_a_unit_over_a_conflict() -> None:
    cast, one = judged_by_trainee()
    signs(one, cast.trainer)
    conflict(cast, one, cast.stranger)
    assert kinds(cast.stranger) == []


@pytest.mark.parametrize(("state", "waits"), [("enquiry", True), ("assessed", True), ("evidence", False)])
def test_a_claim_waits_for_the_assessor_when_it_is_their_turn(state: str, waits: bool) -> None:
    cast, one = working()
    allocated(one, cast.assessor, unit_of(one, 1))
    claim(one, unit_of(one, 2), ClaimState(state))
    assert kinds(cast.assessor) == []
    claim(one, unit_of(one, 1), ClaimState(state))
    assert kinds(cast.assessor) == ([Kind.CLAIM] if waits else [])


def test_an_adjustment_waits_to_be_put_in_place_and_looked_at() -> None:
    cast, one = working()
    allocated(one, cast.assessor)
    made = asked(one, state=RequestState.APPROVED)
    assert kinds(cast.assessor) == [Kind.HELP]
    assert "Put it in place, or look whether it helps" in page(cast.assessor)
    made.state, made.in_place_on, made.review_on = RequestState.IN_PLACE, TODAY, TODAY + timedelta(days=1)
    made.save()
    assert kinds(cast.assessor) == []
    made.review_on = TODAY
    made.save()
    assert kinds(cast.assessor) == [Kind.HELP]


def test_the_oldest_leads_to_the_unit() -> None:
    cast, one = judged()
    answer = browser(cast.assessor).post(reverse("queue-next"))
    assert answer.headers["Location"] == reverse("unit-signoff", args=[one.token, 1])
