"""What the learner says to a record: that it was so, that it was different, or nothing at all."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from courses.qualifications.staff_states import QualificationTask
from learners.assessment.digests import digest_of_record
from learners.assessment.record_actions import (
    confirm_record,
    count_in_silence,
    query_record,
    share_record,
    write_record,
)
from learners.assessment.record_policies import may_read_record
from learners.assessment.record_queries import records_of, words_of
from learners.assessment.states import RecordState
from learners.registrations.models import QualRegistration
from learners.registrations.states import RegistrationState
from tests.cast import Cast, hold, person
from tests.learners import judging, qualifying
from tests.learners.assessment.record_world import at_work, begun, records_that_count, shared, words
from tests.learners.qualifying import NOON, TODAY

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def world() -> tuple[Cast, QualRegistration]:
    return at_work()


def test_the_learner_sees_it_differently(world: tuple[Cast, QualRegistration]) -> None:
    cast, amara = world
    record = shared(amara, cast.assessor)
    with pytest.raises(Refused, match="what was different"):
        query_record(record_id=record.pk, words=" ", by=cast.learner, now=NOON)
    query_record(record_id=record.pk, words="There were six.", by=cast.learner, now=NOON)
    with pytest.raises(Refused, match="answers"):
        confirm_record(record_id=record.pk, words="", how="email", by=cast.learner, now=NOON)
    record.refresh_from_db()
    made = write_record(
        record_id=record.pk,
        words=replace(words_of(record), activity="She spoke with six people."),
        seen=record.changed_at,
        by=cast.assessor,
        now=LATER,
    )
    assert made.state == RecordState.DRAFT
    assert list(records_of(amara, cast.learner, own=True)) == []
    share_record(record_id=record.pk, by=cast.assessor, now=LATER)
    made = confirm_record(record_id=record.pk, words="", how="email", by=cast.learner, now=LATER)
    assert made.activity == "She spoke with six people."
    assert made.query == "There were six."


@pytest.mark.both
@pytest.mark.parametrize(("setting", "counts"), [("wait", False), ("count", True)])
def test_silence_is_always_recorded_and_counts_by_the_setting(
    world: tuple[Cast, QualRegistration], settings: Settings, setting: str, counts: bool
) -> None:
    settings.RECORD_SILENCE = setting
    cast, amara = world
    record = shared(amara, cast.assessor)
    assert count_in_silence(now=NOON + timedelta(days=13)) == 0  # nine working days
    assert count_in_silence(now=NOON + timedelta(days=14)) == 1
    assert count_in_silence(now=NOON + timedelta(days=15)) == 0
    record.refresh_from_db()
    assert (record.state, record.silent_at is not None) == (RecordState.SILENT, True)
    assert (record.counted_at is not None) is counts
    assert bool(records_that_count(amara)) is counts
    event = AuditEvent.objects.get(action="record_met_silence")
    assert event.detail.after["counts"] is counts
    late = confirm_record(
        record_id=record.pk, words="Sorry!", how="email", by=cast.learner, now=NOON + timedelta(days=20)
    )
    late.refresh_from_db()
    assert late.state == RecordState.CONFIRMED
    assert late.digest == digest_of_record(late)


def test_what_counts_in_silence_stops_when_the_learner_sees_it_differently(
    world: tuple[Cast, QualRegistration], settings: Settings
) -> None:
    settings.RECORD_SILENCE = "count"
    cast, amara = world
    record = shared(amara, cast.assessor)
    late = NOON + timedelta(days=20)
    count_in_silence(now=late)
    query_record(record_id=record.pk, words="That was not me.", by=cast.learner, now=late)
    assert records_that_count(amara) == {}
    with pytest.raises(Refused, match="counts already"):
        write_record(
            record_id=record.pk, words=words(amara, activity="x"), seen=None, by=cast.assessor, now=late
        )
    share_record(record_id=record.pk, by=cast.assessor, now=late)  # after they have talked
    confirm_record(record_id=record.pk, words="It was.", how="email", by=cast.learner, now=late)
    assert records_that_count(amara)


def test_an_answer_ends_with_the_registration(world: tuple[Cast, QualRegistration]) -> None:
    cast, amara = world
    record = shared(amara, cast.assessor)
    QualRegistration.objects.filter(pk=amara.pk).update(
        state=RegistrationState.WITHDRAWN, ended_at=NOON, ended_why="Moved"
    )
    with pytest.raises(Refused, match="has ended"):
        confirm_record(record_id=record.pk, words="", how="email", by=cast.learner, now=NOON)
    assert count_in_silence(now=NOON + timedelta(days=40)) == 0


def test_a_joined_row_confirms_as_the_same_person(world: tuple[Cast, QualRegistration]) -> None:
    cast, amara = world
    record = shared(amara, cast.assessor)
    twin = person("Amara B", email="amara.b@example.org")
    Account.objects.filter(pk=cast.learner.pk).update(
        joined_to=twin, joined_at=NOON, is_active=False, email=None
    )
    made = confirm_record(record_id=record.pk, words="", how="email", by=twin, now=NOON)
    assert made.state == RecordState.CONFIRMED


def test_an_answer_in_the_last_moment_is_no_silence(
    world: tuple[Cast, QualRegistration], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was found among those that nobody answers; the learner answers before it is written down."""
    cast, amara = world
    record = shared(amara, cast.assessor)

    def answered_meanwhile(*days: object) -> int:
        confirm_record(record_id=record.pk, words="", how="email", by=cast.learner, now=LATER)
        return 99

    monkeypatch.setattr("learners.assessment.record_actions.working_days_between", answered_meanwhile)
    assert count_in_silence(now=LATER) == 0
    record.refresh_from_db()
    assert (record.state, record.silent_at) == (RecordState.CONFIRMED, None)


