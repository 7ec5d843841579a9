"""The ten sample videos, from their files in courses/media/samples."""

import json
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

import courses.media
from courses.catalogue.actions import video_changed
from courses.media.models import Video

FOLDER = Path(courses.media.__file__).parent / "samples"


def load_videos() -> list[Video]:
    """All ten, in their order. A file that is missing in the storage is put there again."""
    return [_load(entry) for entry in json.loads((FOLDER / "samples.json").read_text(encoding="utf-8"))]


def _load(entry: dict[str, Any]) -> Video:
    values = {
        "title": entry["title"],
        "file": _keep(entry["video"]),
        "audio": _keep(entry["audio"]),
        "poster": _keep(entry["poster"]),
        "captions": (FOLDER / entry["captions"]).read_text(encoding="utf-8"),
        "transcript": (FOLDER / entry["transcript"]).read_text(encoding="utf-8").strip(),
        "duration_s": entry["duration_s"],
        "bytes": entry["bytes"],
        "audio_bytes": entry["audio_bytes"],
    }
    video = Video.objects.filter(is_sample=True, file=values["file"]).first()
    if video is None:
        return Video.objects.create(is_sample=True, **values)
    changed = [name for name, value in values.items() if getattr(video, name) != value]
    if changed:
        for name in changed:
            setattr(video, name, values[name])
        video.save()
        if "duration_s" in changed:
            video_changed(video_id=video.pk)
    return video


def _keep(name: str) -> str:
    """The stored name of a sample file."""
    stored = f"videos/sample-{name}"
    content = (FOLDER / name).read_bytes()
    if default_storage.exists(stored):
        if default_storage.size(stored) == len(content):
            return stored
        default_storage.delete(stored)
    return default_storage.save(stored, ContentFile(content))
