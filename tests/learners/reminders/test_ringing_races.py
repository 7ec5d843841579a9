"""Several of one hub at the telephone in the same moment, on real connections."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from academy.accounts.models import Account
from academy.shared import clock
from learners.reminders import ringing_actions
from learners.reminders.models import Sent
from learners.reminders.ringing_actions import TooLate
from learners.reminders.states import SentState
from tests.cast import make_cast
from tests.learners.reminders.lines import MadeUp, line

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def test_two_at_the_same_moment_are_not_both_first(monkeypatch: pytest.MonkeyPatch) -> None:
    MadeUp(monkeypatch)
    cast = make_cast()
    rows = [line(cast.neighbour, cast.harbour, f"thing:{number}") for number in range(6)]
    first, last = rows[0].pk, rows[-1].pk
    start, said = threading.Barrier(6), list[Any]()

    def ring(by: Account, pk: int, act: Callable[..., Sent]) -> None:
        try:
            start.wait(10)
            said.append(act(line_id=pk, by=by, now=clock.now()))
        except Exception as error:
            said.append(error)
        finally:
            connection.close()

    acts = [(by, ringing_actions.mark_told, first) for by in (cast.trainer, cast.coordinator, cast.manager)]
    tried = ringing_actions.mark_no_answer
    acts += [(cast.trainer, tried, last), (cast.coordinator, tried, rows[2].pk), (cast.manager, tried, last)]
    threads = [threading.Thread(target=ring, args=(by, pk, act)) for by, act, pk in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    late = [one for one in said if isinstance(one, Exception)]
    assert [type(one) for one in late] == [TooLate, TooLate], said
    assert Sent.objects.filter(state=SentState.TOLD).count() == 1
    assert set(Sent.objects.filter(state=SentState.TO_RING).values_list("calls", flat=True)) == {3}
