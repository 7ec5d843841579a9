"""Ways round judging and signing, straight into the database, and what it says to each."""

from collections.abc import Callable
from datetime import timedelta

from academy.accounts.models import Account
from courses.qualifications.staff_states import AssessorLevel, Award
from learners.adjustments.models import AssessmentHold
from learners.assessment.models import CriterionDecision, Judgement
from learners.assessment.states import Countersigned, DecisionState, RecordState, SignedAs, SignoffState
from learners.portfolio.states import EvidenceKind
from learners.registrations.allocation_models import Allocation, ConflictDeclaration
from learners.registrations.models import QualRegistration
from learners.registrations.states import AllocatedAs, Nature, RegistrationState
from learners.submissions.answer_models import CriterionAnswer
from learners.submissions.states import Outcome
from tests.cast import Cast, make_cast
from tests.learners import judging, qualifying
from tests.learners.judging import closed, decision, judged, opened, rests_on, signed_off, signoff_of, signs
from tests.learners.qualifying import NOON, TODAY

Attack = Callable[[Cast, QualRegistration], object]


def at_work(state: RegistrationState = RegistrationState.IN_PROGRESS) -> tuple[Cast, QualRegistration]:
    """A learner of a qualified assessor; the stranger is a qualified assessor too, and the trainer a trainee whom the
    stranger countersigns.
    """
    cast = make_cast()
    registration = qualifying.registered(cast.learner, cast.harbour, cast.manager, state)
    qualifying.assessor(cast.assessor, cast.manager)
    qualifying.assessor(cast.stranger, cast.manager)
    qualifying.assessor(
        cast.trainer,
        cast.manager,
        level=AssessorLevel.TRAINEE,
        award=Award.NONE,
        award_seen_on=None,
        works_towards_until=TODAY + timedelta(days=90),
        countersigner=cast.stranger,
    )
    return cast, registration


def given(cast: Cast, one: QualRegistration) -> Allocation:
    return qualifying.allocated(one, cast.assessor)


def by_the_trainee(cast: Cast, one: QualRegistration) -> Judgement:
    qualifying.allocated(one, cast.trainer)
    return judged(one, cast.trainer)


def first(cast: Cast, one: QualRegistration, **facts: object) -> CriterionDecision:
    """A decision about the first criterion, in a round that the assessor has open."""
    given(cast, one)
    return decision(opened(one, cast.assessor, judging.handed_in(one)), judging.criteria_of(one)[0], **facts)


def conflict(cast: Cast, one: QualRegistration, person: Account) -> None:
    ConflictDeclaration.objects.create(
        person=person,
        other=one.account,
        nature=Nature.FAMILY,
        starts_on=TODAY,
        declared_by=person,
        declared_at=NOON,
    )


def decides_for_themselves(cast: Cast, one: QualRegistration) -> object:
    qualifying.assessor(one.account, cast.manager)
    return opened(one, one.account, judging.handed_in(one))


def countersigns_for_themselves(cast: Cast, one: QualRegistration) -> object:
    round_ = by_the_trainee(cast, one)
    qualifying.assessor(one.account, cast.manager)
    return judging.countersigned(round_, one.account)


def signs_for_themselves(cast: Cast, one: QualRegistration) -> object:
    given(cast, one)
    judged(one, cast.assessor)
    qualifying.assessor(one.account, cast.manager)
    return signs(signoff_of(one), one.account)


def in_conflict(then: Attack, who: str = "assessor") -> Attack:
    def attack(cast: Cast, one: QualRegistration) -> object:
        given(cast, one)
        conflict(cast, one, getattr(cast, who))
        return then(cast, one)

    return attack


def signs_in_conflict(cast: Cast, one: QualRegistration) -> object:
    given(cast, one)
    judged(one, cast.assessor)
    conflict(cast, one, cast.assessor)
    return signs(signoff_of(one), cast.assessor)


def countersigns_in_conflict(cast: Cast, one: QualRegistration) -> object:
    round_ = by_the_trainee(cast, one)
    conflict(cast, one, cast.stranger)
    return judging.countersigned(round_, cast.stranger)


