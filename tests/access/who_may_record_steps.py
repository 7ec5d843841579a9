"""Steps of who_may.py that are about what an assessor saw, heard or asked."""

from collections.abc import Callable

from academy.accounts.models import Account
from academy.shared.rulings import Ruling
from learners.assessment import record_policies as records
from learners.assessment.record_models import AssessorRecord
from learners.assessment.states import RecordState
from learners.portfolio import file_policies as files
from tests.access.who_may_steps import step
from tests.access.who_may_world import Case
from tests.learners import judging
from tests.learners.qualifying import NOON, TODAY


def record_of(case: Case, state: RecordState) -> AssessorRecord:
    """Ada's about unit 1 of this learner, as it would be in this state."""
    found = AssessorRecord.objects.filter(registration=case.registration).first()
    if found is None:
        ada = Account.objects.get(full_name="Ada Given")
        found = judging.record(
            case.registration, ada, judging.criteria_of(case.registration), state=RecordState.DRAFT
        )
    found.state = state
    return found


@step("write records of a learner", records.may_write_records)
def _write_any(by: Account, case: Case) -> Ruling:
    return records.may_write_records(by, case.registration, on=TODAY)


@step("record something for unit 1", records.may_record_for)
def _record_for(by: Account, case: Case) -> Ruling:
    return records.may_record_for(by, case.registration, [case.units[0]], on=TODAY)


@step("see the list of records", records.may_list_records)
def _list(by: Account, case: Case) -> Ruling:
    return records.may_list_records(by, case.registration, on=TODAY)


@step("read a record that was shared", records.may_read_record)
def _read(by: Account, case: Case) -> Ruling:
    return records.may_read_record(by, record_of(case, RecordState.SHARED), on=TODAY)


@step("read one that is being written", records.may_read_record)
def _read_draft(by: Account, case: Case) -> Ruling:
    return records.may_read_record(by, record_of(case, RecordState.DRAFT), on=TODAY)


@step("change a record", records.may_write_record)
def _change(by: Account, case: Case) -> Ruling:
    return records.may_write_record(by, record_of(case, RecordState.DRAFT), on=TODAY)


@step("share a record", records.may_share_record)
def _share(by: Account, case: Case) -> Ruling:
    return records.may_share_record(by, record_of(case, RecordState.DRAFT), on=TODAY)


@step("take a record back", records.may_take_back_record)
def _take_back(by: Account, case: Case) -> Ruling:
    return records.may_take_back_record(by, record_of(case, RecordState.SHARED), on=TODAY)


@step("throw a record away", records.may_leave_record)
def _leave(by: Account, case: Case) -> Ruling:
    return records.may_leave_record(by, record_of(case, RecordState.DRAFT), on=TODAY)


@step("put a file into a record", files.may_write_into)
def _file(by: Account, case: Case) -> Ruling:
    item = record_of(case, RecordState.DRAFT).item
    item.withdrawn_at = NOON
    return files.may_write_into(by, item, on=TODAY)


@step("go on to judge from a record", records.may_judge_from)
def _judge_from(by: Account, case: Case) -> Ruling:
    record = record_of(case, RecordState.CONFIRMED)
    record.counted_at = NOON
    return records.may_judge_from(by, record, on=TODAY)


@step("confirm a record", records.may_answer_record)
def _confirm(by: Account, case: Case) -> Ruling:
    return records.may_answer_record(by, record_of(case, RecordState.SHARED), on=TODAY)


# Policies about sessions, whoever asks.
OF_RECORDS: tuple[Callable[..., object], ...] = (records.may_confirm_as,)
