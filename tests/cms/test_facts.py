"""Whatever an editor does with pages, the catalogue says what they say, and nothing that people did is lost."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from cms.models import CoursePage, LessonPage, ModulePage
from courses.catalogue.models import Course, Lesson, Module
from learners.enrolments.actions import meet_guest
from learners.progress.models import LessonProgress
from tests.cms.rows import NOON, numbers, shown
from tests.factories import pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("agree")]

WORDS = rich_text("<p>Ask more than you tell.</p>")


def watched(page: LessonPage) -> LessonProgress:
    guest = meet_guest(key=None, now=NOON)
    fact = Lesson.objects.get(key=page.key)
    return LessonProgress.objects.create(guest=guest, lesson=fact, seconds=3, saved_at=NOON)


def bulk(browser, action: str, *those, **data):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    ids = "&".join(f"id={page.pk}" for page in those)
    answer = browser.post(f"{url}?{ids}&next=/editors/", data)
    assert answer.status_code == 302
    return answer


def test_the_editors_own_button_publishes(editor, module, lesson_form):
    clip = pages.video(12)
    page = pages.lesson_draft(module)
    form = lesson_form(
        ("video", clip.pk), title="Knock first", slug="knock", summary="Begin.", action="publish"
    )
    answer = editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)
    assert answer.status_code == 302
    fact = Lesson.objects.get(key=page.key)
    assert (fact.title, fact.summary, fact.seconds, fact.video_id) == ("Knock first", "Begin.", 12, clip.pk)
    assert (fact.done_by, fact.required, fact.number, fact.published) == ("watching", True, 1, True)
    assert fact.module.key == module.key and fact.module.is_free


def test_a_new_page_published_at_once(editor, module, lesson_form):
    form = lesson_form(("text", WORDS), reading_minutes=4, action="publish")
    answer = editor.post(reverse("wagtailadmin_pages:add", args=["cms", "lessonpage", module.pk]), form)
    assert answer.status_code == 302, answer.context["form"].errors
    fact = Lesson.objects.get(key=LessonPage.objects.get().key)
    assert (fact.done_by, fact.seconds, fact.video_id) == ("reading", 240, None)


def test_a_draft_is_not_in_the_catalogue(editor, module, lesson_form):
    answer = editor.post(
        reverse("wagtailadmin_pages:add", args=["cms", "lessonpage", module.pk]), lesson_form()
    )
    assert answer.status_code == 302
    assert LessonPage.objects.get().live is False and not Lesson.objects.exists()


def test_editing_a_live_page_changes_nothing_until_it_is_published(editor, module, lesson_form):
    page = pages.lesson(module, title="Before", slug="a-lesson")
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    editor.post(url, lesson_form(title="After"))
    assert Lesson.objects.get().title == "Before"
    editor.post(url, lesson_form(("text", WORDS), title="After", action="publish"))
    assert Lesson.objects.get().title == "After"


def test_unpublishing_a_module_with_everything_under_it(editor, module):
    page = pages.lesson(module)
    progress = watched(page)
    url = reverse("wagtailadmin_pages:unpublish", args=[module.pk])
    assert editor.post(url, {"include_descendants": "on"}).status_code == 302
    assert not Module.objects.get().published and not Lesson.objects.get().published
    assert LessonProgress.objects.get(pk=progress.pk).lesson.key == page.key
    pages.publish(module)
    pages.publish(page)
    assert Lesson.objects.get().published and Lesson.objects.get().module.published


def test_a_module_without_its_lessons_hides_them_and_brings_them_back(module):
    pages.lesson(module)
    pages.take_down(module)
    assert not Module.objects.get().published and Lesson.objects.get().published
    pages.publish(module)
    assert shown(module) == 1


def test_bulk_publish_and_unpublish(editor, module):
    drafts = [pages.lesson_draft(module) for _ in range(3)]
    bulk(editor, "publish", *drafts)
    assert numbers(module) == {page.key: number for number, page in enumerate(drafts, start=1)}
    bulk(editor, "unpublish", *drafts[:2])
    assert numbers(module) == {drafts[2].key: 1}
    bulk(editor, "unpublish", module, include_descendants="on")
    assert shown(module) == 0
    bulk(editor, "publish", module, include_descendants="on")
    assert shown(module) == 3


def test_a_copy_is_another_lesson(editor, module):
    page = pages.lesson(module, title="Knock")
    watched(page)
    form = {
        "new_title": "Knock again",
        "new_slug": "again",
        "new_parent_page": module.pk,
        "publish_copies": "on",
    }
    assert editor.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form).status_code == 302
    copy = LessonPage.objects.get(slug="again")
    assert copy.key != page.key and numbers(module) == {page.key: 1, copy.key: 2}
    assert not LessonProgress.objects.filter(lesson__key=copy.key).exists()


def test_a_copied_module_brings_its_lessons(editor, module):
    for _ in range(2):
        pages.lesson(module)
    course = module.get_parent()
    form = {"new_title": "Reach 2", "new_slug": "reach-2", "new_parent_page": course.pk}
    form |= {"publish_copies": "on", "copy_subpages": "on"}
    assert editor.post(reverse("wagtailadmin_pages:copy", args=[module.pk]), form).status_code == 302
    copy = ModulePage.objects.get(slug="reach-2")
    assert (shown(copy), Module.objects.get(key=copy.key).number, Lesson.objects.count()) == (2, 2, 4)


def test_a_copied_course_waits_for_a_code_of_its_own(editor, module):
    course = module.get_parent().specific
    form = {"new_title": "Second", "new_slug": "second", "new_parent_page": course.get_parent().pk}
    form |= {"publish_copies": "on", "copy_subpages": "on"}
    assert editor.post(reverse("wagtailadmin_pages:copy", args=[course.pk]), form).status_code == 302
    copy = CoursePage.objects.get(slug="second")
    assert (copy.live, copy.code, Course.objects.count()) == (False, "", 1)


def test_moving_a_lesson_to_another_module(editor, module):
    other = pages.module(module.get_parent(), title="Listen")
    first, second, third = (pages.lesson(module) for _ in range(3))
    there = pages.lesson(other)
    progress = watched(first)
    url = reverse("wagtailadmin_pages:move_confirm", args=[first.pk, other.pk])
    assert editor.post(url).status_code == 302
    assert numbers(module) == {second.key: 1, third.key: 2}
    assert numbers(other) == {there.key: 1, first.key: 2}
    assert LessonProgress.objects.get(pk=progress.pk).lesson.module.key == other.key


def test_moving_several_lessons_at_once(editor, module):
    other = pages.module(module.get_parent(), title="Listen")
    first, second, third = (pages.lesson(module) for _ in range(3))
    bulk(editor, "move", first, second, chooser=other.pk)
    assert (numbers(module), numbers(other)) == ({third.key: 1}, {first.key: 1, second.key: 2})


def test_moving_a_module_to_another_course(editor, module):
    page = pages.lesson(module)
    left = pages.module(module.get_parent(), title="Listen")
    other = pages.course("OTHER")
    assert (
        editor.post(reverse("wagtailadmin_pages:move_confirm", args=[module.pk, other.pk])).status_code == 302
    )
    assert Lesson.objects.get(key=page.key).module.course.code == "OTHER"
    assert Module.objects.get(key=left.key).number == 1


def test_moving_a_draft_changes_nothing(editor, module):
    other = pages.module(module.get_parent(), title="Listen")
    page = pages.lesson_draft(module)
    assert (
        editor.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, other.pk])).status_code == 302
    )
    assert not Lesson.objects.exists()


def test_another_order(editor, module):
    first, second, third = (pages.lesson(module) for _ in range(3))
    url = reverse("wagtailadmin_pages:set_page_position", args=[third.pk])
    assert editor.post(f"{url}?position=0").status_code == 200
    assert numbers(module) == {third.key: 1, first.key: 2, second.key: 3}
    later = pages.module(module.get_parent(), title="Listen")
    editor.post(reverse("wagtailadmin_pages:set_page_position", args=[later.pk]) + "?position=0")
    assert Module.objects.get(key=later.key).number == 1


def test_drafts_between_lessons_are_not_counted(module):
    pages.lesson_draft(module)
    page = pages.lesson(module)
    assert numbers(module) == {page.key: 1}


def test_deleting_a_lesson_keeps_what_people_did(editor, module):
    first, second = pages.lesson(module), pages.lesson(module)
    progress = watched(first)
    assert editor.post(reverse("wagtailadmin_pages:delete", args=[first.pk])).status_code == 302
    assert not LessonPage.objects.filter(pk=first.pk).exists()
    fact = LessonProgress.objects.get(pk=progress.pk).lesson
    assert (fact.key, fact.published) == (first.key, False)
    assert numbers(module) == {second.key: 1}


def test_deleting_a_course_keeps_every_fact(editor, module):
    page = pages.lesson(module)
    watched(page)
    course = module.get_parent().specific
    url = reverse("wagtailadmin_pages:delete", args=[course.pk])
    assert editor.post(url).status_code == 302
    assert not CoursePage.objects.exists()
    facts = [*Course.objects.all(), *Module.objects.all(), *Lesson.objects.all()]
    assert [fact.published for fact in facts] == [False, False, False]


def test_a_lesson_published_under_drafts_makes_its_place_known():
    course = pages.draft(pages.home(), CoursePage(title="Focus", slug="focus", code="FOCUS", summary="All."))
    module = pages.draft(course, ModulePage(title="Reach", slug="reach", summary="Meet."))
    page = pages.lesson(module)
    fact = Lesson.objects.get(key=page.key)
    assert (fact.published, fact.module.published, fact.module.course.published) == (True, False, False)
    pages.publish(course)
    pages.publish(module)
    assert shown(module) == 1 and Course.objects.get().published


def test_publishing_the_same_page_twice_changes_nothing(module):
    page = pages.lesson(module)
    before = Lesson.objects.values().get()
    pages.publish(page)
    assert Lesson.objects.values().get() == before
