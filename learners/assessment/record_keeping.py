"""What every step of a record shares: which rows are locked, what is written down, and from when on it counts."""

from datetime import datetime

from academy.accounts.models import Account
from academy.shared.audit import audit
from academy.shared.locks import locked, locked_one
from academy.shared.rulings import Refused
from learners.assessment.digests import digest_of_record
from learners.assessment.record_models import AssessorRecord, PassageCriterion
from learners.assessment.record_rules import clock_words
from learners.portfolio.models import EvidenceLink
from learners.portfolio.states import FileState
from learners.registrations.models import QualRegistration


def locked_registration(registration_id: int) -> QualRegistration:
    return locked_one(
        QualRegistration.objects.select_related("account", "hub", "version__qualification"), registration_id
    )


def both(record_id: int) -> tuple[QualRegistration, AssessorRecord]:
    """The registrations that its piece is linked to, its own among them, and the record as it is then."""
    own, item = AssessorRecord.objects.values_list("registration", "item").get(pk=record_id)
    linked = EvidenceLink.objects.filter(item=item).values_list("registration", flat=True)
    locked(QualRegistration.objects.all(), {own, *linked})
    record = AssessorRecord.objects.select_related(
        "item", "assessor", "registration__account", "registration__hub", "registration__version"
    ).get(pk=record_id)
    return record.registration, record


def of_plan(registration: QualRegistration, task_id: int | None) -> int | None:
    """The task, if it stands in a plan of this learner; raises Refused."""
    if task_id is None:
        return None
    if not registration.plans.filter(tasks=task_id).exists():
        raise Refused("This task stands in no plan of this learner. Choose another one, or none.")
    return task_id


def criteria_in(record: AssessorRecord) -> list[int]:
    rows = PassageCriterion.objects.filter(record=record).values_list("criterion", flat=True)
    return sorted(set(rows))


def moved(registration: QualRegistration, now: datetime) -> None:
    QualRegistration.objects.filter(pk=registration.pk).update(moved_at=now)


def note(
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


def being_checked(record: AssessorRecord) -> bool:
    """Whether a file of it is still gone through: until then it is not known what would be confirmed."""
    return record.item.files.filter(removed_at__isnull=True, state=FileState.CHECKING).exists()


def count(record: AssessorRecord, *, by: Account, now: datetime) -> None:
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
