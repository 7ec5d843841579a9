"""Signing a unit off: the order of the signatures, who may, and everything that stands in the way."""

from datetime import datetime, timedelta

import pytest

from academy.shared.audit import chain_of
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from courses.qualifications.staff_states import AssessorLevel, Award
from learners.assessment.digests import decisions_under, digest_of_signature
from learners.assessment.models import CriterionDecision
from learners.assessment.signoff_actions import tell_silent
from learners.assessment.signoff_models import Signature
from learners.assessment.signoff_policies import may_sign_unit
from learners.assessment.signoff_queries import signoff_board
from learners.assessment.states import SignedAs, SignoffState
from learners.portfolio.states import EvidenceKind
from learners.registrations.models import QualRegistration
from learners.registrations.states import AllocatedAs, RegistrationState
from learners.submissions.states import Outcome
from tests.cast import person
from tests.chains import broken_links
from tests.learners import judging, qualifying
from tests.learners.adjustments import ways
from tests.learners.assessment.attacks import conflict
from tests.learners.assessment.signing import (
    confirms,
    countersigns,
    judged,
    judged_by_trainee,
    signs,
    unlocks,
    working,
)
from tests.learners.judging import criteria_of, unit_of
from tests.learners.qualifying import NOON, TODAY

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=5)


def why_not(registration: QualRegistration, by: object, now: datetime = NOON) -> str:
    """Why they cannot sign unit 1; the action says the same, and writes nothing."""
    reason = may_sign_unit(by, registration, unit_of(registration), now=now).reason  # type: ignore[arg-type]
    with pytest.raises(Refused) as raised:
        signs(registration, by, now=now)  # type: ignore[arg-type]
    assert raised.value.reason == reason
    assert not Signature.objects.filter(voided_at=None).exists()
    return reason


@pytest.mark.both
def test_the_assessor_signs_and_the_learner_confirms() -> None:
    cast, one = judged()
    signoff = signs(one, cast.assessor, comment=" Well done. ")
    assert (signoff.state, signoff.asked_at) == (SignoffState.ASSESSOR_SIGNED, NOON)
    signed = Signature.objects.get()
    assert (signed.signed_as, signed.name, signed.comment, signed.signed_how) == (
        SignedAs.ASSESSOR,
        "Asa Assessor",
        "Well done.",
        "email",
    )
    assert signed.status is not None and "each one is met" in signed.words
    assert confirms(signoff, cast.learner, now=LATER).state == SignoffState.LEARNER_CONFIRMED
    one.refresh_from_db()
    assert (one.moved_at, one.state) == (LATER, RegistrationState.IN_PROGRESS)
    assert [row.action for row in AuditEvent.objects.filter(chain=chain_of(one))][-2:] == [
        "unit_signed",
        "unit_confirmed",
    ]
    assert broken_links(chain_of(one)) == []
    assert all(row.digest == digest_of_signature(row) for row in Signature.objects.all())


def test_pressing_twice_signs_once() -> None:
    cast, one = judged()
    first, again = signs(one, cast.assessor), signs(one, cast.assessor, now=LATER)
    assert first == again
    confirms(first, cast.learner)
    confirms(first, cast.learner, now=LATER)
    assert Signature.objects.count() == 2
    assert AuditEvent.objects.filter(action__in=["unit_signed", "unit_confirmed"]).count() == 2


@pytest.mark.both
def test_a_signature_stands_after_the_decisions_that_it_is_about() -> None:
    """Also where somebody pressed before the last of them was confirmed, and got the lock after that."""
    cast, registration = judged()
    signs(registration, cast.assessor, now=NOON - timedelta(seconds=20))
    signed = Signature.objects.get()
    assert signed.signed_at == CriterionDecision.objects.latest("confirmed_at").confirmed_at
    assert len(decisions_under(signed)) == 3
    assert AuditEvent.objects.get(action="unit_signed").at == signed.signed_at


def test_a_trainees_waits_for_the_countersigner() -> None:
    cast, one = judged_by_trainee()
    signoff = signs(one, cast.trainer)
    assert (signoff.state, signoff.asked_at) == (SignoffState.ASSESSOR_SIGNED, None)
    assert signoff_board(one, now=NOON)[0].who == "Bea Other, the countersigner"
    with pytest.raises(Refused, match="second assessor looks"):
        confirms(signoff, cast.learner)
    assert tell_silent(now=NOON + timedelta(days=90)) == 0
    done = countersigns(signoff, cast.stranger, now=LATER)
    assert (done.state, done.asked_at) == (SignoffState.COUNTERSIGNED, LATER)
    countersigns(signoff, cast.stranger, now=LATER)
    assert confirms(signoff, cast.learner).state == SignoffState.LEARNER_CONFIRMED
    assert [row.signed_as for row in Signature.objects.all()] == ["assessor", "countersigner", "learner"]