def a_checker_countersigns(cast: Cast, one: QualRegistration) -> object:
    qualifying.allocated(one, cast.stranger, judging.unit_of(one), AllocatedAs.QUALITY)
    by_the_trainee(cast, one)
    judging.countersigned(Judgement.objects.get(), cast.stranger)
    signs(signoff_of(one), cast.trainer)
    return signs(signoff_of(one), cast.stranger, SignedAs.COUNTERSIGNER)


def not_given(cast: Cast, one: QualRegistration) -> object:
    """A superuser writes a decision under the assessor's allocation."""
    given(cast, one)
    qualifying.assessor(cast.manager, cast.stranger)
    round_ = opened(one, cast.manager, judging.handed_in(one))
    return decision(round_, judging.criteria_of(one)[0], allocation=one.allocations.get())


def alters(**facts: object) -> Attack:
    def attack(cast: Cast, one: QualRegistration) -> object:
        given(cast, one)
        judged(one, cast.assessor)
        return CriterionDecision.objects.update(**facts)

    return attack


def empty(*, met: bool = True, place: bool = False) -> Attack:
    """A round is closed over a decision that rests on nothing, or on something that was set aside."""

    def attack(cast: Cast, one: QualRegistration) -> object:
        made = first(cast, one)
        if place:
            entry = made.judgement.submission.items.get()  # type: ignore[union-attr]
            rests_on(made, entry, used=False, why="Too short")
        return closed(made.judgement)

    return attack


def by_another_method(cast: Cast, one: QualRegistration) -> object:
    """The observed criterion, with a reflection only."""
    given(cast, one)
    criteria = judging.criteria_of(one, 2)
    handed = judging.handed_in(one, criteria)
    round_ = opened(one, cast.assessor, handed, criteria)
    rests_on(decision(round_, criteria[0]), handed.items.get(), method="reflection")
    return closed(round_)


def one_more_piece(cast: Cast, one: QualRegistration) -> object:
    given(cast, one)
    round_ = judged(one, cast.assessor)
    made = round_.decisions.first()
    assert made
    return rests_on(made, judging.record(one, cast.assessor))


def confirmed_by_nobody(cast: Cast, one: QualRegistration) -> object:
    by_the_trainee(cast, one)
    return CriterionDecision.objects.update(state=DecisionState.CONFIRMED, confirmed_at=NOON)


def told_too_early(cast: Cast, one: QualRegistration) -> object:
    by_the_trainee(cast, one)
    return CriterionAnswer.objects.create(
        registration=one, criterion=judging.criteria_of(one)[0], outcome=Outcome.MET, released_at=NOON
    )


def signs_with_one_missing(cast: Cast, one: QualRegistration) -> object:
    given(cast, one)
    judged(one, cast.assessor, criteria=judging.criteria_of(one)[:2])
    return signs(signoff_of(one), cast.assessor)


def signs_with_one_not_yet(cast: Cast, one: QualRegistration) -> object:
    given(cast, one)
    judged(one, cast.assessor, Outcome.NOT_YET)
    return signs(signoff_of(one), cast.assessor)


def signed_without_a_signature(cast: Cast, one: QualRegistration) -> object:
    given(cast, one)
    judged(one, cast.assessor)
    return judging.move(signoff_of(one), SignoffState.ASSESSOR_SIGNED)


def signed(then: Attack) -> Attack:
    def attack(cast: Cast, one: QualRegistration) -> object:
        given(cast, one)
        signed_off(one, cast.assessor)
        return then(cast, one)

    return attack


def witnesses_alone(cast: Cast, one: QualRegistration) -> object:
    given(cast, one)
    said = qualifying.piece(one.account, kind=EvidenceKind.WITNESS)
    criteria = judging.criteria_of(one)
    handed = judging.handed_in(one, criteria, [said])
    round_ = opened(one, cast.assessor, handed)
    for criterion in criteria:
        rests_on(decision(round_, criterion), handed.items.get())
    closed(round_)
    return signs(signoff_of(one), cast.assessor)


def held(cast: Cast, one: QualRegistration) -> object:
    given(cast, one)
    judged(one, cast.assessor)
    AssessmentHold.objects.create(
        registration=one,
        reason="A complaint is open",
        review_on=TODAY,
        placed_by=cast.manager,
        placed_at=NOON,
    )
    return signs(signoff_of(one), cast.assessor)


