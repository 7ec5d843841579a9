"""Reasonable adjustments: who asks, whose yes is needed, who decides, and what is written of it."""

from datetime import timedelta
from typing import Any

import pytest

from academy.shared.rulings import Refused
from learners.adjustments.models import AdjustmentRequest
from learners.adjustments.queries import adjustments_in_place
from learners.adjustments.request_actions import (
    Need,
    agree_help,
    ask_help,
    decide_help,
    propose_help,
    put_in_place,
    refer_help,
    review_help,
    withdraw_help,
)
from learners.adjustments.states import DecidedBy, RequestState
from learners.registrations.states import RegistrationState
from tests.learners.adjustments.ways import World, asked, events, told, world
from tests.learners.assessment.attacks import conflict
from tests.learners.conftest import Nudges
from tests.learners.qualifying import NOON, TODAY

pytestmark = [pytest.mark.both, pytest.mark.django_db]
Q = RequestState
READ_ALOUD = Need(None, "Reading long texts tires me.", "Words read aloud to me.")
SOON = TODAY + timedelta(days=30)


@pytest.fixture
def here() -> World:
    return world()


def ask(here: World, what: Need = READ_ALOUD) -> AdjustmentRequest:
    return ask_help(registration_id=here.registration.pk, what=what, by=here.learner, now=NOON)


def decide(one: AdjustmentRequest, here: World, approved: bool = True, **facts: object) -> AdjustmentRequest:
    said = {
        "decision": "It gives no advantage.",
        "reference": "",
        "decided_on": TODAY,
        "by": here.cast.quality,
    }
    return decide_help(request_id=one.pk, approved=approved, now=NOON, **{**said, **facts})  # type: ignore[arg-type]


def in_place(here: World) -> AdjustmentRequest:
    one = decide(ask(here), here)
    return put_in_place(request_id=one.pk, in_place_on=TODAY, review_on=SOON, by=here.cast.assessor, now=NOON)


def test_the_learner_asks_and_the_centre_is_told(
    here: World, nudges: Nudges, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        one = ask(here)
    assert (one.state, one.agreed_at, one.asked_by) == (Q.SUBMITTED, NOON, here.learner)
    assert nudges == [("learners.reminders.send_due", {"kind": "adjustment_to_decide"})]
    assert ask(here).pk == one.pk
    assert events(here.registration) == ["adjustment_asked"]


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (Need(None, " ", "More time."), "what makes it hard"),
        (Need(None, "Reading.", " "), "what would help"),
        (Need(9999, "Reading.", "More time."), "not one that the learner takes"),
    ],
)
def test_it_says_what_is_missing(here: World, what: Need, words: str) -> None:
    with pytest.raises(Refused, match=words):
        ask(here, what)


@pytest.mark.parametrize("who", ["assessor", "coordinator", "manager"])
def test_somebody_writes_it_for_them_and_it_waits_for_their_yes(here: World, who: str) -> None:
    by = getattr(here.cast, who)
    one = propose_help(registration_id=here.registration.pk, what=READ_ALOUD, by=by, now=NOON)
    assert (one.state, one.agreed_at) == (Q.DRAFT, None)
    with pytest.raises(Refused, match="Only the learner"):
        agree_help(request_id=one.pk, by=by, now=NOON)
    with pytest.raises(Refused):
        decide(one, here)
    assert agree_help(request_id=one.pk, by=here.learner, now=NOON).state == Q.SUBMITTED
    assert agree_help(request_id=one.pk, by=here.learner, now=NOON).agreed_at == NOON
    assert events(here.registration) == ["adjustment_proposed", "adjustment_agreed"]


def test_a_no_of_the_learner_ends_it(here: World) -> None:
    one = propose_help(registration_id=here.registration.pk, what=READ_ALOUD, by=here.cast.assessor, now=NOON)
    assert withdraw_help(request_id=one.pk, by=here.learner, now=NOON).state == Q.WITHDRAWN
    assert withdraw_help(request_id=one.pk, by=here.learner, now=NOON).state == Q.WITHDRAWN
    with pytest.raises(Refused):
        agree_help(request_id=one.pk, by=here.learner, now=NOON)


@pytest.mark.parametrize("who", ["stranger", "neighbour", "trainer", "learner"])
def test_others_write_nothing_for_them(here: World, who: str) -> None:
    with pytest.raises(Refused):
        propose_help(
            registration_id=here.registration.pk, what=READ_ALOUD, by=getattr(here.cast, who), now=NOON
        )
    if who != "learner":
        with pytest.raises(Refused, match="Only the learner"):
            ask_help(
                registration_id=here.registration.pk, what=READ_ALOUD, by=getattr(here.cast, who), now=NOON
            )


