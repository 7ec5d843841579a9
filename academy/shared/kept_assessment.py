"""What the database keeps of judging and signing: decisions, signatures, records, and the rows that they rest on."""

from academy.shared.kept_shapes import ONE_PERSON, Guard, Kept, Sealed, of_one_version, same_as

SEALED = (
    Sealed("learners_decisionpiece", "learners_judgement", "judgement_id", "decided_at"),
    Sealed("learners_recordpassage", "learners_assessorrecord", "record_id", "counted_at"),
    Sealed("learners_passagecriterion", "learners_assessorrecord", "record_id", "counted_at"),
)

KEPT = (
    Kept("academy_auditdetail", frozen=("*",), deletable=True),
    Kept("academy_disposal", frozen=("*",)),
    Kept(
        "learners_judgement",
        frozen=(
            "token",
            "registration_id",
            "submission_id",
            "number",
            "assessor_id",
            "follows_id",
            "opened_at",
        ),
        once=("decided_at", "released_at", "acknowledged_at"),
        closing=(
            "decided_at",
            ("again_why", "words", "next_step", "next_by", "spoken_id", "assessor_name", "status_id")
            + ("without_number", "signed_how", "digest"),
        ),
        and_closing=("acknowledged_at", ("state", "learner_words")),
    ),
    Kept(
        "learners_draftdecision",
        frozen=("judgement_id", "registration_id", "criterion_id"),
        growing=("revision",),
    ),
    Kept(
        "learners_criteriondecision",
        frozen=("judgement_id", "registration_id", "criterion_id", "attempt", "outcome", "valid", "authentic")
        + ("reliable", "current", "sufficient", "rationale", "next_step", "assessor_id", "assessor_name")
        + ("status_id", "level", "allocation_id", "decided_at", "digest"),
        once=("confirmed_at", "ended_at"),
        closing=("ended_at", ("state",)),
    ),
    Kept("learners_decisionpiece"),
    Kept("learners_countersignature", frozen=("*",)),
    Kept(
        "learners_criterionanswer",
        frozen=("registration_id", "criterion_id", "submission_id", "outcome", "next_step", "released_at"),
        once=("ended_at",),
    ),
    Kept("learners_extraattempt", frozen=("*",)),
    Kept(
        "learners_assessorrecord",
        frozen=("token", "key", "registration_id", "item_id", "assessor_id", "made_at"),
        once=("confirmed_at", "counted_at"),
        closing=(
            "counted_at",
            ("task_id", "happened_on", "minutes", "place", "activity", "comments", "digest"),
        ),
        and_closing=("confirmed_at", ("state", "confirmed_by_id", "confirmed_how", "learner_words")),
    ),
    Kept("learners_unitsignoff", frozen=("token", "registration_id", "unit_id")),
    Kept("learners_unlocking", frozen=("*",)),
    Kept(
        "learners_signature",
        frozen=("signoff_id", "signed_as", "person_id", "name", "status_id", "statement", "words", "comment")
        + ("signed_how", "signed_at", "digest"),
        once=("voided_at", "voided_by_id"),
    ),
    Kept(
        "learners_priorlearningclaim",
        frozen=("token", "registration_id", "unit_id", "learned_what", "asked_by_id", "asked_at"),
        once=("ended_at",),
        closing=("ended_at", ("state", "ended_why")),
    ),
    Kept(
        "learners_adjustmentrequest",
        frozen=("token", "registration_id", "asked_by_id", "asked_at"),
        once=("agreed_at", "decided_on", "decided_by_id"),
        closing=("decided_on", ("unit_id", "need", "adjustment", "decides", "decision", "reference")),
    ),
    Kept(
        "learners_assessmenthold",
        frozen=("registration_id", "unit_id", "reason", "placed_by_id", "placed_at"),
        once=("lifted_at",),
        closing=("lifted_at", ("lifted_by_id", "lifted_why", "review_on")),
    ),
)

