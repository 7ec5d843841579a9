"""People on the way to a qualification, made row by row: a test says where they stand, and tries one thing there."""

from datetime import UTC, date, datetime, timedelta

from academy.accounts.models import Account
from academy.hubs.models import Hub
from academy.shared import clock
from courses.qualifications.models import Centre, Criterion, QualificationVersion, Site, Unit
from courses.qualifications.staff_models import AssessorStatus, OccupationalCompetence, QualificationRole
from courses.qualifications.staff_states import AssessorLevel, Award, QualificationTask
from learners.portfolio.models import EvidenceItem, EvidenceLink
from learners.portfolio.states import EvidenceKind, Others
from learners.registrations.allocation_models import Allocation, ConflictDeclaration
from learners.registrations.models import LearnerDetails, QualRegistration, RegisteredUnit
from learners.registrations.states import WITH_NUMBER, AllocatedAs, Nature, RegistrationState
from tests.courses.qualifications.versions import opened

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = NOON.date()
LONG_AGO = date(2025, 1, 6)
LIVING = (RegistrationState.APPLIED, RegistrationState.DECLINED)


def version_at(hub: Hub, manager: Account) -> QualificationVersion:
    """The sample award, open, with this hub as an approved site. Two units: three criteria, and one (observed)."""
    version = QualificationVersion.objects.first() or opened(manager)
    centre, _ = Centre.objects.get_or_create(
        name="Sample Centre",
        awarding_organisation=version.qualification.awarding_organisation,
        defaults={"approved_from": LONG_AGO},
    )
    Site.objects.get_or_create(centre=centre, hub=hub, defaults={"approved_from": LONG_AGO})
    return version


def registered(
    learner: Account,
    hub: Hub,
    manager: Account,
    state: RegistrationState = RegistrationState.IN_PROGRESS,
    **facts: object,
) -> QualRegistration:
    """This person on the sample award, in this state, with every unit and confirmed details."""
    version = version_at(hub, manager)
    numbered = {"ao_number": f"AO-{learner.pk}", "registered_on": TODAY} if state in WITH_NUMBER else {}
    made = QualRegistration.objects.create(
        account=learner,
        version=version,
        hub=hub,
        state=state,
        **{
            "applied_at": NOON - timedelta(days=30),
            "agreed_at": NOON - timedelta(days=30),
            "moved_at": NOON - timedelta(days=3),
            "accepted_at": None if state in LIVING else NOON - timedelta(days=20),
            **numbered,
            **facts,
        },
    )
    if state not in LIVING:
        for unit in version.units.all():
            RegisteredUnit.objects.create(registration=made, unit=unit)
        LearnerDetails.objects.create(
            registration=made,
            number=1,
            legal_name=learner.full_name,
            birth_date=date(1990, 5, 17),
            entered_by=learner,
            entered_at=NOON,
            confirmed_at=NOON,
        )
    return made


def assessor(person: Account, manager: Account, **facts: object) -> Account:
    """Qualified, and competent in every unit that there is."""
    AssessorStatus.objects.create(
        person=person,
        recorded_by=manager,
        recorded_at=NOON,
        **{
            "level": AssessorLevel.QUALIFIED,
            "award": Award.CAVA,
            "award_seen_on": LONG_AGO,
            "starts_on": LONG_AGO,
            **facts,
        },
    )
    for unit in Unit.objects.all():
        OccupationalCompetence.objects.get_or_create(
            person=person,
            unit=unit,
            defaults={
                "basis": "Organised for ten years",
                "starts_on": LONG_AGO,
                "recorded_by": manager,
                "recorded_at": NOON,
            },
        )
    return person


def allocated(
    registration: QualRegistration,
    person: Account,
    unit: Unit | None = None,
    task: AllocatedAs = AllocatedAs.ASSESSOR,
    since: date = LONG_AGO,
    **facts: object,
) -> Allocation:
    """To the whole learner, or to one unit."""
    return Allocation.objects.create(
        registration=registration,
        learner_id=registration.account_id,
        unit=unit,
        person=person,
        task=task,
        starts_on=since,
        made_by=person,
        made_at=NOON,
        **facts,
    )


def conflict(person: Account, other: object = None, **facts: object) -> ConflictDeclaration:
    """That they are family, or what the facts say, declared by the first of them at NOON."""
    return ConflictDeclaration.objects.create(
        **{
            "person": person,
            "other": other,
            "nature": Nature.FAMILY,
            "starts_on": TODAY,
            "declared_by": person,
            "declared_at": NOON,
            **facts,
        }
    )


def under_way(learner: Account, hub: Hub, manager: Account) -> QualRegistration:
    """Theirs that is under way; one that they have only asked for makes room for it."""
    mine = QualRegistration.objects.live().filter(account=learner)
    known = mine.filter(state=RegistrationState.IN_PROGRESS).first()
    if known is not None:
        return known
    mine.update(state=RegistrationState.WITHDRAWN, ended_at=NOON)
    return registered(learner, hub, manager)


def without_assessor(registration: QualRegistration) -> None:
    """Whoever had the learner has them no more."""
    registration.allocations.filter(ends_on=None).update(ends_on=clock.today())


def task_of(person: Account, version: QualificationVersion, task: QualificationTask) -> QualificationRole:
    return QualificationRole.objects.create(
        person=person,
        qualification=version.qualification,
        task=task,
        starts_on=LONG_AGO,
        given_by=person,
        given_at=NOON,
    )


def piece(who: Account, title: str = "What I did at the market", **facts: object) -> EvidenceItem:
    """A reflection that could be handed in."""
    return EvidenceItem.objects.create(
        account=who,
        title=title,
        **{
            "kind": EvidenceKind.REFLECTION,
            "happened_on": TODAY,
            "own_part": "I spoke with five people and wrote down what they said.",
            "others": Others.NOBODY,
            "text": "I listened more than I talked.",
            "made_at": NOON,
            "changed_at": NOON,
            **facts,
        },
    )


def shows(
    item: EvidenceItem, registration: QualRegistration, criterion: Criterion | None = None, note: str = ""
) -> EvidenceLink:
    """Linked to this criterion, or to the first."""
    return EvidenceLink.objects.create(
        item=item,
        registration=registration,
        criterion=criterion or criteria(registration)[0],
        note=note,
        linked_by=item.account,
        linked_at=NOON,
    )


def criteria(registration: QualRegistration) -> list[Criterion]:
    """In their order."""
    of_version = Criterion.objects.filter(version=registration.version_id).select_related("outcome__unit")
    return list(of_version.order_by("outcome__unit__number", "outcome__number", "number"))
