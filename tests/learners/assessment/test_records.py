"""What an assessor saw, heard or asked: written, shared with the learner, confirmed."""

from datetime import timedelta
from uuid import uuid4

import pytest

from academy.shared.audit import chain_of
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from learners.assessment.digests import digest_of_record
from learners.assessment.record_actions import (
    Changed,
    begin_record,
    confirm_record,
    leave_record,
    query_record,
    share_record,
    take_back_record,
    write_record,
)
from learners.assessment.record_models import AssessorRecord
from learners.assessment.record_queries import records_of, words_of
from learners.assessment.record_rules import Passage
from learners.assessment.states import RecordState
from learners.portfolio.states import EvidenceKind, FileState
from learners.registrations.models import QualRegistration
from tests.cast import Cast
from tests.chains import broken_links
from tests.learners import judging, qualifying
from tests.learners.assessment.record_world import at_work, begun, records_that_count, shared, words
from tests.learners.qualifying import NOON, TODAY

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def world() -> tuple[Cast, QualRegistration]:
    return at_work()


@pytest.mark.both
def test_a_record_is_written_without_a_hand_in_shared_and_confirmed(
    world: tuple[Cast, QualRegistration],
) -> None:
    cast, amara = world
    record = begun(amara, cast.assessor, words(amara, 1, 2))
    assert record.state == RecordState.DRAFT
    assert list(records_of(amara, cast.learner, own=True)) == []  # the learner sees nothing of it yet
    assert record.item.withdrawn_at is not None
    share_record(record_id=record.pk, by=cast.assessor, now=NOON)
    assert records_that_count(amara) == {}
    made = confirm_record(record_id=record.pk, words=" Thank you. ", how="email", by=cast.learner, now=LATER)
    made.refresh_from_db()
    assert (made.state, made.counted_at, made.confirmed_by, made.learner_words) == (
        RecordState.CONFIRMED,
        LATER,
        cast.learner,
        "Thank you.",
    )
    assert made.digest == digest_of_record(made)
    wanted = {one.pk for number in (1, 2) for one in judging.criteria_of(amara, number)}
    assert records_that_count(amara) == dict.fromkeys(wanted, [made])
    links = made.item.links.all()
    assert {(one.criterion_id, one.place) for one in links} == {(pk, "0:42") for pk in wanted}
    assert "(0:42) She asked what the road is like" in made.item.text
    assert "Shows: Unit 1, 1.1" in made.item.text
    amara.refresh_from_db()
    assert amara.moved_at == LATER
    events = AuditEvent.objects.filter(chain=chain_of(amara)).order_by("seq")
    assert [one.action for one in events] == ["record_begun", "record_shared", "record_confirmed"]
    assert broken_links(chain_of(amara)) == []


@pytest.mark.both
def test_the_same_key_twice_is_one_record(world: tuple[Cast, QualRegistration]) -> None:
    cast, amara = world
    key = uuid4()
    first = begun(amara, cast.assessor, key=key)
    again = begun(
        amara, cast.assessor, words(amara, activity="She spoke with six people."), key=key, now=LATER
    )
    assert first == again
    assert AssessorRecord.objects.get().activity == "She spoke with six people."
    share_record(record_id=first.pk, by=cast.assessor, now=LATER)
    same = words(amara, activity="She spoke with six people.")
    late = begun(amara, cast.assessor, same, key=key, now=LATER)  # the phone finds its signal late
    assert (late.state, late.activity) == (RecordState.SHARED, "She spoke with six people.")


def test_a_key_of_somebody_else_is_refused(world: tuple[Cast, QualRegistration]) -> None:
    cast, amara = world
    key = uuid4()
    begun(amara, cast.assessor, key=key)
    bea = qualifying.assessor(cast.stranger, cast.manager)
    with pytest.raises(Refused, match="somebody else"):
        begun(amara, bea, key=key)


