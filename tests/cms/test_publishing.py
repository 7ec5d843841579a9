"""What may be published, by every way there is; a draft may be saved with anything missing."""

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import rich_text

from cms.apps import went_up
from cms.models import CoursePage, LessonPage, ModulePage, StandardPage
from cms.pages.publishing import CannotPublish
from courses.catalogue.models import Lesson
from courses.media.models import Video
from tests.factories import pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("agree")]
WORDS = rich_text("<p>Ask more than you tell.</p>")


def edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def said(answer) -> str:
    """Every message and error of an editor's screen."""
    form = answer.context.get("form")
    errors = str(form.errors) if form is not None else ""
    return errors + " ".join(str(message) for message in answer.context["messages"])


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ({"captions": ""}, "has no captions"),
        ({"captions": "WEBVTT\n\nnonsense"}, "cannot be used"),
        ({"transcript": " "}, "no words to read"),
    ],
)
def test_a_video_without_captions_or_words_is_not_published(editor, module, lesson_form, broken, reason):
    clip = pages.video(**broken)
    page = pages.lesson_draft(module, slug="a-lesson")
    answer = editor.post(edit(page), lesson_form(("video", clip.pk), action="publish"))
    assert answer.status_code == 200 and reason in said(answer)
    assert not Lesson.objects.exists() and not LessonPage.objects.get().live
    assert editor.post(edit(page), lesson_form(("video", clip.pk))).status_code == 302


def test_an_empty_lesson_is_not_published(editor, module, lesson_form):
    url = reverse("wagtailadmin_pages:add", args=["cms", "lessonpage", module.pk])
    answer = editor.post(url, lesson_form(action="publish"))
    assert "nothing to learn here yet" in said(answer) and not LessonPage.objects.exists()


def test_two_videos_in_one_lesson_are_one_too_many(editor, module, lesson_form):
    clips = [("video", pages.video().pk) for _ in range(2)]
    page = pages.lesson_draft(module, slug="a-lesson")
    assert editor.post(edit(page), lesson_form(*clips, action="publish")).status_code == 200
    assert not Lesson.objects.exists()


def test_handing_in_for_moderation_asks_the_same(editor, module, lesson_form):
    page = pages.lesson_draft(module, slug="a-lesson")
    clip = pages.video(captions="")
    answer = editor.post(edit(page), lesson_form(("video", clip.pk), action="submit"))
    assert "has no captions" in said(answer)


def test_bulk_publishing_says_which_page_and_why_and_publishes_none(editor, module):
    good = pages.lesson_draft(module)
    bad = pages.lesson_draft(module, pages.film(pages.video(captions="")), title="Door to door")
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = editor.post(f"{url}?id={good.pk}&id={bad.pk}", follow=True)
    assert "“Door to door” was not published." in said(answer) and "has no captions" in said(answer)
    assert answer.redirect_chain == [(edit(bad), 302)]
    assert not Lesson.objects.exists()


def test_no_other_way_publishes_it_either(module):
    page = pages.lesson_draft(module, pages.film(pages.video(transcript="")))
    with pytest.raises(CannotPublish):
        page.get_latest_revision().publish()
    with pytest.raises(CannotPublish):
        module.add_child(instance=LessonPage(title="Straight in", slug="in", body=[]))
    assert not Lesson.objects.exists()


def test_a_picture_needs_words(editor):
    page = pages.draft(pages.home(), StandardPage(title="About", slug="about"))
    page.body = [{"type": "photo", "value": {"image": 1, "decorative": False, "alt_text": " "}}]
    reasons = [reason.words for reason in page.reasons_against()]
    assert reasons == ["Part 1 is a picture. Say in words what it shows, for people who cannot see it."]
    page.body = [{"type": "photo", "value": {"image": 1, "decorative": True, "alt_text": ""}}]
    assert not list(page.reasons_against())


def test_a_course_needs_a_code_that_nobody_had(module):
    taken = module.get_parent().specific
    page = pages.draft(pages.home(), CoursePage(title="Second", slug="second", summary="More."))
    reasons = {reason.field: reason.words for reason in page.reasons_against()}
    assert "Give the course a code" in reasons["code"]
    page.code = taken.code
    assert "has or had the code FOCUS" in next(page.reasons_against()).words
    taken.delete()
    with pytest.raises(CannotPublish):
        pages.publish(page)


def test_an_address_that_another_part_of_the_site_has_is_refused():
    page = pages.draft(pages.home(), StandardPage(title="Hubs", slug="hubs", body=[pages.TEXT]))
    with pytest.raises(CannotPublish, match="Another part of this site stands at /hubs/"):
        pages.publish(page)
    below = pages.draft(
        pages.standard("About", slug="about"), StandardPage(title="Hubs", slug="hubs", body=[pages.TEXT])
    )
    assert pages.publish(below).live


def test_lessons_wait_for_the_code_of_their_course():
    course = pages.draft(pages.home(), CoursePage(title="Focus", slug="focus", summary="All."))
    module = pages.draft(course, ModulePage(title="Reach", slug="reach", summary="Meet."))
    page = pages.lesson_draft(module)
    for waiting in (module, page):
        with pytest.raises(CannotPublish, match="a code first"):
            pages.publish(waiting)


@pytest.mark.parametrize("where", ["lesson", "module", "course"])
def test_no_alias_of_what_people_learn(editor, module, where):
    page = {"lesson": pages.lesson(module), "module": module, "course": module.get_parent().specific}[where]
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    assert 'name="alias"' not in editor.get(url).content.decode()
    before = Page.objects.count()
    with pytest.raises(CannotPublish, match="cannot have an alias"):
        page.create_alias(update_slug="again", parent=page.get_parent())
    api = f"/editors/api/main/pages/{page.pk}/action/create_alias/"
    assert editor.post(api, {}, content_type="application/json").status_code == 403
    assert Page.objects.count() == before


def test_what_wagtail_says_of_an_alias_is_not_heard(module):
    page = pages.lesson(module)
    page.title = "The title of an alias"
    went_up(instance=page, alias=True)
    assert Lesson.objects.get().title != page.title


def test_a_video_in_use_keeps_its_captions(editor, module):
    clip = pages.video(title="Knock")
    pages.lesson(module, pages.film(clip), title="Reach 1")
    url = reverse("wagtailsnippets_courses_video:edit", args=[clip.pk])
    answer = editor.post(url, {"title": "Knock", "captions": "", "transcript": "Good morning."})
    assert answer.status_code == 200
    assert "has no captions" in said(answer) and "“Reach 1” shows this video" in said(answer)
    assert Video.objects.get().captions


def test_a_video_in_use_cannot_be_deleted(editor, module):
    clip = pages.video()
    pages.lesson(module, pages.film(clip))
    url = reverse("wagtailsnippets_courses_video:delete", args=[clip.pk])
    assert "because it is in use: “Lesson" in said(editor.post(url, follow=True))
    assert Video.objects.filter(pk=clip.pk).exists()


def test_a_course_has_an_address_that_learners_can_be_sent_to(editor):
    """Every page of a course names its address; one with other letters would break them all."""
    page = pages.draft(pages.home(), CoursePage(title="Für alle", summary="All of it.", code="ALL"))
    assert page.slug == "fur-alle"
    page.slug = "für-alle"
    with pytest.raises(CannotPublish, match="letters a to z"):
        pages.publish(page)
