"""The list as a worker makes it: with what is missing, its progress told, kept in the storage."""

from django.core.files.storage import default_storage

from academy.shared import clock
from courses.delivery.models import Cohort
from learners.dashboards.export_actions import make_export
from learners.dashboards.models import Export
from tests.bench.group import manager
from tests.bench.lists.weigh import weighed


def main(cohort: str, format: str) -> None:
    export = Export.objects.create(
        key=f"bench-{clock.now():%H%M%S%f}",
        cohort=Cohort.objects.get(pk=cohort),
        of="progress",
        format=format,
        asked_by=manager(),
        asked_at=clock.now(),
    )

    def make() -> int:
        make_export(export_id=export.pk, now=clock.now())
        export.refresh_from_db()
        assert export.file, export.trouble
        return default_storage.size(export.file)

    weighed(make)
