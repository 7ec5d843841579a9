"""Each invariant of judging, signing and records by its number: what the database itself refuses."""

import pytest

from tests.learners.assessment.test_tables import refused

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def test_inv_01_the_database_sees_that_nobody_judges_themselves() -> None:
    refused("INV-01 judges themselves")


def test_inv_01_the_database_sees_that_nobody_signs_for_themselves() -> None:
    refused("INV-01 signs themselves")


def test_inv_01_the_database_sees_that_no_record_is_confirmed_by_its_assessor() -> None:
    refused("INV-01 a record confirmed by its assessor")


def test_inv_03_the_database_refuses_their_own_countersignature() -> None:
    refused("INV-03 countersigns their own")


def test_inv_05_the_database_refuses_a_decision_over_a_conflict() -> None:
    refused("INV-05 judges a sister")


def test_inv_05_the_database_refuses_a_signature_over_a_conflict() -> None:
    refused("INV-05 signs for a sister")


def test_inv_06_the_database_refuses_a_decision_by_whoever_checks() -> None:
    refused("INV-06 judges what they check")


def test_inv_06_the_database_refuses_a_signature_by_whoever_checks() -> None:
    refused("INV-06 countersigns what they check")


def test_inv_08_the_database_refuses_a_decision_by_whoever_was_given_nothing() -> None:
    refused("INV-08 decides without being given it")


def test_inv_10_the_database_refuses_a_decision_without_a_reason() -> None:
    refused("INV-10 without a reason")


def test_inv_11_the_database_refuses_met_without_the_prescribed_method() -> None:
    refused("INV-11 without the prescribed method")


def test_inv_12_the_database_refuses_other_words_in_what_was_sent() -> None:
    refused("INV-12 another feedback")


def test_inv_12_the_database_refuses_another_name_under_a_signature() -> None:
    refused("INV-12 another name under a signature")


def test_inv_12_the_database_refuses_another_word_in_a_record() -> None:
    refused("INV-12 another word in a record")


def test_inv_13_the_database_refuses_to_tell_before_it_is_confirmed() -> None:
    refused("INV-13 told too early")


def test_inv_14_the_database_refuses_a_signature_while_one_criterion_is_not_met() -> None:
    refused("INV-14 one not yet met")


def test_inv_15_the_database_refuses_to_unlock_without_a_reason() -> None:
    refused("INV-15 without a reason")


def test_inv_16_the_database_refuses_a_unit_on_witnesses_alone() -> None:
    refused("INV-16 by witnesses alone")


def test_inv_17_the_database_refuses_to_judge_what_was_not_handed_in() -> None:
    refused("INV-17 judged before it was handed in")


def test_inv_19_the_database_refuses_a_judgement_from_a_session_of_a_hub() -> None:
    refused("INV-19 judged in a session that a hub opened")


def test_inv_19_the_database_refuses_the_learners_name_by_somebody_else() -> None:
    refused("INV-19 the learner's name by somebody else")


def test_inv_19_the_database_refuses_a_record_confirmed_through_a_hub() -> None:
    refused("INV-19 a record confirmed in a session that a hub opened")
