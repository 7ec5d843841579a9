"""All groups that somebody runs, beside each other: how each was, of what may be shown."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from academy.accounts.models import Account
from academy.shared.clock import london_date
from courses.delivery.models import Cohort
from courses.delivery.queries import cohorts_seen
from courses.delivery.words import day_words
from learners.evaluation.models import Evaluation
from learners.evaluation.results_queries import RATED, may_be_shown, there
from learners.evaluation.rules import Rated, grown, rated
from learners.evaluation.states import Kind

GROUPS_ON_A_PAGE = 25
MARKS = tuple(RATED.values())
COLUMNS = ("Course", "Code", "Hub", "Last day", "Were there", "Answered", *MARKS, "Surer now", "Of")


@dataclass(frozen=True, slots=True)
class Group:
    """One cohort: how many have answered, and how many of these answers are shown.

    surer: of `pairs`, how often somebody feels surer of an outcome now than before.
    """

    href: str
    title: str
    code: str
    hub: str
    last_day: str
    there: int
    answered: int
    shown: int
    ratings: tuple[Rated, ...]
    surer: int
    pairs: int
    is_sample: bool


def groups(by: Account, *, hub: str, now: datetime, number: str) -> tuple[Page[Cohort], list[Group]]:
    """A page of them, the latest first, and what stands on it. Five queries, however many groups and answers."""
    page = Paginator(_heard(by, hub, now), GROUPS_ON_A_PAGE).get_page(number)
    return page, _groups(list(page.object_list), now)


def group_rows(by: Account, *, hub: str, now: datetime) -> Iterator[list[object]]:
    """All of them for a spreadsheet: headings, then one row each."""
    yield list(COLUMNS)
    for one in _groups(list(_heard(by, hub, now)), now):
        means = [rated.mean if rated.mean is not None else "" for rated in one.ratings]
        yield [
            one.title, one.code, one.hub, one.last_day, one.there, one.answered, *means, one.surer, one.pairs,
        ]  # fmt: skip


def _heard(by: Account, hub: str, now: datetime) -> QuerySet[Cohort]:
    """Groups of which somebody has answered how it was."""
    end = Q(places__answered__kind=Kind.END)
    rows = cohorts_seen(by, now=now).annotate(answered=Count("places__answered", filter=end, distinct=True))
    rows = rows.filter(evaluation__isnull=False, answered__gt=0)
    return (rows.filter(hub__slug=hub) if hub else rows).order_by("-ends_at", "-pk")


def _groups(cohorts: Sequence[Cohort], now: datetime) -> list[Group]:
    said: dict[int, list[Evaluation]] = defaultdict(list)
    for row in Evaluation.objects.filter(form__cohort__in=cohorts).select_related("form").order_by("pk"):
        said[row.form.cohort_id].append(row)
    came = there(cohorts)
    return [_group(cohort, said[cohort.pk], came.get(cohort.pk, 0), now) for cohort in cohorts]


def _group(cohort: Cohort, said: Sequence[Evaluation], came: int, now: datetime) -> Group:
    may = may_be_shown(said, Kind.END, cohort, now)
    rows = [row for row in said if row.pk in may]
    sure = grown(pair for row in rows for pair in row.confidence)
    return Group(
        href=reverse("cohort-feedback", args=[cohort.pk]),
        title=str(cohort),
        code=cohort.code,
        hub=cohort.hub.name,
        last_day=day_words(london_date(cohort.ends_at)) if cohort.ends_at else "",
        there=came,
        answered=getattr(cohort, "answered", 0),
        shown=len(rows),
        ratings=tuple(rated(getattr(row, name) for row in rows) for name in RATED),
        surer=sure.more,
        pairs=sure.people,
        is_sample=cohort.is_sample,
    )
