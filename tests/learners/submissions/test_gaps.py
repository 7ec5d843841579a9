"""What the check of the history says of content that is gone: a gap where a chain says so, a break where none does."""

from typing import Any

import pytest
from django.core.management import CommandError
from django.db import connection

from academy.shared.append_only import lifted
from academy.shared.audit import audit
from academy.shared.disposals import disposal_of
from academy.shared.models import AuditEvent, Disposal
from learners.assessment.history_files import changed_files, gaps_in
from learners.portfolio.file_actions import remove_file
from learners.portfolio.file_store import path_of
from learners.portfolio.models import EvidenceFile
from learners.submissions.models import Submission
from tests.cast import Cast
from tests.learners import judging, qualifying
from tests.learners.qualifying import NOON
from tests.learners.submissions.removals import file_of, verified, with_spoken_feedback
from tests.learners.submissions.work import gives_back, handed_in, photo, with_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon", "nudges")]


@pytest.mark.both
def test_a_file_that_went_behind_the_back_is_no_gap_but_a_break(work: Submission) -> None:
    with lifted(connection):
        EvidenceFile.objects.update(removed_at=NOON, removed_why="Tidied up")
    with pytest.raises(CommandError, match="no chain says that it was removed"):
        verified()


@pytest.mark.both
def test_a_disposal_put_in_by_hand_hides_nothing(work: Submission) -> None:
    event = AuditEvent.objects.filter(action="handed_in").get()
    Disposal.objects.create(
        event=event, object_type="evidencefile", object_id=file_of(work).pk, reason="x", disposed_at=NOON
    )
    EvidenceFile.objects.update(removed_at=NOON, removed_why="x")
    with pytest.raises(CommandError, match="no chain says that it was removed"):
        verified()


def test_the_content_that_was_changed_on_the_disk_is_found(work: Submission) -> None:
    path_of(file_of(work).stored).write_bytes(b"what was recordeD")
    verified()
    with pytest.raises(CommandError, match="has been changed since it was kept"):
        verified("--files")


def given_back(work: Submission, cast: Cast) -> EvidenceFile:
    qualifying.assessor(cast.assessor, cast.manager)
    gives_back(work, cast.assessor)
    return file_of(work)


@pytest.mark.both
def test_what_was_given_back_and_then_deleted_is_a_gap_and_no_break(cast: Cast, work: Submission) -> None:
    file = given_back(work, cast)
    remove_file(file_id=file.pk, by=work.registration.account, now=NOON)
    found = disposal_of("evidencefile", file.pk)
    assert found is not None and found.event.chain == f"qualregistration:{work.registration_id}"
    said = verified()
    assert f"Gap: The content of the file {file.name}" in said and "Deleted by the learner" in said


def removed_as_before(work: Submission) -> None:
    """As earlier releases left it: in the chain of the account alone."""
    file, account = file_of(work), work.registration.account
    EvidenceFile.objects.filter(pk=file.pk).update(removed_at=NOON, removed_why="Deleted by the learner")
    facts: dict[str, Any] = {"about": file, "before": {"sha256": file.sha256}}
    audit(account, "evidence_file_removed", by=account, now=NOON, reason="Deleted by the learner", **facts)


def test_what_was_deleted_before_chains_of_registrations_said_so_is_a_gap_too(
    cast: Cast, work: Submission
) -> None:
    given_back(work, cast)
    removed_as_before(work)
    assert f"Gap: The content of the file {file_of(work).name}" in verified()


def test_what_was_not_given_back_is_not_the_learners_to_delete_whatever_their_chain_says(
    work: Submission,
) -> None:
    removed_as_before(work)
    with pytest.raises(CommandError, match="no chain says that it was removed"):
        verified()


def test_every_registration_is_looked_at_whatever_was_found_before(cast: Cast, work: Submission) -> None:
    other = handed_in([photo(qualifying.registered(cast.stranger, cast.harbour, cast.manager))])
    with lifted(connection):
        Submission.objects.update(declaration="Nothing")
    with pytest.raises(CommandError) as raised:
        verified()
    for one in (work, other):
        assert f"Registration {one.registration.token}: Hand-in 1" in str(raised.value)


@pytest.mark.parametrize("broken", [b"something else", None])
def test_files_of_records_and_spoken_feedback_are_read_too(
    cast: Cast, work: Submission, broken: bytes | None
) -> None:
    registration = work.registration
    qualifying.assessor(cast.assessor, cast.manager)
    file = with_file(judging.record(registration, cast.assessor).item)
    heard = with_spoken_feedback(work, cast)
    assert not list(changed_files(registration))
    for one in (file, heard.files.get()):
        path = path_of(one.stored)
        was = path.read_bytes()
        path.write_bytes(broken) if broken else path.unlink()
        (words,) = changed_files(registration)
        assert one.name in words and ("has been changed" if broken else "not there any more") in words
        path.write_bytes(was)


def test_a_recording_that_went_behind_the_back_is_named(cast: Cast, work: Submission) -> None:
    registration = work.registration
    qualifying.assessor(cast.assessor, cast.manager)
    heard = with_spoken_feedback(work, cast)
    heard.files.update(removed_at=NOON, removed_why="Tidied up")
    assert ["no chain says" in str(one) for one in gaps_in(registration)] == [True]
