"""Certificates and messages by a real Celery worker: through kills, an emptied queue and a Redis that is away."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from celery import current_app
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from kombu import pools

from academy.schedule import MINUTE, SCHEDULE
from academy.shared import clock
from academy.shared.jobs import enqueue
from learners.certificates.actions import confirm_name
from learners.certificates.models import Certificate
from learners.enrolments.models import Enrolment
from learners.progress.actions import mark_read
from learners.reminders.models import Sent
from tests.cast import BACKEND
from tests.fixtures.celery_processes import CeleryProcess, empty_the_queue
from tests.fixtures.mail_server import SmtpServer
from tests.learners import worlds
from tests.servers.running import free_port
from tests.waiting import eventually

pytestmark = pytest.mark.django_db(transaction=True)


def finish(count: int) -> None:
    """So many people finish one course now."""
    course = worlds.course(1)
    for number in range(count):
        who = worlds.person(f"Person {number}", email=f"p{number}@example.org")
        confirm_name(name=f"Person {number}", by=who, now=clock.now())
        mark_read(lesson=worlds.lessons(course)[0], by=worlds.signed_in(who), now=clock.now())


def sweep() -> None:
    """What beat does every minute."""
    enqueue("learners.certificates.issue_due")
    enqueue("learners.reminders.send_all_due")


def all_printed(count: int) -> bool:
    return Certificate.objects.filter(pdf__isnull=False).count() == count


@pytest.mark.both
def test_completion_brings_a_certificate_by_post(
    celery_worker_process: CeleryProcess, smtp_server: SmtpServer
) -> None:
    finish(1)
    (message,) = smtp_server.wait_for(1, within=30)
    certificate = Certificate.objects.get()
    assert certificate.pdf is not None
    with default_storage.open(certificate.pdf) as file:
        assert file.read(5) == b"%PDF-"
    assert message["To"] == "p0@example.org"
    body = message.get_body(("plain",))
    assert body is not None and certificate.serial in body.get_content()


@pytest.mark.both
def test_a_worker_killed_while_issuing_loses_nothing_and_repeats_nothing(
    celery_worker_process: CeleryProcess, smtp_server: SmtpServer
) -> None:
    people = 6
    finish(people)
    eventually(Certificate.objects.exists, within=30, every=0.01)
    celery_worker_process.kill()
    empty_the_queue()  # and Redis was emptied too
    celery_worker_process.start()
    sweep()
    eventually(lambda: all_printed(people), within=60)
    assert Certificate.objects.count() == people
    sweep()
    eventually(lambda: Sent.objects.filter(state="sent").count() >= people - 1, within=60)
    unknown = Sent.objects.exclude(state="sent").count()
    assert unknown <= 1, "at most the one that was being handed over at the kill"
    numbers = [str(mail["Message-ID"]) for mail in smtp_server.mails]
    assert len(set(numbers)) == len(numbers), "no message twice"


@pytest.fixture
def _redis_away(settings) -> Iterator[None]:
    """Everything that wants Redis in this process meets a closed door."""
    if not settings.REDIS_URL:
        pytest.fail("this test is about Redis")
    nowhere = f"redis://127.0.0.1:{free_port()}/0"
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": nowhere}}
    before = current_app.conf.broker_url
    _connect_to(nowhere)
    yield
    _connect_to(before)


def _connect_to(url: str) -> None:
    """Let this process hand over its work there from now on."""
    celery: Any = current_app
    celery.conf.broker_url = celery.conf.broker_write_url = url
    pools.reset()
    celery.amqp._producer_pool = celery._pool = None


@pytest.mark.usefixtures("_redis_away")
def test_learning_goes_on_while_redis_is_away(client: Client) -> None:
    course, amara = worlds.course(1), worlds.person()
    confirm_name(name="Amara Diallo", by=amara, now=clock.now())
    client.force_login(amara, backend=BACKEND)
    address = reverse("lesson-progress", args=[worlds.lessons(course)[0].key])
    asked = time.monotonic()
    answer = client.post(address, {"watched": "0-10", "position": "10"})
    assert answer.json()["done"]
    assert time.monotonic() - asked < 3, "nobody waits for a queue that is away"
    assert Enrolment.objects.get().completed_at is not None
    assert client.get(reverse("my-learning")).status_code == 200
    assert client.get(reverse("health")).json() == {"database": "well", "cache": "away"}
    assert not Certificate.objects.exists()


def test_the_certificate_follows_when_redis_is_back(
    celery_worker_process: CeleryProcess, smtp_server: SmtpServer, request: pytest.FixtureRequest
) -> None:
    away = request.getfixturevalue("_redis_away")
    assert away is None
    finish(1)
    assert not Certificate.objects.exists()
    _connect_to(request.getfixturevalue("settings").CELERY_BROKER_URL)
    sweep()
    eventually(lambda: all_printed(1), within=30)
    smtp_server.wait_for(1, within=30)


def test_beat_hands_over_what_the_schedule_says(
    celery_worker_process: CeleryProcess, celery_beat_process
) -> None:
    assert celery_beat_process.runs
    minutely = [str(entry["task"]) for entry in SCHEDULE.values() if entry["schedule"] == MINUTE]
    assert minutely
    eventually(lambda: all(task in celery_worker_process.log for task in minutely), within=90)
