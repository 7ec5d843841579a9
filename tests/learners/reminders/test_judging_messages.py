"""What the messages about judging and signing promise beyond the table in test_kinds.py."""

from datetime import UTC, datetime, timedelta

import pytest

from academy.accounts.roles import Role
from learners.assessment.record_models import AssessorRecord
from learners.assessment.states import SignedAs, SignoffState
from learners.registrations.models import QualRegistration
from learners.reminders.conditions import feedback, records, signoffs, work_waiting
from learners.submissions.models import Submission
from learners.submissions.states import SubmissionState
from tests import cast
from tests.learners import judging, qualifying, signatures, worlds
from tests.learners.reminders.judging_happenings import (
    countersigns,
    countersigns_unit,
    got_feedback,
    has_a_record,
    is_asked,
    trainee_of,
)
from tests.learners.reminders.qualification_happenings import a_manager, assessor_of, registration
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def test_inv_13_no_letter_about_what_still_waits_for_a_countersigner() -> None:
    second = countersigns(1)
    of = QualRegistration.objects.get()
    for moment in (NOON, later(days=7), later(days=13)):
        assert not list(feedback.GIVEN.due(moment)) and not list(feedback.UNREAD.due(moment))
    judging.countersigned(of.judgements.get(), second)
    assert [due.account_id for due in feedback.GIVEN.due(NOON)] == [of.account_id]


def test_no_letter_says_what_was_decided() -> None:
    got_feedback(1)
    (due,) = feedback.GIVEN.due(NOON)
    letter = feedback.GIVEN.letters([due], NOON)[due]
    said = str(letter.context)
    assert "listen well" not in said and "one more talk" not in said and "met" not in said


def test_the_learner_is_asked_three_times_to_confirm_a_record_and_anew_when_it_is_shared_again() -> None:
    has_a_record(1)
    moments = [NOON, datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 27, 9, tzinfo=UTC)]
    asked = [list(records.TO_CONFIRM.due(moment)) for moment in moments]
    assert [len(each) for each in asked] == [1, 1, 1]
    letters = [records.TO_CONFIRM.letters(each, at) for each, at in zip(asked, moments, strict=True)]
    assert [found[due].context["before"] for found in letters for due in found] == [0, 1, 2]
    assert len({due for each in asked for due in each}) == 3
    AssessorRecord.objects.update(shared_at=later(days=9))
    (anew,) = records.TO_CONFIRM.due(later(days=9))
    assert anew not in {due for each in asked for due in each}


def test_the_countersigner_is_told_twice_and_then_the_lead() -> None:
    second = countersigns(1)
    wednesday, tuesday = (datetime(2026, *day, 9, tzinfo=UTC) for day in ((11, 25), (12, 1)))
    (first,) = feedback.TO_COUNTERSIGN.due(NOON)
    (again,) = feedback.TO_COUNTERSIGN.due(wednesday)
    assert first != again and {first.account_id, again.account_id} == {second.pk}
    assert feedback.TO_COUNTERSIGN.letters([again], wednesday)[again].context["again"] is True
    assert not list(feedback.COUNTERSIGNED_LATE.due(wednesday))
    assert [due.account_id for due in feedback.COUNTERSIGNED_LATE.due(tuesday)] == [a_manager().pk]
    assert not list(feedback.TO_COUNTERSIGN.due(tuesday))


def test_the_learner_is_reminded_once_of_a_unit_to_confirm() -> None:
    is_asked(1)
    friday = datetime(2026, 11, 27, 9, tzinfo=UTC)
    (due,) = signoffs.TO_CONFIRM.due(friday)
    assert signoffs.TO_CONFIRM.letters([due], friday)[due].context["again"] is True
    assert not list(signoffs.TO_CONFIRM.due(friday + timedelta(days=8)))


def test_what_a_trainee_signed_is_not_asked_of_the_learner_before_it_is_countersigned() -> None:
    countersigns_unit(1)
    assert not list(signoffs.TO_CONFIRM.due(NOON))


def test_the_learner_hears_of_an_unlocking_only_if_they_were_asked() -> None:
    second = countersigns_unit(1)
    of = QualRegistration.objects.get()
    signoff = of.signoffs.get()
    trainee = signoff.signatures.get().person
    signatures.unlocked(signoff, trainee)
    assert not list(signoffs.UNLOCKED.due(NOON))
    signatures.signs(signoff, trainee)
    signatures.move(signoff, SignoffState.ASSESSOR_SIGNED)
    signatures.signs(signoff, second, SignedAs.COUNTERSIGNER)
    signatures.move(signoff, SignoffState.COUNTERSIGNED)
    signatures.unlocked(signoff, trainee)
    assert [due.account_id for due in signoffs.UNLOCKED.due(NOON)] == [of.account_id]


def test_who_takes_their_own_signature_back_is_not_told_of_it() -> None:
    is_asked(1)
    signoff = QualRegistration.objects.get().signoffs.get()
    signatures.unlocked(signoff, signoff.signatures.get().person)
    assert not list(signoffs.UNLOCKED_ASSESSOR.due(NOON))


def test_work_waits_for_whoever_has_not_judged_their_part() -> None:
    """Two units in one hand-in, the first of them judged: only the assessor of the second still owes something."""
    of = registration(1)
    first = qualifying.assessor(assessor_of(of, 1), a_manager())
    last = worlds.person("Sam Assessor", email="sam@example.org")
    cast.hold(last, Role.ASSESSOR, of.hub)
    criteria = qualifying.criteria(of)
    qualifying.allocated(of, last, criteria[3].outcome.unit)
    submission = judging.handed_in(of, [criteria[0], criteria[3]], now=later(days=-14))
    five = later(days=-7, hours=-3)
    assert {due.account_id for due in work_waiting.for_assessors(five)} == {first.pk, last.pk}
    round_ = judging.opened(of, first, submission, [criteria[0]])
    assert {due.account_id for due in work_waiting.for_assessors(five)} == {first.pk, last.pk}
    piece = submission.items.get()
    judging.rests_on(judging.decision(round_, criteria[0]), piece)
    judging.closed(round_)
    assert [due.account_id for due in work_waiting.for_assessors(five)] == [last.pk]


def test_a_hold_on_work_that_ran_out_stops_no_reminder() -> None:
    """Somebody began, their time ran out, and nobody went on: it waits like before."""
    of = registration(1)
    who = assessor_of(of, 1)
    submission = judging.handed_in(of, now=later(days=-14))
    judging.opened(of, who, submission, now=later(days=-13))
    assert Submission.objects.get().state == SubmissionState.IN_ASSESSMENT
    assert [due.account_id for due in work_waiting.for_assessors(later(days=-7, hours=-3))] == [who.pk]


def test_what_waits_for_the_countersigner_waits_for_no_assessor() -> None:
    of = registration(1)
    trainee, _ = trainee_of(of, 1)
    criterion = qualifying.criteria(of)[0]
    submission = judging.handed_in(of, [criterion], now=later(days=-14))
    round_ = judging.opened(of, trainee, submission)
    judging.rests_on(judging.decision(round_, criterion), submission.items.get())
    judging.closed(round_)
    assert not list(work_waiting.for_assessors(later(days=-7, hours=-3)))