def test_a_page_from_yesterday_writes_over_nothing(world: tuple[Cast, QualRegistration]) -> None:
    cast, amara = world
    record = begun(amara, cast.assessor)
    opened = record.changed_at
    newer = write_record(
        record_id=record.pk,
        words=words(amara, activity="Newer."),
        seen=opened,
        by=cast.assessor,
        now=LATER,
    )
    with pytest.raises(Changed) as refusal:
        write_record(
            record_id=record.pk,
            words=words(amara, activity="Older."),
            seen=opened,
            by=cast.assessor,
            now=LATER,
        )
    assert refusal.value.record == newer
    with pytest.raises(Changed):  # nor does a phone that never heard that its first try was kept
        begun(amara, cast.assessor, words(amara, activity="Phone."), key=record.key, now=LATER)
    record.refresh_from_db()
    assert record.activity == "Newer."


def test_words_come_back_as_they_were_written(world: tuple[Cast, QualRegistration]) -> None:
    cast, amara = world
    said = words(amara, passages=(Passage(at=7), Passage(), Passage("She laughed.", "Why?", None, ())))
    record = begun(amara, cast.assessor, said, EvidenceKind.DISCUSSION)
    back = words_of(record)
    assert back.passages == (Passage(at=7), Passage("She laughed.", "Why?"))
    assert back.title == "Professional discussion, 20 November 2026"


@pytest.mark.parametrize(
    ("without", "says"),
    [
        ({"activity": " "}, "what was done"),
        ({"passages": ()}, "at least one thing"),
        ({"passages": (Passage("She laughed."),)}, "Number 1: choose the criterion"),
        ({"others": ""}, "who else can be recognised"),
        ({"others": "somebody"}, "who else can be recognised"),
    ],
)
def test_what_is_not_whole_is_not_shared(
    world: tuple[Cast, QualRegistration], without: dict[str, object], says: str
) -> None:
    cast, amara = world
    record = begun(amara, cast.assessor, words(amara, **without))
    with pytest.raises(Refused, match=says):
        share_record(record_id=record.pk, by=cast.assessor, now=NOON)


def test_a_file_that_is_being_checked_is_waited_for(world: tuple[Cast, QualRegistration]) -> None:
    cast, amara = world
    record = begun(amara, cast.assessor)
    file = record.item.files.create(
        name="talk.webm", stored="x", sha256="0" * 64, size=1, type="audio/webm", added_at=NOON
    )
    with pytest.raises(Refused, match="Wait a minute"):
        share_record(record_id=record.pk, by=cast.assessor, now=NOON)
    file.state = FileState.READY
    file.save()
    assert share_record(record_id=record.pk, by=cast.assessor, now=NOON).state == RecordState.SHARED


def test_a_day_to_come_and_a_criterion_of_elsewhere_are_refused(world: tuple[Cast, QualRegistration]) -> None:
    cast, amara = world
    with pytest.raises(Refused, match="still to come"):
        begun(amara, cast.assessor, words(amara, happened_on=TODAY + timedelta(days=1)))
    amara.units.filter(unit__number=1).delete()
    with pytest.raises(Refused, match="does not take"):
        begun(amara, cast.assessor, words(amara, passages=(Passage("x", criteria=(1_000_000,)),)))


def test_a_unit_that_somebody_else_has_is_not_written_about(world: tuple[Cast, QualRegistration]) -> None:
    cast, amara = world
    bea = qualifying.assessor(cast.stranger, cast.manager)
    qualifying.allocated(amara, bea, judging.unit_of(amara, 2))
    with pytest.raises(Refused, match="Unit 2 of this learner was not given to you"):
        begun(amara, cast.assessor)
    assert begun(amara, cast.assessor, words(amara, 1)).state == RecordState.DRAFT


@pytest.mark.parametrize("who", ["learner", "manager", "coordinator", "quality", "stranger", "neighbour"])
def test_nobody_but_the_assessor_writes(world: tuple[Cast, QualRegistration], who: str) -> None:
    cast, amara = world
    with pytest.raises(Refused):
        begun(amara, getattr(cast, who))
    record = begun(amara, cast.assessor)
    with pytest.raises(Refused):
        write_record(record_id=record.pk, words=words(amara), seen=None, by=getattr(cast, who), now=NOON)
    with pytest.raises(Refused):
        share_record(record_id=record.pk, by=getattr(cast, who), now=NOON)


