"""Making messages: every word is exact in HTML, in plain text and in the subject, and everything has one source."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import engines
from jinja2 import UndefinedError

from academy.shared import mail
from academy.shared.mail import Frame, Part

EMAILS = Path(settings.ROOT) / "templates" / "emails"
TEMPLATES = sorted(path.relative_to(EMAILS).with_suffix("").as_posix() for path in EMAILS.rglob("*.html"))
BLOCKS = ["subject", "preview", "heading", "content", "why", "say"]
NOBODY_IS_RUNG = {"academy/account"}  # they are answers to somebody at a keyboard
MARKETING = {"next_course"}

ODD = 'O\'Brien & <b> &amp; \u2029\n"x"'  # what somebody typed as their name
ODD_PLAIN = 'O\'Brien & <b> &amp; "x"'
GO, STOP, CHOOSE = "https://a.example/go", "https://a.example/stop?a=1&b=2", "https://a.example/choose"
IDLE_WORDS = {
    "course_title": "Listening",
    "done": 3,
    "total": 15,
    "lesson_title": "Doors",
    "lesson_why": "It takes 6 minutes.",
}
IDLE = Part("course_idle", IDLE_WORDS, href=GO, action="Carry on")
CERTIFICATE_WORDS = {
    "course_title": "Organise & act",
    "printed_name": ODD,
    "serial": "NA-1",
    "verify_href": "https://a.example/verify/" + "x" * 90,
}
CERTIFICATE = Part("certificate_ready", CERTIFICATE_WORDS, href=GO, action="See your certificate")
FRAME = Frame(name="Amara", choose_href=CHOOSE, stop_href=STOP)


class Reader(HTMLParser):
    """What a reader of the HTML sees, and the addresses of its links. Hidden parts and styles are kept apart."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.hidden: list[str] = []
        self.links: dict[str, str] = {}
        self.headings: list[str] = []
        self.tables: list[dict[str, str | None]] = []
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.text = " ".join("".join(self.seen).split())

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "table":
            self.tables.append(dict(attrs))
        if tag in ("br", "p", "h1", "h2", "td"):
            self.seen.append(" ")
        if tag not in ("meta", "br"):
            self._open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag, "tags are nested"

    def handle_data(self, data: str) -> None:
        if any(tag == "style" or "display:none" in (attrs.get("style") or "") for tag, attrs in self._open):
            self.hidden.append(data)
            return
        self.seen.append(data)
        if self._open and self._open[-1][0] == "a":
            self.links[data] = str(self._open[-1][1]["href"])
        if self._open and self._open[-1][0] in ("h1", "h2"):
            self.headings.append(f"{self._open[-1][0]}: {data}")


def with_words(part: Part, **words: Any) -> Part:
    return Part(part.template, {**part.words, **words}, part.href, part.action, part.asks, part.answers)


# --- escaping -----------------------------------------------------------------------------------------------


def test_what_people_typed_is_the_same_everywhere() -> None:
    made = mail.compose([with_words(CERTIFICATE, course_title=ODD)], Frame(name=ODD))
    read = Reader(made.html)
    assert made.subject == f"Your certificate for {ODD_PLAIN} is ready"
    assert f"Made out to: {ODD_PLAIN}" in made.text
    assert f"Well done, {ODD_PLAIN}." in " ".join(made.text.split())
    assert f"Made out to: {ODD_PLAIN}" in read.text.replace("\u2029", "")
    assert read.headings == [f"h1: Well done, {ODD_PLAIN}."]
    assert "&amp;amp;amp;" not in made.html
    assert "<b>" not in made.html
    assert f"<title>{made.subject}</title>".replace("'", "&#39;").replace('"', "&#34;") == _title(made.html)


def _title(html: str) -> str:
    found = re.search(r"<title>.*</title>", html)
    assert found
    return found[0].replace("&lt;b&gt;", "<b>").replace("&amp;", "&")


def test_an_address_with_ampersands_is_the_same_in_both() -> None:
    made = mail.compose([IDLE], FRAME)
    assert Reader(made.html).links["Stop these with one press"] == STOP
    assert made.text.count(f"\n{STOP}\n") == 2


def test_the_words_of_buttons_and_answers_are_escaped() -> None:
    part = Part("course_idle", IDLE_WORDS, GO, ODD, ODD, ((ODD, "https://a.example/?a=<>"),))
    made = mail.compose([part], FRAME)
    assert "<b>" not in made.html and "?a=<" not in made.html
    assert f"{ODD_PLAIN}:\nhttps://a.example/?a=<>\n" in made.text
    assert f"{ODD_PLAIN}:\n{GO}\n" in made.text