@pytest.mark.parametrize("who", ["trainer", "assessor", "manager", "learner", "quality"])
def test_inv_03_nobody_else_countersigns(who: str) -> None:
    cast, one = judged_by_trainee()
    signoff = signs(one, cast.trainer)
    with pytest.raises(Refused):
        countersigns(signoff, getattr(cast, who))
    assert Signature.objects.count() == 1


def test_inv_03_the_staff_file_names_another_countersigner() -> None:
    cast, one = judged_by_trainee()
    signoff = signs(one, cast.trainer)
    qualifying.assessor(
        cast.trainer,
        cast.manager,
        level=AssessorLevel.TRAINEE,
        award=Award.NONE,
        award_seen_on=None,
        starts_on=TODAY,
        works_towards_until=TODAY + timedelta(days=90),
        countersigner=cast.assessor,
    )
    with pytest.raises(Refused, match="countersigned by Asa Assessor"):
        countersigns(signoff, cast.stranger)
    assert countersigns(signoff, cast.assessor).state == SignoffState.COUNTERSIGNED


def test_a_trainee_who_has_qualified_since_is_still_countersigned() -> None:
    cast, one = judged_by_trainee()
    signoff = signs(one, cast.trainer)
    qualifying.assessor(cast.trainer, cast.manager, starts_on=TODAY)
    with pytest.raises(Refused, match="signed this unit yourself"):
        countersigns(signoff, cast.trainer)
    assert countersigns(signoff, cast.stranger).state == SignoffState.COUNTERSIGNED


def test_a_trainee_signs_nothing_that_nobody_can_countersign() -> None:
    cast, one = judged_by_trainee()
    conflict(cast, one, cast.stranger)
    assert "Your countersigner Bea Other cannot countersign" in why_not(one, cast.trainer)


def test_a_trainee_signs_nothing_that_their_countersigner_checks() -> None:
    cast, one = judged_by_trainee()
    qualifying.allocated(one, cast.stranger, task=AllocatedAs.QUALITY)
    assert "Your countersigner Bea Other cannot countersign" in why_not(one, cast.trainer)


@pytest.mark.both
def test_inv_14_every_criterion_is_met_and_not_most() -> None:
    cast, one = working()
    qualifying.allocated(one, cast.assessor)
    first, second, third = criteria_of(one)
    assert "Not yet: 1.1, 1.2" in why_not(one, cast.assessor)
    judging.judged(one, cast.assessor, criteria=[first, second])
    judging.judged(one, cast.assessor, Outcome.NOT_YET, criteria=[third])
    last = f"{third.outcome.number}.{third.number}"
    assert why_not(one, cast.assessor).endswith(f"Not yet: {last}.")


def test_inv_14_a_trainees_decision_is_not_confirmed_before_it_is_countersigned() -> None:
    cast, one = working()
    qualifying.allocated(one, cast.trainer)
    judging.judged(one, cast.trainer)
    assert "wait for the countersigner" in why_not(one, cast.trainer)


@pytest.mark.parametrize(
    "who", ["manager", "second_manager", "quality", "coordinator", "trainer", "neighbour"]
)
def test_inv_14_and_08_no_role_signs(who: str) -> None:
    cast, one = judged()
    assert "not given to you" in why_not(one, getattr(cast, who)) or who == "quality"


def test_inv_08_a_superuser_gets_nothing_by_being_one() -> None:
    cast, one = judged()
    root = person("Rae Root", is_superuser=True)
    assert "not given to you" in why_not(one, root)
    signoff = signs(one, cast.assessor)
    with pytest.raises(Refused, match="Only the assessor who signed"):
        unlocks(signoff, root)
    with pytest.raises(Refused, match="Only the learner"):
        confirms(signoff, root)


def test_inv_01_nobody_signs_for_themselves() -> None:
    cast, one = judged()
    qualifying.assessor(cast.learner, cast.manager)
    other = person("Amara Again", email=None, joined_to=cast.learner, is_active=False)
    for row in (cast.learner, other):
        assert "Nobody signs for themselves" in why_not(one, row)


