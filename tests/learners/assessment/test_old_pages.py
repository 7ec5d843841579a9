"""A page that was opened before something changed: nothing that was not read is signed, and nothing typed is lost."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings

from academy.shared.rulings import Refused
from learners.assessment.record_actions import (
    Changed,
    begin_record,
    confirm_record,
    count_in_silence,
    leave_record,
    query_record,
    share_record,
    take_back_record,
    write_record,
)
from learners.assessment.record_models import AssessorRecord
from learners.assessment.signoff_actions import confirm_unit
from learners.assessment.signoff_models import Signature
from learners.assessment.states import RecordState
from learners.portfolio.models import EvidenceFile
from learners.portfolio.states import EvidenceKind, FileState
from learners.registrations.models import QualRegistration
from tests.academy.accounts.proving import EMAIL, proved
from tests.browsing import browser
from tests.cast import Cast
from tests.learners.assessment.record_world import at_work, begun, shared, words
from tests.learners.assessment.signing import judged as unit_judged
from tests.learners.assessment.signing import signs, unlocks
from tests.learners.assessment.test_record_pages import form, on_page
from tests.learners.qualifying import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
LATER = NOON + timedelta(minutes=5)


@pytest.fixture
def world() -> tuple[Cast, QualRegistration]:
    return at_work()


def rewritten(record: AssessorRecord, cast: Cast, amara: QualRegistration) -> None:
    """Taken back, written anew and shared again."""
    facts = {"record_id": record.pk, "by": cast.assessor, "now": LATER}
    take_back_record(**facts)  # type: ignore[arg-type]
    write_record(words=words(amara, activity="She shouted at five people."), seen=None, **facts)  # type: ignore[arg-type]
    share_record(**facts)  # type: ignore[arg-type]


@pytest.mark.both
def test_a_learner_confirms_only_what_they_read(world: tuple[Cast, QualRegistration]) -> None:
    cast, amara = world
    record = shared(amara, cast.assessor)
    rewritten(record, cast, amara)
    facts = {"record_id": record.pk, "by": cast.learner, "now": LATER}
    with pytest.raises(Refused, match="changed since you opened"):
        confirm_record(words="", how="email", seen=NOON, **facts)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="changed since you opened"):
        query_record(words="There were six.", seen=NOON, **facts)  # type: ignore[arg-type]
    confirm_record(words="", how="email", seen=LATER, **facts)  # type: ignore[arg-type]
    record.refresh_from_db()
    assert record.state == RecordState.CONFIRMED


@pytest.mark.parametrize("do", ["confirm", "different"])
def test_an_answer_to_an_older_text_is_given_back_beside_the_new_one(
    world: tuple[Cast, QualRegistration], do: str
) -> None:
    cast, amara = world
    record = shared(amara, cast.assessor)
    learner, read = browser(cast.learner), reverse("record-read", args=[record.token])
    proved(learner, cast.learner, EMAIL)
    old = on_page(learner, read)
    rewritten(record, cast, amara)
    for seen in (old, "", "yesterday", "2026-11-20"):
        answer = learner.post(read, {"words": "It was five.", "do": do, "seen": seen})
        page = answer.content.decode()
        assert answer.status_code == 422 and "changed since you opened" in page
        assert "It was five." in page and "She shouted at five people." in page
        assert f'name="seen" value="{LATER.isoformat()}"' in page, "with what it shows now it can be answered"
    record.refresh_from_db()
    assert record.state == RecordState.SHARED
    answer = learner.post(read, {"words": "It was five.", "do": do, "seen": LATER.isoformat()})
    assert answer.status_code == 302


@pytest.mark.both
def test_a_learner_confirms_only_the_signature_that_they_read() -> None:
    cast, one = unit_judged()
    unlocks(signs(one, cast.assessor), cast.assessor)
    signoff = signs(one, cast.assessor, now=LATER, comment="On the second recording.")
    facts = {"signoff_id": signoff.pk, "comment": "", "how": "email", "by": cast.learner, "now": LATER}
    with pytest.raises(Refused, match="changed since you opened"):
        confirm_unit(seen=NOON, **facts)  # type: ignore[arg-type]
    client, mine = browser(cast.learner), reverse("units", args=[one.token])
    proved(client, cast.learner, EMAIL)
    answer = client.post(mine, {"unit": "1", "comment": "I liked it.", "seen": NOON.isoformat()})
    page = answer.content.decode()
    assert answer.status_code == 422 and "I liked it." in page and "changed since you opened" in page
    assert not Signature.objects.filter(signed_as="learner").exists()
    answer = client.post(mine, {"unit": "1", "comment": "I liked it.", "seen": on_page(client, mine)})
    assert answer.status_code == 302
    assert Signature.objects.filter(signed_as="learner").exists()


@pytest.mark.both
def test_words_are_only_said_to_be_kept_where_they_are(world: tuple[Cast, QualRegistration]) -> None:
    """The answer to the first save was lost, the record moved on elsewhere, and the phone sends more words."""
    cast, amara = world
    sent, left = uuid4(), uuid4()
    record = begun(amara, cast.assessor, key=sent)
    share_record(record_id=record.pk, by=cast.assessor, now=LATER)
    leave_record(record_id=begun(amara, cast.assessor, key=left).pk, by=cast.assessor, now=LATER)
    more = words(amara, comments="And one thing more.")
    for key, why in ((sent, "The learner has this record now"), (left, "thrown away")):
        with pytest.raises(Refused, match=f"{why}.* put what is missing into another record"):
            begun(amara, cast.assessor, more, key=key, now=LATER)
    begin = reverse("record-begin", args=[amara.token, "observed"])
    asa = browser(cast.assessor)
    answer = asa.post(begin, form(amara, key=str(sent)), headers={"accept": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["saved_at"] is None and "not in it" in answer.json()["error"]
    assert begun(amara, cast.assessor, key=sent).state == RecordState.SHARED, "the same words twice are kept"


@pytest.mark.both
def test_a_page_goes_on_with_its_own_words_when_it_did_not_hear_that_they_were_kept(
    world: tuple[Cast, QualRegistration],
) -> None:
    cast, amara = world
    key = uuid4()
    for number in range(4):  # four saves from the page of a new record, and no answer arrives
        begin_again(amara, cast, key, f"She spoke with {number}.", page="phone", minutes=number)
    record = AssessorRecord.objects.get()
    assert record.activity == "She spoke with 3."
    facts = {"record_id": record.pk, "by": cast.assessor, "seen": NOON}
    write_record(words=words(amara, activity="Desk."), page="desk", **{**facts, "seen": None}, now=LATER)  # type: ignore[arg-type]
    with pytest.raises(Changed):  # now it is another page's
        begin_again(amara, cast, key, "She spoke with five.", page="phone", minutes=9)
    with pytest.raises(Changed):
        write_record(words=words(amara, activity="Old."), page="", now=LATER, **facts)  # type: ignore[arg-type]
    record.refresh_from_db()
    assert record.activity == "Desk."


def test_both_texts_are_shown_and_the_second_press_decides(world: tuple[Cast, QualRegistration]) -> None:
    cast, amara = world
    record = begun(amara, cast.assessor)
    with time_machine.travel(LATER, tick=False):
        write_record(
            record_id=record.pk, words=words(amara, activity="Desk."), seen=None, by=cast.assessor, now=LATER
        )
    asa = browser(cast.assessor)
    key = str(record.key)
    for here in (
        reverse("record", args=[record.token]),
        reverse("record-begin", args=[amara.token, "observed"]),
    ):
        answer = asa.post(here, form(amara, key=key, activity="Phone.", seen=NOON.isoformat()))
        page = answer.content.decode()
        assert answer.status_code == 422 and "another window" in page
        assert "Desk." in page and "Phone." in page
        assert f'name="seen" value="{LATER.isoformat()}"' in page
    answer = asa.post(here, form(amara, key=key, activity="Phone and desk.", seen=LATER.isoformat()))
    assert answer.status_code == 302
    record.refresh_from_db()
    assert record.activity == "Phone and desk."


def begin_again(
    amara: QualRegistration, cast: Cast, key: UUID, said: str, *, page: str, minutes: int
) -> None:
    begin_record(
        key=key,
        registration_id=amara.pk,
        kind=EvidenceKind.OBSERVATION,
        words=words(amara, activity=said),
        page=page,
        by=cast.assessor,
        now=NOON + timedelta(minutes=minutes),
    )


def test_two_lost_answers_on_the_page_are_no_conflict(world: tuple[Cast, QualRegistration]) -> None:
    cast, amara = world
    record = begun(amara, cast.assessor)
    asa, address = browser(cast.assessor), reverse("record", args=[record.token])
    page = asa.get(address).content.decode()
    name = re.search(r'name="page" value="([^"]+)"', page)
    assert name and name[1] not in asa.get(address).content.decode(), "each page has one of its own"
    said = {"seen": record.changed_at.isoformat(), "page": name[1]}
    for number in range(3):
        with time_machine.travel(NOON + timedelta(seconds=number + 1), tick=False):
            sent = form(amara, activity=f"Try {number}.", **said)
            answer = asa.post(address, sent, headers={"accept": "application/json"})
            assert answer.status_code == 200, answer.json()
    record.refresh_from_db()
    assert record.activity == "Try 2."


@pytest.mark.parametrize("ends", ["shared", "allocation"])
def test_the_record_page_gives_back_what_it_cannot_keep(
    world: tuple[Cast, QualRegistration], ends: str
) -> None:
    cast, amara = world
    record = begun(amara, cast.assessor)
    asa, address = browser(cast.assessor), reverse("record", args=[record.token])
    said = form(amara, comments="Long words to the learner.", **{"p0-question": "Why?"})
    if ends == "shared":
        share_record(record_id=record.pk, by=cast.assessor, now=NOON)
    else:
        amara.allocations.update(ends_on=NOON.date())
    for here in (address, reverse("record-begin", args=[amara.token, "observed"])):
        if ends == "shared" and here != address:
            continue
        answer = asa.post(here, said)
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "This was not kept" in page
        for typed in ("Long words to the learner.", "She spoke with five people.", "She waited", "Why?"):
            assert typed in page, typed
        told = asa.post(here, said, headers={"accept": "application/json"})
        assert told.status_code == 403 and told.json()["saved_at"] is None and told.json()["error"]


def test_a_stranger_reads_nothing_of_the_learner_on_the_page_that_gives_back(
    world: tuple[Cast, QualRegistration],
) -> None:
    cast, amara = world
    record = begun(amara, cast.assessor)
    answer = browser(cast.neighbour).post(reverse("record", args=[record.token]), form(amara))
    assert answer.status_code == 403
    assert amara.account.full_name not in answer.content.decode()


def test_a_learners_words_come_back_when_the_assessor_took_the_record_back(
    world: tuple[Cast, QualRegistration],
) -> None:
    cast, amara = world
    record = shared(amara, cast.assessor)
    take_back_record(record_id=record.pk, by=cast.assessor, now=NOON)
    read = reverse("record-read", args=[record.token])
    said = {"words": "There were six of them.", "do": "different", "seen": NOON.isoformat()}
    answer = browser(cast.learner).post(read, said)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "There were six of them." in page and "still writing this" in page


def test_line_breaks_count_once_and_nothing_is_cut(world: tuple[Cast, QualRegistration]) -> None:
    cast, amara = world
    lines = "\r\n".join(["x" * 49] * 60)  # 2999 signs for a browser, 3058 as it sends them
    begin = reverse("record-begin", args=[amara.token, "observed"])
    asa = browser(cast.assessor)
    assert asa.post(begin, form(amara, comments=lines, **{"p0-text": lines})).status_code == 302
    record = AssessorRecord.objects.get()
    assert record.comments == record.passages.get().text == lines.replace("\r\n", "\n")
    again = form(amara, seen=NOON.isoformat(), comments=lines, **{"p0-text": "y" * 4001})
    answer = asa.post(reverse("record", args=[record.token]), again)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This is too long by 1. Use 4000 characters or fewer." in page and "y" * 4001 in page
    same = form(amara, seen="2026-11-19T12:00:00+00:00", comments=lines, **{"p0-text": lines})
    assert asa.post(reverse("record", args=[record.token]), same).status_code == 302, "nothing has changed"


@pytest.mark.both
def test_nothing_is_confirmed_while_a_file_in_it_is_being_checked(
    world: tuple[Cast, QualRegistration], settings: Settings
) -> None:
    cast, amara = world
    settings.RECORD_SILENCE = "count"
    record = shared(amara, cast.assessor)
    file = EvidenceFile.objects.create(
        item=record.item, name="a.webm", stored="a", sha256="0" * 64, size=9, type="audio/webm",
        state=FileState.CHECKING, added_at=NOON,
    )  # fmt: skip
    with pytest.raises(Refused, match="still being checked"):
        confirm_record(record_id=record.pk, words="", how="email", by=cast.learner, now=NOON)
    count_in_silence(now=NOON + timedelta(days=30))
    record.refresh_from_db()
    assert (record.state, record.counted_at) == (RecordState.SILENT, None)
    EvidenceFile.objects.filter(pk=file.pk).update(state=FileState.READY)
    confirm_record(record_id=record.pk, words="", how="email", by=cast.learner, now=NOON)


@pytest.mark.both
def test_sharing_holds_the_piece_so_that_no_file_comes_in_between(
    world: tuple[Cast, QualRegistration],
) -> None:
    cast, amara = world
    record = begun(amara, cast.assessor)
    with CaptureQueriesContext(connection) as asked:
        share_record(record_id=record.pk, by=cast.assessor, now=NOON)
    if connection.vendor == "postgresql":  # SQLite has one writer at a time
        said = [one["sql"] for one in asked.captured_queries]
        holds = next(n for n, sql in enumerate(said) if "evidenceitem" in sql and "FOR UPDATE" in sql)
        looks = next(n for n, sql in enumerate(said) if "evidencefile" in sql)
        assert holds < looks, "held before its files are counted"
