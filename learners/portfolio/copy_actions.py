"""Asking for a copy of one's whole portfolio, and making it. A worker does it, and it is kept for a week."""

import logging
import os
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from academy.shared import clock
from academy.shared.audit import audit
from academy.shared.jobs import enqueue
from academy.shared.locks import locked_one
from learners.portfolio.copy_making import write_copy
from learners.portfolio.copy_models import PortfolioCopy
from learners.portfolio.file_store import drop, path_of

log = logging.getLogger(__name__)

FOLDER = "portfolio-copies"
OUR_FAULT = "Something went wrong on our side, and we have been told. Ask for your portfolio again."


@transaction.atomic
def ask_for_copy(*, by: Account, now: datetime) -> PortfolioCopy:
    """The one that is being made already, or a new one."""
    owner = locked_one(Account.objects.all(), by.pk)
    known = PortfolioCopy.objects.filter(asked_by=owner, finished_at=None).first()
    if known is not None:
        return known
    made = PortfolioCopy.objects.create(asked_by=owner, asked_at=now)
    audit(owner, "portfolio_copied", by=by, now=now, about=made)
    enqueue("learners.portfolio.make_copy", copy_id=made.pk)
    return made


def make_copy(*, copy_id: int, now: datetime) -> None:
    """Nothing is done where another worker is at it, or it is made already. A worker that dies is followed by
    another, which begins anew."""
    copy = PortfolioCopy.objects.select_related("asked_by").filter(pk=copy_id).first()
    if copy is None or not copy.take(now=now):
        return
    name = f"{FOLDER}/{copy.token}-{now:%H%M%S%f}.zip"
    path = path_of(name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as target:
            write_copy(target, copy, lambda done, total: copy.speak(done=done, total=total, now=clock.now()))
        path.chmod(0o640)
        _keep(copy, name, path.stat().st_size)
    except Exception:
        if not PortfolioCopy.objects.filter(pk=copy.pk).exists():
            drop(name)  # it was begun anew meanwhile
            return
        log.exception("the copy %s of a portfolio could not be made", copy.pk)
        drop(name)
        if PortfolioCopy.objects.filter(pk=copy.pk, finished_at__isnull=True).exists():
            copy.finish(now=clock.now(), trouble=OUR_FAULT)


def forget_copies(ids: Sequence[int], now: datetime) -> None:
    """The row and, once that is certain, the file."""
    old = PortfolioCopy.objects.filter(pk__in=ids)
    names = [name for name in old.values_list("file", flat=True) if name]
    old.delete()
    for name in names:
        transaction.on_commit(partial(drop, name), robust=True)


def forget_copies_of(*, owner: Account, now: datetime) -> None:
    """Something of this portfolio was covered or deleted for good, so copies from before go too. One that is being made
    is begun anew. The caller has locked the owner, within a transaction."""
    mine = PortfolioCopy.objects.filter(asked_by__in=rows_of(owner))
    forget_copies(list(mine.filter(finished_at__isnull=False).values_list("pk", flat=True)), now)
    for under_way in mine.filter(began_at__isnull=False, finished_at__isnull=True):
        PortfolioCopy.objects.filter(pk=under_way.pk).delete()
        again = PortfolioCopy.objects.create(asked_by=under_way.asked_by, asked_at=under_way.asked_at)
        enqueue("learners.portfolio.make_copy", copy_id=again.pk)


def strays(before: datetime) -> list[str]:
    """Files of copies that no row names, because a worker was stopped."""
    folder = Path(settings.MEDIA_ROOT, FOLDER)
    known = set(PortfolioCopy.objects.exclude(file="").values_list("file", flat=True))
    if not folder.is_dir():
        return []
    with os.scandir(folder) as found:
        old = [one for one in found if one.stat().st_mtime < before.timestamp()]
    return [name for one in old if (name := f"{FOLDER}/{one.name}") not in known]


def _keep(copy: PortfolioCopy, name: str, size: int) -> None:
    """The first file that is made counts."""
    first = PortfolioCopy.objects.filter(pk=copy.pk, file="", finished_at__isnull=True)
    if not first.update(file=name, size=size):
        drop(name)
        return
    copy.file, copy.size = name, size
    copy.finish(now=clock.now())
