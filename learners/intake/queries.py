"""Lists of people for those who brought them: how far each is, and what became of its rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.urls import reverse

from academy.shared.spreadsheet_reading import CannotRead, read_lines
from academy.shared.work import WorkState
from courses.delivery.models import Cohort
from learners.intake.columns import LOOKED_AT, SAMPLES
from learners.intake.models import ImportRow, PeopleImport
from learners.intake.states import CAME, ImportStep, RowState

ON_A_PAGE, LISTS_ON_A_PAGE = 50, 20
TAGS = {
    RowState.READY: "info",
    RowState.ALREADY: "",
    RowState.TWICE: "",
    RowState.REFUSED: "stop",
    RowState.BOOKED: "done",
    RowState.REQUESTED: "warn",
    RowState.WAITING: "info",
    RowState.LISTED: "done",
}
ORDER = (
    RowState.REFUSED,
    RowState.READY,
    RowState.BOOKED,
    RowState.LISTED,
    RowState.REQUESTED,
    RowState.WAITING,
    RowState.ALREADY,
    RowState.TWICE,
)


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row of a list. href: the page of the place that it led to."""

    line: int
    name: str
    label: str
    kind: str
    reason: str
    href: str


@dataclass(frozen=True, slots=True)
class ListShown:
    """One list among others. came: how many people it brought."""

    href: str
    name: str
    when: Any
    by: str
    step: str
    kind: str
    came: int
    refused: int


def sums_of(listing: PeopleImport) -> dict[str, int]:
    """How many rows ended how; only what there is. One query, or none once the rows are forgotten."""
    if listing.forgotten_at is not None:
        found = dict(listing.sums)
    else:
        rows = ImportRow.objects.filter(listing=listing).order_by()
        found = dict(rows.values_list("state").annotate(Count("pk")))
    return {str(state): found[state] for state in ORDER if found.get(state)}


def rows_shown(listing: PeopleImport, state: str, *, number: Any = 1) -> Page[RowShown]:
    """One page of the rows in this state. Two queries, however many."""
    rows = ImportRow.objects.filter(listing=listing, state=state).order_by("line")
    page: Page[Any] = Paginator(rows, ON_A_PAGE).get_page(number)
    page.object_list = [_row(row, listing.cohort) for row in page.object_list]
    return page


def _row(row: ImportRow, cohort: Cohort | None) -> RowShown:
    state = RowState(row.state)
    return RowShown(
        line=row.line,
        name=row.name,
        label=str(state.label),
        kind=TAGS[state],
        reason=row.reason,
        href=reverse("date-person", args=[cohort.token, row.place_id]) if cohort and row.place_id else "",
    )


def lists_of(rows: QuerySet[PeopleImport], *, number: Any = 1) -> Page[ListShown]:
    """One page of these lists, the newest first. Three queries, however many."""
    page: Page[Any] = Paginator(rows.select_related("asked_by").order_by("-pk"), LISTS_ON_A_PAGE).get_page(
        number
    )
    listings = list(page.object_list)
    found: dict[int, dict[str, int]] = {one.pk: dict(one.sums) for one in listings}
    counts = ImportRow.objects.filter(listing__in=listings).order_by().values_list("listing", "state")
    for pk, state, count in counts.annotate(Count("pk")):
        found[pk][state] = count
    page.object_list = [_list(one, found[one.pk]) for one in listings]
    return page


def _list(listing: PeopleImport, sums: dict[str, int]) -> ListShown:
    stopped = listing.state == WorkState.FAILED
    step = ImportStep(listing.step)
    thrown = listing.forgotten_at is not None and step != ImportStep.IMPORTED
    return ListShown(
        href=reverse("people-list", args=[listing.token]),
        name=listing.file_name,
        when=listing.asked_at,
        by=str(listing.asked_by),
        step="Forgotten" if thrown else "Stopped" if stopped else str(step.label),
        kind="stop" if stopped else "done" if step == ImportStep.IMPORTED else "" if thrown else "now",
        came=sum(sums.get(state, 0) for state in CAME),
        refused=sums.get(RowState.REFUSED, 0),
    )


def samples_of(listing: PeopleImport) -> list[str]:
    """For each column, what stands in it in the first rows."""
    try:
        with listing.file.open("rb") as file:
            first = list(islice(read_lines(file), LOOKED_AT + 3))
    except (CannotRead, OSError):
        return [""] * len(listing.names)
    rest = [line.cells for line in first if line.number > listing.header]
    return [
        ", ".join([cells[at][:60] for cells in rest if at < len(cells) and cells[at]][:SAMPLES])
        for at in range(len(listing.names))
    ]


def results(listing: PeopleImport) -> Iterator[Sequence[object]]:
    """The rows as they were written, with what became of each; the first line names the columns."""
    names = list(listing.names)
    yield ["Row", *names, "Result", "Why"]
    rows = ImportRow.objects.filter(listing=listing).order_by("line")
    for line, cells, state, reason in rows.values_list("line", "cells", "state", "reason").iterator(1000):
        padded = [*cells, *[""] * len(names)][: len(names)]
        yield [line, *padded, RowState(state).label, reason]
