"""Who reads what was handed in, what they see of it, and giving it back on the screen."""

import re
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.shared.models import AuditEvent
from courses.qualifications.staff_states import QualificationTask
from learners.portfolio.models import EvidenceFile, EvidenceItem
from learners.portfolio.states import Others
from learners.registrations.models import QualRegistration
from learners.registrations.states import AllocatedAs, RegistrationState
from learners.submissions.models import Submission
from learners.submissions.states import ReturnedFor, SubmissionState
from tests.cast import BACKEND, Cast, hold
from tests.learners import qualifying
from tests.learners.submissions.work import draft, gives_back, handed_in, linked, photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def page_of(client: Client, made: Submission, who: Account, status: int = 200) -> str:
    client.force_login(who, backend=BACKEND)
    answer = client.get(reverse("submission", args=[made.token]))
    assert answer.status_code == status, answer.content.decode()[-1500:]
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_assessor_reads_it_as_it_was(client: Client, cast: Cast, amara: QualRegistration) -> None:
    made = handed_in([linked(amara, "Three talks"), photo(amara)])
    EvidenceItem.objects.update(title="Changed since", text="Changed since")
    page = page_of(client, made, cast.assessor)
    for said in (
        "Three talks",
        "I listened more than I talked.",
        "talk.txt",
        "This is my own work.",
        "Next: the",
    ):
        assert said in page
    assert "Changed since" not in page
    assert reverse("submission-give-back", args=[made.token]) in page
    assert not AuditEvent.objects.filter(action="work_read").exists()


def test_before_the_number_is_recorded_it_says_that_judging_waits(client: Client, cast: Cast) -> None:
    made = qualifying.registered(cast.learner, cast.harbour, cast.manager, RegistrationState.ACCEPTED)
    qualifying.allocated(made, cast.assessor)
    page = page_of(client, handed_in([linked(made)]), cast.assessor)
    assert "number" in page


@pytest.mark.parametrize("who", ["manager", "coordinator", "trainer", "stranger", "quality", "editor"])
def test_nobody_reads_it_by_a_role_alone(
    who: str, client: Client, cast: Cast, amara: QualRegistration
) -> None:
    page = page_of(client, handed_in([linked(amara)]), getattr(cast, who), 403)
    assert "What a learner has handed in is seen by the learner" in page


def test_inv_48_the_lead_quality_assurer_is_written_down(
    client: Client, cast: Cast, amara: QualRegistration
) -> None:
    made = handed_in([linked(amara)])
    qualifying.task_of(cast.second_manager, amara.version, QualificationTask.LEAD_QUALITY)
    page_of(client, made, cast.second_manager)
    event = AuditEvent.objects.get(action="work_read")
    assert (event.actor_id, event.chain) == (cast.second_manager.pk, f"qualregistration:{amara.pk}")
    assert event.object_id == str(made.pk)
    qualifying.allocated(amara, cast.quality, task=AllocatedAs.QUALITY)
    page_of(client, made, cast.quality)
    page_of(client, made, cast.learner)
    assert AuditEvent.objects.filter(action="work_read").count() == 1


def test_another_unit_and_an_open_conflict(client: Client, cast: Cast) -> None:
    registration = qualifying.registered(cast.learner, cast.harbour, cast.manager)
    second = qualifying.criteria(registration)[3].outcome.unit
    qualifying.allocated(registration, cast.assessor, second)
    first_unit, both = (
        handed_in([linked(registration)]),
        handed_in([linked(registration, at=1), linked(registration, at=3)]),
    )
    assert "None of its units was given to you" in page_of(client, first_unit, cast.assessor, 403)
    page_of(client, both, cast.assessor)
    qualifying.conflict(cast.assessor, cast.learner)
    assert "conflict of interest" in page_of(client, both, cast.assessor, 403)
    answer = client.post(reverse("submission-give-back", args=[both.token]), {"reason": "not_own"})
    assert answer.status_code == 403


def test_inv_01_somebody_with_every_role_does_not_give_their_own_back(
    client: Client, cast: Cast, amara: QualRegistration
) -> None:
    hold(cast.learner, Role.ASSESSOR, cast.harbour)
    hold(cast.learner, Role.MANAGER)
    made = handed_in([linked(amara)])
    page = page_of(client, made, cast.learner)
    assert reverse("submission-give-back", args=[made.token]) not in page
    assert client.get(reverse("submission-give-back", args=[made.token])).status_code == 403


