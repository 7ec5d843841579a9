"""What the chain of a registration tells: its links in their order, and what each row should be by them.

A link whose words went at the end of their time still says what was done, to what, when and by whom.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from academy.shared.audit import chain_of
from academy.shared.models import AuditEvent
from learners.registrations.models import QualRegistration

# By kind of row and action: the state that it was in afterwards; "" where the words of the link say it.
STATES: Mapping[str, Mapping[str, str]] = {
    "judgement": {
        "judgement_opened": "open",
        "judgement_taken_over": "left",
        "judgement_put_back": "left",
        "judged": "",
        "countersigned": "released",
        "sent_back": "sent_back",
        "feedback_read": "acknowledged",
    },
    "assessorrecord": {
        "record_begun": "draft",
        "record_written": "draft",
        "record_shared": "shared",
        "record_taken_back": "draft",
        "record_left": "left",
        "record_confirmed": "confirmed",
        "record_queried": "queried",
        "record_met_silence": "silent",
    },
    "unitsignoff": {
        "unit_signed": "assessor_signed",
        "unit_countersigned": "countersigned",
        "unit_confirmed": "learner_confirmed",
        "unit_told": "learner_told",
        "unit_unlocked": "open",
    },
}


@dataclass(frozen=True, slots=True)
class Link:
    """wordless: its words are gone, so reason, before and after are empty."""

    at: datetime
    action: str
    kind: str
    pk: int
    by: int | None
    wordless: bool
    reason: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


class Told:
    """All links of one registration. One query."""

    def __init__(self, registration: QualRegistration) -> None:
        rows = AuditEvent.objects.filter(chain=chain_of(registration)).order_by("seq")
        self.links = [_link(one) for one in rows.select_related("detail")]
        self._about: dict[tuple[str, int], list[Link]] = {}
        for link in self.links:
            self._about.setdefault((link.kind, link.pk), []).append(link)

    def about(self, kind: str, pk: int, *actions: str) -> list[Link]:
        """About this row; with actions, only those."""
        found = self._about.get((kind, pk), [])
        return [one for one in found if not actions or one.action in actions]

    def ids(self, kind: str) -> set[int]:
        """Of the rows of this kind that it speaks of."""
        return {pk for of, pk in self._about if of == kind}

    def named(self, key: str) -> set[int]:
        """Of the rows that links name beside the one they are about, such as a signature."""
        found = (one.after.get(key) for one in self.links)
        return {pk for pk in found if isinstance(pk, int)}

    def state(self, kind: str, pk: int) -> str:
        """In which it should be; empty: the chain does not say."""
        known = STATES.get(kind)
        for link in reversed(self.about(kind, pk)):
            if known is None and not link.wordless and "state" not in link.after:
                continue
            if known is None or link.action in known:
                return (known or {}).get(link.action) or str(link.after.get("state", ""))
        return ""

    def last(self, kind: str, pk: int, actions: Collection[str], key: str) -> Any:
        """What the newest of these links that has its words says under this; None: nothing does."""
        links = [one for one in self.about(kind, pk, *actions) if one.after.get(key)]
        return links[-1].after[key] if links else None


def same_moment(one: datetime | None, other: datetime | None) -> bool:
    """To the second."""
    if one is None or other is None:
        return one is other
    return int(one.timestamp()) == int(other.timestamp())


def _link(event: AuditEvent) -> Link:
    detail = getattr(event, "detail", None)
    return Link(
        event.at,
        event.action,
        event.object_type,
        int(event.object_id),
        event.actor_id,
        detail is None,
        detail.reason if detail else "",
        detail.before if detail else {},
        detail.after if detail else {},
    )
