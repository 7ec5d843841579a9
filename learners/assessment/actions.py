"""Taking work to judge it, writing drafts, and sending the judgement. The registration is the root."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.rulings import Refused
from courses.qualifications.actions import freeze_version
from learners.assessment.deciding import Feedback, decide
from learners.assessment.drafts import (
    checked_feedback,
    enforce_told,
    kept,
    read_pieces,
    same_words,
    seen_in,
    write_in,
)
from learners.assessment.judging_policies import free_of
from learners.assessment.last_page import remember_page, wrote_last
from learners.assessment.models import DraftDecision, Judgement
from learners.assessment.policies import (
    CLOSED,
    claimable,
    may_acknowledge,
    may_claim_records,
    may_judge_again,
    may_put_back,
    may_save,
)
from learners.assessment.ready_queries import missing_in, nothing_counts_for, waiting_for_others
from learners.assessment.refusals import Conflict, NotReady, Stale
from learners.assessment.send_policies import may_send
from learners.assessment.settling import settle_submission
from learners.assessment.signoff_policies import may_sign_by
from learners.assessment.speaking import check_spoken
from learners.assessment.states import JudgementState
from learners.assessment.taking import held_until, leave, take
from learners.registrations.actions import lock, noted
from learners.registrations.models import QualRegistration
from learners.submissions.models import Submission

J = JudgementState


@transaction.atomic
def claim(*, submission_id: int, by: Account, now: datetime) -> Judgement:
    """Take what was handed in (their own units of it) to judge it; again while they have it only prolongs that.

    What another assessor took and let go by is taken over: what they wrote stays to be read.
    """
    registration = lock(Submission.objects.values_list("registration", flat=True).get(pk=submission_id))
    submission = Submission.objects.select_related("registration__account").get(pk=submission_id)
    submission.registration = registration
    ruling, criteria = claimable(by, submission, now=now)
    ruling.enforce()
    return take(registration, criteria, submission=submission, by=by, now=now)


@transaction.atomic
def claim_records(
    *, registration_id: int, criteria: Collection[int], by: Account, now: datetime
) -> Judgement:
    """Judge these criteria (ids) by records that count, without anything handed in."""
    registration = lock(registration_id)
    may_claim_records(by, registration, criteria, now=now).enforce()
    if not criteria:
        raise Refused("Choose what you want to judge.")
    if reason := waiting_for_others(registration, criteria) or nothing_counts_for(registration, criteria):
        raise Refused(reason)
    _enforce_free(registration, criteria, by, now)
    return take(registration, criteria, submission=None, by=by, now=now)


@transaction.atomic
def judge_again(
    *, registration_id: int, criteria: Collection[int], why: str, by: Account, now: datetime
) -> Judgement:
    """Open these criteria (ids, of one round) once more that were judged already; the older decision counts until a
    newer one is sent."""
    registration = lock(registration_id)
    may_judge_again(by, registration, criteria, now=now).enforce()
    if not why.strip():
        raise Refused("Write why it is judged again.")
    if reason := waiting_for_others(registration, criteria):
        raise Refused(reason)
    _enforce_free(registration, criteria, by, now)
    before = Judgement.objects.filter(
        decisions__criterion__in=criteria, decisions__state="confirmed", registration=registration
    )
    works = {one.submission_id: one.submission for one in before.select_related("submission")}
    if len(works) > 1:
        raise Refused("These were judged on different pieces of work. Open those of one hand-in at a time.")
    submission = next(iter(works.values()))
    return take(registration, criteria, submission=submission, by=by, now=now, again_why=why.strip()[:500])


@transaction.atomic
def put_back(*, judgement_id: int, by: Account, now: datetime) -> None:
    """Let go of it, so that it waits for whoever takes it next; a second time changes nothing."""
    judgement = locked_round(judgement_id)
    if judgement.state == J.LEFT and judgement.assessor.person_id == by.person_id:
        return
    may_put_back(by, judgement).enforce()
    leave(judgement, "judgement_put_back", by=by, now=now)


@transaction.atomic
def save_draft(
    *,
    judgement_id: int,
    criterion_id: int,
    revision: int,
    outcome: str,
    checks: Mapping[str, bool],
    pieces: Sequence[Mapping[str, Any]],
    rationale: str,
    next_step: str,
    by: Account,
    now: datetime,
    page: str = "",
) -> DraftDecision:
    """Keep what was thought about one criterion so far, and hold the round for longer.

    revision: of the draft that the page showed. page: a mark of that page, so that an answer which never reached it
    does not look like somebody else's change. Raises Conflict with the newer draft when another page has written
    since, and Refused when the round is closed, somebody else took it, or they may judge it no more.
    """
    judgement = locked_round(judgement_id)
    draft = judgement.drafts.select_related("criterion__outcome").filter(criterion=criterion_id).first()
    if draft is None:
        raise Refused("This is not part of what you took.")
    _enforce_theirs(judgement, draft, by)
    may_save(by, judgement, now=now).enforce()
    words = kept(outcome, checks, rationale, next_step)
    words["pieces"] = read_pieces(judgement, draft, pieces)
    if same_words(draft, words):
        _hold_longer(judgement, now)
        return draft
    if draft.revision != revision and not wrote_last(draft, page):
        raise Conflict(draft)
    write_in(draft, words, now=now)
    remember_page(draft, page)
    _hold_longer(judgement, now)
    return draft


@transaction.atomic
def send(
    *,
    judgement_id: int,
    words: str,
    next_step: str,
    next_by: date | None,
    spoken_item_id: int | None,
    how: str,
    by: Account,
    now: datetime,
    seen: str,
    told: str,
) -> Judgement:
    """Sign the round and send it: to the learner, or to the countersigner of a trainee. Pressing twice sends once.

    how: by what the session was opened. seen, told: of drafts.seen_in and told_in, as the page showed them; nobody
    signs what they were not shown, and a page that does not say what it showed is an old one. Raises NotReady with what
    is missing, criterion by criterion, and Stale.
    """
    judgement = locked_round(judgement_id)
    feedback = Feedback(words.strip(), next_step.strip(), next_by, spoken_item_id)
    if judgement.decided_at is not None and judgement.assessor.person_id == by.person_id:
        if feedback == Feedback.of(judgement):
            return judgement
        raise Refused(f"{CLOSED[judgement.state]} What you wrote now was not sent; copy it if you need it.")
    may_send(by, judgement, now=now).enforce()
    may_sign_by(how).enforce()
    drafts = list(judgement.drafts.filter(open=True).select_related("criterion__outcome__unit"))
    if seen != seen_in(judgement, drafts):
        raise Stale
    enforce_told(judgement, feedback, told)
    if missing := missing_in(judgement, drafts):
        raise NotReady(missing)
    checked_feedback(drafts, feedback, now=now)
    check_spoken(judgement, feedback.spoken)
    freeze_version(version_id=judgement.registration.version_id, now=now)
    decide(judgement, drafts, feedback, how=how, by=by, now=now)
    return judgement


@transaction.atomic
def acknowledge(*, judgement_id: int, words: str, by: Account, now: datetime) -> None:
    """The learner has read the feedback; words: what they say to it, if anything. Pressing twice says it once."""
    judgement = locked_round(judgement_id)
    own = judgement.registration.account.person_id == by.person_id
    if own and judgement.state == J.ACKNOWLEDGED:
        return
    may_acknowledge(by, judgement).enforce()
    judgement.state, judgement.acknowledged_at = J.ACKNOWLEDGED, now
    judgement.learner_words = words.strip()[:1000]
    judgement.save(update_fields=["state", "acknowledged_at", "learner_words"])
    settle_submission(judgement.submission, now=now)
    moved(judgement, "feedback_read", by=by, now=now, after={"number": judgement.number})


def locked_round(judgement_id: int) -> Judgement:
    """A round whose registration is locked until the transaction ends. Raises Judgement.DoesNotExist."""
    registration = lock(Judgement.objects.values_list("registration", flat=True).get(pk=judgement_id))
    rows = Judgement.objects.select_related("assessor", "countersigner", "submission", "spoken")
    judgement = rows.get(pk=judgement_id)
    judgement.registration = registration
    if judgement.submission is not None:
        judgement.submission.registration = registration
    return judgement


def moved(judgement: Judgement, what: str, *, by: Account, now: datetime, **more: Any) -> None:
    """Written down in the registration's chain, which has moved by it."""
    registration = judgement.registration
    QualRegistration.objects.filter(pk=registration.pk).update(moved_at=now)
    noted(registration, what, by=by, now=now, about=judgement, **more)


def _enforce_free(
    registration: QualRegistration, criteria: Collection[int], by: Account, now: datetime
) -> None:
    free, held = free_of(registration, criteria, by=by, now=now)
    if free != frozenset(criteria):
        raise Refused(held)


def _enforce_theirs(judgement: Judgement, draft: DraftDecision, by: Account) -> None:
    """Says who has it now, to somebody whose time was over and who goes on typing."""
    if judgement.assessor.person_id != by.person_id or draft.open or judgement.decided_at is not None:
        return
    now_with = (
        DraftDecision.objects.filter(
            registration=judgement.registration_id, criterion=draft.criterion_id, open=True
        )
        .select_related("judgement__assessor")
        .first()
    )
    if now_with is not None and now_with.judgement.assessor.person_id != by.person_id:
        raise Refused(
            f"Your time for this was over, and {now_with.judgement.assessor} has taken it. What you saved before is "
            "kept, and they can read it. What you wrote since is still on this page: copy it, if it should not be lost."
        )


def _hold_longer(judgement: Judgement, now: datetime) -> None:
    judgement.held_until = held_until(now)
    judgement.save(update_fields=["held_until"])
