"""The content of one file goes for good: only by an Academy manager, with a reason, and the chain says so first."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.keeping.actions import forget
from academy.shared import clock
from academy.shared.append_only import lifted
from academy.shared.audit import audit
from academy.shared.disposals import disposal_of
from academy.shared.models import AuditDetail, AuditEvent, Disposal
from academy.shared.rulings import Refused
from learners.assessment.history_files import changed_files, gaps_in
from learners.portfolio.file_actions import remove_file
from learners.portfolio.file_store import path_of
from learners.portfolio.models import EvidenceFile, EvidenceItem
from learners.registrations.models import QualRegistration
from learners.submissions import removal_actions
from learners.submissions.models import Submission
from learners.submissions.removal_actions import remove_content
from tests.cast import BACKEND, Cast, hold
from tests.learners import judging, qualifying
from tests.learners.conftest import Nudges
from tests.learners.qualifying import NOON
from tests.learners.submissions.work import gives_back, handed_in, photo, recording, with_file
from tests.learners.telling import tell_rows

pytestmark = pytest.mark.django_db
WHY = "It shows a child, and nobody agreed to that."


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch, nudges: Nudges) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def work(amara: QualRegistration) -> Submission:
    """With a photo, handed in."""
    made = handed_in([photo(amara)])
    tell_rows(amara)
    return made


def file_of(work: Submission) -> EvidenceFile:
    return work.files.get().file


def removed(work: Submission, by: Account, capture: Any, **facts: str) -> int:
    given = {"reason": WHY, "how": "email", **facts}
    with capture(execute=True):
        return remove_content(file_id=file_of(work).pk, by=by, now=NOON, **given)


def verified(*options: str) -> str:
    out = StringIO()
    call_command("verify_history", *options, stdout=out)
    return out.getvalue()


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


@pytest.mark.both
def test_the_database_lets_nobody_change_or_drop_a_disposal(
    cast: Cast, work: Submission, django_capture_on_commit_callbacks: Any
) -> None:
    removed(work, cast.manager, django_capture_on_commit_callbacks)
    with pytest.raises(IntegrityError), transaction.atomic():
        Disposal.objects.update(reason="Nothing")
    with pytest.raises(IntegrityError), transaction.atomic():
        Disposal.objects.all()._raw_delete("default")


def test_the_content_that_was_changed_on_the_disk_is_found(work: Submission) -> None:
    path_of(file_of(work).stored).write_bytes(b"what was recordeD")
    verified()
    with pytest.raises(CommandError, match="has been changed since it was kept"):
        verified("--files")


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


def browser(who: Account, *, proved: bool = True) -> Client:
    client = Client()
    client.force_login(who, backend=BACKEND)
    session = client.session
    at = NOON - (timedelta() if proved else timedelta(days=1))
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "code", "at": at.timestamp()}]
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(who.pk)
    session.save()
    return client


def test_the_screen_leads_from_the_hand_in_to_the_gap(
    cast: Cast, work: Submission, django_capture_on_commit_callbacks: Any
) -> None:
    client, file = browser(cast.manager), file_of(work)
    address = "https://academy.example" + reverse("submission", args=[work.token])
    found = client.get(reverse("remove-content"), {"address": address}).content.decode()
    one = reverse("remove-content-of", args=[file.token])
    assert file.name in found and one in found
    nothing = client.get(reverse("remove-content"), {"address": "x" * 22}).content.decode()
    assert "Nothing was handed in or recorded at this address" in nothing
    client.post(one, {"reason": WHY})
    client.post(one, {"sure": "on"})
    assert not Disposal.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(one, {"reason": WHY, "sure": "on"}).status_code == 302
    after = client.get(one).content.decode()
    assert "The content is gone since" in after and WHY in after and "for good</button>" not in after
    assert not path_of(file.stored).exists()


def test_inv_19_the_screen_asks_first_that_it_is_you(cast: Cast, work: Submission) -> None:
    client, one = (
        browser(cast.manager, proved=False),
        reverse("remove-content-of", args=[file_of(work).token]),
    )
    page = client.get(one).content.decode()
    assert reverse("confirm-yourself") in page and "for good</button>" not in page
    client.post(one, {"reason": WHY, "sure": "on"})
    assert not Disposal.objects.exists()


def test_inv_08_the_screen_is_for_managers_alone(cast: Cast, work: Submission) -> None:
    one = reverse("remove-content-of", args=[file_of(work).token])
    for who in (cast.learner, cast.assessor, cast.coordinator, cast.stranger):
        assert browser(who).get(one).status_code == 403
        assert browser(who).post(one, {"reason": WHY, "sure": "on"}).status_code == 403
        assert browser(who).get(reverse("remove-content")).status_code == 403
    assert not Disposal.objects.exists()


# --- what the learner takes away by themselves, after it was given back ----------------------------------------------


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


def with_spoken_feedback(work: Submission, cast: Cast) -> EvidenceItem:
    """Judged, and told in a recording."""
    heard = recording(work.registration.account, content=b"what was said")
    round_ = judging.opened(work.registration, cast.assessor, work)
    for one in work.criteria.all():
        judging.rests_on(judging.decision(round_, one.criterion), work.items.get())
    judging.closed(round_, spoken=heard)
    return heard


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


def test_recordings_are_found_by_the_address_of_the_record_or_the_feedback_and_go(
    cast: Cast, work: Submission, django_capture_on_commit_callbacks: Any
) -> None:
    registration = work.registration
    qualifying.assessor(cast.assessor, cast.manager)
    record = judging.record(registration, cast.assessor)
    file = with_file(record.item, b"what was seen")
    heard = with_spoken_feedback(work, cast).files.get()
    round_ = registration.judgements.get()
    client = browser(cast.manager)
    for one, address in (
        (file, reverse("record", args=[record.token])),
        (heard, f"/feedback/{round_.token}/"),
    ):
        found = client.get(reverse("remove-content"), {"address": address}).content.decode()
        assert reverse("remove-content-of", args=[one.token]) in found
        with django_capture_on_commit_callbacks(execute=True):
            remove_content(file_id=one.pk, reason=WHY, how="email", by=cast.manager, now=NOON)
        told = disposal_of("evidencefile", one.pk)
        assert told is not None and told.event.chain == f"qualregistration:{registration.pk}"
    gaps = [one.what for one in gaps_in(registration) if not isinstance(one, str)]
    assert len(gaps) == 2


def test_what_is_handed_in_elsewhere_in_that_very_moment_is_not_missed(
    cast: Cast, work: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = [[], [work.registration_id]]
    monkeypatch.setattr(removal_actions, "concerned", lambda files: first.pop(0))
    with pytest.raises(Refused, match="Reload the page"):
        remove_content(file_id=file_of(work).pk, reason=WHY, how="email", by=cast.manager, now=NOON)
    assert not Disposal.objects.exists()


def test_a_recording_that_went_behind_the_back_is_named(cast: Cast, work: Submission) -> None:
    registration = work.registration
    qualifying.assessor(cast.assessor, cast.manager)
    heard = with_spoken_feedback(work, cast)
    heard.files.update(removed_at=NOON, removed_why="Tidied up")
    assert ["no chain says" in str(one) for one in gaps_in(registration)] == [True]


# --- the words of a registration, at the end of their time ----------------------------------------------------------


def ended(work: Submission) -> QualRegistration:
    """It is over, and so is its time."""
    long_ago = NOON - timedelta(days=1096)
    QualRegistration.objects.filter(pk=work.registration_id).update(
        state="withdrawn", ended_at=long_ago, ended_why="Moved away"
    )
    return QualRegistration.objects.get(pk=work.registration_id)


@pytest.mark.both
def test_words_go_at_the_end_of_their_time_and_the_check_names_the_gap(work: Submission) -> None:
    registration = ended(work)
    chain = f"qualregistration:{registration.pk}"
    there = AuditDetail.objects.filter(event__chain=chain)
    links = there.count()
    assert links and forget(key="registration-words", now=NOON).gone == 1
    assert [one.event.action for one in there] == ["content_disposed"]
    said = verified()
    assert f"Gap: The words of {links} links of chain {chain} (0 to {links - 1})" in said
    assert "The time for which we keep it is over." in said
    assert forget(key="registration-words", now=NOON).gone == 0


def test_words_of_a_registration_that_goes_on_or_ended_of_late_stay(work: Submission) -> None:
    assert forget(key="registration-words", now=NOON + timedelta(days=9999)).gone == 0
    ended(work)
    assert forget(key="registration-words", now=NOON - timedelta(minutes=1)).gone == 0


def test_the_clock_of_other_words_leaves_those_of_registrations(work: Submission) -> None:
    forget(key="audit-words", now=NOON + timedelta(days=9999))
    assert AuditDetail.objects.filter(event__chain__startswith="qualregistration:").exists()
    assert not AuditDetail.objects.exclude(event__chain__startswith="qualregistration:").exists()
    verified()