# SQL for what a row is about. Every expression is over NEW and the same in both databases.
LEARNER = "(SELECT r.account_id FROM learners_qualregistration r WHERE r.id = {registration})"
UNIT_OF_CRITERION = (
    "(SELECT o.unit_id FROM courses_criterion c JOIN courses_learningoutcome o ON o.id = c.outcome_id"
    " WHERE c.id = {criterion})"
)
OF_JUDGEMENT = "(SELECT j.{column} FROM learners_judgement j WHERE j.id = NEW.judgement_id)"
OF_SIGNOFF = "(SELECT s.{column} FROM learners_unitsignoff s WHERE s.id = NEW.signoff_id)"


def one_person(column: str) -> str:
    """The id of the row that stands for somebody."""
    return f"({ONE_PERSON} {column})"


def not_the_learner(name: str, table: str, person: str, registration: str) -> Guard:
    """INV-01: nobody acts for themselves, by none of their accounts."""
    learner = LEARNER.format(registration=registration)
    return Guard(
        f"{name}_somebody_else",
        table,
        f"{one_person(f'NEW.{person}')} <> {one_person(learner)}",
        f"{table}: nobody does this for themselves",
        (f"{table}.{person}", "academy_account.joined_to_id"),
        events=("INSERT",),
    )


def no_conflict(name: str, table: str, person: str, registration: str, day: str) -> Guard:
    """INV-05: no conflict of interest is open between the two, or with the learner's hub."""
    learner = one_person(LEARNER.format(registration=registration))
    hub = f"(SELECT r.hub_id FROM learners_qualregistration r WHERE r.id = {registration})"
    who = one_person(f"NEW.{person}")
    return Guard(
        f"{name}_conflict",
        table,
        "NOT EXISTS (SELECT 1 FROM learners_conflictdeclaration c WHERE c.decided_at IS NULL"
        f" AND (c.ends_on IS NULL OR c.ends_on > date(NEW.{day}))"
        f" AND (({one_person('c.person_id')} = {who} AND {one_person('c.other_id')} = {learner})"
        f" OR ({one_person('c.person_id')} = {learner} AND {one_person('c.other_id')} = {who})"
        f" OR ({one_person('c.person_id')} = {who} AND c.hub_id = {hub})))",
        f"{table}: a conflict of interest is open",
        (f"{table}.{person}", "learners_conflictdeclaration.decided_at"),
        events=("INSERT",),
    )


def not_their_check(name: str, table: str, person: str, registration: str, unit: str) -> Guard:
    """INV-06: whoever checks a unit of a learner does not judge or sign it."""
    return Guard(
        f"{name}_tasks",
        table,
        f"NOT EXISTS (SELECT 1 FROM learners_allocation a WHERE a.registration_id = {registration}"
        f" AND a.task = 'quality' AND {one_person('a.person_id')} = {one_person(f'NEW.{person}')}"
        f" AND (a.unit_id IS NULL OR a.unit_id = {unit}) AND (a.ends_on IS NULL OR a.ends_on > a.starts_on))",
        f"{table}: the same person cannot assess and check one unit of one learner",
        (f"{table}.{person}", "learners_allocation.task"),
        events=("INSERT",),
    )


def by_status(name: str, table: str, person: str, level: str) -> Guard:
    """The status is this person's own, and of that level. level: SQL for what it has to be among."""
    return Guard(
        f"{name}_status",
        table,
        "NEW.status_id IS NULL OR EXISTS (SELECT 1 FROM courses_assessorstatus s WHERE s.id = NEW.status_id"
        f" AND {one_person('s.person_id')} = {one_person(f'NEW.{person}')} AND s.level {level})",
        f"{table}: the status belongs to somebody else, or does not allow this",
        (f"{table}.status_id", "courses_assessorstatus.level"),
        events=("INSERT",),
    )


def knows(person: str, unit: str, day: str) -> str:
    """SQL: the staff file says that somebody knows the work of a unit."""
    return (
        "EXISTS (SELECT 1 FROM courses_occupationalcompetence k"
        f" WHERE {one_person('k.person_id')} = {one_person(person)} AND k.unit_id = {unit}"
        f" AND (k.ends_on IS NULL OR k.ends_on > date({day})))"
    )


