"""Sending: once, by day, not too often, and only while it still holds (INV-43, 44)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr

import pytest
from django.core import mail

from academy.accounts.models import Account
from learners.enrolments.models import Enrolment
from learners.progress.actions import mark_read
from learners.reminders import choosing
from learners.reminders.kinds import REMINDERS
from learners.reminders.models import AddressTrouble, MessageChoice, Sent, Snooze
from learners.reminders.planning import plan
from learners.reminders.states import Purpose, SentState, Way
from tests.learners import worlds
from tests.learners.reminders.moments import begun, sweep, the_row, with_certificate
from tests.learners.worlds import NOON, later

pytestmark = pytest.mark.django_db


@pytest.mark.both
def test_a_certificate_is_announced_once() -> None:
    with_certificate()
    assert [sweep(later(minutes=minutes)) for minutes in (1, 2, 6)] == [1, 0, 0]
    (message,) = mail.outbox
    assert message.to == ["amara@example.org"]
    assert "A taste of organising" in message.subject
    sent = the_row()
    assert (sent.state, sent.way, sent.sent_at) == (SentState.SENT, Way.EMAIL, later(minutes=1))
    assert sent.message_id == message.extra_headers["Message-ID"]
    assert sent.title == message.subject
    assert "is ready" in sent.words
    assert f"/messages/{sent.token}/go/" in message.body


@pytest.mark.both
def test_what_was_accepted_can_never_go_again(django_assert_num_queries) -> None:
    with_certificate()
    sweep(later(minutes=1))
    with pytest.raises(Exception, match="cannot be taken back|sent_says_when"):
        Sent.objects.update(state=SentState.WAITING, sent_at=None)


@pytest.mark.parametrize(
    "why", ["came back", "finished", "gave up", "course gone", "account closed", "too late"]
)
def test_the_condition_is_asked_again_at_the_moment_of_sending(why: str) -> None:
    place, now = begun(), later(days=7)
    plan(REMINDERS, now=now)
    if why in {"came back", "finished"}:
        lesson = worlds.lessons(place.course)[0 if why == "came back" else 1]
        mark_read(lesson=lesson, by=worlds.signed_in(place.account), now=now)
    elif why == "gave up":
        Enrolment.objects.update(withdrawn_at=now)
    elif why == "course gone":
        type(place.course).objects.update(published=False)
    elif why == "account closed":
        Account.objects.update(is_active=False)
    else:
        now = later(days=14)
    assert sweep(now) == 0
    assert the_row().state == SentState.SKIPPED
    assert the_row().why_not


class TestTheNight:
    @pytest.mark.parametrize(
        ("utc", "goes_at"),
        [
            (
                "2026-03-28T22:30",
                "2026-03-29T07:00",
            ),  # the clocks go forward in this night: 8 o'clock is 7 in UTC
            ("2026-03-29T19:59", None),  # 20:59 in summer time
            ("2026-03-29T20:00", "2026-03-30T07:00"),
            ("2026-10-24T20:30", "2026-10-25T08:00"),  # they go back: 8 o'clock is 8 in UTC
            ("2026-10-25T20:59", None),
            ("2026-10-25T03:00", "2026-10-25T08:00"),
        ],
    )
    def test_what_can_wait_waits_for_the_day_on_the_wall(self, utc: str, goes_at: str | None) -> None:
        moment = datetime.fromisoformat(utc).replace(tzinfo=UTC)
        begun(now=moment - timedelta(days=7))
        assert sweep(moment) == (0 if goes_at else 1)
        if goes_at:
            morning = datetime.fromisoformat(goes_at).replace(tzinfo=UTC)
            assert the_row().not_before == morning
            assert [sweep(morning - timedelta(seconds=1)), sweep(morning)] == [0, 1]

    def test_what_is_urgent_goes_at_night_too(self) -> None:
        with_certificate()
        assert sweep(later(hours=11)) == 1

    def test_without_quiet_hours_there_is_no_night(self, settings) -> None:
        settings.QUIET_HOURS = None
        begun()
        assert sweep(later(days=7, hours=12)) == 1


class TestTooMany:
    def test_what_falls_together_comes_in_one_message(self) -> None:
        amara = worlds.person()
        for code in ("ONE", "TWO", "THREE"):
            begun(amara, worlds.course(2, code=code, title=f"Course {code.lower()}"))
        assert sweep(later(days=7)) == 1
        assert [title in mail.outbox[0].body for title in ("Course one", "Course two", "Course three")] == [
            True
        ] * 3
        assert len(set(Sent.objects.values_list("message_id", flat=True))) == 1
        assert set(Sent.objects.values_list("state", flat=True)) == {SentState.SENT}

    @pytest.mark.parametrize("change", [{"purpose": Purpose.MARKETING}, {"again": True}])
    def test_news_and_what_may_come_twice_come_alone(self, change, monkeypatch, settings) -> None:
        settings.WEEKLY_MOST_MESSAGES = 5
        monkeypatch.setattr(
            "learners.reminders.choice_queries.Standing.wants", lambda self, reminder, way: True
        )
        monkeypatch.setattr("learners.reminders.choosing._allowed", lambda reminder, standing: True)
        monkeypatch.setitem(REMINDERS, "course_idle", replace(REMINDERS["course_idle"], **change))
        amara = worlds.person()
        for code in ("ONE", "TWO"):
            begun(amara, worlds.course(2, code=code))
        assert sweep(later(days=7)) == 2

    def test_three_messages_fill_a_week_and_the_fourth_waits_while_it_is_of_use(self) -> None:
        amara = worlds.person()
        for day in range(4):
            begun(amara, worlds.course(2, code=f"DAY{day}"), now=later(days=day))
        assert [sweep(later(days=7 + day)) for day in range(4)] == [1, 1, 1, 0]
        waiting = Sent.objects.get(state=SentState.WAITING)
        assert waiting.not_before == later(days=14)
        assert "enough" in waiting.why_not
        assert sweep(later(days=14)) == 1

    def test_urgent_ones_are_not_held_back(self, settings) -> None:
        settings.WEEKLY_MOST_MESSAGES = 1
        place = begun()
        assert sweep(later(days=7)) == 1
        finish = worlds.lessons(place.course)[1]
        mark_read(lesson=finish, by=worlds.signed_in(place.account), now=later(days=7, hours=1))
        Account.objects.update(name_for_certificate="Amara Diallo", certificate_name_confirmed_at=NOON)
        place.refresh_from_db()
        place.account.refresh_from_db()
        certificate = worlds.issued(place, now=later(days=7, hours=1))
        type(certificate).objects.update(pdf="x", pdf_sha256="x")
        assert sweep(later(days=7, hours=2)) == 1


class TestTheirSay:
    def test_who_said_no_to_email_finds_it_on_the_site(self) -> None:
        MessageChoice.objects.create(
            account=begun().account, kind="course_idle", way=Way.EMAIL, wanted=False, chosen_at=NOON
        )
        assert sweep(later(days=7)) == 0
        assert (the_row().state, the_row().way) == (SentState.SENT, Way.INBOX)

    def test_who_wants_it_in_no_way_gets_it_in_none(self) -> None:
        amara = begun().account
        for way in (Way.EMAIL, Way.INBOX):
            MessageChoice.objects.create(
                account=amara, kind="course_idle", way=way, wanted=False, chosen_at=NOON
            )
        assert sweep(later(days=7)) == 0
        assert the_row().state == SentState.SKIPPED

    def test_not_now_is_kept(self) -> None:
        Snooze.objects.create(account=begun().account, until=later(days=9), set_at=NOON)
        assert [sweep(later(days=day)) for day in (7, 8, 9)] == [0, 0, 1]

    def test_a_certificate_comes_even_so(self) -> None:
        Snooze.objects.create(account=with_certificate().account, until=later(days=9), set_at=NOON)
        assert sweep(later(minutes=1)) == 1


class TestWithoutEmail:
    def no_email(self, place: Enrolment) -> None:
        Account.objects.filter(pk=place.account_id).update(email=None)

    @pytest.mark.both
    def test_the_person_is_on_the_list_to_ring_once(self) -> None:
        self.no_email(begun())
        assert [sweep(later(days=7)), sweep(later(days=7, minutes=5))] == [0, 0]
        line = the_row()
        assert (line.state, line.way) == (SentState.TO_RING, Way.PHONE)
        assert line.words

    def test_the_line_goes_when_there_is_no_need(self) -> None:
        place = begun()
        self.no_email(place)
        sweep(later(days=7))
        mark_read(
            lesson=worlds.lessons(place.course)[1],
            by=worlds.signed_in(place.account),
            now=later(days=7, hours=1),
        )
        sweep(later(days=7, hours=2))
        assert (the_row().state, the_row().why_not) == (SentState.SKIPPED, choosing.NO_NEED)

    def test_the_line_goes_when_it_is_too_late(self) -> None:
        self.no_email(begun())
        sweep(later(days=7))
        sweep(later(days=14))
        assert the_row().state == SentState.SKIPPED

    def test_an_address_that_bounces_is_not_written_to_again(self) -> None:
        place = begun()
        AddressTrouble.objects.create(
            account=place.account, email="amara@example.org", kind="bounced", found_at=NOON
        )
        assert sweep(later(days=7)) == 0
        assert the_row().state == SentState.TO_RING


def test_the_week_without_workers_is_not_made_up_for() -> None:
    begun()
    assert sweep(later(days=14)) == 0
    assert not Sent.objects.filter(kind="course_idle").exists()


def test_a_kind_that_is_gone_is_not_sent(monkeypatch) -> None:
    begun()
    plan(REMINDERS, now=later(days=7))
    monkeypatch.delitem(REMINDERS, "course_idle")
    assert sweep(later(days=7)) == 0
    assert the_row().state == SentState.SKIPPED


def test_one_press_stops_what_may_be_stopped_and_only_that() -> None:
    with_certificate()
    begun(worlds.person("Bo", "bo@example.org"), worlds.course(2, code="TWO"))
    sweep(later(minutes=1))
    sweep(later(days=7))
    urgent, optional = mail.outbox
    assert "List-Unsubscribe" not in urgent.extra_headers
    assert optional.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = Sent.objects.get(kind="course_idle").token
    assert f"/messages/{token}/stop/>" in optional.extra_headers["List-Unsubscribe"]
    assert parseaddr(optional.from_email)[1]
