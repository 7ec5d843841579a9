"""Plans in versions: written and proposed by an assessor, answered by the learner. The registration is the root."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from academy.shared.audit import audit
from academy.shared.clock import london_date
from academy.shared.jobs import enqueue
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from learners.planning.models import AssessmentPlan, PlanTask, PlanTemplate, TaskCriterion, TaskDone
from learners.planning.policies import may_answer_plan, may_mark_done, may_plan, may_use_template
from learners.planning.queries import criteria_taken, facts_of, newest_plan, plan_facts
from learners.planning.rules import PlanFacts, faults_of, from_template, pairs, without_days
from learners.planning.states import TRANSITIONS, PlanState
from learners.registrations.actions import begin
from learners.registrations.models import QualRegistration

SEND = "learners.reminders.send_due"
CHANGED = "Somebody has changed this plan meanwhile. Reload the page, so that you see the newest version."


@transaction.atomic
def save_draft(*, registration_id: int, plan: PlanFacts, by: Account, now: datetime) -> AssessmentPlan:
    """Keep what the assessor has written so far; the learner sees nothing of it yet.

    A proposal that waits for the learner is taken back by it. A task with neither title nor criteria is left out.
    """
    registration = _locked(registration_id)
    may_plan(by, registration, now=now).enforce()
    return _written(registration, plan, by=by, now=now)


@transaction.atomic
def propose_plan(
    *,
    registration_id: int,
    plan: PlanFacts,
    by: Account,
    now: datetime,
    template: PlanTemplate | None = None,
) -> AssessmentPlan:
    """Put this plan before the learner, as the next version. Raises Refused with everything that is missing."""
    registration = _locked(registration_id)
    may_plan(by, registration, now=now).enforce()
    plan = _trimmed(plan)
    taken = frozenset(criteria_taken(registration.pk))
    if faults := faults_of(plan, taken=taken, today=london_date(now)):
        raise Refused(" ".join(faults))
    made = _written(registration, plan, by=by, now=now, template=template)
    _move(made, PlanState.PROPOSED)
    made.proposed_at = now
    made.save(update_fields=["state", "proposed_at"])
    _moved(registration, now)
    audit(registration, "plan_proposed", by=by, now=now, about=made, after={"number": made.number})
    enqueue(SEND, kind="plan_to_answer")
    return made


@transaction.atomic
def begin_change(*, registration_id: int, by: Account, now: datetime) -> AssessmentPlan:
    """A draft that starts from the newest version: what is done is left out, and days that are over are chosen anew.

    Pressing twice gives the same draft.
    """
    registration = _locked(registration_id)
    may_plan(by, registration, now=now).enforce()
    newest = newest_plan(registration.pk)
    if newest is not None and newest.state == PlanState.DRAFT:
        return newest
    begun = without_days(facts_of(newest, open_only=True), before=london_date(now)) if newest else PlanFacts()
    return _written(registration, begun, by=by, now=now)


@transaction.atomic
def answer_plan(*, plan_id: int, agrees: bool, words: str, by: Account, now: datetime) -> AssessmentPlan:
    """The learner agrees, or says what does not fit. With the first yes the work begins (see registrations)."""
    found = AssessmentPlan.objects.only("registration_id").get(pk=plan_id)
    registration = _locked(found.registration_id)
    plan = locked_one(AssessmentPlan.objects.all(), plan_id)
    plan.registration = registration
    wanted = PlanState.ACCEPTED if agrees else PlanState.TURNED_DOWN
    if plan.state == wanted and plan.answered_by_id in set(rows_of(by).values_list("pk", flat=True)):
        return plan
    may_answer_plan(by, plan, now=now).enforce()
    words = words.strip()
    if not agrees and not words:
        raise Refused("Say in a few words what does not fit, so that your assessor can change it.")
    before = AssessmentPlan.objects.filter(registration=registration, state=PlanState.ACCEPTED).first()
    if agrees and before is not None:
        _move(before, PlanState.REPLACED)
        before.save(update_fields=["state"])
    _move(plan, wanted)
    plan.answered_at, plan.answered_by, plan.answer = now, by, words
    plan.save(update_fields=["state", "answered_at", "answered_by", "answer"])
    if agrees and before is not None:
        _carry_done(before, plan)
    _moved(registration, now)
    action = "plan_accepted" if agrees else "plan_turned_down"
    audit(registration, action, by=by, now=now, about=plan, reason=words, after={"number": plan.number})
    if agrees:
        begin(registration, by=by, now=now)
    return plan


@transaction.atomic
def mark_done(*, task_id: int, done: bool, by: Account, now: datetime) -> None:
    """Say that a task is done, or take that back. Twice is the same as once."""
    found = PlanTask.objects.select_related("plan").get(pk=task_id)
    registration = _locked(found.plan.registration_id)
    task = PlanTask.objects.select_related("plan__registration").get(pk=task_id)
    may_mark_done(by, task, now=now).enforce()
    if TaskDone.objects.filter(task=task).exists() == done:
        return
    if done:
        TaskDone.objects.create(task=task, done_by=by, done_at=now)
    else:
        TaskDone.objects.filter(task=task).delete()
    _moved(registration, now)
    audit(registration, "task_done" if done else "task_open_again", by=by, now=now, about=task)


def propose_to_group(
    *,
    template_id: int,
    registration_ids: Iterable[int],
    starts_on: date,
    words: str,
    by: Account,
    now: datetime,
) -> tuple[list[int], dict[int, str]]:
    """A proposal of their own for each of these learners, from one template.

    Gives the registrations that have one now, and why the others have none. One that fails stops no other.
    """
    made: list[int] = []
    refused: dict[int, str] = {}
    for pk in sorted(set(registration_ids)):
        try:
            propose_from_template(
                template_id=template_id, registration_id=pk, starts_on=starts_on, words=words, by=by, now=now
            )
        except Refused as refusal:
            refused[pk] = refusal.reason
        else:
            made.append(pk)
    return made, refused


@transaction.atomic
def propose_from_template(
    *, template_id: int, registration_id: int, starts_on: date, words: str, by: Account, now: datetime
) -> AssessmentPlan:
    """One learner's proposal. Somebody who has a plan, agreed or waiting, keeps it."""
    registration = _locked(registration_id)
    template = PlanTemplate.objects.get(pk=template_id)
    may_use_template(by, template, registration, now=now).enforce()
    newest = newest_plan(registration.pk)
    if newest is not None and newest.state in (PlanState.ACCEPTED, PlanState.PROPOSED, PlanState.DRAFT):
        said = "has a plan that you are writing" if newest.state == PlanState.DRAFT else "has a plan already"
        raise Refused(f"This learner {said}. Open it and change it there.")
    taken = frozenset(criteria_taken(registration.pk))
    tasks = from_template(template.tasks, taken=taken, starts_on=starts_on)
    facts = PlanFacts(tasks=tasks, words=words)
    return propose_plan(registration_id=registration.pk, plan=facts, by=by, now=now, template=template)


