"""What the database itself refuses about judging and signing, whoever asks it and however."""

import pytest
from django.db import IntegrityError, transaction

from learners.assessment.states import SignedAs, SignoffState
from learners.registrations.states import RegistrationState
from tests.learners import judging, signatures
from tests.learners.assessment.attacked import ATTACKS, BECAUSE
from tests.learners.assessment.attacks import at_work, by_the_trainee, first, given
from tests.learners.assessment.record_attacks import RECORD_ATTACKS
from tests.learners.judging import decision, opened
from tests.learners.signatures import signed_off, signoff_of, signs

pytestmark = [pytest.mark.both, pytest.mark.django_db]


ALL = {what: (attack, BECAUSE[what]) for what, attack in ATTACKS.items()} | RECORD_ATTACKS


def refused(what: str) -> None:
    cast, registration = at_work()
    attack, because = ALL[what]
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        attack(cast, registration)
    assert because in str(raised.value)


@pytest.mark.parametrize("what", ALL)
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
    signatures.unlocked(signoff_of(registration), cast.assessor)
    assert signoff_of(registration).state == SignoffState.OPEN


def test_the_database_takes_what_was_countersigned() -> None:
    cast, registration = at_work()
    judging.countersigned(by_the_trainee(cast, registration), cast.stranger)
    signoff = signoff_of(registration)
    signs(signoff, cast.trainer)
    signatures.move(signoff, SignoffState.ASSESSOR_SIGNED)
    with pytest.raises(IntegrityError), transaction.atomic():
        signatures.move(signoff, SignoffState.LEARNER_TOLD)  # a trainee's waits for the countersigner
    signs(signoff, cast.stranger, SignedAs.COUNTERSIGNER)
    signatures.move(signoff, SignoffState.COUNTERSIGNED)
    assert signatures.move(signoff, SignoffState.LEARNER_TOLD).pk
