"""A record that the learner did not answer, or sees differently: somebody is always next, and nothing rests on it."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from pytest_django.fixtures import Settings

from academy.accounts.models import Account
from academy.shared.rulings import Refused
from learners.assessment.actions import claim_records
from learners.assessment.countersign_actions import countersign
from learners.assessment.models import Judgement
from learners.assessment.queue_kinds import Kind
from learners.assessment.queue_queries import waiting_for
from learners.assessment.record_actions import (
    confirm_record,
    count_in_silence,
    query_record,
    share_record,
    take_back_record,
)
from learners.assessment.record_models import AssessorRecord
from learners.assessment.record_rules import Passage
from learners.assessment.signoff_actions import sign_unit
from learners.assessment.states import JudgementState, RecordState
from learners.portfolio.file_actions import add_file
from learners.portfolio.models import EvidenceFile
from learners.registrations.models import QualRegistration
from learners.reminders.conditions import records as messages
from tests.browsing import browser
from tests.cast import Cast
from tests.factories import files
from tests.factories.photos import picture
from tests.learners import judging
from tests.learners.assessment.record_world import at_work, begun, shared, words
from tests.learners.assessment.signing import countersigns, judged_by_trainee, signs
from tests.learners.assessment.signing import judged as unit_judged
from tests.learners.assessment.test_record_pages import form
from tests.learners.assessment.world import sent, with_trainee, written
from tests.learners.qualifying import NOON

pytestmark = pytest.mark.django_db
LATE = NOON + timedelta(days=20)


@pytest.fixture(autouse=True)
def late() -> Iterator[None]:
    with time_machine.travel(LATE, tick=False):
        yield


@pytest.fixture
def world() -> tuple[Cast, QualRegistration]:
    return at_work()


def silent(cast: Cast, amara: QualRegistration) -> AssessorRecord:
    record = shared(amara, cast.assessor)
    assert count_in_silence(now=LATE) == 1
    record.refresh_from_db()
    assert record.state == RecordState.SILENT
    return record


@pytest.mark.both
def test_after_silence_the_assessor_is_next_and_shares_again_or_changes_it(
    world: tuple[Cast, QualRegistration],
) -> None:
    cast, amara = world
    record = silent(cast, amara)
    [row] = waiting_for(cast.assessor, now=LATE)
    assert (row.kind, row.since, row.title) == (Kind.SILENT, LATE, record.item.title)
    asa = browser(cast.assessor)
    assert "Did not answer your record" in asa.get(reverse("queue")).content.decode()
    listed = asa.get(reverse("records", args=[amara.token])).content.decode()
    assert "Who is next: you." in " ".join(listed.split())
    address = reverse("record", args=[record.token])
    read = " ".join(asa.get(address, follow=True).content.decode().split())
    assert "talks with them and shares it again" in read and "Share it again as it is" in read
    assert asa.post(address, {"do": "again"}).status_code == 302
    record.refresh_from_db()
    assert (record.state, record.shared_at) == (RecordState.SHARED, LATE)
    assert waiting_for(cast.assessor, now=LATE) == []
    later = LATE + timedelta(days=20)
    assert count_in_silence(now=later) == 1
    back = take_back_record(record_id=record.pk, by=cast.assessor, now=later)
    assert (
        back.state == RecordState.DRAFT and back.item.withdrawn_at is None
    )  # as it was read before the step
    back.item.refresh_from_db()
    assert back.item.withdrawn_at == later


def test_what_counts_by_silence_is_nobodys_turn_and_says_why(
    world: tuple[Cast, QualRegistration], settings: Settings
) -> None:
    cast, amara = world
    settings.RECORD_SILENCE = "count"
    record = silent(cast, amara)
    assert [one.kind for one in waiting_for(cast.assessor, now=LATE)] == [Kind.RECORDS]
    for act in (share_record, take_back_record):
        with pytest.raises(Refused, match="counts already"):
            act(record_id=record.pk, by=cast.assessor, now=LATE)
    own = browser(cast.learner).get(reverse("record-read", args=[record.token])).content.decode()
    assert "It counts already, because you did not answer in time" in own
    assert "once you have confirmed it" not in own
    listed = browser(cast.learner).get(reverse("records", args=[amara.token])).content.decode()
    assert "It counts, because there was no answer. You can still answer." in " ".join(listed.split())


@pytest.mark.parametrize("silence", ["count", "wait"])
def test_the_reminder_knows_what_silence_does(
    world: tuple[Cast, QualRegistration], settings: Settings, silence: str
) -> None:
    cast, amara = world
    settings.RECORD_SILENCE = silence
    shared(amara, cast.assessor)
    [due] = messages.TO_CONFIRM.due(NOON)
    assert messages.TO_CONFIRM.letters([due], NOON)[due].context["counts"] is (silence == "count")


@pytest.mark.both
def test_one_that_counts_and_is_doubted_is_shared_again_on_its_page(
    world: tuple[Cast, QualRegistration], settings: Settings
) -> None:
    cast, amara = world
    settings.RECORD_SILENCE = "count"
    record = silent(cast, amara)
    query_record(record_id=record.pk, words="There were six.", by=cast.learner, now=LATE)
    asa, address = browser(cast.assessor), reverse("record", args=[record.token])
    page = asa.get(address, follow=True).content.decode()
    assert "There were six." in page and "Share it again as it is" in page
    assert "Take it back" not in page, "it counts, so its words stay"
    assert asa.post(address, {"do": "again"}).status_code == 302
    record.refresh_from_db()
    assert record.state == RecordState.SHARED
    confirm_record(record_id=record.pk, words="Now I see.", how="email", by=cast.learner, now=LATE)


@pytest.mark.both
def test_nothing_is_countersigned_on_a_record_that_is_seen_differently(settings: Settings) -> None:
    settings.RECORD_SILENCE = "count"
    world = with_trainee()
    one = world.criteria[0]
    said = words(world.registration, passages=(Passage("She asked.", criteria=(one.pk,)),))
    record = begun(world.registration, world.trainee, said)
    share_record(record_id=record.pk, by=world.trainee, now=NOON)
    count_in_silence(now=LATE)
    mine = claim_records(registration_id=world.registration.pk, criteria=[one.pk], by=world.trainee, now=LATE)
    written(mine, one, now=LATE)
    sent(mine, now=LATE)
    query_record(record_id=record.pk, words="That was not me.", by=world.cast.learner, now=LATE)
    facts = {"judgement_id": mine.pk, "how": "email", "by": world.second, "now": LATE}
    with pytest.raises(Refused, match="differently, and this rests on it"):
        countersign(confirmed=True, words="", about=[], **facts)  # type: ignore[arg-type]
    page = browser(world.second).get(reverse("countersign", args=[mine.token])).content.decode()
    assert "differently, and this rests on it" in page
    back = countersign(confirmed=False, words="Settle that first.", about=[one.pk], **facts)  # type: ignore[arg-type]
    assert back.state == JudgementState.SENT_BACK
    assert Judgement.objects.filter(follows=mine).exists()


def rests_on_silence(one: QualRegistration, by: Account) -> Judgement:
    """Unit 2, judged by a record that counts because nobody answered."""
    criteria = judging.criteria_of(one, 2)
    record = judging.record(one, by, criteria, state=RecordState.SILENT)
    AssessorRecord.objects.filter(pk=record.pk).update(counted_at=NOON, digest=judging.DIGEST)
    round_ = judging.opened(one, by, None, criteria)
    for criterion in criteria:
        judging.rests_on(judging.decision(round_, criterion), record)
    return judging.closed(round_)


@pytest.mark.both
def test_no_unit_is_signed_on_a_record_that_is_seen_differently() -> None:
    cast, one = unit_judged()
    rests_on_silence(one, cast.assessor)
    AssessorRecord.objects.update(state=RecordState.QUERIED, queried_at=NOON)
    facts = {"registration_id": one.pk, "comment": "", "how": "email", "by": cast.assessor, "now": NOON}
    with pytest.raises(Refused, match="sees a record differently"):
        sign_unit(unit_id=judging.unit_of(one, 2).pk, **facts)  # type: ignore[arg-type]
    sign_unit(unit_id=judging.unit_of(one, 1).pk, **facts)  # type: ignore[arg-type]


@pytest.mark.both
def test_no_unit_is_countersigned_on_a_record_that_is_seen_differently() -> None:
    cast, one = judged_by_trainee()
    judging.countersigned(rests_on_silence(one, cast.trainer), cast.stranger)
    signed = signs(one, cast.trainer, 2)
    AssessorRecord.objects.update(state=RecordState.QUERIED, queried_at=NOON)
    with pytest.raises(Refused, match="sees a record differently"):
        countersigns(signed, cast.stranger)


@pytest.mark.both
def test_the_assessor_hears_of_a_doubt_however_late_it_comes(world: tuple[Cast, QualRegistration]) -> None:
    cast, amara = world
    record = silent(cast, amara)
    late = NOON + timedelta(days=60)
    query_record(record_id=record.pk, words="There were six.", by=cast.learner, now=late)
    assert [due.at for due in messages.QUERIED.due(late)] == [late]
    [row] = waiting_for(cast.assessor, now=late)
    assert (row.kind, row.since) == (Kind.QUERIED, late)


def doubted(cast: Cast, amara: QualRegistration) -> tuple[AssessorRecord, EvidenceFile]:
    """Shared with a photo in it; the learner sees it differently."""
    record = begun(amara, cast.assessor)
    with time_machine.travel(NOON, tick=False):
        file = add_file(
            item_id=record.item_id, sent=files.sent(picture(), "hall.jpg"), by=cast.assessor, now=NOON
        )
    share_record(record_id=record.pk, by=cast.assessor, now=NOON)
    query_record(record_id=record.pk, words="Not my face, please.", by=cast.learner, now=NOON)
    record.refresh_from_db()
    return record, file


def test_a_file_is_taken_out_of_one_that_is_seen_differently(world: tuple[Cast, QualRegistration]) -> None:
    cast, amara = world
    record, file = doubted(cast, amara)
    said = form(
        amara, remove=str(file.token), activity="She spoke with six.", seen=record.changed_at.isoformat()
    )
    answer = browser(cast.assessor).post(reverse("record", args=[record.token]), said)
    assert answer.status_code == 302
    file.refresh_from_db()
    record.refresh_from_db()
    assert file.removed_at is not None
    assert (record.state, record.activity) == (RecordState.DRAFT, "She spoke with six.")


def test_a_file_is_put_into_one_that_is_seen_differently(world: tuple[Cast, QualRegistration]) -> None:
    cast, amara = world
    record, _ = doubted(cast, amara)
    asa, address = browser(cast.assessor), reverse("record", args=[record.token])
    said = typed(asa.get(address).content.decode()) | {"files": files.sent(picture(), "covered.jpg")}
    assert asa.post(address, said).status_code == 302
    record.refresh_from_db()
    assert record.state == RecordState.DRAFT and record.item.files.count() == 2


def test_nothing_is_lost_where_a_file_cannot_be_taken_out(
    world: tuple[Cast, QualRegistration], monkeypatch: pytest.MonkeyPatch
) -> None:
    cast, amara = world
    record, file = doubted(cast, amara)

    def refuses(**facts: object) -> None:
        raise Refused("This file was handed in.")

    monkeypatch.setattr("learners.assessment.record_views.remove_file", refuses)
    said = form(
        amara, remove=str(file.token), activity="She spoke with six.", seen=record.changed_at.isoformat()
    )
    answer = browser(cast.assessor).post(reverse("record", args=[record.token]), said)
    page = answer.content.decode()
    assert answer.status_code == 422 and "This file was handed in." in page and "She spoke with six." in page


def typed(page: str) -> dict[str, str]:
    """What the form on a page holds, sent as it is."""
    found = dict(
        re.findall(
            r'<input[^>]* name="(seen|page|key|happened_on|title|place|minutes)" value="([^"]*)"', page
        )
    )
    areas = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n?([^<]*)</textarea>', page)
    ticks = re.findall(r'name="(p\d+-c\d+)" value="yes" checked', page)
    times = re.findall(r'name="(p\d+-at)" value="([^"]*)"', page)
    return found | dict(areas) | dict(times) | dict.fromkeys(ticks, "yes") | {"others": "nobody"}