def test_parts_by_themselves_are_plain_text() -> None:
    part = with_words(CERTIFICATE, course_title=ODD, name="Amara")
    assert mail.title_of(part) == f"Your certificate for {ODD_PLAIN} is ready"
    assert mail.say(part).startswith(f"Well done: you have finished {ODD_PLAIN},")
    assert mail.why_of(part) == "you finished the course."
    words = mail.words_of(part)
    assert f"\n\nMade out to: {ODD_PLAIN}\nNumber: NA-1\n\n" in words
    assert "<p" not in words and GO not in words


def test_a_forgotten_word_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        mail.compose([Part("course_idle", {"course_title": "x"})], FRAME)


def test_no_words_of_a_letter_can_take_the_place_of_the_parts() -> None:
    made = mail.compose([with_words(CERTIFICATE, facts="x", para="y")], FRAME)
    assert "Number: NA-1" in made.text


# --- plain text ---------------------------------------------------------------------------------------------


def test_text_is_wrapped_but_addresses_are_whole() -> None:
    text = mail.compose([CERTIFICATE], FRAME).text
    lines = text.splitlines()
    assert CERTIFICATE_WORDS["verify_href"] in lines
    assert max(len(line) for line in lines if "://" not in line) <= 72
    assert max(len(line) for line in lines if "://" not in line) > 60
    assert not re.search(r"\n\n\n|[ \t]\n", text)
    assert text.endswith("\n") and not text.endswith("\n\n")


def test_the_text_of_a_message_as_it_is_read() -> None:
    part = Part(
        "course_idle", IDLE_WORDS, GO, "Carry on", "All well?", (("Yes", GO + "?y"), ("No", GO + "?n"))
    )
    assert mail.compose([part], FRAME).text == AS_IT_IS_READ


AS_IT_IS_READ = """National Academy of Community Organising

Too many? Stop these with one press:
https://a.example/stop?a=1&b=2

Hello Amara.

You have done 3 of 15 lessons of Listening. That stays yours, however
long you take.

When you have a few minutes, this is the next one: Doors. It takes 6
minutes.

Carry on:
https://a.example/go

Not the right time? Then do nothing. We write once more in two weeks,
and then no more about this pause.

All well?

Yes:
https://a.example/go?y

No:
https://a.example/go?n

--
We sent this because you began this course and have not been back for a
week. It is not advertising.

Choose how we contact you:
https://a.example/choose

Stop these messages:
https://a.example/stop?a=1&b=2
"""


# --- HTML ---------------------------------------------------------------------------------------------------


def test_html_says_what_the_text_says() -> None:
    made = mail.compose([IDLE], FRAME)
    read = Reader(made.html)
    words = " ".join(line for line in made.text.split("\n") if "://" not in line).replace(":", "")
    missing = set(words.replace("--", "").split()) - set(read.text.replace(":", "").split())
    assert not missing
    assert read.links == {
        "Stop these with one press": STOP,
        "Carry on": GO,
        "Choose how we contact you": CHOOSE,
        "Stop these messages": STOP,
    }


def test_html_has_a_language_headings_a_dark_dress_and_tables_for_layout_only() -> None:
    html = mail.compose([IDLE], FRAME).html
    read = Reader(html)
    assert '<html lang="en-GB">' in html
    assert '<meta name="color-scheme" content="light dark">' in html
    night = html.split("@media (prefers-color-scheme: dark)")[1].split("</style>")[0]
    for dressed in (".page", ".box", ".top", ".code", ".soft", "a.btn", "a.quiet"):
        assert f"{dressed} {{" in night
    assert read.headings == ["h1: Hello Amara."]
    assert len(read.tables) == 2 and all(table["role"] == "presentation" for table in read.tables)
    assert "<script" not in html and "<img" not in html and "class=" in html


def test_the_preview_is_hidden_and_nothing_else_is_shown_with_it() -> None:
    read = Reader(mail.compose([IDLE], FRAME).html)
    preview = "".join(read.hidden[-1:])
    assert preview.startswith("It takes 6 minutes.")
    assert len(preview) > 150 and not preview.removeprefix("It takes 6 minutes.").strip("\u034f\u200c\xa0")
    assert read.text.count("It takes 6 minutes.") == 1


def test_the_way_out_stands_at_the_top_and_only_where_there_is_one() -> None:
    made = mail.compose([IDLE], FRAME)
    assert made.html.index(GO) > made.html.index("Too many?")
    assert made.html.index("<h1") > made.html.index("Too many?")
    kept = mail.compose([IDLE], Frame(name="Amara"))
    for said in (kept.html, kept.text):
        assert "Too many?" not in said and "Stop" not in said and "Choose" not in said
        assert "It is not advertising." in " ".join(said.split())


def test_news_is_not_called_anything_else() -> None:
    made = mail.compose([IDLE], Frame(name="Amara", stop_href=STOP, marketing=True))
    assert "advertising" not in made.text + made.html
    assert f"No more news:\n{STOP}" in made.text and Reader(made.html).links["No more news"] == STOP