def _locked(registration_id: int) -> QualRegistration:
    return locked_one(QualRegistration.objects.select_related("version", "hub"), registration_id)


def _written(
    registration: QualRegistration,
    facts: PlanFacts,
    *,
    by: Account,
    now: datetime,
    template: PlanTemplate | None = None,
) -> AssessmentPlan:
    """The draft of this registration with exactly this in it."""
    newest = newest_plan(registration.pk)
    if newest is not None and newest.state == PlanState.PROPOSED:
        _move(newest, PlanState.REPLACED)
        newest.save(update_fields=["state"])
        audit(registration, "plan_taken_back", by=by, now=now, about=newest, after={"number": newest.number})
    draft = newest if newest is not None and newest.state == PlanState.DRAFT else None
    if draft is None:
        number = newest.number + 1 if newest is not None else 1
        draft = AssessmentPlan(registration=registration, number=number, made_by=by, made_at=now)
    facts = _trimmed(facts)
    if not all(task.title.strip() for task in facts.tasks):
        raise Refused("Say for each task what there is to do.")
    draft.words, draft.adjustments, draft.review_on = facts.words, facts.adjustments, facts.review_on
    draft.template = template or draft.template
    draft.save()
    _write_tasks(draft, facts)
    return draft


def _trimmed(facts: PlanFacts) -> PlanFacts:
    tasks = tuple(task for task in facts.tasks if task.title.strip() or task.criteria)
    return PlanFacts(tasks, facts.words.strip(), facts.adjustments.strip(), facts.review_on)


def _write_tasks(draft: AssessmentPlan, facts: PlanFacts) -> None:
    TaskCriterion.objects.filter(plan=draft).delete()
    PlanTask.objects.filter(plan=draft).delete()
    tasks = PlanTask.objects.bulk_create(
        PlanTask(
            plan=draft,
            number=number,
            title=task.title.strip(),
            method=task.method,
            due_on=task.due_on,
            meets_on=task.meets_on,
            place=task.place,
            witness=task.witness,
            adjustments=task.adjustments,
        )
        for number, task in enumerate(facts.tasks, start=1)
    )
    taken = set(criteria_taken(draft.registration_id))
    TaskCriterion.objects.bulk_create(
        TaskCriterion(plan=draft, task=row, criterion_id=pk)
        for row, task in zip(tasks, facts.tasks, strict=True)
        for pk in sorted(task.criteria & taken)
    )


def _carry_done(before: AssessmentPlan, after: AssessmentPlan) -> None:
    """What was done in the version before is done in this one, by the same person at the same time."""
    old, new = plan_facts(before), plan_facts(after)
    same = pairs(old.facts.tasks, new.facts.tasks)
    done = {row.task_id: row for row in TaskDone.objects.filter(task__plan=before)}
    carried = ((new.task_ids[index], done.get(old.task_ids[was])) for index, was in same.items())
    TaskDone.objects.bulk_create(
        TaskDone(task_id=task_id, done_by_id=row.done_by_id, done_at=row.done_at)
        for task_id, row in carried
        if row is not None
    )


def _move(plan: AssessmentPlan, to: PlanState) -> None:
    if to not in TRANSITIONS[PlanState(plan.state)]:
        raise Refused(CHANGED)
    plan.state = to


def _moved(registration: QualRegistration, now: datetime) -> None:
    registration.moved_at = now
    registration.save(update_fields=["moved_at"])
