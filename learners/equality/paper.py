"""The page "About you" on paper, for those who book at a table in a hall."""

import json
from datetime import datetime

from django.conf import settings

from academy.shared import pdf
from courses.delivery.models import Cohort
from learners.equality.forms import WHY_HEARD, WHY_WHERE
from learners.equality.questions import QUESTIONS, SIXTEEN
from learners.equality.states import Heard


def print_slip(cohort: Cohort, *, now: datetime) -> bytes:
    """A PDF of one sheet. It asks for half a postcode only: on paper a whole one could give somebody away."""
    heard = {"asks": "How did you hear of the course?", "why": WHY_HEARD, "from": 0}
    heard["groups"] = [["", [str(label) for _, label in Heard.choices]]]
    equality = [
        {
            "asks": one.asks,
            "why": one.why,
            "from": one.min_age,
            "groups": [[heading, [label for _, label in options]] for heading, options in one.groups]
            + [["", [one.options[-1][1]]]],
        }
        for one in QUESTIONS
    ]
    data = {
        "course": str(cohort),
        "hub": cohort.hub.name,
        "code": cohort.code,
        "issuer": settings.WAGTAIL_SITE_NAME,
        "why": WHY_WHERE,
        "sixteen": str(SIXTEEN),
        "heard": json.dumps(heard),
        "equality": json.dumps(equality),
        "sample": "yes" if cohort.is_sample else "no",
    }
    return pdf.compile("registers/about.typ", data, at=now)
