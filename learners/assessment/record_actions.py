"""What an assessor saw, heard or asked: written, shared, confirmed. The registration is locked first, then the record.

A record makes a piece of evidence of the learner's, written by the assessor. The piece is out of the portfolio until
the record is shared, holds all of its words, and is linked to its criteria from the moment at which the record counts.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from academy.accounts.models import Account
from academy.shared.clock import london_date
from academy.shared.jobs import enqueue
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from academy.shared.working_days import working_days_between
from learners.adjustments.claim_actions import settle as settle_claims
from learners.assessment.record_keeping import (
    being_checked,
    both,
    count,
    criteria_in,
    locked_registration,
    moved,
    note,
    of_plan,
)
from learners.assessment.record_models import AssessorRecord
from learners.assessment.record_policies import (
    may_answer_record,
    may_confirm_as,
    may_leave_record,
    may_record_for,
    may_share_record,
    may_take_back_record,
    may_write_record,
    may_write_records,
    wrote,
)
from learners.assessment.record_queries import words_of
from learners.assessment.record_rules import RecordWords, missing_in, tidy
from learners.assessment.record_writing import units_about, write
from learners.assessment.seen import was_seen
from learners.assessment.states import RECORD_WRITTEN, RecordState
from learners.portfolio.models import EvidenceItem
from learners.portfolio.states import EvidenceKind, FileState
from learners.registrations.models import QualRegistration
from learners.registrations.states import LIVE
from learners.submissions.states import SignedBy

KINDS = (EvidenceKind.OBSERVATION, EvidenceKind.DISCUSSION, EvidenceKind.QUESTIONS)
CHANGED = (
    "This record was changed in another window or on another device since you opened it. Nothing is lost: what you "
    "wrote is still here. Press “Keep it” to see what is kept now, and then again to keep yours in its place."
)
OTHERS_KEY = (
    "This was kept under the name of somebody else’s record. Open a new one, and put your words in there."
)
NOT_IN_IT = "What you wrote now is not in it: put what is missing into another record."
BEING_CHECKED = (
    "A file in it is still being checked. Wait a few minutes, then answer. What you wrote is still here."
)


class Changed(Refused):
    """Somebody else's page, or another device, wrote since. `record`: as it is now."""

    def __init__(self, record: AssessorRecord) -> None:
        super().__init__(CHANGED)
        self.record = record


@transaction.atomic
def begin_record(
    *,
    key: UUID,
    registration_id: int,
    kind: EvidenceKind,
    words: RecordWords,
    by: Account,
    now: datetime,
    task_id: int | None = None,
    page: str = "",
    seen: datetime | None = None,
) -> AssessorRecord:
    """A new one, finished or not. `key` is made by the phone: what it sends twice is one record. task_id: of the plan.
    page, seen: see write_record. Raises Refused; Changed where the record of this key was written on by another page.
    """
    registration = locked_registration(registration_id)
    known = AssessorRecord.objects.filter(key=key).first()
    if known is not None:
        return _again(known, registration, words, page=page, seen=seen, by=by, now=now)
    on = london_date(now)
    may_write_records(by, registration, on=on).enforce()
    may_record_for(by, registration, units_about(registration, words), on=on).enforce()
    if kind not in KINDS:
        raise Refused("This is not something that an assessor records. Choose what you did.")
    item = EvidenceItem(
        account=registration.account, kind=kind, made_at=now, changed_at=now, withdrawn_at=now
    )
    record = AssessorRecord(
        key=key,
        registration=registration,
        assessor=by,
        task_id=of_plan(registration, task_id),
        made_at=now,
        page=page,
    )
    write(record, item, words, now=now)
    moved(registration, now)
    note(record, "record_begun", by=by, now=now, after={"kind": kind, "criteria": criteria_in(record)})
    return record


