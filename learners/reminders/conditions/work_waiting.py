"""What waits too long on the way to a qualification, for those whose move it is: assessors, and those who lead."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from academy.accounts.models import RoleAssignment
from academy.accounts.roles import Role
from academy.shared.clock import london_date
from academy.shared.working_days import working_days_after
from courses.qualifications.staff_models import QualificationRole
from courses.qualifications.staff_states import QualificationTask
from learners.assessment.models import CriterionDecision
from learners.assessment.states import JudgementState
from learners.registrations.caseload import allocated_units
from learners.registrations.models import QualRegistration
from learners.registrations.states import WORKING, RegistrationState
from learners.reminders.goals import at_oclock
from learners.reminders.letters import Due, Letter
from learners.submissions.models import DraftLook, SubmissionCriterion
from learners.submissions.queries import looks_with_units
from learners.submissions.states import SubmissionState

NINE = 9  # o'clock
FIRST, SECOND, LAST = 5, 10, 15  # working days
LONGEST = timedelta(days=40)  # of LAST working days, with holidays
NUMBER_WITHIN = timedelta(days=settings.REGISTER_WITHIN_DAYS)
NUMBER_USEFUL = timedelta(days=28)
WITH_THEM = (SubmissionState.SUBMITTED, SubmissionState.IN_ASSESSMENT, SubmissionState.SENT_BACK)


@dataclass(slots=True)
class Waits:
    """Something that an assessor has: units (ids) that it is about; none: all of them."""

    about: str
    registration: QualRegistration
    since: date
    look: bool
    units: set[int] = field(default_factory=set)


def for_assessors(now: datetime) -> Iterator[Due]:
    """Handed in or asked five working days ago, to whoever assesses it. Three queries."""
    yield from _for_assessors(now)


def for_assessors_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Does it still wait, and is it still theirs? Three queries."""
    return _letters(_for_assessors(now), dues, "learner-work", "Open their work")


def for_leads(now: datetime) -> Iterator[Due]:
    """Ten working days ago, to the lead quality assurer; where there is none, to whoever runs the Academy. At most four
    queries."""
    yield from _for_leads(now)


def for_leads_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """The same, at the moment of sending."""
    return _letters(_for_leads(now), dues, "registration-look-after", "Open the registration")


def numbers_missing(now: datetime) -> Iterator[Due]:
    """Accepted so long ago, and no number of the awarding organisation, to the centre administrator. Two queries, three
    where a qualification has none."""
    yield from _numbers(now)


