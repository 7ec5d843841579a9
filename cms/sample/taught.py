"""Three sample courses with other people. The words are ours; the Academy writes its real ones."""

from cms.models import HomePage, TaughtCoursePage
from cms.sample.writing import text, write
from courses.catalogue.kinds import CourseKind

# code, title, slug, kind, summary, lede, what happens, what people can do afterwards, courses that help before
COURSES = (
    (
        "INTRO",
        "Introduction to Community Organising",
        "introduction",
        CourseKind.INTRO,
        "One day with others: what organising is, and a first try at it.",
        (
            "One day with a small group. You hear what organising is, you try it with the person beside you, and there "
            "is lunch."
        ),
        (
            "<p>In the morning you hear how a street got its crossing, and you draw who matters on yours. After lunch "
            "you practise a talk, one to one. At the end you choose one person to listen to next week.</p>"
        ),
        (
            "say in my own words what organising is",
            "listen so that somebody tells me what matters to them",
            "see who has power over a thing where I live",
            "say what my next step is",
        ),
        "",
    ),
    (
        "LISTEN",
        "Listening",
        "listening",
        CourseKind.FOLLOW_ON,
        "An evening to practise the talk that everything begins with.",
        "One evening in which you mostly listen. Bring a question that you would like to be asked yourself.",
        (
            "<p>You practise three short talks, each with somebody else. After each you hear what your partner "
            "noticed. Nobody has to speak in front of the group.</p>"
        ),
        (
            "ask a question that opens a talk",
            "stay quiet long enough to hear the answer",
            "notice who others would follow",
        ),
        "INTRO",
    ),
    (
        "POWER",
        "Building Power through Community Organising",
        "building-power",
        CourseKind.FOLLOW_ON,
        "Two half-days on who decides, and how people together can be heard.",
        "Two half-days with a group. You find out who can say yes to what you want, and what they listen to.",
        (
            "<p>On the first day you draw who decides about one thing where you live. On the second you plan how to "
            "ask them, and try the meeting out with the group.</p>"
        ),
        (
            "find out who can say yes to what we want",
            "say what they listen to",
            "plan a meeting with them, with others",
        ),
        "INTRO, LISTEN",
    ),
)


def load_taught(home: HomePage) -> None:
    """All three, published."""
    for code, title, slug, kind, summary, lede, what, outcomes, prior in COURSES:
        write(
            TaughtCoursePage,
            home,
            f"taught/{slug}",
            title=title,
            slug=slug,
            code=code,
            kind=kind,
            summary=summary,
            lede=lede,
            prior=prior,
            outcomes="\n".join(outcomes),
            body=[text(f"<h2>What happens</h2>{what}<p>This is a sample course.</p>")],
            is_sample=True,
        )
