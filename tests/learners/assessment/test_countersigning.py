"""What a trainee judged is confirmed or sent back by another, qualified assessor; who that is, and who it cannot be."""

from datetime import timedelta
from typing import Any

import pytest

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.shared.rulings import Refused
from courses.qualifications.staff_models import AssessorStatus, OccupationalCompetence
from courses.qualifications.staff_states import AssessorLevel, Award
from learners.assessment.countersign_actions import countersign, name_countersigner
from learners.assessment.models import Countersignature, CriterionDecision, Judgement
from learners.assessment.queue_queries import waiting_for
from learners.assessment.states import DecisionState, JudgementState
from learners.registrations.allocation_models import ConflictDeclaration
from learners.registrations.states import AllocatedAs
from learners.reminders.conditions.feedback import TO_COUNTERSIGN
from learners.submissions.answer_models import CriterionAnswer
from learners.submissions.models import Submission
from learners.submissions.states import SubmissionState
from tests.cast import hold
from tests.learners import qualifying
from tests.learners.assessment.world import World, judged, sent, taken, with_trainee, written
from tests.learners.qualifying import LONG_AGO, NOON, TODAY

pytestmark = [pytest.mark.both, pytest.mark.django_db]
S = SubmissionState
J = JudgementState
D = DecisionState


@pytest.fixture
def world() -> World:
    return with_trainee()


def signed(judgement: Judgement, **facts: Any) -> Judgement:
    return countersign(
        **{
            "judgement_id": judgement.pk,
            "confirmed": True,
            "words": "",
            "about": (),
            "how": "passkey",
            "by": judgement.countersigner,
            "now": NOON,
            **facts,
        }
    )


def back(world: World, judgement: Judgement, **facts: Any) -> Judgement:
    about = [world.criteria[0].pk]
    return signed(judgement, **{"confirmed": False, "words": "Look at page 2.", "about": about, **facts})


def state_of(submission: Submission) -> str:
    return Submission.objects.get(pk=submission.pk).state


def test_inv_03_confirmed_it_counts_and_is_told(world: World) -> None:
    submission = world.handed_in()
    judgement = signed(judged(world, submission, world.trainee))
    assert judgement.state == J.RELEASED
    assert state_of(submission) == S.RELEASED
    assert {one.state for one in judgement.decisions.all()} == {D.CONFIRMED}
    assert {one.outcome for one in CriterionAnswer.objects.all()} == {"met"}
    assert Countersignature.objects.get().name == "Bea Other"


def test_pressed_twice_it_is_signed_once(world: World) -> None:
    judgement = signed(judged(world, world.handed_in(), world.trainee))
    signed(judgement)
    assert Countersignature.objects.count() == 1
    with pytest.raises(Refused, match="Nothing in it changes"):
        back(world, judgement)


def test_sent_back_it_is_a_new_round_with_everything_in_it(world: World) -> None:
    submission = world.handed_in()
    judgement = back(world, judged(world, submission, world.trainee))
    assert judgement.state == J.SENT_BACK
    assert state_of(submission) == S.SENT_BACK
    assert {one.state for one in judgement.decisions.all()} == {D.SUPERSEDED}
    again = Judgement.objects.get(follows=judgement)
    assert (again.state, again.assessor, again.drafts.filter(open=True).count()) == (J.OPEN, world.trainee, 3)
    assert all(one.rationale and one.pieces and one.outcome == "met" for one in again.drafts.all())
    assert not CriterionAnswer.objects.exists()


def test_sent_again_it_waits_again_and_is_confirmed(world: World) -> None:
    submission = world.handed_in()
    again = Judgement.objects.get(follows=back(world, judged(world, submission, world.trainee)))
    written(again, world.criteria[0], "not_yet")
    sent(again)
    assert state_of(submission) == S.AWAITING_COUNTERSIGN
    again.refresh_from_db()
    signed(again)
    assert state_of(submission) == S.RELEASED
    outcomes = CriterionAnswer.objects.filter(ended_at=None).order_by("criterion")
    assert [one.outcome for one in outcomes] == ["not_yet", "met", "met"]


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"words": " "}, "Write to the assessor"),
        ({"about": ()}, "at least one criterion"),
        ({"about": [10**6]}, "at least one criterion"),
        ({"how": "password"}, "signature has to be your own"),
    ],
)
def test_sending_back_says_what_and_why(world: World, facts: dict[str, Any], why: str) -> None:
    judgement = judged(world, world.handed_in(), world.trainee)
    with pytest.raises(Refused, match=why):
        back(world, judgement, **facts)
    assert not Countersignature.objects.exists()


