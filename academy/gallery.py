"""The gallery of components: every part and its states with sample data. Not served in production."""

from datetime import UTC, date, datetime
from types import SimpleNamespace as Sample
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from academy.shared.browser_rules import may_record

TITLES = (
    "Why we listen first",
    "Door, gate, bus stop: where to talk",
    "Ask a second question",
    "Hear what is not said",
    "Write it down and keep it safe",
    "Try it: three talks this week",
    "Talk with someone who disagrees",
    "When a talk goes wrong",
    "Say thank you, and mean it",
    "Look back on your week",
    "Share what you heard",
    "One more cup of tea",
)
MODULES = (
    ("reach", "Meet people where they are, and notice who is always left out."),
    ("listen", "Have a real talk, one to one. Find out what matters to someone."),
    ("connect", "Bring together people who care about the same thing."),
    ("organise", "Help a group share the work and decide things fairly."),
    ("leadership", "Spot the leader in someone else, and help them step up."),
    ("strategy", "Turn stories into one clear ask. Work out who can say yes."),
    ("action", "Plan something together, do it, and learn from it."),
)
LINES = (
    (0, "You have knocked, you have said hello, and someone has told you something small."),
    (14, "Most of us do one of two things next. We agree, or we try to fix it."),
    (24, "Both are kind. But both close the door on the talk."),
    (33, "A second question keeps it open."),
    (41, "So she says, ‘The bus never comes.’ And you say, ‘What does that stop you doing?’"),
    (52, "And now it is not about a bus. It is about her mum, who she has not seen since March."),
    (68, "That is the thing that matters to her. That is what people move for."),
    (80, "A good second question is short. It starts with what, when or who."),
)
SAVED_AT = datetime(2026, 11, 22, 14, 31, tzinfo=UTC)


def lesson_row(number: int, *, done: bool = False, now: bool = False, locked: bool = False) -> Sample:
    """One row of a lesson list, as `learners.progress` makes it."""
    return Sample(
        key=str(number),
        href=f"#lesson-{number}",
        title=TITLES[(number - 1) % len(TITLES)],
        number=number,
        seconds=60 * (5 + number * 7 % 5),
        done=done,
        now=now,
        locked=locked,
    )


def module_row(number: int, total: int, done: int, *, locked: bool = False) -> Sample:
    """One module with `total` lessons, of which the first `done` are done."""
    picture, summary = MODULES[(number - 1) % len(MODULES)]
    begun = 0 < done < total
    lessons = tuple(
        lesson_row(n, done=n <= done, now=begun and n == done + 1, locked=locked) for n in range(1, total + 1)
    )
    return Sample(
        key=str(number),
        number=number,
        title=picture.capitalize(),
        summary=summary,
        picture=picture,
        href=f"#module-{number}",
        free=number == 1,
        locked=locked,
        state="done" if done == total else "now" if begun else "new",
        lessons=lessons,
        done=done,
        total=total,
        seconds=sum(lesson.seconds for lesson in lessons),
    )


def street_of(*windows: tuple[int, int]) -> tuple[Sample, ...]:
    """Modules from pairs of (lessons, done)."""
    return tuple(module_row(number, total, done) for number, (total, done) in enumerate(windows, start=1))


def course_view(modules: tuple[Sample, ...], **changes: Any) -> Sample:
    """A course as one learner sees it."""
    facts: dict[str, Any] = {
        "key": "sample",
        "slug": "framework-focus",
        "title": "Framework Focus",
        "summary": "The whole of community organising in seven short modules. Go at your own speed.",
        "href": "#",
        "join_href": "#",
        "modules": modules,
        "done": sum(module.done for module in modules),
        "total": sum(module.total for module in modules),
        "seconds_left": 4 * 3600,
        "next_step": NEXT_STEP,
        "shown": True,
        "joined": True,
        "opens_all": True,
        "completed_on": None,
        "missing": ("4 lessons of Listen", "Tell us the name for your certificate"),
        "watch_percent": 90,
        "gives_certificate": True,
    }
    return Sample(**{**facts, **changes})


