"""Templates of plans. Their chain is their own."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from academy.accounts.models import Account
from academy.hubs.models import Hub
from academy.shared.audit import audit
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from courses.qualifications.models import QualificationVersion
from learners.planning.models import PlanTemplate
from learners.planning.policies import may_keep_template
from learners.planning.rules import TaskFacts, as_template


@transaction.atomic
def save_template(
    *,
    version_id: int,
    hub_id: int | None,
    title: str,
    tasks: Sequence[TaskFacts],
    days: Sequence[int | None],
    by: Account,
    now: datetime,
    template_id: int | None = None,
) -> PlanTemplate:
    """Make a template, or change one. Plans that began with it stay as they are.

    days: for each task, how many days after the start it is due; None: no day. Raises Refused.
    """
    version = QualificationVersion.objects.select_for_update(of=("self",)).get(pk=version_id)
    hub = Hub.objects.get(pk=hub_id) if hub_id is not None else None
    may_keep_template(by, version, hub, now=now).enforce()
    known = None
    if template_id is not None:
        known = locked_one(PlanTemplate.objects.all(), template_id)
        may_keep_template(by, known.version, known.hub, now=now).enforce()
    _check(version, hub, title, tasks, template_id)
    made = known or PlanTemplate(version=version, made_by=by, made_at=now)
    made.hub, made.title, made.tasks = hub, title.strip(), as_template(tasks, days)
    made.save()
    audit(made, "template_changed" if known else "template_made", by=by, now=now, after={"tasks": len(tasks)})
    return made


@transaction.atomic
def retire_template(*, template_id: int, by: Account, now: datetime) -> None:
    """Take it out of the lists. Plans that began with it stay as they are."""
    template = locked_one(PlanTemplate.objects.select_related("version", "hub"), template_id)
    may_keep_template(by, template.version, template.hub, now=now).enforce()
    if template.retired_at is None:
        template.retired_at = now
        template.save(update_fields=["retired_at"])
        audit(template, "template_retired", by=by, now=now)


def _check(
    version: QualificationVersion,
    hub: Hub | None,
    title: str,
    tasks: Sequence[TaskFacts],
    template_id: int | None,
) -> None:
    if not title.strip():
        raise Refused("Give the template a name, so that others find it.")
    if not tasks:
        raise Refused("A template needs at least one task.")
    if any(not task.title.strip() for task in tasks):
        raise Refused("Say for each task what there is to do.")
    others = PlanTemplate.objects.filter(version=version, hub=hub, title=title.strip(), retired_at=None)
    if any(pk != template_id for pk in others.values_list("pk", flat=True)):
        raise Refused("There is a template with this name already. Choose another name.")
