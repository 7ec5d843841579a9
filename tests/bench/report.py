"""The figures as a table, and one line of verdict for each promise."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.bench.measure import CLIENTS, Result, Side

HEAD = ("", "median", "p95", f"req/s at {CLIENTS}", "CPU", "queries", "size")


@dataclass(frozen=True, slots=True)
class Promise:
    """What a page may cost. `ratio`: times the CPU of its bare view; None where that is not promised."""

    ratio: float | None = None
    cpu_ms: float | None = None
    queries: int | None = None

    def verdicts(self, result: Result) -> Iterable[tuple[bool, str]]:
        """(kept, in words) for each part of the promise."""
        if self.ratio is not None:
            low, high = min(result.ratios), max(result.ratios)
            words = f"{result.ratio:.2f} times its bare view (rounds: {low:.2f} to {high:.2f}), may be {self.ratio:.1f}"
            yield result.ratio <= self.ratio, words
        if self.cpu_ms is not None:
            yield (
                result.ours.cpu_ms <= self.cpu_ms,
                f"{result.ours.cpu_ms:.2f} CPU ms, may be {self.cpu_ms:.0f}",
            )
        if self.queries is not None:
            yield result.ours.queries <= self.queries, f"{result.ours.queries} queries, may be {self.queries}"


def table(results: Iterable[Result]) -> str:
    """Three lines for each page: its name, ours, bare."""
    rows: list[Sequence[str]] = [HEAD]
    for result in results:
        rows.append((result.title,))
        rows.append(_cells("  ours", result.ours))
        rows.append(_cells("  bare", result.bare))
    width = max(len(cell) for row in rows for cell in row[1:]) + 2
    lines = [f"{row[0]:<10}" + "".join(f"{cell:>{width}}" for cell in row[1:]) for row in rows]
    return "\n".join(line.rstrip() for line in lines)


def _cells(name: str, side: Side) -> Sequence[str]:
    return (
        name,
        f"{side.median_ms:.1f} ms",
        f"{side.p95_ms:.1f} ms",
        f"{side.rate:.0f}",
        f"{side.cpu_ms:.2f} ms",
        f"{side.queries}",
        f"{side.size / 1000:.1f} KB",
    )


def verdicts(results: Iterable[tuple[Result, Promise]]) -> tuple[bool, str]:
    """Whether every promise is kept, and a line for each part of each."""
    kept, lines = True, []
    for result, promise in results:
        for good, words in promise.verdicts(result):
            kept = kept and good
            lines.append(f"{'kept  ' if good else 'BROKEN'}  {result.title}: {words}")
    return kept, "\n".join(lines)