@pytest.mark.parametrize("who", ["assessor", "manager", "coordinator", "quality", "stranger", "neighbour"])
def test_inv_01_nobody_but_the_learner_confirms(world: tuple[Cast, QualRegistration], who: str) -> None:
    cast, amara = world
    record = shared(amara, cast.assessor)
    for act in (confirm_record, query_record):
        with pytest.raises(Refused, match="Only the learner"):
            how = {"how": "email"} if act is confirm_record else {}
            act(record_id=record.pk, words="x", by=getattr(cast, who), now=NOON, **how)  # type: ignore[operator,arg-type]


@pytest.mark.parametrize("how", ["hub", "password", "unknown", ""])
def test_inv_19_a_record_is_confirmed_in_ones_own_session(
    world: tuple[Cast, QualRegistration], how: str
) -> None:
    cast, amara = world
    record = shared(amara, cast.assessor)
    with pytest.raises(Refused, match="code from a hub is not enough"):
        confirm_record(record_id=record.pk, words="", how=how, by=cast.learner, now=NOON)
    record.refresh_from_db()
    assert record.counted_at is None


def test_inv_05_a_conflict_stops_the_writing(world: tuple[Cast, QualRegistration]) -> None:
    cast, amara = world
    record = begun(amara, cast.assessor)
    qualifying.conflict(cast.assessor, cast.learner)
    with pytest.raises(Refused, match="conflict"):
        share_record(record_id=record.pk, by=cast.assessor, now=NOON)


@pytest.mark.both
def test_inv_12_a_record_that_counts_does_not_change(world: tuple[Cast, QualRegistration]) -> None:
    cast, amara = world
    record = shared(amara, cast.assessor)
    confirm_record(record_id=record.pk, words="", how="passkey", by=cast.learner, now=NOON)
    for act in (
        lambda: write_record(
            record_id=record.pk, words=words(amara, activity="Else"), seen=None, by=cast.assessor, now=LATER
        ),
        lambda: take_back_record(record_id=record.pk, by=cast.assessor, now=LATER),
        lambda: leave_record(record_id=record.pk, by=cast.assessor, now=LATER),
        lambda: query_record(record_id=record.pk, words="No", by=cast.learner, now=LATER),
    ):
        with pytest.raises(Refused):
            act()
    again = confirm_record(record_id=record.pk, words="Twice", how="email", by=cast.learner, now=LATER)
    assert (again.learner_words, again.confirmed_at) == ("", NOON)


def test_taken_back_and_thrown_away(world: tuple[Cast, QualRegistration]) -> None:
    cast, amara = world
    draft = begun(amara, cast.assessor)
    leave_record(record_id=draft.pk, by=cast.assessor, now=NOON)
    record = shared(amara, cast.assessor)
    taken = take_back_record(record_id=record.pk, by=cast.assessor, now=NOON)
    assert taken.state == RecordState.DRAFT
    taken.item.refresh_from_db()
    assert taken.item.withdrawn_at is not None
    with pytest.raises(Refused, match="has read this record"):
        leave_record(record_id=record.pk, by=cast.assessor, now=NOON)


def test_a_task_of_another_learner_is_refused(world: tuple[Cast, QualRegistration]) -> None:
    cast, amara = world
    with pytest.raises(Refused, match="no plan of this learner"):
        begin_record(
            key=uuid4(),
            registration_id=amara.pk,
            kind=EvidenceKind.OBSERVATION,
            words=words(amara),
            task_id=1_000_000,
            by=cast.assessor,
            now=NOON,
        )


@pytest.mark.parametrize("kind", [EvidenceKind.PHOTO, EvidenceKind.FEEDBACK, EvidenceKind.WITNESS])
def test_other_kinds_are_not_records(world: tuple[Cast, QualRegistration], kind: EvidenceKind) -> None:
    cast, amara = world
    with pytest.raises(Refused, match="not something that an assessor records"):
        begun(amara, cast.assessor, kind=kind)
