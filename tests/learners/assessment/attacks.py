"""Ways round judging and signing, straight into the database, and what it says to each."""

from collections.abc import Callable
from datetime import timedelta

from academy.accounts.models import Account
from courses.qualifications.staff_states import AssessorLevel, Award
from learners.assessment.models import CriterionDecision, Judgement
from learners.assessment.states import DecisionState, RecordState, SignedAs, SignoffState
from learners.portfolio.states import EvidenceKind
from learners.registrations.allocation_models import Allocation
from learners.registrations.models import QualRegistration
from learners.registrations.states import AllocatedAs, RegistrationState
from learners.submissions.answer_models import CriterionAnswer
from learners.submissions.states import Outcome
from tests.cast import Cast, make_cast
from tests.learners import judging, qualifying, signatures
from tests.learners.adjustments import ways
from tests.learners.judging import closed, decision, judged, opened, rests_on
from tests.learners.qualifying import NOON, TODAY
from tests.learners.signatures import signed_off, signoff_of, signs

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
    qualifying.conflict(person, one.account)


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


def a_checker_judges(cast: Cast, one: QualRegistration) -> object:
    """Bea checks the unit, and writes a decision under what she was given to check."""
    checks = qualifying.allocated(one, cast.stranger, judging.unit_of(one), AllocatedAs.QUALITY)
    round_ = opened(one, cast.stranger, judging.handed_in(one))
    return decision(round_, judging.criteria_of(one)[0], allocation=checks)


def sent_as(**facts: object) -> Attack:
    """A round is closed as if it was sent so."""

    def attack(cast: Cast, one: QualRegistration) -> object:
        made = first(cast, one)
        rests_on(made, made.judgement.submission.items.get())  # type: ignore[union-attr]
        return closed(made.judgement, **facts)

    return attack


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
    return signatures.move(signoff_of(one), SignoffState.ASSESSOR_SIGNED)


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
    ways.held(one, cast.manager)
    return signs(signoff_of(one), cast.assessor)


def countersigned_while_held(cast: Cast, one: QualRegistration) -> object:
    judging.countersigned(by_the_trainee(cast, one), cast.stranger)
    signoff = signoff_of(one)
    signs(signoff, cast.trainer)
    signatures.move(signoff, SignoffState.ASSESSOR_SIGNED)
    ways.held(one, cast.manager)
    return signs(signoff, cast.stranger, SignedAs.COUNTERSIGNER)


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
