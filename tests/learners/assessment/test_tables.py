"""What the database itself refuses about judging and signing, whoever asks it and however."""

import pytest
from django.db import IntegrityError, transaction

from learners.assessment.states import SignedAs, SignoffState
from learners.registrations.states import RegistrationState
from tests.learners import judging
from tests.learners.assessment.attacks import ATTACKS, BECAUSE, at_work, by_the_trainee, first, given
from tests.learners.judging import decision, opened, signed_off, signoff_of, signs

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def refused(what: str) -> None:
    cast, registration = at_work()
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        ATTACKS[what](cast, registration)
    assert BECAUSE[what] in str(raised.value)


@pytest.mark.parametrize("what", ATTACKS)
def test_the_database_refuses(what: str) -> None:
    refused(what)


def test_inv_18_the_database_refuses_to_judge_before_the_number() -> None:
    cast, registration = at_work(RegistrationState.ACCEPTED)
    with pytest.raises(IntegrityError), transaction.atomic():
        first(cast, registration)


def test_inv_18_a_judgement_that_says_so_may_come_before_the_number() -> None:
    cast, registration = at_work(RegistrationState.ACCEPTED)
    given(cast, registration)
    round_ = opened(registration, cast.assessor, judging.handed_in(registration), without_number=True)
    assert decision(round_, judging.criteria_of(registration)[0]).pk


def test_the_database_takes_what_is_right() -> None:
    cast, registration = at_work()
    given(cast, registration)
    assert signed_off(registration, cast.assessor).state == SignoffState.LEARNER_CONFIRMED
    assert signed_off(registration, cast.assessor, number=2).state == SignoffState.LEARNER_CONFIRMED
    judging.unlocked(signoff_of(registration), cast.assessor)
    assert signoff_of(registration).state == SignoffState.OPEN


def test_the_database_takes_what_was_countersigned() -> None:
    cast, registration = at_work()
    judging.countersigned(by_the_trainee(cast, registration), cast.stranger)
    signoff = signoff_of(registration)
    signs(signoff, cast.trainer)
    judging.move(signoff, SignoffState.ASSESSOR_SIGNED)
    with pytest.raises(IntegrityError), transaction.atomic():
        judging.move(signoff, SignoffState.LEARNER_TOLD)  # a trainee's waits for the countersigner
    signs(signoff, cast.stranger, SignedAs.COUNTERSIGNER)
    judging.move(signoff, SignoffState.COUNTERSIGNED)
    assert judging.move(signoff, SignoffState.LEARNER_TOLD).pk


def test_inv_08_the_database_refuses_a_decision_by_whoever_was_given_nothing() -> None:
    refused("INV-08 decides without being given it")


def test_inv_14_the_database_refuses_a_signature_while_one_criterion_is_not_met() -> None:
    refused("INV-14 one not yet met")


def test_inv_15_the_database_refuses_to_unlock_without_a_reason() -> None:
    refused("INV-15 without a reason")


def test_inv_03_the_database_refuses_their_own_countersignature() -> None:
    refused("INV-03 countersigns their own")


def test_inv_10_the_database_refuses_a_decision_without_a_reason() -> None:
    refused("INV-10 without a reason")


def test_inv_11_the_database_refuses_met_without_the_prescribed_method() -> None:
    refused("INV-11 without the prescribed method")


def test_inv_13_the_database_refuses_to_tell_before_it_is_confirmed() -> None:
    refused("INV-13 told too early")
