"""Two editors at the same moment."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from courses.catalogue import actions
from courses.catalogue.models import Lesson
from tests.cms.rows import numbers
from tests.factories import pages


@pytest.mark.django_db(transaction=True)
def test_two_lessons_that_go_up_at_once_do_not_get_one_number(monkeypatch):
    """The first is slow; the second must wait for it, or both would be number 1."""
    module = pages.module(pages.course())
    slow, quick = pages.lesson_draft(module), pages.lesson_draft(module)
    publish = actions.publish_lesson

    def slowly(**kwargs: Any) -> Lesson:
        if kwargs["fact"].key == slow.key:
            time.sleep(0.8)
        return publish(**kwargs)

    monkeypatch.setattr(actions, "publish_lesson", slowly)

    def in_a_thread(act: Callable[[], Any]) -> None:
        try:
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        first = pool.submit(in_a_thread, lambda: pages.publish(slow))
        time.sleep(0.3)
        second = pool.submit(in_a_thread, lambda: pages.publish(quick))
        first.result(), second.result()
    assert numbers(module) == {slow.key: 1, quick.key: 2}
