"""Sample plans: one agreed and under way, one that waits for an answer, notes, and a template for a group."""

from datetime import datetime, timedelta

from academy.accounts.models import Account
from academy.hubs.models import Hub
from academy.shared.clock import london_date
from courses.qualifications.models import Criterion, QualificationVersion
from courses.qualifications.states import Method
from learners.planning.actions import answer_plan, mark_done, propose_plan
from learners.planning.models import AssessmentPlan, PlanTemplate
from learners.planning.note_actions import write_note
from learners.planning.rules import PlanFacts, TaskFacts
from learners.planning.states import NoteKind
from learners.planning.template_actions import save_template
from learners.registrations.models import QualRegistration

TASKS = (
    ("Three listening conversations", Method.OBSERVATION, "At the market", "Tea hut volunteer", (12, 13), 20),
    ("Write up what I heard, so that nobody can be recognised", Method.PRODUCT, "", "", (14,), 34),
    ("Tell the story of a change that people won", Method.REFLECTION, "", "", (0, 2), 48),
    ("A map of who holds power over the crossing", Method.PRODUCT, "Harbour Road", "", (8, 9), 62),
)


def load_plans(*, now: datetime) -> None:
    """Once."""
    if AssessmentPlan.objects.exists():
        return
    asif = Account.objects.get(email="assessor@example.org")
    amara = _registration("amara@example.org")
    if amara is None:
        return
    made = propose_plan(
        registration_id=amara.pk,
        plan=PlanFacts(
            _tasks(amara.version, now, since=10),
            words="Let us begin with what you do at the market every week anyway.",
            adjustments="Instructions by voice message as well as in writing.",
            review_on=london_date(now) + timedelta(days=60),
        ),
        by=asif,
        now=now - timedelta(days=30),
    )
    answer_plan(plan_id=made.pk, agrees=True, words="", by=amara.account, now=now - timedelta(days=28))
    mark_done(task_id=made.tasks.get(number=1).pk, done=True, by=amara.account, now=now - timedelta(days=10))
    write_note(
        registration_id=amara.pk,
        kind=NoteKind.CONTACT,
        happened_on=london_date(now) - timedelta(days=10),
        words="We spoke on the telephone. The conversations went well; writing up comes next.",
        next_on=london_date(now) + timedelta(days=12),
        by=asif,
        now=now - timedelta(days=10),
    )
    _template(amara.version, asif, now)
    for name in ("Idris Cole", "Bronwen Pugh"):
        _waits(name, asif, now)


def _waits(name: str, asif: Account, now: datetime) -> None:
    """A plan that was proposed to one of them; the other has none yet."""
    registration = QualRegistration.objects.filter(account__full_name=name).first()
    if registration is not None and name == "Idris Cole":
        plan = PlanFacts(_tasks(registration.version, now, since=13)[:2])
        propose_plan(registration_id=registration.pk, plan=plan, by=asif, now=now - timedelta(days=13))


def _registration(email: str) -> QualRegistration | None:
    return QualRegistration.objects.live().filter(account__email=email).select_related("version").first()


def _tasks(version: QualificationVersion, now: datetime, *, since: int) -> tuple[TaskFacts, ...]:
    criteria = list(
        Criterion.objects.filter(version=version)
        .order_by("outcome__unit__number", "outcome__number", "number")
        .values_list("pk", flat=True)
    )
    begun = london_date(now) - timedelta(days=since)
    return tuple(
        TaskFacts(
            title,
            str(method),
            frozenset(criteria[place] for place in shows),
            due_on=begun + timedelta(days=days),
            meets_on=begun + timedelta(days=days - 3) if place_words else None,
            place=place_words,
            witness=witness,
        )
        for title, method, place_words, witness, shows, days in TASKS
    )


def _template(version: QualificationVersion, asif: Account, now: datetime) -> PlanTemplate:
    return save_template(
        version_id=version.pk,
        hub_id=Hub.objects.get(slug="harbour-road").pk,
        title="Usual beginning, for a group",
        tasks=[
            TaskFacts(one.title, one.method, one.criteria, place=one.place, witness=one.witness)
            for one in _tasks(version, now, since=0)
        ],
        days=[days for *_, days in TASKS],
        by=asif,
        now=now - timedelta(days=30),
    )
