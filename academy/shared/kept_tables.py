"""What the database itself keeps, table by table; append_only.py makes the same triggers of it on both databases.

The way to a qualification has modules of its own beside this one.
"""

from academy.shared import kept_assessment, kept_qualifications
from academy.shared.kept_shapes import THREE_YEARS, TWO_YEARS, Kept

KEPT = (
    Kept("courses_qualificationversion", frozen=("qualification_id", "number"), once=("frozen_at",)),
    Kept("academy_auditevent", frozen=("*",)),
    Kept("academy_consentrecord", frozen=("*",), deletable_after=("recorded_at", TWO_YEARS)),
    Kept("academy_noticeshown", frozen=("*",)),
    Kept(
        "academy_joining",
        frozen=("kept_id", "other_id", "how", "why", "hub_id", "done_by_id", "done_at", "changes"),
        once=("undone_at", "undone_by_id"),
    ),
    Kept("learners_enrolment", frozen=("account_id", "course_id", "kind"), once=("completed_at",)),
    Kept("learners_attendancemark", frozen=("*",), deletable_after=("recorded_at", THREE_YEARS)),
    Kept("learners_registersignoff", frozen=("*",), deletable_after=("signed_at", THREE_YEARS)),
    Kept("learners_figures", frozen=("*",)),
    Kept(
        "learners_walkin",
        frozen=("key", "session_id", "enrolment_id", "code", "newcomer", "added_by_id", "added_at"),
        once=("claimed_at",),
        deletable_after=("added_at", THREE_YEARS),
    ),
    Kept("courses_courseoutcomes", frozen=("*",)),
    Kept("learners_evaluationform", frozen=("*",), deletable=True),
    Kept("learners_answered", frozen=("*",), deletable=True),
    Kept("learners_lessonprogress", once=("done_at",), growing=("seconds",), deletable=True),
    Kept(
        "learners_sent",
        frozen=("account_id", "kind", "subject", "occasion", "token"),
        once=("sent_at",),  # what was accepted is never handed over again
        deletable=True,
    ),
    Kept("learners_cohortletter", once=("sent_at", "sent_by_id"), deletable=True),
    Kept(
        "learners_certificate",
        frozen=(
            "serial",
            "token",
            "enrolment_id",
            "kind",
            "name",
            "course_title",
            "issuer",
            "hub_name",
            "lessons",
        )
        + ("completed_on", "issued_at", "template_version", "replaces_id", "began_on", "minutes"),
        once=("pdf", "pdf_sha256", "ended_at"),
        deletable_after=("issued_at", THREE_YEARS),
    ),
    *kept_qualifications.KEPT,
    *kept_assessment.KEPT,
)
SEALED = kept_qualifications.SEALED + kept_assessment.SEALED
GUARDS = kept_qualifications.GUARDS + kept_assessment.GUARDS