def test_before_it_is_judged_and_not_once_all_of_it_is_met(here: World) -> None:
    one = ask(here, Need(here.unit.pk, "Reading.", "More time."))
    told(here.registration, here.cast.assessor)
    with pytest.raises(Refused, match="decided before work is judged"):
        ask(here, Need(here.unit.pk, "Writing.", "More time."))
    with pytest.raises(Refused, match="decided before work is judged"):
        decide(one, here)
    assert decide(one, here, approved=False).state == Q.REFUSED
    assert ask(here).state == Q.SUBMITTED  # unit 2 is still to be shown
    told(here.registration, here.cast.assessor, 2)
    with pytest.raises(Refused, match="decided before work is judged"):
        ask(here, Need(None, "Writing.", "More time."))


@pytest.mark.parametrize("state", [RegistrationState.ASSESSED, RegistrationState.LAPSED])
def test_not_once_all_is_signed_or_over(here: World, state: RegistrationState) -> None:
    one = ask(here)
    type(here.registration).objects.filter(pk=here.registration.pk).update(
        state=state, ended_at=NOON, ended_why="Over"
    )
    with pytest.raises(Refused):
        ask(here, Need(None, "Writing.", "More time."))
    if state == RegistrationState.LAPSED:
        with pytest.raises(Refused):
            decide(one, here)


def test_the_centre_decides_with_words_and_the_learner_is_told(
    here: World, nudges: Nudges, django_capture_on_commit_callbacks: object
) -> None:
    one = ask(here)
    with pytest.raises(Refused, match="what was decided and why"):
        decide(one, here, decision=" ")
    for day in (TODAY + timedelta(days=1), TODAY - timedelta(days=1)):
        with pytest.raises(Refused, match="day of the decision"):
            decide(one, here, decided_on=day)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        made = decide(one, here)
    assert (made.state, made.decided_by, made.decides) == (Q.APPROVED, here.cast.quality, DecidedBy.CENTRE)
    assert nudges == [("learners.reminders.send_due", {"kind": "adjustment_decided"})]
    assert decide(one, here).state == Q.APPROVED  # pressed twice
    with pytest.raises(Refused):
        decide(one, here, approved=False)


@pytest.mark.parametrize("who", ["assessor", "coordinator", "manager", "learner", "neighbour", "stranger"])
def test_nobody_else_decides(here: World, who: str) -> None:
    """INV-08: an Academy manager gets nothing by being one."""
    one = ask(here)
    by = getattr(here.cast, who)
    by.is_superuser = True
    by.save()
    with pytest.raises(Refused):
        decide(one, here, by=by)
    with pytest.raises(Refused):
        refer_help(request_id=one.pk, to=DecidedBy.AO, by=by, now=NOON)
    one.refresh_from_db()
    assert one.state == Q.SUBMITTED


def test_whoever_wrote_it_does_not_decide(here: World) -> None:
    one = propose_help(registration_id=here.registration.pk, what=READ_ALOUD, by=here.admin, now=NOON)
    agree_help(request_id=one.pk, by=here.learner, now=NOON)
    with pytest.raises(Refused, match="You wrote this request"):
        decide(one, here, by=here.admin)
    assert decide(one, here).state == Q.APPROVED


def test_inv_05_no_decision_while_a_conflict_is_open(here: World) -> None:
    one = ask(here)
    conflict(here.cast, here.registration, here.cast.quality)
    with pytest.raises(Refused, match="conflict of interest"):
        decide(one, here)
    assert decide(one, here, by=here.admin).state == Q.APPROVED


@pytest.mark.parametrize("to", [DecidedBy.EQA, DecidedBy.AO])
def test_what_is_decided_outside_has_a_letter(here: World, to: DecidedBy) -> None:
    one = refer_help(request_id=ask(here).pk, to=to, by=here.admin, now=NOON)
    assert (one.state, one.decides, one.referred_on) == (Q.REFERRED, to, TODAY)
    assert refer_help(request_id=one.pk, to=to, by=here.admin, now=NOON).state == Q.REFERRED
    with pytest.raises(Refused, match="reference of the letter"):
        decide(one, here)
    made = decide(one, here, reference=" AO/2026/77 ")
    assert (made.state, made.reference) == (Q.APPROVED, "AO/2026/77")


