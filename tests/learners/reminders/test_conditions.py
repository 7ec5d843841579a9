"""What single kinds of message promise beyond the table in test_kinds.py."""

from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress

from academy.accounts.actions import SignupAnswers, complete_signup
from academy.accounts.models import Account, ConsentRecord, RoleAssignment
from academy.accounts.queries import may_be_sent_news, people_for_news
from academy.accounts.roles import Role
from learners.enrolments.models import Enrolment
from learners.progress.actions import mark_read
from learners.progress.models import LessonProgress
from learners.reminders import answers
from learners.reminders.kinds import REMINDERS
from learners.reminders.letters import Due
from learners.reminders.models import MessageChoice, Sent, Snooze
from learners.reminders.states import SentState, Way
from tests import cast
from tests.learners import worlds
from tests.learners.conftest import Nudges
from tests.learners.reminders.date_happenings import booked
from tests.learners.reminders.happenings import (
    begun,
    learner,
    rings,
    signed_up,
    the_course,
    to_ring,
    with_certificate,
)
from tests.learners.worlds import NOON, later

pytestmark = pytest.mark.django_db

IDLE, AGAIN = REMINDERS[answers.IDLE], REMINDERS[answers.IDLE_AGAIN]


def logged(due: Due, kind: str = answers.IDLE, **facts: object) -> Sent:
    return Sent.objects.create(
        account_id=due.account_id,
        kind=kind,
        subject=due.about,
        occasion=due.occasion,
        due_at=due.at or NOON,
        useful_until=later(days=14),
        not_before=due.at or NOON,
        **{"state": SentState.SENT, "sent_at": later(days=7), **facts},
    )


class TestPauses:
    def test_a_new_pause_is_a_new_occasion(self) -> None:
        who = begun(1)
        (first,) = IDLE.due(later(days=7))
        lesson = worlds.lessons(the_course())[1]
        worlds.joined(who, the_course())
        mark_read(lesson=lesson, by=worlds.signed_in(who), now=later(days=8))
        assert not IDLE.letters([first], later(days=15)), "that pause is over"
        (second,) = IDLE.due(later(days=15))
        assert second != first and second.about == first.about

    def test_only_learning_at_ones_own_speed_can_lie_idle(self) -> None:
        booked(1)
        Enrolment.objects.create(
            account=worlds.person(), course=the_course(), kind="registered", opens_at=NOON, started_at=NOON
        )
        assert list(IDLE.due(later(days=7))) == list(AGAIN.due(later(days=21))) == []

    def test_where_everything_open_is_done_there_is_nothing_to_carry_on_with(self) -> None:
        who = begun(1)
        mark_read(lesson=worlds.lessons(the_course())[1], by=worlds.signed_in(who), now=NOON)
        assert not IDLE.letters(list(IDLE.due(later(days=7))), later(days=7))

    @pytest.mark.both
    def test_ask_me_in_a_month_is_kept(self) -> None:
        """The last word then comes when it was asked for, and not after three weeks."""
        begun(1)
        (first,) = IDLE.due(later(days=7))
        logged(first, answer=answers.MONTH, answered_at=later(days=9))
        assert list(AGAIN.due(later(days=21))) == []
        assert list(AGAIN.due(later(days=39, seconds=-1))) == []
        (second,) = AGAIN.due(later(days=39))
        assert second.at == later(days=39)
        assert AGAIN.letters([second], later(days=46, seconds=-1))
        assert list(AGAIN.due(later(days=46))) == []

    def test_another_answer_moves_nothing(self) -> None:
        begun(1)
        (first,) = IDLE.due(later(days=7))
        logged(first, answer=answers.BACK, answered_at=later(days=9))
        assert len(list(AGAIN.due(later(days=21)))) == 1
        assert list(AGAIN.due(later(days=39))) == []

    def test_an_answer_about_an_earlier_pause_moves_nothing(self) -> None:
        begun(1)
        (first,) = IDLE.due(later(days=7))
        logged(first, answer=answers.MONTH, answered_at=later(days=9))
        LessonProgress.objects.update(saved_at=later(days=10))
        assert len(list(AGAIN.due(later(days=31)))) == 1


def test_a_certificate_is_ready_when_it_is_printed() -> None:
    with_certificate(1, pdf=None)
    assert list(REMINDERS["certificate_ready"].due(NOON)) == []


