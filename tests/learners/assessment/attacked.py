"""Each way round judging and signing that is tried in the database, and what it says to it."""

from courses.qualifications.staff_states import AssessorLevel
from learners.assessment.models import CriterionDecision, Judgement
from learners.assessment.states import Countersigned, SignedAs, SignoffState
from learners.submissions.states import Outcome
from tests.learners import judging, signatures
from tests.learners.assessment.attacks import (
    Attack,
    a_checker_countersigns,
    a_checker_judges,
    alters,
    by_another_method,
    by_somebody_not_confirmed,
    by_the_trainee,
    confirmed_by_nobody,
    countersigned_while_held,
    countersigns_for_themselves,
    countersigns_in_conflict,
    decides_for_themselves,
    empty,
    first,
    given,
    held,
    in_conflict,
    not_given,
    on_what_the_learner_sees_differently,
    one_more_piece,
    sent_as,
    signed,
    signed_without_a_signature,
    signs_for_themselves,
    signs_in_conflict,
    signs_with_one_missing,
    signs_with_one_not_yet,
    told_too_early,
    witnesses_alone,
)
from tests.learners.judging import decision, judged, opened
from tests.learners.qualifying import NOON
from tests.learners.signatures import signoff_of, signs

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
    "INV-06 judges what they check": a_checker_judges,
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
    "INV-14 countersigned while it is held": countersigned_while_held,
    "INV-14 cleared by default": signed(
        lambda cast, one: signatures.move(signoff_of(one), SignoffState.CLEARED)
    ),
    "INV-15 without a reason": signed(
        lambda cast, one: signatures.unlocked(signoff_of(one), cast.assessor, "")
    ),
    "INV-15 by the manager": signed(lambda cast, one: signatures.unlocked(signoff_of(one), cast.manager)),
    "INV-15 opened under its signatures": signed(
        lambda cast, one: signatures.move(signoff_of(one), SignoffState.OPEN)
    ),
    "INV-15 a signature taken away": signed(lambda cast, one: signoff_of(one).signatures.all().delete()),
    "INV-16 by witnesses alone": witnesses_alone,
    "INV-17 judged before it was handed in": lambda cast, one: opened(
        one, cast.assessor, one.submissions.create(number=1, made_at=NOON)
    ),
    "INV-19 the learner's name by somebody else": signed(
        lambda cast, one: (
            signatures.unlocked(signoff_of(one), cast.assessor),
            signs(signoff_of(one), cast.assessor),
            signs(signoff_of(one), cast.coordinator, SignedAs.LEARNER),
        )
    ),
    "INV-19 in a session that a hub opened": lambda cast, one: (
        given(cast, one),
        judged(one, cast.assessor),
        signs(signoff_of(one), cast.assessor, signed_how="hub"),
    ),
    "INV-19 judged in a session that a hub opened": sent_as(signed_how="hub"),
    "INV-19 judged in nobody's session": sent_as(signed_how=None),
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
    "INV-06 judges what they check": "learners_criteriondecision: ",  # two guards say no
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
    "INV-14 countersigned while it is held": "a hold stands on it, or a decision waits for the countersigner",
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
    "INV-19 judged in a session that a hub opened": "judgement_is_signed",
    "INV-19 judged in nobody's session": "judgement_is_signed",
}