@transaction.atomic
def write_record(
    *,
    record_id: int,
    words: RecordWords,
    seen: datetime | None,
    by: Account,
    now: datetime,
    page: str = "",
) -> AssessorRecord:
    """Write over it. seen: its `changed_at` when the page was opened; page: a name that this page gave itself, so that
    it can go on where it did not hear that its own words were kept. One that the learner sees differently is being
    written again from then on.
    """
    registration, record = both(record_id)
    on = london_date(now)
    may_write_record(by, record, on=on).enforce()
    if words_of(record) == tidy(record.item.kind, words):
        return record
    if seen is not None and record.changed_at != seen and not (page and record.page == page):
        raise Changed(record)
    may_record_for(by, registration, units_about(registration, words), on=on).enforce()
    before: dict[str, object] = {"state": record.state, "criteria": criteria_in(record)}
    if record.state == RecordState.QUERIED:
        record.state = RecordState.DRAFT
        record.item.withdrawn_at = now
    record.page = page
    write(record, record.item, words, now=now)
    moved(registration, now)
    after: dict[str, object] = {"state": record.state, "criteria": criteria_in(record)}
    if before != after:
        note(record, "record_written", by=by, now=now, before=before, after=after)
    return record


@transaction.atomic
def share_record(*, record_id: int, by: Account, now: datetime) -> AssessorRecord:
    """Ask the learner to read and confirm it. A second time: nothing happens."""
    registration, record = both(record_id)
    if record.state == RecordState.SHARED and wrote(by, record):
        return record
    may_share_record(by, record, on=london_date(now)).enforce()
    locked_one(
        EvidenceItem.objects.all(), record.item_id
    )  # a file that comes in just now is in it, or stays out
    words = words_of(record)
    files = record.item.files.filter(removed_at__isnull=True)
    lacks = missing_in(
        record.item.kind,
        words,
        checking=files.filter(state=FileState.CHECKING).count(),
        refused=files.filter(state=FileState.REFUSED).count(),
    )
    if lacks:
        raise Refused(lacks[0].words)
    may_record_for(by, registration, units_about(registration, words), on=london_date(now)).enforce()
    was, record.state, record.shared_at = record.state, RecordState.SHARED, now
    record.save(update_fields=["state", "shared_at"])
    EvidenceItem.objects.filter(pk=record.item_id).update(withdrawn_at=None)
    moved(registration, now)
    note(
        record,
        "record_shared",
        by=by,
        now=now,
        before={"state": was},
        after={"state": record.state, "criteria": criteria_in(record)},
    )
    enqueue("learners.reminders.send_due", kind="record_to_confirm")
    return record


@transaction.atomic
def take_back_record(*, record_id: int, by: Account, now: datetime) -> AssessorRecord:
    """To change it. The learner reads it again once it is shared again."""
    registration, record = both(record_id)
    may_take_back_record(by, record, on=london_date(now)).enforce()
    was, record.state = record.state, RecordState.DRAFT
    record.save(update_fields=["state"])
    EvidenceItem.objects.filter(pk=record.item_id).update(withdrawn_at=now)
    moved(registration, now)
    note(record, "record_taken_back", by=by, now=now, before={"state": was}, after={"state": record.state})
    return record


@transaction.atomic
def leave_record(*, record_id: int, by: Account, now: datetime) -> AssessorRecord:
    """Throw away what was begun and never shared. Its row stays."""
    registration, record = both(record_id)
    if record.state == RecordState.LEFT and wrote(by, record):
        return record
    may_leave_record(by, record, on=london_date(now)).enforce()
    record.state = RecordState.LEFT
    record.save(update_fields=["state"])
    moved(registration, now)
    note(record, "record_left", by=by, now=now)
    return record


