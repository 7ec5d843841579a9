"""Who opens the page on which somebody judges, and what they find there."""

import pytest
from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.shared.models import AuditEvent
from courses.qualifications.staff_states import QualificationTask
from learners.registrations.models import QualRegistration
from tests.browsing import words_of
from tests.cast import BACKEND, Cast, hold, person
from tests.learners import judging, qualifying
from tests.learners.assessment.rounds import address, answers, draft_of, taken

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.mark.parametrize("who", ["learner", "stranger", "other"])
def test_inv_08_judging_is_seen_by_nobody_without_the_learner(
    client: Client, cast: Cast, amara: QualRegistration, who: str
) -> None:
    judgement = taken(amara, cast.assessor)
    other = hold(person("Ola Other"), Role.ASSESSOR, cast.harbour).account
    by: Account = {"learner": cast.learner, "stranger": person("Sam Stranger"), "other": other}[who]
    client.force_login(by, backend=BACKEND)
    draft = draft_of(judgement)
    words_of(client, reverse("judge", args=[judgement.token]), status=403)
    words_of(client, address(judgement, draft.criterion_id), status=403)
    assert client.post(address(judgement, draft.criterion_id), answers(draft)).status_code == 403
    draft.refresh_from_db()
    assert draft.revision == 0


def test_inv_08_a_superuser_and_a_manager_judge_nothing(
    client: Client, cast: Cast, amara: QualRegistration
) -> None:
    judgement = taken(amara, cast.assessor)
    draft = draft_of(judgement)
    chief = person("Sue Super", is_superuser=True)
    for by in (chief, cast.manager):
        client.force_login(by, backend=BACKEND)
        assert client.post(address(judgement, draft.criterion_id), answers(draft)).status_code == 403


def test_inv_48_that_a_lead_reads_it_is_written_down(
    client: Client, cast: Cast, amara: QualRegistration
) -> None:
    judgement = taken(amara, cast.assessor)
    lead = person("Lena Lead")
    qualifying.task_of(lead, amara.version, QualificationTask.LEAD_QUALITY)
    client.force_login(lead, backend=BACKEND)
    page = words_of(client, reverse("judge", args=[judgement.token]))
    assert "Only they write here." in page and "<textarea" not in page
    assert AuditEvent.objects.filter(action="work_read").count() == 1


def test_inv_05_a_conflict_closes_the_page(client: Client, cast: Cast, amara: QualRegistration) -> None:
    judgement = taken(amara, cast.assessor)
    qualifying.conflict(cast.assessor, cast.learner)
    client.force_login(cast.assessor, backend=BACKEND)
    answer = client.get(reverse("judge", args=[judgement.token]))
    assert answer.status_code == 403 and "conflict of interest" in answer.content.decode()


def test_what_is_no_part_of_the_round_is_not_found(asa: Client, cast: Cast, amara: QualRegistration) -> None:
    judgement = taken(amara, cast.assessor)
    other = judging.criteria_of(amara, 2)[0]
    assert asa.get(address(judgement, other)).status_code == 404
    assert asa.get(address(judgement, 999_999_999)).status_code == 404
