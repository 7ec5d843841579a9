"""The page on which another try is given: what can be chosen, who may, and that nothing typed is lost."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account
from academy.shared import clock
from courses.qualifications.models import QualificationVersion
from learners.submissions.answer_models import ExtraAttempt
from tests.cast import BACKEND
from tests.learners.assessment.world import World, judged, make_world
from tests.learners.qualifying import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(hours=1))


@pytest.fixture
def world(db: None) -> World:
    """One try allowed, given on by the lead; the first of three criteria judged not yet met."""
    made = make_world()
    QualificationVersion.objects.update(attempts=1, gives_attempts="lead")
    judged(made, made.handed_in(made.criteria[:1]), made.assessor, "not_yet")
    return made


def page(who: Account, world: World, sent: dict[str, str] | None = None) -> tuple[int, str]:
    client = Client()
    client.force_login(who, backend=BACKEND)
    at = reverse("give-attempt", args=[world.registration.token])
    answer = client.post(at, sent, follow=True) if sent is not None else client.get(at)
    return answer.status_code, re.sub(r"\s+", " ", answer.content.decode())


def test_the_lead_gives_one_and_there_is_nothing_more_to_give(world: World) -> None:
    first, second, _ = world.criteria
    lead = world.cast.quality
    _, html = page(lead, world)
    assert first.text in html and second.text not in html
    sent = {"criterion": str(first.pk), "until": "2026-12-31", "why": "She was ill."}
    assert "Given. Amara Bello is told." in page(lead, world, sent)[1]
    made = ExtraAttempt.objects.get()
    assert (made.criterion, made.why, made.given_by) == (first, "She was ill.", lead)
    assert "Nothing to give" in page(lead, world)[1]


@pytest.mark.parametrize(
    ("typed", "why"), [({"why": ""}, "Write why"), ({"until": "2026-11-01"}, "over already")]
)
def test_wrong_input_loses_nothing(typed: dict[str, str], why: str, world: World) -> None:
    sent = {"criterion": str(world.criteria[0].pk), "until": "2026-12-31", "why": "She was ill.", **typed}
    status, html = page(world.cast.quality, world, sent)
    assert status != 200 and why in html and sent["until"] in html and sent["why"] in html
    assert not ExtraAttempt.objects.exists()


@pytest.mark.parametrize("who", ["learner", "assessor", "manager", "coordinator", "stranger"])
def test_nobody_else_gives_one(who: str, world: World) -> None:
    by = getattr(world.cast, who)
    Account.objects.filter(pk=by.pk).update(is_superuser=True)
    assert page(by, world)[0] == 403