def test_inv_03_nobody_countersigns_their_own(world: World) -> None:
    judgement = judged(world, world.handed_in(), world.trainee)
    Judgement.objects.filter(pk=judgement.pk).update(countersigner=world.trainee)
    with pytest.raises(Refused, match="judged themselves"):
        signed(judgement, by=world.trainee)


def test_inv_03_only_whoever_is_asked(world: World) -> None:
    judgement = judged(world, world.handed_in(), world.trainee)
    for by in (world.assessor, world.cast.manager, world.cast.quality, world.cast.learner):
        with pytest.raises(Refused, match="Bea Other is asked"):
            signed(judgement, by=by)


def test_inv_03_not_without_knowing_the_unit_any_more(world: World) -> None:
    judgement = judged(world, world.handed_in(), world.trainee)
    OccupationalCompetence.objects.filter(person=world.second).update(ends_on=TODAY)
    with pytest.raises(Refused, match="knows the work"):
        signed(judgement)


def test_inv_05_not_over_a_conflict(world: World) -> None:
    judgement = judged(world, world.handed_in(), world.trainee)
    conflict(world)
    with pytest.raises(Refused, match="conflict of interest"):
        signed(judgement)


def test_inv_01_not_the_learner_by_any_row(world: World) -> None:
    judgement = judged(world, world.handed_in(), world.trainee)
    Judgement.objects.filter(pk=judgement.pk).update(countersigner=world.cast.learner)
    with pytest.raises(Refused, match="your own work"):
        signed(judgement, by=world.cast.learner)


def test_the_lead_names_somebody_else(world: World) -> None:
    judgement = judged(world, world.handed_in(), world.trainee)
    name(judgement, world)
    judgement.refresh_from_db()
    assert signed(judgement).countersignature.countersigner == world.assessor


def test_nobody_but_the_lead_names_somebody_else(world: World) -> None:
    judgement = judged(world, world.handed_in(), world.trainee)
    for by in (world.cast.manager, world.trainee, world.second, world.cast.learner):
        with pytest.raises(Refused):
            name(judgement, world, by=by)


def test_inv_05_a_lead_with_a_conflict_names_nobody(world: World) -> None:
    judgement = judged(world, world.handed_in(), world.trainee)
    conflict(world, world.cast.quality)
    with pytest.raises(Refused, match="conflict of interest"):
        name(judgement, world)


def test_only_somebody_who_could_is_named(world: World) -> None:
    judgement = judged(world, world.handed_in(), world.trainee)
    for person in (world.trainee, world.cast.manager, world.cast.learner):
        with pytest.raises(Refused):
            name(judgement, world, person=person)


def test_a_trainee_who_was_promoted_leaves_the_round_with_its_countersigner(world: World) -> None:
    submission = world.handed_in([world.criteria[0]])
    judgement = judged(world, submission, world.trainee)
    promoted(world)
    judgement.refresh_from_db()
    assert judgement.countersigner == world.second
    assert signed(judgement).state == J.RELEASED
    later = judged(world, world.handed_in(world.criteria[1:]), world.trainee)
    assert later.state == J.RELEASED  # from now on they decide alone
    assert CriterionDecision.objects.filter(state=D.CONFIRMED).count() == 3


def test_a_countersigner_who_left_leaves_it_to_whoever_the_lead_names(world: World) -> None:
    judgement = judged(world, world.handed_in(), world.trainee)
    world.second.is_active = False
    world.second.save()
    with pytest.raises(Refused, match="closed"):
        signed(judgement)
    name(judgement, world)
    judgement.refresh_from_db()
    assert signed(judgement).state == J.RELEASED


def conflict(world: World, who: Account | None = None) -> None:
    """Of the countersigner, or of somebody else."""
    who = who or world.second
    qualifying.conflict(who, world.cast.learner)


