"""The people of the who-may table: each stands in one way to one registration, and that is all that sets them apart."""

from dataclasses import dataclass
from datetime import timedelta

from academy.accounts.models import Account
from academy.accounts.roles import Role
from courses.qualifications.models import Qualification, QualificationVersion, Unit
from courses.qualifications.staff_states import QualificationTask
from learners.planning.models import AssessmentPlan, PlanTask, PlanTemplate
from learners.planning.states import PlanState
from learners.portfolio.models import EvidenceFile, EvidenceItem, WitnessStatement
from learners.portfolio.states import EvidenceKind, FileState, WitnessStatus
from learners.registrations.allocation_models import ConflictDeclaration
from learners.registrations.models import AcceptanceCheck, QualRegistration
from learners.registrations.states import AllocatedAs, Check, Nature, RegistrationState
from learners.submissions.models import DraftLook, DraftLookItem, Submission
from tests.cast import Cast, hold, make_cast, person
from tests.learners import qualifying
from tests.learners.qualifying import NOON, TODAY
from tests.learners.submissions import work

S = RegistrationState


@dataclass(frozen=True)
class Case:
    """One registration at Harbour Road with everything that a step can be about. Its plan, its look and what was
    handed in are about the first unit."""

    cast: Cast
    learner: Account
    newcomer: Account  # of the same hub, on the way to nothing
    registration: QualRegistration
    submission: Submission
    look: DraftLook
    proposed: AssessmentPlan
    task: PlanTask  # of the plan that was agreed before
    template: PlanTemplate
    item: EvidenceItem
    file: EvidenceFile
    witness: WitnessStatement  # asked, and has not answered
    units: tuple[Unit, ...]

    def at(self, state: RegistrationState) -> QualRegistration:
        """As it would be in this state: in memory alone, which is all that a policy looks at."""
        rows = QualRegistration.objects.select_related("account", "hub", "version__qualification")
        found = rows.get(pk=self.registration.pk)
        found.state = state
        return found

    def conflict_of(self, by: Account) -> ConflictDeclaration:
        """Their own with this learner; for all others, the trainer's."""
        rows = ConflictDeclaration.objects.select_related("person", "other")
        return rows.filter(person=by, other=self.learner).first() or rows.get(
            person=self.cast.trainer, other=self.learner
        )


@dataclass(frozen=True)
class Somebody:
    account: Account
    case: Case


def make_people() -> dict[str, list[Somebody]]:
    """Those of each group of who_may.PEOPLE, in that order."""
    cast = make_cast()
    version = qualifying.version_at(cast.harbour, cast.manager)
    newcomer = person("Newt Newcomer", hub=cast.harbour)
    staff = _staff(cast, version)
    case = _case(cast, cast.learner, newcomer)
    first, second = case.units
    qualifying.allocated(case.registration, staff["given"])
    qualifying.allocated(case.registration, staff["other unit"], second)
    qualifying.allocated(case.registration, staff["checks"], task=AllocatedAs.QUALITY)
    qualifying.allocated(case.registration, staff["was given"], ends_on=TODAY, ended_why="Left")
    own = _case(cast, staff["everything"], newcomer)
    apart = _case(cast, person("Lin Linked", hub=cast.harbour), newcomer)
    qualifying.allocated(apart.registration, staff["given"])
    qualifying.allocated(apart.registration, staff["checks"], task=AllocatedAs.QUALITY)
    against = [staff["given"], staff["checks"], cast.coordinator, cast.manager, staff["lead"]]
    for one in against:
        _conflict(one, apart.learner)
    names = {
        "own": [cast.learner],
        "given": [staff["given"], staff["other unit"], staff["checks"]],
        "none": [cast.neighbour, cast.trainer, cast.assessor, cast.quality, cast.editor]
        + [staff["was given"], staff["elsewhere"], cast.other_coordinator, staff["other lead"]],
        "centre": [cast.coordinator, cast.manager, staff["lead"], staff["administers"]],
    }
    people = {group: [Somebody(one, case) for one in found] for group, found in names.items()}
    people["own"].append(Somebody(staff["everything"], own))
    people["conflict"] = [Somebody(one, apart) for one in against]
    return people


