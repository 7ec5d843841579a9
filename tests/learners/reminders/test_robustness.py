"""One fault stops nobody else's messages; a server in trouble is waited for, with no row locked, and not for ever."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection

from academy.accounts.models import Account
from academy.hubs.models import Hub
from academy.shared import clock
from academy.shared import mail as shared_mail
from academy.shared.post import Post, Unsure
from courses.catalogue.models import Course
from learners.enrolments.models import Enrolment
from learners.reminders import channels, planning, sending, tasks
from learners.reminders.kinds import REMINDERS
from learners.reminders.letters import Due
from learners.reminders.models import MessageChoice, Sent, Snooze
from learners.reminders.planning import plan
from learners.reminders.states import SentState, Way
from learners.reminders.tending import look_after
from tests.learners import worlds
from tests.learners.reminders.moments import begun, sweep, with_certificate
from tests.learners.test_races import at_once
from tests.learners.worlds import NOON, later

pytestmark = pytest.mark.django_db
BROKEN = "the condition is broken"


def breaks(*words: Any) -> Any:
    raise RuntimeError(BROKEN)


def change(monkeypatch: pytest.MonkeyPatch, kind: str, **facts: Any) -> None:
    monkeypatch.setitem(REMINDERS, kind, replace(REMINDERS[kind], **facts))


def the_row() -> Sent:
    return Sent.objects.get()


def without_email(place: Enrolment) -> Account:
    Account.objects.filter(pk=place.account_id).update(email=None)
    return place.account


class TestOneFault:
    def test_a_kind_that_cannot_be_found_stops_no_other(self, monkeypatch) -> None:
        begun()
        change(monkeypatch, "welcome", due=breaks)
        assert sweep(later(days=7)) == 1

    def test_a_call_that_cannot_be_asked_about_stays_and_stops_nothing(self, monkeypatch) -> None:
        amara = without_email(begun())
        sweep(later(days=7))
        letters = REMINDERS["course_idle"].letters

        def breaks_for_amara(dues: Any, now: datetime) -> Any:
            return breaks() if amara.pk in {due.account_id for due in dues} else letters(dues, now)

        change(monkeypatch, "course_idle", letters=breaks_for_amara)
        begun(worlds.person("Bo", "bo@example.org"), Course.objects.get(), now=later(days=1))
        assert sweep(later(days=8)) == 1
        assert Sent.objects.filter(state=SentState.TO_RING).count() == 1

    def test_portions_are_handed_out_even_when_looking_after_fails(self, monkeypatch) -> None:
        nudges: list[str] = []
        begun(now=worlds.NOON - timedelta(days=7))
        monkeypatch.setattr(clock, "now", lambda: NOON)
        monkeypatch.setattr(tasks, "look_after", breaks)
        monkeypatch.setattr(tasks, "enqueue", lambda name, **ids: nudges.append(name))
        tasks.send_all_due()
        assert nudges == [tasks.PORTION]

    def test_what_cannot_be_taken_at_all_is_no_endless_loop(self, monkeypatch) -> None:
        begun()
        plan(REMINDERS, now=later(days=7))
        monkeypatch.setattr(sending, "_take", breaks)
        with pytest.raises(RuntimeError, match=BROKEN):
            sending.send_next(lines=channels.Lines(), now=later(days=7))


class TestAServerInTrouble:
    def test_it_is_not_told_the_same_for_ever(self, monkeypatch) -> None:
        with_certificate()
        offered: list[str] = []

        def hand_over(self: Post, *, message_id: str, **words: Any) -> str:
            offered.append(message_id)
            raise Unsure("no answer")

        monkeypatch.setattr(Post, "hand_over", hand_over)
        for hours in range(1, 24 * 14, 3):
            sweep(later(hours=hours), of=["certificate_ready"])
        assert len(offered) == 1 + sending.MOST_AGAIN
        assert len(set(offered)) == 1
        assert the_row().state == SentState.UNKNOWN

    def test_it_is_given_time_between_two_tries(self, monkeypatch) -> None:
        with_certificate()
        monkeypatch.setattr(Post, "hand_over", lambda self, **words: breaks_off())
        sweep(later(minutes=1))
        assert the_row().not_before > later(minutes=5)

    def test_a_task_ends_before_it_is_ended(self, monkeypatch) -> None:
        course = worlds.course(2)
        for number in range(4):
            begun(worlds.person(email=f"p{number}@example.org"), course)
        plan(REMINDERS, now=later(days=7))
        ticks = iter([0.0, 1.0, 60.0, sending.FOR_AT_MOST, sending.FOR_AT_MOST + 1])
        monkeypatch.setattr(time, "monotonic", lambda: next(ticks))
        monkeypatch.setattr(clock, "now", lambda: later(days=7))
        assert sending.send_waiting() == 2

    def test_a_server_that_is_away_is_asked_once_a_task_and_with_no_row_locked(self, monkeypatch) -> None:
        course, asked = worlds.course(2), []
        for number in range(3):
            begun(worlds.person(email=f"p{number}@example.org"), course)
        plan(REMINDERS, now=later(days=7))
        depth = len(connection.savepoint_ids)

        def away(self: Post) -> bool:
            asked.append(len(connection.savepoint_ids) - depth)
            return False

        monkeypatch.setattr(Post, "ready", away)
        monkeypatch.setattr(clock, "now", lambda: later(days=7))
        assert sending.send_waiting() == 3
        assert asked == [0]
        assert set(Sent.objects.values_list("why_not", flat=True)) == {sending.SERVER_AWAY}

    def test_what_waited_for_it_still_goes_together(self, monkeypatch) -> None:
        amara = worlds.person()
        for code in ("ONE", "TWO"):
            begun(amara, worlds.course(2, code=code))
        monkeypatch.setattr(Post, "ready", lambda self: False)
        sweep(later(days=7))
        monkeypatch.undo()
        assert sweep(later(days=7, hours=1)) == 1

    def test_what_may_have_gone_is_unknown_once_it_is_past_its_use(self, monkeypatch) -> None:
        with_certificate()
        monkeypatch.setattr(Post, "hand_over", lambda self, **words: breaks_off())
        sweep(later(days=13, hours=23))
        monkeypatch.undo()
        sweep(later(days=14))
        assert the_row().state == SentState.UNKNOWN


def breaks_off() -> str:
    raise Unsure("no answer")


class TestTheWeek:
    def fill(self, who: Account, **facts: Any) -> None:
        """One e-mail yesterday of two messages together, and one the day before."""
        row: dict[str, Any] = {"way": Way.EMAIL, "due_at": NOON, "useful_until": NOON, "not_before": NOON}
        for number, days in enumerate((6, 6, 5)):
            state = facts.get("state", SentState.SENT)
            Sent.objects.create(
                account=who,
                kind=facts.get("kind", "study_day"),
                subject=f"account:{number}",
                message_id=f"<{days}@example.org>",
                claimed_at=later(days=days),
                sent_at=later(days=days) if state == SentState.SENT else None,
                state=state,
                **row,
            )

    @pytest.mark.parametrize("state", [SentState.SENT, SentState.UNKNOWN, SentState.HANDING])
    @pytest.mark.parametrize(("most", "goes"), [(2, 0), (3, 1)])
    def test_what_went_together_counts_once_and_what_may_have_gone_counts(
        self, settings, state: SentState, most: int, goes: int
    ) -> None:
        settings.WEEKLY_MOST_MESSAGES = most
        place = begun()
        self.fill(place.account, state=state)
        Sent.objects.filter(state=SentState.HANDING).update(claimed_at=later(days=7))
        assert sweep(later(days=7, minutes=1)) == goes

    def test_what_does_not_count_takes_no_room(self, settings) -> None:
        settings.WEEKLY_MOST_MESSAGES = 1
        self.fill(begun().account, kind="people_to_ring")
        assert sweep(later(days=7)) == 1

    def test_what_does_not_count_needs_no_room(self, settings, monkeypatch) -> None:
        settings.WEEKLY_MOST_MESSAGES = 1
        change(monkeypatch, "course_idle", counts=False)
        self.fill(begun().account)
        assert sweep(later(days=7)) == 1


class TestALineToRing:
    def ring(self) -> Account:
        who = without_email(begun())
        sweep(later(days=7))
        assert the_row().state == SentState.TO_RING
        return who

    def test_it_goes_when_the_person_wants_no_calls(self) -> None:
        MessageChoice.objects.create(
            account=self.ring(), kind="course_idle", way=Way.PHONE, wanted=False, chosen_at=NOON
        )
        sweep(later(days=7, minutes=5))
        assert the_row().state == SentState.SKIPPED

    def test_it_goes_when_the_person_takes_a_break(self) -> None:
        Snooze.objects.create(account=self.ring(), until=later(days=30), set_at=later(days=7))
        sweep(later(days=7, minutes=5))
        assert the_row().state == SentState.SKIPPED

    def test_it_stands_on_the_list_of_the_hub_that_the_matter_belongs_to(self, monkeypatch) -> None:
        place = begun()
        who = without_email(place)
        other = worlds_hub("millfield")
        due = Due(who.pk, f"enrolment:{place.pk}", "x", at=later(days=7), hub_id=other.pk)
        letters = REMINDERS["course_idle"].letters
        known = next(iter(REMINDERS["course_idle"].due(later(days=7))))
        change(
            monkeypatch,
            "course_idle",
            due=lambda now: [due],
            letters=lambda dues, now: {one: letters([known], now)[known] for one in dues},
        )
        sweep(later(days=7))
        assert the_row().hub_id == other.pk


def worlds_hub(slug: str) -> Hub:
    return Hub.objects.create(slug=slug, name=slug.title(), town="Saltby", region="North East")


class TestPlanning:
    def plan(self, monkeypatch: pytest.MonkeyPatch, now: datetime, **facts: Any) -> Sent | None:
        who = worlds.person()
        change(monkeypatch, "course_idle", due=lambda now: [Due(who.pk, "enrolment:1", "x", **facts)])
        planning.plan(["course_idle"], now=now)
        return Sent.objects.first()

    def test_its_turn_and_its_end_follow_from_when_it_became_due(self, monkeypatch) -> None:
        row = self.plan(monkeypatch, later(days=1), at=NOON)
        assert row is not None
        assert (row.due_at, row.not_before, row.useful_until) == (NOON, NOON, later(days=7))

    def test_the_facts_may_know_an_earlier_end(self, monkeypatch) -> None:
        row = self.plan(monkeypatch, NOON, at=NOON, until=later(hours=3))
        assert row is not None and row.useful_until == later(hours=3)

    @pytest.mark.parametrize("facts", [{"at": NOON}, {"at": later(days=6), "until": later(days=7)}])
    def test_what_is_past_its_use_is_not_written(self, monkeypatch, facts: dict) -> None:
        assert self.plan(monkeypatch, later(days=7), **facts) is None


@dataclass
class TextMessages:
    """A fourth way, as somebody would add it."""

    way: str = "sms"
    settles_as: SentState | None = None
    sent: list[tuple[str, str]] = field(default_factory=list)

    def reaches(self, reminder: Any, standing: Any, account: Account) -> bool:
        return bool(account.phone)

    def words(self, part: Any) -> str:
        return shared_mail.title_of(part)

    def open(self) -> "TextMessages":
        return self

    def address(self, account: Account) -> str:
        return account.phone

    def compose(self, parts: Any, frame: Any) -> str:
        return "; ".join(self.words(part) for part in parts)

    def ready(self) -> bool:
        return True

    def hand_over(self, *, to: str, composed: str, **more: Any) -> str:
        self.sent.append((to, composed))
        return f"text-{len(self.sent)}"

    def __enter__(self) -> "TextMessages":
        return self

    def __exit__(self, *error: Any) -> None: ...


def test_a_new_way_is_one_class_and_one_entry(monkeypatch) -> None:
    texts = TextMessages()
    monkeypatch.setattr(channels, "CHANNELS", [texts, *channels.CHANNELS])
    place = begun()
    Account.objects.filter(pk=place.account_id).update(phone="07700900123")
    assert sweep(later(days=7)) == 0
    assert texts.sent == [("07700900123", "Your next lesson of A taste of organising")]
    assert (the_row().state, the_row().way, the_row().provider_id) == (SentState.SENT, "sms", "text-1")


@pytest.mark.django_db(transaction=True)
def test_looking_after_and_sending_never_wait_for_each_other(monkeypatch) -> None:
    monkeypatch.setattr("academy.shared.jobs._send", lambda name, ids: None)
    course = worlds.course(2)
    for number in range(30):
        begun(worlds.person(email=f"p{number}@example.org"), course)
    plan(REMINDERS, now=later(days=7))
    Sent.objects.filter(pk__in=Sent.objects.values("pk")[:15]).update(useful_until=later(days=7))
    monkeypatch.setattr(clock, "now", lambda: later(days=7))
    acts: list[Callable[[], Any]] = [sending.send_waiting, lambda: look_after(now=later(days=7))]
    at_once(*acts * 4)
    sending.send_waiting()
    assert len(mail.outbox) == 15
    assert Sent.objects.filter(state=SentState.SKIPPED).count() == 15