class TestAnswers:
    def test_yes_only_says_so(self) -> None:
        self.give(answers.BACK)
        assert not Snooze.objects.exists() and not MessageChoice.objects.exists()

    @pytest.mark.both
    def test_not_now_is_a_month_of_rest(self) -> None:
        self.give(answers.MONTH)
        assert Snooze.objects.get().until == later(days=30)
        self.give(answers.MONTH, days=1)
        assert Snooze.objects.get().until == later(days=31)

    def test_not_now_shortens_no_longer_rest(self) -> None:
        who = worlds.person()
        Snooze.objects.create(account=who, until=later(days=90), set_at=NOON)
        self.give(answers.MONTH, who)
        assert Snooze.objects.get().until == later(days=90)

    @pytest.mark.both
    def test_no_more_stops_both_kinds_by_email(self) -> None:
        who = worlds.person()
        MessageChoice.objects.create(
            account=who, kind=answers.IDLE, way=Way.EMAIL, wanted=True, chosen_at=later(days=-9)
        )
        self.give(answers.NO_MORE, who)
        said = set(MessageChoice.objects.values_list("kind", "way", "wanted", "chosen_at"))
        assert said == {(kind, Way.EMAIL, False, NOON) for kind in (answers.IDLE, answers.IDLE_AGAIN)}

    def test_the_keys_fit_into_the_log(self) -> None:
        for reminder in REMINDERS.values():
            for answer in reminder.question.answers if reminder.question else ():
                assert len(answer.key) <= 20 and answer.says and answer.done

    def give(self, key: str, who: Account | None = None, days: int = 0) -> None:
        who = who or Account.objects.first() or worlds.person()
        answer = answers.CARRY_ON.answer(key)
        assert answer is not None
        answer.act(due=Due(who.pk, "enrolment:1"), now=later(days=days))


class TestWelcome:
    def test_the_first_step_is_the_free_lesson(self) -> None:
        signed_up(1)
        (letter,) = self.letters().values()
        assert letter.context["lesson_title"] == "Lesson 1 of part 1"
        assert letter.action == "Start the first lesson"

    def test_who_has_begun_as_a_guest_goes_on(self) -> None:
        who = signed_up(1)
        mark_read(lesson=worlds.lessons(the_course())[0], by=worlds.signed_in(who), now=NOON)
        (letter,) = self.letters().values()
        assert (letter.context["lesson_title"], letter.action) == ("Lesson 2 of part 1", "Carry on")

    def test_without_any_course_it_leads_home(self) -> None:
        signed_up(1)
        type(the_course()).objects.update(published=False)
        (letter,) = self.letters().values()
        assert (letter.href, letter.context["lesson_title"]) == ("/my-learning/", "")

    def test_a_course_without_a_free_part_is_no_first_step(self) -> None:
        worlds.course(1, code="CLOSED", free=())
        signed_up(1)
        (letter,) = self.letters().values()
        assert letter.context["course_title"] == the_course().title

    def test_whoever_has_not_said_their_name_has_not_finished(self) -> None:
        signed_up(1)
        Account.objects.update(full_name="")
        assert list(REMINDERS["welcome"].due(NOON)) == []

    def test_an_address_that_nobody_proved_is_not_written_to(self) -> None:
        signed_up(1)
        EmailAddress.objects.update(verified=False)
        assert list(REMINDERS["welcome"].due(NOON)) == []

    def test_whoever_answers_the_questions_after_a_hub_made_their_account_is_welcomed_at_once(
        self, nudges: Nudges, django_capture_on_commit_callbacks
    ) -> None:
        who = learner(1)
        for signed_in_at, expected in (
            (None, []),
            (NOON, [("learners.reminders.send_due", {"kind": "welcome"})]),
        ):
            Account.objects.update(last_login=signed_in_at)
            with django_capture_on_commit_callbacks(execute=True):
                complete_signup(account_id=who.pk, answers=SignupAnswers("Amara", is_adult=True), now=NOON)
            assert nudges == expected

    def letters(self):
        due = list(REMINDERS["welcome"].due(NOON))
        return REMINDERS["welcome"].letters(due, NOON)