NEXT_STEP = Sample(
    kicker="Your next step",
    title="Ask a second question",
    why="Module 2, lesson 3. It takes 6 minutes. You stopped at 41 seconds, and we kept your place.",
    href="#",
    action="Carry on",
    picture="listen",
)
MEDIA = Sample(
    title="Ask a second question",
    duration_s=372,
    video_href="#video",
    video_bytes=31_000_000,
    audio_href="#audio",
    audio_bytes=3_000_000,
    captions_href="",
    words_href="#text",
    words_bytes=12_000,
    poster_href="",
    lines=tuple(Sample(start_s=start, text=text) for start, text in LINES),
)
STREETS = {
    "nothing done": street_of((4, 0), (6, 0), (5, 0), (6, 0), (4, 0), (6, 0), (5, 0)),
    "half way": street_of((4, 4), (6, 2), (5, 0), (6, 0), (4, 0), (6, 0), (5, 0)),
    "all done": street_of((4, 4), (6, 6), (5, 5), (6, 6), (4, 4), (6, 6), (5, 5)),
    "one house": street_of((12, 5)),
    "ten houses": street_of(*((10, 10 - number) for number in range(10))),
}
CERTIFICATES = (
    Sample(
        title="Framework Focus",
        serial="SAMPLE-7Q4K-2M",
        href="#",
        issued_on=date(2027, 2, 12),
        state="ready",
        waiting_text="",
    ),
    Sample(
        title="Listening",
        serial="",
        href="#",
        issued_on=None,
        state="waiting_name",
        waiting_text="You have finished. Tell us which name to print.",
    ),
    Sample(
        title="Building Power",
        serial="",
        href="",
        issued_on=None,
        state="making",
        waiting_text="We are making your certificate. It takes about a minute, and we e-mail you when it is ready.",
    ),
)
HUBS = tuple(
    Sample(
        number=number,
        name=name,
        slug=f"sample-{number}",
        href="#",
        town=town,
        region="Sample region",
        status="active",
        x=x,
        y=y,
        is_sample=True,
        about="Sample hub. We run courses, and we stand beside people who want to change something.",
        opening_words=opening,
        contact_email="hello@hub.example",
        phone="0000 000 0000",
    )
    for number, (name, town, x, y, opening) in enumerate(
        (
            ("Harbour Road Community Trust", "Saltby", 440, 290, "Tuesday and Thursday, 10am to 4pm"),
            ("Millfield Action Hub", "Fenwick", 335, 360, "Monday to Friday, 9am to 3pm"),
            ("Northgate Neighbours", "Ellerby", 330, 155, "Wednesday, noon to 8pm"),
        ),
        start=1,
    )
)
COLOURS = (
    ("paper", "the page"),
    ("sheet", "a card"),
    ("kraft", "quiet panel"),
    ("ink", "words"),
    ("ink-soft", "less loud words"),
    ("edge", "edge of a control"),
    ("red", "the one main action"),
    ("marigold", "here, now, lit"),
    ("green", "done, met"),
    ("blue", "information"),
    ("red-tint", "stop"),
    ("marigold-tint", "take care"),
    ("green-tint", "good"),
    ("blue-tint", "know this"),
)


class SampleForm(forms.Form):
    """One field of each kind, to be shown with its errors."""

    name = forms.CharField(
        label="Your name",
        help_text="As you would like it on a certificate.",
        error_messages={"required": "Type your name"},
    )
    email = forms.EmailField(label="E-mail", error_messages={"invalid": "An e-mail address has an @ in it"})
    way = forms.ChoiceField(
        label="How shall we reach you?",
        choices=[("email", "By e-mail"), ("phone", "By phone")],
        widget=forms.RadioSelect,
        initial="email",
        required=False,
    )
    useful = forms.ChoiceField(
        label="How useful was it?",
        choices=[(n, n) for n in range(1, 6)],
        widget=forms.RadioSelect,
        required=False,
    )
    news = forms.BooleanField(label="Send me news", help_text="About one e-mail a month.", required=False)


@may_record
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component once, in all its states."""
    return render(request, "gallery.html", samples())


def samples() -> dict[str, Any]:
    """What gallery.html shows."""
    return {
        "colours": COLOURS,
        "streets": STREETS,
        "rows": [
            lesson_row(1, done=True),
            lesson_row(2, done=True),
            lesson_row(3, now=True),
            lesson_row(4),
            lesson_row(5, locked=True),
        ],
        "modules": (
            module_row(1, 4, 4),
            module_row(2, 6, 2),
            module_row(3, 5, 0),
            module_row(4, 6, 0, locked=True),
        ),
        "course": course_view(STREETS["half way"]),
        "finished": course_view(
            STREETS["all done"], completed_on=date(2027, 2, 12), missing=(), next_step=None
        ),
        "next_step": NEXT_STEP,
        "media": MEDIA,
        "certificates": CERTIFICATES,
        "hubs": HUBS,
        "saved_at": SAVED_AT,
        "form": SampleForm({"name": "", "email": "amara.example", "way": "phone"}),
        "page_two": Paginator(range(95), 10).page(2),
    }
