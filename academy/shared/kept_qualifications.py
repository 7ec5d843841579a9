"""What the database keeps of the way to a qualification: the staff file, registrations, plans, evidence, handing in."""

from academy.shared.kept_shapes import (
    ONE_PERSON,
    THREE_YEARS,
    Guard,
    Kept,
    Sealed,
    by_the_learner,
    of_one_version,
    same_as,
)

SEALED = tuple(
    Sealed(f"courses_{table}", "courses_qualificationversion", "version_id", "frozen_at")
    for table in ("optionalgroup", "unit", "learningoutcome", "criterion", "criterionmethod")
) + (
    Sealed("learners_plantask", "learners_assessmentplan", "plan_id", "proposed_at"),
    Sealed("learners_taskcriterion", "learners_assessmentplan", "plan_id", "proposed_at"),
    *(
        Sealed(f"learners_submission{table}", "learners_submission", "submission_id", "submitted_at")
        for table in ("item", "file", "criterion", "link")
    ),
)

KEPT = (
    Kept("courses_assessorstatus", frozen=("*",)),
    Kept("courses_occupationalcompetence", frozen=("person_id", "unit_id", "starts_on"), once=("ends_on",)),
    Kept(
        "courses_qualificationrole",
        frozen=("person_id", "qualification_id", "task", "starts_on"),
        once=("ends_on",),
    ),
    Kept(
        "learners_qualregistration",
        frozen=("token", "account_id", "version_id", "applied_at"),
        once=("accepted_at", "agreed_at"),
    ),
    Kept(
        "learners_learnerdetails",
        frozen=(
            "registration_id",
            "number",
            "legal_name",
            "birth_date",
            "uln",
            "entered_by_id",
            "entered_at",
        ),
        once=("confirmed_at", "told_at"),
        deletable_after=("entered_at", THREE_YEARS),
    ),
    Kept("learners_acceptancecheck", frozen=("*",), deletable_after=("recorded_at", THREE_YEARS)),
    Kept(
        "learners_allocation",
        frozen=("registration_id", "learner_id", "unit_id", "person_id", "task", "starts_on", "made_by_id"),
        once=("ends_on",),
    ),
    Kept(
        "learners_conflictdeclaration",
        frozen=("person_id", "other_id", "hub_id", "nature", "starts_on", "declared_by_id", "declared_at"),
        once=("ends_on", "decided_at"),
        closing=("decided_at", ("mitigation", "scrutineer_id", "decided_by_id")),
    ),
    Kept(
        "learners_assessmentplan",
        frozen=("token", "registration_id", "number", "made_by_id", "made_at"),
        once=("proposed_at", "answered_at", "answered_by_id"),
        closing=("proposed_at", ("words", "adjustments", "review_on")),
    ),
    Kept("learners_contactnote", frozen=("*",), deletable_after=("written_at", THREE_YEARS)),
    Kept(
        "learners_evidenceitem",
        frozen=("token", "account_id", "kind", "source", "record", "made_at"),
        deletable=True,
    ),
    Kept(
        "learners_evidencefile",
        frozen=("token", "item_id", "added_at"),
        once=("removed_at",),
        deletable=True,
    ),
    Kept(
        "learners_witnessstatement",
        frozen=("item_id", "learner_id", "asked_at"),
        once=("confirmed_at", "declined_at"),
        closing=(
            "confirmed_at",
            ("token", "name", "email", "job_role", "relationship", "status", "relative", "seen_from")
            + ("seen_until", "words", "written_by_id"),
        ),
        deletable=True,
    ),
    Kept(
        "learners_submission",
        frozen=("token", "registration_id", "number", "made_at"),
        once=("submitted_at", "returned_at", "released_at"),
        closing=(
            "submitted_at",
            ("chosen", "words", "declaration_version", "declaration", "ai_used", "help_words", "signed_by_id")
            + ("signed_how", "digest"),
        ),
        and_closing=(
            "returned_at",
            ("state", "returned_by_id", "returned_for", "returned_words", "returned_pieces"),
        ),
    ),
)

