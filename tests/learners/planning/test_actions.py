"""Plans: who writes them, who agrees, what a new version keeps; notes and templates."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from learners.planning.actions import answer_plan, begin_change, mark_done, propose_plan, save_draft
from learners.planning.models import AssessmentPlan, PlanTask, TaskDone
from learners.planning.queries import facts_of, plans_of
from learners.planning.rules import PlanFacts
from learners.planning.states import PlanState
from learners.registrations.models import QualRegistration
from learners.registrations.states import AllocatedAs, RegistrationState
from tests.cast import Cast
from tests.chains import broken_links
from tests.learners import qualifying
from tests.learners.planning.plans import agreed, note, proposed, task, under_way
from tests.learners.qualifying import NOON, TODAY

pytestmark = [pytest.mark.both, pytest.mark.django_db]
LATER = NOON + timedelta(days=1)


@pytest.fixture
def amara(cast: Cast) -> QualRegistration:
    return under_way(cast)


def state_of(plan: AssessmentPlan) -> str:
    return AssessmentPlan.objects.get(pk=plan.pk).state


# --- proposing and agreeing ---------------------------------------------------------------------------------


def test_a_plan_is_proposed_and_agreed(cast: Cast, amara: QualRegistration) -> None:
    made = proposed(amara, cast.assessor)
    assert (made.number, made.state) == (1, PlanState.PROPOSED)
    answer_plan(plan_id=made.pk, agrees=True, words="", by=cast.learner, now=LATER)
    made.refresh_from_db()
    assert (made.state, made.answered_by, made.answered_at) == (PlanState.ACCEPTED, cast.learner, LATER)
    amara.refresh_from_db()
    assert amara.moved_at == LATER
    chain = AuditEvent.objects.filter(chain=f"qualregistration:{amara.pk}")
    assert list(chain.order_by("seq").values_list("action", flat=True)) == [
        "plan_proposed",
        "plan_accepted",
        "registration_began",
    ]
    assert broken_links(f"qualregistration:{amara.pk}") == []


def test_saying_yes_twice_is_saying_it_once(cast: Cast, amara: QualRegistration) -> None:
    made = agreed(amara, cast.assessor)
    again = answer_plan(plan_id=made.pk, agrees=True, words="", by=cast.learner, now=LATER)
    assert again.answered_at == NOON


@pytest.mark.parametrize("who", ["assessor", "stranger"])
def test_a_second_yes_of_somebody_else_is_refused(cast: Cast, amara: QualRegistration, who: str) -> None:
    made = agreed(amara, cast.assessor)
    with pytest.raises(Refused, match="Only the learner"):
        answer_plan(plan_id=made.pk, agrees=True, words="", by=getattr(cast, who), now=LATER)


def test_a_no_says_what_does_not_fit(cast: Cast, amara: QualRegistration) -> None:
    made = proposed(amara, cast.assessor)
    with pytest.raises(Refused, match="what does not fit"):
        answer_plan(plan_id=made.pk, agrees=False, words="  ", by=cast.learner, now=LATER)
    answer_plan(plan_id=made.pk, agrees=False, words="Not in December.", by=cast.learner, now=LATER)
    assert state_of(made) == PlanState.TURNED_DOWN
    turned_down = plans_of(amara, today=TODAY).turned_down
    assert turned_down is not None and turned_down.answer == "Not in December."
    with pytest.raises(Refused, match="answered already"):
        answer_plan(plan_id=made.pk, agrees=True, words="", by=cast.learner, now=LATER)


@pytest.mark.parametrize("who", ["assessor", "coordinator", "manager", "stranger"])
def test_nobody_agrees_for_the_learner(cast: Cast, amara: QualRegistration, who: str) -> None:
    made = proposed(amara, cast.assessor)
    with pytest.raises(Refused, match="Only the learner can agree"):
        answer_plan(plan_id=made.pk, agrees=True, words="", by=getattr(cast, who), now=LATER)
    assert state_of(made) == PlanState.PROPOSED


def test_the_database_lets_nobody_agree_for_the_learner(cast: Cast, amara: QualRegistration) -> None:
    made = proposed(amara, cast.assessor)
    with pytest.raises(IntegrityError), transaction.atomic():
        AssessmentPlan.objects.filter(pk=made.pk).update(
            state=PlanState.ACCEPTED, answered_at=NOON, answered_by=cast.assessor
        )


def test_what_was_proposed_never_changes(cast: Cast, amara: QualRegistration) -> None:
    made = proposed(amara, cast.assessor)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanTask.objects.filter(plan=made).update(title="Another task")
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanTask.objects.create(plan=made, number=9, title="One more", method="product")
    with pytest.raises(IntegrityError), transaction.atomic():
        AssessmentPlan.objects.filter(pk=made.pk).update(words="Other words")


@pytest.mark.parametrize("who", ["learner", "coordinator", "manager", "trainer", "stranger"])
def test_only_an_assessor_of_the_learner_plans(cast: Cast, amara: QualRegistration, who: str) -> None:
    with pytest.raises(Refused):
        proposed(amara, getattr(cast, who))
    assert not AssessmentPlan.objects.exists()


def test_the_assessor_of_one_unit_plans_and_a_quality_assurer_does_not(cast: Cast) -> None:
    registration = qualifying.registered(cast.learner, cast.harbour, cast.manager)
    qualifying.allocated(registration, cast.quality, task=AllocatedAs.QUALITY)
    with pytest.raises(Refused, match="Only an assessor"):
        proposed(registration, cast.quality)
    unit = registration.units.all()[0].unit
    qualifying.allocated(registration, cast.assessor, unit)
    assert proposed(registration, cast.assessor).state == PlanState.PROPOSED


def test_inv_05_a_conflict_closes_the_plan(cast: Cast, amara: QualRegistration) -> None:
    qualifying.conflict(cast.assessor, cast.learner)
    with pytest.raises(Refused, match="conflict of interest"):
        proposed(amara, cast.assessor)
    with pytest.raises(Refused, match="conflict of interest"):
        note(amara, cast.assessor)


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (RegistrationState.APPLIED, "hub has accepted"),
        (RegistrationState.ON_BREAK, "on a break"),
        (RegistrationState.WITHDRAWN, "past planning"),
        (RegistrationState.CERTIFICATED, "past planning"),
    ],
)
def test_plans_are_made_while_work_goes_on(cast: Cast, state: RegistrationState, says: str) -> None:
    facts: dict[str, Any] = {"before_break": "in_progress"} if state == RegistrationState.ON_BREAK else {}
    registration = under_way(cast, state=state, **facts)
    for unit in registration.version.units.all():
        registration.units.get_or_create(unit=unit)
    with pytest.raises(Refused, match=says):
        proposed(registration, cast.assessor)


def test_a_plan_with_faults_is_not_proposed(cast: Cast, amara: QualRegistration) -> None:
    with pytest.raises(Refused, match="no task yet"):
        propose_plan(registration_id=amara.pk, plan=PlanFacts(), by=cast.assessor, now=NOON)
    over = task(amara, due_on=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="its day is over"):
        proposed(amara, cast.assessor, over)
    assert not AssessmentPlan.objects.exists()


def test_no_criterion_of_a_unit_that_is_not_taken(cast: Cast, amara: QualRegistration) -> None:
    amara.units.filter(unit__number=2).delete()
    with pytest.raises(Refused, match="not of a unit that this learner takes"):
        proposed(amara, cast.assessor, task(amara, "Listen", 3))


# --- versions -----------------------------------------------------------------------------------------------


def test_the_next_version_takes_the_place_of_the_one_before(cast: Cast, amara: QualRegistration) -> None:
    first = agreed(amara, cast.assessor)
    begun = begin_change(registration_id=amara.pk, by=cast.assessor, now=LATER)
    assert (begun.number, begun.state) == (2, PlanState.DRAFT)
    assert begin_change(registration_id=amara.pk, by=cast.assessor, now=LATER) == begun
    second = proposed(amara, cast.assessor, task(amara), task(amara, "A map of who is missing", 1))
    assert second == begun and state_of(first) == PlanState.ACCEPTED
    plans = plans_of(amara, today=TODAY)
    assert plans.waiting is not None and [one.title for one in plans.waiting.changed] == [
        "A map of who is missing"
    ]
    answer_plan(plan_id=second.pk, agrees=True, words="", by=cast.learner, now=LATER)
    assert (state_of(first), state_of(second)) == (PlanState.REPLACED, PlanState.ACCEPTED)


def test_what_is_done_stays_done_in_the_next_version(cast: Cast, amara: QualRegistration) -> None:
    first = agreed(amara, cast.assessor, task(amara), task(amara, "A map", 1))
    second = proposed(amara, cast.assessor, task(amara, "A map", 1), task(amara, "A quiz", 2))
    done = PlanTask.objects.get(plan=first, title="A map")
    mark_done(task_id=done.pk, done=True, by=cast.learner, now=LATER)
    answer_plan(plan_id=second.pk, agrees=True, words="", by=cast.learner, now=LATER + timedelta(hours=1))
    carried = TaskDone.objects.get(task__plan=second)
    assert (carried.task.title, carried.done_by, carried.done_at) == ("A map", cast.learner, LATER)


def test_a_change_begins_without_what_is_done_and_without_days_that_are_over(
    cast: Cast, amara: QualRegistration
) -> None:
    first = agreed(amara, cast.assessor, task(amara), task(amara, "A map", 1))
    mark_done(task_id=first.tasks.get(number=2).pk, done=True, by=cast.learner, now=LATER)
    late = NOON + timedelta(days=30)
    (left,) = facts_of(begin_change(registration_id=amara.pk, by=cast.assessor, now=late)).tasks
    assert (left.title, left.due_on) == ("Three talks", None)
    draft = plans_of(amara, today=TODAY).draft
    assert draft is not None and [one.kind for one in draft.changed] == ["other"]


def test_writing_on_takes_a_proposal_back(cast: Cast, amara: QualRegistration) -> None:
    first = proposed(amara, cast.assessor)
    draft = save_draft(registration_id=amara.pk, plan=PlanFacts((task(amara),)), by=cast.assessor, now=LATER)
    assert (state_of(first), draft.number, draft.state) == (PlanState.REPLACED, 2, PlanState.DRAFT)
    with pytest.raises(Refused, match="newer version"):
        answer_plan(plan_id=first.pk, agrees=True, words="", by=cast.learner, now=LATER)


def test_a_draft_keeps_what_was_written_last(cast: Cast, amara: QualRegistration) -> None:
    for titles in (("One", "Two"), ("Three",)):
        plan = PlanFacts(tuple(task(amara, title) for title in titles), "Hello", "Large print", TODAY)
        draft = save_draft(registration_id=amara.pk, plan=plan, by=cast.assessor, now=NOON)
    assert [one.title for one in draft.tasks.all()] == ["Three"]
    assert facts_of(draft).adjustments == "Large print"
    with pytest.raises(Refused, match="what there is to do"):
        save_draft(registration_id=amara.pk, plan=PlanFacts((task(amara, ""),)), by=cast.assessor, now=NOON)


def test_with_the_first_yes_the_work_begins(cast: Cast) -> None:
    registration = under_way(cast, state=RegistrationState.REGISTERED)
    agreed(registration, cast.assessor)
    registration.refresh_from_db()
    assert (registration.state, registration.began_at) == (RegistrationState.IN_PROGRESS, NOON)


def test_before_the_number_a_plan_is_agreed_and_the_state_stays(cast: Cast) -> None:
    registration = under_way(cast, state=RegistrationState.ACCEPTED)
    agreed(registration, cast.assessor)
    registration.refresh_from_db()
    assert (registration.state, registration.began_at) == (RegistrationState.ACCEPTED, NOON)
