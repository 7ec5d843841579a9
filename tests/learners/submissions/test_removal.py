"""The content of one file goes for good: only by an Academy manager, with a reason, and the chain says so first."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from academy.accounts.roles import Role
from academy.shared.disposals import disposal_of
from academy.shared.models import Disposal
from academy.shared.rulings import Refused
from learners.portfolio.file_store import path_of
from learners.submissions import removal_actions
from learners.submissions.models import Submission
from learners.submissions.removal_actions import remove_content
from tests.cast import Cast, hold
from tests.learners import qualifying
from tests.learners.qualifying import NOON
from tests.learners.submissions.removals import WHY, file_of, removed, verified
from tests.learners.submissions.work import with_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon", "nudges")]


@pytest.mark.both
def test_it_goes_from_the_disk_and_the_check_names_the_gap(
    cast: Cast, work: Submission, django_capture_on_commit_callbacks: Any
) -> None:
    path = path_of(file_of(work).stored)
    assert path.exists() and "Gap" not in verified("--files")
    was = file_of(work).sha256
    assert removed(work, cast.manager, django_capture_on_commit_callbacks) == 1
    file = file_of(work)
    assert not path.exists()
    assert (file.sha256, file.removed_at, file.removed_why) == (was, NOON, WHY)
    said = verified("--files", f"--registration={work.registration.token}")
    assert "Nothing was changed" in said
    assert f"Gap: The content of the file {file.name}" in said and WHY in said


@pytest.mark.both
def test_the_chain_says_it_first(
    cast: Cast, work: Submission, django_capture_on_commit_callbacks: Any
) -> None:
    removed(work, cast.manager, django_capture_on_commit_callbacks)
    found = disposal_of("evidencefile", file_of(work).pk)
    assert found is not None
    event = found.event
    assert (event.chain, event.action) == (f"qualregistration:{work.registration_id}", "content_disposed")
    assert (event.detail.actor_name, event.detail.reason) == (cast.manager.full_name, WHY)
    assert event.detail.after["sha256"] == file_of(work).sha256


@pytest.mark.both
def test_the_database_lets_nobody_change_or_drop_a_disposal(
    cast: Cast, work: Submission, django_capture_on_commit_callbacks: Any
) -> None:
    removed(work, cast.manager, django_capture_on_commit_callbacks)
    with pytest.raises(IntegrityError), transaction.atomic():
        Disposal.objects.update(reason="Nothing")
    with pytest.raises(IntegrityError), transaction.atomic():
        Disposal.objects.all()._raw_delete("default")


def test_the_same_content_goes_wherever_the_learner_has_it(
    cast: Cast, work: Submission, django_capture_on_commit_callbacks: Any
) -> None:
    twin = with_file(qualifying.piece(cast.learner, "Carried over"))
    other = with_file(qualifying.piece(cast.stranger, "Somebody else’s"))
    assert removed(work, cast.manager, django_capture_on_commit_callbacks) == 2
    twin.refresh_from_db()
    other.refresh_from_db()
    assert twin.removed_at and not path_of(twin.stored).exists() and other.removed_at is None
    assert Disposal.objects.count() == 2


@pytest.mark.parametrize("who", ["learner", "assessor", "coordinator", "trainer", "stranger"])
def test_nobody_else_decides_it(
    cast: Cast, work: Submission, who: str, django_capture_on_commit_callbacks: Any
) -> None:
    by = getattr(cast, who)
    by.is_superuser = True
    with pytest.raises(Refused, match="decided by the Academy managers"):
        removed(work, by, django_capture_on_commit_callbacks)
    assert path_of(file_of(work).stored).exists() and not Disposal.objects.exists()


def test_a_manager_does_not_decide_about_their_own(
    cast: Cast, work: Submission, django_capture_on_commit_callbacks: Any
) -> None:
    hold(cast.learner, Role.MANAGER)
    with pytest.raises(Refused, match="a file of your own"):
        removed(work, cast.learner, django_capture_on_commit_callbacks)


def test_it_needs_a_reason_and_ones_own_session(
    cast: Cast, work: Submission, django_capture_on_commit_callbacks: Any
) -> None:
    with pytest.raises(Refused, match="Write why"):
        removed(work, cast.manager, django_capture_on_commit_callbacks, reason="  ")
    with pytest.raises(Refused, match="confirm first that it is you"):
        removed(work, cast.manager, django_capture_on_commit_callbacks, how="password")


def test_a_second_time_says_that_it_is_gone(
    cast: Cast, work: Submission, django_capture_on_commit_callbacks: Any
) -> None:
    removed(work, cast.manager, django_capture_on_commit_callbacks)
    with pytest.raises(Refused, match="gone already"):
        removed(work, cast.manager, django_capture_on_commit_callbacks)
    assert Disposal.objects.count() == 1


def test_what_is_handed_in_elsewhere_in_that_very_moment_is_not_missed(
    cast: Cast, work: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = [[], [work.registration_id]]
    monkeypatch.setattr(removal_actions, "concerned", lambda files: first.pop(0))
    with pytest.raises(Refused, match="Reload the page"):
        remove_content(file_id=file_of(work).pk, reason=WHY, how="email", by=cast.manager, now=NOON)
    assert not Disposal.objects.exists()