def test_what_is_still_being_written_is_read_by_whoever_writes_it(
    world: tuple[Cast, QualRegistration],
) -> None:
    cast, amara = world
    qualifying.task_of(cast.quality, amara.version, QualificationTask.LEAD_QUALITY)
    record = begun(amara, cast.assessor)
    assert may_read_record(cast.assessor, record, on=TODAY)
    for who in (cast.quality, cast.learner):
        assert "still" in may_read_record(who, record, on=TODAY).reason
    share_record(record_id=record.pk, by=cast.assessor, now=NOON)
    record.refresh_from_db()
    assert may_read_record(cast.quality, record, on=TODAY)


# --- what is in the way of writing one ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "state", [RegistrationState.APPLIED, RegistrationState.ON_BREAK, RegistrationState.LAPSED]
)
def test_no_record_is_begun_while_it_is_not_under_way(
    world: tuple[Cast, QualRegistration], state: RegistrationState
) -> None:
    cast, amara = world
    record = begun(amara, cast.assessor)
    QualRegistration.objects.filter(pk=amara.pk).update(
        state=state,
        break_until=TODAY + timedelta(days=9),
        before_break=RegistrationState.IN_PROGRESS,
        ended_at=NOON if state == RegistrationState.LAPSED else None,
    )
    with pytest.raises(Refused, match="while it is under way"):
        begun(amara, cast.assessor)
    with pytest.raises(Refused, match="while it is under way"):
        share_record(record_id=record.pk, by=cast.assessor, now=NOON)


def test_inv_01_nobody_records_themselves_and_reads_why(world: tuple[Cast, QualRegistration]) -> None:
    cast, amara = world
    qualifying.assessor(cast.learner, cast.manager)
    with pytest.raises(Refused, match="This is your own registration"):
        begun(amara, cast.learner)


def test_a_unit_that_was_handed_over_meanwhile_is_not_shared(world: tuple[Cast, QualRegistration]) -> None:
    cast, amara = world
    record = begun(amara, cast.assessor)
    bea = qualifying.assessor(cast.stranger, cast.manager)
    qualifying.allocated(amara, bea, judging.unit_of(amara, 2))
    with pytest.raises(Refused, match="Unit 2 of this learner was not given to you"):
        share_record(record_id=record.pk, by=cast.assessor, now=NOON)


def test_the_key_of_a_record_of_another_learner_is_refused(world: tuple[Cast, QualRegistration]) -> None:
    """The same assessor, and the words of one learner must not end in the record of another."""
    cast, amara = world
    other = qualifying.registered(cast.stranger, cast.millfield, cast.manager)
    hold(cast.assessor, Role.ASSESSOR, cast.millfield)
    qualifying.allocated(other, cast.assessor)
    record = begun(amara, cast.assessor)
    with pytest.raises(Refused, match="kept under the name of somebody else"):
        begun(other, cast.assessor, words(other, activity="Bea spoke."), key=record.key)
    record.refresh_from_db()
    assert record.activity == "She spoke with five people at her stall."
