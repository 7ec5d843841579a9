"""Who gets what where plans are made and learners are looked after by their assessor."""

from academy.shared import clock
from learners.planning.actions import answer_plan, propose_plan
from learners.planning.models import AssessmentPlan, PlanTask, PlanTemplate
from learners.planning.rules import PlanFacts
from learners.registrations.models import QualRegistration
from tests.access.addresses import Rows, only
from tests.access.registration_rows import of_registration
from tests.access.world import World
from tests.learners import qualifying
from tests.learners.planning.plans import task


def of_plan(world: World) -> tuple[str, int]:
    """Amara's, and it waits for her."""
    registration = QualRegistration.objects.get(token=of_registration(world)[0])
    known = AssessmentPlan.objects.filter(registration=registration, state="proposed").first()
    return (registration.token, (known or _proposed(world, registration)).number)


def of_task(world: World) -> tuple[int]:
    """Of the plan that she agreed to."""
    registration = QualRegistration.objects.get(token=of_registration(world)[0])
    known = PlanTask.objects.filter(plan__registration=registration, plan__state="accepted").first()
    if known is None:
        made = _proposed(world, registration)
        answer_plan(plan_id=made.pk, agrees=True, words="", by=world.cast.learner, now=clock.now())
        known = PlanTask.objects.get(plan=made)
    return (known.pk,)


def of_first_unit(world: World) -> tuple[str, int]:
    return (of_registration(world)[0], 1)


def of_version(world: World) -> tuple[int]:
    of_registration(world)
    return (QualRegistration.objects.values_list("version", flat=True)[0],)


def of_template(world: World) -> tuple[int]:
    (version,) = of_version(world)
    known, _ = PlanTemplate.objects.get_or_create(
        version_id=version,
        title="First unit",
        defaults={"made_by": world.cast.manager, "made_at": clock.now()},
    )
    PlanTemplate.objects.filter(pk=known.pk).update(retired_at=None)
    return (known.pk,)


def _proposed(world: World, registration: QualRegistration) -> AssessmentPlan:
    if not registration.allocations.exists():
        qualifying.allocated(registration, world.cast.assessor)
    due = clock.today().replace(year=clock.today().year + 1)
    plan = PlanFacts((task(registration, due_on=due),))
    return propose_plan(registration_id=registration.pk, plan=plan, by=world.cast.assessor, now=clock.now())


PLANNING: Rows = {
    "plan": only("learner", args=of_registration),
    "plan-answer": only("learner", status=302, args=of_plan, data={"do": "other", "words": "Not then."}),
    "contact-notes": only(args=of_registration, data={"words": "We spoke."}),
    "plan-change": only(args=of_registration, data={}),
    "plan-write": only(args=of_registration),
    "task-done": only("learner", status=302, args=of_task, data={"do": "done"}),
    "my-learners": only(),
    "learner-work": only(args=of_registration),
    "timeline": only("learner", args=of_first_unit),
    "plan-group": only(),
    "plan-templates": only("manager"),
    "plan-template-add": only("manager", args=of_version),
    "plan-template": only("manager", args=of_template),
    "plan-template-retire": only("manager", status=302, args=of_template, data={}),
}
