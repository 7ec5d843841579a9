"""Sample learners on the way to the sample qualification, in many states, and those who assess them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from academy.accounts.models import Account
from academy.hubs.models import Hub
from academy.shared.clock import london_date
from cms.sample.dates import made_up
from cms.sample.qualifications import TITLE
from courses.qualifications.models import QualificationVersion
from courses.qualifications.staff_models import AssessorStatus, OccupationalCompetence, QualificationRole
from courses.qualifications.staff_states import AssessorLevel, Award, QualificationTask
from learners.registrations.acceptance_actions import (
    accept,
    decline,
    enter_details,
    record_check,
    record_number,
)
from learners.registrations.actions import Wish, ask, noted, put_forward
from learners.registrations.allocation_models import Allocation
from learners.registrations.models import QualRegistration
from learners.registrations.side_actions import take_break, withdraw
from learners.registrations.states import AllocatedAs, Check, Paid, RegistrationState

S = RegistrationState
BORN = date(1991, 3, 14)


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """Somebody made up: by their sign-in, or as one who has none. `asked`: days ago."""

    who: str
    to: RegistrationState
    asked: int
    wish: Wish = Wish("With a tenants' group", Paid.UNPAID)


PEOPLE = (
    OnTheWay(
        "amara@example.org",
        S.REGISTERED,
        70,
        Wish(
            "With the market traders on Harbour Road", Paid.UNPAID, "I do this already. I want it to count."
        ),
    ),
    OnTheWay("femi@example.org", S.ACCEPTED, 40, Wish("At the youth club where I work", Paid.PAID)),
    OnTheWay("ravi@example.org", S.APPLIED, 3, Wish(hopes="Somebody on my course told me about it.")),
    OnTheWay("Idris Cole", S.REGISTERED, 120),
    OnTheWay("Bronwen Pugh", S.REGISTERED, 60),
    OnTheWay("Farida Noor", S.APPLIED, 16),
    OnTheWay("Greta Brandt", S.ON_BREAK, 90),
    OnTheWay("Moses Adu", S.WITHDRAWN, 150),
    OnTheWay("Chidi Eze", S.DECLINED, 80),
)
PUT_FORWARD = "Siân Beddoe"  # who has not said yes yet


def load_registrations(*, now: datetime) -> None:
    """Once."""
    version = QualificationVersion.objects.filter(qualification__title=TITLE).latest("number")
    if QualRegistration.objects.filter(version=version).exists():
        return
    _assessors(version, now)
    for one in PEOPLE:
        _on_the_way(one, version, now)
    learner, colin = made_up(PUT_FORWARD, now=now), Account.objects.get(email="coordinator@example.org")
    hub = Hub.objects.get(slug="harbour-road")
    Account.objects.filter(pk=learner.pk).update(hub=hub)  # one of those whom Colin looks after
    put_forward(
        account_id=learner.pk,
        version_id=version.pk,
        hub_id=hub.pk,
        wish=Wish("At our kitchen table"),
        by=colin,
        now=now - timedelta(days=2),
    )


def _assessors(version: QualificationVersion, now: datetime) -> None:
    """Asif is qualified, Tilda learns it from him, Quentin leads on quality."""
    manager = Account.objects.get(email="manager@example.org")
    asif, tilda, quentin = (
        Account.objects.get(email=f"{name}@example.org") for name in ("assessor", "trainee", "quality")
    )
    since = london_date(now) - timedelta(days=300)
    recorded = {"recorded_by": manager, "recorded_at": now - timedelta(days=300)}
    AssessorStatus.objects.create(
        person=asif,
        level=AssessorLevel.QUALIFIED,
        award=Award.CAVA,
        award_seen_on=since,
        starts_on=since,
        **recorded,
    )
    AssessorStatus.objects.create(
        person=tilda,
        level=AssessorLevel.TRAINEE,
        countersigner=asif,
        works_towards_until=london_date(now) + timedelta(days=50),
        starts_on=since,
        **recorded,
    )
    for person in (asif, tilda):
        for unit in version.units.all():
            basis = "Has organised with neighbours for ten years; references seen."
            OccupationalCompetence.objects.create(
                person=person, unit=unit, basis=basis, starts_on=since, **recorded
            )
    QualificationRole.objects.create(
        person=quentin,
        qualification=version.qualification,
        task=QualificationTask.LEAD_QUALITY,
        starts_on=since,
        given_by=manager,
        given_at=now - timedelta(days=300),
    )


def _on_the_way(one: OnTheWay, version: QualificationVersion, now: datetime) -> None:
    known = Account.objects.filter(email=one.who).first() if "@" in one.who else None
    learner, began = known or made_up(one.who, now=now), now - timedelta(days=one.asked)
    hub = Hub.objects.get(slug="harbour-road")
    made = ask(version_id=version.pk, hub_id=hub.pk, wish=one.wish, by=learner, now=began)
    colin = Account.objects.get(email="coordinator@example.org")
    if one.to == S.DECLINED:
        why = "Today there is nowhere for you to practise. Come back when the group has begun in spring."
        decline(registration_id=made.pk, why=why, by=colin, now=began + timedelta(days=4))
    elif one.to != S.APPLIED:
        _accepted(made, learner, colin, began)
    if one.to in (S.REGISTERED, S.ON_BREAK):
        _registered(made, learner, one.asked, began)
    if one.to == S.ON_BREAK:
        back = london_date(now) + timedelta(days=30)
        take_break(registration_id=made.pk, back_on=back, why="A new baby", by=learner, now=now)
    if one.to == S.WITHDRAWN:
        withdraw(registration_id=made.pk, why="Moved to Scotland", by=learner, now=began + timedelta(days=60))


def _accepted(made: QualRegistration, learner: Account, colin: Account, began: datetime) -> None:
    then = began + timedelta(days=5)
    enter_details(
        registration_id=made.pk, legal_name=learner.full_name, birth_date=BORN, uln="", by=learner, now=began
    )
    for what, how in (
        (Check.IDENTITY, "Passport"),
        (Check.TALK, "At the hub, over a cup of tea"),
        (Check.INDUCTION, "In a group of four"),
    ):
        record_check(
            registration_id=made.pk, what=what, done_on=london_date(then), how=how, by=colin, now=then
        )
    finished = london_date(then) + timedelta(days=300)
    accept(registration_id=made.pk, target_end_on=finished, by=colin, now=then)


def _registered(made: QualRegistration, learner: Account, asked: int, began: datetime) -> None:
    """With the number, and Asif as assessor; late for one of them."""
    manager = Account.objects.get(email="manager@example.org")
    then = began + timedelta(days=45 if asked > 100 else 12)
    record_number(
        registration_id=made.pk,
        number=f"S-2026-{1000 + made.pk}",
        registered_on=london_date(then),
        by=manager,
        now=then,
    )
    given = Allocation.objects.create(
        registration=made,
        learner=learner,
        person=Account.objects.get(email="assessor@example.org"),
        task=AllocatedAs.ASSESSOR,
        starts_on=london_date(then),
        made_by=manager,
        made_at=then,
    )
    after = {"person": given.person_id, "task": str(given.task), "unit": None}
    noted(made, "allocated", by=manager, now=then, about=given, after=after)
