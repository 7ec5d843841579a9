"""The Jinja2 environment of every page of ours: what a template may call, and how it writes dates and sizes.

Pure: nothing here reads the database or the request. What depends on them comes through context processors.
"""

import base64
import functools
import hashlib
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.templatetags.static import static as django_static
from django.urls import NoReverseMatch, reverse
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from academy import street

LONDON = ZoneInfo("Europe/London")
STATIC_ROOT = Path(__file__).resolve().parent / "static"
SCRIPTS = "academy/js"
VENDOR_MODULES = {"@hotwired/stimulus": "academy/vendor/stimulus-3.2.2/stimulus.js"}


def environment(**options: Any) -> Environment:
    """Django calls this with its own options (loader, autoescape, extensions) and those of the settings."""
    fixed = {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    env = Environment(**{**options, **fixed})
    env.globals.update(
        static=static,
        url=url,
        url_if=url_if,
        icon=icon,
        picture=picture,
        import_map=import_map,
        street_houses=street.houses,
        street_words=street.words,
    )
    env.filters.update(
        date_words=date_words,
        time_words=time_words,
        minutes_words=minutes_words,
        clock_words=clock_words,
        megabytes=megabytes,
        plural=plural,
    )
    return env


# A page asks for some fifty of these, and the answers are the same until a new release.


@functools.cache
def static(path: str) -> str:
    """The address of a static file; in production with the hash of its bytes."""
    return django_static(path)


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named page; NoReverseMatch where there is none."""
    return reverse(name, args=args, kwargs=kwargs) if args or kwargs else _place(name)


def url_if(name: str, *args: Any) -> str:
    """The address of a named page, or nothing where this release has no such page."""
    try:
        return url(name, *args)
    except NoReverseMatch:
        return ""


@functools.cache
def _place(name: str) -> str:
    return reverse(name)


@functools.lru_cache(maxsize=500)
def icon(name: str, label: str = "", css: str = "") -> Markup:
    """One line icon of img/icons.svg, as high as the text. Without a label it says nothing to a screen reader."""
    said = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    classes = f"icon {css}" if css else "icon"
    href = static("academy/img/icons.svg")
    return Markup(f'<svg class="{classes}" width="20" height="20" {said}><use href="{href}#{name}"/></svg>')


def picture(name: str) -> str:
    """The address of one cut-paper picture of img/pictures.svg."""
    return f"{static('academy/img/pictures.svg')}#{name}"


# --- words for dates, times and sizes -----------------------------------------------------------------------


def date_words(value: date | datetime) -> str:
    """26 November 2026, as it is in London."""
    day = value.astimezone(LONDON).date() if isinstance(value, datetime) else value
    return f"{day.day} {day:%B %Y}"


def time_words(value: datetime) -> str:
    """2:31pm, 10am, noon; London time."""
    at = value.astimezone(LONDON)
    if at.minute == 0 and at.hour in (0, 12):
        return "noon" if at.hour else "midnight"
    half = "am" if at.hour < 12 else "pm"
    hour = at.hour % 12 or 12
    return f"{hour}:{at.minute:02}{half}" if at.minute else f"{hour}{half}"


def minutes_words(seconds: int) -> str:
    """Seconds as a length somebody can plan with: under 1 min, 6 min, 1 hour 20 min."""
    if seconds < 30:
        return "under 1 min"
    hours, minutes = divmod(max(0, round(seconds / 60)), 60)
    if not hours:
        return f"{minutes} min"
    named = f"{hours} hour" if hours == 1 else f"{hours} hours"
    return f"{named} {minutes} min" if minutes else named


def clock_words(seconds: float) -> str:
    """A place in a video: 0:41, 12:05, 1:02:09."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def megabytes(size: int) -> str:
    """Bytes as what they cost to fetch: 12 KB, under 1 MB, 31 MB, 1.5 GB."""
    if size < 100_000:
        return f"{max(1, round(size / 1000))} KB"
    if size < 950_000:
        return "under 1 MB"
    if size < 1_000_000_000:
        return f"{round(size / 1_000_000)} MB"
    return f"{round(size / 1_000_000_000, 1):g} GB"


def plural(count: int, one: str, many: str = "") -> str:
    """1 lesson, 4 lessons."""
    return f"{count} {one if count == 1 else many or one + 's'}"


# --- scripts ------------------------------------------------------------------------------------------------


def import_map() -> Markup:
    """The one inline script of a page: bare names to hashed addresses. Its policy hash is import_map_hash()."""
    return Markup(f'<script type="importmap">{import_map_json()}</script>')


def import_map_hash() -> str:
    """What the content security policy must allow for the import map."""
    digest = hashlib.sha256(import_map_json().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@functools.cache
def import_map_json() -> str:
    """Every module of ours under its path without the suffix (controllers/player), and what we vendor."""
    folder = STATIC_ROOT / SCRIPTS
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.js"))
    imports = {name.removesuffix(".js"): static(f"{SCRIPTS}/{name}") for name in names}
    imports.update({name: static(path) for name, path in VENDOR_MODULES.items()})
    return json.dumps({"imports": imports}, separators=(",", ":")).replace("</", "<\\/")
