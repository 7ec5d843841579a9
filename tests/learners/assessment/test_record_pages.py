"""The pages on which an assessor writes, and a learner reads and confirms."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from academy.shared.models import AuditEvent
from courses.qualifications.staff_states import QualificationTask
from learners.assessment.record_actions import confirm_record, share_record
from learners.assessment.record_models import AssessorRecord
from learners.assessment.states import RecordState
from learners.registrations.models import QualRegistration
from tests.academy.accounts.proving import EMAIL, proved
from tests.browsing import browser
from tests.cast import Cast
from tests.learners import judging, qualifying
from tests.learners.assessment.record_world import at_work, begun, shared
from tests.learners.qualifying import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture
def world() -> tuple[Cast, QualRegistration]:
    return at_work()


def on_page(client: Client, address: str) -> str:
    """What the form on the page sends along: when the thing on it was last changed."""
    found = re.search(r'name="seen" value="([^"]+)"', client.get(address).content.decode())
    assert found
    return found[1]


def form(registration: QualRegistration, **more: str) -> dict[str, str]:
    about = judging.criteria_of(registration, 2)[0]
    return {
        "key": str(uuid4()),
        "seen": "",
        "happened_on": "20/11/2026",
        "minutes": "40",
        "place": "The market",
        "activity": "She spoke with five people.",
        "comments": "Well done.",
        "others": "nobody",
        "title": "",
        "p0-at": "0:42",
        "p0-text": "She waited for the answer.",
        f"p0-c{about.pk}": "yes",
        "p1-at": "",
        "p1-text": "",
        **more,
    }


def test_an_assessor_writes_and_shares_and_the_learner_confirms(world: tuple[Cast, QualRegistration]) -> None:
    cast, amara = world
    asa, learner = browser(cast.assessor), browser(cast.learner)
    page = asa.get(reverse("records", args=[amara.token])).content.decode()
    begin = reverse("record-begin", args=[amara.token, "observed"])
    assert begin in page
    assert "microphone=(self)" in asa.get(begin)["Permissions-Policy"]
    answer = asa.post(begin, form(amara, do="keep"))
    record = AssessorRecord.objects.get()
    assert answer["Location"] == f"{reverse('record', args=[record.token])}#kept"
    assert learner.get(reverse("record-read", args=[record.token])).status_code == 403
    assert record.item.title not in learner.get(reverse("portfolio") + "?show=withdrawn").content.decode()
    answer = asa.post(
        reverse("record", args=[record.token]), form(amara, seen=record.changed_at.isoformat(), do="share")
    )
    assert answer["Location"] == f"{reverse('record-read', args=[record.token])}#kept"
    read = reverse("record-read", args=[record.token])
    assert "It was so" in learner.get(read).content.decode()
    assert learner.get(reverse("records", args=[amara.token])).status_code == 200
    first = learner.post(read, {"words": "Yes, it was.", "do": "confirm"})
    assert first["Location"].startswith(reverse("confirm-yourself"))
    assert "Yes, it was." in learner.get(read).content.decode()  # nothing typed is lost
    proved(learner, cast.learner, EMAIL)
    again = {"words": "Yes, it was.", "do": "confirm", "seen": on_page(learner, read)}
    assert learner.post(read, again)["Location"] == read
    record.refresh_from_db()
    assert (record.state, record.learner_words) == (RecordState.CONFIRMED, "Yes, it was.")
    assert "nobody can change it" in learner.get(read).content.decode()
    assert asa.get(reverse("record", args=[record.token]))["Location"] == read


def test_the_learner_says_that_it_was_different(world: tuple[Cast, QualRegistration]) -> None:
    cast, amara = world
    record = shared(amara, cast.assessor)
    learner, read = browser(cast.learner), reverse("record-read", args=[record.token])
    nothing = {"words": "", "do": "different", "seen": on_page(learner, read)}
    assert "what was different" in learner.post(read, nothing).content.decode()
    learner.post(read, {"words": "There were six.", "do": "different", "seen": on_page(learner, read)})
    page = browser(cast.assessor).get(reverse("record", args=[record.token])).content.decode()
    assert "There were six." in page


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"happened_on": ""}, "Choose the day"),
        ({"happened_on": "1/1/2027"}, "still to come"),
        ({"p0-at": "soon"}, "Write the time in the recording like 0:42"),
        ({"minutes": "many"}, "Write a number"),
    ],
)
def test_wrong_words_lose_nothing(
    world: tuple[Cast, QualRegistration], wrong: dict[str, str], says: str
) -> None:
    cast, amara = world
    begin = reverse("record-begin", args=[amara.token, "observed"])
    answer = browser(cast.assessor).post(begin, form(amara, **wrong))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "She waited for the answer." in answer.content.decode()
    assert not AssessorRecord.objects.exists()


def test_what_is_not_whole_is_kept_and_not_shared(world: tuple[Cast, QualRegistration]) -> None:
    cast, amara = world
    begin = reverse("record-begin", args=[amara.token, "questions"])
    answer = browser(cast.assessor).post(begin, form(amara, do="share"))
    assert "Number 1: write the question." in answer.content.decode()
    assert AssessorRecord.objects.get().state == RecordState.DRAFT


def test_a_script_hears_where_it_is_now_and_sends_twice_without_harm(
    world: tuple[Cast, QualRegistration],
) -> None:
    cast, amara = world
    client, said = browser(cast.assessor), form(amara)
    begin = reverse("record-begin", args=[amara.token, "observed"])
    for _ in range(2):
        told = client.post(begin, said, headers={"accept": "application/json"}).json()
    record = AssessorRecord.objects.get()
    assert told["href"] == reverse("record", args=[record.token])
    assert told["seen"] == record.changed_at.isoformat()
    old = client.post(
        told["href"], form(amara, seen="2026-11-20T11:00:00+00:00", activity="Older"),
        headers={"accept": "application/json"},
    )  # fmt: skip
    assert "another window" in old.json()["error"]
    record.refresh_from_db()
    assert record.activity == "She spoke with five people."


def test_taken_back_and_thrown_away_by_the_buttons(world: tuple[Cast, QualRegistration]) -> None:
    cast, amara = world
    client, record = browser(cast.assessor), shared(amara, cast.assessor)
    address = reverse("record", args=[record.token])
    assert "Take it back" in client.get(reverse("record-read", args=[record.token])).content.decode()
    assert client.post(address, {"do": "take-back"})["Location"] == address
    draft = begun(amara, cast.assessor)
    client.post(reverse("record", args=[draft.token]), {"do": "leave"})
    draft.refresh_from_db()
    assert draft.state == RecordState.LEFT


def test_inv_48_a_lead_reads_and_it_is_written_down(world: tuple[Cast, QualRegistration]) -> None:
    cast, amara = world
    record = shared(amara, cast.assessor)
    qualifying.task_of(cast.quality, amara.version, QualificationTask.LEAD_QUALITY)
    read = reverse("record-read", args=[record.token])
    browser(cast.learner).get(read)
    browser(cast.assessor).get(read)
    assert not AuditEvent.objects.filter(action="record_read").exists()
    assert browser(cast.quality).get(read).status_code == 200
    assert AuditEvent.objects.filter(action="record_read").count() == 1
    assert browser(cast.manager).get(read).status_code == 403


def test_inv_12_a_learner_changes_nothing_that_an_assessor_wrote(
    world: tuple[Cast, QualRegistration],
) -> None:
    cast, amara = world
    record = shared(amara, cast.assessor)
    learner, token = browser(cast.learner), record.item.token
    page = learner.get(reverse("evidence", args=[token])).content.decode()
    assert reverse("record-read", args=[record.token]) in page
    assert learner.get(reverse("evidence-change", args=[token])).status_code == 403
    for do in ("", "withdraw"):
        assert learner.post(reverse("evidence-remove", args=[token]), {"do": do}).status_code == 403
    link = reverse("evidence-shows", args=[token, amara.token])
    assert "does not count yet" in learner.get(link).content.decode()
    confirm_record(record_id=record.pk, words="", how="email", by=cast.learner, now=NOON)
    assert "Your assessor said what this shows" in learner.get(link).content.decode()
    assert record.item.title in learner.get(reverse("portfolio")).content.decode()
    record.item.refresh_from_db()
    assert record.item.withdrawn_at is None


def test_a_list_takes_no_more_queries_for_more_records(
    world: tuple[Cast, QualRegistration],
    django_assert_max_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    cast, amara = world
    client = browser(cast.assessor)
    for _ in range(30):
        judging.record(amara, cast.assessor)
    client.get(reverse("records", args=[amara.token]))
    with django_assert_max_num_queries(22):
        assert client.get(reverse("records", args=[amara.token])).status_code == 200
    record = begun(amara, cast.assessor)
    with django_assert_max_num_queries(36):
        assert client.get(reverse("record", args=[record.token])).status_code == 200
    share_record(record_id=record.pk, by=cast.assessor, now=NOON)
    with django_assert_max_num_queries(28):
        assert client.get(reverse("record-read", args=[record.token])).status_code == 200
