"""Writing and checking the audit trail. An action writes here last, after it has locked its root."""

import hashlib
import json
import secrets
from datetime import datetime
from typing import Any, Protocol

from django.db import models, transaction

from academy.shared.models import AuditDetail, AuditEvent


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


def broken_links(chain: str) -> list[int]:
    """The places in a chain that do not verify; an empty list means that it is whole."""
    broken = []
    previous = ""
    for place, event in enumerate(
        AuditEvent.objects.filter(chain=chain).order_by("seq").select_related("detail")
    ):
        detail = getattr(event, "detail", None)
        words_fit = detail is None or event.detail_hash == _detail_hash(detail)
        if event.seq != place or event.previous != previous or event.hash != _hash(event) or not words_fit:
            broken.append(event.seq)
        previous = event.hash
    return broken


def seal(*, now: datetime) -> AuditEvent | None:
    """One event on the chain "seal" over the newest hash of every other chain; None when nothing is there yet.

    A chain cut off at its end still verifies by itself; the next seal that names a longer one shows the loss.
    """
    newest = AuditEvent.objects.filter(chain=models.OuterRef("chain")).order_by("-seq").values("pk")[:1]
    heads = AuditEvent.objects.exclude(chain="seal").filter(pk=models.Subquery(newest)).order_by("chain")
    digest = hashlib.sha256()
    count = 0
    for chain, seq, hashed in heads.values_list("chain", "seq", "hash").iterator():
        digest.update(f"{chain} {seq} {hashed}\n".encode())
        count += 1
    if not count:
        return None
    words = {"reason": "", "before": {}, "after": {"chains": count, "sha256": digest.hexdigest()}}
    with transaction.atomic():
        return _link(chain="seal", action="chains_sealed", by=None, now=now, about=None, words=words)


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
