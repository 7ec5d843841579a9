"""A poster for some dates: what, when, where, how to get in, and how to book."""

from datetime import datetime

from django.conf import settings

from academy.shared import pdf
from courses.delivery.words import getting_in
from learners.intake.code_queries import Ways


def print_poster(cohort: object, ways: Ways, *, when: str, where: str, now: datetime) -> bytes:
    """A PDF, A4 upright. cohort: with its course, hub, and live sessions at hand as `live`."""
    live = getattr(cohort, "live", [])
    venue = live[0].venue if live else None
    access = "".join(f"{name}: {value.rstrip('.')}. " for name, value in getting_in(venue)) if venue else ""
    more = f"and {len(live) - 1} more, always from the first to the last" if len(live) > 1 else ""
    data = {
        "course": str(cohort),
        "summary": getattr(cohort, "words", ""),
        "hub": str(getattr(getattr(cohort, "hub", None), "name", "")),
        "when": when,
        "more": more,
        "where": where,
        "access": access,
        "issuer": settings.WAGTAIL_SITE_NAME,
        "code": ways.code,
        "short": ways.short.removeprefix("https://").removeprefix("http://"),
        "type_at": ways.type_at,
        "qr": pdf.qr_svg(ways.short),
        "sample": "yes" if getattr(cohort, "is_sample", False) else "no",
    }
    return pdf.compile("registers/poster.typ", data, at=now)
