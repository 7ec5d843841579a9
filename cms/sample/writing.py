"""Writing a page as an editor would: a draft, a revision, published. Written again only when the sample has changed."""

from typing import Any
from uuid import UUID, uuid5

from wagtail.models import Page

NAMES = UUID(
    "5a3b1d5e-6c1f-4f0a-9d52-7a1c0e2f4b60"
)  # names of sample pages are made from this, always the same

Blocks = list[dict[str, Any]]


def key_of(name: str) -> UUID:
    """The key of a sample page, the same wherever and whenever it is loaded."""
    return uuid5(NAMES, name)


def write(kind: type[Any], parent: Page, name: str, /, *, body: Blocks | None = None, **values: Any) -> Any:
    """The page of this name under this parent, published. `name` is ours and never shown."""
    key = key_of(name)
    if body is not None:
        values["body"] = [{**block, "id": str(uuid5(key, str(place)))} for place, block in enumerate(body)]
    page = kind.objects.filter(translation_key=key).first()
    if page is None:
        page = kind(translation_key=key, live=False, **values)
        parent.refresh_from_db()
        parent.add_child(instance=page)
        page.save_revision().publish()
    elif not _by_hand(page) and _differs(page, values):
        for field, value in values.items():
            setattr(page, field, value)
        page.save_revision().publish()
    return page


def _by_hand(page: Any) -> bool:
    return page.latest_revision is not None and page.latest_revision.user_id is not None


def _differs(page: Any, values: dict[str, Any]) -> bool:
    return not page.live or any(_plain(getattr(page, field)) != value for field, value in values.items())


def _plain(value: Any) -> Any:
    return [dict(block) for block in value.raw_data] if hasattr(value, "raw_data") else value


def text(html: str) -> dict[str, Any]:
    """Running text as a block."""
    return {"type": "text", "value": html}


def notice(title: str, html: str) -> dict[str, Any]:
    """A notice as a block."""
    return {"type": "notice", "value": {"title": title, "text": html}}
