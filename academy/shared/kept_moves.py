"""The lives of judging and signing as the database keeps them: from each state, where a row can go.

The same as the `…_TRANSITIONS` of learners/assessment/states.py, which this layer cannot import; a test compares them.
"""

from collections.abc import Mapping

from academy.shared.kept_shapes import Guard

MOVES: dict[str, dict[str, tuple[str, ...]]] = {
    "learners_judgement": {
        "open": ("left", "countersign", "released"),
        "countersign": ("released", "sent_back"),
        "released": ("acknowledged",),
    },
    "learners_criteriondecision": {
        "awaiting": ("confirmed", "superseded"),
        "confirmed": ("superseded", "overturned"),
    },
    "learners_assessorrecord": {
        "draft": ("shared", "left"),
        "shared": ("confirmed", "queried", "silent", "draft"),
        "queried": ("draft", "shared"),
        "silent": ("confirmed", "queried", "shared", "draft"),
    },
    "learners_unitsignoff": {
        "open": ("assessor_signed",),
        "assessor_signed": ("countersigned", "learner_confirmed", "learner_told", "open"),
        "countersigned": ("learner_confirmed", "learner_told", "open"),
        "learner_confirmed": ("quality_hold", "cleared", "open"),
        "learner_told": ("learner_confirmed", "quality_hold", "cleared", "open"),
        "quality_hold": ("cleared", "open"),
        "cleared": ("claimed", "open"),
    },
}


def _moves(table: str, steps: Mapping[str, tuple[str, ...]]) -> Guard:
    """A state follows from the one before, or stays."""
    ways = []
    for was, reached in steps.items():
        among = ", ".join(f"'{to}'" for to in reached)
        ways.append(f"(OLD.state = '{was}' AND NEW.state IN ({among}))")
    return Guard(
        f"{table.split('_', 1)[1]}_moves",
        table,
        " OR ".join(["NEW.state = OLD.state", *ways]),
        f"{table}: it cannot go from the one state to the other",
        (f"{table}.state",),
        events=("UPDATE",),
    )


GUARDS = tuple(_moves(table, steps) for table, steps in MOVES.items())
