"""When is a course done, and what is still missing in words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

NAMED_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a course asks for. `group` names where it belongs, such as "Module 2, Listen".

    group_id: the module's id; None for what is no lesson. words: the whole sentence to say while it is not met.
    """

    group: str
    group_id: int | None
    name: str
    met: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision. `missing` is what the learner, the trainer and the reminder read, one sentence each."""

    complete: bool
    missing: tuple[str, ...]
    groups_done: frozenset[int]


def decide(parts: Sequence[Part]) -> Verdict:
    """Done when there is something to do and all of it is done. Parts of one group stand together."""
    if not parts:
        return Verdict(False, ("This course has no lessons yet. We will tell you when it has.",), frozenset())
    missing = []
    done = set()
    for (group_id, group), members in groupby(parts, key=lambda part: (part.group_id, part.group)):
        left = [part for part in members if not part.met]
        missing += [part.words for part in left if part.words]
        if lessons := [part.name for part in left if not part.words]:
            missing.append(_words(group, lessons))
        if not left and group_id is not None:
            done.add(group_id)
    return Verdict(not missing, tuple(missing), frozenset(done))


def _words(group: str, left: list[str]) -> str:
    count = "1 lesson" if len(left) == 1 else f"{len(left)} lessons"
    if len(left) > NAMED_AT_MOST:
        return f"{group}: {count} to go."
    names = ", ".join(f"“{name}”" for name in left)
    return f"{group}: {count} to go: {names}."
