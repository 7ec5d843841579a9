"""Taking criteria to judge them, letting go of them, and what others held. The caller has locked the registration."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.conf import settings

from academy.accounts.models import Account
from academy.shared.rulings import Refused
from courses.qualifications.models import Criterion
from learners.assessment.evidence_queries import Shelf, shelf_of, stored
from learners.assessment.judging_policies import free_of
from learners.assessment.models import DraftDecision, Judgement
from learners.assessment.rules import first_use
from learners.assessment.settling import settle_submission
from learners.assessment.states import JudgementState
from learners.registrations.actions import noted
from learners.registrations.models import QualRegistration
from learners.submissions.models import Submission
from learners.submissions.piece_queries import prescribed_methods

J = JudgementState


def held_until(now: datetime) -> datetime:
    """Until when somebody who takes it now, or writes in it now, has it to themselves."""
    return now + timedelta(hours=settings.CLAIM_HOURS)


def take(
    registration: QualRegistration,
    criteria: Collection[int],
    *,
    submission: Submission | None,
    by: Account,
    now: datetime,
    again_why: str = "",
) -> Judgement:
    """A round of theirs that holds these criteria (ids): the one that is open on the same work, prolonged, or a new
    one. What others held and may not or did not go on with is let go.
    """
    own = Judgement.objects.filter(
        registration=registration,
        submission=submission,
        state=J.OPEN,
        assessor__in=[by.pk, by.person_id],
        again_why=again_why,
    ).first()
    mine = {one.criterion_id for one in own.drafts.filter(open=True)} if own else set()
    new = [pk for pk in criteria if pk not in mine]
    for judgement in _let_go(_held(registration, new), now=now):
        _left(judgement, "judgement_taken_over", by=by, now=now)
    if own is None:
        own = _opened(registration, submission, again_why, by, now)
        if (left := _left_by(own)) is not None:
            _carry_on(left, own)
    else:
        own.held_until = held_until(now)
        own.save(update_fields=["held_until"])
    _drafts(own, new)
    if new:
        what = {"number": own.number, "criteria": sorted(new), "submission": submission and submission.number}
        noted(registration, "judgement_opened", by=by, now=now, about=own, reason=again_why, after=what)
        QualRegistration.objects.filter(pk=registration.pk).update(moved_at=now)
    settle_submission(submission, now=now)
    return own


def leave(judgement: Judgement, what: str, *, by: Account, now: datetime) -> None:
    """Let go of all that is open in it; what was written stays to be read. what: the name in the audit trail."""
    judgement.drafts.filter(open=True).update(open=False)
    Judgement.objects.filter(pk=judgement.pk, state=J.OPEN).update(state=J.LEFT)
    judgement.state = J.LEFT
    _left(judgement, what, by=by, now=now)
    settle_submission(judgement.submission, now=now)


def _opened(
    registration: QualRegistration,
    submission: Submission | None,
    again_why: str,
    by: Account,
    now: datetime,
    follows: Judgement | None = None,
) -> Judgement:
    return Judgement.objects.create(
        registration=registration,
        submission=submission,
        number=registration.judgements.count() + 1,
        assessor=by,
        again_why=again_why,
        follows=follows,
        opened_at=now,
        held_until=held_until(now),
    )


def let_go_of(*, submission: Submission, by: Account, now: datetime) -> None:
    """Before it is given back without a judgement: refused once part of it is judged, or while somebody else has it.
    Their own rounds about it are left; what was written in them stays.
    """
    rounds = Judgement.objects.filter(submission=submission).select_related(
        "assessor", "registration__account"
    )
    if any(one.decided_at is not None for one in rounds):
        raise Refused("Part of it has been judged, so it cannot be given back as if nobody had.")
    opened = [one for one in rounds if one.state == J.OPEN]
    criteria = set(submission.criteria.values_list("criterion", flat=True))
    free, held = free_of(submission.registration, criteria, by=by, now=now)
    if free != criteria:
        raise Refused(held)
    for judgement in opened:
        judgement.submission = submission
        leave(judgement, "judgement_put_back", by=by, now=now)


def follow_on(judgement: Judgement, *, now: datetime) -> Judgement:
    """The round after one that a countersigner sent back: the same assessor, with everything as they had written it."""
    made = _opened(
        judgement.registration, judgement.submission, judgement.again_why, judgement.assessor, now, judgement
    )
    _carry_on(judgement, made)
    for one in judgement.drafts.filter(criterion__in=judgement.decisions.values("criterion")):
        DraftDecision.objects.create(
            judgement=made,
            registration=judgement.registration,
            criterion_id=one.criterion_id,
            outcome=one.outcome,
            checks=one.checks,
            pieces=one.pieces,
            rationale=one.rationale,
            next_step=one.next_step,
            revision=1,
            saved_at=now,
        )
    return made


def _carry_on(judgement: Judgement, made: Judgement) -> None:
    """Their words to the learner, and the recording of them, go on with them."""
    made.words, made.next_step, made.next_by = judgement.words, judgement.next_step, judgement.next_by
    made.spoken_id = judgement.spoken_id
    made.save(update_fields=["words", "next_step", "next_by", "spoken"])


def _held(registration: QualRegistration, criteria: Collection[int]) -> list[DraftDecision]:
    """Of these criteria, those that somebody has open."""
    rows = DraftDecision.objects.filter(registration=registration, criterion__in=criteria, open=True)
    return list(
        rows.select_related(
            "judgement__assessor", "judgement__submission", "judgement__registration__account"
        )
    )


def _let_go(held: Iterable[DraftDecision], *, now: datetime) -> list[Judgement]:
    """Close these drafts. Returns the rounds that have nothing open any more, and are left by that."""
    touched: dict[int, Judgement] = {}
    for one in held:
        DraftDecision.objects.filter(pk=one.pk).update(open=False)
        touched[one.judgement_id] = one.judgement
    left = [one for one in touched.values() if not one.drafts.filter(open=True).exists()]
    Judgement.objects.filter(pk__in=[one.pk for one in left], state=J.OPEN).update(state=J.LEFT)
    return left


def _left(judgement: Judgement, what: str, *, by: Account, now: datetime) -> None:
    noted(judgement.registration, what, by=by, now=now, about=judgement, after={"number": judgement.number})
    QualRegistration.objects.filter(pk=judgement.registration_id).update(moved_at=now)


def _left_by(own: Judgement) -> Judgement | None:
    """The round that the same assessor had on the same before this one, where they let it go."""
    rounds = Judgement.objects.filter(
        registration=own.registration_id,
        submission=own.submission_id,
        assessor=own.assessor_id,
        again_why=own.again_why,
    )
    before = rounds.exclude(pk=own.pk).order_by("-number").first()
    return before if before is not None and before.state == J.LEFT else None


def _drafts(judgement: Judgement, criteria: Collection[int]) -> None:
    """One for each: as they themselves had left it, or with every piece that was handed in for it put down as used."""
    if not criteria:
        return
    registration = judgement.registration
    rows = registration.version.criteria.filter(pk__in=criteria).select_related("outcome")
    before = _own_words(judgement, criteria)
    shelf = shelf_of(registration, {one.outcome.unit_id for one in rows})
    prescribed = prescribed_methods([registration.version_id])
    reopened = set(judgement.drafts.filter(criterion__in=criteria).values_list("criterion", flat=True))
    DraftDecision.objects.filter(judgement=judgement, criterion__in=reopened).update(open=True)
    for one in rows:
        if one.pk in reopened:
            continue
        old = before.get(one.pk) or DraftDecision(
            pieces=_first(shelf, one, prescribed.get(one.pk, frozenset()), judgement)
        )
        DraftDecision.objects.create(
            judgement=judgement,
            registration=registration,
            criterion=one,
            outcome=old.outcome,
            checks=old.checks,
            pieces=old.pieces,
            rationale=old.rationale,
            next_step=old.next_step,
            saved_at=old.saved_at,
        )


def _first(
    shelf: Shelf, criterion: Criterion, prescribed: Collection[str], judgement: Judgement
) -> list[dict[str, object]]:
    pieces = shelf.for_rules(criterion.pk, judgement).values()
    prior = criterion.outcome.unit_id in shelf.prior
    return stored(first_use(one, prescribed, prior=prior) for one in pieces if one.offered)


def _own_words(judgement: Judgement, criteria: Collection[int]) -> dict[int, DraftDecision]:
    """What the same assessor had written about the same work and left, by criterion."""
    rows = DraftDecision.objects.filter(
        judgement__registration=judgement.registration_id,
        judgement__submission=judgement.submission_id,
        judgement__assessor=judgement.assessor_id,
        judgement__state__in=(J.LEFT, J.OPEN),
        criterion__in=criteria,
        open=False,
    ).exclude(judgement=judgement.pk)
    return {one.criterion_id: one for one in rows.order_by("pk")}
