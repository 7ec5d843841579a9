"""Two at once with one plan: on real connections, on PostgreSQL and on SQLite."""

from functools import partial

import pytest

from academy.shared.rulings import Refused
from learners.planning.actions import answer_plan, mark_done, propose_plan
from learners.planning.models import AssessmentPlan, TaskDone
from learners.planning.rules import PlanFacts
from learners.planning.states import PlanState
from tests.cast import Cast, make_cast
from tests.chains import broken_links
from tests.learners.conftest import Nudges
from tests.learners.planning.plans import agreed, proposed, task, under_way
from tests.learners.qualifying import NOON
from tests.learners.test_races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture
def cast(transactional_db: None, nudges: Nudges) -> Cast:
    return make_cast()


def answered(plan: AssessmentPlan, cast: Cast, *, agrees: bool) -> str:
    try:
        made = answer_plan(plan_id=plan.pk, agrees=agrees, words="Not then.", by=cast.learner, now=NOON)
    except Refused:
        return "refused"
    return made.state


def test_yes_and_no_at_once_is_one_of_them(cast: Cast) -> None:
    plan = proposed(under_way(cast), cast.assessor)
    said = at_once(partial(answered, plan, cast, agrees=True), partial(answered, plan, cast, agrees=False))
    plan.refresh_from_db()
    assert sorted(said) == sorted([plan.state, "refused"])


def test_a_yes_while_the_next_version_comes_leaves_one_that_holds_at_most(cast: Cast) -> None:
    registration = under_way(cast)
    plan = proposed(registration, cast.assessor)
    next_one = PlanFacts((task(registration, "Another"),))
    at_once(
        partial(answered, plan, cast, agrees=True),
        partial(propose_plan, registration_id=registration.pk, plan=next_one, by=cast.assessor, now=NOON),
    )
    first, second = AssessmentPlan.objects.order_by("number")
    assert first.state in (PlanState.ACCEPTED, PlanState.REPLACED) and second.state == PlanState.PROPOSED
    assert broken_links(f"qualregistration:{registration.pk}") == []


def test_two_proposals_at_once_are_two_versions_and_one_waits(cast: Cast) -> None:
    registration = under_way(cast)
    acts = [
        partial(
            propose_plan,
            registration_id=registration.pk,
            plan=PlanFacts((task(registration, title),)),
            by=cast.assessor,
            now=NOON,
        )
        for title in ("One", "Two")
    ]
    at_once(*acts)
    states = AssessmentPlan.objects.order_by("number").values_list("number", "state")
    assert list(states) == [(1, PlanState.REPLACED), (2, PlanState.PROPOSED)]


def test_done_by_both_at_once_is_done_once(cast: Cast) -> None:
    (one,) = agreed(under_way(cast), cast.assessor).tasks.all()
    at_once(
        *(
            partial(mark_done, task_id=one.pk, done=True, by=who, now=NOON)
            for who in (cast.learner, cast.assessor)
        )
    )
    assert TaskDone.objects.filter(task=one).count() == 1