def test_inv_01_nobody_unlocks_their_own() -> None:
    cast, one = judged()
    signoff = signs(one, cast.assessor)
    qualifying.task_of(cast.learner, one.version, "lead_quality")  # type: ignore[arg-type]
    with pytest.raises(Refused, match="Nobody signs for themselves"):
        unlocks(signoff, cast.learner)


def test_inv_05_a_conflict_declared_after_allocation_stops_the_signature() -> None:
    cast, one = judged()
    conflict(cast, one, cast.assessor)
    assert "conflict of interest" in why_not(one, cast.assessor)


def test_inv_06_whoever_was_given_the_unit_to_check_does_not_sign() -> None:
    cast, one = judged()
    yesterday = TODAY - timedelta(days=1)
    qualifying.allocated(one, cast.stranger, task=AllocatedAs.QUALITY, ends_on=yesterday, ended_why="Over")
    assert "given this unit to check" in why_not(one, cast.stranger)


def test_inv_06_whoever_checked_does_not_countersign() -> None:
    cast, one = judged_by_trainee()
    signoff = signs(one, cast.trainer)
    qualifying.allocated(one, cast.stranger, task=AllocatedAs.QUALITY)
    with pytest.raises(Refused, match="given this unit to check"):
        countersigns(signoff, cast.stranger)


def test_inv_19_only_in_a_session_of_ones_own() -> None:
    cast, one = judged()
    for how in ("password", "hub_code", "unknown", ""):
        with pytest.raises(Refused, match="has to be your own"):
            signs(one, cast.assessor, how=how)
    signoff = signs(one, cast.assessor)
    for how in ("password", "hub_code"):
        with pytest.raises(Refused, match="has to be your own"):
            confirms(signoff, cast.learner, how=how)
    assert Signature.objects.count() == 1


@pytest.mark.parametrize("who", ["assessor", "manager", "coordinator", "quality"])
def test_inv_19_nobody_confirms_for_the_learner(who: str) -> None:
    cast, one = judged()
    signoff = signs(one, cast.assessor)
    with pytest.raises(Refused, match="Only the learner"):
        confirms(signoff, getattr(cast, who))


@pytest.mark.both
def test_a_hold_stops_it() -> None:
    cast, one = judged()
    hold = ways.held(one, cast.quality, unit_of(one), reason="A complaint is looked into")
    assert "A complaint is looked into" in why_not(one, cast.assessor)
    hold.lifted_at, hold.lifted_by, hold.lifted_why = NOON, cast.quality, "Looked into"
    hold.save()
    assert signs(one, cast.assessor).pk


def test_a_round_that_is_open_stops_it() -> None:
    cast, one = judged()
    round_ = judging.opened(one, cast.assessor, None, criteria_of(one)[:1])
    assert "You are judging something of this unit" in why_not(one, cast.assessor)
    round_.drafts.update(open=False)
    theirs = judging.opened(one, cast.stranger, None, criteria_of(one)[:1])
    assert "Bea Other is judging something" in why_not(one, cast.assessor)
    theirs.held_until = NOON - timedelta(minutes=1)
    theirs.save()
    assert signs(one, cast.assessor).pk


def test_what_waits_to_be_judged_stops_it() -> None:
    cast, one = judged()
    judging.handed_in(one, criteria_of(one)[:1], attempt=2)
    assert "waits to be judged" in why_not(one, cast.assessor)


def test_inv_16_a_unit_does_not_rest_on_witnesses_alone() -> None:
    cast, one = working()
    qualifying.allocated(one, cast.assessor)
    items = [qualifying.piece(one.account, "Seen", kind=EvidenceKind.WITNESS)]
    submission = judging.handed_in(one, items=items)
    round_ = judging.opened(one, cast.assessor, submission)
    for criterion in criteria_of(one):
        judging.rests_on(judging.decision(round_, criterion), submission.items.get())
    judging.closed(round_)
    submission.state = "released"
    submission.save()
    assert "written by witnesses" in why_not(one, cast.assessor)


def test_not_while_the_registration_stands_still() -> None:
    cast, one = judged()
    for state in (RegistrationState.ON_BREAK, RegistrationState.WITHDRAWN, RegistrationState.LAPSED):
        one.state = state
        one.break_until, one.before_break = TODAY + timedelta(days=9), RegistrationState.IN_PROGRESS
        one.save()
        assert why_not(one, cast.assessor)
