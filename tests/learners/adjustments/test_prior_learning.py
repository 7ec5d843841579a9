"""Prior learning: asked for by the learner, planned by the assessor, and then it follows the work."""

import pytest
from django.db import IntegrityError, transaction

from academy.accounts.models import Account
from academy.shared.rulings import Refused
from learners.adjustments.claim_actions import (
    ask_more,
    ask_prior,
    conclude_prior,
    plan_prior,
    refuse_prior,
    settle,
    withdraw_prior,
)
from learners.adjustments.models import PriorLearningClaim
from learners.adjustments.queries import prior_units
from learners.adjustments.states import ClaimState
from learners.adjustments.work_queries import work_of
from learners.registrations.states import RegistrationState
from learners.submissions.models import Submission
from learners.submissions.states import Outcome
from tests.learners import judging, qualifying
from tests.learners.adjustments.ways import World, claim, events, judged, told, world
from tests.learners.conftest import Nudges
from tests.learners.judging import criteria_of
from tests.learners.qualifying import NOON, TODAY
from tests.learners.submissions import work

pytestmark = [pytest.mark.both, pytest.mark.django_db]
C = ClaimState
PLAN = "Bring your minutes of ten meetings; we talk about the rest."


@pytest.fixture
def here() -> World:
    return world()


def asked(here: World, **facts: object) -> PriorLearningClaim:
    said = {"learned_what": "Ten years as a shop steward.", "learned_where": "Unison", "learned_until": None}
    return ask_prior(
        registration_id=here.registration.pk,
        by=here.learner,
        now=NOON,
        **{"unit_id": here.unit.pk, **said, **facts},  # type: ignore[arg-type]
    )


def planned(here: World) -> PriorLearningClaim:
    return plan_prior(claim_id=asked(here).pk, plan=PLAN, by=here.cast.assessor, now=NOON)


def state(one: PriorLearningClaim) -> str:
    one.refresh_from_db()
    return one.state


def hand_in_all(here: World) -> Submission:
    """Every criterion of the unit, through the real action."""
    first = work.linked(here.registration)
    links = [first] + [
        qualifying.shows(first.item, here.registration, one) for one in criteria_of(here.registration)[1:]
    ]
    return work.handed_in(links)


def released(made: Submission, outcome: Outcome, here: World) -> None:
    """Judged by the assessor, and the claim follows."""
    judged(made, here.cast.assessor, outcome)
    settle(registration=here.registration, by=here.cast.assessor, now=NOON)


def test_the_learner_asks_for_a_whole_unit_and_pressing_twice_asks_once(here: World) -> None:
    one = asked(here)
    assert (one.state, one.asked_by, one.learned_where) == (C.ENQUIRY, here.learner, "Unison")
    assert asked(here, learned_what="Once more").pk == one.pk
    assert events(here.registration) == ["prior_asked"]
    here.registration.refresh_from_db()
    assert here.registration.moved_at == NOON


@pytest.mark.parametrize("who", ["assessor", "coordinator", "manager", "quality", "neighbour"])
def test_nobody_else_asks_for_the_learner(here: World, who: str) -> None:
    with pytest.raises(Refused, match="Only the learner can ask"):
        asked_by = getattr(here.cast, who)
        ask_prior(
            registration_id=here.registration.pk, unit_id=here.unit.pk, learned_what="A", learned_where="",
            learned_until=None, by=asked_by, now=NOON,
        )  # fmt: skip


def test_it_asks_for_words_and_for_a_unit_of_theirs(here: World) -> None:
    with pytest.raises(Refused, match="in your own words"):
        asked(here, learned_what="  ")
    here.registration.units.filter(unit=here.unit).delete()
    with pytest.raises(Refused, match="not one of yours"):
        asked(here)


@pytest.mark.parametrize("outcome", Outcome)
def test_only_whole_units_so_nothing_of_it_is_judged_yet(here: World, outcome: Outcome) -> None:
    told(here.registration, here.cast.assessor, outcome=outcome, criteria=criteria_of(here.registration)[:1])
    with pytest.raises(Refused, match="only whole units are recognised"):
        asked(here)


def test_what_waits_for_a_countersigner_says_nothing_to_the_learner(here: World) -> None:
    """INV-13: a refusal would tell what was judged."""
    one = judging.opened(here.registration, here.cast.assessor, judging.handed_in(here.registration))
    judging.decision(one, criteria_of(here.registration)[0], state="awaiting", confirmed_at=None)
    assert asked(here).state == C.ENQUIRY


@pytest.mark.parametrize("at", [RegistrationState.ON_BREAK, RegistrationState.ASSESSED])
def test_not_on_a_break_and_not_when_all_is_signed(here: World, at: RegistrationState) -> None:
    type(here.registration).objects.filter(pk=here.registration.pk).update(
        state=at, before_break="in_progress", break_until=TODAY
    )
    with pytest.raises(Refused):
        asked(here)


