"""The gallery shows every part; a part that cannot be rendered fails here first."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from academy.gallery import gallery

TEMPLATES = Path(settings.ROOT) / "templates"
# Shown on pages of their own, or parts of a part.
ELSEWHERE = {
    "base", "mark", "logo", "skip", "header", "footer", "messages_list", "hint_line", "error_line", "module_meta",
    "module_state", "hub_contact", "hero_art", "certificate_sheet", "check_form",
}  # fmt: skip


@pytest.fixture
def page(db: None) -> str:
    request = RequestFactory().get("/gallery/")
    request.user = AnonymousUser()
    request.session = {}  # type: ignore[assignment]
    return gallery(request).content.decode()


def test_it_renders_and_names_every_section_once(page: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert not {name for name in ids if ids.count(name) > 1}
    labelled = set(re.findall(r'aria-labelledby="([^"]+)"', page))
    assert labelled <= set(ids)
    assert page.count("<h1") == 1


def test_every_part_is_in_the_gallery() -> None:
    parts = [path for path in (TEMPLATES / "components").glob("*.html") if not path.name.startswith("email")]
    macros = {name for path in parts for name in re.findall(r"{% macro (\w+)\(", path.read_text())}
    shown = "".join(
        path.read_text() for path in [TEMPLATES / "gallery.html", *(TEMPLATES / "gallery").glob("*.html")]
    )
    missing = {name for name in macros - ELSEWHERE if not re.search(rf"\b{name}\b(?= as|\(|,| %)", shown)}
    assert not missing
