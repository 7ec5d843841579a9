"""Workers and beats at the same time, on real connections."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection

from academy.shared.post import Post
from learners.reminders import sending
from learners.reminders.kinds import REMINDERS
from learners.reminders.models import Sent
from learners.reminders.planning import plan
from learners.reminders.states import SentState
from learners.reminders.tending import look_after
from tests.learners import worlds
from tests.learners.reminders.moments import begun
from tests.learners.test_races import at_once
from tests.learners.worlds import later

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

MOMENT = later(days=7)


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.shared.jobs._send", lambda name, ids: None)


def all_of_it() -> None:
    """Beat and worker in one: until nothing is ready."""
    plan(REMINDERS, now=MOMENT)
    while Sent.objects.ready(MOMENT).exists():
        sending.send_waiting()


def test_eight_workers_with_their_own_beats_send_each_message_once() -> None:
    course = worlds.course(2)
    for number in range(20):
        begun(worlds.person(email=f"p{number}@example.org"), course)
    with time_machine.travel(MOMENT, tick=False):
        at_once(*[all_of_it] * 8)
    assert sorted(to for message in mail.outbox for to in message.to) == sorted(
        f"p{number}@example.org" for number in range(20)
    )
    assert set(Sent.objects.values_list("state", flat=True)) == {SentState.SENT}


def test_two_workers_do_not_both_find_room_in_the_same_week(settings) -> None:
    settings.WEEKLY_MOST_MESSAGES = 1
    amara = worlds.person()
    for code in ("ONE", "TWO"):
        begun(amara, worlds.course(2, code=code))
    plan(REMINDERS, now=MOMENT)
    Sent.objects.update(tries=1)  # so that they do not go in one message
    with time_machine.travel(MOMENT, tick=False):
        at_once(*[sending.send_waiting] * 4)
    assert len(mail.outbox) == 1


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has no locks on rows: five minutes decide there"
)
def test_a_clock_that_jumps_takes_no_message_from_a_worker_that_waits_for_its_server(monkeypatch) -> None:
    begun()
    offered, answers = threading.Event(), threading.Event()
    hand_over = Post.hand_over

    def slow(self, **words) -> str:
        offered.set()
        assert answers.wait(20)
        return hand_over(self, **words)

    monkeypatch.setattr(Post, "hand_over", slow)
    with time_machine.travel(MOMENT, tick=False):

        def work() -> None:
            all_of_it()
            connection.close()

        worker = threading.Thread(target=work)
        worker.start()
        assert offered.wait(20)
        look_after(now=MOMENT + timedelta(hours=1))
        during = Sent.objects.get().state
        answers.set()
        worker.join(20)
    assert during == SentState.HANDING
    assert (Sent.objects.get().state, len(mail.outbox)) == (SentState.SENT, 1)
