"""Lists that take a while. Each task takes ids and may run any number of times."""

from celery import shared_task

from academy.shared import clock
from academy.shared.jobs import enqueue
from learners.dashboards import export_actions
from learners.dashboards.models import Export

AT_ONCE = 50


@shared_task(name="learners.dashboards.make_export")
def make_export(export_id: int) -> None:
    """Make one list."""
    export_actions.make_export(export_id=export_id, now=clock.now())


@shared_task(name="learners.dashboards.make_exports")
def make_exports() -> None:
    """The sweep: lists that nobody has begun, or whose worker is gone."""
    for export_id in Export.objects.to_do(clock.now()).values_list("pk", flat=True)[:AT_ONCE]:
        enqueue("learners.dashboards.make_export", export_id=export_id)