def numbers_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Still without one? Two queries."""
    found = _numbers(now)
    return {
        due: Letter(
            reverse("registration-look-after", args=[found[due].token]),
            "Open the registration",
            {
                "learner": found[due].account.full_name,
                "qualification": found[due].version.qualification.title,
                "hub_name": found[due].hub.name,
                "accepted_on": _day(london_date(found[due].accepted_at or now)),
            },
        )
        for due in dues
        if due in found
    }


def _numbers(now: datetime) -> dict[Due, QualRegistration]:
    rows = QualRegistration.objects.filter(
        state=RegistrationState.ACCEPTED,
        accepted_at__lte=now - NUMBER_WITHIN,
        accepted_at__gt=now - NUMBER_WITHIN - NUMBER_USEFUL,
    ).select_related("account", "version__qualification", "hub")
    found = list(rows.order_by("pk"))
    people = with_task(QualificationTask.CENTRE_ADMIN, found, now)
    return {
        Due(person, f"qualregistration:{row.pk}", at=row.accepted_at + NUMBER_WITHIN): row
        for row in found
        for person in people[row.version.qualification_id]
        if row.accepted_at is not None
    }


def _for_assessors(now: datetime) -> dict[Due, Waits]:
    waiting = _between(_waiting(now), FIRST, SECOND, now)
    ids = {one.registration.pk for one, _, _ in waiting}
    allocated = allocated_units(ids, on=london_date(now)) if ids else {}
    return {
        Due(person, one.about, at=at, until=until): one
        for one, at, until in waiting
        for person in sorted(assessors_of(one.units, allocated.get(one.registration.pk, ())))
    }


def _for_leads(now: datetime) -> dict[Due, Waits]:
    waiting = _between(_waiting(now), SECOND, LAST, now)
    people = with_task(QualificationTask.LEAD_QUALITY, [one.registration for one, _, _ in waiting], now)
    return {
        Due(person, one.about, at=at, until=until): one
        for one, at, until in waiting
        for person in people[one.registration.version.qualification_id]
    }


def _waiting(now: datetime) -> list[Waits]:
    """What nobody has judged yet, whoever holds it: a claim that ran out waits as before. Two queries."""
    found: dict[str, Waits] = {}
    judged = CriterionDecision.objects.filter(
        judgement__submission=OuterRef("submission"), criterion=OuterRef("criterion")
    ).exclude(judgement__state=JudgementState.SENT_BACK)
    criteria = SubmissionCriterion.objects.filter(
        ~Exists(judged),
        submission__state__in=WITH_THEM,
        submission__submitted_at__gt=now - LONGEST,
        submission__registration__state__in=WORKING,
    ).select_related(
        "submission__registration__account",
        "submission__registration__version__qualification",
        "criterion__outcome",
    )
    for row in criteria.order_by("submission", "pk"):
        submission = row.submission
        assert submission.submitted_at is not None
        about = f"submission:{submission.pk}"
        since = london_date(submission.submitted_at)
        one = found.setdefault(about, Waits(about, submission.registration, since, look=False))
        one.units.add(row.criterion.outcome.unit_id)
    looks = DraftLook.objects.filter(
        answered_at=None, asked_at__gt=now - LONGEST, asked_at__lte=now, registration__state__in=WORKING
    ).select_related("registration__account", "registration__version__qualification")
    for look, units in looks_with_units(looks.order_by("pk")):
        about = f"draftlook:{look.pk}"
        found[about] = Waits(about, look.registration, london_date(look.asked_at), True, set(units))
    return list(found.values())


def _between(
    waiting: Iterable[Waits], first: int, last: int, now: datetime
) -> list[tuple[Waits, datetime, datetime]]:
    """Those whose moment has come, with the moment and how long it is of use."""

    def moment(one: Waits, days: int) -> datetime:
        return at_oclock(working_days_after(one.since, days), NINE)

    timed = [(one, moment(one, first), moment(one, last)) for one in waiting]
    return [(one, at, until) for one, at, until in timed if at <= now < until]


def assessors_of(units: Collection[int], allocated: Sequence[tuple[int | None, int]]) -> set[int]:
    """Whoever was given one of these units (ids; none: all) by name, and whoever has the rest of the learner, if they
    may look today. allocated: what `allocated_units` says of the registration."""
    named = {unit: person for unit, person in allocated if unit is not None}
    rest = {person for unit, person in allocated if unit is None}
    if not units:
        return (rest or set(named.values())) - {0}
    of_units = {named[unit] for unit in units if unit in named}
    return (of_units | (rest if set(units) - set(named) else set())) - {0}


def with_task(
    task: QualificationTask, registrations: Collection[QualRegistration], now: datetime
) -> dict[int, list[int]]:
    """By qualification, who has this task today; the Academy's managers where nobody has."""
    wanted = {row.version.qualification_id for row in registrations}
    found: dict[int, list[int]] = {pk: [] for pk in wanted}
    if not wanted:
        return found
    today = london_date(now)
    rows = QualificationRole.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=today),
        task=task,
        qualification__in=wanted,
        starts_on__lte=today,
        person__is_active=True,
    )
    for pk, person in rows.order_by("pk").values_list("qualification", "person"):
        found[pk].append(person)
    if not all(found.values()):
        roles = RoleAssignment.objects.current(today).filter(role=Role.MANAGER, account__is_active=True)
        managers = list(roles.order_by("pk").values_list("account", flat=True))
        found = {pk: people or managers for pk, people in found.items()}
    return found


def _letters(found: Mapping[Due, Waits], dues: Sequence[Due], page: str, action: str) -> dict[Due, Letter]:
    return {
        due: Letter(
            reverse(page, args=[one.registration.token]),
            action,
            {
                "learner": one.registration.account.full_name,
                "qualification": one.registration.version.qualification.title,
                "since": _day(one.since),
                "look": one.look,
            },
        )
        for due, one in ((due, found[due]) for due in dues if due in found)
    }


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"