def test_inv_47_a_piece_that_is_hidden_now_is_hidden_here_too(
    client: Client, cast: Cast, amara: QualRegistration
) -> None:
    made = handed_in([linked(amara, "At the gate"), photo(amara)])
    client.force_login(cast.assessor, backend=BACKEND)
    sent = {"pieces": ["1"], "reason": ReturnedFor.RECOGNISABLE, "words": "Cover the face."}
    answer = client.post(reverse("submission-give-back", args=[made.token]), sent)
    assert answer.status_code == 302
    page = page_of(client, made, cast.assessor)
    assert "At the gate" not in page
    assert "I listened more" not in page
    assert "The learner puts it right" in page
    assert "talk.txt" in page
    assert "At the gate" in page_of(client, made, cast.learner)


def test_a_draft_is_nobodys_but_the_learners(client: Client, cast: Cast, amara: QualRegistration) -> None:
    made = draft([linked(amara)])
    assert "still putting this together" in page_of(client, made, cast.assessor, 403)
    client.force_login(cast.learner, backend=BACKEND)
    answer = client.get(reverse("submission", args=[made.token]))
    assert answer.headers["Location"] == reverse("hand-in-check", args=[amara.token])


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"words": ""}, "Write to the learner what is wrong"),
        ({"reason": ""}, "Say why you give it back"),
        ({"pieces": []}, "Say which pieces"),
        ({"pieces": ["9"]}, "Select a valid choice"),
    ],
)
def test_giving_back_keeps_what_was_typed(
    sent: dict[str, object], said: str, client: Client, cast: Cast, amara: QualRegistration
) -> None:
    made = handed_in([linked(amara)])
    client.force_login(cast.assessor, backend=BACKEND)
    data = {"pieces": ["1"], "reason": ReturnedFor.UNREADABLE, "words": "I cannot open it", **sent}
    answer = client.post(reverse("submission-give-back", args=[made.token]), data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert str(data["words"]) in page
    made.refresh_from_db()
    assert made.state == SubmissionState.SUBMITTED


def test_inv_12_the_screen_says_when_a_file_was_changed(
    client: Client, cast: Cast, amara: QualRegistration
) -> None:
    made = handed_in([photo(amara)])
    client.force_login(cast.assessor, backend=BACKEND)
    at = reverse("submission-check", args=[made.token])
    assert "Nothing has changed" in client.post(at, follow=True).content.decode()
    Path(default_storage.path(EvidenceFile.objects.get().stored)).write_bytes(b"something else")
    assert "has been changed since it was kept" in client.post(at, follow=True).content.decode()
    client.force_login(cast.stranger, backend=BACKEND)
    assert client.post(at).status_code == 403


def test_many_pieces_cost_no_more_queries(client: Client, cast: Cast, amara: QualRegistration) -> None:
    one = handed_in([linked(amara)])
    many = handed_in([linked(amara, f"Piece {number}", at=1) for number in range(30)])
    client.force_login(cast.assessor, backend=BACKEND)
    counts = {_queries(client, reverse("submission", args=[made.token])) for made in (one, many)}
    assert len(counts) == 1
    assert counts.pop() <= 35


def test_given_back_says_so_to_the_assessor_too(client: Client, cast: Cast, amara: QualRegistration) -> None:
    made = handed_in([linked(amara)])
    gives_back(made, cast.assessor, reason=ReturnedFor.NOT_OWN)
    page = page_of(client, made, cast.assessor)
    assert "Given back for this one." in page
    assert "any more" in page


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


def test_others_is_put_right_by_the_learner_alone(cast: Cast, amara: QualRegistration) -> None:
    made = handed_in([linked(amara, "At the gate"), linked(amara, "Elsewhere", at=1)])
    gives_back(made, cast.assessor)
    assert dict(EvidenceItem.objects.values_list("title", "others")) == {
        "At the gate": Others.SOMEBODY,
        "Elsewhere": Others.NOBODY,
    }
