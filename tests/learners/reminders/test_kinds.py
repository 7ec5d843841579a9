"""Every kind of message: due at its moment, not before, not after its use, and not once it is over (INV-43, 45)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from academy.accounts.models import Account
from academy.shared import mail
from learners.reminders.kinds import REMINDERS, Reminder, To
from learners.reminders.letters import Due, Letter
from learners.reminders.states import Purpose
from tests.learners.reminders.happenings import HAPPENINGS, Happening

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
KINDS = pytest.mark.parametrize("kind", sorted(HAPPENINGS))


def test_every_kind_has_its_happening() -> None:
    assert set(HAPPENINGS) == set(REMINDERS)


@pytest.mark.both
@KINDS
def test_due_at_its_moment_and_not_before_nor_after(kind: str) -> None:
    happening, reminder = HAPPENINGS[kind], REMINDERS[kind]
    who = happening.build(1)
    assert list(reminder.due(happening.at - SECOND)) == []
    for moment in (happening.at, happening.until - SECOND):
        (due,) = reminder.due(moment)
        assert (due.account_id, due.at) == (who.pk, happening.at)
        assert (
            min(happening.at + reminder.useful_for, due.until or moment + timedelta(days=99))
            == happening.until
        )
        assert list(reminder.letters([due], moment)) == [due]
    assert list(reminder.due(happening.until)) == []


MEANWHILE = [(kind, what) for kind, happening in HAPPENINGS.items() for what in happening.gone]


@pytest.mark.both
@pytest.mark.parametrize(("kind", "what"), MEANWHILE)
def test_what_holds_no_more_is_not_said(kind: str, what: str) -> None:
    happening, reminder = HAPPENINGS[kind], REMINDERS[kind]
    who = happening.build(1)
    (due,) = reminder.due(happening.at)
    happening.gone[what](who)
    assert not reminder.letters([due], happening.at)
    assert due not in list(reminder.due(happening.at))


@KINDS
def test_nobody_gets_the_letter_of_somebody_else(kind: str) -> None:
    happening, reminder = HAPPENINGS[kind], REMINDERS[kind]
    happening.build(1)
    (due,) = reminder.due(happening.at)
    other = Account.objects.create_user(email="other@example.org", full_name="Other")
    assert not reminder.letters([Due(other.pk, due.about, due.occasion)], happening.at)


@KINDS
def test_people_without_email_have_their_turn_too(kind: str) -> None:
    """Which way a message takes is not asked here. News is by e-mail or not at all."""
    happening, reminder = HAPPENINGS[kind], REMINDERS[kind]
    who = happening.build(1)
    Account.objects.filter(pk=who.pk).update(email=None)
    due = list(reminder.due(happening.at))
    assert [one.account_id for one in due] == [who.pk] * happening.without_email
    assert set(reminder.letters(due, happening.at)) == set(due)


@KINDS
def test_thirty_cost_as_many_queries_as_three(kind: str) -> None:
    happening = HAPPENINGS[kind]
    first = [happening.build(number) for number in range(3)]
    three = _queries(kind, happening, len(first))
    for number in range(3, 30):
        happening.build(number)
    thirty = _queries(kind, happening, 30)
    assert thirty == three
    assert thirty[0] <= 3 and thirty[1] <= 5, "one query finds what is due, or three"


def _queries(kind: str, happening: Happening, expected: int) -> tuple[int, int]:
    """Of finding what is due, and of the letters."""
    reminder = REMINDERS[kind]
    with CaptureQueriesContext(
        connection,
    ) as finding:
        found = list(reminder.due(happening.at))
    with CaptureQueriesContext(connection) as writing:
        letters = reminder.letters(found, happening.at)
    assert len(found) == len(letters) == expected
    return len(finding), len(writing)


# --- the words ----------------------------------------------------------------------------------------------


def the_letter(kind: str) -> Letter:
    happening, reminder = HAPPENINGS[kind], REMINDERS[kind]
    happening.build(1)
    found = list(reminder.due(happening.at))
    return reminder.letters(found, happening.at)[found[0]]


def part_of(kind: str, letter: Letter) -> mail.Part:
    words = {**letter.context, "name": "Amara"}
    return mail.Part(kind, words, href=settings.BASE_URL + letter.href, action=letter.action)


@KINDS
def test_every_message_can_be_read_as_html_as_text_and_aloud(kind: str) -> None:
    letter = the_letter(kind)
    part = part_of(kind, letter)
    composed = mail.compose([part], mail.Frame(name="Amara"))
    assert letter.href.startswith("/") and settings.BASE_URL + letter.href in composed.text
    assert letter.action in composed.html
    for words in (
        composed.subject,
        mail.title_of(part),
        mail.words_of(part),
        mail.say(part),
        mail.why_of(part),
    ):
        assert words.strip()
        assert "  " not in words and "!" not in words and "<" not in words
    assert mail.why_of(part).endswith(".") and mail.why_of(part)[0].islower()
    assert len(composed.subject) < 90
    said = mail.words_of(part).lower()
    assert "do nothing" in said or "nobody rings" in said or "costs nothing" in said, (
        "what if one does nothing?"
    )


AT_ONCE = {
    "welcome",
    "certificate_ready",
    "place_confirmed",
    "place_offered",
    "cohort_cancelled",
    "dates_moved",
    "place_given_up",
    "registration_accepted",
    "registration_registered",
    "work_given_back",
    "feedback_given",
    "unit_unlocked",
    "adjustment_decided",
    "hold_placed",
}
JUDGES = {
    "to_countersign",
    "to_countersign_long",
    "sent_back",
    "record_queried",
    "record_silent",
    "feedback_answered",
    "no_try_left",
    "unit_to_countersign",
    "unit_told",
    "unit_unlocked_staff",
    "prior_learning_asked",
    "adjustment_to_decide",
    "hold_placed_staff",
    "hold_review",
    "award_ends",
    "trainee_award_ends",
}


def kinds_that(which: Callable[[Reminder], object]) -> set[str]:
    return {kind for kind, reminder in REMINDERS.items() if which(reminder)}


def test_what_is_left_to_choose() -> None:
    """Who may stop what: not what answers their own act. News needs a yes, so it is always theirs to stop."""
    assert kinds_that(lambda one: not one.optional) == {
        *AT_ONCE,
        "place_offered_again",
        "joining_instructions",
        "cohort_letter",
    }
    assert kinds_that(lambda one: one.purpose is Purpose.MARKETING) == {"next_course"}
    assert kinds_that(lambda one: one.to is To.STAFF) == {
        "people_to_ring",
        "below_minimum",
        "register_unsigned",
        "register_unsigned_again",
        "register_unsigned_hub",
        "work_waiting",
        "work_waiting_long",
        "number_missing",
        *JUDGES,
    }


def test_what_goes_at_once_in_a_full_week_and_twice_when_in_doubt() -> None:
    assert kinds_that(lambda one: one.urgent) == AT_ONCE
    assert kinds_that(lambda one: one.dated) == {
        "place_offered_again",
        "joining_instructions",
        "can_you_come",
        "tomorrow",
        "missed_session",
        "evaluation",
        "dates_open",
        "cohort_letter",
        "plan_to_answer",
        "plan_task_week",
        "plan_task_eve",
        "another_attempt",
        "record_to_confirm",
        "unit_to_confirm",
        "adjustment_proposed",
    }
    assert kinds_that(lambda one: one.again) == AT_ONCE - {"welcome"} | {"cohort_letter"}


def test_what_is_worth_a_call() -> None:
    online = {"certificate_ready", "course_idle", "course_idle_again"}
    assert kinds_that(lambda one: one.rings) == {
        *online,
        "registration_accepted",
        "registration_registered",
        "plan_to_answer",
        "work_given_back",
        "feedback_given",
        "another_attempt",
        "record_to_confirm",
        "unit_to_confirm",
        "unit_unlocked",
        "prior_learning_answered",
        "adjustment_proposed",
        "adjustment_decided",
        "hold_placed",
        "place_confirmed",
        "place_offered",
        "can_you_come",
        "cohort_cancelled",
        "dates_moved",
        "missed_session",
        "dates_open",
        "cohort_letter",
    }
