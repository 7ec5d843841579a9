"""Opening a file: by whom, for how long, and as what (INV-47, INV-48)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account
from academy.shared import clock
from academy.shared.models import AuditEvent
from courses.qualifications.staff_states import QualificationTask
from learners.portfolio import file_store
from learners.portfolio.file_actions import add_file, remove_file
from learners.portfolio.file_policies import may_open
from learners.portfolio.file_queries import addresses_of
from learners.portfolio.models import EvidenceFile, EvidenceLink
from learners.portfolio.states import FileState, Others
from learners.registrations.allocation_models import ConflictDeclaration
from learners.registrations.models import QualRegistration
from learners.registrations.states import AllocatedAs, Nature
from learners.submissions.models import Submission, SubmissionFile, SubmissionItem, SubmissionLink
from learners.submissions.states import SubmissionState
from tests.cast import BACKEND, Cast
from tests.factories import files
from tests.factories.photos import picture
from tests.learners import qualifying

pytestmark = pytest.mark.django_db
PHOTO = picture()


@pytest.fixture
def registration(cast: Cast) -> QualRegistration:
    return qualifying.registered(cast.learner, cast.harbour, cast.manager)


@pytest.fixture
def file(cast: Cast, registration: QualRegistration) -> EvidenceFile:
    piece = qualifying.piece(cast.learner)
    qualifying.shows(piece, registration)
    return add_file(item_id=piece.pk, sent=files.sent(PHOTO, "stall.jpg"), by=cast.learner, now=clock.now())


def opened(by: Account, address: str, **headers: str) -> Any:
    client = Client()
    client.force_login(by, backend=BACKEND)
    return client.get(address, headers=headers)


def ask(by: Account, file: EvidenceFile, part: str = "view", **headers: str) -> Any:
    return opened(by, getattr(addresses_of(file, by), part), **headers)


def noted() -> list[tuple[int | None, str]]:
    return list(AuditEvent.objects.filter(action="evidence_file_opened").values_list("actor_id", "chain"))


def handed_in(file: EvidenceFile, registration: QualRegistration, state: SubmissionState) -> Submission:
    made = Submission.objects.create(registration=registration, number=1, made_at=clock.now())
    entry = SubmissionItem.objects.create(submission=made, number=1, item=file.item, snapshot={}, sha256="0")
    SubmissionFile.objects.create(submission=made, entry=entry, file=file, sha256=file.sha256)
    SubmissionLink.objects.create(
        submission=made, entry=entry, criterion=qualifying.criteria(registration)[0]
    )
    declared = {"declaration_version": "1", "declaration": "Mine.", "ai_used": False, "digest": "0"}
    signed = {"signed_by": registration.account, "signed_how": "email", "submitted_at": clock.now()}
    Submission.objects.filter(pk=made.pk).update(state=SubmissionState.SUBMITTED, **declared, **signed)
    if state == SubmissionState.RETURNED_UNASSESSED:
        why = {
            "returned_for": "recognisable",
            "returned_words": "Cover the face.",
            "returned_at": clock.now(),
        }
        Submission.objects.filter(pk=made.pk).update(state=state, returned_by=registration.account, **why)
    return made


def test_the_learner_opens_their_own_and_nobody_writes_it_down(cast: Cast, file: EvidenceFile) -> None:
    for part, type_ in (("view", "image/jpeg"), ("small", "image/jpeg"), ("kept", "image/jpeg")):
        answer = ask(cast.learner, file, part)
        assert (answer.status_code, answer["Content-Type"]) == (200, type_)
        assert ("attachment" in answer.get("Content-Disposition", "")) == (part == "kept")
        assert "stall.jpg" in answer.get("Content-Disposition", "stall.jpg")
    assert noted() == []


def test_it_runs_nothing_wherever_it_is_opened(cast: Cast, file: EvidenceFile) -> None:
    answer = ask(cast.learner, file)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "sandbox" in policy and "script" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("content", [files.pdf(), files.word(), b"What I did."])
def test_documents_are_only_ever_a_download(cast: Cast, file: EvidenceFile, content: bytes) -> None:
    made = add_file(item_id=file.item_id, sent=files.sent(content), by=cast.learner, now=clock.now())
    addresses = addresses_of(made, cast.learner)
    assert (addresses.view, addresses.small) == ("", "")
    assert opened(cast.learner, addresses.kept)["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("type_", ["audio/mp4", "video/mp4"])
def test_sound_and_film_that_are_opened_by_themselves_play_and_run_nothing(
    cast: Cast, file: EvidenceFile, type_: str
) -> None:
    played = add_file(item_id=file.item_id, sent=files.sent(b"x"), by=cast.learner, now=clock.now())
    EvidenceFile.objects.filter(pk=played.pk).update(view_type=type_)
    played.refresh_from_db()
    policy = ask(cast.learner, played)["Content-Security-Policy"]
    assert policy.endswith("sandbox allow-same-origin") and "default-src 'none'" in policy


def test_a_part_of_it_for_players(cast: Cast, file: EvidenceFile) -> None:
    answer = ask(cast.learner, file, Range="bytes=0-9")
    assert (answer.status_code, answer["Content-Range"]) == (206, f"bytes 0-9/{file.size}")


def test_the_front_server_sends_it_where_there_is_one(cast: Cast, file: EvidenceFile, settings: Any) -> None:
    settings.MEDIA_ACCEL_PREFIX = "/protected"
    answer = ask(cast.learner, file)
    assert answer["X-Accel-Redirect"] == f"/protected/{file.stored}" and answer.content == b""
    assert "sandbox" in answer["Content-Security-Policy"]


def test_an_address_works_for_twenty_minutes_and_for_one_person(cast: Cast, file: EvidenceFile) -> None:
    address = addresses_of(file, cast.learner).view
    assert opened(cast.assessor, address).status_code == 404
    assert Client().get(address).status_code == 302
    assert opened(cast.learner, address[:-3] + "xx/").status_code == 404
    with time_machine.travel(clock.now() + timedelta(minutes=19), tick=False):
        assert opened(cast.learner, address).status_code == 200
    with time_machine.travel(clock.now() + timedelta(minutes=21), tick=False):
        late = opened(cast.learner, address)
    assert late.status_code == 404 and "This link has run out" in late.content.decode()


def test_a_long_recording_can_be_played_to_its_end(cast: Cast, file: EvidenceFile) -> None:
    EvidenceFile.objects.filter(pk=file.pk).update(seconds=3600)
    address = addresses_of(file, cast.learner).view
    with time_machine.travel(clock.now() + timedelta(minutes=130), tick=False):
        assert opened(cast.learner, address).status_code == 200


def test_inv_48_whoever_was_given_the_unit_opens_it_and_the_lead_leaves_a_note(
    cast: Cast, registration: QualRegistration, file: EvidenceFile
) -> None:
    unit = qualifying.criteria(registration)[0].outcome.unit
    for person in (cast.assessor, cast.quality, cast.coordinator, cast.manager, cast.trainer, cast.neighbour):
        answer = ask(person, file)
        assert answer.status_code == 403 and "Only the learner opens this file" in answer.content.decode()
    qualifying.allocated(registration, cast.assessor, unit)
    qualifying.allocated(registration, cast.quality, unit, AllocatedAs.QUALITY)
    assert (ask(cast.assessor, file).status_code, ask(cast.quality, file).status_code) == (200, 200)
    assert noted() == []
    qualifying.task_of(cast.manager, registration.version, QualificationTask.LEAD_QUALITY)
    address = addresses_of(file, cast.manager).view
    for pieces in ("bytes=0-9", "bytes=10-", "bytes=1-2"):  # a player asks again and again
        assert opened(cast.manager, address, Range=pieces).status_code == 206
    assert noted() == [(cast.manager.pk, f"qualregistration:{registration.pk}")]
    with time_machine.travel(clock.now() + timedelta(minutes=1), tick=False):
        ask(cast.manager, file, Range="bytes=5-")  # another page, another address, whatever part is asked for
    assert len(noted()) == 2


def test_inv_48_the_assessor_of_another_unit_does_not(
    cast: Cast, registration: QualRegistration, file: EvidenceFile
) -> None:
    other = qualifying.criteria(registration)[-1].outcome.unit
    assert other != qualifying.criteria(registration)[0].outcome.unit
    qualifying.allocated(registration, cast.assessor, other)
    assert not may_open(cast.assessor, file, on=clock.today())


def test_inv_05_a_conflict_closes_it(cast: Cast, registration: QualRegistration, file: EvidenceFile) -> None:
    qualifying.allocated(registration, cast.assessor)
    assert may_open(cast.assessor, file, on=clock.today())
    ConflictDeclaration.objects.create(
        person=cast.assessor,
        other=cast.learner,
        nature=Nature.FAMILY,
        starts_on=clock.today(),
        declared_by=cast.assessor,
        declared_at=clock.now(),
    )
    assert not may_open(cast.assessor, file, on=clock.today())


@pytest.mark.parametrize("others", [Others.SOMEBODY, Others.NOT_SAID])
def test_inv_47_while_somebody_can_be_recognised_only_the_learner_sees_it(
    cast: Cast, registration: QualRegistration, file: EvidenceFile, others: Others
) -> None:
    qualifying.allocated(registration, cast.assessor)
    file.item.others = others
    file.item.save()
    answer = ask(cast.assessor, file)
    assert answer.status_code == 403 and "recognised" in answer.content.decode()
    assert ask(cast.learner, file).status_code == 200


def test_what_was_handed_in_stays_open_to_its_assessor_after_the_link_is_gone(
    cast: Cast, registration: QualRegistration, file: EvidenceFile
) -> None:
    qualifying.allocated(registration, cast.assessor, qualifying.criteria(registration)[0].outcome.unit)
    handed_in(file, registration, SubmissionState.SUBMITTED)
    EvidenceLink.objects.all().delete()
    file.item.withdrawn_at = clock.now()
    file.item.save()
    assert ask(cast.assessor, file).status_code == 200
    assert not may_open(cast.quality, file, on=clock.today())


@pytest.mark.both
def test_inv_12_what_is_to_be_judged_cannot_be_taken_away_and_given_back_it_can(
    cast: Cast, registration: QualRegistration, file: EvidenceFile, django_capture_on_commit_callbacks: Any
) -> None:
    submission = handed_in(file, registration, SubmissionState.SUBMITTED)
    with pytest.raises(Exception, match="ask your assessor to give it back"):
        remove_file(file_id=file.pk, by=cast.learner, now=clock.now())
    why = {"returned_for": "recognisable", "returned_words": "Cover it.", "returned_at": clock.now()}
    back = {"state": SubmissionState.RETURNED_UNASSESSED, "returned_by": cast.assessor, **why}
    Submission.objects.filter(pk=submission.pk).update(**back)
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_file(file_id=file.pk, by=cast.learner, now=clock.now(), why="Covered")
        assert not remove_file(file_id=file.pk, by=cast.learner, now=clock.now())
    file.refresh_from_db()
    assert not file_store.path_of(file.stored).exists()
    assert len(file.sha256) == 64 and file.removed_why == "Covered"
    assert addresses_of(file, cast.learner).kept == ""


def test_a_file_that_is_gone_from_the_disk_is_said_to_be(cast: Cast, file: EvidenceFile) -> None:
    address = addresses_of(file, cast.learner).view
    file_store.path_of(file.stored).unlink()
    answer = opened(cast.learner, address)
    assert answer.status_code == 404 and "We have been told" in answer.content.decode()


def test_no_address_leads_to_the_folder(cast: Cast, file: EvidenceFile) -> None:
    for address in (f"/media/{file.stored}", f"/{file.stored}", f"/static/{file.stored}"):
        assert opened(cast.learner, address).status_code == 404
    assert file.name not in file.stored and str(cast.learner.pk) not in reverse("evidence-file", args=["x"])


def test_while_it_is_checked_there_is_no_address(cast: Cast, file: EvidenceFile) -> None:
    waiting = EvidenceFile(item=file.item, state=FileState.CHECKING, stored="x", view_type="image/jpeg")
    assert addresses_of(waiting, cast.learner).view == ""


def test_of_a_piece_that_was_taken_out_only_those_who_judge_it_open_a_file(
    cast: Cast, registration: QualRegistration, file: EvidenceFile
) -> None:
    first, *_, last = qualifying.criteria(registration)
    EvidenceLink.objects.create(
        item=file.item,
        registration=registration,
        criterion=last,
        linked_by=cast.learner,
        linked_at=clock.now(),
    )
    qualifying.allocated(registration, cast.assessor, first.outcome.unit)
    qualifying.allocated(registration, cast.quality, last.outcome.unit, AllocatedAs.QUALITY)
    handed_in(file, registration, SubmissionState.SUBMITTED)
    assert may_open(cast.quality, file, on=clock.today())
    file.item.withdrawn_at = clock.now()
    file.item.save()
    assert may_open(cast.assessor, file, on=clock.today())
    assert not may_open(cast.quality, file, on=clock.today()), "it was never handed in for that unit"


def test_an_address_from_before_opens_nothing_that_was_deleted_since(cast: Cast, file: EvidenceFile) -> None:
    """Also in the moment in which its content is still on the disk."""
    address = addresses_of(file, cast.learner).kept
    remove_file(file_id=file.pk, by=cast.learner, now=clock.now())
    assert file_store.path_of(file.stored).exists(), "the transaction has not ended"
    answer = opened(cast.learner, address)
    assert answer.status_code == 404 and "This file was deleted" in answer.content.decode()
