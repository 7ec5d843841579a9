"""What became of each kind of message: for choosing words that work. Numbers only, no names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from learners.reminders.kinds import REMINDERS
from learners.reminders.log_queries import answer_words
from learners.reminders.models import Sent
from learners.reminders.states import SentState, Way

PERIODS = (30, 90, 365)  # days
REACHED = (SentState.SENT, SentState.TOLD)
MOST_REASONS = 5  # for one kind; the others are one number

COUNTS = {
    "sent": Q(state=SentState.SENT),
    "by_email": Q(state=SentState.SENT, way=Way.EMAIL),
    "told": Q(state=SentState.TOLD),
    "opened": Q(state__in=REACHED) & (Q(read_at__isnull=False) | Q(followed_at__isnull=False)),
    "followed": Q(state__in=REACHED, followed_at__isnull=False),
    "stopped": Q(stopped_at__isnull=False),
    "came_back": Q(bounced_at__isnull=False),
    "unknown": Q(state=SentState.UNKNOWN),
    "skipped": Q(state=SentState.SKIPPED),
    "under_way": Q(state__in=(SentState.WAITING, SentState.HANDING, SentState.TO_RING)),
}
COLUMNS = (
    "Kind", "Sent", "Told by telephone", "Opened on the site", "Acted on", "Acted on, %", "Stopped", "Came back",
    "Unknown", "Not sent", "Under way",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KindFigures:
    """One kind of message over a period. Every number counts messages that became due in it.

    acted: of those that were sent or told. answers and reasons: words with how often, the most frequent first.
    """

    key: str
    title: str
    sent: int = 0
    told: int = 0
    opened: int = 0
    acted: int = 0
    stopped: int = 0
    came_back: int = 0
    unknown: int = 0
    skipped: int = 0
    under_way: int = 0
    answers: tuple[tuple[str, int], ...] = field(default=())
    reasons: tuple[tuple[str, int], ...] = field(default=())

    @property
    def reached(self) -> int:
        """Sent or told."""
        return self.sent + self.told

    @property
    def share(self) -> int:
        """Of those reached, who acted; whole per cent."""
        return round(100 * self.acted / self.reached) if self.reached else 0


def figures(*, days: int, now: datetime) -> list[KindFigures]:
    """For each kind of the table, in its order. Three queries, and one for each kind that says what acting is."""
    rows = Sent.objects.filter(due_at__gt=now - timedelta(days=days), due_at__lte=now)
    counts: dict[str, dict[str, Any]] = {
        row["kind"]: dict(row)
        for row in rows.order_by()
        .values("kind")
        .annotate(**{name: Count("pk", filter=which) for name, which in COUNTS.items()})
    }
    answers = _grouped(rows.exclude(answer="").order_by().values_list("kind", "answer").annotate(Count("pk")))
    skipped = rows.filter(state=SentState.SKIPPED).order_by()
    reasons = _grouped(skipped.values_list("kind", "why_not").annotate(Count("pk")))
    found = []
    for key, reminder in REMINDERS.items():
        mine = counts.get(key, {})
        acted = int(mine.get("followed", 0))
        if reminder.acted is not None and mine:
            acted = reminder.acted(rows.filter(kind=key, state__in=REACHED)).count()
        names = ("sent", "told", "opened", "stopped", "came_back", "unknown", "skipped", "under_way")
        found.append(
            KindFigures(
                key=key,
                title=reminder.title,
                acted=acted,
                answers=tuple((answer_words(key, answer), count) for answer, count in answers[key]),
                reasons=_fewer(reasons[key]),
                **{name: int(mine.get(name, 0)) for name in names},
            )
        )
    return found


def as_rows(found: Sequence[KindFigures]) -> Iterator[tuple[object, ...]]:
    """For a spreadsheet: a line for each kind, then what was answered and why it was not sent."""
    yield COLUMNS
    for one in found:
        yield (
            one.title, one.sent, one.told, one.opened, one.acted, one.share, one.stopped, one.came_back, one.unknown,
            one.skipped, one.under_way,
        )  # fmt: skip
    yield ()
    yield ("Kind", "Answered", "How often")
    for one in found:
        yield from ((one.title, words, count) for words, count in one.answers)
    yield ()
    yield ("Kind", "Why not sent", "How often")
    for one in found:
        yield from ((one.title, words, count) for words, count in one.reasons)


def _grouped(rows: Iterable[tuple[str, str, int]]) -> dict[str, list[tuple[str, int]]]:
    by_kind: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for kind, words, count in sorted(rows, key=lambda row: (-row[2], row[1])):
        by_kind[kind].append((words, count))
    return by_kind


def _fewer(reasons: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    named = [(_without_names(words), count) for words, count in reasons[:MOST_REASONS]]
    rest = sum(count for _, count in reasons[MOST_REASONS:])
    return (*named, *([("Other reasons", rest)] if rest else []))


def _without_names(words: str) -> str:
    """What a mail server says may hold an address."""
    if "@" in words:
        return "The mail server said no."
    return words or "No reason was written down."