def test_answers_are_buttons_and_the_first_leads_where_there_is_no_other() -> None:
    answers = (("Yes", "https://a.example/yes"), ("No", "https://a.example/no"))
    alone = mail.compose([Part("course_idle", IDLE_WORDS, asks="Coming?", answers=answers)], FRAME).html
    assert re.search(r'class="btn" href="https://a.example/yes"', alone)
    assert re.search(r'class="quiet" href="https://a.example/no"', alone)
    beside = mail.compose([Part("course_idle", IDLE_WORDS, GO, "Carry on", "Coming?", answers)], FRAME).html
    assert beside.count('class="btn"') == 1 and re.search(
        r'class="quiet" href="https://a.example/yes"', beside
    )


def test_the_button_stands_once_wherever_a_template_puts_it() -> None:
    for made in (
        mail.compose([IDLE], FRAME),
        mail.compose([Part("academy/account", SIGN_IN, GO, "Go on")], FRAME),
    ):
        assert made.html.count('class="btn"') == 1
        assert made.text.count(GO) == 1


SIGN_IN = {
    "subject": "Your code is 123456",
    "preview": "",
    "pieces": [("words", "Hello,"), ("code", "123456")],
}


# --- several at once ----------------------------------------------------------------------------------------


def test_several_messages_share_one() -> None:
    made = mail.compose([CERTIFICATE, IDLE], FRAME)
    read = Reader(made.html)
    assert made.subject == "Your certificate for Organise & act is ready and 1 more"
    assert read.headings == [
        "h1: Hello Amara. Here are 2 things at once.",
        "h2: Your certificate for Organise & act is ready",
        "h2: Your next lesson of Listening",
    ]
    for said in (read.text, " ".join(made.text.split())):
        assert said.count("We sent this because") == 2
        assert said.count("It is not advertising.") == 1
        assert said.count("Too many?") == 1
    assert made.html.count('class="btn"') == 2
    assert "Also: Your next lesson of Listening" in "".join(read.hidden)
    assert mail.compose([CERTIFICATE, IDLE, IDLE], FRAME).subject.endswith(" and 2 more")
    sentence = with_words(Part("academy/account", SIGN_IN), subject="Your code was changed.")
    assert mail.compose([sentence, IDLE], FRAME).subject == "Your code was changed and 1 more"


# --- the templates ------------------------------------------------------------------------------------------


def test_what_is_attached_to_any_part_goes_with_the_message() -> None:
    one, two = (mail.File(f"{name}.ics", b"", "text/calendar") for name in ("one", "two"))
    parts = [mail.Part(part.template, part.words, files=(file,)) for part, file in ((IDLE, one), (IDLE, two))]
    assert mail.compose(parts, mail.Frame(name="Amara")).files == (one, two)


def test_there_are_templates_of_html_alone() -> None:
    assert len(TEMPLATES) > 3
    assert not [path.name for path in EMAILS.rglob("*") if path.is_file() and path.suffix != ".html"]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_its_six_blocks(name: str) -> None:
    source = (EMAILS / f"{name}.html").read_text()
    environment = engines["jinja2"].env  # type: ignore[attr-defined]
    assert list(environment.get_template(f"emails/{name}.html").blocks) == BLOCKS
    outside = re.sub(r"\{% block (\w+) %\}.*?\{% endblock %\}|\{#.*?#\}", "", source, flags=re.DOTALL)
    assert not outside.strip(), "nothing but blocks and a comment"
    words = re.sub(r"\{[{%#].*?[}%#]\}", "", source, flags=re.DOTALL)
    assert "<" not in words and ">" not in words, "tags come from the parts of components/email*.html"
    for block in BLOCKS:
        inside = re.search(rf"\{{% block {block} %\}}(.*?)\{{% endblock %\}}", source, re.DOTALL)
        assert inside and (inside[1].strip() or (block == "say" and name in NOBODY_IS_RUNG)), block
    why = re.search(r"\{% block why %\}(.*?)\{% endblock %\}", source, re.DOTALL)
    assert why and why[1].rstrip().endswith(".") and not why[1].lstrip().lower().startswith("because")


PROMOTES = re.compile(
    r"\b(offers?|buy|sale|discount|donate|donations?|sponsor|newsletters?|subscribe|follow us|share this|"
    r"recommend|tell your friends|don.t miss|hurry up|last chance|you may also like|also available)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("name", sorted(set(TEMPLATES) - MARKETING))
def test_a_service_message_sells_nothing(name: str) -> None:
    source = re.sub(r"\{#.*?#\}", "", (EMAILS / f"{name}.html").read_text(), flags=re.DOTALL)
    assert not PROMOTES.search(source)


def test_the_frame_sells_nothing() -> None:
    for name in ("email_frame", "email_frame_text"):
        source = (Path(settings.ROOT) / "templates" / "components" / f"{name}.html").read_text()
        assert not PROMOTES.search(source) and "<img" not in source
