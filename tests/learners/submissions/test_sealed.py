"""Nobody changes what was handed in; and whoever does behind the back is found (INV-12)."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction

from academy.shared.append_only import install, remove
from learners.portfolio.models import EvidenceFile
from learners.registrations.models import QualRegistration
from learners.submissions.models import (
    Submission,
    SubmissionCriterion,
    SubmissionFile,
    SubmissionItem,
    SubmissionLink,
)
from learners.submissions.states import ReturnedFor, SubmissionState
from learners.submissions.verify_queries import verify
from tests.cast import Cast
from tests.learners.qualifying import NOON
from tests.learners.submissions.work import gives_back, handed_in, linked, photo

pytestmark = pytest.mark.django_db


@pytest.mark.both
@pytest.mark.parametrize("table", [SubmissionItem, SubmissionFile, SubmissionCriterion, SubmissionLink])
def test_inv_12_the_database_keeps_what_was_handed_in(table: type, amara: QualRegistration) -> None:
    made = handed_in([photo(amara)])
    rows = table.objects.filter(submission=made)  # type: ignore[attr-defined]
    assert rows.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(submission=made.pk + 1)


CHANGES = {
    "words": "Other words",
    "chosen": [1],
    "digest": "0" * 64,
    "ai_used": True,
    "help_words": "None",
    "signed_how": "passkey",
    "declaration_version": "2",
    "number": 9,
}


@pytest.mark.both
@pytest.mark.parametrize("field", CHANGES)
def test_inv_12_no_field_of_a_submission_changes(field: str, amara: QualRegistration) -> None:
    made = handed_in([linked(amara)])
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=made.pk).update(**{field: CHANGES[field]})


@pytest.mark.both
@pytest.mark.parametrize(
    "field", ["state", "returned_for", "returned_words", "returned_pieces", "returned_at"]
)
def test_inv_12_why_it_was_given_back_stays(field: str, cast: Cast, amara: QualRegistration) -> None:
    made = handed_in([linked(amara)])
    gives_back(made, cast.assessor)
    other = {
        "state": SubmissionState.SUBMITTED,
        "returned_for": ReturnedFor.NOT_OWN,
        "returned_words": "Nothing.",
        "returned_pieces": [],
        "returned_at": NOON + timedelta(days=1),
    }[field]
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=made.pk).update(**{field: other})


def test_inv_12_a_file_changed_behind_the_back_is_found(amara: QualRegistration) -> None:
    made = handed_in([photo(amara)])
    assert verify(made).files == 1
    file = EvidenceFile.objects.get()
    with open(_path(file), "ab") as there:
        there.write(b"!")
    assert "has been changed since" in verify(made).difference
    _path(file).unlink()
    assert "not there any more" in verify(made).difference
    EvidenceFile.objects.update(removed_at=NOON, removed_why="A face was covered.")
    found = verify(made)
    assert found.whole
    assert found.gone == ("talk.txt: A face was covered.",)


@pytest.mark.parametrize("what", ["snapshot", "note", "attempt", "digest"])
def test_inv_12_rows_changed_behind_the_back_are_found(what: str, amara: QualRegistration) -> None:
    """Somebody with the database in their hands takes the triggers away first."""
    made = handed_in([photo(amara)])
    _without_triggers(what, made)
    made = Submission.objects.get(pk=made.pk)
    assert verify(made).difference.startswith(
        "Piece 1 does not" if what == "snapshot" else "What was handed in"
    )


def _path(file: EvidenceFile) -> Path:
    return Path(default_storage.path(file.stored))


def _without_triggers(what: str, made: Submission) -> None:
    remove(connection)
    if what == "snapshot":
        made.items.update(snapshot={"title": "Something better"})
    elif what == "note":
        made.links.update(note="Something better")
    elif what == "attempt":
        made.criteria.update(attempt=2)
    else:
        Submission.objects.filter(pk=made.pk).update(help_words="My cousin wrote it.")
    install(connection)
