"""The practice log: what somebody did in practice, by months, with what it comes to."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import TruncMonth

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from learners.portfolio.models import EvidenceItem
from learners.portfolio.rules import hours_words
from learners.portfolio.states import EvidenceKind

A_PAGE = 40
ON_PAPER = 2000  # entries; forty a month for four years
NO_DAY = "Without a day yet"


@dataclass(frozen=True, slots=True)
class Sums:
    """entries; hours in words; people listened to, counted as often as they were listened to."""

    entries: int
    hours: str
    people: int


@dataclass(frozen=True, slots=True)
class Month:
    """What of a month stands on this page, and what the whole month comes to."""

    name: str
    sums: Sums
    entries: tuple[EvidenceItem, ...]


@dataclass(frozen=True, slots=True)
class PracticeLog:
    page: Page[EvidenceItem]
    months: tuple[Month, ...]
    sums: Sums


def practice_log(account: Account, *, page: str = "1", on_paper: bool = False) -> PracticeLog:
    """Newest first. Three queries, however long it is. on_paper: all of it on one page."""
    mine = EvidenceItem.objects.filter(
        account__in=rows_of(account), kind=EvidenceKind.PRACTICE, withdrawn_at=None
    )
    rows = mine.order_by(F("happened_on").desc(nulls_first=True), "-pk")
    shown = Paginator(rows, ON_PAPER if on_paper else A_PAGE).get_page(page)
    by_month = _by_month(mine)
    months = tuple(
        Month(_name(month), by_month[month], tuple(entries))
        for month, entries in groupby(shown.object_list, key=_month)
    )
    return PracticeLog(shown, months, _together(mine))


def _by_month(mine: QuerySet[EvidenceItem]) -> dict[date | None, Sums]:
    rows = mine.order_by().annotate(month=TruncMonth("happened_on")).values_list("month")
    found = rows.annotate(entries=Count("pk"), spent=Sum("minutes"), people=Sum("people_listened"))
    return {month: _sums(entries, spent, people) for month, entries, spent, people in found}


def _together(mine: QuerySet[EvidenceItem]) -> Sums:
    found = mine.aggregate(entries=Count("pk"), spent=Sum("minutes"), people=Sum("people_listened"))
    return _sums(found["entries"], found["spent"], found["people"])


def _sums(entries: int, spent: int | None, people: int | None) -> Sums:
    return Sums(entries, hours_words(spent or 0), people or 0)


def _month(item: EvidenceItem) -> date | None:
    return item.happened_on.replace(day=1) if item.happened_on else None


def _name(month: date | None) -> str:
    return f"{month:%B %Y}" if month else NO_DAY
