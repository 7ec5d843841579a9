"""Who writes a record, who reads it, and who confirms it. A no says why, and what to do next.

How somebody stands to a registration is asked of registrations.standing; a role alone opens nothing.
"""

from collections.abc import Iterable
from datetime import date

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from academy.shared.rulings import Ruling
from courses.qualifications.models import Unit
from courses.qualifications.staff_policies import may_assess_all
from learners.assessment.record_models import AssessorRecord
from learners.assessment.states import (
    RECORD_ASKED,
    RECORD_SEEN_BY_LEARNER,
    RECORD_TRANSITIONS,
    RECORD_WRITTEN,
    RecordState,
)
from learners.registrations.models import QualRegistration
from learners.registrations.standing import Standing, standing_of
from learners.registrations.states import ENDED, WORKING, RegistrationState
from learners.submissions.policies import CONFLICT
from learners.submissions.states import SignedBy

NOT_YOURS = (
    "Records are written by those who were given this learner to assess. If that should be you, ask the lead quality "
    "assurer."
)
NOT_THEIRS = "This record is somebody else’s. They write it, and share it with the learner."


def may_write_records(
    by: Account, registration: QualRegistration, *, on: date, standing: Standing | None = None
) -> Ruling:
    """Begin one: an observation, a discussion, questions. With no hand-in, planned or not."""
    standing = standing or standing_of(by, registration, on=on)
    if standing.own:
        return Ruling.no("This is your own registration. Your assessor writes what they saw and heard.")
    if standing.conflict:
        return Ruling.no(CONFLICT)
    if not standing.assesses:
        return Ruling.no(NOT_YOURS)
    if registration.state not in WORKING:
        state = RegistrationState(registration.state).label.lower()
        return Ruling.no(f"This registration is “{state}”. Records are written while it is under way.")
    return Ruling.yes()


def may_record_for(
    by: Account,
    registration: QualRegistration,
    units: Iterable[Unit],
    *,
    on: date,
    standing: Standing | None = None,
) -> Ruling:
    """Say that something shows criteria of these units: given to them, and known to them by the staff file."""
    standing = standing or standing_of(by, registration, on=on)
    wanted = list(units)
    for unit in wanted:
        if not standing.assesses_unit(unit):
            return Ruling.no(
                f"Unit {unit.number} of this learner was not given to you. Take its criteria out, or ask the lead "
                "quality assurer for the unit."
            )
    return may_assess_all(by, wanted, on)


def may_list_records(
    by: Account, registration: QualRegistration, *, on: date, standing: Standing | None = None
) -> Ruling:
    """Those of one learner: the learner, those who assess or check them, and the lead quality assurer."""
    standing = standing or standing_of(by, registration, on=on)
    if standing.sees_work:
        return Ruling.yes()
    return Ruling.no(CONFLICT if standing.conflict else NOT_YOURS)


def may_read_record(
    by: Account, record: AssessorRecord, *, on: date, standing: Standing | None = None
) -> Ruling:
    """The assessor who writes it; once it is shared, the learner, and those who assess or check one of its units."""
    standing = standing or standing_of(by, record.registration, on=on)
    shared = record.state in RECORD_SEEN_BY_LEARNER
    if standing.own:
        return (
            Ruling.yes()
            if shared
            else Ruling.no(
                "Your assessor is still writing this. You read it here once they share it with you."
            )
        )
    if standing.conflict:
        return Ruling.no(CONFLICT)
    if standing.assesses and wrote(by, record):
        return Ruling.yes()
    if not shared:
        return Ruling.no("This record is still being written. You see it once it is shared with the learner.")
    if units_of_record(record) & (standing.assesses | standing.checks) or standing.leads_quality:
        return Ruling.yes()
    return Ruling.no(
        "A record is read by the learner and by those who were given its units to assess or to check. Ask the lead "
        "quality assurer if that should be you."
    )


def record_needs_a_note(by: Account, record: AssessorRecord, standing: Standing) -> bool:
    """Whether reading it is written down (INV-48): by everybody but the learner, who wrote it, and those allocated."""
    allocated = units_of_record(record) & (standing.assesses | standing.checks)
    return not standing.own and not allocated and not wrote(by, record)


def may_write_record(
    by: Account, record: AssessorRecord, *, on: date, standing: Standing | None = None
) -> Ruling:
    """Change it: whoever began it, until the learner has it."""
    if not (ruling := _theirs(by, record, on=on, standing=standing)):
        return ruling
    if record.counted_at is not None:
        return Ruling.no(
            "This record counts already, so it does not change. Write another one about what was different."
        )
    if record.state in RECORD_ASKED:
        return Ruling.no("The learner has this record now. Take it back first, then change it.")
    if record.state not in RECORD_WRITTEN:
        return Ruling.no(
            f"This record is “{RecordState(record.state).label.lower()}”, so it does not change."
        )
    return Ruling.yes()


