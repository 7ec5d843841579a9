"""The editors' screens: who gets in, what they may do there, and what is never done there."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account
from cms.models import LessonPage, PageProblem
from courses.catalogue.models import Lesson
from courses.media.models import Video
from tests.cms.mp4 import film_file
from tests.factories import pages

pytestmark = pytest.mark.django_db
OURS = ["Content editors", "Academy managers"]


def sign_in(client: Client, group: str = "") -> Account:
    account = Account.objects.create_user("edie@example.org", full_name="Edie Clarke", is_adult=True)
    if group:
        account.groups.add(Group.objects.get(name=group))
    client.force_login(account)
    return account


@pytest.mark.parametrize("group", OURS)
def test_both_groups_write_and_publish(client, module, lesson_form, group):
    sign_in(client, group)
    assert client.get("/editors/").status_code == 200
    page = pages.lesson_draft(module, slug="a-lesson")
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert 'name="action-publish"' in client.get(url).content.decode()
    clip = pages.video()
    assert client.post(url, lesson_form(("video", clip.pk), action="publish")).status_code == 302
    assert Lesson.objects.get().published
    for name in (
        "wagtailsnippets_courses_video:list",
        "wagtailsnippets_cms_pageproblem:list",
        "wagtailimages:index",
    ):
        assert client.get(reverse(name)).status_code == 200


def test_only_our_groups_exist():
    assert sorted(Group.objects.values_list("name", flat=True)) == sorted(OURS)


def test_others_hear_a_plain_no_and_visitors_sign_in(client):
    answer = client.get("/editors/")
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/accounts/login/")
    assert client.get("/editors/login/").headers["Location"].startswith("/accounts/login/")
    sign_in(client)
    answer = client.get("/editors/")
    assert answer.status_code == 403 and "people who write pages" in answer.content.decode()


@pytest.mark.parametrize("who", [*OURS, "superuser"])
@pytest.mark.parametrize(
    "path",
    ["users/", "users/new/", "users/1/", "groups/", "groups/new/", "groups/1/", "api-tokens/"]
    + ["bulk/academy/account/assign_role/?id=1", "bulk/academy/account/set_active_state/?id=1"],
)
def test_nobody_gives_roles_here(client, who, path):
    account = sign_in(client, "" if who == "superuser" else who)
    if who == "superuser":
        Account.objects.filter(pk=account.pk).update(is_superuser=True)
    for answer in (client.get(f"/editors/{path}"), client.post(f"/editors/{path}", {})):
        assert answer.status_code == 403 and "/people/" in answer.content.decode()
    assert account.groups.count() == (0 if who == "superuser" else 1)


def test_no_way_to_users_and_groups_in_the_menus(editor):
    text = editor.get("/editors/").content.decode()
    assert (
        "/editors/users/" not in text and "/editors/groups/" not in text and "/editors/documents/" not in text
    )
    assert "/editors/snippets/courses/video/" in text and "academy/css/admin.css" in text
    assert "editors-logo" in text and "Good to see you, Mona" in text


def test_an_editors_own_settings_hold_no_name_and_no_address(client):
    account = sign_in(client, OURS[0])
    text = client.get("/editors/account/").content.decode()
    assert 'name="theme-theme"' in text and "name_email-" not in text and "avatar-" not in text
    form = {
        "name_email-email": "other@example.org",
        "name_email-first_name": "X",
        "name_email-last_name": "Y",
    }
    client.post("/editors/account/", form | {"theme-theme": "dark", "theme-density": "default"})
    account.refresh_from_db()
    assert account.email == "edie@example.org"


def test_the_editors_policy_is_theirs_alone(editor, module):
    policy = editor.get("/editors/").headers["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in policy and "frame-ancestors 'self'" in policy
    page = pages.lesson(module)
    assert "unsafe-inline" not in editor.get(page.url).headers["Content-Security-Policy"]


@pytest.mark.parametrize("kind", ["lesson", "module", "course", "page"])
def test_every_editing_screen_opens(editor, module, kind):
    page = {
        "lesson": pages.lesson(module, pages.film(pages.video()), pages.question()),
        "module": module,
        "course": module.get_parent(),
        "page": pages.standard("Privacy"),
    }[kind]
    for name in ("edit", "history", "usage", "copy", "delete", "unpublish"):
        assert editor.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk])).status_code == 200
    assert editor.get(reverse("wagtailadmin_explore", args=[page.pk])).status_code == 200


def preview(editor: Client, page: LessonPage, mode: str) -> str:
    answer = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]), {"mode": mode})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_lesson_is_previewed_as_three_people_would_get_it(editor, django_assert_num_queries):
    module = pages.module(pages.course(), title="Listen")
    pages.lesson(module, title="Before")
    page = pages.lesson_draft(module, pages.film(pages.video()), pages.TEXT, pages.question(), title="Draft")
    everything = (LessonPage.objects.count(), Lesson.objects.count())
    texts = {mode: preview(editor, page, mode) for mode in ("visitor", "learner", "member")}
    assert all("Join the course to open it" in texts[mode] for mode in ("visitor", "learner"))
    assert "You need an account" in texts["visitor"] and "You need an account" not in texts["learner"]
    for mode in ("visitor", "learner"):
        assert "Ask more than you tell." not in texts[mode] and "<video" not in texts[mode]
    member = texts["member"]
    assert "Ask more than you tell." in member and "What could you have asked?" in member
    clip = Video.objects.get()
    assert (
        f"/lesson/{page.key}/" in member
        and f"/lesson/{page.key}/p" not in member
        and "/reflection/" in member
    )
    assert f"/lesson/{page.key}/r" not in member
    assert f"/editors/videos/{clip.pk}/video/file/" in member and "Lesson 2 of 2" in member
    assert (LessonPage.objects.count(), Lesson.objects.count()) == everything


def test_a_page_is_previewed_while_it_is_written(editor, module, lesson_form):
    url = reverse("wagtailadmin_pages:preview_on_add", args=["cms", "lessonpage", module.pk])
    clip = pages.video()
    assert editor.post(url, lesson_form(("video", clip.pk), title="Not saved yet")).json()["is_valid"]
    for mode in ("visitor", "learner", "member"):
        answer = editor.get(f"{url}?mode={mode}")
        assert answer.status_code == 200 and "Not saved yet" in answer.content.decode()
    for page in (module, module.get_parent().specific):
        for mode in ("visitor", "learner", "member"):
            assert page.title in preview(editor, page, mode)
    assert not LessonPage.objects.exists()


def test_the_files_of_a_video_are_for_editors_in_previews(client, module):
    clip = pages.video()
    url = reverse("editors-video", args=[clip.pk, "video"])
    assert client.get(url).status_code == 302
    sign_in(client, OURS[0])
    answer = client.get(url, headers={"range": "bytes=0-9"})
    assert (answer.status_code, answer.headers["Content-Length"]) == (206, "10")
    assert (
        "Good morning." in client.get(reverse("editors-video", args=[clip.pk, "captions"])).content.decode()
    )
    for kind in ("poster", "nonsense"):
        assert client.get(reverse("editors-video", args=[clip.pk, kind])).status_code == 404


def upload(**fields) -> dict:
    captions = "WEBVTT\r\n\r\n00:00.000 --> 00:02.000\r\nHello.\r\n"
    file = SimpleUploadedFile("film.mp4", film_file(7.4), content_type="text/plain")
    return {"title": "Hello", "file": file, "captions": captions, "transcript": "Hello."} | fields


def test_uploading_a_video_reads_its_length_and_size(editor):
    url = reverse("wagtailsnippets_courses_video:add")
    assert editor.get(url).status_code == 200
    assert editor.post(url, upload()).status_code == 302
    clip = Video.objects.get()
    assert (clip.duration_s, clip.bytes, clip.content_version) == (7, len(film_file(7.4)), 1)
    assert clip.captions == "WEBVTT\n\n00:00.000 --> 00:02.000\nHello.\n"


def test_another_film_is_another_version_for_its_lessons(editor, module):
    clip = pages.video(10)
    pages.lesson(module, pages.film(clip))
    url = reverse("wagtailsnippets_courses_video:edit", args=[clip.pk])
    assert editor.post(url, upload()).status_code == 302
    clip.refresh_from_db()
    fact = Lesson.objects.get()
    assert (clip.content_version, fact.content_version, fact.seconds) == (2, 2, 7)
    assert editor.post(url, upload(file="", title="Better name")).status_code == 302
    fact.refresh_from_db()
    assert fact.content_version == 2 and Video.objects.get().title == "Better name"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"file": SimpleUploadedFile("film.mp4", b"MZ\x90 not a film at all, but a program")},
            "not an MP4 file",
        ),
        ({"file": SimpleUploadedFile("film.mp4", film_file(7)[:-4])}, "the upload was cut off"),
        ({"captions": "1\n00:01 --> 00:02\nHello"}, "The first line must be WEBVTT"),
        ({"captions": "WEBVTT\n\n00:04.000 --> 00:02.000\nHello"}, "ends before it begins"),
        ({"poster": SimpleUploadedFile("a.webp", b"<svg onload=alert(1)>")}, "must be a WebP"),
    ],
)
def test_what_browsers_cannot_play_is_refused_with_a_reason(editor, fields, said):
    answer = editor.post(reverse("wagtailsnippets_courses_video:add"), upload(**fields))
    assert answer.status_code == 200 and said in str(answer.context["form"].errors)
    assert not Video.objects.exists()


def test_problems_are_read_and_marked_done(editor):
    problem = PageProblem.objects.create(page="/help/", words="The link is dead.")
    assert "Problems (1)" in editor.get("/editors/").content.decode()
    listing = reverse("wagtailsnippets_cms_pageproblem:list")
    text = editor.get(listing).content.decode()
    assert "The link is dead." in text and reverse("wagtailsnippets_cms_pageproblem:add") not in text
    url = reverse("wagtailsnippets_cms_pageproblem:edit", args=[problem.pk])
    assert "The link is dead." in editor.get(url).content.decode()
    assert editor.post(url, {"status": "done", "words": "changed"}).status_code == 302
    problem.refresh_from_db()
    assert (problem.status, problem.words) == ("done", "The link is dead.") and problem.done_at
    assert "Problems (" not in editor.get("/editors/").content.decode()
    editor.post(url, {"status": "new"})
    assert PageProblem.objects.get().done_at is None
