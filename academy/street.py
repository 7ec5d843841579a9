"""A course drawn as a street: a module is a house, a lesson is a window, a finished lesson is a lit window,
a finished module an open door. Pure geometry and words; `templates/components/street.html` puts it on the page.

One unit is one pixel of the drawing; the ground is at y = 300, y grows downwards.
"""

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol

GROUND = 300
MARGIN = 14
SHORTEST = 960  # a street of one or two houses keeps them house-sized
MOST_WINDOWS = 12
# How far each corner of a pane is off, so that it looks cut by hand: five pairs of scissors.
SLIPS = (
    ((0, 0), (0.4, -0.3), (0.3, 0.4), (-0.2, 0.5)),
    ((0.3, -0.2), (0, 0), (0.5, 0.3), (-0.3, 0)),
    ((-0.2, 0.3), (0.2, -0.1), (0, 0.5), (0.2, -0.3)),
    ((0, 0.2), (-0.4, 0), (0.2, 0.3), (-0.4, 0.4)),
    ((0.4, 0), (0.1, 0.4), (-0.3, 0), (0, -0.4)),
)
NUMBERS = [
    "No",
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Eleven",
    "Twelve",
]


class Module(Protocol):
    """What a house needs to know."""

    @property
    def number(self) -> int: ...
    @property
    def total(self) -> int: ...
    @property
    def done(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Outline:
    """One house without its windows; x from 0 at its left wall."""

    wall: str
    width: int
    eaves: int
    lintel: int
    chimney: str
    body: str
    roof: str
    frame: str
    door: str


@dataclass(frozen=True, slots=True)
class House:
    """One drawn house: path data, and the x where it stands."""

    x: int
    outline: Outline
    number: int
    number_x: float
    open: bool
    leaf: str
    lit: str
    lit_bars: str
    dim: str
    dim_bars: str


@dataclass(frozen=True, slots=True)
class Street:
    """The whole drawing: its size, its houses, and where the ground and the moon are."""

    width: int
    houses: tuple[House, ...]
    ground: str
    moon_x: int


OUTLINES = (
    Outline(
        "red",
        136,
        112,
        246,
        "M90 63L107 63L107 106L90 106z",
        "M0 111L68 111L137 112L136 159L136 206L137 253L136 300L68 300L0 300L-1 253L0 206L0 159z",
        "M-5 115L68 64L141 115L68 115z",
        "M45 246L91 246L91 300L45 300z",
        "M48 249L88 249L88 300L47 300z",
    ),
    Outline(
        "blue",
        154,
        86,
        239,
        "M102 25L122 25L122 79L102 79z",
        "M0 85L51 86L103 86L154 86L155 140L154 193L154 246L154 300L103 301L51 300L-1 300L-1 246L1 193L1 140z",
        "M-5 89L78 25L159 89L77 90z",
        "M51 239L103 239L103 300L51 300z",
        "M54 243L100 242L100 300L54 300z",
    ),
    Outline(
        "green",
        146,
        124,
        250,
        "M96 79L115 79L115 119L97 119z",
        "M0 124L49 125L97 125L145 124L145 183L145 241L146 299L97 300L49 299L1 300L-1 241L1 183z",
        "M-5 127L73 80L151 126L73 126z",
        "M48 250L98 250L98 300L48 300z",
        "M51 252L95 252L95 300L51 300z",
    ),
    Outline(
        "brick",
        162,
        74,
        236,
        "M107 21L128 21L128 67L107 68z",
        "M0 74L54 73L108 74L162 74L163 130L163 187L162 244L162 300L108 301L54 300L0 300L-1 244L-1 187L0 130z",
        "M-5 78L81 22L167 77L81 78z",
        "M54 236L108 236L108 300L53 300z",
        "M57 239L105 239L105 300L56 300z",
    ),
    Outline(
        "blue",
        144,
        107,
        244,
        "M95 47L114 47L114 99L95 99z",
        "M0 107L48 106L96 107L143 106L145 154L144 203L143 252L144 300L96 299L48 300L0 300L-1 252L1 203L1 154z",
        "M-5 109L72 48L149 109L72 110z",
        "M47 244L97 245L97 300L48 300z",
        "M50 247L94 248L94 300L50 300z",
    ),
    Outline(
        "red",
        150,
        128,
        250,
        "M99 81L118 81L118 123L99 122z",
        "M0 128L50 128L100 129L150 128L150 185L149 243L150 300L100 299L50 301L0 300L-1 243L0 185z",
        "M-5 131L74 83L155 132L75 130z",
        "M50 250L101 251L100 300L50 300z",
        "M52 254L98 254L98 300L52 300z",
    ),
    Outline(
        "green",
        160,
        94,
        241,
        "M106 30L127 31L126 87L106 87z",
        "M0 94L53 95L107 95L160 94L161 146L159 197L160 248L160 300L107 300L53 300L-1 300L0 248L0 197L1 146z",
        "M-5 97L80 32L165 98L80 96z",
        "M53 241L107 241L107 300L53 300z",
        "M56 245L104 244L104 300L56 300z",
    ),
)


def houses(modules: Iterable[Module]) -> Street:
    """The street of a course, from left to right in the order given."""
    rows = tuple(modules)
    widths = [OUTLINES[place % len(OUTLINES)].width + 8 for place in range(len(rows))]
    built = sum(widths)
    width = max(SHORTEST, built + 2 * MARGIN)
    left = (width - built) // 2 + 4
    starts = accumulate(widths, initial=left)
    drawn = tuple(
        _house(place % len(OUTLINES), x, row.number, row.total, row.done)
        for place, (row, x) in enumerate(zip(rows, starts, strict=False))
    )
    ground = (
        f"M-60 300L{width // 3} 299.4L{width * 2 // 3} 300.6L{width + 60} 300L{width + 60} 316"
        f"L{width * 2 // 3} 316.5L{width // 3} 315.4L-60 316z"
    )
    return Street(width=width, houses=drawn, ground=ground, moon_x=width - 116)


@functools.lru_cache(maxsize=4096)
def _house(style: int, x: int, number: int, lessons: int, done: int) -> House:
    outline = OUTLINES[style]
    panes = _panes(outline, min(lessons, MOST_WINDOWS))
    lit = len(panes) if done >= lessons else done * len(panes) // max(1, lessons)
    is_open = 0 < lessons <= done
    middle = outline.width / 2
    top = outline.lintel + 3
    edge = middle - outline.width * 0.15
    return House(
        x=x,
        outline=outline,
        number=number,
        number_x=round(middle + (6 if is_open else 0), 1),
        open=is_open,
        leaf=f"M{edge:.1f} {top}L{edge + 13:.1f} {top + 5}L{edge + 13:.1f} 303L{edge:.1f} 300z",
        lit="".join(pane for pane, _ in panes[:lit]),
        lit_bars="".join(bars for _, bars in panes[:lit]),
        dim="".join(pane for pane, _ in panes[lit:]),
        dim_bars="".join(bars for _, bars in panes[lit:]),
    )


def _panes(outline: Outline, count: int) -> tuple[tuple[str, str], ...]:
    """Path data of every window and of its glazing bars, from the ground floor up, left to right."""
    beside_door = 2 if count > 6 else 0
    in_row = 2 if count <= 6 else (3 if count <= 11 else 4)
    rows = [in_row] * ((count - beside_door) // in_row)
    if rest := (count - beside_door) % in_row:
        rows.append(rest)
    middle, wide = (
        outline.width / 2,
        outline.width * {2: 0.23, 3: 0.18, 4: 0.145}[in_row],
    )
    pitch_x = outline.width * {2: 0.41, 3: 0.29, 4: 0.225}[in_row]
    low, high = outline.lintel - 13, outline.eaves + 14
    pitch_y = min(40.0, (low - high) / max(1, len(rows)))
    tall = pitch_y * 0.7
    spots = [(middle + side * outline.width * 0.335, 282.0) for side in (-1, 1)][:beside_door]
    for floor, across in enumerate(rows):
        spots += [
            (middle + (col - (across - 1) / 2) * pitch_x, low - floor * pitch_y) for col in range(across)
        ]
    return tuple(_pane(n, x - wide / 2, bottom - tall, wide, tall) for n, (x, bottom) in enumerate(spots))


def _pane(n: int, x: float, y: float, wide: float, tall: float) -> tuple[str, str]:
    corners = ((x, y), (x + wide, y), (x + wide, y + tall), (x, y + tall))
    cut = [(cx + dx, cy + dy) for (cx, cy), (dx, dy) in zip(corners, SLIPS[n % len(SLIPS)], strict=True)]
    pane = "M" + "L".join(f"{cx:.1f} {cy:.1f}" for cx, cy in cut) + "z"
    bars = f"M{x + wide / 2:.1f} {y:.1f}v{tall:.1f}M{x:.1f} {y + tall * 0.47:.1f}h{wide:.1f}"
    return pane, bars


def words(modules: Sequence[Module]) -> str:
    """The same street in words, for whoever cannot see it."""
    if not modules:
        return "An empty street."
    count = NUMBERS[len(modules)] if len(modules) < len(NUMBERS) else str(len(modules))
    houses_named = f"{count} {'house' if len(modules) == 1 else 'houses'}, one for each module."
    said = [houses_named, "Every window is a lesson."]
    dark = [row for row in modules if not row.done]
    if len(dark) == len(modules):
        return " ".join([*said, "All the windows are still dark."])
    if all(row.done >= row.total for row in modules):
        return " ".join([*said, "Every window is lit and every door is open."])
    for row in modules:
        if row.done >= row.total > 0:
            said.append(f"In house {row.number} all {row.total} windows are lit and the door is open.")
        elif row.done:
            verb = "is" if row.done == 1 else "are"
            said.append(f"In house {row.number}, {row.done} of {row.total} windows {verb} lit.")
    if len(dark) == 1:
        said.append(f"House {dark[0].number} is still dark.")
    elif dark:
        said.append("The other houses are still dark.")
    return " ".join(said)