def test_the_assessor_says_how_it_can_be_shown(here: World, nudges: Nudges) -> None:
    one = planned(here)
    assert (one.state, one.plan, one.answered_by) == (C.EVIDENCE, PLAN, here.cast.assessor)
    again = plan_prior(claim_id=one.pk, plan=PLAN, by=here.cast.assessor, now=NOON)
    assert again.state == C.EVIDENCE
    anew = plan_prior(claim_id=one.pk, plan="Only the minutes.", by=here.cast.assessor, now=NOON)
    assert (anew.plan, anew.state) == ("Only the minutes.", C.EVIDENCE)
    assert events(here.registration) == ["prior_asked", "prior_planned", "prior_planned_anew"]


def test_the_assessor_is_told_of_it_and_the_learner_of_the_answer(
    here: World, nudges: Nudges, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        planned(here)
        asked(here)  # once more: the same claim
    kinds = ("prior_learning_asked", "prior_learning_answered")
    assert nudges == [("learners.reminders.send_due", {"kind": kind}) for kind in kinds]


@pytest.mark.parametrize("who", ["coordinator", "manager", "quality", "learner", "stranger"])
def test_only_the_assessor_of_the_unit_answers(here: World, who: str) -> None:
    one = asked(here)
    with pytest.raises(Refused):
        plan_prior(claim_id=one.pk, plan=PLAN, by=getattr(here.cast, who), now=NOON)
    with pytest.raises(Refused):
        refuse_prior(claim_id=one.pk, why="No.", by=getattr(here.cast, who), now=NOON)
    assert state(one) == C.ENQUIRY


def test_an_assessor_of_another_unit_does_not_answer() -> None:
    here = world(number=2)
    with pytest.raises(Refused, match="Only the assessor of this unit"):
        plan_prior(claim_id=asked(here).pk, plan=PLAN, by=here.cast.assessor, now=NOON)


def test_it_is_not_taken_further_only_with_a_reason_and_only_at_first(here: World) -> None:
    one = asked(here)
    with pytest.raises(Refused, match="Write why"):
        refuse_prior(claim_id=one.pk, why=" ", by=here.cast.assessor, now=NOON)
    with pytest.raises(Refused, match="how it can be shown"):
        plan_prior(claim_id=one.pk, plan=" ", by=here.cast.assessor, now=NOON)
    ended = refuse_prior(claim_id=one.pk, why="It is about another job.", by=here.cast.assessor, now=NOON)
    assert (ended.state, ended.ended_at, ended.ended_why) == (C.REFUSED, NOON, "It is about another job.")
    assert refuse_prior(claim_id=one.pk, why="Other", by=here.cast.assessor, now=NOON).ended_why != "Other"
    second = planned(here)  # asked for again, better
    with pytest.raises(Refused, match="From then on it is judged"):
        refuse_prior(claim_id=second.pk, why="No.", by=here.cast.assessor, now=NOON)


def test_handing_in_all_of_the_unit_lets_prior_learning_count_as_the_method(here: World) -> None:
    one = planned(here)
    first = criteria_of(here.registration)[0]
    link = work.linked(here.registration)
    assert link.criterion == first
    work.handed_in([link])
    assert state(one) == C.EVIDENCE  # a part of the unit is not enough
    assert prior_units(here.registration) == frozenset()
    links = [
        qualifying.shows(link.item, here.registration, each) for each in criteria_of(here.registration)[1:]
    ]
    work.handed_in(links)
    assert state(one) == C.MAPPED
    assert prior_units(here.registration) == {here.unit.pk}
    assert events(here.registration)[-1] == "prior_mapped"


def test_what_was_handed_in_before_the_plan_counts_too(here: World) -> None:
    asked(here)
    hand_in_all(here)
    assert planned(here).state == C.MAPPED


def test_a_record_of_the_assessor_shows_a_criterion_too(here: World) -> None:
    one = planned(here)
    first, *others = criteria_of(here.registration)
    judging.record(here.registration, here.cast.assessor, [first])
    judging.handed_in(here.registration, others)
    settle(registration=here.registration, by=here.cast.assessor, now=NOON)
    assert state(one) == C.MAPPED


def test_what_is_given_back_brings_the_claim_back_to_gathering(here: World) -> None:
    one = planned(here)
    made = hand_in_all(here)
    assert state(one) == C.MAPPED
    work.gives_back(made, here.cast.assessor)
    assert state(one) == C.EVIDENCE
    assert events(here.registration)[-2:] == ["returned_unassessed", "prior_back"]


def test_the_assessor_asks_for_more(here: World) -> None:
    one = planned(here)
    with pytest.raises(Refused):
        ask_more(claim_id=one.pk, plan="More", by=here.cast.assessor, now=NOON)  # nothing is handed in
    hand_in_all(here)
    with pytest.raises(Refused, match="what else is needed"):
        ask_more(claim_id=one.pk, plan=" ", by=here.cast.assessor, now=NOON)
    with pytest.raises(Refused):
        ask_more(claim_id=one.pk, plan="More", by=here.cast.coordinator, now=NOON)
    more = ask_more(claim_id=one.pk, plan="A talk with your old branch.", by=here.cast.assessor, now=NOON)
    assert (more.state, more.plan) == (C.EVIDENCE, "A talk with your old branch.")


def test_all_met_is_accepted_once_the_assessor_says_so(here: World) -> None:
    one = planned(here)
    with pytest.raises(Refused, match="nothing of this kind"):
        conclude_prior(claim_id=one.pk, words="", by=here.cast.assessor, now=NOON)
    made = hand_in_all(here)
    with pytest.raises(Refused, match="not judged yet"):
        conclude_prior(claim_id=one.pk, words="", by=here.cast.assessor, now=NOON)
    released(made, Outcome.MET, here)
    assert state(one) == C.ASSESSED
    with pytest.raises(Refused):
        conclude_prior(claim_id=one.pk, words="", by=here.cast.quality, now=NOON)
    ended = conclude_prior(claim_id=one.pk, words="All of it is there.", by=here.cast.assessor, now=NOON)
    assert (ended.state, ended.ended_why) == (C.ACCEPTED, "All of it is there.")
    again = conclude_prior(claim_id=one.pk, words="Twice", by=here.cast.assessor, now=NOON)
    assert again.ended_why == "All of it is there."
    assert events(here.registration)[-2:] == ["prior_judged", "prior_accepted"]


def test_what_it_does_not_show_is_ordinary_work(here: World) -> None:
    one = planned(here)
    made = hand_in_all(here)
    released(made, Outcome.NOT_YET, here)
    ended = conclude_prior(claim_id=one.pk, words="", by=here.cast.assessor, now=NOON)
    assert ended.state == C.GAPS
    assert prior_units(here.registration) == frozenset()
    assert [each.shown for each in work_of(here.registration, here.unit.pk)] == ["not_yet"] * 3


def test_what_is_handed_in_again_is_judged_before_the_claim_is_concluded(here: World) -> None:
    one = planned(here)
    released(hand_in_all(here), Outcome.NOT_YET, here)
    judging.handed_in(here.registration, attempt=2)
    with pytest.raises(Refused, match="Judge it first"):
        conclude_prior(claim_id=one.pk, words="", by=here.cast.assessor, now=NOON)


def test_the_learner_takes_it_back_until_it_is_judged(here: World) -> None:
    one = planned(here)
    with pytest.raises(Refused, match="Only the learner"):
        withdraw_prior(claim_id=one.pk, by=here.cast.assessor, now=NOON)
    assert withdraw_prior(claim_id=one.pk, by=here.learner, now=NOON).state == C.WITHDRAWN
    assert withdraw_prior(claim_id=one.pk, by=here.learner, now=NOON).state == C.WITHDRAWN
    second = planned(here)
    released(hand_in_all(here), Outcome.MET, here)
    with pytest.raises(Refused):
        withdraw_prior(claim_id=second.pk, by=here.learner, now=NOON)


def rests_on_prior_learning(here: World, by: Account) -> None:
    """The first criterion judged by what was learned before; the rest of the unit waits."""
    handed = judging.handed_in(here.registration)
    made = judging.opened(here.registration, by, handed)
    entry = handed.items.get()
    judging.rests_on(
        judging.decision(made, criteria_of(here.registration)[0]), entry, method="prior_learning"
    )


def test_inv_11_a_claim_stays_while_a_decision_rests_on_it(here: World) -> None:
    one = planned(here)
    rests_on_prior_learning(here, here.cast.assessor)
    PriorLearningClaim.objects.filter(pk=one.pk).update(state=C.MAPPED)
    with pytest.raises(Refused, match="has begun to judge this unit"):
        withdraw_prior(claim_id=one.pk, by=here.learner, now=NOON)
    assert state(one) == C.MAPPED


@pytest.mark.both
def test_inv_11_the_database_keeps_a_claim_while_a_decision_rests_on_it(here: World) -> None:
    one = planned(here)
    rests_on_prior_learning(here, here.cast.assessor)
    rows = PriorLearningClaim.objects.filter(pk=one.pk)
    with pytest.raises(IntegrityError, match="a decision rests on it"), transaction.atomic():
        rows.update(state=C.WITHDRAWN, ended_at=NOON)


def test_claims_that_ended_and_those_of_others_do_not_move(here: World) -> None:
    ended = claim(here.registration, here.unit, C.WITHDRAWN)
    other = qualifying.registered(here.cast.neighbour, here.cast.harbour, here.cast.manager)
    theirs = claim(other, here.unit, C.EVIDENCE)
    hand_in_all(here)
    assert (state(ended), state(theirs)) == (C.WITHDRAWN, C.EVIDENCE)


def test_how_far_the_work_is_takes_few_questions(here: World, django_assert_num_queries: object) -> None:
    told(here.registration, here.cast.assessor, 2)
    hand_in_all(here)
    with django_assert_num_queries(4):  # type: ignore[operator]
        found = work_of(here.registration, None)
    assert [one.shown for one in found] == ["waiting"] * 3 + ["met"]
