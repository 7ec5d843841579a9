"""The learner's next step as their plan says it: a plan to read comes first, then the task whose day comes first."""

from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from learners.planning.models import PlanTask
from learners.planning.states import PlanState
from learners.registrations.next_steps import Step
from learners.registrations.queries import Mine, RegistrationCard
from learners.registrations.states import WORKING

BEFORE_THE_PLAN = ("registration-units", "registration-details")  # what has to be done first


@dataclass(frozen=True, slots=True)
class Planned:
    """One task that is open or waits for an answer; `day`: the first that matters."""

    waiting: bool
    title: str
    assessor: str
    day: date | None
    due: bool  # the day is when it is done by; else when they meet
    place: str


def with_plans(cards: tuple[RegistrationCard, ...], account: Account) -> tuple[RegistrationCard, ...]:
    """My learning: each registration with the next step of its plan. One query where there is a registration."""
    steps = planned_steps(account) if any(card.state in WORKING for card in cards) else {}
    return tuple(
        replace(card, step=steps[card.href]) if card.href in steps and _follows(card.step) else card
        for card in cards
    )


def with_plan(shown: Mine, account: Account) -> Mine:
    """The same for the page of one registration."""
    here = reverse("registration", args=[shown.registration.token])
    steps = planned_steps(account) if shown.registration.state in WORKING and _follows(shown.step) else {}
    if here not in steps:
        return shown
    return replace(shown, step=steps[here], href=reverse("plan", args=[shown.registration.token]))


def planned_steps(account: Account) -> dict[str, Step]:
    """By the address of the registration. One query."""
    rows = PlanTask.objects.filter(
        plan__registration__account__in=rows_of(account),
        plan__registration__state__in=WORKING,
        plan__state__in=(PlanState.PROPOSED, PlanState.ACCEPTED),
        done__isnull=True,
    ).order_by("plan__registration", "plan__number", "number")
    found: dict[str, list[Planned]] = {}
    for token, state, assessor, title, due, meets, place in rows.values_list(
        "plan__registration__token",
        "plan__state",
        "plan__made_by__full_name",
        "title",
        "due_on",
        "meets_on",
        "place",
    ):
        day = min((one for one in (due, meets) if one), default=None)
        one = Planned(state == PlanState.PROPOSED, title, assessor, day, day == due, place)
        found.setdefault(reverse("registration", args=[token]), []).append(one)
    return {href: step_of(planned) for href, planned in found.items()}


def step_of(planned: list[Planned]) -> Step:
    """The one that comes first."""
    waiting = next((one for one in planned if one.waiting), None)
    if waiting is not None:
        why = (
            f"{waiting.assessor} wrote it for you. Say whether it fits; nothing in it holds before you agree."
        )
        return Step("Read your plan", why, "you", "plan", "Read your plan")
    first = min(planned, key=lambda one: one.day or date.max)
    if first.day is None:
        why = "It stands in your plan."
    else:
        said = f"{first.day.day} {first.day:%B}"
        why = f"In your plan: {'done by' if first.due else 'you meet on'} {said}{_at(first)}."
    return Step(first.title, why, "you", "plan", "Open your plan")


def _at(one: Planned) -> str:
    return f", {one.place}" if one.place and not one.due else ""


def _follows(step: Step) -> bool:
    return step.page not in BEFORE_THE_PLAN
