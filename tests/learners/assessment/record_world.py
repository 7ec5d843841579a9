"""Asa, who assesses Amara, and what she writes down of her."""

from datetime import datetime
from uuid import UUID, uuid4

from academy.accounts.models import Account
from learners.assessment.evidence_queries import shelf_of
from learners.assessment.record_actions import begin_record, share_record
from learners.assessment.record_models import AssessorRecord
from learners.assessment.record_rules import Passage, RecordWords
from learners.portfolio.states import EvidenceKind
from learners.registrations.models import QualRegistration
from tests.cast import Cast, make_cast
from tests.learners import judging, qualifying
from tests.learners.qualifying import NOON, TODAY


def at_work() -> tuple[Cast, QualRegistration]:
    """Amara under way, given to Asa, who is qualified and knows every unit."""
    cast = make_cast()
    registration = qualifying.registered(cast.learner, cast.harbour, cast.manager)
    qualifying.assessor(cast.assessor, cast.manager)
    qualifying.allocated(registration, cast.assessor)
    return cast, registration


def words(registration: QualRegistration, *numbers: int, **facts: object) -> RecordWords:
    """About the criteria of these units (of unit 2), seen at minute 0:42."""
    about = [one.pk for number in numbers or (2,) for one in judging.criteria_of(registration, number)]
    return RecordWords(
        **{
            "happened_on": TODAY,
            "minutes": 40,
            "place": "The market",
            "activity": "She spoke with five people at her stall.",
            "comments": "You wait for people to finish.",
            "others": "nobody",
            "passages": (
                Passage("She asked what the road is like at home time.", at=42, criteria=tuple(about)),
            ),
            **facts,
        }  # type: ignore[arg-type]
    )


def begun(
    registration: QualRegistration,
    by: Account,
    said: RecordWords | None = None,
    kind: EvidenceKind = EvidenceKind.OBSERVATION,
    now: datetime = NOON,
    key: UUID | None = None,
) -> AssessorRecord:
    return begin_record(
        key=key or uuid4(),
        registration_id=registration.pk,
        kind=kind,
        words=said or words(registration),
        by=by,
        now=now,
    )


def shared(registration: QualRegistration, by: Account, now: datetime = NOON) -> AssessorRecord:
    return share_record(record_id=begun(registration, by, now=now).pk, by=by, now=now)


def records_that_count(registration: QualRegistration) -> dict[int, list[AssessorRecord]]:
    """By criterion, as whoever judges finds them beside it."""
    units = registration.units.values_list("unit", flat=True)
    found: dict[int, list[AssessorRecord]] = {}
    for one in shelf_of(registration, list(units)).pieces.values():
        if one.is_record:
            for criterion in one.shows:
                found.setdefault(criterion, []).append(AssessorRecord.objects.get(pk=one.pk))
    return found
