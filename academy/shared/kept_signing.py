"""What the database refuses about the sign-off of a unit beside the rows of other tables."""

from academy.shared.kept_pairs import (
    LEARNER,
    OF_SIGNOFF,
    UNIT_OF_CRITERION,
    by_status,
    knows,
    no_conflict,
    not_the_learner,
    one_person,
)
from academy.shared.kept_shapes import Guard

SIGNOFF_REGISTRATION = OF_SIGNOFF.format(column="registration_id")
SIGNOFF_UNIT = OF_SIGNOFF.format(column="unit_id")
CRITERIA_OF_UNIT = (
    "SELECT c.id FROM courses_criterion c JOIN courses_learningoutcome o ON o.id = c.outcome_id"
    f" WHERE o.unit_id = {SIGNOFF_UNIT}"
)
LIVE = "SELECT 1 FROM learners_signature g WHERE g.signoff_id = NEW.id AND g.voided_at IS NULL"

GUARDS = (
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
        "NEW.signed_as NOT IN ('assessor', 'countersigner') OR (NOT EXISTS (SELECT 1 FROM learners_assessmenthold h"
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