def may_share_record(
    by: Account, record: AssessorRecord, *, on: date, standing: Standing | None = None
) -> Ruling:
    """Ask the learner to confirm it; again, after a talk about what they see differently or did not answer."""
    if not (ruling := _theirs(by, record, on=on, standing=standing)):
        return ruling
    if record.state == RecordState.SILENT and record.counted_at is not None:
        return Ruling.no("This record counts already. The learner can still answer it.")
    return _moves(record, RecordState.SHARED)


def may_take_back_record(
    by: Account, record: AssessorRecord, *, on: date, standing: Standing | None = None
) -> Ruling:
    """To change it, as long as it does not count."""
    if not (ruling := _theirs(by, record, on=on, standing=standing)):
        return ruling
    if record.counted_at is not None:
        return Ruling.no("This record counts already, so it cannot be taken back.")
    return _moves(record, RecordState.DRAFT)


def may_leave_record(
    by: Account, record: AssessorRecord, *, on: date, standing: Standing | None = None
) -> Ruling:
    """Throw away what was begun and never shared."""
    if not (ruling := _theirs(by, record, on=on, standing=standing)):
        return ruling
    if record.shared_at is not None:
        return Ruling.no("The learner has read this record, so it is kept. Change it and share it again.")
    return _moves(record, RecordState.LEFT)


def may_judge_from(
    by: Account, record: AssessorRecord, *, on: date, standing: Standing | None = None
) -> Ruling:
    """Go on from here to judge what it is about: those who assess one of its units, once it counts. Whether each
    criterion can be judged is asked there."""
    standing = standing or standing_of(by, record.registration, on=on)
    if standing.own or standing.conflict or not units_of_record(record) & standing.assesses:
        return Ruling.no("Those who assess one of its units judge from this record.")
    if record.state == RecordState.QUERIED:
        return Ruling.no(
            "It can be judged once the learner and its assessor have settled what was different."
        )
    if record.counted_at is None:
        return Ruling.no("It can be judged once the learner has confirmed it.")
    return Ruling.yes()


def may_answer_record(
    by: Account, record: AssessorRecord, *, on: date, standing: Standing | None = None
) -> Ruling:
    """Confirm it, or say that it was different: only the learner (INV-01)."""
    standing = standing or standing_of(by, record.registration, on=on)
    if not standing.own:
        return Ruling.no("Only the learner can confirm this. They do it on their own page.")
    if record.registration.state in ENDED:
        return Ruling.no("This way to the qualification has ended, so there is nothing to confirm any more.")
    if record.state == RecordState.CONFIRMED:
        return Ruling.no("You have confirmed this. There is nothing more to do.")
    if record.state == RecordState.QUERIED:
        return Ruling.no(
            "You said that it was different. Your assessor answers, and then it comes back to you."
        )
    if record.state not in RECORD_ASKED:
        return Ruling.no("Your assessor is still writing this. You read it here once they share it with you.")
    return Ruling.yes()


def may_confirm_as(signed_how: str) -> Ruling:
    """Was the session opened by the learner's own e-mail or passkey (INV-19)?"""
    if signed_how in SignedBy.values:
        return Ruling.yes()
    return Ruling.no(
        "To confirm this, we need to know that it is you. Show it with a code to your own e-mail "
        "address or with a passkey. A code from a hub is not enough for this, nor is a password."
    )


def wrote(by: Account, record: AssessorRecord) -> bool:
    """By whichever of their rows."""
    return record.assessor_id == by.pk or record.assessor_id in set(rows_of(by))


def units_of_record(record: AssessorRecord) -> frozenset[int]:
    """The ids of the units whose criteria it is about."""
    rows: Iterable[int] = record.criteria.values_list("criterion__outcome__unit", flat=True)
    return frozenset(rows)


def _theirs(by: Account, record: AssessorRecord, *, on: date, standing: Standing | None = None) -> Ruling:
    """Whoever began it, while they may write records of this learner."""
    if not wrote(by, record):
        return Ruling.no(NOT_THEIRS)
    return may_write_records(by, record.registration, on=on, standing=standing)


def _moves(record: AssessorRecord, to: RecordState) -> Ruling:
    now = RecordState(record.state)
    if to in RECORD_TRANSITIONS[now]:
        return Ruling.yes()
    return Ruling.no(f"This record is “{now.label.lower()}”, so there is nothing of this kind to do now.")