class TestPeopleToRing:
    @pytest.mark.both
    @pytest.mark.parametrize(
        ("nine", "day"),
        [
            ("2026-03-27T09:00", "Friday in winter time"),
            ("2026-03-30T08:00", "Monday in summer time"),
            ("2026-10-23T08:00", "Friday in summer time"),
            ("2026-10-26T09:00", "Monday in winter time"),
        ],
    )
    def test_at_nine_on_the_wall_until_five(self, nine: str, day: str) -> None:
        rings(1)
        Sent.objects.update(useful_until=later(days=99))
        moment = datetime.fromisoformat(nine).replace(tzinfo=UTC)
        assert not self.due(moment - timedelta(seconds=1)), day
        (due,) = self.due(moment)
        assert (due.at, due.until, due.occasion) == (moment, moment + timedelta(hours=8), nine[:10])
        assert not self.due(moment + timedelta(hours=8))

    @pytest.mark.parametrize("day", ["2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25"])
    def test_not_at_the_weekend(self, day: str) -> None:
        rings(1)
        Sent.objects.update(useful_until=later(days=99))
        assert not self.due(datetime.fromisoformat(f"{day}T11:00").replace(tzinfo=UTC))

    def test_each_hub_its_own_people_and_the_academy_those_without_a_hub(self) -> None:
        made = cast.make_cast()
        to_ring(made.harbour, 1)
        to_ring(made.harbour, 2)
        to_ring(None, 3)
        cast.hold(made.trainer, Role.COORDINATOR, made.harbour)
        letters = REMINDERS["people_to_ring"].letters(self.due(NOON), NOON)
        told = {
            (due.account_id, letter.context["waiting"], letter.context["hub_name"])
            for due, letter in letters.items()
        }
        assert told == {
            (made.trainer.pk, 2, "Harbour Road"),
            (made.coordinator.pk, 2, "Harbour Road"),
            (made.manager.pk, 1, ""),
            (made.second_manager.pk, 1, ""),
        }

    def test_the_list_of_a_hub_that_has_nobody_is_the_academys(self) -> None:
        made = cast.make_cast()
        RoleAssignment.objects.filter(hub=made.harbour).update(ends_on=NOON.date())
        to_ring(made.harbour, 1)
        letters = REMINDERS["people_to_ring"].letters(self.due(NOON), NOON)
        told = {(due.account_id, letter.context["hub_name"]) for due, letter in letters.items()}
        assert told == {(made.manager.pk, "Harbour Road"), (made.second_manager.pk, "Harbour Road")}

    def due(self, now: datetime) -> list[Due]:
        return list(REMINDERS["people_to_ring"].due(now))


class TestNews:
    CASES: tuple[dict, ...] = (
        {},
        {"given": [False]},
        {"given": [True, False]},
        {"given": [False, True]},
        {"given": []},
        {"channel": "sms"},
        {"verified": False},
        {"email": "another@example.org"},
        {"is_active": False},
        {"is_adult": False},
        {"is_adult": None},
        {"is_adult": False, "date_of_birth": date(2008, 11, 20)},
        {"is_adult": False, "date_of_birth": date(2008, 11, 21)},
        {"date_of_birth": date(2010, 1, 1)},
    )

    @pytest.mark.both
    @pytest.mark.parametrize("facts", CASES, ids=str)
    @pytest.mark.parametrize("channel", ["email", "sms"])
    def test_for_many_at_once_the_rule_is_the_same_as_for_one(self, facts: dict, channel: str) -> None:
        facts = dict(facts)
        given, asked = facts.pop("given", [True]), facts.pop("channel", "email")
        who = learner(1)
        EmailAddress.objects.update(verified=facts.pop("verified", True))
        for minutes, answer in enumerate(given):
            ConsentRecord.objects.create(
                account=who,
                channel=asked,
                given=answer,
                wording_version="1",
                recorded_at=later(minutes=minutes),
            )
        Account.objects.update(**facts)
        who.refresh_from_db()
        today = NOON.date()
        assert people_for_news(channel, today).exists() == may_be_sent_news(who, channel, today)


class TestActed:
    @pytest.mark.both
    @pytest.mark.parametrize(("saved", "acted"), [(6.9, False), (7.1, True), (13.9, True), (14.1, False)])
    def test_who_went_on_within_a_week(self, saved: float, acted: bool) -> None:
        who = begun(1)
        (due,) = IDLE.due(later(days=7))
        logged(due)
        logged(due, kind="study_day")
        LessonProgress.objects.update(saved_at=later(days=saved))
        assert self.those(answers.IDLE).exists() is acted
        other = worlds.joined(who, worlds.course(1, code="OTHER"))
        assert self.those("study_day").exists() is acted
        LessonProgress.objects.update(enrolment=other)
        assert self.those("study_day").exists() is acted, "anywhere counts on a study day"
        assert not self.those(answers.IDLE).exists(), "only the very place counts here"

    def those(self, kind: str):
        acted = REMINDERS[kind].acted
        assert acted is not None
        return acted(Sent.objects.filter(kind=kind))

    def test_who_was_told_by_telephone_counts_from_the_call(self) -> None:
        who = begun(1)
        (due,) = IDLE.due(later(days=7))
        logged(due, state=SentState.TOLD, sent_at=None, rung_at=later(days=8), rung_by=who)
        LessonProgress.objects.update(saved_at=later(days=14, hours=12))
        assert self.those(answers.IDLE).exists()
