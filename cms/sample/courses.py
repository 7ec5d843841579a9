"""Two sample courses: Framework Focus with seven modules of ten lessons, and one that takes a minute."""

from typing import Any

from cms.models import CoursePage, HomePage, LessonPage, ModulePage
from cms.sample.writing import Blocks, text, write
from courses.media.models import Video

LESSONS_A_MODULE = 10
FOCUS = "focus"

# slug, title, summary
MODULES = (
    ("reach", "Reach", "Meet people where they are, and notice who is always left out."),
    ("listen", "Listen", "Have a real talk, one to one. Find out what matters to someone."),
    ("connect", "Connect", "Bring together people who care about the same thing."),
    ("organise", "Organise", "Help a group share the work and decide things fairly."),
    ("leadership", "Leadership", "Spot the leader in someone else, and help them step up."),
    ("strategy", "Strategy", "Turn stories into one clear ask. Work out who can say yes."),
    ("action", "Action", "Plan something together, do it, and learn from it."),
)

# the place of a lesson in its module → a question to stop and think about
QUESTIONS = {
    2: "Think of the last time someone told you about a small problem. What could you have asked next?",
    3: "Who is never in the room where you live? What would make it easier for them to come?",
    6: "Who do people listen to on your street? What have they done that made you notice?",
    10: "What is one thing you will do this week, and whom will you tell about it?",
}

FOCUS_TEXT: Blocks = [
    text(
        "<h2>What this is</h2><p>This is a sample course. Its words and films are made up to show how learning here "
        "works. The real lessons come from the Academy.</p>"
    )
]


def load_courses(home: HomePage, videos: list[Video]) -> None:
    """Both courses, with their lessons."""
    _framework_focus(home, videos)
    _taste(home, sorted(videos, key=lambda video: (video.duration_s, video.pk))[:2])


def _framework_focus(home: HomePage, videos: list[Video]) -> None:
    course = write(
        CoursePage,
        home,
        FOCUS,
        title="Framework Focus",
        slug="framework-focus",
        code="FOCUS",
        summary="The whole of community organising in seven short modules.",
        lede="The whole of community organising in seven short modules. Go at your own speed, on your phone or at a "
        "hub.",
        body=FOCUS_TEXT,
        is_sample=True,
    )
    for slug, title, summary in MODULES:
        module = write(
            ModulePage,
            course,
            f"{FOCUS}/{slug}",
            title=title,
            slug=slug,
            summary=summary,
            picture=slug,
            is_free=slug == "reach",
        )
        for place in range(1, LESSONS_A_MODULE + 1):
            video = videos[(place - 1) % len(videos)]
            name = f"{FOCUS}/{slug}/{place}"
            _lesson(
                module,
                name,
                f"Sample lesson {place} of {title}",
                f"lesson-{place}",
                video,
                QUESTIONS.get(place),
            )


def _taste(home: HomePage, videos: list[Video]) -> None:
    course = write(
        CoursePage,
        home,
        "taste",
        title="A taste of organising (sample)",
        slug="a-taste-of-organising",
        code="TASTE",
        summary="Two very short lessons, to try how learning here works.",
        lede="Two very short lessons. Do both, and you get a sample certificate.",
        body=[text("<p>This course is a sample. It takes about a minute.</p>")],
        is_sample=True,
    )
    module = write(
        ModulePage,
        course,
        "taste/first",
        title="A first taste",
        slug="a-first-taste",
        summary="Listen to someone, and ask them one more question.",
        picture="door",
        is_free=True,
    )
    for place, video in enumerate(videos, start=1):
        name = f"taste/first/{place}"
        _lesson(
            module,
            name,
            f"{video.title} (sample)",
            f"lesson-{place}",
            video,
            QUESTIONS[2] if place == 2 else None,
        )


def _lesson(module: Any, name: str, title: str, slug: str, video: Video, question: str | None) -> None:
    body: Blocks = [
        {"type": "video", "value": video.pk},
        text(
            f"<p>This is a sample lesson with the film “{video.title}”. Watch it, listen to it or read its words: all "
            "three count the same.</p>"
        ),
    ]
    if question:
        hint = "A line or two is plenty. Only you can see this."
        body.append({"type": "reflection", "value": {"question": question, "hint": hint}})
    summary = f"A short sample film: {video.title}"
    write(LessonPage, module, name, title=title, slug=slug, summary=summary, body=body)