def _staff(cast: Cast, version: QualificationVersion) -> dict[str, Account]:
    names = {
        "given": "Ada Given",
        "other unit": "Udo Otherunit",
        "was given": "Wes Before",
        "elsewhere": "Elle Elsewhere",
        "checks": "Chi Checks",
        "lead": "Lea Lead",
        "other lead": "Olu Otherlead",
        "administers": "Abe Admin",
        "everything": "Eve Everything",
    }
    made = {key: person(name, hub=cast.harbour) for key, name in names.items()}
    for key in ("given", "other unit", "was given", "everything"):
        hold(made[key], Role.ASSESSOR, cast.harbour)
    hold(made["elsewhere"], Role.ASSESSOR, cast.millfield)
    for key in ("checks", "lead", "other lead", "everything"):
        hold(made[key], Role.QUALITY)
    hold(made["everything"], Role.MANAGER)
    for role in (Role.COORDINATOR, Role.TRAINER):
        hold(made["everything"], role, cast.harbour)
    for one in (
        cast.assessor,
        *(made[key] for key in ("given", "other unit", "was given", "elsewhere", "everything")),
    ):
        qualifying.assessor(one, cast.manager)
    for key in ("lead", "everything"):
        qualifying.task_of(made[key], version, QualificationTask.LEAD_QUALITY)
    for key in ("administers", "everything"):
        qualifying.task_of(made[key], version, QualificationTask.CENTRE_ADMIN)
    organisation = version.qualification.awarding_organisation
    other = Qualification.objects.create(awarding_organisation=organisation, title="The other award")
    another = QualificationVersion.objects.create(qualification=other, number=1, made_at=NOON)
    qualifying.task_of(made["other lead"], another, QualificationTask.LEAD_QUALITY)
    return made


def _case(cast: Cast, learner: Account, newcomer: Account) -> Case:
    registration = qualifying.registered(learner, cast.harbour, cast.manager, agreed_at=NOON)
    _checked(cast, registration)
    qualifying.piece(learner, "Not handed in")
    item = qualifying.piece(learner)
    link = qualifying.shows(item, registration, qualifying.criteria(registration)[0])
    handed_in = work.handed_in([link])
    file = EvidenceFile.objects.create(
        item=item, name="a.jpg", stored=f"{learner.pk}", sha256="0" * 64, size=9, type="image/jpeg",
        state=FileState.READY, added_at=NOON,
    )  # fmt: skip
    agreed = _plan(cast, registration, 1, PlanState.ACCEPTED, answered_at=NOON, answered_by=learner)
    template, _ = PlanTemplate.objects.get_or_create(
        version=registration.version,
        title="To begin with",
        defaults={"made_by": cast.manager, "made_at": NOON},
    )
    _conflict(cast.trainer, learner)
    look = DraftLook.objects.create(registration=registration, asked_at=NOON)
    DraftLookItem.objects.create(look=look, item=item)
    return Case(
        cast=cast,
        learner=learner,
        newcomer=newcomer,
        registration=registration,
        submission=handed_in,
        look=look,
        proposed=_plan(cast, registration, 2, PlanState.PROPOSED),
        task=agreed.tasks.get(),
        template=template,
        item=item,
        file=file,
        witness=_asked(registration),
        units=tuple(registration.version.units.order_by("number")),
    )


def _checked(cast: Cast, registration: QualRegistration) -> None:
    for what in Check:
        AcceptanceCheck.objects.create(
            registration=registration,
            what=what,
            done_on=TODAY,
            recorded_by=cast.coordinator,
            recorded_at=NOON,
        )


def _plan(
    cast: Cast, registration: QualRegistration, number: int, state: PlanState, **facts: object
) -> AssessmentPlan:
    made = AssessmentPlan.objects.create(
        registration=registration, number=number, made_by=cast.assessor, made_at=NOON
    )
    PlanTask.objects.create(plan=made, number=1, title="Listen", method="observation")
    for field, value in {"state": state, "proposed_at": NOON, **facts}.items():
        setattr(made, field, value)
    made.save()
    return made


def _asked(registration: QualRegistration) -> WitnessStatement:
    learner = registration.account
    return WitnessStatement.objects.create(
        item=qualifying.piece(learner, "Seen by Sam", kind=EvidenceKind.WITNESS),
        learner=learner,
        registration=registration,
        name="Sam Seen",
        email="sam@example.org",
        job_role="Chair",
        relationship="We organise together",
        status=WitnessStatus.PEER,
        asked_at=NOON,
        mailed_at=NOON - timedelta(days=2),
        expires_at=NOON + timedelta(days=20),
    )


def _conflict(who: Account, learner: Account) -> None:
    ConflictDeclaration.objects.create(
        person=who,
        other=learner,
        nature=Nature.FRIEND,
        starts_on=TODAY - timedelta(days=1),
        declared_by=who,
        declared_at=NOON,
    )
