"""Pages that wait for their hour, and the look that compares pages and facts."""

import logging
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from cms import checks, facts, tasks
from cms.apps import came_down, went_up
from cms.checks import differences
from cms.models import LessonPage, ModulePage, PageProblem
from courses.catalogue.models import Course, Lesson, Module
from courses.media.models import Video
from tests.cms.rows import numbers
from tests.factories import pages

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
WORDS = rich_text("<p>Ask more than you tell.</p>")


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(TEN, tick=False) as traveller:
        yield traveller


def schedule(page: LessonPage, **when: datetime) -> LessonPage:
    for name, moment in when.items():
        setattr(page, name, moment)
    return pages.publish(page)


def test_a_page_goes_live_at_its_hour(at_ten, module, agree):
    page = schedule(pages.lesson_draft(module), go_live_at=TEN + timedelta(hours=1))
    tasks.publish_due()
    assert not page.live and not Lesson.objects.exists()
    at_ten.move_to(TEN + timedelta(hours=1))
    tasks.publish_due()
    assert Lesson.objects.get().published and LessonPage.objects.get().live
    tasks.publish_due()
    assert numbers(module) == {page.key: 1}


def test_a_change_of_a_live_page_waits(at_ten, module, agree):
    page = pages.lesson(module, title="Before")
    page.title = "After"
    schedule(page, go_live_at=TEN + timedelta(hours=1))
    tasks.publish_due()
    assert Lesson.objects.get().title == "Before" and LessonPage.objects.get().live
    at_ten.move_to(TEN + timedelta(hours=2))
    tasks.publish_due()
    assert Lesson.objects.get().title == "After"


def test_the_editor_schedules_with_the_form(at_ten, editor, module, lesson_form, agree):
    page = pages.lesson_draft(module, slug="a-lesson")
    form = lesson_form(("text", WORDS), go_live_at="2026-11-23 11:30", action="publish")
    assert editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form).status_code == 302
    assert not Lesson.objects.exists()
    at_ten.move_to(TEN + timedelta(hours=2))
    tasks.publish_due()
    assert Lesson.objects.get().published


def test_a_page_comes_down_when_its_time_is_over(at_ten, module, agree):
    page = schedule(pages.lesson_draft(module), expire_at=TEN + timedelta(hours=1))
    assert Lesson.objects.get().published
    at_ten.move_to(TEN + timedelta(hours=1))
    tasks.publish_due()
    page.refresh_from_db()
    assert (page.live, page.expired, Lesson.objects.get().published) == (False, True, False)


def test_what_was_put_up_without_a_revision_comes_down_while_it_waits(module, agree):
    page = pages.lesson(module)
    LessonPage.objects.update(live_revision=None)  # Wagtail takes such a page down when it is scheduled
    page.refresh_from_db()
    schedule(page, go_live_at=TEN + timedelta(hours=1))
    assert not LessonPage.objects.get().live and not Lesson.objects.get().published


def test_what_may_not_go_live_any_more_is_reported_once(at_ten, module, agree):
    clip = pages.video(title="Knock")
    bad = schedule(
        pages.lesson_draft(module, pages.film(clip), title="Doors"), go_live_at=TEN + timedelta(hours=1)
    )
    good = schedule(pages.lesson_draft(module), go_live_at=TEN + timedelta(hours=2))
    Video.objects.update(captions="")
    at_ten.move_to(TEN + timedelta(hours=3))
    tasks.publish_due()
    problem = PageProblem.objects.get()
    assert (
        "“Doors” was to go live by itself, but could not." in problem.words and "no captions" in problem.words
    )
    assert problem.page == reverse("wagtailadmin_pages:edit", args=[bad.pk])
    assert numbers(module) == {good.key: 1}
    tasks.publish_due()
    assert PageProblem.objects.count() == 1


def test_a_page_that_breaks_does_not_stop_the_others(at_ten, module, monkeypatch):
    broken = schedule(pages.lesson_draft(module), go_live_at=TEN + timedelta(hours=1))
    good = schedule(pages.lesson_draft(module), go_live_at=TEN + timedelta(hours=1))
    publish = LessonPage.publish

    def fail(page, *args, **kwargs):
        if page.pk == broken.pk:
            raise RuntimeError("no space left")
        return publish(page, *args, **kwargs)

    monkeypatch.setattr(LessonPage, "publish", fail)
    at_ten.move_to(TEN + timedelta(hours=2))
    tasks.publish_due()
    assert numbers(module) == {good.key: 1}
    assert "not the page's fault" in PageProblem.objects.get().words


def test_the_receivers_never_raise(module, monkeypatch, caplog):
    page = pages.lesson_draft(module)
    monkeypatch.setattr(facts.actions, "publish_lesson", lambda **kwargs: 1 / 0)
    pages.publish(page)
    assert LessonPage.objects.get().live and "could not record page" in caplog.text
    monkeypatch.undo()
    assert [difference.words for difference in differences()] == ["is live but not in the catalogue"]
    tasks.check_catalogue()
    assert numbers(module) == {page.key: 1} and differences() == []


def test_the_receivers_stand_where_they_say(module):
    page = pages.standard("Help")
    went_up(instance=page)
    came_down(instance=page)


def test_the_check_finds_and_mends_every_kind_of_difference(module, caplog):
    first, second = pages.lesson(module), pages.lesson(module)
    gone = pages.lesson(module)
    Lesson.objects.filter(key=first.key).update(title="Older", seconds=1)
    Lesson.objects.filter(key=second.key).update(number=9)
    LessonPage.objects.filter(pk=gone.pk).update(live=False)
    Module.objects.update(is_free=False)
    Course.objects.update(watch_percent=10)
    out = StringIO()
    with pytest.raises(CommandError, match="5 differences") as ended:
        call_command("check_catalogue", stdout=out)
    assert ended.value.returncode == 1
    assert (
        f"lesson “{first.title}” ({first.key}): title is 'Older', the page says '{first.title}'"
        in out.getvalue()
    )
    assert "has no live page" in out.getvalue()
    with caplog.at_level(logging.ERROR):
        tasks.check_catalogue()
    assert differences() == [] and "differ" not in caplog.text
    call_command("check_catalogue", stdout=out)
    assert "Pages and catalogue agree." in out.getvalue()


def test_the_check_takes_a_constant_number_of_queries(module, django_assert_num_queries):
    for _ in range(3):
        pages.lesson(module, pages.film(pages.video()))
    with django_assert_num_queries(8):
        checks.differences()


def test_a_lesson_without_its_module_is_said_and_not_mended(module, caplog):
    page = pages.lesson(module)
    ModulePage.objects.filter(pk=module.pk).update(path="000100019999")  # a tree that was broken by hand
    assert "does not stand where it belongs" in [difference.words for difference in differences()]
    tasks.check_catalogue()
    assert "could not mend" in caplog.text
    assert Lesson.objects.get(key=page.key).published