def by_somebody_not_confirmed(cast: Cast, one: QualRegistration) -> object:
    given(cast, one)
    criteria = judging.criteria_of(one, 2)
    seen = judging.record(one, cast.assessor, state=RecordState.SHARED)
    return rests_on(decision(opened(one, cast.assessor, criteria=criteria), criteria[0]), seen)


def on_what_the_learner_sees_differently(cast: Cast, one: QualRegistration) -> object:
    """It counted by silence; then the learner said that it was different."""
    given(cast, one)
    criteria = judging.criteria_of(one, 2)
    seen = judging.record(one, cast.assessor, state=RecordState.SILENT)
    type(seen).objects.filter(pk=seen.pk).update(counted_at=NOON, digest="0" * 64, state=RecordState.QUERIED)
    return rests_on(decision(opened(one, cast.assessor, criteria=criteria), criteria[0]), seen)


ATTACKS: dict[str, Attack] = {
    "INV-01 judges themselves": decides_for_themselves,
    "INV-01 countersigns themselves": countersigns_for_themselves,
    "INV-01 signs themselves": signs_for_themselves,
    "INV-03 countersigns their own": lambda cast, one: judging.countersigned(
        by_the_trainee(cast, one), cast.trainer
    ),
    "INV-03 a trainee countersigns": lambda cast, one: judging.countersigned(
        by_the_trainee(cast, one), cast.stranger, status=judging.status_of(cast.trainer)
    ),
    "INV-03 sent back without a word": lambda cast, one: judging.countersigned(
        by_the_trainee(cast, one), cast.stranger, outcome=Countersigned.SENT_BACK
    ),
    "INV-05 judges a sister": in_conflict(
        lambda cast, one: decision(
            opened(one, cast.assessor, judging.handed_in(one)), judging.criteria_of(one)[0]
        )
    ),
    "INV-05 countersigns for a sister": countersigns_in_conflict,
    "INV-05 signs for a sister": signs_in_conflict,
    "INV-06 countersigns what they check": a_checker_countersigns,
    "INV-08 decides without being given it": not_given,
    "INV-08 alters an outcome": alters(outcome=Outcome.NOT_YET, next_step="Again"),
    "INV-08 alters a reason": alters(rationale="Because"),
    "INV-08 takes a decision away": lambda cast, one: (
        given(cast, one),
        judged(one, cast.assessor),
        CriterionDecision.objects.all()._raw_delete("default"),
    ),
    "INV-10 without a reason": lambda cast, one: first(cast, one, rationale=""),
    "INV-10 without a name": lambda cast, one: first(cast, one, assessor_name=""),
    "INV-10 as what they are not": lambda cast, one: first(cast, one, level=AssessorLevel.TRAINEE),
    "INV-10 resting on nothing": empty(),
    "INV-10 resting on what was set aside": empty(place=True),
    "INV-10 resting on what does not count yet": by_somebody_not_confirmed,
    "INV-10 resting on what the learner sees differently": on_what_the_learner_sees_differently,
    "INV-11 met though not sufficient": lambda cast, one: first(cast, one, sufficient=False),
    "INV-11 not yet met without what next": lambda cast, one: first(cast, one, outcome=Outcome.NOT_YET),
    "INV-11 without the prescribed method": by_another_method,
    "INV-12 one more piece": one_more_piece,
    "INV-12 another feedback": lambda cast, one: (
        given(cast, one),
        judged(one, cast.assessor),
        Judgement.objects.update(words="Other words"),
    ),
    "INV-12 another name under a signature": signed(
        lambda cast, one: signoff_of(one).signatures.update(name="Somebody")
    ),
    "INV-12 judged below a signature": signed(lambda cast, one: judged(one, cast.assessor)),
    "INV-13 confirmed by nobody": confirmed_by_nobody,
    "INV-13 told too early": told_too_early,
    "INV-14 one missing": signs_with_one_missing,
    "INV-14 one not yet met": signs_with_one_not_yet,
    "INV-14 signed without a signature": signed_without_a_signature,
    "INV-14 while it is held": held,
    "INV-14 cleared by default": signed(
        lambda cast, one: judging.move(signoff_of(one), SignoffState.CLEARED)
    ),
    "INV-15 without a reason": signed(lambda cast, one: judging.unlocked(signoff_of(one), cast.assessor, "")),
    "INV-15 by the manager": signed(lambda cast, one: judging.unlocked(signoff_of(one), cast.manager)),
    "INV-15 opened under its signatures": signed(
        lambda cast, one: judging.move(signoff_of(one), SignoffState.OPEN)
    ),
    "INV-15 a signature taken away": signed(lambda cast, one: signoff_of(one).signatures.all().delete()),
    "INV-16 by witnesses alone": witnesses_alone,
    "INV-17 judged before it was handed in": lambda cast, one: opened(
        one, cast.assessor, one.submissions.create(number=1, made_at=NOON)
    ),
    "INV-19 the learner's name by somebody else": signed(
        lambda cast, one: (
            judging.unlocked(signoff_of(one), cast.assessor),
            signs(signoff_of(one), cast.assessor),
            signs(signoff_of(one), cast.coordinator, SignedAs.LEARNER),
        )
    ),
    "INV-19 in a session that a hub opened": lambda cast, one: (
        given(cast, one),
        judged(one, cast.assessor),
        signs(signoff_of(one), cast.assessor, signed_how="hub"),
    ),
}


