"""Two thousand messages through workers, machines and a queue that are killed at every point there is.

Nothing helps the engine but its own sweep. What has to hold afterwards is said in learners/reminders/__init__.py.
"""

from collections import Counter, defaultdict
from collections.abc import Callable

import pytest

from learners.reminders.models import Sent
from learners.reminders.states import SentState
from tests.faults import points
from tests.faults.server import Letterbox
from tests.faults.stage import BEATS, WORKERS, Stage
from tests.faults.world import AGAIN, NEVER_TWICE, people_with_messages_due

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]


def test_nothing_is_lost_and_nothing_comes_twice_whatever_is_killed(start: Callable[..., Stage]) -> None:
    each = 1000
    people_with_messages_due(never_twice=each, again=each)
    stage = start(kill_at=points.ALL, every=200)
    outside = 0
    for number, count in enumerate((200, 500, 800, 1100, 1400)):
        stage.received(count)
        stage.house.workers[number % WORKERS].kill()
        outside += 1
        if number % 2:
            stage.empty_redis()
    stage.all_over(2 * each)
    killed = points.at_each_point(stage.folder)
    _check_what_always_holds(stage)
    assert set(killed) == set(points.ALL), "a point that nobody came to proves nothing"
    in_hand_over = {kill.message_id for kill in points.kills(stage.folder) if kill.point in points.HAND_OVER}
    unknown = set(Sent.objects.filter(state=SentState.UNKNOWN).values_list("message_id", flat=True))
    twice = _twice(stage.box)
    print(f"\n{dict(killed)}, {outside} machines; {len(unknown)} unknown, {len(twice)} twice")
    assert len((unknown | twice) - in_hand_over) <= outside, "at most one for each kill, and that very one"
    assert all(beat.starts == 1 for beat in stage.house.beats), "beat lives through all of it"


def test_a_kill_anywhere_but_in_the_hand_over_leaves_nothing_unknown(start: Callable[..., Stage]) -> None:
    each = 200
    people_with_messages_due(never_twice=each, again=each)
    where = (*points.PLANNING, *points.BEFORE, *points.AFTER)
    stage = start(kill_at=where, every=60)
    for count in (50, 200):
        stage.received(count)
        stage.empty_redis()
    stage.all_over(2 * each)
    _check_what_always_holds(stage)
    assert set(points.at_each_point(stage.folder)) == set(where)
    assert not Sent.objects.exclude(state=SentState.SENT).exists()
    assert len(stage.box.deliveries) == 2 * each


def test_two_beats_and_a_slow_mail_server_send_nothing_twice(start: Callable[..., Stage]) -> None:
    """A server that takes twice as long as a hand-over may before it counts as left is not a worker that died."""
    each = 50
    people_with_messages_due(never_twice=each, again=each)
    stage = start(slow={f"{word}0@example.org": 6.0 for word in ("idle", "ready")})
    seen: set[str] = set()

    def over() -> bool:
        states = list(Sent.objects.values_list("state", flat=True))
        seen.update(states)
        return states == [SentState.SENT] * 2 * each

    stage.until(over)
    assert seen <= {SentState.WAITING, SentState.HANDING, SentState.SENT}, "nothing was unknown in between"
    enough = stage.sweeps_done + 2 * BEATS
    stage.until(lambda: stage.sweeps_done >= enough)
    assert all("Sending due task" in beat.log for beat in stage.house.beats)
    assert Sent.objects.count() == len(stage.box.deliveries) == 2 * each
    _check_what_always_holds(stage)


def test_a_worker_that_stood_still_sends_nothing_twice(start: Callable[..., Stage]) -> None:
    """When it goes on, what it held has been taken for left, and may have been sent by another."""
    each = 20
    people_with_messages_due(never_twice=each, again=each)
    where = tuple(points.still(kind) for kind in (NEVER_TWICE, AGAIN))
    stage = start(kill_at=where)
    stage.until(lambda: all((stage.folder / point).exists() for point in where))
    stage.all_over(2 * each)
    _check_what_always_holds(stage)
    assert _twice(stage.box) == set()


def _check_what_always_holds(stage: Stage) -> None:
    rows = list(Sent.objects.select_related("account"))
    assert len({(row.account_id, row.kind) for row in rows}) == len(rows)
    names, accepted = defaultdict(list), set()
    for delivery in stage.box.deliveries:
        names[delivery.to].append(delivery.message_id)
        if delivery.accepted_at is not None:
            accepted.add(delivery.message_id)
    for row in rows:
        came = names[str(row.account.email)]
        assert came or row.state == SentState.UNKNOWN, f"lost: {row} to {row.account.email}"
        assert set(came) <= {row.message_id}, f"under another name: {row}"
        if row.state == SentState.SENT:
            assert row.message_id in accepted, f"nobody accepted {row}"
        if row.kind == NEVER_TWICE:
            assert len(came) <= 1, f"twice: {row} to {row.account.email}"
        else:
            assert (row.kind, row.state) == (AGAIN, SentState.SENT)


def _twice(box: Letterbox) -> set[str]:
    """The Message-IDs that came more than once."""
    came = Counter(delivery.message_id for delivery in box.deliveries)
    return {name for name, times in came.items() if times > 1}
