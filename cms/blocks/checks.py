"""What must be true of a body before it may be published."""

from collections.abc import Iterator, Mapping
from typing import Any

from wagtail.blocks import StreamValue

from cms.pages.publishing import Reason


def photos_without_words(body: StreamValue) -> Iterator[Reason]:
    """A picture says in words what it shows, or is marked as decoration."""
    for place, block in enumerate(raw_blocks(body), start=1):
        if block["type"] != "photo":
            continue
        photo = block["value"] or {}
        if not photo.get("image"):
            yield Reason(
                "body", f"Part {place} is a picture without a file. Choose one, or remove this part."
            )
        elif not photo.get("decorative") and not (photo.get("alt_text") or "").strip():
            yield Reason(
                "body",
                f"Part {place} is a picture. Say in words what it shows, for people who cannot see it.",
            )


def raw_blocks(body: StreamValue | None) -> Iterator[Mapping[str, Any]]:
    """The blocks as they are stored, without fetching what they point at."""
    yield from body.raw_data if body is not None else ()
