"""Taking content away for good: first the chain says so, then a row says what, then the content goes.

What is left keeps number and hash, so that the history still verifies and the check of it names the gap.
"""

from datetime import datetime
from typing import Any

from django.db import models

from academy.shared.audit import DISPOSED, Actor, audit
from academy.shared.models import Disposal


def dispose(
    root: models.Model,
    about: models.Model,
    *,
    reason: str,
    by: Actor | None,
    now: datetime,
    what: dict[str, Any],
    hub_id: int | None = None,
) -> Disposal:
    """Say in the chain of `root`, which the caller has locked, that the content of `about` goes now, and why; the
    caller takes it away after this, in the same transaction. what: ids, codes and hashes of that which goes.

    Raises IntegrityError for a second disposal of the same thing.
    """
    event = audit(root, DISPOSED, by=by, now=now, about=about, hub_id=hub_id, reason=reason, after=what)
    return Disposal.objects.create(
        event=event,
        object_type=event.object_type,
        object_id=about.pk,
        reason=reason[:300],
        disposed_at=now,
    )


def disposal_of(object_type: str, object_id: int) -> Disposal | None:
    """The one by which the content of this went; None: it is there, or went without one."""
    rows = Disposal.objects.filter(object_type=object_type, object_id=object_id)
    return rows.select_related("event__detail").first()


def is_sound(disposal: Disposal, chain: str = "") -> bool:
    """Whether the chain (this one, where it is given) did say so before, then, and for this reason; a row put in by
    hand has no such event.
    """
    event = disposal.event
    told = (event.action, event.object_type, event.object_id, event.at)
    if told != (DISPOSED, disposal.object_type, str(disposal.object_id), disposal.disposed_at):
        return False
    detail = getattr(event, "detail", None)
    return chain in ("", event.chain) and (detail is None or detail.reason[:300] == disposal.reason)
