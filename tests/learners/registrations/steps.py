"""Steps that tests of registrations take: somebody asks, is accepted, and gets a number."""

from dataclasses import dataclass
from datetime import date, timedelta

from academy.accounts.models import Account
from courses.qualifications.models import QualificationVersion, Site
from courses.qualifications.states import VersionState
from learners.registrations.acceptance_actions import accept, enter_details, record_check, record_number
from learners.registrations.actions import Wish, ask
from learners.registrations.models import QualRegistration
from learners.registrations.states import Check
from tests.cast import Cast, make_cast
from tests.learners import qualifying
from tests.learners.qualifying import NOON, TODAY

BORN = date(1990, 5, 17)
ULN = "1234567890"  # 10·1 + 9·2 + … + 2·9 = 210, of which 1 is left by 11: the last digit would be 9
GOOD_ULN = "1234567899"


@dataclass(frozen=True, slots=True)
class World:
    cast: Cast
    version: QualificationVersion


def make_world() -> World:
    cast = make_cast()
    return World(cast, qualifying.version_at(cast.harbour, cast.manager))


def asked(world: World, who: Account | None = None) -> QualRegistration:
    by = who or world.cast.learner
    return ask(version_id=world.version.pk, hub_id=world.cast.harbour.pk, wish=Wish(), by=by, now=NOON)


def detailed(
    made: QualRegistration, by: Account, name: str = "Amara Bello", born: date = BORN, uln: str = ""
) -> None:
    enter_details(registration_id=made.pk, legal_name=name, birth_date=born, uln=uln, by=by, now=NOON)


def checked(made: QualRegistration, by: Account, *checks: Check) -> None:
    for what in checks or tuple(Check):
        record_check(registration_id=made.pk, what=what, done_on=TODAY, how="Passport", by=by, now=NOON)


def accepted(world: World) -> QualRegistration:
    made, cora = asked(world), world.cast.coordinator
    detailed(made, world.cast.learner)
    checked(made, cora)
    accept(registration_id=made.pk, target_end_on=None, by=cora, now=NOON)
    made.refresh_from_db()
    return made


def numbered(world: World, made: QualRegistration, number: str = "AO-1", on: date = TODAY) -> None:
    record_number(registration_id=made.pk, number=number, registered_on=on, by=world.cast.manager, now=NOON)
    made.refresh_from_db()


def close(world: World) -> None:
    QualificationVersion.objects.update(state=VersionState.CLOSED)


def unapprove(world: World) -> None:
    Site.objects.update(approved_until=TODAY)


def end_of_registering(world: World) -> None:
    QualificationVersion.objects.update(registers_until=TODAY - timedelta(days=1))