def signed_off(registration: str, unit: str) -> str:
    """SQL: this unit of this learner is signed off."""
    return (
        f"EXISTS (SELECT 1 FROM learners_unitsignoff u WHERE u.registration_id = {registration}"
        f" AND u.unit_id = {unit} AND u.state <> 'open')"
    )


DECISION_UNIT = UNIT_OF_CRITERION.format(criterion="NEW.criterion_id")
SIGNOFF_REGISTRATION = OF_SIGNOFF.format(column="registration_id")
SIGNOFF_UNIT = OF_SIGNOFF.format(column="unit_id")
USED = "SELECT 1 FROM learners_decisionpiece p WHERE p.decision_id = d.id AND p.used"
PRIOR = (
    "p.method = 'prior_learning' AND EXISTS (SELECT 1 FROM learners_priorlearningclaim l"
    " WHERE l.registration_id = d.registration_id AND l.state IN ('mapped', 'assessed', 'accepted')"
    f" AND l.unit_id = {UNIT_OF_CRITERION.format(criterion='d.criterion_id')})"
)
PRESCRIBED = "SELECT 1 FROM courses_criterionmethod m WHERE m.criterion_id = d.criterion_id AND m.prescribed"
CRITERIA_OF_UNIT = (
    "SELECT c.id FROM courses_criterion c JOIN courses_learningoutcome o ON o.id = c.outcome_id"
    f" WHERE o.unit_id = {SIGNOFF_UNIT}"
)
LIVE = "SELECT 1 FROM learners_signature g WHERE g.signoff_id = NEW.id AND g.voided_at IS NULL"

