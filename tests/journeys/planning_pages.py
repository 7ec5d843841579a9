"""The faces of plans and of an assessor's learners."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page

from courses.qualifications.models import QualificationVersion
from learners.planning.models import PlanTemplate
from learners.registrations.models import QualRegistration
from tests.journeys.acts import both, open_everything, press
from tests.journeys.stop import Stop

add_a_task = press("Add a task")


def leave_the_first_out(page: Page) -> None:
    page.get_by_label("Leave this task out").first.check()


def planning_stops(town: Any) -> Iterator[Stop]:
    """Amara has agreed hers, Idris has one to answer, Bronwen has none."""
    amara, idris, bronwen = _of("Amara"), _of("Idris"), _of("Bronwen")
    plan = reverse("plan", args=[amara])
    yield Stop("my plan", plan, who="amara", then=open_everything, wide=True)
    yield Stop("a plan that holds", plan, who="asif", then=open_everything, wide=True)
    yield Stop("a plan, refused", plan, who="colin", status=403)
    yield Stop(
        "a note, wrong", plan, who="asif", then=both(open_everything, press("Write it down", words=""))
    )
    to_answer = reverse("plan", args=[idris])
    yield Stop("a plan to answer", to_answer, who="idris", then=open_everything, wide=True)
    no = both(open_everything, press("Send this to my assessor"))
    yield Stop("a plan to answer, a no without words", to_answer, who="idris", then=no)
    yield Stop("a plan that waits", reverse("plan", args=[idris]), who="asif")
    yield Stop("no plan yet", reverse("plan", args=[bronwen]), who="asif")
    write = reverse("plan-write", args=[bronwen])
    yield Stop("write a plan", write, who="asif", then=open_everything, wide=True)
    yield Stop("write a plan, one more task", write, who="asif", then=add_a_task)
    yield Stop("write a plan, wrong", write, who="asif", then=press("Propose it to Bronwen"))
    started = f"{write}?template={PlanTemplate.objects.values_list('pk', flat=True)[0]}"
    yield Stop("write a plan from a template", started, who="asif", then=leave_the_first_out)
    yield from _learners(amara)
    yield from _templates()


def _learners(amara: str) -> Iterator[Stop]:
    mine = reverse("my-learners")
    yield Stop("my learners", mine, who="asif", wide=True)
    yield Stop("my learners, nobody still", f"{mine}?show=still", who="asif")
    yield Stop("my learners, none", mine, who="tilda")
    yield Stop("my learners, refused", mine, who="nia", status=403)
    work = reverse("learner-work", args=[amara])
    yield Stop("the work of one", work, who="asif", wide=True)
    yield Stop("the work of one, refused", work, who="colin", status=403)
    timeline = reverse("timeline", args=[amara, 1])
    yield Stop("what happened in a unit", timeline, who="amara", wide=True)
    yield Stop("the timeline of a unit", timeline, who="asif", wide=True)
    yield Stop("the timeline of a unit, refused", timeline, who="colin", status=403)
    group = reverse("plan-group")
    yield Stop("plan for a group", group, who="asif")
    yield Stop("plan for a group, wrong", group, who="asif", then=press("Propose it to each"))
    yield Stop("plan for a group, nobody", group, who="tilda")


def _templates() -> Iterator[Stop]:
    version = QualificationVersion.objects.get(opened_at__isnull=False)
    add = reverse("plan-template-add", args=[version.pk])
    yield Stop("templates of plans", reverse("plan-templates"), who="asif")
    yield Stop("a template, wrong", add, who="asif", then=press("Keep the template"))
    (made,) = PlanTemplate.objects.all()
    yield Stop("a template", reverse("plan-template", args=[made.pk]), who="asif", then=open_everything)


def _of(name: str) -> str:
    row = QualRegistration.objects.live().filter(account__full_name__startswith=name).order_by("pk").first()
    assert row is not None
    return row.token