def name(judgement: Judgement, world: World, **facts: Any) -> None:
    people = {"person": world.assessor, "by": world.cast.quality}
    name_countersigner(**{"judgement_id": judgement.pk, "now": NOON, **people, **facts})


def promoted(world: World) -> None:
    AssessorStatus.objects.create(
        person=world.trainee,
        level=AssessorLevel.QUALIFIED,
        award=Award.CAVA,
        award_seen_on=LONG_AGO,
        starts_on=TODAY,
        recorded_by=world.cast.manager,
        recorded_at=NOON,
    )


def asks(world: World, second: Account) -> None:
    """The trainee's countersigner, by the staff file."""
    qualifying.assessor(
        world.trainee,
        world.cast.manager,
        level=AssessorLevel.TRAINEE,
        award=Award.NONE,
        award_seen_on=None,
        works_towards_until=TODAY + timedelta(days=90),
        countersigner=second,
    )


def nobody_can(world: World, why: str) -> None:
    """Something stands between the trainee's countersigner and this learner."""
    if why == "a conflict":
        conflict(world)
    elif why == "the unit is theirs to check":
        hold(world.second, Role.QUALITY)
        qualifying.allocated(world.registration, world.second, task=AllocatedAs.QUALITY)
    else:
        hold(world.cast.learner, Role.ASSESSOR, world.cast.harbour)
        qualifying.assessor(world.cast.learner, world.cast.manager)
        asks(world, world.cast.learner)


@pytest.mark.parametrize("why", ["a conflict", "the unit is theirs to check", "the learner"])
def test_inv_03_13_nothing_is_sent_to_who_cannot_countersign_it(world: World, why: str) -> None:
    judgement = taken(world.handed_in(), world.trainee)
    for one in world.criteria:
        written(judgement, one)
    nobody_can(world, why)
    with pytest.raises(Refused, match=r"cannot countersign this.*what you have written is kept"):
        sent(judgement)
    assert Judgement.objects.get().state == J.OPEN and not CriterionDecision.objects.exists()


@pytest.mark.parametrize("how", ["password", "hub", ""])
def test_inv_19_a_refused_signature_says_that_it_is_a_signature(world: World, how: str) -> None:
    judgement = taken(world.handed_in(), world.trainee)
    for one in world.criteria:
        written(judgement, one)
    with pytest.raises(Refused, match="A signature has to be your own"):
        sent(judgement, how=how)
    judgement = sent(judgement)
    with pytest.raises(Refused, match="A signature has to be your own"):
        signed(judgement, how=how)


def test_inv_05_13_what_they_may_not_see_stands_in_nobodys_queue_nor_letter(world: World) -> None:
    """A conflict that was declared, or a learner who is asked, after it was sent."""
    judgement = judged(world, world.handed_in(), world.trainee)
    assert [one.token for one in waiting_for(world.second, now=NOON)] == [judgement.token]
    assert [due.account_id for due in TO_COUNTERSIGN.due(NOON)] == [world.second.pk]
    conflict(world)
    assert not waiting_for(world.second, now=NOON) and not list(TO_COUNTERSIGN.due(NOON))
    ConflictDeclaration.objects.update(ends_on=TODAY)
    assert [one.token for one in waiting_for(world.second, now=NOON)] == [judgement.token]
    Judgement.objects.update(countersigner=world.cast.learner)
    assert not waiting_for(world.cast.learner, now=NOON) and not list(TO_COUNTERSIGN.due(NOON))


def test_who_is_named_late_is_told_and_reminded_from_then(world: World) -> None:
    judgement = judged(world, world.handed_in(), world.trainee)
    late = NOON + timedelta(days=12)
    assert not list(TO_COUNTERSIGN.due(late))
    name_countersigner(judgement_id=judgement.pk, person=world.assessor, by=world.cast.quality, now=late)
    (due,) = TO_COUNTERSIGN.due(late)
    assert (due.account_id, due.at, due.occasion) == (world.assessor.pk, late, "")
    (again,) = TO_COUNTERSIGN.due(late + timedelta(days=5))
    assert (again.account_id, again.occasion) == (world.assessor.pk, "1")
