"""Feedback as the learner gets it: only rounds that were released, and only answers that were told (INV-13)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from learners.assessment.models import CriterionDecision, DecisionPiece, Judgement
from learners.assessment.spoken_queries import Spoken, spoken_of
from learners.assessment.states import SEEN_BY_LEARNER, JudgementState
from learners.registrations.models import QualRegistration
from learners.registrations.states import WORKING
from learners.submissions.answer_models import CriterionAnswer
from learners.submissions.attempt_queries import used_up
from learners.submissions.models import Submission, SubmissionCriterion
from learners.submissions.states import WAITING, Outcome

SAID = 5  # of what a learner wrote, so many of the newest are shown


@dataclass(frozen=True, slots=True)
class Told:
    """One answer. number: "1.2". next_step: where it is not yet met. later: what was told since, if anything. reason:
    what the assessor wrote about it; places: where they saw it, such as “piece 2: page 1”. closed: it cannot be handed
    in again unless another try is given."""

    unit: int
    number: str
    text: str
    next_step: str
    later: str
    reason: str
    places: tuple[str, ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class Feedback:
    """met first, then what is not yet. open: something of it is still to do. again: where that was handed in anew, and
    waits for the assessor. closed: none of it can be handed in unless another try is given."""

    judgement: Judgement
    met: tuple[Told, ...]
    not_yet: tuple[Told, ...]
    spoken: tuple[Spoken, ...]
    open: bool
    again: Submission | None
    closed: bool

    @property
    def read(self) -> bool:
        return self.judgement.state == JudgementState.ACKNOWLEDGED


@dataclass(frozen=True, slots=True)
class FeedbackLine:
    """One round in the list."""

    token: str
    assessor: str
    given_at: datetime
    met: int
    not_yet: int
    unread: bool


@dataclass(frozen=True, slots=True)
class ToDo:
    """What the newest feedback asks for. unread: read it first."""

    registration: str  # its token
    token: str
    assessor: str
    unread: bool
    next_step: str
    next_by: date | None


def feedback(judgement: Judgement, reader: Account, *, on: date) -> Feedback:
    """Of a round that its learner may read. Five queries, one more with a recording, and five while something of it is
    to do."""
    rows = sorted(_answers_of(judgement).select_related("criterion__outcome__unit"), key=_order)
    open_ = [one.criterion_id for one in rows if one.ended_at is None and one.outcome == Outcome.NOT_YET]
    closed = {one.pk for one in used_up(judgement.registration, on=on)} if open_ else set()
    told = _told(judgement, rows, closed)
    return Feedback(
        judgement,
        tuple(told[Outcome.MET]),
        tuple(told[Outcome.NOT_YET]),
        spoken_of(judgement, reader),
        bool(open_),
        _again(judgement, open_),
        bool(open_) and closed >= set(open_),
    )


def _told(
    judgement: Judgement, rows: Sequence[CriterionAnswer], closed: Collection[int]
) -> dict[str, list[Told]]:
    """By outcome, in the same order. Three queries."""
    since = {
        one.criterion_id: one.outcome
        for one in CriterionAnswer.objects.filter(
            registration=judgement.registration_id,
            criterion__in=[one.criterion_id for one in rows],
            ended_at=None,
        )
    }
    reasons = _reasons(judgement)
    told: dict[str, list[Told]] = defaultdict(list)
    for one in rows:
        outcome = one.criterion.outcome
        told[one.outcome].append(
            Told(
                outcome.unit.number,
                f"{outcome.number}.{one.criterion.number}",
                one.criterion.text,
                one.next_step,
                since.get(one.criterion_id, "") if one.ended_at else "",
                *reasons.get(one.criterion_id, ("", ())),
                one.criterion_id in closed and one.ended_at is None,
            )
        )
    return told


def _order(one: CriterionAnswer) -> tuple[int, int, int]:
    outcome = one.criterion.outcome
    return (outcome.unit.number, outcome.number, one.criterion.number)


def said_by_learner(registration: QualRegistration, units: Collection[int] | None) -> list[Judgement]:
    """The newest rounds to which the learner wrote something when they had read them, of these units (ids; None: all).
    One query."""
    rows = Judgement.objects.filter(registration=registration, state=JudgementState.ACKNOWLEDGED)
    rows = rows.exclude(learner_words="").order_by("-acknowledged_at", "-pk")
    if units is not None:
        about = CriterionDecision.objects.filter(judgement=OuterRef("pk"), criterion__outcome__unit__in=units)
        rows = rows.filter(Exists(about))
    return list(rows[:SAID])


def feedback_lines(registration: QualRegistration) -> QuerySet[Judgement]:
    """Rounds that were released, the newest first, to be paged; `lines` makes rows of a page."""
    rows = Judgement.objects.filter(registration=registration, state__in=SEEN_BY_LEARNER)
    return rows.order_by("-released_at", "-pk")


def lines(rounds: list[Judgement]) -> tuple[FeedbackLine, ...]:
    """What was told in each. One query."""
    counted: dict[tuple[int, datetime], tuple[int, int]] = {}
    if rounds:
        found = CriterionAnswer.objects.filter(
            registration=rounds[0].registration_id, released_at__in=[one.released_at for one in rounds]
        ).order_by()
        numbers = {
            name: Count("pk", filter=Q(outcome=each))
            for name, each in (("met", Outcome.MET), ("not_yet", Outcome.NOT_YET))
        }
        for submission, at, met, not_yet in found.values_list("submission", "released_at").annotate(
            **numbers
        ):
            counted[(submission or 0, at)] = (met, not_yet)
    return tuple(
        FeedbackLine(
            one.token,
            one.assessor_name,
            one.released_at,
            *counted.get((one.submission_id or 0, one.released_at), (0, 0)),
            one.state == JudgementState.RELEASED,
        )
        for one in rounds
        if one.released_at is not None
    )


def to_do(account: Account) -> tuple[ToDo, ...]:
    """What the newest feedback of each registration on which this person works asks for, if it still asks. One query.

    What was handed in again waits for its assessor, and is nothing to do.
    """
    again = SubmissionCriterion.objects.filter(
        criterion=OuterRef("criterion"),
        submission__registration=OuterRef("registration"),
        submission__submitted_at__gt=OuterRef("released_at"),
        submission__state__in=WAITING,
    )
    still = CriterionAnswer.objects.filter(
        ~Exists(again),
        registration=OuterRef("registration"),
        released_at=OuterRef("released_at"),
        outcome=Outcome.NOT_YET,
        ended_at=None,
    )
    rows = (
        Judgement.objects.filter(
            Q(state=JudgementState.RELEASED) | Exists(still),
            registration__account__in=rows_of(account),
            registration__state__in=WORKING,
            state__in=SEEN_BY_LEARNER,
        )
        .select_related("registration")
        .order_by("released_at", "pk")
    )
    newest = {one.registration_id: one for one in rows}
    return tuple(
        ToDo(
            one.registration.token,
            one.token,
            one.assessor_name,
            one.state == JudgementState.RELEASED,
            one.next_step,
            one.next_by,
        )
        for one in newest.values()
    )


def _answers_of(judgement: Judgement) -> QuerySet[CriterionAnswer]:
    """What was told with this round: everything of one round is told at one moment."""
    if judgement.state not in SEEN_BY_LEARNER or judgement.released_at is None:
        return CriterionAnswer.objects.none()
    return CriterionAnswer.objects.filter(
        registration=judgement.registration_id,
        submission=judgement.submission_id,
        released_at=judgement.released_at,
    )


def _reasons(judgement: Judgement) -> dict[int, tuple[str, tuple[str, ...]]]:
    """Why each was decided as it was, and where in the evidence, by criterion (id). Two queries."""
    if judgement.state not in SEEN_BY_LEARNER:
        return {}
    pieces = DecisionPiece.objects.filter(used=True).select_related("entry").order_by("pk")
    rows = CriterionDecision.objects.filter(judgement=judgement).prefetch_related(Prefetch("pieces", pieces))
    return {
        one.criterion_id: (one.rationale, tuple(_place(piece) for piece in one.pieces.all() if piece.place))
        for one in rows
    }


def _place(piece: DecisionPiece) -> str:
    what = f"piece {piece.entry.number}" if piece.entry else "what your assessor wrote down"
    return f"{what}: {piece.place}"


def _again(judgement: Judgement, criteria: list[int]) -> Submission | None:
    """What was handed in since with all of these in it; the learner is next as long as one is missing."""
    if not criteria:
        return None
    rows = SubmissionCriterion.objects.filter(
        criterion__in=criteria,
        submission__registration=judgement.registration_id,
        submission__submitted_at__gt=judgement.released_at,
        submission__state__in=WAITING,
    ).select_related("submission")
    found = list(rows.order_by("submission__submitted_at"))
    return found[-1].submission if {one.criterion_id for one in found} >= set(criteria) else None
