"""Plans for the tests: a learner with an assessor, and tasks."""

from datetime import date, timedelta

from academy.accounts.models import Account
from courses.qualifications.states import Method
from learners.planning.actions import answer_plan, propose_plan
from learners.planning.models import AssessmentPlan, ContactNote
from learners.planning.note_actions import write_note
from learners.planning.rules import PlanFacts, TaskFacts
from learners.planning.states import NoteKind
from learners.registrations.models import QualRegistration
from learners.submissions.models import Submission, SubmissionCriterion
from learners.submissions.states import SubmissionState
from tests.cast import Cast
from tests.learners import qualifying
from tests.learners.qualifying import NOON, TODAY

IN_TWO_WEEKS = TODAY + timedelta(days=14)


def under_way(cast: Cast, learner: Account | None = None, **facts: object) -> QualRegistration:
    """Amara (or another) under way at Harbour Road, with Asa as assessor of all units."""
    made = qualifying.registered(learner or cast.learner, cast.harbour, cast.manager, **facts)  # type: ignore[arg-type]
    qualifying.allocated(made, cast.assessor)
    return made


def task(
    registration: QualRegistration, title: str = "Three talks", *which: int, **facts: object
) -> TaskFacts:
    """Which: places of criteria in their order; the last is observed."""
    of = qualifying.criteria(registration)
    due: date | None = IN_TWO_WEEKS
    said: dict[str, object] = {"method": str(Method.OBSERVATION), "due_on": due, **facts}
    return TaskFacts(title, criteria=frozenset(of[place].pk for place in which or (0, 3)), **said)  # type: ignore[arg-type]


def proposed(
    registration: QualRegistration, by: Account, *tasks: TaskFacts, **facts: object
) -> AssessmentPlan:
    plan = PlanFacts(tasks or (task(registration),), **facts)  # type: ignore[arg-type]
    return propose_plan(registration_id=registration.pk, plan=plan, by=by, now=NOON)


def agreed(registration: QualRegistration, by: Account, *tasks: TaskFacts) -> AssessmentPlan:
    made = proposed(registration, by, *tasks)
    return answer_plan(plan_id=made.pk, agrees=True, words="", by=registration.account, now=NOON)


def hands_in(
    registration: QualRegistration,
    *places: int,
    state: SubmissionState = SubmissionState.SUBMITTED,
    days_ago: int = 0,
) -> Submission:
    """Criteria at these places, so many days ago."""
    number = registration.submissions.count() + 1
    made = Submission.objects.create(registration=registration, number=number, made_at=NOON)
    for place in places:
        criterion = qualifying.criteria(registration)[place]
        SubmissionCriterion.objects.create(submission=made, criterion=criterion)
    declared = {
        "submitted_at": NOON - timedelta(days=days_ago),
        "declaration_version": "1",
        "declaration": "It is my own work.",
        "ai_used": False,
        "signed_by": registration.account,
        "signed_how": "email",
        "digest": "0" * 64,
    }
    Submission.objects.filter(pk=made.pk).update(state=SubmissionState.SUBMITTED, **declared)
    if state == SubmissionState.RETURNED_UNASSESSED:
        Submission.objects.filter(pk=made.pk).update(
            state=state,
            returned_at=NOON,
            returned_by=registration.allocations.first().person,  # type: ignore[union-attr]
            returned_for="unreadable",
            returned_words="I cannot open it.",
        )
    return made


def note(registration: QualRegistration, by: Account, **facts: object) -> ContactNote:
    words = {"kind": NoteKind.CONTACT, "happened_on": TODAY, "words": "We spoke.", "next_on": None, **facts}
    return write_note(registration_id=registration.pk, by=by, now=NOON, **words)  # type: ignore[arg-type]
