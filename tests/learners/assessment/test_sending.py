"""Taking work, writing drafts and sending the judgement, and all that is refused on the way."""

from datetime import timedelta
from typing import Any

import pytest

from academy.accounts.models import Account
from academy.shared.audit import chain_of
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from courses.qualifications.models import QualificationVersion
from learners.assessment.actions import claim
from learners.assessment.digests import digest_of_decision, digest_of_judgement
from learners.assessment.models import CriterionDecision, Judgement
from learners.assessment.refusals import NotReady
from learners.assessment.states import DecisionState, JudgementState
from learners.registrations.models import QualRegistration
from learners.registrations.states import AllocatedAs, RegistrationState
from learners.submissions.answer_models import CriterionAnswer
from learners.submissions.models import Submission
from learners.submissions.states import SubmissionState
from tests.cast import person
from tests.chains import broken_links
from tests.learners import judging, qualifying, signatures
from tests.learners.assessment.world import World, judged, make_world, sent, taken, with_trainee, written
from tests.learners.judging import ALL_HOLD
from tests.learners.qualifying import NOON, TODAY

pytestmark = [pytest.mark.both, pytest.mark.django_db]
LATER = NOON + timedelta(minutes=10)


@pytest.fixture
def world() -> World:
    return make_world()


def ready(world: World, outcome: str = "met") -> Judgement:
    """Taken and written, not sent."""
    judgement = taken(world.handed_in(), world.assessor)
    for criterion in world.criteria:
        written(judgement, criterion, outcome)
    return judgement


# --- what sending does ------------------------------------------------------------------------------------------


def test_what_is_met_is_told_and_counts(world: World) -> None:
    submission = world.handed_in()
    judgement = judged(world, submission, world.assessor)
    assert judgement.state == JudgementState.RELEASED
    assert world.fresh(submission).state == SubmissionState.RELEASED
    assert world.fresh(submission).released_at == NOON
    decisions = CriterionDecision.objects.filter(judgement=judgement)
    assert {one.state for one in decisions} == {DecisionState.CONFIRMED}
    assert [one.attempt for one in decisions] == [1, 1, 1]
    answers = CriterionAnswer.objects.filter(registration=world.registration, ended_at=None)
    assert {one.outcome for one in answers} == {"met"}
    assert answers.count() == 3


def test_everything_in_it_has_its_digest_and_its_place_in_the_chain(world: World) -> None:
    judgement = judged(world, world.handed_in(), world.assessor)
    judgement.refresh_from_db()
    assert judgement.digest == digest_of_judgement(judgement)
    for one in judgement.decisions.all():
        assert one.digest == digest_of_decision(one)
    assert AuditEvent.objects.filter(action="judged").count() == 1
    assert not broken_links(chain_of(world.registration))
    assert QualRegistration.objects.get().moved_at == NOON


def test_inv_52_the_words_of_the_criteria_are_kept_from_then_on(world: World) -> None:
    judged(world, world.handed_in(), world.assessor)
    assert QualificationVersion.objects.get(pk=world.registration.version_id).frozen_at == NOON


def test_not_yet_says_what_next(world: World) -> None:
    judgement = judged(world, world.handed_in(), world.assessor, "not_yet")
    answers = CriterionAnswer.objects.filter(registration=world.registration)
    assert {one.next_step for one in answers} == {"Record one more talk."}
    assert judgement.next_by == TODAY + timedelta(days=14)


def test_inv_10_a_decision_says_who_as_what_on_what_and_why(world: World) -> None:
    judgement = judged(world, world.handed_in(), world.assessor)
    one = judgement.decisions.first()
    assert one is not None
    assert (one.assessor_name, one.level, one.rationale[:5]) == ("Asa Assessor", "qualified", "Three")
    assert one.status == judging.status_of(world.assessor)
    assert [each.entry is not None and each.used for each in one.pieces.all()] == [True]
    piece = one.pieces.select_related("entry").get()
    assert piece.entry is not None and piece.sha256 == piece.entry.sha256


def test_pressed_twice_it_is_sent_once(world: World) -> None:
    judgement = ready(world)
    assert sent(judgement).pk == sent(judgement, now=LATER).pk
    assert CriterionDecision.objects.count() == 3
    assert AuditEvent.objects.filter(action="judged").count() == 1


