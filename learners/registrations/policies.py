"""Who may ask for a qualification, put somebody forward, see a registration, and when work may be judged.

A role alone opens nothing: each asks how the person stands to this registration. A no says why and what to do next.
"""

from datetime import date, datetime

from django.conf import settings

from academy.accounts.models import Account
from academy.accounts.policies import may_see_person
from academy.accounts.queries import holds, roles_of, rows_of
from academy.accounts.roles import Role
from academy.accounts.rules import ADULT, age_on
from academy.hubs.models import Hub
from academy.hubs.states import HubStatus
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from courses.qualifications.models import QualificationVersion
from courses.qualifications.policies import may_deliver, may_register_on
from courses.qualifications.staff_models import QualificationRole
from learners.registrations.models import QualRegistration
from learners.registrations.standing import Standing, standing_of
from learners.registrations.states import JUDGING, TRANSITIONS, RegistrationState

NOT_YOURS = (
    "This registration is somebody else's. It is seen by the learner, by the coordinator of their hub, and by those "
    "who assess them. If you should be one of them, ask the Academy manager."
)
LOOKED_AFTER = "This is done by the coordinator of the learner's hub or by the Academy manager. Ask them."


def may_see_registration(
    by: Account, registration: QualRegistration, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """The registration itself; the work in it is another question."""
    standing = standing or standing_of(by, registration, on=london_date(now))
    if standing.own or standing.looks_after or standing.assesses or standing.checks or standing.leads_quality:
        return Ruling.yes()
    return Ruling.no(NOT_YOURS)


def may_see_registrations(by: Account, *, now: datetime) -> Ruling:
    """The list of those that one looks after."""
    on = london_date(now)
    if holds(roles_of(by, on), Role.COORDINATOR, Role.MANAGER) or _has_task(by, on):
        return Ruling.yes()
    return Ruling.no(
        "This list is for those who look after registrations: a hub's coordinator, the centre administrator and the "
        "Academy manager. Your own stand under “My learning”."
    )


def may_ask(by: Account, version: QualificationVersion, hub: Hub | None, *, now: datetime) -> Ruling:
    """Ask for this qualification oneself. hub: None while none was chosen."""
    on = london_date(now)
    return _can_begin(by, version, hub, on) and (_old_enough(by, version, on))


def may_put_forward_at(by: Account, hub: Hub, *, now: datetime) -> Ruling:
    """Put people of this hub forward at all."""
    held = roles_of(by, london_date(now))
    if holds(held, Role.MANAGER) or holds(held, Role.COORDINATOR, hub=hub):
        return Ruling.yes()
    return Ruling.no(f"People of {hub.name} are put forward by its coordinator. Ask them.")


def may_put_forward(
    by: Account, learner: Account, version: QualificationVersion, hub: Hub, *, now: datetime
) -> Ruling:
    """Ask for somebody else, who says yes later themselves."""
    if learner.pk in set(rows_of(by)):
        return Ruling.no("This is you. Ask for the qualification yourself, on its own page.")
    if not (ruling := may_put_forward_at(by, hub, now=now)):
        return ruling
    if not (ruling := may_see_person(by, learner, on=london_date(now))):
        return ruling
    return may_ask(learner, version, hub, now=now)


def may_answer(
    by: Account, registration: QualRegistration, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """Say yes or no to having been put forward: only the learner."""
    standing = standing or standing_of(by, registration, on=london_date(now))
    if not standing.own:
        return Ruling.no("Only the learner can say yes to this. They do it on their own page.")
    if registration.state != RegistrationState.APPLIED:
        return moved_on(registration)
    if registration.agreed_at is not None:
        return Ruling.no("You have said yes already. There is nothing more to do.")
    return Ruling.yes()


def may_be_judged(registration: QualRegistration, *, on: date) -> Ruling:
    """Can work of this registration be judged on this day, whoever asks (INV-18)? A yes may come with a warning."""
    version = registration.version
    if not (ruling := may_deliver(registration.hub, version, on)):
        return Ruling.no(
            f"{ruling.reason} Nothing is lost: what was handed in waits, and the learner can move to a hub that is."
        )
    if version.certifies_until is not None and on > version.certifies_until:
        return Ruling.no(f"The last day for certificates of {version} is over, so nothing more is judged.")
    if registration.state in JUDGING:
        return Ruling.yes()
    if registration.state != RegistrationState.ACCEPTED:
        label = RegistrationState(registration.state).label.lower()
        return Ruling.no(f"This registration is “{label}”. Work is judged while it is under way.")
    waits = (
        "The awarding organisation's number is not recorded yet. The centre administrator records it; until then "
        "work can be handed in, and waits."
    )
    if settings.JUDGE_WITHOUT_NUMBER == "warn":
        return Ruling(True, waits)
    return Ruling.no(waits)


def looks_after(
    by: Account, registration: QualRegistration, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """Act for the hub or the centre: never for oneself (INV-01), nor while a conflict is open (INV-05)."""
    standing = standing or standing_of(by, registration, on=london_date(now))
    if standing.own:
        return Ruling.no("This is your own registration. Somebody else has to do this.")
    if not standing.looks_after:
        return Ruling.no(LOOKED_AFTER)
    if standing.conflict:
        return Ruling.no(
            "A conflict of interest between you and this learner is open. Somebody else does this, until the lead "
            "quality assurer has said how it is dealt with."
        )
    return Ruling.yes()


def state_allows(registration: QualRegistration, *to: RegistrationState) -> Ruling:
    """Whether one of these states can come next."""
    if set(to) & set(TRANSITIONS[RegistrationState(registration.state)]):
        return Ruling.yes()
    return moved_on(registration)


def moved_on(registration: QualRegistration) -> Ruling:
    """No, because of where it stands."""
    label = RegistrationState(registration.state).label.lower()
    return Ruling.no(f"This registration is “{label}”, so there is nothing of this kind to do now.")


def _can_begin(learner: Account, version: QualificationVersion, hub: Hub | None, on: date) -> Ruling:
    if learner.joined_to_id is not None:
        return Ruling.no("This entry was joined to another one of the same person. Choose the other one.")
    if not learner.is_active:
        return Ruling.no("This account is closed. Ask the Academy manager.")
    known = QualRegistration.objects.live().filter(account__in=rows_of(learner), version=version)
    if known.exists():
        return Ruling.no(
            f"There is a registration for {version.qualification} already. It stands under “My learning”, and can be "
            "moved to another hub."
        )
    if not (ruling := may_register_on(version, on)):
        return ruling
    if hub is None:
        return Ruling.yes()
    if hub.status == HubStatus.CLOSED:
        return Ruling.no(f"{hub.name} is closed. Choose another hub.")
    return may_deliver(hub, version, on)


def _old_enough(learner: Account, version: QualificationVersion, on: date) -> Ruling:
    """By what the account knows; by the birth date itself when the learner is accepted."""
    born = learner.date_of_birth
    age = age_on(born, on) if born else ADULT if learner.is_adult else None
    if age is None or age >= version.least_age or (born is None and learner.is_adult):
        return Ruling.yes()
    return Ruling.no(
        f"This qualification is for people of {version.least_age} or over, and today the age is {age}. Until then the "
        "courses on the way to it are open."
    )


def _has_task(by: Account, on: date) -> bool:
    rows = QualificationRole.objects.filter(person__in=rows_of(by), starts_on__lte=on)
    return any(one.ends_on is None or one.ends_on > on for one in rows)
