"""Happenings on the way to a qualification. NOON is noon on Friday 20 November 2026."""

from datetime import UTC, datetime, timedelta

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.hubs.models import Hub
from courses.qualifications.staff_models import QualificationRole
from courses.qualifications.staff_states import QualificationTask
from learners.planning.actions import answer_plan, mark_done, propose_plan
from learners.planning.models import AssessmentPlan, PlanTask
from learners.planning.rules import PlanFacts
from learners.portfolio.models import EvidenceItem, WitnessStatement
from learners.portfolio.states import EvidenceKind, WitnessStatus
from learners.registrations.allocation_models import Allocation
from learners.registrations.models import QualRegistration
from learners.registrations.states import RegistrationState
from learners.submissions.look_actions import answer_look, ask_look
from learners.submissions.models import Submission
from learners.submissions.states import SubmissionState
from tests import cast
from tests.learners import qualifying, worlds
from tests.learners.planning.plans import hands_in, task
from tests.learners.reminders.happening import Happening, Spoil, learner
from tests.learners.worlds import NOON, later

DUE_ON = NOON.date() + timedelta(days=20)  # Thursday 10 December
TEN = datetime(2026, 12, 10, 10, tzinfo=UTC)


def a_manager() -> Account:
    known = Account.objects.filter(email="mona@example.org").first()
    if known is None:
        known = worlds.person("Mona Manager", email="mona@example.org")
        cast.hold(known, Role.MANAGER)
    return known


def registration(
    number: int, state: RegistrationState = RegistrationState.IN_PROGRESS, **facts: object
) -> QualRegistration:
    """Of a learner of this number, at one hub."""
    hub = Hub.objects.filter(slug="harbour-road").first() or cast.hub("Harbour Road")
    return qualifying.registered(learner(number), hub, a_manager(), state, **facts)


def assessor_of(of: QualRegistration, number: int) -> Account:
    who = worlds.person("Asa Assessor", email=f"asa{number}@example.org")
    cast.hold(who, Role.ASSESSOR, of.hub)
    qualifying.allocated(of, who)
    return who


def is_accepted(number: int) -> Account:
    return registration(number, RegistrationState.ACCEPTED, accepted_at=NOON).account


def is_registered(number: int) -> Account:
    return registration(number, RegistrationState.REGISTERED, registered_on=NOON.date()).account


def has_a_plan_to_read(number: int) -> Account:
    of = registration(number)
    plan = PlanFacts((task(of, due_on=DUE_ON),))
    propose_plan(registration_id=of.pk, plan=plan, by=assessor_of(of, number), now=NOON)
    return of.account


def has_agreed(number: int) -> Account:
    who = has_a_plan_to_read(number)
    answer_plan(plan_id=the_plan(who).pk, agrees=True, words="", by=who, now=NOON)
    return who


def has_a_witness(number: int) -> Account:
    who = registration(number).account
    item = qualifying.piece(who, kind=EvidenceKind.WITNESS)
    WitnessStatement.objects.create(
        item=item,
        learner=who,
        name="Wilma Witness",
        email="wilma@example.net",
        job_role="Team leader",
        relationship="We work together",
        status=WitnessStatus.values[0],
        asked_at=later(days=-3),
        expires_at=later(days=27),
        words="I saw it.",
        confirmed_at=NOON,
    )
    return who


def had_a_look(number: int) -> Account:
    of = registration(number)
    item = qualifying.shows(qualifying.piece(of.account), of).item
    look = ask_look(
        registration_id=of.pk, items=[item.pk], words="Is it clear?", by=of.account, now=later(days=-2)
    )
    answer_look(look_id=look.pk, answer="Yes. Say how you felt.", by=assessor_of(of, number), now=NOON)
    return of.account


def got_it_back(number: int) -> Account:
    of = registration(number)
    assessor_of(of, number)
    hands_in(of, 0, state=SubmissionState.RETURNED_UNASSESSED)
    return of.account


def has_work(number: int) -> Account:
    """The assessor of whoever handed in on Friday 6 November, ten working days before."""
    of = registration(number)
    who = assessor_of(of, number)
    hands_in(of, 0, 3, days_ago=14)
    return who


def leads(number: int) -> Account:
    """Of one qualification there is one; each more learner is one more message to them."""
    has_work(number)
    who = worlds.person("Lena Lead", email=f"lena{number}@example.org")
    if not QualificationRole.objects.exists():
        of = QualRegistration.objects.latest("pk")
        qualifying.task_of(who, of.version, QualificationTask.LEAD_QUALITY)
    return who


def administers(number: int) -> Account:
    of = registration(number, RegistrationState.ACCEPTED, accepted_at=NOON)
    who = worlds.person("Ada Admin", email=f"ada{number}@example.org")
    if not QualificationRole.objects.exists():
        qualifying.task_of(who, of.version, QualificationTask.CENTRE_ADMIN)
    return who


