"""The register on paper."""

import json
from datetime import datetime

from django.conf import settings

from academy.shared import pdf
from academy.shared.clock import LONDON
from learners.attendance.register_queries import Register

EMPTY_LINES = 6  # for whoever walks in


def print_register(register: Register, *, now: datetime) -> bytes:
    """A PDF with one line a person, in the order of the screen. Needs and contacts are not on it: paper gets left."""
    cohort = register.session.cohort
    printed = now.astimezone(LONDON)
    data = {
        "course": str(cohort),
        "hub": cohort.hub.name,
        "day": register.day,
        "hours": register.hours,
        "where": register.where,
        "issuer": settings.WAGTAIL_SITE_NAME,
        "code": cohort.code,
        "session": str(register.session.number),
        "names": json.dumps([row.name for row in register.rows]),
        "empty": str(EMPTY_LINES),
        "printed": f"{printed.day} {printed:%B %Y, %H:%M}",
        "sample": "yes" if cohort.is_sample else "no",
    }
    return pdf.compile("registers/paper.typ", data, at=now)
