"""Making one message: its template is the only source of the HTML, the plain text, the page to read it again and the
words for the telephone. academy/shared/post.py hands it over.

A template in templates/emails/ consists of six blocks and nothing around them:
  subject   one line; the title of the message wherever it is listed
  preview   what a list of mails shows beside the subject
  heading   what stands above the words
  content   the words, in the parts below; `main_button` stands for the button of Part, which comes last otherwise
  why       completes "We sent this because ..."
  say       what somebody says on the telephone instead
Each is rendered by itself with `name`, `site_name`, `base_url`, the words of its Part, and these parts, of which there
is one set for HTML (components/email.html) and one for text (components/email_text.html): para, lines, strong, link,
facts, code, button. Outside of `content` there are words only, so only `strong` means anything there.
"""

import html
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.template import engines
from jinja2 import Environment
from markupsafe import Markup

WIDTH = 72
# The text set marks paragraphs and lines with these tags. What people have typed is escaped, so it cannot hold one.
PARAGRAPH, LINE = re.compile("</?p>"), "<br>"


@dataclass(frozen=True, slots=True)
class File:
    """Something small that goes with a message. kind: its content type, such as "text/calendar"."""

    name: str
    content: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class Part:
    """One message: its template (course_idle is templates/emails/course_idle.html) with the words that it needs.

    href, action: the absolute address it leads to, and what its button says.
    asks, answers: a question, and (what the button says, absolute address) of each answer.
    files: what is attached to it. reply_to: the address that an answer goes to.
    """

    template: str
    words: Mapping[str, Any]
    href: str = ""
    action: str = ""
    asks: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    files: tuple[File, ...] = ()
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the parts: whom it is to, and where they choose what they get or stop it."""

    name: str
    choose_href: str = ""
    stop_href: str = ""
    marketing: bool = False


@dataclass(frozen=True, slots=True)
class Composed:
    """A message as it is handed over."""

    subject: str
    text: str
    html: str
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part with its words made. Plain text throughout, but `content`, which is HTML; `paragraphs` say the same.

    button_below: the button still has to be put beneath them.
    """

    part: Part
    title: str
    heading: str
    preview: str
    why: str
    content: Markup
    paragraphs: list[list[str]]
    button_below: bool


def message_id(token: str) -> str:
    """A Message-ID that stays the same however often the message is tried."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{token}@{domain}>"


def compose(parts: Sequence[Part], frame: Frame) -> Composed:
    """One message of one part, or of several in the order given."""
    pieces = [_piece(part, frame.name) for part in parts]
    subject = pieces[0].title
    if len(pieces) > 1:
        subject = f"{subject.rstrip('.')} and {len(pieces) - 1} more"
    words = {
        "subject": subject,
        "preview": _preview(pieces),
        "heading": _heading(pieces, frame),
        "pieces": pieces,
        "frame": frame,
        "site_name": settings.WAGTAIL_SITE_NAME,
    }
    dressed = _environment().get_template("components/email_frame.html").render(words)
    plain = _environment().get_template("components/email_frame_text.html").render(words)
    files = tuple(file for part in parts for file in part.files)
    return Composed(subject, _wrapped(_paragraphs(plain)), dressed, files)


def title_of(part: Part) -> str:
    """The subject: one line of plain text."""
    return _words(part, "subject")


def words_of(part: Part) -> str:
    """The words alone as plain text: an empty line between paragraphs, and no line broken to fit."""
    paragraphs = _paragraphs(_block(part, "content", "email_text"))
    return "\n\n".join("\n".join(lines) for lines in paragraphs)


def say(part: Part) -> str:
    """What is said on the telephone, as one paragraph of plain text; empty where nobody is to be rung."""
    return _words(part, "say")


def why_of(part: Part) -> str:
    """What completes "We sent this because ...", as plain text."""
    return _words(part, "why")


# --- the blocks of a template -------------------------------------------------------------------------------


def _piece(part: Part, name: str) -> _Piece:
    part = replace(part, words={"name": name, **part.words})
    title = title_of(part)
    content, _ = _content(part, "email")
    escaped, has_button = _content(part, "email_text")
    return _Piece(
        part=part,
        title=title,
        heading=_words(part, "heading") or title,
        preview=_words(part, "preview"),
        why=why_of(part),
        content=Markup(content),
        paragraphs=_paragraphs(escaped),
        button_below=bool(part.href) and not has_button,
    )


def _content(part: Part, macros: str) -> tuple[str, bool]:
    """The block `content`, and whether the button is in it."""
    if not part.href:
        return _block(part, "content", macros), False
    button = _macros(_environment(), macros)["button"](part.action, part.href)
    content = _block(part, "content", macros, main_button=button)
    return content, button in content


def _block(part: Part, block: str, macros: str, main_button: str = "") -> str:
    """One block as escaped text, with the parts of one set."""
    environment = _environment()
    template = environment.get_template(f"emails/{part.template}.html")
    words = {
        "base_url": settings.BASE_URL,
        "site_name": settings.WAGTAIL_SITE_NAME,
        **part.words,
        "main_button": main_button,
        **_macros(environment, macros),
    }
    return "".join(template.blocks[block](template.new_context(words)))


def _words(part: Part, block: str) -> str:
    return " ".join(" ".join(lines) for lines in _paragraphs(_block(part, block, "email_text")))


def _macros(environment: Environment, name: str) -> dict[str, Any]:
    module = environment.get_template(f"components/{name}.html").module
    return {key: value for key, value in vars(module).items() if not key.startswith("_")}


def _environment() -> Environment:
    found = engines["jinja2"].env  # type: ignore[attr-defined]
    assert isinstance(found, Environment)
    return found


# --- plain text ---------------------------------------------------------------------------------------------


def _paragraphs(escaped: str) -> list[list[str]]:
    """Marked and escaped text as the lines of each paragraph; empty ones are left out."""
    found = []
    for paragraph in PARAGRAPH.split(escaped):
        lines = [" ".join(html.unescape(line).split()) for line in paragraph.split(LINE)]
        found.append([line for line in lines if line])
    return [lines for lines in found if lines]


def _wrapped(paragraphs: Sequence[Sequence[str]]) -> str:
    """Lines of at most 72 characters, but never a broken word or address."""
    return "\n\n".join("\n".join(_lines(line) for line in lines) for lines in paragraphs) + "\n"


def _lines(line: str) -> str:
    return "\n".join(textwrap.wrap(line, WIDTH, break_long_words=False, break_on_hyphens=False))


# --- what several parts have in common ----------------------------------------------------------------------


def _preview(pieces: Sequence[_Piece]) -> str:
    if len(pieces) == 1:
        return pieces[0].preview
    return f"Also: {'; '.join(piece.title for piece in pieces[1:])}"


def _heading(pieces: Sequence[_Piece], frame: Frame) -> str:
    if len(pieces) == 1:
        return pieces[0].heading
    return f"Hello {frame.name}. Here are {len(pieces)} things at once."
