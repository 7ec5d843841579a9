"""Pages as editors make them: as a draft first, then published through a revision."""

from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from wagtail.models import Page, Site

from cms.models import CoursePage, HomePage, LessonPage, ModulePage, StandardPage
from courses.media.models import Video

NUMBER = count(1)
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:04.000\nGood morning.\n\n00:04.000 --> 00:09.500\nHow is the lift?\n"
TEXT = {"type": "text", "value": "<p>Ask more than you tell.</p>"}
NOTICE = {"type": "notice", "value": {"title": "Stay safe", "text": "<p>Go in pairs.</p>"}}
HERO = {
    "type": "hero",
    "value": {"title": "It starts on your street", "lede": "Anyone can learn it.", "action": {}, "small": ""},
}


def video(seconds: int = 10, **fields: Any) -> Video:
    """A video that may be shown."""
    fields = {"title": f"Film {next(NUMBER)}", "captions": CAPTIONS, "transcript": "Good morning."} | fields
    made = Video(duration_s=seconds, bytes=2048, **fields)
    made.file.save("film.mp4", ContentFile(bytes(range(256)) * 8), save=False)
    made.save()
    return made


def film(of: Video) -> dict[str, Any]:
    """A video as a block."""
    return {"type": "video", "value": of.pk}


def question(words: str = "What could you have asked?") -> dict[str, Any]:
    """Stop and think, as a block."""
    return {"type": "reflection", "value": {"question": words, "hint": "A line is plenty."}}


def home() -> HomePage:
    """The front page, served at /."""
    found = HomePage.objects.first()
    if found is not None:
        return found
    site = Site.objects.get(is_default_site=True)
    page = draft(Page.get_first_root_node(), HomePage(title="Home", slug="start", body=[HERO]))
    site.root_page = publish(page)
    site.save()
    return page


def draft(parent: Page, page: Any) -> Any:
    """A page that nobody sees yet."""
    page.live = False
    parent.refresh_from_db()
    parent.add_child(instance=page)
    page.save_revision()
    return page


def publish(page: Any) -> Any:
    """Publish the page's newest version, or the one that is given with changed fields."""
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def take_down(page: Any) -> None:
    type(page).objects.get(pk=page.pk).unpublish()


def course(code: str = "FOCUS", **fields: Any) -> CoursePage:
    fields = {"title": f"Course {code}", "slug": code.lower(), "summary": "All of it."} | fields
    return publish(draft(home(), CoursePage(code=code, **fields)))


def module(of: CoursePage, **fields: Any) -> ModulePage:
    number = next(NUMBER)
    fields = {"title": f"Module {number}", "slug": f"m{number}", "summary": "Meet people."} | fields
    return publish(draft(of, ModulePage(**fields)))


def lesson_draft(of: ModulePage, *blocks: dict[str, Any], **fields: Any) -> LessonPage:
    number = next(NUMBER)
    fields = {"title": f"Lesson {number}", "slug": f"l{number}"} | fields
    return draft(of, LessonPage(body=list(blocks) or [TEXT], **fields))


def lesson(of: ModulePage, *blocks: dict[str, Any], **fields: Any) -> LessonPage:
    return publish(lesson_draft(of, *blocks, **fields))


def standard(title: str = "Privacy", **fields: Any) -> StandardPage:
    return publish(draft(home(), StandardPage(title=title, body=[TEXT], **fields)))
