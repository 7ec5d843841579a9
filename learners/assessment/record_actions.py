"""What an assessor saw, heard or asked: written, shared, confirmed. The registration is locked first, then the record.

A record makes a piece of evidence of the learner's, written by the assessor. The piece is out of the portfolio until
the record is shared, holds all of its words, and is linked to its criteria from the moment at which the record counts.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from academy.accounts.models import Account
from academy.shared.audit import audit
from academy.shared.clock import london_date
from academy.shared.jobs import enqueue
from academy.shared.locks import locked, locked_one
from academy.shared.rulings import Refused
from academy.shared.working_days import working_days_between
from learners.adjustments.claim_actions import settle as settle_claims
from learners.assessment.digests import digest_of_record
from learners.assessment.record_models import AssessorRecord, PassageCriterion
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
from learners.assessment.record_rules import RecordWords, clock_words, missing_in, tidy
from learners.assessment.record_writing import units_about, write
from learners.assessment.seen import was_seen
from learners.assessment.states import RECORD_WRITTEN, RecordState
from learners.portfolio.models import EvidenceItem, EvidenceLink
from learners.portfolio.states import EvidenceKind, FileState
from learners.registrations.models import QualRegistration
from learners.registrations.states import LIVE
from learners.submissions.states import SignedBy

KINDS = (EvidenceKind.OBSERVATION, EvidenceKind.DISCUSSION, EvidenceKind.QUESTIONS)
CHANGED = (
    "This record was changed in another window or on another device since you opened it. Nothing is lost: what you "
    "wrote is still here. Open the record as it is now, and put in what is missing."
)
OTHERS_KEY = (
    "This was kept under the name of somebody else’s record. Open a new one, and put your words in there."
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
) -> AssessorRecord:
    """A new one, finished or not. `key` is made by the phone: what it sends twice is one record.

    task_id: of the learner's plan, where it was planned there. Raises Refused, and Changed where the record of this key
    was written on since by another page.
    """
    registration = _locked(registration_id)
    known = AssessorRecord.objects.filter(key=key).first()
    if known is not None:
        return _again(known, registration, words, by=by, now=now)
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
        task_id=_of_plan(registration, task_id),
        made_at=now,
    )
    write(record, item, words, now=now)
    _moved(registration, now)
    _audit(record, "record_begun", by=by, now=now, after={"kind": kind, "criteria": _criteria(record)})
    return record


@transaction.atomic
def write_record(
    *, record_id: int, words: RecordWords, seen: datetime | None, by: Account, now: datetime
) -> AssessorRecord:
    """Write over it. seen: its `changed_at` when the page was opened. One that the learner sees differently is being
    written again from then on.
    """
    registration, record = _both(record_id)
    on = london_date(now)
    may_write_record(by, record, on=on).enforce()
    if words_of(record) == tidy(record.item.kind, words):
        return record
    if seen is not None and record.changed_at != seen:
        raise Changed(record)
    may_record_for(by, registration, units_about(registration, words), on=on).enforce()
    before: dict[str, object] = {"state": record.state, "criteria": _criteria(record)}
    if record.state == RecordState.QUERIED:
        record.state = RecordState.DRAFT
        record.item.withdrawn_at = now
    write(record, record.item, words, now=now)
    _moved(registration, now)
    after: dict[str, object] = {"state": record.state, "criteria": _criteria(record)}
    if before != after:
        _audit(record, "record_written", by=by, now=now, before=before, after=after)
    return record


@transaction.atomic
def share_record(*, record_id: int, by: Account, now: datetime) -> AssessorRecord:
    """Ask the learner to read and confirm it. A second time: nothing happens."""
    registration, record = _both(record_id)
    if record.state == RecordState.SHARED and wrote(by, record):
        return record
    may_share_record(by, record, on=london_date(now)).enforce()
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
    _moved(registration, now)
    _audit(
        record,
        "record_shared",
        by=by,
        now=now,
        before={"state": was},
        after={"state": record.state, "criteria": _criteria(record)},
    )
    enqueue("learners.reminders.send_due", kind="record_to_confirm")
    return record


@transaction.atomic
def take_back_record(*, record_id: int, by: Account, now: datetime) -> AssessorRecord:
    """To change it. The learner reads it again once it is shared again."""
    registration, record = _both(record_id)
    may_take_back_record(by, record, on=london_date(now)).enforce()
    was, record.state = record.state, RecordState.DRAFT
    record.save(update_fields=["state"])
    EvidenceItem.objects.filter(pk=record.item_id).update(withdrawn_at=now)
    _moved(registration, now)
    _audit(record, "record_taken_back", by=by, now=now, before={"state": was}, after={"state": record.state})
    return record


@transaction.atomic
def leave_record(*, record_id: int, by: Account, now: datetime) -> AssessorRecord:
    """Throw away what was begun and never shared. Its row stays."""
    registration, record = _both(record_id)
    if record.state == RecordState.LEFT and wrote(by, record):
        return record
    may_leave_record(by, record, on=london_date(now)).enforce()
    record.state = RecordState.LEFT
    record.save(update_fields=["state"])
    _moved(registration, now)
    _audit(record, "record_left", by=by, now=now)
    return record


@transaction.atomic
def confirm_record(
    *, record_id: int, words: str, how: str, by: Account, now: datetime, seen: datetime | None = None
) -> AssessorRecord:
    """The learner says that it was so, with a word of their own if they like. It counts from now.

    how: what opened their session (INV-19). seen: its `shared_at` on the page that they read. A second time: nothing
    happens.
    """
    registration, record = _both(record_id)
    ruling = may_answer_record(by, record, on=london_date(now))
    if not ruling and record.state == RecordState.CONFIRMED and record.confirmed_by_id == by.pk:
        return record
    ruling.enforce()
    was_seen(seen, record.shared_at).enforce()
    may_confirm_as(how).enforce()
    was, record.state = record.state, RecordState.CONFIRMED
    record.confirmed_at, record.confirmed_by, record.confirmed_how = now, by, SignedBy(how)
    record.learner_words = words.strip()[:2000]
    if record.counted_at is None:
        _count(record, by=record.assessor, now=now)
    record.save()
    _moved(registration, now)
    _audit(
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
    registration, record = _both(record_id)
    if record.state == RecordState.QUERIED and record.query == words.strip():
        return record
    may_answer_record(by, record, on=london_date(now)).enforce()
    was_seen(seen, record.shared_at).enforce()
    if not words.strip():
        raise Refused("Say in a line or two what was different.")
    was, record.state, record.query = record.state, RecordState.QUERIED, words.strip()[:2000]
    record.save(update_fields=["state", "query"])
    _moved(registration, now)
    _audit(
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
    registration, record = _both(record_id)
    if record.state != RecordState.SHARED:
        return False  # they answered just now
    record.state, record.silent_at = RecordState.SILENT, now
    counts = settings.RECORD_SILENCE == "count" and record.counted_at is None
    if counts:
        _count(record, by=record.assessor, now=now)
    record.save()
    _moved(registration, now)
    _audit(
        record,
        "record_met_silence",
        by=None,
        now=now,
        before={"state": RecordState.SHARED},
        after={"state": record.state, "counts": record.counted_at is not None, "digest": record.digest},
    )
    return True


def _count(record: AssessorRecord, *, by: Account, now: datetime) -> None:
    """From now on it can be judged, and nothing in it changes. What it shows stands in the portfolio too."""
    record.counted_at = now
    record.digest = digest_of_record(record)
    places: dict[int, str] = {}
    for passage in record.passages.prefetch_related("criteria"):
        for about in passage.criteria.all():
            place = clock_words(passage.at) if passage.at is not None else ""
            places[about.criterion_id] = places.get(about.criterion_id) or place
    EvidenceLink.objects.bulk_create(
        [
            EvidenceLink(
                item=record.item,
                registration=record.registration,
                criterion_id=pk,
                place=place,
                linked_by=by,
                linked_at=now,
            )
            for pk, place in sorted(places.items())
        ],
        ignore_conflicts=True,
    )


def _again(
    record: AssessorRecord, registration: QualRegistration, words: RecordWords, *, by: Account, now: datetime
) -> AssessorRecord:
    """What came twice, or goes on from a page that did not hear that it was kept."""
    if not wrote(by, record) or record.registration_id != registration.pk:
        raise Refused(OTHERS_KEY)
    if record.state not in RECORD_WRITTEN:
        return record
    return write_record(record_id=record.pk, words=words, seen=record.made_at, by=by, now=now)


def _locked(registration_id: int) -> QualRegistration:
    return locked_one(
        QualRegistration.objects.select_related("account", "hub", "version__qualification"), registration_id
    )


def _both(record_id: int) -> tuple[QualRegistration, AssessorRecord]:
    """The registrations that its piece is linked to, its own among them, and the record as it is then."""
    own, item = AssessorRecord.objects.values_list("registration", "item").get(pk=record_id)
    linked = EvidenceLink.objects.filter(item=item).values_list("registration", flat=True)
    locked(QualRegistration.objects.all(), {own, *linked})
    record = AssessorRecord.objects.select_related(
        "item", "assessor", "registration__account", "registration__hub", "registration__version"
    ).get(pk=record_id)
    return record.registration, record


def _of_plan(registration: QualRegistration, task_id: int | None) -> int | None:
    """The task, if it stands in a plan of this learner; raises Refused."""
    if task_id is None:
        return None
    if not registration.plans.filter(tasks=task_id).exists():
        raise Refused("This task stands in no plan of this learner. Choose another one, or none.")
    return task_id


def _criteria(record: AssessorRecord) -> list[int]:
    rows = PassageCriterion.objects.filter(record=record).values_list("criterion", flat=True)
    return sorted(set(rows))


def _moved(registration: QualRegistration, now: datetime) -> None:
    QualRegistration.objects.filter(pk=registration.pk).update(moved_at=now)


def _audit(
    record: AssessorRecord,
    action: str,
    *,
    by: Account | None,
    now: datetime,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    registration = record.registration
    audit(
        registration,
        action,
        by=by,
        now=now,
        about=record,
        hub_id=registration.hub_id,
        before=before,
        after=after,
    )
