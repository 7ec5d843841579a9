"""Steps of who_may.py: the policy of each, and how it is asked about one person and one registration.

Those about plans, pieces and what is handed in are in who_may_work_steps.py.
"""

from collections.abc import Callable
from dataclasses import dataclass

from academy.accounts.models import Account
from academy.shared.rulings import Ruling
from courses.qualifications import staff_policies as staff
from courses.qualifications.staff_models import QualificationRole
from courses.qualifications.staff_states import QualificationTask
from learners.registrations import acceptance_policies as acceptance
from learners.registrations import allocation_policies as allocation
from learners.registrations import conflict_policies as conflicts
from learners.registrations import policies as registrations
from learners.registrations import side_policies as sides
from learners.registrations.allocation_facts import candidates
from learners.registrations.conflict_facts import Keeper, keeper_of
from learners.registrations.models import LearnerDetails
from learners.registrations.standing import Standing, standing_of
from learners.registrations.states import AllocatedAs
from tests.access.who_may_world import Case, S
from tests.learners.qualifying import NOON, TODAY

Asked = Callable[[Account, Case], Ruling]


@dataclass(frozen=True)
class Step:
    """policies: the functions that this step is about."""

    asked: Asked
    policies: tuple[Callable[..., object], ...]


STEPS: dict[str, Step] = {}


def step(name: str, *policies: Callable[..., object]) -> Callable[[Asked], Asked]:
    def keep(asked: Asked) -> Asked:
        STEPS[name] = Step(asked, policies)
        return asked

    return keep


def stands(by: Account, case: Case) -> Standing:
    return standing_of(by, case.registration, on=TODAY)


def keeper(by: Account) -> Keeper:
    return keeper_of(by, on=TODAY)


def details(case: Case) -> LearnerDetails:
    found = case.registration.details.get()
    found.confirmed_at = None
    return found


def of_registration(name: str, policy: Callable[..., Ruling], state: S) -> None:
    """A step that asks (by, registration, now=)."""
    STEPS[name] = Step(lambda by, case: policy(by, case.at(state), now=NOON), (policy,))


of_registration("see the registration", registrations.may_see_registration, S.IN_PROGRESS)
of_registration("write down a check", acceptance.may_record_check, S.APPLIED)
of_registration("accept", acceptance.may_accept, S.APPLIED)
of_registration("decline", acceptance.may_decline, S.APPLIED)
of_registration("write the legal name", acceptance.may_enter_details, S.ACCEPTED)
of_registration("choose optional units", acceptance.may_choose_units, S.ACCEPTED)
of_registration("record the number", acceptance.may_record_number, S.ACCEPTED)
of_registration("begin a break", sides.may_break, S.IN_PROGRESS)
of_registration("come back from a break", sides.may_come_back, S.ON_BREAK)
of_registration("withdraw", sides.may_withdraw, S.IN_PROGRESS)
of_registration("move to another hub", sides.may_move, S.IN_PROGRESS)


@step("say yes to being put forward", registrations.may_answer)
def _answer(by: Account, case: Case) -> Ruling:
    put_forward = case.at(S.APPLIED)
    put_forward.agreed_at = None
    return registrations.may_answer(by, put_forward, now=NOON)


@step("see the list of registrations", registrations.may_see_registrations)
def _list(by: Account, case: Case) -> Ruling:
    return registrations.may_see_registrations(by, now=NOON)


@step("ask for it oneself", registrations.may_ask)
def _ask(by: Account, case: Case) -> Ruling:
    return registrations.may_ask(by, case.registration.version, case.registration.hub, now=NOON)


@step("put a neighbour forward", registrations.may_put_forward, registrations.may_put_forward_at)
def _put_forward(by: Account, case: Case) -> Ruling:
    version, hub = case.registration.version, case.registration.hub
    return registrations.may_put_forward(by, case.newcomer, version, hub, now=NOON)


@step("say that the legal name is right", acceptance.may_confirm_details)
def _confirm(by: Account, case: Case) -> Ruling:
    return acceptance.may_confirm_details(by, case.at(S.ACCEPTED), details(case), now=NOON)


@step("say that the organisation was told", acceptance.may_say_told)
def _told(by: Account, case: Case) -> Ruling:
    corrected = case.registration.details.get()
    return acceptance.may_say_told(by, case.at(S.IN_PROGRESS), corrected, now=NOON)


@step("see who assesses", allocation.may_see_allocations)
def _see_allocations(by: Account, case: Case) -> Ruling:
    return allocation.may_see_allocations(stands(by, case))