@transaction.atomic
def confirm_record(
    *, record_id: int, words: str, how: str, by: Account, now: datetime, seen: datetime | None = None
) -> AssessorRecord:
    """The learner says that it was so, with a word of their own if they like. It counts from now.

    how: what opened their session (INV-19). seen: its `shared_at` on the page that they read. A second time: nothing
    happens.
    """
    registration, record = both(record_id)
    ruling = may_answer_record(by, record, on=london_date(now))
    if not ruling and record.state == RecordState.CONFIRMED and record.confirmed_by_id == by.pk:
        return record
    ruling.enforce()
    was_seen(seen, record.shared_at).enforce()
    may_confirm_as(how).enforce()
    if record.counted_at is None and being_checked(record):
        raise Refused(BEING_CHECKED)
    was, record.state = record.state, RecordState.CONFIRMED
    record.confirmed_at, record.confirmed_by, record.confirmed_how = now, by, SignedBy(how)
    record.learner_words = words.strip()[:2000]
    if record.counted_at is None:
        count(record, by=record.assessor, now=now)
    record.save()
    moved(registration, now)
    note(
        record,
        "record_confirmed",
        by=by,
        now=now,
        before={"state": was},
        after={"state": record.state, "how": how, "digest": record.digest},
    )
    settle_claims(registration=registration, by=by, now=now)
    return record


@transaction.atomic
def query_record(
    *, record_id: int, words: str, by: Account, now: datetime, seen: datetime | None = None
) -> AssessorRecord:
    """The learner says that it was different, and how. It goes back to the assessor. seen: as above."""
    registration, record = both(record_id)
    if record.state == RecordState.QUERIED and record.query == words.strip():
        return record
    may_answer_record(by, record, on=london_date(now)).enforce()
    was_seen(seen, record.shared_at).enforce()
    if not words.strip():
        raise Refused("Say in a line or two what was different.")
    was, record.state, record.query = record.state, RecordState.QUERIED, words.strip()[:2000]
    record.queried_at = now
    record.save(update_fields=["state", "query", "queried_at"])
    moved(registration, now)
    note(
        record,
        "record_queried",
        by=by,
        now=now,
        before={"state": was},
        after={"state": record.state, "words": record.query},
    )
    enqueue("learners.reminders.send_due", kind="record_queried")
    return record


def count_in_silence(*, now: datetime) -> int:
    """Write down that learners did not answer after two reminders; how many. By RECORD_SILENCE such a record counts
    from then, or waits on. Each in its own transaction.
    """
    on = london_date(now)
    rows = AssessorRecord.objects.filter(state=RecordState.SHARED, registration__state__in=LIVE)
    waiting = [
        pk
        for pk, shared_at in rows.order_by("pk").values_list("pk", "shared_at")
        if shared_at and working_days_between(london_date(shared_at), on) >= settings.RECORD_SILENT_DAYS
    ]
    return sum(_note_silence(pk, now) for pk in waiting)


@transaction.atomic
def _note_silence(record_id: int, now: datetime) -> bool:
    registration, record = both(record_id)
    if record.state != RecordState.SHARED:
        return False  # they answered just now
    record.state, record.silent_at = RecordState.SILENT, now
    if settings.RECORD_SILENCE == "count" and record.counted_at is None and not being_checked(record):
        count(record, by=record.assessor, now=now)
    record.save()
    moved(registration, now)
    note(
        record,
        "record_met_silence",
        by=None,
        now=now,
        before={"state": RecordState.SHARED},
        after={"state": record.state, "counts": record.counted_at is not None, "digest": record.digest},
    )
    return True


def _again(
    record: AssessorRecord,
    registration: QualRegistration,
    words: RecordWords,
    *,
    page: str,
    seen: datetime | None,
    by: Account,
    now: datetime,
) -> AssessorRecord:
    """What came twice, or goes on from a page that did not hear that it was kept."""
    if not wrote(by, record) or record.registration_id != registration.pk:
        raise Refused(OTHERS_KEY)
    if words_of(record) == tidy(record.item.kind, words):
        return record
    if record.state not in RECORD_WRITTEN:
        why = may_write_record(by, record, on=london_date(now)).reason
        raise Refused(f"{why} {NOT_IN_IT}")
    seen = seen or record.made_at
    return write_record(record_id=record.pk, words=words, seen=seen, page=page, by=by, now=now)
