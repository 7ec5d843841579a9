"""Somebody who judges, somebody who is judged, and the steps of judging by the real actions, with what is usual."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from academy.accounts.models import Account
from academy.accounts.roles import Role
from courses.qualifications.models import Criterion
from courses.qualifications.staff_states import AssessorLevel, Award, QualificationTask
from learners.assessment.actions import claim, save_draft, send
from learners.assessment.countersign_actions import countersign
from learners.assessment.drafts import seen_in, told_in
from learners.assessment.evidence_queries import stored, uses_of
from learners.assessment.models import Judgement
from learners.portfolio.models import EvidenceItem
from learners.registrations.models import QualRegistration
from learners.registrations.states import RegistrationState
from learners.submissions.models import Submission
from tests.cast import Cast, hold, make_cast, person
from tests.learners import judging, qualifying
from tests.learners.judging import ALL_HOLD
from tests.learners.qualifying import NOON, TODAY

WORDS = "You listen well, and you say what you heard."


@dataclass(frozen=True)
class World:
    """Amara under way with Asa, who is qualified. Tia is a trainee whom Bea countersigns; Quinn leads the quality."""

    cast: Cast
    registration: QualRegistration
    trainee: Account

    @property
    def assessor(self) -> Account:
        return self.cast.assessor

    @property
    def second(self) -> Account:
        """Qualified too; countersigns for the trainee."""
        return self.cast.stranger

    @property
    def criteria(self) -> list[Criterion]:
        """Of unit 1, all of which may be shown in any way."""
        return judging.criteria_of(self.registration)

    @property
    def observed(self) -> Criterion:
        """Of unit 2: an observation is prescribed."""
        return judging.criteria_of(self.registration, 2)[0]

    def handed_in(
        self,
        criteria: list[Criterion] | None = None,
        items: list[EvidenceItem] | None = None,
        attempt: int = 1,
    ) -> Submission:
        return judging.handed_in(self.registration, criteria, items, attempt=attempt)

    def fresh(self, submission: Submission) -> Submission:
        return Submission.objects.get(pk=submission.pk)


def make_world(
    state: RegistrationState = RegistrationState.IN_PROGRESS, *, to_trainee: bool = False
) -> World:
    """Everybody, with Amara given to Asa."""
    cast = make_cast()
    registration = qualifying.registered(cast.learner, cast.harbour, cast.manager, state)
    trainee = person("Tia Trainee", hub=cast.harbour)
    for one in (cast.stranger, trainee):
        hold(one, Role.ASSESSOR, cast.harbour)
    qualifying.assessor(cast.assessor, cast.manager)
    qualifying.assessor(cast.stranger, cast.manager)
    qualifying.assessor(
        trainee,
        cast.manager,
        level=AssessorLevel.TRAINEE,
        award=Award.NONE,
        award_seen_on=None,
        works_towards_until=TODAY + timedelta(days=90),
        countersigner=cast.stranger,
    )
    qualifying.task_of(cast.quality, registration.version, QualificationTask.LEAD_QUALITY)
    qualifying.allocated(registration, trainee if to_trainee else cast.assessor)
    return World(cast, registration, trainee)


def with_trainee() -> World:
    """The same, with Amara given to Tia."""
    return make_world(to_trainee=True)


def taken(submission: Submission, by: Account, now: datetime = NOON) -> Judgement:
    return claim(submission_id=submission.pk, by=by, now=now)


def written(
    judgement: Judgement, criterion: Criterion, outcome: str = "met", now: datetime = NOON, **facts: Any
) -> None:
    """As somebody writes it who finds that everything holds, or (not yet) that there is not enough."""
    draft = judgement.drafts.get(criterion=criterion)
    not_yet = {"checks": {**ALL_HOLD, "sufficient": False}, "next_step": "Record one more talk."}
    save_draft(
        **{
            "judgement_id": judgement.pk,
            "criterion_id": criterion.pk,
            "revision": draft.revision,
            "outcome": outcome,
            "checks": ALL_HOLD,
            "pieces": stored(uses_of(draft.pieces)),
            "rationale": "Three talks, each with an open question (page 1).",
            "next_step": "",
            "by": judgement.assessor,
            "now": now,
            **(not_yet if outcome == "not_yet" else {}),
            **facts,
        }
    )


def shown(judgement: Judgement) -> dict[str, str]:
    """What the page of sending says that it shows, when it is opened now."""
    now = Judgement.objects.get(pk=judgement.pk)
    return {"seen": seen_in(now, now.drafts.filter(open=True)), "told": told_in(now)}


def sent(judgement: Judgement, now: datetime = NOON, **facts: Any) -> Judgement:
    some_not_yet = judgement.drafts.filter(open=True, outcome="not_yet").exists()
    return send(
        **{
            "judgement_id": judgement.pk,
            "words": WORDS,
            "next_step": "Record one more talk." if some_not_yet else "",
            "next_by": TODAY + timedelta(days=14) if some_not_yet else None,
            "spoken_item_id": None,
            "how": "email",
            "by": judgement.assessor,
            "now": now,
            **shown(judgement),
            **facts,
        }
    )


def judged(world: World, submission: Submission, by: Account, outcome: str = "met") -> Judgement:
    """Taken, written and sent, the same outcome for every criterion."""
    judgement = taken(submission, by)
    for draft in judgement.drafts.filter(open=True).select_related("criterion"):
        written(judgement, draft.criterion, outcome)
    return sent(judgement)


def countersigned(judgement: Judgement, words: str = "", **facts: Any) -> Judgement:
    """Confirmed by whoever is asked to or, with words, sent back because of its first criterion."""
    about = list(judgement.decisions.order_by("criterion").values_list("criterion", flat=True)[:1])
    return countersign(
        **{
            "judgement_id": judgement.pk,
            "confirmed": not words,
            "words": words,
            "about": about if words else [],
            "how": "email",
            "by": judgement.countersigner,
            "now": NOON,
            **facts,
        }
    )
