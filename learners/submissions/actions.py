"""Handing in, and giving back what cannot be judged. The registration is the root."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.module_loading import import_string

from academy.accounts.models import Account
from academy.shared.audit import audit
from academy.shared.clock import london_date
from academy.shared.jobs import enqueue
from academy.shared.locks import locked, locked_one
from academy.shared.rulings import Refused
from learners.portfolio.hiding_actions import hide_pieces
from learners.portfolio.models import EvidenceFile, EvidenceItem, EvidenceLink
from learners.portfolio.states import FileState
from learners.registrations.actions import begin
from learners.registrations.models import QualRegistration
from learners.registrations.standing import standing_of
from learners.submissions.check_queries import Checked, check
from learners.submissions.declaration import CURRENT
from learners.submissions.models import (
    Submission,
    SubmissionCriterion,
    SubmissionFile,
    SubmissionItem,
    SubmissionLink,
)
from learners.submissions.piece_queries import pieces
from learners.submissions.policies import may_declare, may_hand_in, may_return
from learners.submissions.snapshots import digest_of, sha256_of, snapshot_of
from learners.submissions.states import ReturnedFor, SubmissionState
from learners.submissions.submission_queries import pieces_for

FOLLOWERS = ("learners.adjustments.claim_actions.settle",)  # what higher slices hang on what is handed in
# What is asked before something is given back, with the registration locked; each may refuse. Slices above this one.
BEFORE_GIVING_BACK = ("learners.assessment.taking.let_go_of",)


@dataclass(frozen=True, slots=True)
class Declared:
    """What the learner says as they hand in. version: of the words that they read. ai_used: None while not answered.

    how: by what their session was opened, as academy.accounts.signed_in_how says it.
    """

    own_work: bool
    version: str
    ai_used: bool | None
    help_words: str
    how: str


@transaction.atomic
def hand_in(
    *, registration_id: int, token: str, declared: Declared, by: Account, now: datetime
) -> Submission:
    """Submit what was put together: copies of everything, closed for good. Pressing twice hands in once.

    token: of the draft that the learner saw. Raises Refused with the first thing that stands in the way.
    """
    registration = locked_one(QualRegistration.objects.select_related("version", "account"), registration_id)
    may_hand_in(by, registration, on=london_date(now)).enforce()
    may_declare(declared.how).enforce()
    made = Submission.objects.get(token=token, registration=registration)
    if made.state != SubmissionState.DRAFT:
        return made
    _check_declared(declared)
    _hold(made)
    checked = check(registration, made.chosen, on=london_date(now))
    if not checked.units:
        raise Refused("Nothing is chosen yet. Choose what you want to hand in.")
    if checked.problems:
        raise Refused(f"This cannot be handed in yet. {' '.join(checked.problems)}")
    _copy(made, checked)
    _close(made, declared, by=by, now=now)
    begin(registration, by=by, now=now)
    QualRegistration.objects.filter(pk=registration.pk).update(moved_at=now)
    after = {
        "number": made.number,
        "digest": made.digest,
        "criteria": sorted(one.pk for one in checked.criteria),
        "pieces": sorted(one.pk for one in checked.pieces),
        "signed_how": made.signed_how,
    }
    audit(registration, "handed_in", by=by, now=now, about=made, hub_id=registration.hub_id, after=after)
    _follow(registration, by, now)
    return made


@transaction.atomic
def return_unassessed(
    *, submission_id: int, reason: str, words: str, numbers: Collection[int], by: Account, now: datetime
) -> None:
    """Give it back before anybody judged it. numbers: of the pieces that it is about. The attempt does not count."""
    registration_id = Submission.objects.values_list("registration", flat=True).get(pk=submission_id)
    registration = locked_one(QualRegistration.objects.all(), registration_id)
    made = Submission.objects.select_related("registration__account").get(pk=submission_id)
    standing = standing_of(by, made.registration, on=london_date(now))
    may_return(by, made, on=london_date(now), standing=standing).enforce()
    known = set(pieces_for(made, standing.assesses).values_list("number", flat=True))
    for path in BEFORE_GIVING_BACK:
        import_string(path)(submission=made, by=by, now=now)
    made.refresh_from_db(fields=["state"])
    if reason not in ReturnedFor.values:
        raise Refused("Say why you give it back.")
    if not words.strip():
        raise Refused("Write to the learner what is wrong and how to put it right.")
    if not set(numbers) or not set(numbers) <= known:
        raise Refused("Say which pieces it is about.")
    made.state = SubmissionState.RETURNED_UNASSESSED
    made.returned_at, made.returned_by = now, by
    made.returned_for, made.returned_words = reason, words.strip()
    made.returned_pieces = sorted(set(numbers))
    made.save()
    if reason == ReturnedFor.RECOGNISABLE:
        about = made.items.filter(number__in=made.returned_pieces)
        hide_pieces(about.values_list("item", flat=True), now=now)
    QualRegistration.objects.filter(pk=registration.pk).update(moved_at=now)
    audit(
        registration,
        "returned_unassessed",
        by=by,
        now=now,
        about=made,
        hub_id=registration.hub_id,
        reason=made.returned_words,
        after={"number": made.number, "for": reason, "pieces": made.returned_pieces},
    )
    _follow(registration, by, now)
    enqueue("learners.reminders.send_due", kind="work_given_back")


def _follow(registration: QualRegistration, by: Account, now: datetime) -> None:
    for follow in FOLLOWERS:
        import_string(follow)(registration=registration, by=by, now=now)


def _check_declared(declared: Declared) -> None:
    if declared.version != CURRENT.version:
        raise Refused("The words of the declaration have changed. Read them again, then hand in.")
    if not declared.own_work:
        raise Refused("Say that it is your own work. Without that it cannot be handed in.")
    if declared.ai_used is None:
        raise Refused("Say whether you used an AI tool.")
    if declared.ai_used and not declared.help_words.strip():
        raise Refused("Say which AI tool you used, and for what.")


def _hold(made: Submission) -> None:
    """Nobody changes the pieces and their files while they are copied."""
    items = EvidenceLink.objects.filter(pk__in=made.chosen).values_list("item", flat=True)
    held = locked(EvidenceItem.objects.all(), items)
    files = EvidenceFile.objects.filter(item__in=[one.pk for one in held])
    locked(files, files.values_list("pk", flat=True))


def _copy(made: Submission, checked: Checked) -> None:
    """Everything as it is now: pieces, files, criteria, and what the learner says each shows."""
    ids = [one.pk for one in checked.pieces]
    rows = pieces(ids)
    files = EvidenceFile.objects.filter(item__in=ids, removed_at__isnull=True, state=FileState.READY)
    of_item: dict[int, list[EvidenceFile]] = {}
    for one in files.order_by("pk"):
        of_item.setdefault(one.item_id, []).append(one)
    entries: dict[int, SubmissionItem] = {}
    for number, pk in enumerate(ids, start=1):
        snapshot = snapshot_of(rows[pk][0], of_item.get(pk, []))
        entries[pk] = SubmissionItem.objects.create(
            submission=made, number=number, item_id=pk, snapshot=snapshot, sha256=sha256_of(snapshot)
        )
    SubmissionFile.objects.bulk_create(
        SubmissionFile(submission=made, entry=entries[one.item_id], file=one, sha256=one.sha256)
        for found in of_item.values()
        for one in found
    )
    _copy_links(made, checked, entries)


def _copy_links(made: Submission, checked: Checked, entries: dict[int, SubmissionItem]) -> None:
    criteria = checked.criteria
    SubmissionCriterion.objects.bulk_create(
        SubmissionCriterion(submission=made, criterion_id=one.pk, attempt=one.attempt) for one in criteria
    )
    links: Sequence[SubmissionLink] = [
        SubmissionLink(
            submission=made,
            entry=entries[link.piece.pk],
            criterion_id=one.pk,
            note=link.note,
            place=link.place,
        )
        for one in criteria
        for link in one.pieces
    ]
    SubmissionLink.objects.bulk_create(links)


def _close(made: Submission, declared: Declared, *, by: Account, now: datetime) -> None:
    """With the declaration; from here on the database refuses any change."""
    made.state, made.submitted_at, made.chosen = SubmissionState.SUBMITTED, now, []
    made.declaration_version, made.declaration = CURRENT.version, CURRENT.words
    made.ai_used, made.help_words = declared.ai_used, declared.help_words.strip()
    made.signed_by, made.signed_how = by, declared.how
    made.digest = digest_of(made)
    made.save()
