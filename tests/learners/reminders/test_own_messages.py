"""What those who run dates say about the messages to their people: when, whether, with which words, and now."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from academy.accounts.models import Account
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort
from learners.reminders.ahead import still_to_go
from learners.reminders.date_kinds import DATES
from learners.reminders.kinds import REMINDERS
from learners.reminders.message_actions import GoesAtOnce, MessageFacts, send_now, set_message
from learners.reminders.models import CohortMessage, Sent
from learners.reminders.states import SentState
from tests.learners import worlds
from tests.learners.places import dates
from tests.learners.places.people import booked, people
from tests.learners.reminders.date_happenings import TEN, ten_on, the_day_moves
from tests.learners.reminders.moments import sweep
from tests.learners.worlds import NOON, later

pytestmark = pytest.mark.django_db

JOINING, ASKING = "joining_instructions", "can_you_come"


@pytest.fixture
def cohort() -> Cohort:
    """On 3 December at ten."""
    return dates.cohort(10, trainers=(dates.trainer(),))


def put(cohort: Cohort, kind: str, *, by: Account | None = None, at=NOON, at_once: bool = False, **facts):
    return set_message(
        cohort_id=cohort.pk,
        kind=kind,
        facts=MessageFacts(**facts),
        by=by or dates.trainer(),
        now=at,
        at_once=at_once,
    )


def press(cohort: Cohort, kind: str = JOINING, *, by: Account | None = None, at=NOON) -> int:
    return send_now(cohort_id=cohort.pk, kind=kind, by=by or dates.trainer(), now=at)


def moments(kind: str, who: Account) -> list[str]:
    """When this kind went to them, in UTC."""
    rows = Sent.objects.filter(kind=kind, account=who, sent_at__isnull=False).order_by("sent_at")
    return [f"{timezone.localtime(row.sent_at, TEN.tzinfo):%-d %b %H:%M}" for row in rows]


def run_until_the_day() -> None:
    """From an hour after NOON, what dates ask for at each of these hours (UTC): those chosen, and the ones before."""
    moment = later(hours=1)
    while moment < TEN:
        if moment.hour in (7, 8, 9, 10, 13, 14, 16, 17, 18, 19):
            sweep(moment, of=[one.key for one in DATES])
        moment += timedelta(hours=1)


class TestWhen:
    @pytest.mark.both
    def test_other_days_and_another_hour(self, cohort: Cohort) -> None:
        (who,) = people(1)
        booked(cohort, who)
        put(cohort, JOINING, days=10, hour=18)
        put(cohort, ASKING, days=5, hour=8)
        put(cohort, "tomorrow", hour=17)
        run_until_the_day()
        assert moments(JOINING, who) == ["23 Nov 18:00"]
        assert moments(ASKING, who) == ["28 Nov 08:00"]
        assert moments("tomorrow", who) == ["2 Dec 17:00"]

    def test_other_dates_keep_the_usual_time(self, cohort: Cohort) -> None:
        first, second = people(2)
        booked(cohort, first)
        booked(dates.cohort(10, first=dates.FIRST_DAY), second)
        put(cohort, JOINING, days=10, hour=18)
        sweep(ten_on(26))
        assert not Sent.objects.filter(kind=JOINING, account=second, sent_at__isnull=True).exists()
        assert moments(JOINING, second) == ["26 Nov 10:00"]

    def test_who_booked_within_a_day_of_the_question_is_not_asked(self, cohort: Cohort) -> None:
        first, second = people(2)
        put(cohort, ASKING, days=7)
        booked(cohort, first, ten_on(25) - timedelta(minutes=1))
        booked(cohort, second, ten_on(25) + timedelta(minutes=1))
        sweep(ten_on(26))
        assert Sent.objects.filter(kind=ASKING).count() == 1
        assert Sent.objects.get(kind=ASKING).account == first

    def test_what_would_go_at_once_asks_first(self, cohort: Cohort) -> None:
        """Nine days before, "seven days" becomes "fourteen"."""
        for who in people(2):
            booked(cohort, who)
        now = ten_on(24)
        with pytest.raises(GoesAtOnce) as asked:
            put(cohort, JOINING, days=14, at=now)
        assert asked.value.people == 2 and "goes to 2 people at once" in asked.value.reason
        assert not CohortMessage.objects.exists() and sweep(now) == 2, "only what was booked is confirmed"
        put(cohort, JOINING, days=14, at=now, at_once=True)
        sweep(now + timedelta(minutes=5))
        assert Sent.objects.filter(kind=JOINING, state=SentState.SENT).count() == 2

    def test_whoever_got_it_does_not_get_it_again_at_another_time(self, cohort: Cohort) -> None:
        (who,) = people(1)
        booked(cohort, who)
        sweep(ten_on(26))
        put(cohort, JOINING, days=3, at=ten_on(27))
        run_until_the_day()
        assert moments(JOINING, who) == ["26 Nov 10:00"]


class TestWhether:
    def test_switched_off_nobody_gets_it(self, cohort: Cohort) -> None:
        first, second = people(2)
        booked(cohort, first)
        booked(dates.cohort(10), second)
        put(cohort, "tomorrow", on=False)
        sweep(TEN - timedelta(days=1))
        assert [row.account for row in Sent.objects.filter(kind="tomorrow")] == [second]
        assert still_to_go(REMINDERS["tomorrow"], cohort.pk, NOON), "they would, if it were switched on"

    def test_what_waits_when_it_is_switched_off_is_not_sent(self, cohort: Cohort) -> None:
        """And whoever was to be rung about it is not."""
        first, yusuf = people(1)[0], worlds.person("Yusuf Khan", None)
        for who in (first, yusuf):
            booked(cohort, who)
        night = ten_on(30) + timedelta(hours=12)
        put(cohort, ASKING, hour=20)
        sweep(ten_on(30) + timedelta(hours=10))
        line = Sent.objects.get(kind=ASKING, account=yusuf)
        assert line.state == SentState.TO_RING
        put(cohort, ASKING, on=False, at=night)
        sweep(night)
        line.refresh_from_db()
        assert line.state == SentState.SKIPPED

    def test_what_people_need_cannot_be_left_out(self, cohort: Cohort) -> None:
        with pytest.raises(Refused, match="People need this message"):
            put(cohort, JOINING, on=False)
        CohortMessage.objects.create(
            cohort=cohort, kind=JOINING, on=False, set_by=dates.trainer(), set_at=NOON
        )
        (who,) = people(1)
        booked(cohort, who)
        sweep(ten_on(26))
        assert moments(JOINING, who) == ["26 Nov 10:00"], "whatever the table says"


def test_own_words_stand_in_the_message_and_are_said(cohort: Cohort) -> None:
    first, yusuf = people(1)[0], worlds.person("Yusuf Khan", None)
    for who in (first, yusuf):
        booked(cohort, who)
    put(cohort, ASKING, words="Bring <b>boots</b>.\n\nIt is muddy & wet.")
    sweep(ten_on(30))
    (message,) = [one for one in mail.outbox if "boots" in one.body]
    assert "Bring <b>boots</b>.\n\nIt is muddy & wet.\n" in message.body
    assert "&lt;b&gt;boots" in str(message.alternatives[0][0])  # type: ignore[attr-defined]  # it has two bodies
    assert "Bring <b>boots</b>. It is muddy & wet." in Sent.objects.get(kind=ASKING, account=yusuf).words


class TestNow:
    @pytest.mark.both
    def test_it_goes_now_once_and_to_whoever_books_later_in_its_own_time(self, cohort: Cohort) -> None:
        first, second = people(2)
        booked(cohort, first)
        assert press(cohort, at=later(hours=1)) == 1
        with pytest.raises(Refused, match="has got it"):
            press(cohort, at=later(hours=2))
        sweep(later(hours=2))
        booked(cohort, second, later(hours=3))
        run_until_the_day()
        assert moments(JOINING, first) == ["20 Nov 14:00"]
        assert moments(JOINING, second) == ["26 Nov 10:00"]

    def test_a_question_can_be_asked_early_and_is_asked_once(self, cohort: Cohort) -> None:
        (who,) = people(1)
        booked(cohort, who)
        assert press(cohort, ASKING, at=later(hours=1)) == 1
        run_until_the_day()
        assert moments(ASKING, who) == ["20 Nov 13:00"]

    def test_dates_that_move_afterwards_are_told_anew(self, cohort: Cohort) -> None:
        (who,) = people(1)
        booked(cohort, who)
        press(cohort, at=later(hours=1))
        sweep(later(hours=1))
        the_day_moves(who)
        sweep(ten_on(30) + timedelta(days=3))
        assert moments(JOINING, who) == ["20 Nov 13:00", "3 Dec 10:00"]

    def test_whoever_gives_the_place_back_before_it_is_sent_does_not_get_it(self, cohort: Cohort) -> None:
        (who,) = people(1)
        place = booked(cohort, who)
        press(cohort, at=later(hours=11))
        type(place).objects.update(state="learner_off", seat=None, ended_at=NOON)
        sweep(later(hours=22))
        assert Sent.objects.get(kind=JOINING).state == SentState.SKIPPED

    def test_it_is_switched_on_by_that(self, cohort: Cohort) -> None:
        (who,) = people(1)
        booked(cohort, who)
        put(cohort, ASKING, on=False)
        assert press(cohort, ASKING, at=later(hours=1)) == 1
        sweep(later(hours=1))
        assert moments(ASKING, who) == ["20 Nov 13:00"]

    def test_what_cannot_be_sent_now_says_why(self, cohort: Cohort) -> None:
        with pytest.raises(Refused, match="nobody has booked yet"):
            press(cohort)
        booked(cohort, people(1)[0])
        for kind in ("tomorrow", "place_confirmed", "evaluation"):
            with pytest.raises(Refused, match="goes by itself"):
                press(cohort, kind)
        with pytest.raises(Refused, match="sixty days"):
            press(cohort, at=TEN - timedelta(days=61))


class TestRefused:
    def test_whom_it_does_not_concern(self, cohort: Cohort) -> None:
        booked(cohort, people(1)[0])
        for by in (
            Account.objects.get(email="p0@example.org"),
            dates.coordinator(dates.hub("northgate"), "cody@example.org"),
            dates.trainer(email="not-on-it@example.org"),
        ):
            for act in (lambda by=by: put(cohort, ASKING, days=4, by=by), lambda by=by: press(cohort, by=by)):
                with pytest.raises(Refused, match="the coordinator of Harbour Road to say"):
                    act()
        assert not CohortMessage.objects.exists()

    @pytest.mark.parametrize(
        ("kind", "facts"),
        [
            (JOINING, {"days": 1}),
            (JOINING, {"days": 22}),
            (ASKING, {"days": 8}),
            ("tomorrow", {"days": 2}),
            ("tomorrow", {"hour": 7}),
            ("tomorrow", {"hour": 21}),
            ("evaluation", {"hour": 12}),
            ("welcome", {}),
            ("cohort_cancelled", {}),
            ("nothing", {}),
        ],
    )
    def test_what_is_not_on_the_list(self, cohort: Cohort, kind: str, facts: dict[str, Any]) -> None:
        with pytest.raises(Refused, match="Choose"):
            put(cohort, kind, **facts)

    def test_cancelled_dates(self, cohort: Cohort) -> None:
        Cohort.objects.update(state="cancelled", cancelled_at=NOON, cancelled_why="Flood.")
        with pytest.raises(Refused, match="were cancelled"):
            put(cohort, ASKING, days=4)


def test_it_stands_in_the_history_of_the_dates_once(cohort: Cohort) -> None:
    for _ in range(2):
        put(cohort, ASKING, days=4, words="Bring boots.")
    (event,) = AuditEvent.objects.filter(chain=f"cohort:{cohort.pk}", action="messages_set")
    assert event.detail.after == {"kind": ASKING, "on": True, "days": 4, "hour": None, "words": True}
