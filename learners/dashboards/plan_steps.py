"""The learner's next step by their plan and their work: a plan to read comes first, then what was given back, then a
unit to confirm, then help that somebody suggested, then what the newest feedback asks for, then the task whose
day comes first.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import DateField, F, QuerySet, Value
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from learners.adjustments.models import AdjustmentRequest
from learners.adjustments.states import RequestState
from learners.assessment.feedback_queries import ToDo, to_do
from learners.assessment.signoff_models import UnitSignoff
from learners.assessment.states import LEARNERS_TURN
from learners.planning.models import PlanTask
from learners.planning.states import PlanState
from learners.registrations.next_steps import Step
from learners.registrations.queries import Mine, RegistrationCard
from learners.registrations.states import WORKING, RegistrationState
from learners.submissions.queries import given_back_to
from learners.submissions.states import ReturnedFor

WITH_STEPS = (*WORKING, RegistrationState.ASSESSED)
NO_DAY = Value(None, DateField())
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


@dataclass(frozen=True, slots=True)
class Next:
    """A step, and the address where it is taken."""

    step: Step
    href: str


def with_plans(cards: tuple[RegistrationCard, ...], account: Account) -> tuple[RegistrationCard, ...]:
    """My learning: each registration with its next step. Three queries where there is a registration."""
    steps = own_steps(account) if any(card.state in WITH_STEPS for card in cards) else {}
    return tuple(
        replace(card, step=steps[card.href].step, step_href=steps[card.href].href, waits=True)
        if card.href in steps and _follows(card.step, card.state, steps[card.href])
        else card
        for card in cards
    )


def with_plan(shown: Mine, account: Account) -> Mine:
    """The same for the page of one registration."""
    here = reverse("registration", args=[shown.registration.token])
    state = shown.registration.state
    steps = own_steps(account) if state in WITH_STEPS else {}
    if here not in steps or not _follows(shown.step, state, steps[here]):
        return shown
    return replace(shown, step=steps[here].step, href=steps[here].href)


def own_steps(account: Account) -> dict[str, Next]:
    """By the address of the registration. Three queries."""
    planned: dict[str, list[Planned]] = {}
    confirm: dict[str, Next] = {}
    back: dict[str, Next] = {}
    helps: dict[str, Next] = {}
    rows = _given_back(account).union(_planned(account), _to_be_confirmed(account), _suggested(account))
    for token, state, who, title, due, meets, place, number, _ in sorted(rows, key=_in_order):
        if state == "returned":
            back[token] = _put_right(title, who, place)
            continue
        if state == "confirm":
            confirm.setdefault(token, _to_confirm(token, who, number))
            continue
        if state == "help":
            helps[token] = _to_agree(title, who)
            continue
        day = min((one for one in (due, meets) if one), default=None)
        one = Planned(state == PlanState.PROPOSED, title, who, day, day == due, place)
        planned.setdefault(token, []).append(one)
    fed_back = {one.registration: _by_feedback(one) for one in to_do(account)}
    found = _first(fed_back | helps | confirm | back, planned)
    return {reverse("registration", args=[token]): step for token, step in found.items()}


def _given_back(account: Account) -> QuerySet[Any, Any]:
    return _columns(
        given_back_to(account),
        ("registration__token", Value("returned"), "returned_by__full_name", "token", NO_DAY, NO_DAY)
        + ("returned_for", "number", Value(0)),
    )


def _planned(account: Account) -> QuerySet[Any, Any]:
    tasks = PlanTask.objects.filter(
        plan__registration__account__in=rows_of(account),
        plan__registration__state__in=WORKING,
        plan__state__in=(PlanState.PROPOSED, PlanState.ACCEPTED),
        done__isnull=True,
    )
    return _columns(
        tasks,
        ("plan__registration__token", "plan__state", "plan__made_by__full_name", "title", "due_on")
        + ("meets_on", "place", "plan__number", "number"),
    )


def _to_be_confirmed(account: Account) -> QuerySet[Any, Any]:
    """Units that are signed, and that the learner has not answered."""
    signed = UnitSignoff.objects.filter(
        registration__account__in=rows_of(account),
        registration__state__in=WITH_STEPS,
        state__in=LEARNERS_TURN,
        asked_at__isnull=False,
    )
    return _columns(
        signed,
        ("registration__token", Value("confirm"), "unit__title", "registration__token", NO_DAY, NO_DAY)
        + (Value(""), "unit__number", Value(0)),
    )


def _suggested(account: Account) -> QuerySet[Any, Any]:
    """Adjustments that somebody wrote down for them, and that wait for their yes."""
    mine = rows_of(account)
    drafts = AdjustmentRequest.objects.filter(
        registration__account__in=mine, registration__state__in=WORKING, state=RequestState.DRAFT
    ).exclude(asked_by__in=mine)
    return _columns(
        drafts,
        ("registration__token", Value("help"), "asked_by__full_name", "token", NO_DAY, NO_DAY)
        + (Value(""), Value(0), Value(0)),
    )


def _first(of_work: dict[str, Next], planned: dict[str, list[Planned]]) -> dict[str, Next]:
    """By registration: a plan that waits for an answer, then work, then the plan."""
    found = dict(of_work)
    for token, each in planned.items():
        if token not in of_work or any(one.waiting for one in each):
            found[token] = Next(step_of(each), reverse("plan", args=[token]))
    return found


def _columns(rows: QuerySet[Any], columns: tuple[Any, ...]) -> QuerySet[Any, Any]:
    """All of them annotated, so that several tables give them in the same order."""
    named = {
        f"column_{number}": F(one) if isinstance(one, str) else one for number, one in enumerate(columns)
    }
    made: QuerySet[Any, Any] = rows.order_by().annotate(**named).values_list(*named)
    return made


def _in_order(row: tuple[Any, ...]) -> tuple[str, int, int]:
    """By registration, then by number: a newer submission after an older one, tasks as they stand in the plan."""
    return (row[0], row[-2], row[-1])


def _put_right(token: str, who: str | None, reason: str) -> Next:
    why = (
        f"{ReturnedFor(reason).label}. {who or 'Your assessor'} wrote what to do. Nobody has judged it, so it does not "
        "count as a try."
    )
    step = Step("Put right what was given back", why, "you", "submission", "See what to put right")
    return Next(step, reverse("submission", args=[token]))


def _to_confirm(token: str, unit: str, number: int) -> Next:
    why = f"{unit}: your assessor has signed that everything in it is met. Read it, and say that it is right."
    step = Step(f"Confirm unit {number}", why, "you", "units", "Read and confirm")
    return Next(step, reverse("units", args=[token]))


def _to_agree(token: str, who: str) -> Next:
    why = f"{who} wrote down what would help you. Nothing is asked for before you say yes."
    step = Step("Say whether this would help you", why, "you", "adjustment", "Read it and answer")
    return Next(step, reverse("adjustment", args=[token]))


def _by_feedback(asked: ToDo) -> Next:
    href = reverse("feedback", args=[asked.token])
    if asked.unread:
        why = f"{asked.assessor} has looked at your work: what is met first, then the one next thing to do."
        return Next(Step("Read your feedback", why, "you", "feedback", "Read your feedback"), href)
    by = f", by {asked.next_by.day} {asked.next_by:%B}" if asked.next_by else ""
    why = asked.next_step or "Your feedback says what is not yet met."
    return Next(Step(f"One thing to show again{by}", why, "you", "feedback", "See your feedback"), href)


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


def _follows(step: Step, state: str, after: Next) -> bool:
    """Once every unit is signed, only a unit to confirm is left to do."""
    return step.page not in BEFORE_THE_PLAN and (state in WORKING or after.step.page == "units")
