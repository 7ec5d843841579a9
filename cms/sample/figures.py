"""Figures of made-up people, of the quarter before the day on which they are loaded first, so that there is something
to look at. There are no rows behind them, as there are none behind real figures after thirteen months."""

from datetime import datetime

from academy.hubs.models import Hub
from academy.shared.clock import london_date
from learners.equality.figure_actions import keep_figures
from learners.equality.queries import has_figures
from learners.equality.questions import QUESTIONS, VERSION
from learners.equality.rules import TURN, first_of, months_before
from learners.equality.states import About, Heard

REGIONS = {"North East": 52, "North West": 31, "Yorkshire and The Humber": 23, "London": 3, "rather_not": 9}
DECILES = {str(number): many for number, many in enumerate((41, 22, 14, 9, 8, 6, 5, 3, 1, 0), start=1)}
HEARD = dict(zip(Heard.values, (47, 29, 18, 11, 6, 2, 5, 4, 1), strict=True))
AGES = (3, 12, 31, 44, 28, 17, 6)
ANSWERS = (44, 31, 17, 12, 8, 6, 5, 3, 2, 1)  # of each question, its first answer first


def load_figures(*, now: datetime) -> None:
    """Where there are any already, they are left as they are."""
    if has_figures():
        return
    first = months_before(first_of(london_date(now)), (now.month - 1) % TURN + TURN)
    months = (first, months_before(first, 1 - TURN))
    background = {"region": REGIONS, "decile": DECILES, "heard": HEARD}
    equality = {
        one.key: dict(zip(one.labels, AGES, strict=True))
        if one.key == "age"
        else {answer: ANSWERS[place % len(ANSWERS)] for place, (answer, _) in enumerate(one.options)}
        for one in QUESTIONS
    }
    keep_figures(About.EQUALITY, VERSION, None, months, equality)
    for hub in (None, Hub.objects.get(slug="harbour-road")):
        keep_figures(About.BACKGROUND, "1", hub.pk if hub else None, months, background)
