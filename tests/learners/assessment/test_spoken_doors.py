"""Who hears feedback that is spoken, and from when on: never more people than read the words beside it."""

import pytest
from django.urls import reverse

from academy.accounts.models import Account
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from learners.assessment.spoken_actions import record_spoken, take_out_spoken
from learners.assessment.states import SEEN_BY_LEARNER, JudgementState
from learners.portfolio.attaching import Sent
from learners.portfolio.file_actions import add_file, remove_file
from learners.portfolio.file_policies import door_to, may_add_file
from learners.portfolio.file_queries import used_by
from learners.portfolio.models import EvidenceFile
from learners.portfolio.policies import may_link_evidence, may_see_evidence
from learners.portfolio.queries import theirs
from learners.portfolio.spoken_policies import GIVEN
from tests.factories import files
from tests.learners import qualifying
from tests.learners.assessment.spoken import hears, recorded
from tests.learners.assessment.test_send_pages import browser, ready, text
from tests.learners.assessment.world import countersigned, make_world, sent, with_trainee
from tests.learners.qualifying import NOON, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.mark.parametrize("who", ["learner", "manager", "coordinator", "quality", "stranger", "editor"])
def test_inv_08_nobody_else_records_or_takes_out(who: str, voice: bytes) -> None:
    world = make_world()
    judgement = ready(world)
    file = recorded(judgement, voice)
    by = getattr(world.cast, who)
    Account.objects.filter(pk=by.pk).update(is_superuser=True)
    by.refresh_from_db()
    more = Sent(files=[files.sent(voice, "more.webm")])
    for step in (
        lambda: record_spoken(judgement_id=judgement.pk, sent=more, by=by, now=NOON),
        lambda: take_out_spoken(judgement_id=judgement.pk, file_token=file.token, by=by, now=NOON),
        lambda: add_file(item_id=file.item_id, sent=files.sent(voice, "more.webm"), by=by, now=NOON),
        lambda: remove_file(file_id=file.pk, by=by, now=NOON),
    ):
        with pytest.raises(Refused):
            step()
    assert EvidenceFile.objects.get().removed_at is None


def test_inv_13_the_learner_hears_it_from_when_it_is_given(voice: bytes) -> None:
    world = with_trainee()
    learner, judgement = world.cast.learner, ready(world, "not_yet")
    file = recorded(judgement, voice)
    assert not door_to(learner, file, on=TODAY).ruling and hears(learner, file) == 403
    assert not door_to(world.second, file, on=TODAY).ruling
    assert door_to(world.trainee, file, on=TODAY).ruling
    judgement = sent(judgement, spoken_item_id=judgement.spoken_id)
    assert judgement.state == JudgementState.COUNTERSIGN
    assert hears(learner, file) == 403
    assert browser(learner).get(reverse("feedback", args=[judgement.token])).status_code == 403
    page = text(browser(world.second).get(reverse("countersign", args=[judgement.token])))
    assert "will read and hear" in page and "<audio" in page
    before = AuditEvent.objects.count()
    assert hears(world.second, file) == 200
    assert (
        AuditEvent.objects.filter(action="evidence_file_opened").count() == 1
        and before < AuditEvent.objects.count()
    )
    countersigned(judgement)
    assert hears(learner, file) == 200 and hears(world.trainee, file) == 200
    assert hears(world.second, file) == 403, "their part is done"
    assert set(GIVEN) == {str(state) for state in SEEN_BY_LEARNER}


@pytest.mark.parametrize("who", ["manager", "coordinator", "stranger", "editor"])
def test_others_never_hear_it(who: str, voice: bytes) -> None:
    world = make_world()
    judgement = ready(world)
    file = recorded(judgement, voice)
    by = getattr(world.cast, who)
    Account.objects.filter(pk=by.pk).update(is_superuser=True)
    by.refresh_from_db()
    assert hears(by, file) == 403
    sent(judgement, spoken_item_id=judgement.spoken_id)
    assert hears(by, file) == 403


def test_the_lead_hears_it_and_that_is_written_down(voice: bytes) -> None:
    world = make_world()
    judgement = ready(world)
    file = recorded(judgement, voice)
    door = door_to(world.cast.quality, file, on=TODAY)
    assert door.ruling and door.noted and door.through == world.registration


def test_inv_05_a_conflict_closes_it(voice: bytes) -> None:
    world = make_world()
    judgement = ready(world)
    file = recorded(judgement, voice)
    qualifying.conflict(world.assessor, world.cast.learner)
    assert hears(world.assessor, file) == 403
    assert not may_add_file(world.assessor, file.item)


def test_it_is_no_evidence_and_never_in_the_portfolio(voice: bytes) -> None:
    world = make_world()
    learner, judgement = world.cast.learner, ready(world)
    file = recorded(judgement, voice)
    for state in ("before", "after"):
        if state == "after":
            sent(judgement, spoken_item_id=judgement.spoken_id)
        assert file.item not in theirs(learner) and used_by(learner) == 0
        assert not may_see_evidence(learner, file.item, on=TODAY)
        assert not may_link_evidence(learner, file.item, world.registration)
        client = browser(learner)
        assert file.item.title not in text(client.get(reverse("portfolio") + "?show=withdrawn"))
        assert client.get(reverse("evidence", args=[file.item.token])).status_code in (403, 404)
