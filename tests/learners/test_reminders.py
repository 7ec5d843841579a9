"""Messages: once, when they are due, and only while they still hold (INV-43, 44)."""

from datetime import timedelta

import pytest
from django.core import mail

from learners.certificates import actions as certificates
from learners.enrolments.models import Enrolment
from learners.progress.actions import mark_read
from learners.reminders import actions
from learners.reminders.kinds import REMINDERS
from learners.reminders.models import Sent
from learners.reminders.states import SentState
from tests.learners import worlds
from tests.learners.worlds import NOON, later

pytestmark = pytest.mark.django_db


def with_certificate() -> Enrolment:
    place = worlds.finished()
    worlds.printed(place)
    return place


def begun(lessons: int = 2) -> Enrolment:
    """One lesson of a course is done at NOON."""
    amara = worlds.person()
    mark_read(lesson=worlds.lessons(worlds.course(lessons))[0], by=worlds.signed_in(amara), now=NOON)
    return Enrolment.objects.get()


@pytest.mark.both
def test_a_certificate_is_announced_once() -> None:
    with_certificate()
    assert actions.send_due(kind="certificate_ready", now=later(minutes=1)) == 1
    assert actions.send_due(kind="certificate_ready", now=later(minutes=2)) == 0
    (message,) = mail.outbox
    assert message.to == ["amara@example.org"]
    assert "A taste of organising" in message.subject
    assert "/certificates/" in message.body and "/verify/" in message.body
    assert Sent.objects.get().message_id == message.extra_headers["Message-ID"]


def test_seven_idle_days_bring_one_kind_word() -> None:
    begun()
    assert actions.send_due(kind="course_idle", now=later(days=6, hours=23)) == 0
    assert actions.send_due(kind="course_idle", now=later(days=7)) == 1
    assert actions.send_due(kind="course_idle", now=later(days=8)) == 0
    assert "Lesson 2 of part 1" in mail.outbox[0].subject


def test_a_new_pause_is_a_new_occasion() -> None:
    place = begun(3)
    (first,) = REMINDERS["course_idle"].due(later(days=7))
    actions.send_due(kind="course_idle", now=later(days=7))
    mark_read(lesson=worlds.lessons(place.course)[1], by=worlds.signed_in(place.account), now=later(days=8))
    assert REMINDERS["course_idle"].letter(first, later(days=15)) is None, "that pause is over"
    assert actions.send_due(kind="course_idle", now=later(days=15)) == 1


@pytest.mark.parametrize("kind", ["cohort", "registered"])
def test_only_learning_at_ones_own_speed_can_lie_idle(kind: str) -> None:
    Enrolment.objects.create(
        account=worlds.person(), course=worlds.course(2), kind=kind, opens_at=NOON, started_at=NOON
    )
    assert actions.send_due(kind="course_idle", now=later(days=7)) == 0


def test_nobody_is_told_of_a_certificate_that_is_old_or_was_replaced_meanwhile() -> None:
    place = with_certificate()
    assert list(REMINDERS["certificate_ready"].due(later(days=15))) == []
    (due,) = REMINDERS["certificate_ready"].due(later(minutes=1))
    old = place.certificates.get()
    certificates.correct_name(certificate_id=old.pk, name="Amara J.", by=place.account, now=NOON)
    assert REMINDERS["certificate_ready"].letter(due, later(minutes=1)) is None
    assert actions.send_due(kind="certificate_ready", now=later(minutes=1)) == 0


def test_a_closed_account_gets_no_message() -> None:
    place = with_certificate()
    type(place.account).objects.update(is_active=False)
    assert actions.send_due(kind="certificate_ready", now=later(minutes=1)) == 0
    assert (mail.outbox, Sent.objects.get().state) == ([], SentState.SKIPPED)


@pytest.mark.parametrize(
    "why", ["came back", "finished", "gave up", "course gone", "account closed", "too late"]
)
def test_the_condition_is_asked_again(why: str) -> None:
    place, now = begun(), later(days=7)
    due = list(REMINDERS["course_idle"].due(now))
    assert len(due) == 1
    if why in {"came back", "finished"}:
        lesson = worlds.lessons(place.course)[0 if why == "came back" else 1]
        mark_read(lesson=lesson, by=worlds.signed_in(place.account), now=later(days=6, hours=20))
    elif why == "gave up":
        Enrolment.objects.update(withdrawn_at=now)
    elif why == "course gone":
        type(place.course).objects.update(published=False)
    elif why == "account closed":
        type(place.account).objects.update(is_active=False)
    else:
        now = later(days=14)
    assert REMINDERS["course_idle"].letter(due[0], now) is None
    assert actions.send_due(kind="course_idle", now=now) == 0


def test_nothing_idle_is_sent_at_night() -> None:
    begun()
    assert actions.send_due(kind="course_idle", now=later(days=7, hours=9)) == 0  # 21:00 in London
    assert actions.send_due(kind="course_idle", now=later(days=7, hours=8)) == 1  # 20:00


