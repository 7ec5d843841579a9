"""Is the audit trail still what it was? Every link of every chain, the words of each, and the nightly seals."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from academy.shared.audit import KEEP_THEIR_WORDS, SEAL, by_chain, fault_of, head_words
from academy.shared.disposals import disposal_of, is_sound
from academy.shared.models import AuditEvent

PORTION = 500  # events in memory at a time


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that went the right way: what, in words, why, and the link that says so."""

    what: str
    reason: str
    event: AuditEvent


@dataclass(slots=True)
class Checked:
    """faults: of each chain the first thing that differs, in words, then the first seal that does not fit. gaps: what
    went the right way.
    """

    chains: int = 0
    events: int = 0
    seals: int = 0
    faults: list[str] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    @property
    def broken(self) -> str:
        """The first fault; empty: there is none."""
        return self.faults[0] if self.faults else ""


@dataclass(slots=True)
class _Seal:
    """One night's seal, made again while the chains go by."""

    seq: int
    at: datetime
    until: datetime
    chains: int
    events: int
    sha256: str
    found_chains: int = 0
    found_events: int = 0
    found: Any = field(default_factory=hashlib.sha256)


@dataclass(slots=True)
class _Chain:
    name: str
    length: int = 0
    hash: str = ""
    broken: bool = False
    wordless: list[int] = field(default_factory=list)  # first, last, how many
    heads: dict[int, tuple[int, str]] = field(
        default_factory=dict
    )  # seal to (place, hash) of its newest link then


def check_chains(only: str = "") -> Checked:
    """Go through all chains, or this one, link by link; memory does not grow with their number or length. A chain that
    is broken is left, and the next one read.

    A chain that was cut off at its end is shown by the seals, which are only made again where all chains are read.
    """
    checked = Checked()
    seals = [] if only else list(_seals())
    for chain in _walk(only, seals, checked):
        checked.chains += 1
        if not chain.broken:
            _close(chain, seals, checked)
    if not checked.faults:
        checked.seals = len(seals)
        checked.faults += [words for seal in seals if (words := _differs(seal))][:1]
    return checked


def _walk(only: str, seals: list[_Seal], checked: Checked) -> Iterator[_Chain]:
    """Each chain when its last link has been read. Of a broken one nothing is read after the link that does not fit."""
    rows = AuditEvent.objects.filter(chain=only) if only else AuditEvent.objects.all()
    chain: _Chain | None = None
    for event in by_chain(rows).select_related("detail").iterator(chunk_size=PORTION):
        if chain is not None and chain.name != event.chain:
            yield chain
            chain = None
        chain = chain or _Chain(event.chain)
        if chain.broken:
            continue
        if words := fault_of(event, chain.length, chain.hash):
            checked.faults.append(f"{_where(event)}: {words}")
            chain.broken = True
            continue
        _take(chain, event, seals)
        checked.events += 1
    if chain is not None:
        yield chain


def _take(chain: _Chain, event: AuditEvent, seals: list[_Seal]) -> None:
    chain.length, chain.hash = chain.length + 1, event.hash
    if getattr(event, "detail", None) is None:
        first, _, count = chain.wordless or [event.seq, 0, 0]
        chain.wordless = [first, event.seq, count + 1]
    if event.chain == SEAL:
        return
    for number, seal in enumerate(seals):
        if event.at <= seal.until:
            chain.heads[number] = (event.seq, event.hash)
            seal.found_events += 1


def _close(chain: _Chain, seals: list[_Seal], checked: Checked) -> None:
    """The whole chain was read: add it to the seals, and ask where its missing words went."""
    for number, (seq, hashed) in chain.heads.items():
        seals[number].found.update(head_words(chain.name, seq, hashed))
        seals[number].found_chains += 1
    kind, _, pk = chain.name.partition(":")
    if not chain.wordless or kind not in KEEP_THEIR_WORDS:
        return
    first, last, count = chain.wordless
    disposal = disposal_of(kind, int(pk)) if pk else None
    if disposal is None or not is_sound(disposal, chain.name) or disposal.event.seq <= last:
        gone = "its words are gone, and the chain does not say that they were removed."
        checked.faults.append(f"Chain {chain.name}, link {first}: {gone}")
        return
    what = f"The words of {count} links of chain {chain.name} ({first} to {last})"
    checked.gaps.append(Gap(what, disposal.reason, disposal.event))


def _seals() -> Iterator[_Seal]:
    """Those that say until when they reach, with the words that are needed to make them again: their chain is broken
    where words are gone.
    """
    rows = AuditEvent.objects.filter(chain=SEAL, detail__isnull=False).select_related("detail")
    for event in rows.order_by("seq"):
        said = event.detail.after
        if "until" in said:
            yield _Seal(
                event.seq,
                event.at,
                datetime.fromisoformat(said["until"]),
                said["chains"],
                said["events"],
                said["sha256"],
            )


def _differs(seal: _Seal) -> str:
    if seal.found.hexdigest() == seal.sha256:
        return ""
    words = f"The seal of {seal.at:%-d %B %Y} (link {seal.seq} of chain {SEAL}) does not fit: "
    if missing := seal.events - seal.found_events:
        counted = "link" if abs(missing) == 1 else "links"
        return (
            words
            + f"{abs(missing)} {counted} {'fewer' if missing > 0 else 'more'} than were sealed that night."
        )
    return words + "a chain ends with another link than it had that night."


def _where(event: AuditEvent) -> str:
    return f"Chain {event.chain}, link {event.seq} ({event.action}, {event.at:%-d %B %Y at %H:%M})"
