"""Learners who have no try left for something that is not yet met: to whoever may give them another one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from academy.shared.clock import london_date
from academy.templating import url_if
from courses.qualifications.staff_states import QualificationTask
from courses.qualifications.states import GivesAttempts
from learners.registrations.caseload import allocated_units
from learners.registrations.models import QualRegistration
from learners.reminders.conditions.happened import NIGHTS, TOLD_WITHIN, Happened, next_morning
from learners.reminders.conditions.who_decides import managers_today, with_tasks_today
from learners.reminders.conditions.work_waiting import assessors_of
from learners.reminders.letters import Due, Letter
from learners.submissions.answer_models import CriterionAnswer, ExtraAttempt
from learners.submissions.attempt_queries import UsedUp, used_up_of


@dataclass(slots=True)
class NoTry:
    """Of one learner, for one person. units: their numbers. theirs: they may give another try; else nobody may today,
    and they can say who does. by_assessor: the version leaves it to the assessor of the unit, and not to the lead."""

    registration: QualRegistration
    by_assessor: bool
    units: set[int]
    theirs: bool = False


def _no_try(now: datetime) -> dict[Due, NoTry]:
    """Gathered by learner for the next morning. Three queries; up to five where nobody may give one."""
    timed = [(one, next_morning(one.since)) for one in used_up_of(_could_be_news(now), on=london_date(now))]
    timed = [(one, at) for one, at in timed if at <= now < at + TOLD_WITHIN]
    people = _who_gives([one for one, _ in timed], london_date(now))
    nobodys = [one.answer for one, _ in timed if not people[one.answer]]
    others = _who_says_who_does(nobodys, london_date(now)) if nobodys else {}
    found: dict[Due, NoTry] = {}
    for one, at in timed:
        for person in people[one.answer] or others[one.answer]:
            due = Due(person, f"qualregistration:{one.registration.pk}", f"{at:%Y%m%d}", at=at)
            by_assessor = one.gives == GivesAttempts.ASSESSOR
            row = found.setdefault(due, NoTry(one.registration, by_assessor, set()))
            row.units.add(one.place[0])
            row.theirs = row.theirs or bool(people[one.answer])
    return found


def _could_be_news(now: datetime) -> QuerySet[CriterionAnswer]:
    """What was told lately, and what may have run out by its day since."""
    since = now - TOLD_WITHIN - NIGHTS
    over = ExtraAttempt.objects.filter(
        registration=OuterRef("registration"), criterion=OuterRef("criterion"), until__gte=london_date(since)
    )
    return CriterionAnswer.objects.filter(
        Q(released_at__gt=since) | Q(registration__version__attempt_days__isnull=False) | Exists(over),
        released_at__lte=now,
    )


def _who_gives(closed: Sequence[UsedUp], on: date) -> dict[int, set[int]]:
    """By answer (id): the assessor of the unit, or the lead quality assurer. One query for each of the two."""
    found: dict[int, set[int]] = defaultdict(set)
    own = [one for one in closed if one.gives == GivesAttempts.ASSESSOR]
    allocated = allocated_units({one.registration.pk for one in own}, on=on) if own else {}
    for one in own:
        found[one.answer] |= assessors_of({one.unit}, allocated.get(one.registration.pk, ()))
    leads = [one.answer for one in closed if one.gives == GivesAttempts.LEAD]
    return _with_leads(found, leads, on)


def _who_says_who_does(answers: Sequence[int], on: date) -> dict[int, set[int]]:
    """Where nobody may: the lead quality assurer, who says who assesses; else the Academy's managers. Two queries."""
    found = _with_leads(defaultdict(set), answers, on)
    managers = set(managers_today(on))
    return {answer: found[answer] or managers for answer in answers}


def _with_leads(found: dict[int, set[int]], answers: Sequence[int], on: date) -> dict[int, set[int]]:
    """The same, with the lead quality assurers of these."""
    if answers:
        rows = CriterionAnswer.objects.filter(pk__in=answers).order_by()
        able = with_tasks_today(rows, (QualificationTask.LEAD_QUALITY,), on)
        for answer, person in able.values_list("pk", "who"):
            found[answer].add(person)
    return found


def _letter(one: NoTry, due: Due) -> Letter:
    token = one.registration.token
    action, href = "See what it is for", reverse("give-attempt", args=[token])
    if not one.theirs and one.by_assessor:
        action, href = "Say who assesses it", reverse("allocate", args=[token])
    elif not one.theirs:
        action = "See who could give one"
        href = url_if("assessors") or reverse("registration-look-after", args=[token])
    return Letter(
        href,
        action,
        {
            "learner": one.registration.account.full_name,
            "qualification": one.registration.version.qualification.title,
            "units": sorted(one.units),
            "theirs": one.theirs,
            "by_assessor": one.by_assessor,
        },
    )


NO_TRY = Happened(_no_try, _letter)