def test_a_person_without_email_gets_none_and_stops_nobody() -> None:
    place = begun()
    type(place.account).objects.update(email=None)
    assert actions.send_due(kind="course_idle", now=later(days=7)) == 0
    assert not Sent.objects.exists()


def test_a_server_that_refuses_is_tried_again_and_in_the_end_left(settings) -> None:
    with_certificate()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody answers there
    assert actions.send_due(kind="certificate_ready", now=later(minutes=1)) == 0
    assert Sent.objects.get().state == SentState.FAILED
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert actions.try_again(now=later(minutes=6)) == 1
    assert Sent.objects.get().state == SentState.SENT
    assert actions.try_again(now=later(minutes=12)) == 0


@pytest.fixture
def _no_mail_server(settings) -> None:
    """Nobody answers where the mail should go."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9


def test_a_mail_server_that_is_away_for_a_weekend_loses_nothing(_no_mail_server, settings) -> None:
    with_certificate()
    actions.send_due(kind="certificate_ready", now=later(minutes=1))
    for minutes in range(6, 60 * 48, 5):
        actions.try_again(now=later(minutes=minutes))
    waiting = Sent.objects.get()
    assert waiting.state == SentState.FAILED
    assert 10 < waiting.tries < 20, "a server in trouble is left alone for longer each time"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert sum(actions.try_again(now=later(days=2, hours=hours)) for hours in range(7)) == 1


def test_what_can_wait_is_not_tried_again_at_night_either(_no_mail_server, settings) -> None:
    begun()
    actions.send_due(kind="course_idle", now=later(days=7, hours=8, minutes=55))  # 20:55
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert actions.try_again(now=later(days=7, hours=9)) == 0
    assert actions.try_again(now=later(days=7, hours=20)) == 1


def test_one_message_that_cannot_be_made_stops_no_other() -> None:
    course = worlds.course(2)
    for name in ("bad\nheader@example.org", "good@example.org"):
        who = worlds.person(email=name)
        mark_read(lesson=worlds.lessons(course)[0], by=worlds.signed_in(who), now=NOON)
    assert actions.send_due(kind="course_idle", now=later(days=7)) == 1
    assert [message.to for message in mail.outbox] == [["good@example.org"]]
    failed = Sent.objects.get(state=SentState.FAILED)
    assert "newline" in failed.why_not.lower()
    assert actions.try_again(now=later(days=7, minutes=6)) == 0


def test_many_messages_go_in_portions_that_a_worker_can_finish(monkeypatch: pytest.MonkeyPatch) -> None:
    nudges: list[tuple[str, dict[str, str]]] = []
    monkeypatch.setattr(actions, "AT_ONCE", 2)
    monkeypatch.setattr(actions, "enqueue", lambda name, **ids: nudges.append((name, ids)))
    course = worlds.course(2)
    for number in range(5):
        who = worlds.person(email=f"p{number}@example.org")
        mark_read(lesson=worlds.lessons(course)[0], by=worlds.signed_in(who), now=NOON)
    sent = [actions.send_due(kind="course_idle", now=later(days=7)) for _ in range(4)]
    assert sent == [2, 2, 1, 0]
    assert nudges == [("learners.reminders.send_due", {"kind": "course_idle"})] * 2
    Sent.objects.update(state=SentState.FAILED, sent_at=None)
    again = [actions.try_again(now=later(days=7, minutes=minutes)) for minutes in (6, 7, 8, 9)]
    assert again == [2, 2, 1, 0]
    assert nudges[2:] == [("learners.reminders.try_again", {})] * 2


def test_a_message_past_its_use_is_never_sent(settings) -> None:
    with_certificate()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    actions.send_due(kind="certificate_ready", now=later(minutes=1))
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert actions.try_again(now=later(days=15)) == 0
    assert Sent.objects.get().state == SentState.SKIPPED
    assert mail.outbox == []


@pytest.mark.parametrize(("kind", "again"), [("certificate_ready", True), ("course_idle", False)])
def test_a_claim_whose_worker_died_is_sent_again_or_left_as_its_kind_says(kind: str, again: bool) -> None:
    place = with_certificate() if again else begun()
    now = later(days=7)
    due = next(iter(REMINDERS[kind].due(now)))
    claimed = actions._claim(REMINDERS[kind], due, now)
    assert claimed is not None
    assert actions._claim(REMINDERS[kind], due, now) is None
    late = now + timedelta(minutes=11)
    assert [actions._take(Sent(pk=claimed.pk, state="claimed", tries=2), late)] == [False], (
        "another was first"
    )
    assert actions.try_again(now=now + timedelta(minutes=9)) == 0
    assert actions.try_again(now=now + timedelta(minutes=11)) == int(again)
    claimed.refresh_from_db()
    assert claimed.state == (SentState.SENT if again else SentState.SKIPPED)
    assert [message.extra_headers["Message-ID"] for message in mail.outbox] == [claimed.message_id] * again
    assert place
