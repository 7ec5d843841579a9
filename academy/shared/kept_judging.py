"""What the database refuses about a judgement beside the rows of other tables."""

from academy.shared.kept_pairs import (
    LEARNER,
    OF_JUDGEMENT,
    UNIT_OF_CRITERION,
    by_status,
    knows,
    no_conflict,
    not_the_learner,
    not_their_check,
    one_person,
    signed_off,
)
from academy.shared.kept_shapes import Guard, of_one_version, same_as

DECISION_UNIT = UNIT_OF_CRITERION.format(criterion="NEW.criterion_id")
USED = "SELECT 1 FROM learners_decisionpiece p WHERE p.decision_id = d.id AND p.used"
PRIOR = (
    "p.method = 'prior_learning' AND EXISTS (SELECT 1 FROM learners_priorlearningclaim l"
    " WHERE l.registration_id = d.registration_id AND l.state IN ('mapped', 'assessed', 'accepted')"
    f" AND l.unit_id = {UNIT_OF_CRITERION.format(criterion='d.criterion_id')})"
)
PRESCRIBED = "SELECT 1 FROM courses_criterionmethod m WHERE m.criterion_id = d.criterion_id AND m.prescribed"

GUARDS = (
    Guard(  # INV-17
        "judgement_declared",
        "learners_judgement",
        "NEW.submission_id IS NULL OR EXISTS (SELECT 1 FROM learners_submission s WHERE s.id = NEW.submission_id"
        " AND s.registration_id = NEW.registration_id AND s.submitted_at IS NOT NULL)",
        "learners_judgement: this was not handed in by this learner",
        ("learners_judgement.submission_id", "learners_submission.submitted_at"),
        events=("INSERT",),
    ),
    not_the_learner("judgement", "learners_judgement", "assessor_id", "NEW.registration_id"),
    Guard(  # INV-10, INV-11: what every *met* rests on is written before the round is closed
        "judgement_rests",
        "learners_judgement",
        "NEW.decided_at IS NULL OR OLD.decided_at IS NOT NULL OR ("
        "EXISTS (SELECT 1 FROM learners_criteriondecision d WHERE d.judgement_id = NEW.id)"
        " AND NOT EXISTS (SELECT 1 FROM learners_criteriondecision d WHERE d.judgement_id = NEW.id"
        f" AND d.outcome = 'met' AND (NOT EXISTS ({USED}) OR (EXISTS ({PRESCRIBED}) AND NOT EXISTS ({USED}"
        f" AND (p.method IN (SELECT m.method FROM courses_criterionmethod m WHERE m.criterion_id = d.criterion_id"
        f" AND m.prescribed) OR ({PRIOR}))))))"
        " AND NOT EXISTS (SELECT 1 FROM learners_criteriondecision d WHERE d.judgement_id = NEW.id"
        " AND d.level = 'trainee' AND NEW.countersigner_id IS NULL))",
        "learners_judgement: a decision rests on nothing, or not on the method that is prescribed",
        (
            "learners_judgement.decided_at",
            "learners_decisionpiece.method",
            "learners_priorlearningclaim.state",
        ),
        events=("UPDATE",),
    ),
    same_as(
        "learners_draftdecision",
        "registration_id",
        key="judgement_id",
        parent="learners_judgement",
        parent_column="registration_id",
    ),
    of_one_version("learners_draftdecision", "NEW.registration_id", "learners_draftdecision.registration_id"),
    same_as(
        "learners_criteriondecision",
        "registration_id",
        key="judgement_id",
        parent="learners_judgement",
        parent_column="registration_id",
    ),
    same_as(
        "learners_criteriondecision",
        "assessor_id",
        key="judgement_id",
        parent="learners_judgement",
        parent_column="assessor_id",
    ),
    of_one_version(
        "learners_criteriondecision", "NEW.registration_id", "learners_criteriondecision.registration_id"
    ),
    Guard(
        "criteriondecision_open",
        "learners_criteriondecision",
        f"{OF_JUDGEMENT.format(column='decided_at')} IS NULL",
        "learners_criteriondecision: this round is closed",
        ("learners_criteriondecision.judgement_id", "learners_judgement.decided_at"),
        events=("INSERT",),
    ),
    not_the_learner("criteriondecision", "learners_criteriondecision", "assessor_id", "NEW.registration_id"),
    no_conflict(
        "criteriondecision",
        "learners_criteriondecision",
        "assessor_id",
        "NEW.registration_id",
        "decided_at",
    ),
    not_their_check(
        "criteriondecision",
        "learners_criteriondecision",
        "assessor_id",
        "NEW.registration_id",
        DECISION_UNIT,
    ),
    by_status("criteriondecision", "learners_criteriondecision", "assessor_id", "= NEW.level"),
    Guard(  # INV-08: a decision is made by somebody who was given this learner, and by nobody else
        "criteriondecision_allocated",
        "learners_criteriondecision",
        "EXISTS (SELECT 1 FROM learners_allocation a WHERE a.id = NEW.allocation_id AND a.task = 'assessor'"
        " AND a.registration_id = NEW.registration_id"
        f" AND {one_person('a.person_id')} = {one_person('NEW.assessor_id')}"
        f" AND (a.unit_id IS NULL OR a.unit_id = {DECISION_UNIT})"
        " AND (a.ends_on IS NULL OR a.ends_on > date(NEW.decided_at)))"
        f" AND {knows('NEW.assessor_id', DECISION_UNIT, 'NEW.decided_at')}",
        "learners_criteriondecision: this unit of this learner was not given to the assessor",
        ("learners_criteriondecision.allocation_id", "learners_allocation.task"),
        events=("INSERT",),
    ),
    Guard(  # INV-18
        "criteriondecision_registered",
        "learners_criteriondecision",
        "EXISTS (SELECT 1 FROM learners_qualregistration r WHERE r.id = NEW.registration_id"
        " AND (r.state IN ('registered', 'in_progress') OR (r.state = 'accepted'"
        " AND EXISTS (SELECT 1 FROM learners_judgement j WHERE j.id = NEW.judgement_id AND j.without_number))))",
        "learners_criteriondecision: the learner is not registered, or not under way",
        ("learners_judgement.without_number", "learners_criteriondecision.registration_id"),
        events=("INSERT",),
    ),
    Guard(  # INV-03, INV-13
        "criteriondecision_countersigned",
        "learners_criteriondecision",
        "NEW.state <> 'confirmed' OR NEW.level = 'qualified' OR EXISTS (SELECT 1 FROM learners_countersignature k"
        " WHERE k.judgement_id = NEW.judgement_id AND k.outcome = 'confirmed')",
        "learners_criteriondecision: a trainee’s decision counts once it is countersigned",
        ("learners_criteriondecision.level", "learners_countersignature.outcome"),
    ),
    Guard(  # INV-12: below a signature nothing moves
        "criteriondecision_signed",
        "learners_criteriondecision",
        f"NOT {signed_off('NEW.registration_id', DECISION_UNIT)}",
        "learners_criteriondecision: this unit is signed off; unlock it first",
        ("learners_criteriondecision.criterion_id", "learners_unitsignoff.state"),
    ),
    same_as(
        "learners_decisionpiece",
        "judgement_id",
        key="decision_id",
        parent="learners_criteriondecision",
        parent_column="judgement_id",
    ),
    Guard(
        "decisionpiece_theirs",
        "learners_decisionpiece",
        "EXISTS (SELECT 1 FROM learners_judgement j WHERE j.id = NEW.judgement_id AND ("
        "EXISTS (SELECT 1 FROM learners_submissionitem i JOIN learners_submission s ON s.id = i.submission_id"
        " WHERE i.id = NEW.entry_id AND s.registration_id = j.registration_id AND s.submitted_at IS NOT NULL)"
        " OR EXISTS (SELECT 1 FROM learners_assessorrecord r WHERE r.id = NEW.record_id"
        " AND r.registration_id = j.registration_id AND r.counted_at IS NOT NULL AND r.state <> 'queried')))",
        "learners_decisionpiece: it was not handed in by this learner, or does not count yet",
        ("learners_decisionpiece.record_id", "learners_assessorrecord.counted_at"),
        events=("INSERT",),
    ),
    Guard(  # INV-11: a claim stays as long as something rests on it
        "priorlearningclaim_rests",
        "learners_priorlearningclaim",
        "NEW.state <> 'withdrawn' OR OLD.state = 'withdrawn' OR NOT EXISTS (SELECT 1 FROM learners_criteriondecision d"
        " JOIN learners_decisionpiece p ON p.decision_id = d.id WHERE d.registration_id = NEW.registration_id"
        " AND d.state IN ('awaiting', 'confirmed') AND p.used AND p.method = 'prior_learning'"
        f" AND {UNIT_OF_CRITERION.format(criterion='d.criterion_id')} = NEW.unit_id)",
        "learners_priorlearningclaim: a decision rests on it",
        ("learners_priorlearningclaim.state", "learners_decisionpiece.method"),
        events=("UPDATE",),
    ),
    Guard(  # INV-03
        "countersignature_of_another",
        "learners_countersignature",
        f"{one_person('NEW.countersigner_id')} <> {one_person(OF_JUDGEMENT.format(column='assessor_id'))}"
        f" AND {OF_JUDGEMENT.format(column='state')} = 'countersign'",
        "learners_countersignature: nobody countersigns for themselves, nor what does not wait for it",
        ("learners_countersignature.countersigner_id", "learners_judgement.state"),
        events=("INSERT",),
    ),
    not_the_learner(
        "countersignature",
        "learners_countersignature",
        "countersigner_id",
        OF_JUDGEMENT.format(column="registration_id"),
    ),
    no_conflict(
        "countersignature",
        "learners_countersignature",
        "countersigner_id",
        OF_JUDGEMENT.format(column="registration_id"),
        "signed_at",
    ),
    by_status("countersignature", "learners_countersignature", "countersigner_id", "= 'qualified'"),
    Guard(
        "countersignature_knows",
        "learners_countersignature",
        "NOT EXISTS (SELECT 1 FROM learners_criteriondecision d WHERE d.judgement_id = NEW.judgement_id AND NOT "
        + knows("NEW.countersigner_id", UNIT_OF_CRITERION.format(criterion="d.criterion_id"), "NEW.signed_at")
        + ")",
        "learners_countersignature: the countersigner is not recorded for every unit of it",
        ("learners_countersignature.countersigner_id", "learners_criteriondecision.criterion_id"),
        events=("INSERT",),
    ),
    Guard(  # INV-13: what the learner is told is what was confirmed
        "criterionanswer_confirmed",
        "learners_criterionanswer",
        "EXISTS (SELECT 1 FROM learners_criteriondecision d WHERE d.registration_id = NEW.registration_id"
        " AND d.criterion_id = NEW.criterion_id AND d.outcome = NEW.outcome AND d.state = 'confirmed')",
        "learners_criterionanswer: nothing of the kind was confirmed",
        ("learners_criterionanswer.outcome", "learners_criteriondecision.state"),
        events=("INSERT",),
    ),
    Guard(
        "assessorrecord_confirmed_by",
        "learners_assessorrecord",
        "NEW.confirmed_by_id IS NULL OR "
        f"{one_person('NEW.confirmed_by_id')} = "
        + one_person(LEARNER.format(registration="NEW.registration_id")),
        "learners_assessorrecord: it is confirmed by the learner",
        ("learners_assessorrecord.confirmed_by_id", "academy_account.joined_to_id"),
    ),
    not_the_learner("assessorrecord", "learners_assessorrecord", "assessor_id", "NEW.registration_id"),
    same_as(
        "learners_passagecriterion",
        "record_id",
        key="passage_id",
        parent="learners_recordpassage",
        parent_column="record_id",
    ),
    Guard(  # the piece that a record makes is the assessor's: it does not change once it counts
        "evidenceitem_of_record",
        "learners_evidenceitem",
        "NOT EXISTS (SELECT 1 FROM learners_assessorrecord r WHERE r.item_id = NEW.id AND r.counted_at IS NOT NULL)"
        " OR (NEW.title = OLD.title AND NEW.text = OLD.text AND NEW.own_part = OLD.own_part"
        " AND NEW.withdrawn_at IS NULL)",
        "learners_evidenceitem: what an assessor recorded does not change",
        ("learners_evidenceitem.withdrawn_at", "learners_assessorrecord.counted_at"),
        events=("UPDATE",),
    ),
)
