"""Taking a list away: at once where it is short, else made by a worker and kept for a week. Either is written down."""

import logging
import tempfile
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from academy.accounts.models import Account
from academy.shared import clock
from academy.shared.audit import audit
from academy.shared.jobs import enqueue
from academy.shared.locks import locked_one
from courses.delivery.models import Cohort
from learners.dashboards.export_rows import rows_in, write_export
from learners.dashboards.models import Export
from learners.dashboards.policies import may_export

log = logging.getLogger(__name__)

AT_ONCE = 1000  # people in a list that one waits for
OUR_FAULT = "Something went wrong on our side, and we have been told. Ask for the list again."
FOLDER = "exports"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What, as what, and with the lessons of which online course (its slug)."""

    of: str
    format: str
    course: str = ""


@transaction.atomic
def take_list(*, cohort_id: int, wanted: Wanted, key: str, by: Account, now: datetime) -> Export | None:
    """Write down that a list leaves us. A long one is handed to a worker: its row; None where it can be had at once.

    Pressing twice gives the same row.
    """
    cohort = locked_one(Cohort.objects.select_related("course", "hub"), cohort_id)
    may_export(by, cohort, now=now).enforce()
    if known := Export.objects.filter(asked_by=by, key=key).first():
        return known
    count = rows_in(cohort, wanted.of)
    export = None
    if count > AT_ONCE:
        export = Export.objects.create(
            key=key,
            cohort=cohort,
            of=wanted.of,
            format=wanted.format,
            course=wanted.course,
            asked_by=by,
            asked_at=now,
            total=count,
        )
        enqueue("learners.dashboards.make_export", export_id=export.pk)
    facts = {"of": wanted.of, "format": wanted.format, "people": count}
    audit(cohort, "list_taken_away", by=by, now=now, hub_id=cohort.hub_id, after=facts)
    return export


def make_export(*, export_id: int, now: datetime) -> None:
    """Make the file. Nothing is done where another worker is at it, or it is made already.

    Asks again whether whoever asked may have it. A worker that dies is followed by another, which begins anew.
    """
    rows = Export.objects.select_related("cohort__course", "cohort__hub", "asked_by")
    export = rows.filter(pk=export_id).first()
    if export is None or not export.take(now=now):
        return
    if not (ruling := may_export(export.asked_by, export.cohort, now=now)):
        export.finish(now=now, trouble=ruling.reason)
        return
    try:
        with tempfile.TemporaryFile() as file:
            _write(export, file)
            file.seek(0)
            _keep(export, default_storage.save(f"{FOLDER}/{export.token}.{export.format}", File(file)))
    except Exception:
        log.exception("the list %s could not be made", export.pk)
        if Export.objects.filter(pk=export.pk, finished_at__isnull=True).exists():
            export.finish(now=clock.now(), trouble=OUR_FAULT)


def _write(export: Export, file: IO[bytes]) -> None:
    write_export(
        file,
        export.cohort,
        of=export.of,
        format=export.format,
        course=export.course,
        tell=lambda done, total: export.speak(done=done, total=total, now=clock.now()),
    )


def _keep(export: Export, name: str) -> None:
    """The first file that is made counts. A worker thought dead may come in second, or when the list is forgotten."""
    first = Export.objects.filter(pk=export.pk, file="", finished_at__isnull=True).update(file=name)
    if not first:
        default_storage.delete(name)
        return
    export.file = name
    export.finish(now=clock.now())