def test_other_words_after_it_was_sent_change_nothing(world: World) -> None:
    judgement = ready(world)
    sent(judgement)
    with pytest.raises(Refused, match="was not sent"):
        sent(judgement, words="Something else.")


def test_inv_12_a_tab_of_yesterday_cannot_write_in_what_was_sent(world: World) -> None:
    judgement = ready(world)
    sent(judgement)
    with pytest.raises(Refused, match="sent to the learner"):
        written(judgement, world.criteria[0], rationale="Other words.", now=NOON + timedelta(days=1))


# --- what is missing --------------------------------------------------------------------------------------------


def test_nothing_is_sent_that_is_not_thought_through(world: World) -> None:
    judgement = taken(world.handed_in(), world.assessor)
    written(judgement, world.criteria[0])
    with pytest.raises(NotReady) as raised:
        sent(judgement)
    assert set(raised.value.missing) == {one.pk for one in world.criteria[1:]}
    assert not CriterionDecision.objects.exists()


def test_inv_11_one_no_is_not_met(world: World) -> None:
    judgement = ready(world)
    written(judgement, world.criteria[0], checks={**ALL_HOLD, "current": False})
    with pytest.raises(NotReady, match="current"):
        sent(judgement)


def test_inv_11_without_the_prescribed_method_nothing_is_met(world: World) -> None:
    submission = world.handed_in([world.observed])
    judgement = taken(submission, world.assessor)
    written(judgement, world.observed)
    with pytest.raises(NotReady, match="asks for an observation"):
        sent(judgement)
    written(judgement, world.observed, "not_yet")
    assert sent(judgement).state == JudgementState.RELEASED


def test_inv_11_with_the_prescribed_method_it_is_met(world: World) -> None:
    judging.record(world.registration, world.assessor)
    judgement = taken(world.handed_in([world.observed]), world.assessor)
    written(judgement, world.observed)
    assert sent(judgement).decisions.get().pieces.filter(method="observation", used=True).count() == 1


def test_inv_11_a_met_rests_on_something(world: World) -> None:
    judgement = ready(world)
    entry = judgement.submission.items.get()  # type: ignore[union-attr]
    aside = [
        {"entry": entry.pk, "used": False, "why": "It is about somebody else.", "place": "", "method": ""}
    ]
    written(judgement, world.criteria[0], pieces=aside)
    with pytest.raises(NotReady, match="at least one piece"):
        sent(judgement)


def test_what_is_set_aside_has_a_word_why(world: World) -> None:
    judgement = ready(world)
    entry = judgement.submission.items.get()  # type: ignore[union-attr]
    aside = [{"entry": entry.pk, "used": False, "why": "", "place": "", "method": ""}]
    written(judgement, world.criteria[0], "not_yet", pieces=aside)
    with pytest.raises(NotReady, match="set aside"):
        sent(judgement)


def test_a_piece_of_somebody_else_is_refused(world: World) -> None:
    judgement = taken(world.handed_in(), world.assessor)
    with pytest.raises(Refused, match="cannot be used"):
        written(judgement, world.criteria[0], pieces=[{"entry": 10**6, "used": True}])


def test_a_piece_counts_only_as_what_it_can_be(world: World) -> None:
    submission = world.handed_in()
    judgement = taken(submission, world.assessor)
    piece = {"entry": submission.items.get().pk, "used": True, "method": "observation"}
    with pytest.raises(Refused, match="cannot count as that"):
        written(judgement, world.criteria[0], pieces=[piece])


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"words": " "}, "what they do well"),
        ({"next_step": ""}, "one thing"),
        ({"next_by": None}, "by when"),
        ({"next_by": TODAY - timedelta(days=1)}, "over already"),
        ({"how": "password"}, "signature has to be your own"),
        ({"how": "hub"}, "signature has to be your own"),
        ({"spoken_item_id": 10**6}, "not there any more"),
    ],
)
def test_feedback_is_whole_or_not_sent(world: World, facts: dict[str, Any], why: str) -> None:
    judgement = ready(world, "not_yet")
    with pytest.raises(Refused, match=why):
        sent(judgement, **facts)
    assert not CriterionDecision.objects.exists()


# --- who may not ------------------------------------------------------------------------------------------------


def test_inv_01_nobody_judges_their_own(world: World) -> None:
    qualifying.assessor(world.cast.learner, world.cast.manager)
    with pytest.raises(Refused, match="your own work"):
        taken(world.handed_in(), world.cast.learner)


