"""The body of a page as HTML. What does not depend on the person is rendered once per revision and cached."""

import functools
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from academy.shared.read_only import is_read_only

TEN_MINUTES = 600  # links to other pages, and the counted numbers, may lag behind by this much


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a lesson: HTML, or (with a block_id) a question to which the learner writes an answer."""

    html: str = ""
    block_id: str = ""
    question: str = ""
    hint: str = ""


def lesson_parts(page: Any) -> tuple[Part, ...]:
    """The pieces of a lesson from top to bottom. The video is left out: the player has a place of its own."""
    parts = []
    for block in page.body:
        if block.block_type == "reflection":
            hint = block.value.get("hint") or ""
            parts.append(Part(block_id=str(block.id), question=block.value["question"], hint=hint))
        elif block.block_type != "video":
            parts.append(Part(html=str(block.render())))
    return tuple(parts)


def lesson_body(page: Any, *, key: UUID, csrf_input: Any, texts: Mapping[str, str]) -> SafeString:
    """The lesson as one learner sees it, not cached: for previews."""
    return fill_in(lesson_parts(page), key=key, csrf_input=csrf_input, texts=texts)


def fill_in(parts: tuple[Part, ...], *, key: UUID, csrf_input: Any, texts: Mapping[str, str]) -> SafeString:
    """The pieces as HTML, with what this learner wrote (block id → text)."""
    html: list[str] = []
    for part in parts:
        if part.block_id:
            words = {"part": part, "key": key, "csrf_input": csrf_input, "text": texts.get(part.block_id, "")}
            html.append(render_to_string("cms/_reflection.html", words))
        else:
            html.append(part.html)
    return mark_safe("".join(html))


def plain_body(page: Any, template: str = "cms/_body.html") -> SafeString:
    """The body of a page on which nothing depends on the person, not cached."""
    return mark_safe(render_to_string(template, {"page": page}))


def kept(kind: str, pk: int, revision: Any, make: Callable[[], Any]) -> Any:
    """What `make` gives for this revision of a page, from the cache when it is there. Where nothing can be written, it
    is made anew: a cache in the database throws away what is too old as it reads.
    """
    if is_read_only():
        return make()
    name = f"body:{kind}:{pk}:{revision}:{template_version()}"
    found = cache.get(name)
    if found is None:
        found = make()
        cache.set(name, found, TEN_MINUTES)
    return found


@functools.cache
def template_version() -> str:
    """Changes with the templates from which bodies are made, so that a new release shows at once."""
    folder = Path(settings.ROOT, "templates")
    paths = [*(folder / "cms").rglob("*.html"), *(folder / "components").rglob("*.html")]
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
