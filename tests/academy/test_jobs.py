"""Work is handed over when what it is about stands in the database, and never at the cost of the person's own work."""

import logging

import pytest
from celery import current_app
from django.db import transaction

from academy.shared.jobs import enqueue

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture
def handed_over(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, **options: names.append(name))
    return names


def test_work_is_handed_over_after_the_commit(handed_over: list[str]) -> None:
    with transaction.atomic():
        enqueue("academy.shared.seal_audit")
        assert handed_over == []
    assert handed_over == ["academy.shared.seal_audit"]


def test_what_was_undone_is_never_handed_over(handed_over: list[str]) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        enqueue("academy.shared.seal_audit")
        raise RuntimeError("undone")
    assert handed_over == []


def test_a_queue_that_is_away_costs_nobody_their_work(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(name: str, **options: object) -> None:
        raise ConnectionError("nobody answers")

    monkeypatch.setattr(current_app, "send_task", away)
    with caplog.at_level(logging.WARNING), transaction.atomic():
        enqueue("academy.shared.seal_audit")
    assert "the sweep will find it" in caplog.text