# --- what may happen meanwhile ------------------------------------------------------------------------------


def of_learner(who: Account) -> QualRegistration:
    return QualRegistration.objects.get(account=who)


def the_plan(who: Account) -> AssessmentPlan:
    return AssessmentPlan.objects.get(registration__account=who)


def closes(who: Account) -> None:
    Account.objects.filter(pk=who.pk).update(is_active=False)


def withdraws(who: Account) -> None:
    QualRegistration.objects.update(state=RegistrationState.WITHDRAWN)


def takes_a_break(who: Account) -> None:
    QualRegistration.objects.update(state=RegistrationState.ON_BREAK, before_break="in_progress")


def is_given_a_number(who: Account) -> None:
    QualRegistration.objects.update(
        state=RegistrationState.REGISTERED, ao_number="AO-1", registered_on=NOON.date()
    )


def answers(who: Account) -> None:
    answer_plan(plan_id=the_plan(who).pk, agrees=True, words="", by=who, now=NOON)


def does_it(who: Account) -> None:
    mark_done(task_id=PlanTask.objects.get().pk, done=True, by=who, now=NOON)


def agrees_to_another_day(who: Account) -> None:
    of = of_learner(who)
    by = Allocation.objects.get().person
    facts = PlanFacts((task(of, due_on=DUE_ON + timedelta(days=30)),))
    made = propose_plan(registration_id=of.pk, plan=facts, by=by, now=NOON)
    answer_plan(plan_id=made.pk, agrees=True, words="", by=who, now=NOON)


def hands_in_again(who: Account) -> None:
    hands_in(of_learner(who), 0)


def is_looked_at(who: Account) -> None:
    Submission.objects.update(state=SubmissionState.IN_ASSESSMENT)
    Submission.objects.update(state=SubmissionState.DECIDED)


def goes_to_somebody_else(who: Account) -> None:
    Allocation.objects.update(ends_on=qualifying.LONG_AGO)


def leads_no_more(who: Account) -> None:
    QualificationRole.objects.update(ends_on=NOON.date())


LEAVES: dict[str, Spoil] = {"withdrawn": withdraws, "account closed": closes}
TASKS: dict[str, Spoil] = {
    **LEAVES,
    "done": does_it,
    "another day": agrees_to_another_day,
    "on a break": takes_a_break,
}

HAPPENINGS: dict[str, Happening] = {
    "registration_accepted": Happening(
        is_accepted, at=NOON, until=later(days=14), gone={**LEAVES, "registered": is_given_a_number}
    ),
    "registration_registered": Happening(
        is_registered,
        at=NOON.replace(hour=9),
        until=NOON.replace(hour=9) + timedelta(days=14),
        gone={**LEAVES, "on a break": takes_a_break},
    ),
    "plan_to_answer": Happening(
        has_a_plan_to_read, at=NOON, until=later(days=21), gone={**LEAVES, "answered": answers}
    ),
    "plan_task_week": Happening(
        has_agreed, at=TEN - timedelta(days=7), until=TEN - timedelta(days=1), gone=TASKS
    ),
    "plan_task_eve": Happening(
        has_agreed, at=TEN - timedelta(days=1), until=TEN + timedelta(days=1), gone=TASKS
    ),
    "plan_task_late": Happening(
        has_agreed, at=TEN + timedelta(days=3), until=TEN + timedelta(days=10), gone=TASKS
    ),
    "witness_confirmed": Happening(
        has_a_witness,
        at=NOON,
        until=later(days=14),
        gone={
            "account closed": closes,
            "taken out": lambda who: EvidenceItem.objects.update(withdrawn_at=NOON),
        },
    ),
    "look_answered": Happening(
        had_a_look, at=NOON, until=later(days=14), gone={**LEAVES, "on a break": takes_a_break}
    ),
    "work_given_back": Happening(
        got_it_back, at=NOON, until=later(days=14), gone={**LEAVES, "handed in again": hands_in_again}
    ),
    "work_waiting": Happening(
        has_work,
        at=datetime(2026, 11, 13, 9, tzinfo=UTC),
        until=datetime(2026, 11, 20, 9, tzinfo=UTC),
        gone={**LEAVES, "looked at": is_looked_at, "not theirs any more": goes_to_somebody_else},
    ),
    "work_waiting_long": Happening(
        leads,
        at=datetime(2026, 11, 20, 9, tzinfo=UTC),
        until=datetime(2026, 11, 27, 9, tzinfo=UTC),
        gone={**LEAVES, "looked at": is_looked_at, "leads no more": leads_no_more},
    ),
    "number_missing": Happening(
        administers,
        at=later(days=28),
        until=later(days=56),
        gone={**LEAVES, "registered": is_given_a_number, "task ended": leads_no_more},
    ),
}
