"""What is kept, what of it goes next, and what the last rounds did."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import CharField, Count, Max, Min, Q, Value

from academy.keeping.models import Hold, Round
from academy.keeping.records import records_of
from academy.keeping.row import Row
from academy.retention import BY_KEY, ROWS
from academy.schedule import KEEPING_AT
from academy.shared.clock import LONDON, london_date

SOON = timedelta(days=14)
ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the table with its figures of this moment.

    there: records that are kept. soon: how many of them go within SOON. first_at: when the first of all goes.
    """

    row: Row
    period: str
    there: int = 0
    soon: int = 0
    first_at: datetime | None = None
    next_round: datetime | None = None
    last: Round | None = None
    hold: Hold | None = None


@dataclass(frozen=True, slots=True)
class Going:
    """One record on the list of what goes next. `at`: its time is over."""

    words: str
    since: datetime
    at: datetime


def kinds(now: datetime) -> tuple[tuple[Kind, ...], tuple[Kind, ...]]:
    """Those that go by the clock, and those that stay. Three queries, however much is kept."""
    figures, last, held = _figures(now), _last(), {one.key: one for one in Hold.objects.select_related("by")}
    going, staying = [], []
    for row in ROWS:
        if row.find:
            going.append(
                _kind(row, now, figures.get(row.key, (0, 0, None)), last.get(row.key), held.get(row.key))
            )
        else:
            staying.append(Kind(row, "no end by the clock"))
    return tuple(going), tuple(staying)


def kind(key: str, now: datetime) -> Kind:
    """One of those that go by the clock. Raises KeyError."""
    row = BY_KEY[key]
    if not row.find:
        raise KeyError(key)
    last = Round.objects.filter(key=key).order_by("-at", "-pk").first()
    held = Hold.objects.filter(key=key).select_related("by").first()
    return _kind(row, now, _figures(now, (row,)).get(key, (0, 0, None)), last, held)


def going(key: str, now: datetime, number: str) -> Page[Going]:
    """What of this kind goes within SOON, the first to go first; a page of it."""
    row = BY_KEY[key]
    period = row.period or timedelta()
    rows = records_of(row).filter(kept_from__lte=now - period + SOON).order_by("kept_from", "pk")
    if row.secret:
        rows = rows.none()
    page: Page[Any] = Paginator(rows.select_related(*row.related), ON_A_PAGE).get_page(number)
    page.object_list = [_going(row, one, period) for one in page.object_list]
    return page


def period_words(period: timedelta) -> str:
    """Days as people say them: 30 days, 6 months, 6 years."""
    days = period.days
    for name, length in (("year", 365.25), ("month", 30.44)):
        count = round(days / length)
        if count >= (1 if name == "year" else 3) and abs(days - count * length) <= 2:
            return f"{count} {name}" if count == 1 else f"{count} {name}s"
    return "1 day" if days == 1 else f"{days} days"


def next_round(row: Row, now: datetime) -> datetime:
    """When the worker comes for this kind the next time."""
    hour, minute = KEEPING_AT[row.key]
    local = now.astimezone(LONDON)
    at = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return at if at > local else datetime.combine(local.date() + timedelta(days=1), at.time(), LONDON)


Figures = tuple[int, int, datetime | None]


def _figures(now: datetime, rows: tuple[Row, ...] = ROWS) -> dict[str, Figures]:
    """Key to (how many, how many go soon, the oldest `kept_from`), in one query."""
    asked = []
    for row in rows:
        if row.period is None or row.secret:
            continue
        soon = Q(kept_from__lte=now - row.period + SOON)
        counted = records_of(row).order_by().annotate(key_=Value(row.key, CharField())).values("key_")
        asked.append(
            counted.annotate(there_=Count("pk"), soon_=Count("pk", filter=soon), oldest_=Min("kept_from"))
            .values_list("key_", "there_", "soon_", "oldest_")
            .order_by()
        )
    if not asked:
        return {}
    found = asked[0].union(*asked[1:], all=True) if len(asked) > 1 else asked[0]
    return {key: (there, soon, oldest) for key, there, soon, oldest in found}


def _last() -> dict[str, Round]:
    newest = Round.objects.values("key").annotate(newest=Max("pk")).values("newest")
    return {one.key: one for one in Round.objects.filter(pk__in=newest)}


def _kind(row: Row, now: datetime, figures: Figures, last: Round | None, held: Hold | None) -> Kind:
    there, soon, oldest = figures
    period = row.period or timedelta()
    return Kind(
        row=row,
        period=period_words(period),
        there=there,
        soon=soon,
        first_at=oldest + period if oldest else None,
        next_round=next_round(row, now),
        last=last,
        hold=held if held is not None and held.holds(london_date(now)) else None,
    )


def _going(row: Row, one: Any, period: timedelta) -> Going:
    return Going(row.line.format_map(_Fields(one)), one.kept_from, one.kept_from + period)


class _Fields(dict[str, Any]):
    """A record's fields for a format."""

    def __init__(self, record: Any) -> None:
        super().__init__()
        self.record = record

    def __missing__(self, name: str) -> Any:
        return getattr(self.record, name)
