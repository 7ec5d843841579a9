"""Steps that several tests of allocations take."""

from datetime import date, timedelta

from academy.accounts.models import Account
from academy.accounts.roles import Role
from courses.qualifications.models import Unit
from courses.qualifications.staff_states import AssessorLevel, Award
from learners.registrations.allocation_actions import allocate
from learners.registrations.allocation_models import Allocation, ConflictDeclaration
from learners.registrations.models import QualRegistration
from learners.registrations.states import AllocatedAs
from tests.cast import Cast, hold, person
from tests.learners import qualifying
from tests.learners.qualifying import NOON, TODAY

TOMORROW = TODAY + timedelta(days=1)


def second_assessor(cast: Cast, name: str = "Ben Second") -> Account:
    made = person(name)
    hold(made, Role.ASSESSOR, cast.harbour)
    return qualifying.assessor(made, cast.manager)


def give(
    registration: QualRegistration,
    to: Account,
    by: Account,
    unit: Unit | None = None,
    task: AllocatedAs = AllocatedAs.ASSESSOR,
    starts_on: date = TODAY,
) -> Allocation:
    return allocate(
        registration_id=registration.pk,
        person_id=to.pk,
        task=task,
        unit_id=unit.pk if unit else None,
        starts_on=starts_on,
        by=by,
        now=NOON,
    )


def units(registration: QualRegistration) -> list[Unit]:
    return list(registration.version.units.order_by("number"))


def declared(cast: Cast, who: Account, **facts: object) -> ConflictDeclaration:
    return qualifying.conflict(who, **{"other": cast.learner, **facts})


def trained(cast: Cast, countersigner: Account, **facts: object) -> Account:
    """A trainee with this countersigner."""
    made = person("Tia Trainee")
    hold(made, Role.ASSESSOR, cast.harbour)
    return qualifying.assessor(
        made,
        cast.manager,
        **{
            "level": AssessorLevel.TRAINEE,
            "award": Award.NONE,
            "award_seen_on": None,
            "works_towards_until": TODAY + timedelta(days=200),
            "countersigner": countersigner,
            **facts,
        },
    )
