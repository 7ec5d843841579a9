"""Pieces of evidence: adding, changing and taking out."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from academy.shared.tokens import new_token
from learners.portfolio.actions import (
    add_evidence,
    bring_back_evidence,
    change_evidence,
    delete_evidence,
    withdraw_evidence,
)
from learners.portfolio.models import EvidenceFile, EvidenceItem
from learners.portfolio.states import EvidenceKind, Others
from learners.registrations.states import RegistrationState
from tests.browsing import browser
from tests.cast import make_cast
from tests.learners import qualifying
from tests.learners.portfolio.pages import Scene, handed_in, seen
from tests.learners.qualifying import NOON

pytestmark = [pytest.mark.both, pytest.mark.django_db]
LATER = NOON + timedelta(hours=1)


def said(**more: object) -> dict[str, object]:
    return {"key": new_token(), "text": "We knocked on ten doors.", **more}


def last_audit(action: str) -> AuditEvent | None:
    return AuditEvent.objects.filter(action=action).last()


def test_a_piece_is_kept_though_it_is_not_finished_and_says_what_is_missing(scene: Scene) -> None:
    client = browser(scene.cast.learner)
    response = client.post(reverse("evidence-add", args=["reflection"]), said(), follow=True)
    item = EvidenceItem.objects.get()
    assert (item.account, item.kind, item.title) == (
        scene.cast.learner,
        "reflection",
        "We knocked on ten doors.",
    )
    words = seen(response)
    assert "What is still missing" in words
    assert "Say on which day it happened." in words
    assert "Say what you did yourself: your own part in it." in words


def test_the_same_form_sent_twice_is_one_piece(scene: Scene) -> None:
    client, form = browser(scene.cast.learner), said()
    for _ in range(2):
        client.post(reverse("evidence-add", args=["reflection"]), form)
    assert EvidenceItem.objects.count() == 1


def test_nobody_writes_over_the_piece_of_somebody_else_by_its_key(scene: Scene) -> None:
    item = qualifying.piece(scene.cast.learner)
    with pytest.raises(IntegrityError), transaction.atomic():
        add_evidence(
            kind=EvidenceKind.REFLECTION,
            words={"text": "mine now"},
            token=item.token,
            by=scene.cast.stranger,
            now=LATER,
        )
    item.refresh_from_db()
    assert item.text == "I listened more than I talked."


def test_an_empty_form_says_what_to_do(scene: Scene) -> None:
    response = browser(scene.cast.learner).post(reverse("evidence-add", args=["link"]), {"key": new_token()})
    assert response.status_code == 422
    assert "Fill in one thing first." in seen(response)
    assert not EvidenceItem.objects.exists()


@pytest.mark.parametrize(
    ("kind", "wrong", "words"),
    [
        ("reflection", {"happened_on": "2999-01-01"}, "This day is still to come."),
        ("reflection", {"happened_on": "1970-01-01"}, "Look at the year again."),
        ("reflection", {"happened_on": "soon"}, "Write the day like 31/3/2027."),
        ("reflection", {"others": "everybody"}, "Choose one of these."),
        ("reflection", {"title": "x" * 161}, "Use 160 characters or fewer."),
        ("reflection", {"text": "x" * 20001}, "Use 20000 characters or fewer."),
        ("practice", {"hours": "two"}, "Write a number from 0 to 99."),
        ("practice", {"minutes": "75"}, "Write a number from 0 to 59."),
        ("practice", {"people_listened": "-1"}, "Write a number from 0 to 9999."),
        ("link", {"link": "javascript:alert(1)"}, "This is no address of a page."),
        ("link", {"link": "ftp://example.org/"}, "This is no address of a page."),
    ],
)
def test_wrong_input_says_what_to_do_and_loses_nothing(
    scene: Scene, kind: str, wrong: dict[str, str], words: str
) -> None:
    response = browser(scene.cast.learner).post(
        reverse("evidence-add", args=[kind]), said(own_part="My own part", **wrong)
    )
    assert response.status_code == 422
    assert words in seen(response)
    assert "My own part" in response.content.decode()


def test_a_script_keeps_what_can_be_kept_and_hears_what_cannot(scene: Scene) -> None:
    client, form = browser(scene.cast.learner), said(happened_on="2999-01-01")
    response = client.post(
        reverse("evidence-add", args=["reflection"]), form, headers={"Accept": "application/json"}
    )
    told = json.loads(response.content)
    item = EvidenceItem.objects.get()
    assert item.happened_on is None
    assert item.text == "We knocked on ten doors."
    assert told["href"] == reverse("evidence-change", args=[item.token])
    assert "still to come" in told["error"]
    mended = client.post(
        told["href"], form | {"happened_on": "2026-11-19"}, headers={"Accept": "application/json"}
    )
    assert json.loads(mended.content)["error"] == ""
    item.refresh_from_db()
    assert str(item.happened_on) == "2026-11-19"


def test_a_name_that_we_made_follows_what_is_written_and_an_own_name_stays(scene: Scene) -> None:
    item = qualifying.piece(scene.cast.learner, title="Mine")

    def change(**words: str) -> str:
        return change_evidence(item_id=item.pk, words=words, by=scene.cast.learner, now=LATER).title

    assert change(text="Other words") == "Mine"
    assert change(title="", text="At the market") == "At the market"


def test_hours_and_minutes_become_minutes_and_come_back(scene: Scene) -> None:
    client = browser(scene.cast.learner)
    client.post(
        reverse("evidence-add", args=["practice"]), said(hours="2", minutes="15", people_listened="7")
    )
    item = EvidenceItem.objects.get()
    assert (item.minutes, item.people_listened) == (135, 7)
    page = client.get(reverse("evidence-change", args=[item.token])).content.decode()
    assert 'name="hours" value="2"' in page
    assert 'name="minutes" value="15"' in page


def test_the_portfolio_opens_when_a_hub_has_accepted_somebody() -> None:
    cast = make_cast()
    client = browser(cast.learner)
    address = reverse("evidence-add", args=["photo"])
    assert client.get(address).status_code == 403
    assert "opens when a hub has accepted you" in seen(client.get(reverse("portfolio")))
    registration = qualifying.registered(cast.learner, cast.harbour, cast.manager, RegistrationState.APPLIED)
    assert client.get(address).status_code == 403
    with pytest.raises(Refused):
        add_evidence(kind=EvidenceKind.LINK, words={}, token=new_token(), by=cast.learner, now=NOON)
    registration.accepted_at, registration.state = NOON, RegistrationState.ACCEPTED
    registration.save()
    assert client.get(address).status_code == 200


def test_a_change_moves_the_registration_and_says_who_changed_whom_it_shows(scene: Scene) -> None:
    item = qualifying.piece(scene.cast.learner)
    qualifying.shows(item, scene.registration)
    change_evidence(
        item_id=item.pk, words={"others": Others.SOMEBODY.value}, by=scene.cast.learner, now=LATER
    )
    scene.registration.refresh_from_db()
    assert scene.registration.moved_at == LATER
    event = last_audit("evidence_says_who_is_in_it")
    assert event is not None
    assert event.chain == f"account:{scene.cast.learner.pk}"
    before = AuditEvent.objects.count()
    change_evidence(item_id=item.pk, words={"text": "more"}, by=scene.cast.learner, now=LATER)
    assert AuditEvent.objects.count() == before, "typing is not written down"


def test_deleting_takes_files_links_and_content(scene: Scene) -> None:
    item = qualifying.piece(scene.cast.learner, kind=EvidenceKind.PHOTO)
    qualifying.shows(item, scene.registration)
    EvidenceFile.objects.create(
        item=item,
        name="a.jpg",
        stored="portfolio/a.jpg",
        sha256="0",
        size=3,
        type="image/jpeg",
        added_at=NOON,
    )
    response = browser(scene.cast.learner).post(reverse("evidence-remove", args=[item.token]), follow=True)
    assert "is deleted." in seen(response)
    assert not EvidenceItem.objects.exists()
    assert not EvidenceFile.objects.exists()
    assert not scene.registration.evidence_links.exists()


def test_inv_12_what_was_handed_in_is_not_deleted_on_any_way(scene: Scene) -> None:
    """Screen, action, database."""
    item = qualifying.piece(scene.cast.learner)
    handed_in(item, scene)
    client = browser(scene.cast.learner)
    address = reverse("evidence-remove", args=[item.token])
    assert "cannot be deleted" in seen(client.get(address))
    assert client.post(address, {"do": "delete"}).status_code == 403
    with pytest.raises(Refused, match="handed this in"):
        delete_evidence(item_id=item.pk, by=scene.cast.learner, now=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceItem.objects.filter(pk=item.pk)._raw_delete("default")
        transaction.get_connection().check_constraints()
    assert EvidenceItem.objects.filter(pk=item.pk).exists()


def test_inv_12_changing_a_piece_changes_nothing_that_was_handed_in(scene: Scene) -> None:
    item = qualifying.piece(scene.cast.learner)
    submission = handed_in(item, scene)
    change_evidence(item_id=item.pk, words={"title": "New", "text": "New"}, by=scene.cast.learner, now=LATER)
    assert submission.items.get().snapshot == {"title": "x"}
    assert "What you handed in stays as it was then." in seen(
        browser(scene.cast.learner).get(reverse("evidence", args=[item.token]))
    )


def test_what_was_handed_in_can_be_taken_out_and_brought_back(scene: Scene) -> None:
    item = qualifying.piece(scene.cast.learner)
    handed_in(item, scene)
    client = browser(scene.cast.learner)
    client.post(reverse("evidence-remove", args=[item.token]), {"do": "withdraw"})
    item.refresh_from_db()
    assert item.withdrawn_at is not None
    assert item.title not in seen(client.get(reverse("portfolio"))).partition("What is in it")[2]
    assert item.title in seen(client.get(reverse("portfolio") + "?show=withdrawn"))
    with pytest.raises(Refused, match="Bring it back first"):
        change_evidence(item_id=item.pk, words={"text": "x"}, by=scene.cast.learner, now=LATER)
    with pytest.raises(Refused, match="already"):
        withdraw_evidence(item_id=item.pk, by=scene.cast.learner, now=LATER)
    client.post(reverse("evidence-bring-back", args=[item.token]))
    item.refresh_from_db()
    assert item.withdrawn_at is None
    with pytest.raises(Refused, match="in your portfolio already"):
        bring_back_evidence(item_id=item.pk, by=scene.cast.learner, now=LATER)


def test_a_piece_in_a_draft_is_first_taken_out_there(scene: Scene) -> None:
    item = qualifying.piece(scene.cast.learner)
    handed_in(item, scene, draft=True)
    with pytest.raises(Refused, match="Take it out there first"):
        delete_evidence(item_id=item.pk, by=scene.cast.learner, now=LATER)
    with pytest.raises(Refused, match="Take it out there first"):
        withdraw_evidence(item_id=item.pk, by=scene.cast.learner, now=LATER)


def test_what_a_witness_said_is_not_changed_by_the_learner(scene: Scene) -> None:
    item = qualifying.piece(scene.cast.learner, kind=EvidenceKind.WITNESS)
    assert browser(scene.cast.learner).get(reverse("evidence-change", args=[item.token])).status_code == 403
    with pytest.raises(Refused, match="witness"):
        change_evidence(item_id=item.pk, words={"text": "better"}, by=scene.cast.learner, now=LATER)
