"""Writing and checking the audit trail. An action writes here last, after it has locked its root."""

import hashlib
import json
import secrets
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db import connection, models, transaction
from django.db.models.functions import Collate

from academy.shared.models import AuditDetail, AuditEvent

SEAL = "seal"  # the chain of the nightly seals
UNDER_WAY = timedelta(hours=1)  # longer than any act takes to be written down
DISPOSED = "content_disposed"
# Kinds of chains whose words go by a disposal and not by the clock; those of seals (numbers and a hash) never go.
KEEP_THEIR_WORDS = ("qualregistration", SEAL)


class Actor(Protocol):
    """Whoever acts: an account, seen from below."""

    pk: Any
    full_name: str
    acting_as: str  # as what they are here just now, such as "trainer"; may be empty


def audit(
    root: models.Model,
    action: str,
    *,
    by: Actor | None,
    now: datetime,
    about: models.Model | None = None,
    acting_as: str = "",
    hub_id: int | None = None,
    reason: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditEvent:
    """Add one link to the chain of `root`, which the caller has locked. `by=None` means the system itself.

    `acting_as`: the role by which they may, where the caller knows it; otherwise as what they said they are here.
    `before` and `after` hold what JSON can hold. Raises IntegrityError when two writers meet on an unlocked root.
    """
    return _link(
        chain=chain_of(root),
        action=action,
        by=by,
        now=now,
        about=about or root,
        acting_as=acting_as or (by.acting_as if by else ""),
        hub_id=hub_id,
        words={"reason": reason, "before": before or {}, "after": after or {}},
    )


def chain_of(root: models.Model) -> str:
    """The name of the chain that belongs to this root, such as "enrolment:12"."""
    return f"{root._meta.model_name}:{root.pk}"


def fault_of(event: AuditEvent, place: int, previous: str) -> str:
    """What is wrong with this link at this place, after the hash of the one before; empty: nothing. A link without its
    words is not wrong by itself: they may have gone in their time.
    """
    if event.seq != place:
        return f"link {place} is not there."
    if event.previous != previous:
        return "it does not follow from the link before it."
    if event.hash != _hash(event):
        return "it is not what was written: its own hash does not fit."
    detail = getattr(event, "detail", None)
    if detail is not None and event.detail_hash != _detail_hash(detail):
        return "its words (who, why, before and after) are not what was written."
    return ""


def seal(*, now: datetime) -> AuditEvent | None:
    """One event on the chain "seal" over the newest hash of every other chain; None when nothing is there yet.

    A chain cut off at its end still verifies by itself; every seal from before shows the loss when it is made again
    (academy/shared/history.py). So it reaches until a moment that no act under way can still write to.
    """
    until = now - UNDER_WAY
    newest = AuditEvent.objects.filter(chain=models.OuterRef("chain"), at__lte=until).order_by("-seq")
    sealed = AuditEvent.objects.exclude(chain=SEAL).filter(at__lte=until)
    heads = sealed.filter(pk=models.Subquery(newest.values("pk")[:1]))
    digest = hashlib.sha256()
    count = 0
    for chain, seq, hashed in by_chain(heads).values_list("chain", "seq", "hash").iterator():
        digest.update(head_words(chain, seq, hashed))
        count += 1
    if not count:
        return None
    after = {"chains": count, "events": sealed.count(), "sha256": digest.hexdigest()}
    words = {"reason": "", "before": {}, "after": {**after, "until": until.isoformat()}}
    with transaction.atomic():
        return _link(chain=SEAL, action="chains_sealed", by=None, now=now, about=None, words=words)


def by_chain(events: models.QuerySet[AuditEvent]) -> models.QuerySet[AuditEvent]:
    """Chain by chain, link by link; chains in an order that is the same in every database and language."""
    bytes_first = "C" if connection.vendor == "postgresql" else "BINARY"
    return events.annotate(place=Collate("chain", bytes_first)).order_by("place", "seq")


def head_words(chain: str, seq: int, hashed: str) -> bytes:
    """How one chain stands in a seal."""
    return f"{chain} {seq} {hashed}\n".encode()


def _link(
    *,
    chain: str,
    action: str,
    by: Actor | None,
    now: datetime,
    about: models.Model | None,
    words: dict[str, Any],
    acting_as: str = "",
    hub_id: int | None = None,
) -> AuditEvent:
    last = AuditEvent.objects.filter(chain=chain).order_by("-seq").values_list("seq", "hash").first()
    detail = AuditDetail(salt=secrets.token_hex(16), actor_name=by.full_name if by else "", **words)
    event = AuditEvent(
        chain=chain,
        seq=last[0] + 1 if last else 0,
        at=now,
        action=action,
        actor_id=by.pk if by else None,
        acting_as=acting_as,
        hub_id=hub_id,
        object_type=about._meta.model_name or "" if about is not None else "",
        object_id=str(about.pk) if about is not None else "",
        detail_hash=_detail_hash(detail),
        previous=last[1] if last else "",
    )
    event.hash = _hash(event)
    event.save(force_insert=True)
    detail.event = event
    detail.save(force_insert=True)
    return event


def _detail_hash(detail: AuditDetail) -> str:
    return _sha256([detail.salt, detail.actor_name, detail.reason, detail.before, detail.after])


def _hash(event: AuditEvent) -> str:
    return _sha256(
        [event.chain, event.seq, event.at.isoformat(timespec="microseconds"), event.action, event.actor_id]
        + [
            event.acting_as,
            event.hub_id,
            event.object_type,
            event.object_id,
            event.detail_hash,
            event.previous,
        ]
    )


def _sha256(parts: list[Any]) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
