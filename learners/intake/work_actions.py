"""What a worker does with a list: look through every row, and bring in those that are ready, each by itself.

A worker that is stopped in the middle leaves nothing half done: each row is settled together with what it brought
about, and the next worker goes on with those that are not.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from django.db import IntegrityError, OperationalError, transaction

from academy.accounts.models import Account
from academy.shared import clock
from academy.shared.clock import london_date
from academy.shared.jobs import enqueue
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from academy.shared.spreadsheet_reading import CannotRead, Line, read_lines
from courses.delivery.models import Cohort
from learners.enrolments.behalf_actions import Newcomer, SameMoment, new_person
from learners.enrolments.interest_actions import ask_to_be_told
from learners.enrolments.place_actions import book_place
from learners.enrolments.states import PlaceState, Source
from learners.intake.actions import WORK
from learners.intake.matching import judge
from learners.intake.models import ImportRow, PeopleImport
from learners.intake.people import NotAPerson, Written, name_in, read_person
from learners.intake.policies import PEOPLE_AT_ONCE
from learners.intake.states import WORKING, ImportStep, RowState

AT_ONCE = 500  # rows that are looked through together
SPEAKS_AFTER = 50  # rows that are brought in
STRETCH = timedelta(seconds=60)  # then other work has its turn
OURS = "Something went wrong on our side with this row. Add this person by hand."
STOPPED = "Something went wrong on our side. Nothing is lost: press Go on. If it stops again, tell us."
TWICE = "The same person as in row {}."
OUTCOMES = {
    PlaceState.CONFIRMED: RowState.BOOKED,
    PlaceState.REQUESTED: RowState.REQUESTED,
    PlaceState.WAITLISTED: RowState.WAITING,
}
Now = Callable[[], datetime]

log = logging.getLogger(__name__)


def work_on(*, import_id: int, now: Now = clock.now) -> None:
    """Do what is to be done with this list, for a while, unless another worker is at it."""
    rows = PeopleImport.objects.select_related("cohort__course", "cohort__hub", "hub", "course", "asked_by")
    listing = rows.filter(pk=import_id, step__in=WORKING).first()
    if listing is None or not listing.take(now=now()):
        return
    try:
        STEPS[ImportStep(listing.step)](listing, now)
    except CannotRead as fault:
        listing.finish(now=now(), trouble=str(fault))
    except OperationalError:  # the database is away: whoever comes after takes over
        raise
    except Exception:
        log.exception("could not work on list %s", import_id)
        listing.finish(now=now(), trouble=STOPPED)


def work_on_all(*, now: datetime) -> None:
    """The sweep: whatever a lost nudge or a stopped worker has left behind."""
    waiting = PeopleImport.objects.to_do(now).filter(step__in=WORKING)
    for pk in waiting.values_list("pk", flat=True)[:20]:
        enqueue(WORK, import_id=pk)


# --- looking through ----------------------------------------------------------------------------------------


def look_through(listing: PeopleImport, now: Now) -> None:
    """A row for each row of the list, with what can be done with it. Begun again from its first row."""
    listing.rows.all().delete()
    seen: dict[tuple[str, str], int] = {}
    done, today = 0, london_date(now())
    with listing.file.open("rb") as file:
        lines = _people(read_lines(file), listing)
        while batch := list(islice(lines, AT_ONCE)):
            made = _looked_at(listing, batch, seen, today)
            ImportRow.objects.bulk_create(made)
            done += len(made)
            if done > PEOPLE_AT_ONCE:
                raise CannotRead(
                    f"This list has more than {PEOPLE_AT_ONCE:,} rows. Cut it into several lists."
                )
            listing.speak(done=done, total=0, now=now())
    listing.step, listing.total = ImportStep.CHECKED, done
    listing.save(update_fields=["step", "total"])
    listing.finish(now=now())


def _people(lines: Iterator[Line], listing: PeopleImport) -> Iterator[Line]:
    """Without the names of the columns and what stands above them."""
    return (line for line in lines if line.number > listing.header)


def _looked_at(
    listing: PeopleImport, batch: list[Line], seen: dict[tuple[str, str], int], today: date
) -> list[ImportRow]:
    rows: list[ImportRow] = []
    to_judge: list[tuple[ImportRow, Written]] = []
    for line in batch:
        row = ImportRow(
            listing=listing,
            line=line.number,
            name=name_in(line.cells, listing.columns),
            cells=[cell[:500] for cell in line.cells],
        )
        rows.append(row)
        try:
            one = read_person(line.cells, listing.columns, all_adult=listing.all_adult, today=today)
        except NotAPerson as fault:
            row.state, row.reason = RowState.REFUSED, str(fault)[:300]
            continue
        if (first := seen.setdefault(one.key, line.number)) != line.number:
            row.state, row.reason = RowState.TWICE, TWICE.format(first)
            continue
        to_judge.append((row, one))
    for (row, _), judged in zip(to_judge, judge(listing, [one for _, one in to_judge]), strict=True):
        row.state, row.reason, row.place_id = judged.state, judged.reason[:300], judged.place_id
    return rows


# --- bringing in --------------------------------------------------------------------------------------------


def bring_in_rows(listing: PeopleImport, now: Now) -> None:
    """Row by row, for a minute at most; then the list waits for its next turn."""
    until = now() + STRETCH
    ready = listing.rows.filter(state=RowState.READY).order_by("line").values_list("pk", flat=True)
    while ids := list(ready[:SPEAKS_AFTER]):
        for pk in ids:
            bring_in_row(listing=listing, row_id=pk, now=now())
        listing.speak(done=listing.total - ready.count(), total=listing.total, now=now())
        if now() >= until:
            listing.let_go(now=now())
            enqueue(WORK, import_id=listing.pk)
            return
    listing.step = ImportStep.IMPORTED
    listing.save(update_fields=["step"])
    listing.finish(now=now())


def bring_in_row(*, listing: PeopleImport, row_id: int, now: datetime) -> None:
    """One row, whatever is wrong with it. Its result is written with what it brought about, or neither is."""
    for tries in (1, 2):
        try:
            _settle_row(listing, row_id, now)
            return
        except (IntegrityError, SameMoment):  # somebody made the same person a moment ago: now they are known
            if tries == 2:
                log.exception("could not bring in row %s", row_id)
        except OperationalError:
            raise
        except Exception:
            log.exception("could not bring in row %s", row_id)
            break
    ImportRow.objects.filter(pk=row_id, state=RowState.READY).update(state=RowState.REFUSED, reason=OURS)


@transaction.atomic
def _settle_row(listing: PeopleImport, row_id: int, now: datetime) -> None:
    if listing.cohort_id is not None:
        locked_one(Cohort.objects.all(), listing.cohort_id)
    row = locked_one(ImportRow.objects.all(), row_id)
    if row.state != RowState.READY:
        return
    try:
        with transaction.atomic():
            _bring_in(listing, row, now)
    except SameMoment:
        raise
    except (Refused, NotAPerson) as refusal:
        row.state, row.reason, row.place = RowState.REFUSED, str(refusal)[:300], None
    row.save(update_fields=["state", "reason", "place"])


def _bring_in(listing: PeopleImport, row: ImportRow, now: datetime) -> None:
    one = read_person(row.cells, listing.columns, all_adult=listing.all_adult, today=london_date(now))
    judged = judge(listing, [one], thorough=False)[0]
    row.state, row.place_id = judged.state, judged.place_id
    row.reason = judged.reason or row.reason
    if judged.state != RowState.READY:
        return
    account_id = judged.account_id or _add(listing, one, now)
    if listing.cohort_id is None:
        facts = {"account_id": account_id, "course_id": listing.course_id, "hub_id": listing.hub_id}
        ask_to_be_told(by=listing.asked_by, now=now, **facts)
        row.state = RowState.LISTED
        return
    place = book_place(
        cohort_id=listing.cohort_id,
        account_id=account_id,
        by=listing.asked_by,
        now=now,
        source=Source.IMPORT,
        agreed=f"{listing.agreed} From row {row.line} of a list.",
    )
    row.place, row.state = place, OUTCOMES[PlaceState(place.state)]


def _add(listing: PeopleImport, one: Written, now: datetime) -> int:
    person = Newcomer(
        full_name=one.full_name,
        is_adult=bool(one.is_adult),
        email=one.email,
        phone=one.phone,
        date_of_birth=one.date_of_birth,
        guardian_name=one.guardian_name,
    )
    made: Account = new_person(listing.hub, person, by=listing.asked_by, now=now)
    return made.pk


STEPS: dict[ImportStep, Callable[[PeopleImport, Now], None]] = {
    ImportStep.CHECKING: look_through,
    ImportStep.IMPORTING: bring_in_rows,
}
