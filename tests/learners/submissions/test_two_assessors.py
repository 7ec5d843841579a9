"""One bundle for units of two assessors: each sees and gives back what is for their own."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from courses.qualifications.staff_states import QualificationTask
from learners.portfolio.models import EvidenceItem, WitnessStatement
from learners.portfolio.states import EvidenceKind, Others, WitnessStatus
from learners.registrations.models import QualRegistration
from learners.submissions.models import Submission
from learners.submissions.states import ReturnedFor
from tests.cast import BACKEND, Cast, hold, person
from tests.learners import qualifying
from tests.learners.qualifying import NOON
from tests.learners.submissions.work import gives_back, handed_in, linked, with_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
GATE = "I stood at the gate with Mrs Brown"


@pytest.fixture
def olu(cast: Cast) -> Account:
    """Has the second unit; Asa has the rest."""
    who = person("Olu Assessor")
    hold(who, Role.ASSESSOR, cast.harbour)
    return who


@pytest.fixture
def shared(cast: Cast, amara: QualRegistration, olu: Account) -> Submission:
    """Piece 1 is for Asa's unit, piece 2 for Olu's."""
    qualifying.allocated(amara, olu, qualifying.criteria(amara)[3].outcome.unit)
    first = linked(amara, "At the gate", text=GATE)
    with_file(first.item, name="gate.txt")
    return handed_in([first, linked(amara, "Elsewhere", at=3, text="I wrote a letter")])


def page_of(client: Client, made: Submission, who: Account) -> str:
    client.force_login(who, backend=BACKEND)
    answer = client.get(reverse("submission", args=[made.token]))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_each_reads_the_pieces_of_their_own_unit(
    client: Client, cast: Cast, olu: Account, shared: Submission
) -> None:
    page = page_of(client, shared, olu)
    assert "Elsewhere" in page and "I wrote a letter" in page
    assert "A piece for another unit" in page and "somebody else looks at" in page
    for other in ("At the gate", GATE, "gate.txt"):
        assert other not in page
    page = page_of(client, shared, cast.assessor)
    assert GATE in page and "gate.txt" in page and "I wrote a letter" not in page
    page = page_of(client, shared, cast.learner)
    assert GATE in page and "I wrote a letter" in page and "another unit" not in page


def test_what_the_learner_noted_about_a_closed_piece_is_closed_too(
    client: Client, cast: Cast, olu: Account, shared: Submission
) -> None:
    page_of(client, shared, olu)
    assert page_of(client, shared, olu).count("See the end") == 1
    EvidenceItem.objects.update(others=Others.SOMEBODY)
    assert "See the end" not in page_of(client, shared, olu)
    assert page_of(client, shared, cast.learner).count("See the end") == 2


def test_each_gives_back_for_pieces_of_their_own_unit(
    client: Client, cast: Cast, olu: Account, shared: Submission
) -> None:
    with pytest.raises(Refused, match="which pieces"):
        gives_back(shared, olu, numbers=[1])
    client.force_login(olu, backend=BACKEND)
    at = reverse("submission-give-back", args=[shared.token])
    assert "At the gate" not in client.get(at).content.decode()
    sent = {"reason": ReturnedFor.RECOGNISABLE, "words": "Cover it."}
    assert client.post(at, {**sent, "pieces": ["1"]}).status_code == 422
    assert client.post(at, {**sent, "pieces": ["2"]}).status_code == 302
    assert set(EvidenceItem.objects.values_list("title", "others")) == {
        ("At the gate", Others.NOBODY),
        ("Elsewhere", Others.SOMEBODY),
    }


def test_inv_47_the_title_of_a_hidden_piece_is_not_among_the_choices(
    client: Client, cast: Cast, shared: Submission
) -> None:
    EvidenceItem.objects.filter(title="At the gate").update(others=Others.SOMEBODY)
    client.force_login(cast.assessor, backend=BACKEND)
    page = client.get(reverse("submission-give-back", args=[shared.token])).content.decode()
    assert "At the gate" not in page and "only the learner sees just now" in page


def test_inv_48_a_lead_who_has_one_unit_reads_the_other_by_leave(
    client: Client, cast: Cast, olu: Account, amara: QualRegistration, shared: Submission
) -> None:
    qualifying.task_of(olu, amara.version, QualificationTask.LEAD_QUALITY)
    written = AuditEvent.objects.filter(action="work_read", actor_id=olu.pk)
    gives_back(shared, olu, numbers=[2], reason=ReturnedFor.NOT_OWN)
    own = handed_in([linked(amara, "For the second unit", at=3)])
    page_of(client, own, olu)
    assert not written.exists()
    assert GATE in page_of(client, shared, olu)
    assert written.get().object_id == str(shared.pk)


def test_who_a_witness_is_stands_with_their_words(
    client: Client, cast: Cast, amara: QualRegistration
) -> None:
    piece = linked(amara, "Seen by Wilma", kind=EvidenceKind.WITNESS, text="", own_part="")
    WitnessStatement.objects.create(
        item=piece.item,
        learner=cast.learner,
        name="Wilma Witness",
        email="wilma@example.net",
        job_role="Team leader",
        relationship="We work together",
        status=WitnessStatus.EXPERT,
        seen_from=date(2026, 9, 1),
        seen_until=date(2026, 10, 31),
        asked_at=NOON,
        expires_at=NOON,
        words="I saw it.",
        written_by=cast.assessor,
        confirmed_at=NOON,
    )
    page = page_of(client, handed_in([piece]), cast.assessor)
    for said in ("1 September 2026 to 31 October 2026", "20 November 2026", "after a talk", "I saw it."):
        assert said in page
    assert WitnessStatus.EXPERT.label in page and "wilma@example.net" not in page
