"""Who makes a plan, who agrees to it, and who reads it. A no says why and what to do."""

from datetime import datetime

from academy.accounts.models import Account
from academy.accounts.queries import holds, roles_of, rows_of
from academy.accounts.roles import Role
from academy.hubs.models import Hub
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from courses.qualifications.models import QualificationVersion
from courses.qualifications.staff_models import QualificationRole
from courses.qualifications.staff_states import QualificationTask
from learners.planning.models import AssessmentPlan, PlanTask, PlanTemplate
from learners.planning.states import PlanState
from learners.registrations.allocation_models import Allocation
from learners.registrations.models import QualRegistration
from learners.registrations.standing import Standing, standing_of
from learners.registrations.states import WORKING, AllocatedAs, RegistrationState

CONFLICT = (
    "A conflict of interest with this learner or their hub is declared and not dealt with. Until the lead quality "
    "assurer has decided, you cannot open this. Ask them."
)
NOT_YOURS = (
    "Only an assessor of this learner can do this. If you are to assess them, ask the Academy manager or the lead "
    "quality assurer to allocate them to you."
)


def may_plan(by: Account, registration: QualRegistration, *, now: datetime) -> Ruling:
    """Write, propose and change the plan of this learner."""
    return plan_ruling(standing_of(by, registration, on=london_date(now)), registration)


def may_read_plan(by: Account, registration: QualRegistration, *, now: datetime) -> Ruling:
    """The learner, whoever assesses or checks them, and the lead quality assurer. The same for the notes."""
    return read_ruling(standing_of(by, registration, on=london_date(now)))


def plan_ruling(standing: Standing, registration: QualRegistration) -> Ruling:
    """may_plan, where the page knows already how somebody stands."""
    allowed = note_ruling(standing)
    return _while_working(registration) if allowed else allowed


def read_ruling(standing: Standing) -> Ruling:
    """may_read_plan, likewise."""
    if standing.sees_work:
        return Ruling.yes()
    if standing.conflict:
        return Ruling.no(CONFLICT)
    return Ruling.no(
        "A plan and its notes are read by the learner and by those who assess or check their work. Where the "
        "registration stands is on its own page."
    )


def may_answer_plan(by: Account, plan: AssessmentPlan, *, now: datetime) -> Ruling:
    """Agree to it, or say what does not fit: only the learner themselves."""
    registration = plan.registration
    if not standing_of(by, registration, on=london_date(now)).own:
        return Ruling.no(
            "Only the learner can agree to their plan, when they are signed in themselves. Nobody does it for them."
        )
    if plan.state == PlanState.REPLACED:
        return Ruling.no("There is a newer version of this plan. Reload the page to read it.")
    if plan.state != PlanState.PROPOSED:
        return Ruling.no("This plan is answered already. Reload the page to see what was said.")
    return _while_working(registration)


def may_mark_done(by: Account, task: PlanTask, *, now: datetime) -> Ruling:
    """Say that a task is done: the learner, or their assessor."""
    registration = task.plan.registration
    standing = standing_of(by, registration, on=london_date(now))
    if not standing.own and not (allowed := note_ruling(standing)):
        return allowed
    if task.plan.state != PlanState.ACCEPTED:
        return Ruling.no(
            "This task is not in the plan that holds now. Reload the page, and mark it in the newest version."
        )
    return _while_working(registration)


def may_write_note(by: Account, registration: QualRegistration, *, now: datetime) -> Ruling:
    """A note about contact with the learner, or a review: whoever assesses them, until it is all over."""
    return note_ruling(standing_of(by, registration, on=london_date(now)))


def note_ruling(standing: Standing) -> Ruling:
    """may_write_note, likewise."""
    if standing.own:
        return Ruling.no(
            "This is your own registration. Your assessor does this; nobody assesses themselves."
        )
    if standing.conflict:
        return Ruling.no(CONFLICT)
    return Ruling.yes() if standing.assesses else Ruling.no(NOT_YOURS)


def may_see_learners(by: Account, *, now: datetime) -> Ruling:
    """Open “My learners”: whoever assesses, or did once."""
    if holds(roles_of(by, london_date(now)), Role.ASSESSOR):
        return Ruling.yes()
    mine = Allocation.objects.filter(person__in=rows_of(by), task=AllocatedAs.ASSESSOR)
    if by.is_active and mine.exists():
        return Ruling.yes()
    return Ruling.no("This page is for assessors. It shows the learners that were allocated to them.")


def may_see_templates(by: Account, *, now: datetime) -> Ruling:
    """Read all templates: assessors, and those who look after templates of every hub."""
    today = london_date(now)
    leads = QualificationRole.objects.filter(
        person__in=rows_of(by), task=QualificationTask.LEAD_QUALITY, starts_on__lte=today
    ).exclude(ends_on__lte=today)
    if holds(roles_of(by, today), Role.MANAGER) or leads.exists():
        return Ruling.yes()
    return may_see_learners(by, now=now)


def may_keep_template(
    by: Account, version: QualificationVersion, hub: Hub | None, *, now: datetime
) -> Ruling:
    """Write, change and take away a template: of one hub its assessors, of every hub those who lead."""
    today = london_date(now)
    held = roles_of(by, today)
    if holds(held, Role.MANAGER) or _leads(by, version, now):
        return Ruling.yes()
    if hub is None:
        return Ruling.no(
            "A template for every hub is looked after by the Academy manager and the lead quality assurer. Make one "
            "for your own hub."
        )
    if holds(held, Role.ASSESSOR, hub=hub):
        return Ruling.yes()
    return Ruling.no(f"Templates of {hub.name} are looked after by its assessors. Ask one of them.")


def may_use_template(
    by: Account, template: PlanTemplate, registration: QualRegistration, *, now: datetime
) -> Ruling:
    """Begin the plan of this learner with it."""
    if template.retired_at is not None:
        return Ruling.no("This template was taken away. Choose another one.")
    if template.version_id != registration.version_id:
        return Ruling.no("This template is for another version of the qualification. Choose another one.")
    if template.hub_id is not None and template.hub_id != registration.hub_id:
        return Ruling.no("This template is for learners of another hub. Choose another one.")
    return may_plan(by, registration, now=now)


def _while_working(registration: QualRegistration) -> Ruling:
    if registration.state in WORKING:
        return Ruling.yes()
    if registration.state == RegistrationState.APPLIED:
        return Ruling.no(
            "The plan begins when the hub has accepted the learner. The hub’s coordinator is next."
        )
    if registration.state == RegistrationState.ON_BREAK:
        return Ruling.no("The learner is on a break. The plan goes on when they are back.")
    return Ruling.no(
        "This registration is past planning: nothing can be changed any more. The plan stays to read."
    )


def _leads(by: Account, version: QualificationVersion, now: datetime) -> bool:
    today = london_date(now)
    tasks = QualificationRole.objects.filter(
        person__in=rows_of(by),
        qualification=version.qualification_id,
        task=QualificationTask.LEAD_QUALITY,
        starts_on__lte=today,
    )
    return tasks.exclude(ends_on__lte=today).exists()
