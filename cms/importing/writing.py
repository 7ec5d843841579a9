"""Writing one planned row: a draft, a revision, published, as an editor would do it."""

from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.html import escape

from cms.importing.planning import Film, Planned
from cms.models import LessonPage, ModulePage
from courses.media.models import Video

Blocks = list[dict[str, Any]]


@transaction.atomic
def write(planned: Planned) -> LessonPage | None:
    """Add or change the lesson; None when it says all this already. Raises CannotPublish."""
    row = planned.row
    assert planned.module is not None and not planned.reasons
    page = planned.page or LessonPage(slug=f"lesson-{planned.number}", live=False)
    before = _said(page)
    page.title = row.title
    page.summary = row.summary or page.summary
    page.reading_minutes = int(row.minutes) if row.minutes else page.reading_minutes
    page.body = _body(page, planned)
    if planned.page is None:
        _place(planned.module, page, planned.number)
    elif _said(page) == before and page.live:
        return None
    page.save_revision().publish()
    return page


def _said(page: LessonPage) -> tuple[Any, ...]:
    blocks = [(block["type"], block["value"]) for block in page.body.raw_data]
    return page.title, page.summary, page.reading_minutes, blocks


def _body(page: LessonPage, planned: Planned) -> Blocks:
    """The blocks that are there, with the video and the text of the row instead of their own."""
    blocks: Blocks = [dict(block) for block in page.body.raw_data]
    if planned.row.text:
        paragraphs = [part.strip() for part in planned.row.text.split("\n") if part.strip()]
        html = "".join(f"<p>{escape(part)}</p>" for part in paragraphs)
        _put(blocks, "text", html, place=len(blocks))
    if planned.film is not None:
        _put(blocks, "video", _video(planned.film, planned.row.title).pk, place=0)
    return blocks


def _put(blocks: Blocks, kind: str, value: Any, *, place: int) -> None:
    for block in blocks:
        if block["type"] == kind:
            block["value"] = value
            return
    blocks.insert(place, {"type": kind, "value": value})


def _video(film: Film, title: str) -> Video:
    """The video with this very content, made when it is new; its words follow the files."""
    stored = film.stored_as
    words = {"captions": f"{film.captions}\n", "transcript": film.transcript}
    video = Video.objects.filter(file=stored).first()
    if video is None:
        if not default_storage.exists(stored):
            with film.path.open("rb") as file:
                default_storage.save(stored, File(file))
        size = film.path.stat().st_size
        return Video.objects.create(title=title, file=stored, bytes=size, duration_s=film.seconds, **words)
    if (video.captions, video.transcript) != (words["captions"], words["transcript"]):
        video.captions, video.transcript = words["captions"], words["transcript"]
        video.save(update_fields=["captions", "transcript"])
    return video


def _place(module: ModulePage, page: LessonPage, number: int) -> None:
    """Put a new lesson before the first one that was imported with a higher number, else at the end."""
    module.refresh_from_db()
    for sibling in LessonPage.objects.child_of(module).order_by("path"):
        stem, _, found = sibling.slug.rpartition("-")
        if stem == "lesson" and found.isdigit() and int(found) > number:
            sibling.add_sibling(pos="left", instance=page)
            return
    module.add_child(instance=page)
