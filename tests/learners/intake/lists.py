"""Lists of people for the tests, and the worker's part of them."""

import io
from collections.abc import Callable
from datetime import datetime

from academy.accounts.models import Account
from courses.delivery.models import Cohort
from learners.intake.actions import bring_in, read_as, upload_for_dates
from learners.intake.models import PeopleImport
from learners.intake.work_actions import work_on
from tests.learners.worlds import NOON

AGREED = "In writing: the sheets of 5 May."
HEADER = "Name,E-mail,Phone"


def uploaded(
    cohort: Cohort, by: Account, *rows: str, header: str = HEADER, now: datetime = NOON
) -> PeopleImport:
    file = io.BytesIO("\n".join([header, *rows]).encode())
    return upload_for_dates(cohort_id=cohort.pk, file=file, name="people.csv", by=by, now=now)


def looked_through(
    cohort: Cohort,
    by: Account,
    *rows: str,
    header: str = HEADER,
    all_adult: bool = True,
    now: datetime = NOON,
) -> PeopleImport:
    made = uploaded(cohort, by, *rows, header=header, now=now)
    read_as(
        import_id=made.pk,
        columns=made.columns,
        header=made.header,
        all_adult=all_adult,
        agreed=AGREED,
        by=by,
        now=now,
    )
    return worked(made, now)


def brought_in(
    cohort: Cohort,
    by: Account,
    *rows: str,
    header: str = HEADER,
    all_adult: bool = True,
    now: datetime = NOON,
) -> PeopleImport:
    made = looked_through(cohort, by, *rows, header=header, all_adult=all_adult, now=now)
    bring_in(import_id=made.pk, by=by, now=now)
    return worked(made, now)


def worked(
    listing: PeopleImport, now: datetime = NOON, clock: Callable[[], datetime] | None = None
) -> PeopleImport:
    work_on(import_id=listing.pk, now=clock or (lambda: now))
    return PeopleImport.objects.get(pk=listing.pk)


def ends(listing: PeopleImport) -> dict[int, tuple[str, str]]:
    """What became of each row: its state and the reason."""
    return {row.line: (row.state, row.reason) for row in listing.rows.all()}


def states(listing: PeopleImport) -> list[str]:
    return [row.state for row in listing.rows.order_by("line")]
