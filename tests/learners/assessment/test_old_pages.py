"""A page that was opened before something changed: nothing that was not read is signed, and nothing typed is lost."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from academy.shared.rulings import Refused
from learners.assessment.record_actions import (
    confirm_record,
    query_record,
    share_record,
    take_back_record,
    write_record,
)
from learners.assessment.record_models import AssessorRecord
from learners.assessment.signoff_actions import confirm_unit
from learners.assessment.signoff_models import Signature
from learners.assessment.states import RecordState
from learners.registrations.models import QualRegistration
from tests.academy.accounts.proving import EMAIL, proved
from tests.cast import Cast
from tests.learners.assessment.record_world import at_work, shared, words
from tests.learners.assessment.signing import judged as unit_judged
from tests.learners.assessment.signing import signs, unlocks
from tests.learners.assessment.test_record_pages import on_page, signed_in
from tests.learners.qualifying import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


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
    learner, read = signed_in(cast.learner), reverse("record-read", args=[record.token])
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
    client, mine = signed_in(cast.learner), reverse("units", args=[one.token])
    proved(client, cast.learner, EMAIL)
    answer = client.post(mine, {"unit": "1", "comment": "I liked it.", "seen": NOON.isoformat()})
    page = answer.content.decode()
    assert answer.status_code == 422 and "I liked it." in page and "changed since you opened" in page
    assert not Signature.objects.filter(signed_as="learner").exists()
    answer = client.post(mine, {"unit": "1", "comment": "I liked it.", "seen": on_page(client, mine)})
    assert answer.status_code == 302
    assert Signature.objects.filter(signed_as="learner").exists()