def test_inv_08_a_manager_or_superuser_judges_nothing(world: World) -> None:
    world.cast.manager.is_superuser = True
    world.cast.manager.save()
    with pytest.raises(Refused, match="not given to you"):
        taken(world.handed_in(), world.cast.manager)


def test_inv_18_nothing_is_judged_before_the_number() -> None:
    world = make_world(RegistrationState.ACCEPTED)
    with pytest.raises(Refused, match="number is not recorded yet"):
        taken(world.handed_in(), world.assessor)


def test_inv_18_a_judgement_before_the_number_says_so(settings: pytest.FixtureRequest) -> None:
    settings.JUDGE_WITHOUT_NUMBER = "warn"  # type: ignore[attr-defined]
    world = make_world(RegistrationState.ACCEPTED)
    judgement = judged(world, world.handed_in(), world.assessor)
    assert judgement.without_number


def test_inv_05_a_conflict_declared_meanwhile_closes_the_round(world: World) -> None:
    judgement = ready(world)
    qualifying.conflict(world.assessor, world.cast.learner)
    with pytest.raises(Refused, match="conflict of interest"):
        written(judgement, world.criteria[0], rationale="More.")
    with pytest.raises(Refused, match="conflict of interest"):
        sent(judgement)
    assert judgement.drafts.get(criterion=world.criteria[0]).rationale


def test_inv_06_whoever_checked_the_unit_judges_it_not(world: World) -> None:
    twin = person("Another Asa", email=None, is_active=False)
    unit = judging.unit_of(world.registration)
    qualifying.allocated(world.registration, twin, unit, AllocatedAs.QUALITY, ends_on=TODAY, ended_why="Left")
    Account.objects.filter(pk=twin.pk).update(joined_to=world.assessor)  # two rows turn out to be one person
    with pytest.raises(Refused, match="check the quality"):
        taken(world.handed_in(), world.assessor)


def test_inv_17_nothing_is_judged_that_was_not_declared(world: World) -> None:
    draft = Submission.objects.create(registration=world.registration, number=1, made_at=NOON)
    with pytest.raises(Refused):
        taken(draft, world.assessor)
    assert not Judgement.objects.exists()


@pytest.mark.parametrize("how", ["password", "hub", "unknown", ""])
def test_inv_19_a_judgement_is_sent_in_ones_own_session(world: World, how: str) -> None:
    judgement = ready(world)
    with pytest.raises(Refused, match="that it is you"):
        sent(judgement, how=how)
    assert not CriterionDecision.objects.exists()


def test_a_closed_account_sends_nothing(world: World) -> None:
    judgement = ready(world)
    world.assessor.is_active = False
    world.assessor.save()
    with pytest.raises(Refused, match="not given to you"):
        sent(judgement)


def test_inv_12_what_is_signed_off_is_not_judged(world: World) -> None:
    submission = world.handed_in()
    signatures.signed_off(world.registration, world.assessor)
    with pytest.raises(Refused, match="signed off"):
        taken(submission, world.assessor)


def test_somebody_else_writes_nothing_in_it(world: World) -> None:
    judgement = ready(world)
    with pytest.raises(Refused, match="Asa Assessor judges this"):
        written(judgement, world.criteria[0], by=world.second, rationale="Mine.")


# --- trainees ---------------------------------------------------------------------------------------------------


def test_inv_03_a_trainee_decides_nothing_alone() -> None:
    world = with_trainee()
    submission = world.handed_in()
    judgement = judged(world, submission, world.trainee)
    assert judgement.state == JudgementState.COUNTERSIGN
    assert judgement.countersigner == world.second
    assert world.fresh(submission).state == SubmissionState.AWAITING_COUNTERSIGN
    assert {one.state for one in judgement.decisions.all()} == {DecisionState.AWAITING}


def test_inv_13_nothing_is_told_before_it_is_countersigned() -> None:
    world = with_trainee()
    judged(world, world.handed_in(), world.trainee)
    assert not CriterionAnswer.objects.exists()
    assert not Judgement.objects.filter(released_at__isnull=False).exists()


def test_claiming_again_is_the_same_round_for_longer(world: World) -> None:
    submission = world.handed_in()
    first = taken(submission, world.assessor)
    again = claim(submission_id=submission.pk, by=world.assessor, now=LATER)
    assert (again.pk, again.held_until) == (first.pk, LATER + timedelta(hours=2))
    assert Judgement.objects.count() == 1
