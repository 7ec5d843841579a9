"""What somebody does with a list of people: upload it, say what it holds, bring it in, throw it away."""

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import IO, Any

from django.core.files.base import File
from django.db import transaction

from academy.accounts.models import Account
from academy.hubs.models import Hub
from academy.shared.audit import audit
from academy.shared.jobs import enqueue
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from academy.shared.spreadsheet_reading import CannotRead, read_lines
from courses.catalogue.models import Course
from courses.delivery.models import Cohort
from learners.intake.columns import LOOKED_AT, Head, read_head, wrong_columns
from learners.intake.models import ImportRow, PeopleImport
from learners.intake.policies import may_begin, may_bring_to_hub, may_read_again, may_see_import, may_upload
from learners.intake.states import ImportStep, RowState

WORK = "learners.intake.work_on"
EMPTY = "There is nobody in this file. It needs one row for each person."


def head_of(file: IO[bytes]) -> Head:
    """How the list begins. Raises CannotRead."""
    head = read_head(list(islice(read_lines(file), LOOKED_AT + 3)))
    if not head.names:
        raise CannotRead(EMPTY)
    return head


@transaction.atomic
def upload_for_dates(
    *, cohort_id: int, file: IO[bytes], name: str, by: Account, now: datetime
) -> PeopleImport:
    """Keep a list for these dates. Raises CannotRead where it is no list."""
    cohort = Cohort.objects.select_related("course", "hub").get(pk=cohort_id)
    may_upload(by, cohort, now=now).enforce()
    return _kept(PeopleImport(hub=cohort.hub, course=cohort.course, cohort=cohort), file, name, by, now)


@transaction.atomic
def upload_for_hub(
    *, hub_id: int, course_id: int, file: IO[bytes], name: str, by: Account, now: datetime
) -> PeopleImport:
    """Keep a list of people who want to be told of dates of this course. Raises CannotRead where it is no list."""
    hub, course = Hub.objects.get(pk=hub_id), Course.objects.get(pk=course_id)
    may_bring_to_hub(by, hub, now=now).enforce()
    return _kept(PeopleImport(hub=hub, course=course), file, name, by, now)


def _kept(listing: PeopleImport, file: IO[bytes], name: str, by: Account, now: datetime) -> PeopleImport:
    head = head_of(file)
    file.seek(0)
    listing.asked_by, listing.asked_at, listing.file_name = by, now, name[-120:] or "list"
    listing.header, listing.names, listing.columns = head.line, list(head.names), head.columns
    listing.file = File(file, name="list")
    listing.save()
    _audit(listing, "list_uploaded", by, now)
    return listing


@transaction.atomic
def read_as(
    *,
    import_id: int,
    columns: Mapping[str, int],
    header: int,
    all_adult: bool,
    agreed: str,
    by: Account,
    now: datetime,
) -> PeopleImport:
    """Say what the columns hold and how the people agreed, and have every row looked through. Nothing is written."""
    listing = _locked(import_id)
    may_read_again(by, listing, now=now).enforce()
    if fault := wrong_columns(columns):
        raise Refused(fault)
    if not agreed.strip():
        raise Refused("Say how these people agreed, and where that is written down.")
    listing.rows.all().delete()
    listing.columns, listing.header, listing.all_adult = dict(columns), header, all_adult
    listing.agreed, listing.asked_by, listing.asked_at = agreed[:400], by, now
    listing.begin(ImportStep.CHECKING)
    listing.save()
    enqueue(WORK, import_id=listing.pk)
    return listing


@transaction.atomic
def bring_in(*, import_id: int, by: Account, now: datetime) -> PeopleImport:
    """Have the rows that are ready brought in. Pressing twice begins it once."""
    listing = _locked(import_id)
    if listing.step in (ImportStep.IMPORTING, ImportStep.IMPORTED):
        may_see_import(by, listing, now=now).enforce()
        return listing
    ready = listing.rows.filter(state=RowState.READY).count()
    may_begin(by, listing, ready=ready, now=now).enforce()
    listing.begin(ImportStep.IMPORTING)
    listing.total, listing.asked_by, listing.asked_at = ready, by, now
    listing.save()
    _audit(listing, "list_brought_in", by, now, agreed=listing.agreed, rows=ready)
    enqueue(WORK, import_id=listing.pk)
    return listing


@transaction.atomic
def go_on(*, import_id: int, by: Account, now: datetime) -> PeopleImport:
    """Try once more what has stopped before its end."""
    listing = _locked(import_id)
    may_see_import(by, listing, now=now).enforce()
    if listing.trouble and listing.finished_at is not None:
        done, total = listing.done, listing.total
        listing.begin(ImportStep(listing.step))
        listing.done, listing.total = done, total
        listing.save()
        enqueue(WORK, import_id=listing.pk)
    return listing


@transaction.atomic
def throw_away(*, import_id: int, by: Account, now: datetime) -> None:
    """Forget a list of which nobody was brought in: its file and its rows."""
    listing = _locked(import_id)
    may_read_again(by, listing, now=now).enforce()
    _audit(listing, "list_thrown_away", by, now)
    forget(listing, now=now)


def forget(listing: PeopleImport, *, now: datetime) -> None:
    """The file and the rows go; how many came by it, when and by whom stays. The caller has locked it."""
    states = listing.rows.order_by().values_list("state", flat=True)
    listing.sums = {state: listing.rows.filter(state=state).count() for state in set(states)}
    ImportRow.objects.filter(listing=listing).delete()
    kept, storage = listing.file.name, listing.file.storage
    listing.file, listing.forgotten_at = "", now
    listing.names, listing.columns, listing.file_name = [], {}, "A list of people"
    listing.save()
    if kept:
        transaction.on_commit(lambda: storage.delete(kept))


def _locked(import_id: int) -> PeopleImport:
    return locked_one(
        PeopleImport.objects.select_related("cohort__course", "cohort__hub", "hub", "course"), import_id
    )


def _audit(listing: PeopleImport, action: str, by: Account, now: datetime, **facts: Any) -> None:
    after = {"cohort": listing.cohort_id, "course": listing.course_id, **facts}
    audit(listing, action, by=by, now=now, hub_id=listing.hub_id, after=after)
