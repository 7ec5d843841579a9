"""The seat codes of some dates, for those who run them; and one code for whoever has it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Case, IntegerField, Q, Value, When
from django.urls import reverse

from academy.shared.clock import london_date
from courses.delivery.models import Cohort
from courses.delivery.words import day_words
from learners.enrolments.my_queries import moment_words
from learners.intake.models import SeatCode
from learners.intake.states import OPEN_CODES, CodeState

CODES_ON_A_PAGE = 50
TAGS = {
    CodeState.WAITING: "warn",
    CodeState.SENT: "info",
    CodeState.BOUNCED: "stop",
    CodeState.USED: "done",
    CodeState.WITHDRAWN: "",
    CodeState.EXPIRED: "",
}


@dataclass(frozen=True, slots=True)
class CodeShown:
    """One seat code. href: of the place that it led to. open: it can be used; again: it can be sent once more."""

    pk: int
    name: str
    email: str
    code: str
    label: str
    kind: str
    note: str
    href: str
    open: bool
    again: bool


@dataclass(frozen=True, slots=True)
class Ways:
    """How people find these dates. type_at: where the short code is typed, without https."""

    link: str
    short: str
    code: str
    type_at: str
    words: str


def codes_of(cohort: Cohort, *, number: Any = 1, now: datetime) -> Page[CodeShown]:
    """One page: those that need a look first, then those that are open, the newest first. Two queries."""
    ended = Q(used_at__isnull=False) | Q(withdrawn_at__isnull=False) | Q(expires_at__lte=now)
    turn = Case(
        When(ended, then=Value(2)),
        When(bounced_at__isnull=False, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    rows = SeatCode.objects.filter(cohort=cohort).annotate(turn=turn).order_by("turn", "-made_at", "-pk")
    page: Page[Any] = Paginator(rows, CODES_ON_A_PAGE).get_page(number)
    page.object_list = [_shown(code, cohort, now) for code in page.object_list]
    return page


def _shown(code: SeatCode, cohort: Cohort, now: datetime) -> CodeShown:
    state = code.state(now)
    return CodeShown(
        pk=code.pk,
        name=code.full_name,
        email=code.email,
        code=code.code,
        label=str(state.label),
        kind=TAGS[state],
        note=_note(code, state),
        href=reverse("date-person", args=[cohort.token, code.place_id]) if code.place_id else "",
        open=state in OPEN_CODES,
        again=state in (CodeState.SENT, CodeState.BOUNCED),
    )


def _note(code: SeatCode, state: CodeState) -> str:
    until = f"The seat is kept until {moment_words(code.expires_at)}."
    match state:
        case CodeState.BOUNCED:
            return f"The message did not arrive. Ask them for another address, or give them the code yourself. {until}"
        case CodeState.WAITING | CodeState.SENT:
            return until
        case CodeState.USED:
            return f"Used on {_day(code.used_at)}."
        case CodeState.WITHDRAWN:
            return f"Taken back on {_day(code.withdrawn_at)}."
    return f"Nobody used it until {_day(code.expires_at)}. The seat went to the next person."


def _day(at: datetime | None) -> str:
    return day_words(london_date(at)) if at else ""


def find_code(typed: str) -> SeatCode | None:
    """The code with these letters. One query."""
    rows = SeatCode.objects.select_related("cohort__course", "cohort__hub", "place")
    return rows.filter(code=typed).first()


def ways_to(cohort: Cohort, *, when: str, where: str) -> Ways:
    """The link, the short code, and words to put on a poster or into a message."""
    short = f"{settings.BASE_URL}{reverse('short-code', args=[cohort.code])}"
    bare = short.removeprefix("https://").removeprefix("http://")
    place = f" at {where}" if where else ""
    words = (
        f"{cohort}, {when}{place}. Everybody is welcome. Book your place at {bare} or ring {cohort.hub.name}."
    )
    return Ways(
        link=f"{settings.BASE_URL}{reverse('date-page', args=[cohort.token])}",
        short=short,
        code=cohort.code,
        type_at=f"{settings.BASE_URL}{reverse('date-code')}".removeprefix("https://").removeprefix("http://"),
        words=words,
    )