def test_it_is_not_referred_to_the_centre_itself(here: World) -> None:
    one = ask(here)
    with pytest.raises(Refused, match="Say who decides"):
        refer_help(request_id=one.pk, to=DecidedBy.CENTRE, by=here.admin, now=NOON)


def test_the_assessor_puts_it_in_place_and_it_helps(here: World) -> None:
    one = decide(ask(here), here)
    place: dict[str, Any] = {"request_id": one.pk, "now": NOON}
    with pytest.raises(Refused, match="An assessor of this learner"):
        put_in_place(in_place_on=TODAY, review_on=SOON, by=here.cast.coordinator, **place)
    with pytest.raises(Refused, match="has not come yet"):
        put_in_place(in_place_on=SOON, review_on=SOON, by=here.cast.assessor, **place)
    with pytest.raises(Refused, match="not decided by then"):
        put_in_place(in_place_on=TODAY - timedelta(days=1), review_on=SOON, by=here.cast.assessor, **place)
    with pytest.raises(Refused, match="day after today"):
        put_in_place(in_place_on=TODAY, review_on=TODAY, by=here.cast.assessor, **place)
    assert adjustments_in_place(here.registration, here.unit) == ()
    made = put_in_place(in_place_on=TODAY, review_on=SOON, by=here.cast.assessor, **place)
    assert put_in_place(in_place_on=TODAY, review_on=SOON, by=here.cast.assessor, **place).pk == made.pk
    assert [each.adjustment for each in adjustments_in_place(here.registration, here.unit)] == [
        READ_ALOUD.adjustment
    ]
    assert events(here.registration) == ["adjustment_asked", "adjustment_approved", "adjustment_in_place"]


def test_only_the_assessor_of_that_unit() -> None:
    here = world(number=2)
    one = decide(ask(here, Need(here.unit.pk, "Reading.", "More time.")), here)
    with pytest.raises(Refused, match="An assessor of this learner"):
        put_in_place(request_id=one.pk, in_place_on=TODAY, review_on=SOON, by=here.cast.assessor, now=NOON)


def test_it_goes_on_or_comes_to_its_end(here: World) -> None:
    one = in_place(here)
    with pytest.raises(Refused, match="whether it helps"):
        review_help(request_id=one.pk, words=" ", next_on=SOON, by=here.cast.assessor, now=NOON)
    with pytest.raises(Refused, match="day after today"):
        review_help(request_id=one.pk, words="Yes.", next_on=TODAY, by=here.cast.assessor, now=NOON)
    with pytest.raises(Refused):
        review_help(request_id=one.pk, words="Yes.", next_on=None, by=here.cast.coordinator, now=NOON)
    later = SOON + timedelta(days=30)
    made = review_help(
        request_id=one.pk, words="It helps a lot.", next_on=later, by=here.cast.assessor, now=NOON
    )
    assert (made.state, made.review_on, made.review) == (Q.IN_PLACE, later, "It helps a lot.")
    over = review_help(
        request_id=one.pk, words="Not needed now.", next_on=None, by=here.cast.assessor, now=NOON
    )
    assert over.state == Q.REVIEWED
    assert adjustments_in_place(here.registration, None) == ()
    again = review_help(
        request_id=one.pk, words="Not needed now.", next_on=None, by=here.cast.assessor, now=NOON
    )
    assert again.state == Q.REVIEWED


@pytest.mark.parametrize("state", Q)
def test_the_learner_takes_it_back_until_it_is_in_place(here: World, state: RequestState) -> None:
    one = asked(here.registration, None, state)
    back = state in (Q.DRAFT, Q.SUBMITTED, Q.REFERRED, Q.APPROVED, Q.WITHDRAWN)
    if state != Q.WITHDRAWN:
        with pytest.raises(Refused, match="Only the learner"):
            withdraw_help(request_id=one.pk, by=here.cast.stranger, now=NOON)
    if back:
        assert withdraw_help(request_id=one.pk, by=here.learner, now=NOON).state == Q.WITHDRAWN
    else:
        with pytest.raises(Refused):
            withdraw_help(request_id=one.pk, by=here.learner, now=NOON)


def test_what_was_decided_never_changes(here: World) -> None:
    one = decide(ask(here), here)
    one.decision = "Something else"
    with pytest.raises(Exception, match="learners_adjustmentrequest"):
        one.save()