JUDGING = (
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
        " AND r.registration_id = j.registration_id AND r.counted_at IS NOT NULL)))",
        "learners_decisionpiece: it was not handed in by this learner, or does not count yet",
        ("learners_decisionpiece.record_id", "learners_assessorrecord.counted_at"),
        events=("INSERT",),
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

SIGNING = (
    Guard(
        "unitsignoff_taken",
        "learners_unitsignoff",
        "NEW.state = 'open' AND EXISTS (SELECT 1 FROM learners_registeredunit u"
        " WHERE u.registration_id = NEW.registration_id AND u.unit_id = NEW.unit_id)",
        "learners_unitsignoff: the learner does not take this unit, or it begins signed",
        ("learners_unitsignoff.unit_id", "learners_registeredunit.unit_id"),
        events=("INSERT",),
    ),
    Guard(  # INV-15, and nothing is cleared by default
        "unitsignoff_signed",
        "learners_unitsignoff",
        f"(NEW.state = 'open' AND NOT EXISTS ({LIVE})) OR (NEW.state <> 'open'"
        f" AND EXISTS ({LIVE} AND g.signed_as = 'assessor')"
        f" AND (NEW.state = 'assessor_signed' OR EXISTS ({LIVE} AND g.signed_as = 'countersigner')"
        f" OR EXISTS ({LIVE} AND g.signed_as = 'assessor'"
        " AND EXISTS (SELECT 1 FROM courses_assessorstatus t WHERE t.id = g.status_id AND t.level = 'qualified')))"
        f" AND (NEW.state <> 'countersigned' OR EXISTS ({LIVE} AND g.signed_as = 'countersigner'))"
        f" AND (NEW.state <> 'learner_confirmed' OR EXISTS ({LIVE} AND g.signed_as = 'learner'))"
        f" AND (NEW.state NOT IN ('cleared', 'claimed') OR EXISTS ({LIVE} AND g.signed_as = 'quality')))",
        "learners_unitsignoff: the signatures that this state needs are not there, or stand under it",
        ("learners_unitsignoff.state", "learners_signature.voided_at"),
        events=("UPDATE",),
    ),
    Guard(  # INV-01, INV-19: the learner's own is the learner's, every other is somebody else's
        "signature_own",
        "learners_signature",
        f"(NEW.signed_as = 'learner') = ({one_person('NEW.person_id')} = "
        + one_person(LEARNER.format(registration=SIGNOFF_REGISTRATION))
        + ")",
        "learners_signature: this is somebody else’s to sign",
        ("learners_signature.person_id", "academy_account.joined_to_id"),
        events=("INSERT",),
    ),
    no_conflict("signature", "learners_signature", "person_id", SIGNOFF_REGISTRATION, "signed_at"),
    Guard(  # INV-14
        "signature_all_met",
        "learners_signature",
        f"NOT EXISTS ({CRITERIA_OF_UNIT} AND NOT EXISTS (SELECT 1 FROM learners_criteriondecision d"
        f" WHERE d.registration_id = {SIGNOFF_REGISTRATION} AND d.criterion_id = c.id"
        " AND d.state = 'confirmed' AND d.outcome = 'met'))"
        f" AND EXISTS ({CRITERIA_OF_UNIT})",
        "learners_signature: not every criterion of the unit is confirmed met",
        ("learners_signature.signoff_id", "learners_criteriondecision.outcome"),
        events=("INSERT",),
    ),
    Guard(
        "signature_open_ends",
        "learners_signature",
        "NEW.signed_as <> 'assessor' OR (NOT EXISTS (SELECT 1 FROM learners_assessmenthold h"
        f" WHERE h.registration_id = {SIGNOFF_REGISTRATION} AND h.lifted_at IS NULL"
        f" AND (h.unit_id IS NULL OR h.unit_id = {SIGNOFF_UNIT})) AND NOT EXISTS (SELECT 1"
        f" FROM learners_criteriondecision d WHERE d.registration_id = {SIGNOFF_REGISTRATION}"
        f" AND d.state = 'awaiting' AND {UNIT_OF_CRITERION.format(criterion='d.criterion_id')} = {SIGNOFF_UNIT}))",
        "learners_signature: a hold stands on it, or a decision waits for the countersigner",
        (
            "learners_signature.signed_as",
            "learners_assessmenthold.lifted_at",
            "learners_criteriondecision.state",
        ),
        events=("INSERT",),
    ),
    Guard(  # INV-16
        "signature_more_than_witnesses",
        "learners_signature",
        "NEW.signed_as <> 'assessor' OR EXISTS (SELECT 1 FROM learners_criteriondecision d"
        " JOIN learners_decisionpiece p ON p.decision_id = d.id"
        " LEFT JOIN learners_submissionitem i ON i.id = p.entry_id"
        " LEFT JOIN learners_evidenceitem e ON e.id = i.item_id"
        f" WHERE d.registration_id = {SIGNOFF_REGISTRATION} AND d.state = 'confirmed' AND p.used"
        f" AND {UNIT_OF_CRITERION.format(criterion='d.criterion_id')} = {SIGNOFF_UNIT}"
        " AND (p.record_id IS NOT NULL OR e.kind <> 'witness'))",
        "learners_signature: a whole unit cannot rest on witnesses alone",
        ("learners_signature.signed_as", "learners_decisionpiece.used", "learners_evidenceitem.kind"),
        events=("INSERT",),
    ),
    Guard(
        "signature_allocated",
        "learners_signature",
        "NEW.signed_as <> 'assessor' OR EXISTS (SELECT 1 FROM learners_allocation a WHERE a.task = 'assessor'"
        f" AND a.registration_id = {SIGNOFF_REGISTRATION}"
        f" AND {one_person('a.person_id')} = {one_person('NEW.person_id')}"
        f" AND (a.unit_id IS NULL OR a.unit_id = {SIGNOFF_UNIT})"
        " AND (a.ends_on IS NULL OR a.ends_on > date(NEW.signed_at)))",
        "learners_signature: this unit of this learner was not given to the assessor",
        ("learners_signature.signed_as", "learners_allocation.task"),
        events=("INSERT",),
    ),
    Guard(  # INV-06
        "signature_tasks",
        "learners_signature",
        "NEW.signed_as NOT IN ('assessor', 'countersigner') OR NOT EXISTS (SELECT 1 FROM learners_allocation a"
        f" WHERE a.registration_id = {SIGNOFF_REGISTRATION} AND a.task = 'quality'"
        f" AND {one_person('a.person_id')} = {one_person('NEW.person_id')}"
        f" AND (a.unit_id IS NULL OR a.unit_id = {SIGNOFF_UNIT})"
        " AND (a.ends_on IS NULL OR a.ends_on > a.starts_on))",
        "learners_signature: the same person cannot assess and check one unit of one learner",
        ("learners_signature.signed_as", "learners_allocation.task"),
        events=("INSERT",),
    ),
    by_status("signature", "learners_signature", "person_id", "IN ('trainee', 'qualified')"),
    Guard(  # INV-03
        "signature_countersigned_by_another",
        "learners_signature",
        "NEW.signed_as <> 'countersigner' OR (EXISTS (SELECT 1 FROM learners_signature g"
        " WHERE g.signoff_id = NEW.signoff_id AND g.signed_as = 'assessor' AND g.voided_at IS NULL"
        f" AND {one_person('g.person_id')} <> {one_person('NEW.person_id')})"
        " AND EXISTS (SELECT 1 FROM courses_assessorstatus t WHERE t.id = NEW.status_id AND t.level = 'qualified')"
        f" AND {knows('NEW.person_id', SIGNOFF_UNIT, 'NEW.signed_at')})",
        "learners_signature: a countersigner is another, qualified assessor who knows the unit",
        ("learners_signature.signed_as", "courses_assessorstatus.level"),
        events=("INSERT",),
    ),
    Guard(
        "signature_in_order",
        "learners_signature",
        "NEW.signed_as = 'assessor' OR EXISTS (SELECT 1 FROM learners_signature g"
        " WHERE g.signoff_id = NEW.signoff_id AND g.signed_as = 'assessor' AND g.voided_at IS NULL)",
        "learners_signature: the assessor signs first",
        ("learners_signature.signed_as",),
        events=("INSERT",),
    ),
    Guard(  # INV-15
        "signature_voided",
        "learners_signature",
        "NEW.voided_by_id IS NULL OR EXISTS (SELECT 1 FROM learners_unlocking k WHERE k.id = NEW.voided_by_id"
        " AND k.signoff_id = NEW.signoff_id)",
        "learners_signature: it is voided by an unlocking of its own sign-off",
        ("learners_signature.voided_by_id", "learners_unlocking.signoff_id"),
    ),
    not_the_learner("unlocking", "learners_unlocking", "unlocked_by_id", SIGNOFF_REGISTRATION),
    Guard(  # the assessor who signed, before the quality signature; the lead quality assurer at any time
        "unlocking_by",
        "learners_unlocking",
        "EXISTS (SELECT 1 FROM courses_qualificationrole q JOIN courses_qualificationversion v"
        " ON v.qualification_id = q.qualification_id JOIN learners_qualregistration r ON r.version_id = v.id"
        f" WHERE r.id = {SIGNOFF_REGISTRATION} AND q.task = 'lead_quality'"
        f" AND {one_person('q.person_id')} = {one_person('NEW.unlocked_by_id')}"
        " AND (q.ends_on IS NULL OR q.ends_on > date(NEW.unlocked_at)))"
        " OR (EXISTS (SELECT 1 FROM learners_signature g WHERE g.signoff_id = NEW.signoff_id"
        " AND g.signed_as = 'assessor' AND g.voided_at IS NULL"
        f" AND {one_person('g.person_id')} = {one_person('NEW.unlocked_by_id')})"
        " AND NOT EXISTS (SELECT 1 FROM learners_signature g WHERE g.signoff_id = NEW.signoff_id"
        " AND g.signed_as = 'quality' AND g.voided_at IS NULL))",
        "learners_unlocking: this is for the assessor who signed, or for the lead quality assurer",
        (
            "learners_unlocking.unlocked_by_id",
            "learners_signature.signed_as",
            "courses_qualificationrole.task",
        ),
        events=("INSERT",),
    ),
)

GUARDS = JUDGING + SIGNING