BECAUSE = {
    "INV-01 judges themselves": "nobody does this for themselves",
    "INV-01 countersigns themselves": "nobody does this for themselves",
    "INV-01 signs themselves": "this unit of this learner was not given to the assessor",
    "INV-03 countersigns their own": "learners_countersignature: ",  # two guards say no
    "INV-03 a trainee countersigns": "the status belongs to somebody else, or does not allow this",
    "INV-03 sent back without a word": "countersignature_sent_back_says_why",
    "INV-05 judges a sister": "a conflict of interest is open",
    "INV-05 countersigns for a sister": "a conflict of interest is open",
    "INV-05 signs for a sister": "a conflict of interest is open",
    "INV-06 countersigns what they check": "the same person cannot assess and check one unit of one learner",
    "INV-08 decides without being given it": "this unit of this learner was not given to the assessor",
    "INV-08 alters an outcome": "learners_criteriondecision: judgement_id",
    "INV-08 alters a reason": "learners_criteriondecision: judgement_id",
    "INV-08 takes a decision away": "rows are kept",
    "INV-10 without a reason": "decision_says_who_and_why",
    "INV-10 without a name": "decision_says_who_and_why",
    "INV-10 as what they are not": "a trainee’s decision counts once it is countersigned",
    "INV-10 resting on nothing": "a decision rests on nothing, or not on the method that is prescribed",
    "INV-10 resting on what was set aside": "a decision rests on nothing, or not on the method that is prescribed",
    "INV-10 resting on what the learner sees differently": "or does not count yet",
    "INV-10 resting on what does not count yet": "it was not handed in by this learner, or does not count yet",
    "INV-11 met though not sufficient": "decision_met_by_all_five",
    "INV-11 not yet met without what next": "decision_not_yet_says_what_next",
    "INV-11 without the prescribed method": "a decision rests on nothing, or not on the method that is prescribed",
    "INV-12 one more piece": "closed with learners_judgement.decided_at",
    "INV-12 another feedback": "learners_judgement: token",
    "INV-12 another name under a signature": "learners_signature: signoff_id",
    "INV-12 judged below a signature": "this unit is signed off; unlock it first",
    "INV-13 confirmed by nobody": "a trainee’s decision counts once it is countersigned",
    "INV-13 told too early": "nothing of the kind was confirmed",
    "INV-14 one missing": "not every criterion of the unit is confirmed met",
    "INV-14 one not yet met": "not every criterion of the unit is confirmed met",
    "INV-14 signed without a signature": "the signatures that this state needs are not there, or stand under it",
    "INV-14 while it is held": "a hold stands on it, or a decision waits for the countersigner",
    "INV-14 cleared by default": "the signatures that this state needs are not there, or stand under it",
    "INV-15 without a reason": "unlocking_says_who_and_why",
    "INV-15 by the manager": "this is for the assessor who signed, or for the lead quality assurer",
    "INV-15 opened under its signatures": "the signatures that this state needs are not there, or stand under it",
    "INV-15 a signature taken away": "rows are kept",
    "INV-16 by witnesses alone": "a whole unit cannot rest on witnesses alone",
    "INV-17 judged before it was handed in": "this was not handed in by this learner",
    "INV-19 the learner's name by somebody else": "this is somebody else’s to sign",
    "INV-19 in a session that a hub opened": "signature_is_whole",
}
