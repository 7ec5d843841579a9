"""Putting an assessor's words into a record, its passages and the piece of evidence that it makes."""

from datetime import datetime

from academy.shared.clock import london_date
from academy.shared.rulings import Refused
from courses.qualifications.models import Criterion, Unit
from learners.assessment.record_models import AssessorRecord, PassageCriterion, RecordPassage
from learners.assessment.record_queries import numbers_of
from learners.assessment.record_rules import MOST_PASSAGES, NOTHING_YET, Passage, RecordWords, as_text, tidy
from learners.portfolio.models import EvidenceItem
from learners.portfolio.rules import hours_words
from learners.portfolio.states import EvidenceKind
from learners.registrations.models import QualRegistration

NOT_TAKEN = "One of these criteria belongs to a unit that this learner does not take. Load the page again, and choose."


def write(record: AssessorRecord, item: EvidenceItem, words: RecordWords, *, now: datetime) -> None:
    """Everything that was said, in the place of what was there. The caller has locked the registration and asked who
    may. Raises Refused.
    """
    words = tidy(EvidenceKind(item.kind), words)
    if words.happened_on > london_date(now):
        raise Refused("This day is still to come. Choose the day on which it happened.")
    if len(words.passages) > MOST_PASSAGES:
        raise Refused(
            f"A record holds at most {MOST_PASSAGES} passages. Write another record for the others."
        )
    _write_item(record, item, words, now)
    record.item = item
    record.happened_on, record.minutes = words.happened_on, words.minutes
    record.place, record.activity, record.comments = words.place, words.activity, words.comments
    record.changed_at = now
    record.save()
    _write_passages(record, words.passages)


def units_about(registration: QualRegistration, words: RecordWords) -> list[Unit]:
    """Those whose criteria the words name; raises Refused for a criterion that this learner does not take."""
    wanted = {pk for one in words.passages for pk in one.criteria}
    known = _criteria(registration, wanted)
    if len(known) != len(wanted):
        raise Refused(NOT_TAKEN)
    units = {one.outcome.unit_id: one.outcome.unit for one in known}
    return sorted(units.values(), key=lambda unit: unit.number)


def _criteria(registration: QualRegistration, ids: set[int]) -> list[Criterion]:
    taken = registration.units.values_list("unit", flat=True)
    rows = Criterion.objects.filter(pk__in=ids, version=registration.version_id, outcome__unit__in=taken)
    return list(rows.select_related("outcome__unit"))


def _write_item(record: AssessorRecord, item: EvidenceItem, words: RecordWords, now: datetime) -> None:
    """The piece holds all of it in words, so that it reads the same wherever pieces are read."""
    about = {pk for one in words.passages for pk in one.criteria}
    numbers = numbers_of(_criteria(record.registration, about))
    item.title = words.title
    item.happened_on, item.others, item.minutes = words.happened_on, words.others, words.minutes
    item.text = as_text(words, numbers)
    item.record = {"Written by": f"{record.assessor.full_name}, assessor"}
    if words.place:
        item.record["Where"] = words.place
    if words.minutes:
        item.record["How long"] = hours_words(words.minutes)
    item.changed_at = now
    item.save()


def _write_passages(record: AssessorRecord, passages: tuple[Passage, ...]) -> None:
    PassageCriterion.objects.filter(record=record).delete()
    RecordPassage.objects.filter(record=record).delete()
    for number, one in enumerate(passages, start=1):
        made = RecordPassage.objects.create(
            record=record, number=number, at=one.at, question=one.question, text=one.text or NOTHING_YET
        )
        PassageCriterion.objects.bulk_create(
            PassageCriterion(record=record, passage=made, criterion_id=pk) for pk in one.criteria
        )
