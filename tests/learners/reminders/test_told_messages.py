"""What the messages to whoever is next promise beyond the table in test_kinds.py."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings

from academy.accounts.roles import Role
from academy.shared import mail
from learners.assessment.record_actions import count_in_silence
from learners.assessment.record_models import AssessorRecord
from learners.assessment.states import JudgementState, RecordState
from learners.registrations.models import QualRegistration
from learners.reminders.conditions import records, said_back
from learners.reminders.conditions.happened import Happened, next_morning
from learners.reminders.letters import Letter
from learners.submissions.states import Outcome
from tests import cast
from tests.learners import judging, qualifying, worlds
from tests.learners.reminders.judging_happenings import judge_of
from tests.learners.reminders.qualification_happenings import (
    a_manager,
    assessor_of,
    goes_to_somebody_else,
    registration,
)
from tests.learners.reminders.told_happenings import MONDAY, wrote_feedback
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def the_letter(about: Happened, now: datetime) -> Letter:
    (due,) = about.due(now)
    return about.letters([due], now)[due]


def words_of(kind: str, letter: Letter) -> str:
    href = settings.BASE_URL + letter.href
    return mail.words_of(mail.Part(kind, {**letter.context, "name": "Asa"}, href=href, action=letter.action))


@pytest.mark.parametrize(
    ("moment", "morning"),
    [
        (datetime(2026, 11, 23, 0, 35, tzinfo=UTC), MONDAY),  # by night: the same day
        (MONDAY, MONDAY),
        (MONDAY + timedelta(minutes=1), MONDAY + timedelta(days=1)),
        (NOON, MONDAY),  # over the weekend
        (datetime(2026, 11, 21, 0, 35, tzinfo=UTC), MONDAY),
        (datetime(2026, 12, 24, 23, tzinfo=UTC), datetime(2026, 12, 29, 9, tzinfo=UTC)),
    ],
)
def test_the_next_morning_is_one_on_which_people_work(moment: datetime, morning: datetime) -> None:
    assert next_morning(moment) == morning


@pytest.mark.parametrize("silence", ["count", "block"])
def test_who_made_a_record_reads_whether_it_counts_without_an_answer(settings: Any, silence: str) -> None:
    settings.RECORD_SILENCE = silence
    of = registration(1)
    judging.record(of, assessor_of(of, 1), state=RecordState.SHARED)
    night = datetime(2026, 12, 5, 0, 35, tzinfo=UTC)
    assert count_in_silence(now=night) == 1
    assert not list(records.SILENT.due(night))
    letter = the_letter(records.SILENT, datetime(2026, 12, 7, 9, tzinfo=UTC))
    assert letter.context["counts"] is (silence == "count")
    assert letter.href.endswith(f"/record/{AssessorRecord.objects.get().token}/")
    said = words_of("record_silent", letter)
    assert ("It counts from now on" in said) is (silence == "count")
    assert ("share it again" in said) is (silence != "count")


def test_a_second_silence_is_told_once_more() -> None:
    of = registration(1)
    record = judging.record(of, assessor_of(of, 1), state=RecordState.SILENT)
    (first,) = records.SILENT.due(MONDAY)
    AssessorRecord.objects.filter(pk=record.pk).update(silent_at=later(days=20))
    (second,) = records.SILENT.due(next_morning(later(days=20)))
    assert first != second


def test_what_a_learner_wrote_is_not_in_the_letter() -> None:
    wrote_feedback(1)
    letter = the_letter(said_back.SAID, MONDAY)
    assert "page two" not in str(letter.context) + words_of("feedback_answered", letter)
    assert "the feedback that you gave" in words_of("feedback_answered", letter)
    assert letter.href == f"/judging/{QualRegistration.objects.get().judgements.get().token}/"


def test_nothing_is_said_of_feedback_that_was_read_without_a_word() -> None:
    wrote_feedback(1, words="")
    assert not list(said_back.SAID.due(MONDAY))


def test_where_somebody_else_assesses_now_they_read_what_the_learner_wrote() -> None:
    wrote_feedback(1)
    of = QualRegistration.objects.get()
    goes_to_somebody_else(of.account)
    other = worlds.person("Olu Other", email="olu@example.org")
    cast.hold(other, Role.ASSESSOR, of.hub)
    qualifying.allocated(of, qualifying.assessor(other, a_manager()))
    assert [due.account_id for due in said_back.SAID.due(MONDAY)] == [other.pk]
    said = words_of("feedback_answered", the_letter(said_back.SAID, MONDAY))
    assert "the feedback that Asa Assessor gave" in said


def test_who_gave_the_feedback_hears_of_it_alone_among_several() -> None:
    """Somebody else has another unit of the same round by now."""
    of = registration(1)
    who = judge_of(of, 1)
    first, *_, last = qualifying.criteria(of)
    judging.judged(of, who, Outcome.NOT_YET, criteria=[first, last])
    facts = {"acknowledged_at": NOON, "learner_words": "Thank you."}
    of.judgements.update(state=JudgementState.ACKNOWLEDGED, **facts)
    other = worlds.person("Olu Other", email="olu@example.org")
    cast.hold(other, Role.ASSESSOR, of.hub)
    qualifying.allocated(of, qualifying.assessor(other, a_manager()), last.outcome.unit)
    assert first.outcome.unit_id != last.outcome.unit_id
    assert [due.account_id for due in said_back.SAID.due(MONDAY)] == [who.pk]
