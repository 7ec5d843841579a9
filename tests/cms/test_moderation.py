"""One editor writes, another looks and says yes; what may not be published is not, whoever says yes."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, TaskState
from wagtail.test.utils.form_data import rich_text

from academy.accounts.models import Account
from cms.models import LessonPage
from courses.catalogue.models import Lesson
from courses.media.models import Video
from tests.factories import pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("agree")]
WORDS = rich_text("<p>Ask more than you tell.</p>")


@pytest.fixture
def writer(db) -> Client:
    """Somebody who may write and not publish: the group without the right to publish."""
    account = Account.objects.create_user("will@example.org", full_name="Will", is_adult=True)
    group = Group.objects.create(name="Writers")
    editors = Group.objects.get(name="Content editors")
    group.permissions.set(editors.permissions.all())
    rights = GroupPagePermission.objects.filter(group=editors)
    for right in rights.filter(permission__codename__in=["add_page", "change_page"]):
        GroupPagePermission.objects.create(group=group, page=right.page, permission=right.permission)
    account.groups.add(group)
    browser = Client()
    browser.force_login(account)
    return browser


def approve(editor: Client, page: LessonPage):
    state = TaskState.objects.get(status="in_progress")
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return editor.post(url, {"comment": ""}, follow=True)


def hand_in(writer: Client, page: LessonPage, form: dict) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert 'name="action-publish"' not in writer.get(url).content.decode()
    assert writer.post(url, form).status_code == 302
    assert not Lesson.objects.exists()


def test_a_yes_publishes_and_is_recorded(writer, editor, module, lesson_form):
    page = pages.lesson_draft(module, slug="a-lesson")
    hand_in(writer, page, lesson_form(("text", WORDS), title="Knock", action="submit"))
    assert approve(editor, page).status_code == 200
    assert Lesson.objects.get().title == "Knock" and LessonPage.objects.get().live


def test_a_yes_to_what_may_not_be_published_any_more_says_why(writer, editor, module, lesson_form):
    page = pages.lesson_draft(module, slug="a-lesson")
    clip = pages.video()
    hand_in(writer, page, lesson_form(("video", clip.pk), action="submit"))
    Video.objects.update(captions="")
    answer = approve(editor, page)
    said = " ".join(str(message) for message in answer.context["messages"])
    assert answer.status_code == 200 and "was not published" in said and "has no captions" in said
    assert not LessonPage.objects.get().live and not Lesson.objects.exists()