@step("give to an assessor", allocation.may_allocate)
def _allocate(by: Account, case: Case) -> Ruling:
    return allocation.may_allocate(stands(by, case), case.at(S.IN_PROGRESS))


@step("end or hand over", allocation.may_change_allocations)
def _hand_over(by: Account, case: Case) -> Ruling:
    return allocation.may_change_allocations(stands(by, case))


@step("give many at once", allocation.may_allocate_somewhere)
def _many(by: Account, case: Case) -> Ruling:
    return allocation.may_allocate_somewhere(keeper(by))


def be_given(by: Account, case: Case, task: AllocatedAs) -> Ruling:
    (one,) = candidates([by], case.registration, TODAY)
    return allocation.may_be_given(one, case.units[:1], task, TODAY, whole=False)


@step("be given unit 1 to assess", allocation.may_be_given)
def _be_assessor(by: Account, case: Case) -> Ruling:
    return be_given(by, case, AllocatedAs.ASSESSOR)


@step("be given unit 1 to check", allocation.may_be_given)
def _be_checker(by: Account, case: Case) -> Ruling:
    return be_given(by, case, AllocatedAs.QUALITY)


@step("declare an interest", conflicts.may_declare)
def _declare(by: Account, case: Case) -> Ruling:
    return conflicts.may_declare(keeper(by))


@step("declare one for somebody else", conflicts.may_declare_for)
def _declare_for(by: Account, case: Case) -> Ruling:
    return conflicts.may_declare_for(keeper(by), case.cast.second_manager)


@step("see what others declared", conflicts.may_keep_register)
def _register(by: Account, case: Case) -> Ruling:
    return conflicts.may_keep_register(keeper(by))


@step("see this declaration", conflicts.may_see_conflict)
def _see_conflict(by: Account, case: Case) -> Ruling:
    return conflicts.may_see_conflict(keeper(by), case.conflict_of(by))


@step("say that it is over", conflicts.may_end_conflict)
def _over(by: Account, case: Case) -> Ruling:
    return conflicts.may_end_conflict(keeper(by), case.conflict_of(by), TODAY)


@step("decide how it is dealt with", conflicts.may_decide)
def _decide(by: Account, case: Case) -> Ruling:
    return conflicts.may_decide(keeper(by), case.conflict_of(by), TODAY)


@step("look instead", conflicts.may_scrutinise)
def _scrutinise(by: Account, case: Case) -> Ruling:
    conflict = case.conflict_of(by)
    return conflicts.may_scrutinise(by, conflict, (), TODAY)


@step("read the staff file", staff.may_read_staff_file)
def _staff_file(by: Account, case: Case) -> Ruling:
    return staff.may_read_staff_file(by, on=TODAY)


@step("see one assessor's page", staff.may_see_assessor)
def _assessor(by: Account, case: Case) -> Ruling:
    return staff.may_see_assessor(by, case.cast.assessor, on=TODAY)


@step("record a status", staff.may_write_staff_file)
def _status(by: Account, case: Case) -> Ruling:
    return staff.may_write_staff_file(by, case.cast.assessor, on=TODAY)


@step("record one's own status", staff.may_write_staff_file)
def _own_status(by: Account, case: Case) -> Ruling:
    return staff.may_write_staff_file(by, by, on=TODAY)


@step("make somebody the lead", staff.may_give_task)
def _give_task(by: Account, case: Case) -> Ruling:
    return staff.may_give_task(by, case.cast.quality, QualificationTask.LEAD_QUALITY, on=TODAY)


@step("end somebody's task", staff.may_end_task)
def _end_task(by: Account, case: Case) -> Ruling:
    role = QualificationRole.objects.select_related("person").get(person__full_name="Abe Admin")
    return staff.may_end_task(by, role, on=TODAY)


@step("be fit to judge unit 1", staff.may_assess, staff.may_assess_all, staff.may_assess_by)
def _assess(by: Account, case: Case) -> Ruling:
    return staff.may_assess(by, case.units[0], TODAY)


# Policies about things and days, whoever asks.
OF_THINGS: tuple[Callable[..., object], ...] = (
    staff.may_move_status,
    staff.may_countersign_by,
    registrations.may_be_judged,
    acceptance.may_take_units,
    acceptance.may_register_from,
    sides.may_break_until,
    sides.may_move_to,
    allocation.may_begin_on,
    allocation.may_take_over,
    allocation.may_end,
    conflicts.may_declare_with,
)