GUARDS = (
    # INV-01, with the check that the two differ
    same_as(
        "learners_allocation",
        "learner_id",
        key="registration_id",
        parent="learners_qualregistration",
        parent_column="account_id",
    ),
    Guard(  # INV-05
        "allocation_conflict",
        "learners_allocation",
        "NOT EXISTS (SELECT 1 FROM learners_conflictdeclaration c WHERE c.decided_at IS NULL"
        " AND (c.ends_on IS NULL OR c.ends_on > NEW.starts_on)"
        " AND ((c.person_id = NEW.person_id AND c.other_id = NEW.learner_id)"
        " OR (c.person_id = NEW.learner_id AND c.other_id = NEW.person_id)"
        " OR (c.person_id = NEW.person_id AND c.hub_id ="
        " (SELECT r.hub_id FROM learners_qualregistration r WHERE r.id = NEW.registration_id))))",
        "learners_allocation: a conflict of interest is open",
        ("learners_conflictdeclaration.decided_at", "learners_qualregistration.hub_id"),
        events=("INSERT",),
    ),
    Guard(  # INV-06
        "allocation_tasks",
        "learners_allocation",
        "NOT EXISTS (SELECT 1 FROM learners_allocation a WHERE a.registration_id = NEW.registration_id"
        " AND a.person_id = NEW.person_id AND a.task <> NEW.task"
        " AND (a.unit_id IS NULL OR NEW.unit_id IS NULL OR a.unit_id = NEW.unit_id)"
        " AND (a.ends_on IS NULL OR a.ends_on > a.starts_on))",
        "learners_allocation: the same person cannot assess and check one unit of one learner",
        ("learners_allocation.task",),
        events=("INSERT",),
    ),
    Guard(
        "allocation_unit",
        "learners_allocation",
        "NEW.unit_id IS NULL OR EXISTS (SELECT 1 FROM learners_registeredunit u"
        " WHERE u.registration_id = NEW.registration_id AND u.unit_id = NEW.unit_id)",
        "learners_allocation: the learner does not take this unit",
        ("learners_registeredunit.unit_id",),
        events=("INSERT",),
    ),
    same_as(  # INV-16
        "learners_witnessstatement",
        "learner_id",
        key="item_id",
        parent="learners_evidenceitem",
        parent_column="account_id",
    ),
    same_as(
        "learners_taskcriterion",
        "plan_id",
        key="task_id",
        parent="learners_plantask",
        parent_column="plan_id",
    ),
    *(
        same_as(
            f"learners_submission{table}",
            "submission_id",
            key="entry_id",
            parent="learners_submissionitem",
            parent_column="submission_id",
        )
        for table in ("file", "link")
    ),
    by_the_learner("learners_submission", "signed_by_id"),  # INV-17
    by_the_learner("learners_assessmentplan", "answered_by_id"),
    Guard(
        "evidencelink_person",
        "learners_evidencelink",
        f"({ONE_PERSON} (SELECT i.account_id FROM learners_evidenceitem i WHERE i.id = NEW.item_id)) ="
        f" ({ONE_PERSON} (SELECT r.account_id FROM learners_qualregistration r WHERE r.id = NEW.registration_id))",
        "learners_evidencelink: the piece belongs to somebody else",
        ("learners_evidenceitem.account_id", "learners_qualregistration.account_id"),
    ),
    of_one_version("learners_evidencelink", "NEW.registration_id", "learners_qualregistration.version_id"),
    of_one_version(
        "learners_submissioncriterion",
        "(SELECT s.registration_id FROM learners_submission s WHERE s.id = NEW.submission_id)",
        "learners_submission.registration_id",
    ),
    of_one_version(
        "learners_taskcriterion",
        "(SELECT p.registration_id FROM learners_assessmentplan p WHERE p.id = NEW.plan_id)",
        "learners_assessmentplan.registration_id",
    ),
    Guard(  # INV-47
        "submissionitem_others",
        "learners_submissionitem",
        "(SELECT i.others FROM learners_evidenceitem i WHERE i.id = NEW.item_id)"
        " IN ('nobody', 'anonymised', 'agreed')",
        "learners_submissionitem: somebody can be recognised in it, or nobody said",
        ("learners_evidenceitem.others",),
        events=("INSERT",),
    ),
    Guard(  # INV-12: until it was checked, a file may be written anew without where and when it was made; then never
        "evidencefile_settled",
        "learners_evidencefile",
        "OLD.state = 'checking' OR (NEW.state = OLD.state AND NEW.stored = OLD.stored AND NEW.sha256 = OLD.sha256"
        " AND NEW.size = OLD.size AND NEW.type = OLD.type AND NEW.view = OLD.view"
        " AND NEW.view_sha256 = OLD.view_sha256)",
        "learners_evidencefile: a file that was checked does not change",
        ("learners_evidencefile.state", "learners_evidencefile.view_sha256"),
        events=("UPDATE",),
    ),
    Guard(
        "submissionfile_ready",
        "learners_submissionfile",
        "EXISTS (SELECT 1 FROM learners_evidencefile f WHERE f.id = NEW.file_id AND f.state = 'ready'"
        " AND f.removed_at IS NULL AND f.sha256 = NEW.sha256)",
        "learners_submissionfile: the file is not ready, or not the one that was handed in",
        ("learners_evidencefile.state", "learners_evidencefile.sha256"),
        events=("INSERT",),
    ),
)
