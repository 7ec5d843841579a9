"""Who opens a piece of a portfolio, and who leaves a trace."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from learners.portfolio.actions import (
    bring_back_evidence,
    change_evidence,
    delete_evidence,
    read_evidence,
    withdraw_evidence,
)
from learners.portfolio.models import EvidenceFile, EvidenceItem
from learners.portfolio.states import EvidenceKind, FileState, Others
from tests.browsing import browser
from tests.cast import Cast, hold
from tests.learners import qualifying
from tests.learners.portfolio.pages import Scene, handed_in, seen
from tests.learners.qualifying import NOON, TODAY

pytestmark = [pytest.mark.both, pytest.mark.django_db]
LATER = NOON + timedelta(hours=1)


def last_audit(action: str) -> AuditEvent | None:
    return AuditEvent.objects.filter(action=action).last()


@pytest.mark.parametrize("name", ["evidence-change", "evidence-remove"])
def test_nobody_else_opens_the_pages_that_change_a_piece(scene: Scene, name: str) -> None:
    item = qualifying.piece(scene.cast.learner)
    qualifying.shows(item, scene.registration)
    for who in (scene.cast.assessor, scene.cast.manager, scene.cast.stranger, scene.cast.coordinator):
        assert browser(who).get(reverse(name, args=[item.token])).status_code == 404
    for action in (delete_evidence, withdraw_evidence, bring_back_evidence):
        with pytest.raises(Refused, match="somebody else’s portfolio"):
            action(item_id=item.pk, by=scene.cast.assessor, now=LATER)


def opens(who: Account, item: EvidenceItem) -> int:
    client: Client = browser(who)
    return client.get(reverse("evidence", args=[item.token])).status_code


def refused(who: Account, item: EvidenceItem) -> bool:
    try:
        read_evidence(item_id=item.pk, by=who, now=NOON)
    except Refused:
        return True
    return False


def test_only_the_assessor_of_the_unit_sees_a_linked_piece(scene: Scene) -> None:
    cast = scene.cast
    item = qualifying.piece(cast.learner)
    assert opens(cast.assessor, item) == 403, "not linked"
    qualifying.shows(item, scene.registration)
    assert opens(cast.assessor, item) == 200
    for who in (cast.coordinator, cast.manager, cast.stranger, cast.quality, cast.trainer):
        assert opens(who, item) == 403
        assert refused(who, item)
    hold(cast.quality, Role.ASSESSOR, cast.harbour)
    qualifying.allocated(
        scene.registration, cast.quality, qualifying.criteria(scene.registration)[0].outcome.unit
    )
    assert opens(cast.assessor, item) == 403, "the unit was given to somebody else"
    assert opens(cast.quality, item) == 200


@pytest.mark.parametrize("others", [Others.SOMEBODY, Others.NOT_SAID])
def test_inv_47_while_somebody_can_be_recognised_only_the_learner_sees_it(
    scene: Scene, others: Others
) -> None:
    """Screen and action; that it cannot be handed in stands in the database (test_tables.py)."""
    item = qualifying.piece(scene.cast.learner, others=others)
    qualifying.shows(item, scene.registration)
    assert opens(scene.cast.learner, item) == 200
    response = browser(scene.cast.assessor).get(reverse("evidence", args=[item.token]))
    assert response.status_code == 403
    assert "recognised" in seen(response)
    assert refused(scene.cast.assessor, item)
    with pytest.raises(IntegrityError), transaction.atomic():
        handed_in(item, scene, draft=True)
    change_evidence(item_id=item.pk, words={"others": Others.AGREED.value}, by=scene.cast.learner, now=LATER)
    assert opens(scene.cast.assessor, item) == 200


def test_inv_48_whoever_is_neither_the_learner_nor_allocated_leaves_a_trace(scene: Scene) -> None:
    cast = scene.cast
    item = qualifying.piece(cast.learner)
    qualifying.shows(item, scene.registration)
    opens(cast.learner, item)
    opens(cast.assessor, item)
    assert last_audit("evidence_read") is None
    qualifying.task_of(cast.quality, scene.registration.version, qualifying.QualificationTask.LEAD_QUALITY)
    assert opens(cast.quality, item) == 200
    event = last_audit("evidence_read")
    assert event is not None
    assert (event.chain, event.actor_id) == (f"qualregistration:{scene.registration.pk}", cast.quality.pk)


def test_a_joined_account_is_the_same_person(scene: Scene) -> None:
    cast: Cast = scene.cast
    item = qualifying.piece(cast.neighbour)
    Account.objects.filter(pk=cast.neighbour.pk).update(joined_to=cast.learner, is_active=False, email=None)
    assert opens(cast.learner, item) == 200
    assert item.title in seen(browser(cast.learner).get(reverse("portfolio")))
    assert change_evidence(item_id=item.pk, words={"text": "x"}, by=cast.learner, now=LATER).text == "x"


def test_a_file_that_is_being_checked_is_waited_for(scene: Scene) -> None:
    item = qualifying.piece(scene.cast.learner, kind=EvidenceKind.PHOTO, happened_on=TODAY)
    EvidenceFile.objects.create(
        item=item,
        name="a.jpg",
        stored="portfolio/a.jpg",
        sha256="0",
        size=3,
        type="image/jpeg",
        state=FileState.CHECKING,
        added_at=NOON,
    )
    words = seen(browser(scene.cast.learner).get(reverse("evidence", args=[item.token])))
    assert "We are still checking the file." in words
