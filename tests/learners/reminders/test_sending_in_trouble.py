"""Sending when the mail server is in trouble or a worker dies: nothing is lost, and nothing goes twice."""

import pytest
import time_machine
from django.core import mail

from academy.shared import mail as letter_making
from academy.shared.post import NotAccepted, Post, Unsure
from learners.reminders import sending
from learners.reminders.models import AddressTrouble, Sent
from learners.reminders.planning import plan
from learners.reminders.states import SentState
from tests.learners import worlds
from tests.learners.reminders.moments import begun, sweep, the_row, with_certificate
from tests.learners.worlds import later

pytestmark = pytest.mark.django_db


def refusing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> list[str]:
    """The mail server says this to everything; gives the Message-IDs that it was offered."""
    offered: list[str] = []

    def hand_over(self, *, message_id: str, **more: object) -> str:
        offered.append(message_id)
        raise error

    monkeypatch.setattr(Post, "hand_over", hand_over)
    return offered


class TestAServerInTrouble:
    def test_it_is_left_alone_for_longer_each_time_and_nothing_is_lost(self, monkeypatch) -> None:
        with_certificate()
        monkeypatch.setattr(Post, "ready", lambda self: False)
        for minutes in range(1, 60 * 48, 5):
            sweep(later(minutes=minutes), of=["certificate_ready"])
        assert the_row().state == SentState.WAITING
        assert 10 < the_row().tries < 20
        monkeypatch.undo()
        assert sum(sweep(later(days=2, hours=hours)) for hours in range(7)) == 1

    def test_a_message_past_its_use_is_never_sent(self, monkeypatch) -> None:
        with_certificate()
        monkeypatch.setattr(Post, "ready", lambda self: False)
        sweep(later(minutes=1))
        monkeypatch.undo()
        assert sweep(later(days=15)) == 0
        assert the_row().state == SentState.SKIPPED

    def test_a_refusal_is_tried_again(self, monkeypatch) -> None:
        with_certificate()
        refusing(monkeypatch, NotAccepted("450 later"))
        assert sweep(later(minutes=1)) == 0
        assert (the_row().state, the_row().tries) == (SentState.WAITING, 1)
        monkeypatch.undo()
        assert [sweep(later(minutes=5)), sweep(later(minutes=6))] == [0, 1]

    def test_an_address_that_does_not_exist_is_told_by_telephone(self, monkeypatch) -> None:
        with_certificate()
        offered = refusing(monkeypatch, NotAccepted("550 no such user", for_good=True))
        sweep(later(minutes=1))
        assert len(offered) == 1
        assert the_row().state == SentState.TO_RING
        assert AddressTrouble.objects.get().email == "amara@example.org"

    def test_one_message_that_cannot_be_made_stops_no_other(self, monkeypatch) -> None:
        course = worlds.course(2)
        for name in ("bad@example.org", "good@example.org"):
            begun(worlds.person(email=name), course)
        compose = letter_making.compose

        def fails_for_one(parts, frame):
            if Sent.objects.filter(
                account__email="bad@example.org", token__in=parts[0].href.split("/")
            ).exists():
                raise RuntimeError("no words")
            return compose(parts, frame)

        monkeypatch.setattr(letter_making, "compose", fails_for_one)
        assert sweep(later(days=7)) == 1
        assert [message.to for message in mail.outbox] == [["good@example.org"]]
        failed = Sent.objects.get(state=SentState.WAITING)
        assert (failed.tries, failed.why_not) == (1, "no words")


class TestTheHandOver:
    """A worker that dies there leaves `handing` rows that nobody holds."""

    def left(self, kind: str) -> Sent:
        now = later(days=7)
        plan([kind], now=now)
        with (
            pytest.raises(SystemExit),
            time_machine.travel(now, tick=False),
            pytest.MonkeyPatch.context() as patch,
        ):
            patch.setattr(sending, "_hand_over", lambda parcel, post: (_ for _ in ()).throw(SystemExit))
            sending.send_waiting(kind=kind)
        left = the_row()
        assert left.state == SentState.HANDING
        return left

    @pytest.mark.both
    @pytest.mark.parametrize(("kind", "again"), [("certificate_ready", True), ("course_idle", False)])
    def test_it_is_sent_again_or_left_as_its_kind_says(self, kind: str, again: bool) -> None:
        with_certificate() if again else begun()
        left = self.left(kind)
        assert [sweep(later(days=7, minutes=4)), sweep(later(days=7, minutes=6))] == [0, int(again)]
        left.refresh_from_db()
        assert left.state == (SentState.SENT if again else SentState.UNKNOWN)
        assert [one.extra_headers["Message-ID"] for one in mail.outbox] == [left.message_id] * again

    def test_what_may_have_gone_and_is_not_needed_any_more_stays_unknown(self) -> None:
        place = with_certificate()
        self.left("certificate_ready")
        worlds.take_back(place.certificates.get())
        assert sweep(later(days=7, minutes=6)) == 0
        assert the_row().state == SentState.UNKNOWN

    @pytest.mark.parametrize(("kind", "again"), [("certificate_ready", True), ("course_idle", False)])
    def test_a_connection_that_breaks_in_it_is_the_same(self, kind: str, again: bool, monkeypatch) -> None:
        with_certificate() if again else begun()
        offered = refusing(monkeypatch, Unsure("cut off"))
        plan([kind], now=later(days=7))
        with time_machine.travel(later(days=7), tick=False):
            sending.send_waiting(kind=kind, most=1)
        assert the_row().state == (SentState.WAITING if again else SentState.UNKNOWN)
        monkeypatch.undo()
        assert sweep(later(days=7, minutes=6)) == int(again)
        assert the_row().message_id == offered[0]
