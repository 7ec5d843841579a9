"""The same on one machine with everything embedded, and with the servers: one power cut in the middle of sending."""

from datetime import datetime

import pytest

from academy.shared import clock
from academy.shared.jobs import enqueue
from learners.reminders.models import Sent
from learners.reminders.sending import HANDED_OVER_WITHIN
from learners.reminders.states import SentState
from tests.faults.world import people_with_messages_due
from tests.fixtures.celery_processes import CeleryProcess, empty_the_queue
from tests.fixtures.mail_server import SmtpServer
from tests.waiting import eventually

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

MESSAGES = 20
HANDS = 2  # processes of the worker, each of which may be handing one over


def sweep() -> None:
    """What beat does every few minutes."""
    enqueue("learners.reminders.send_all_due")


def states() -> list[str]:
    return list(Sent.objects.order_by("state").values_list("state", flat=True))


def all_but_left(killed_at: datetime) -> bool:
    """Whether the only ones that are not sent are those that a dead worker left."""
    left = Sent.objects.filter(state=SentState.HANDING, claimed_at__lt=killed_at)
    return Sent.objects.filter(state=SentState.SENT).count() + left.count() == MESSAGES


def test_a_power_cut_in_the_middle_of_sending_loses_nothing(
    celery_worker_process: CeleryProcess, smtp_server: SmtpServer
) -> None:
    people_with_messages_due(never_twice=0, again=MESSAGES)
    sweep()
    smtp_server.wait_for(MESSAGES // 4, within=60)
    celery_worker_process.kill()
    killed_at = clock.now()
    empty_the_queue()
    celery_worker_process.start()
    sweep()
    eventually(lambda: all_but_left(killed_at), within=60)
    assert states().count(SentState.HANDING) <= HANDS, "those that were being handed over"
    long_ago = killed_at - 2 * HANDED_OVER_WITHIN  # instead of waiting for so long
    Sent.objects.filter(state=SentState.HANDING).update(claimed_at=long_ago)
    sweep()
    eventually(lambda: states() == [SentState.SENT] * MESSAGES, within=60)
    names = [str(mail["Message-ID"]) for mail in smtp_server.mails]
    assert set(names) == set(Sent.objects.values_list("message_id", flat=True))
    assert len(names) <= MESSAGES + HANDS, "they may have come twice, each under its one name"
