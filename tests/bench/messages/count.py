"""How many queries sending one message takes, kind by kind."""

import json

from academy.shared import clock
from academy.shared.post import Post
from learners.reminders.sending import send_next
from tests.bench.counting import counted

KINDS = ("course_idle", "certificate_ready")


def main(messages: str) -> None:
    """Sends so many and prints one line of JSON."""
    each = int(messages) // len(KINDS)
    with Post() as post:
        found = {kind: sum(_one(post, kind) for _ in range(each)) / each for kind in KINDS}
    print(json.dumps({"queries": found}))


def _one(post: Post, kind: str) -> int:
    told = counted(lambda: send_next(post=post, now=clock.now(), kind=kind))
    if not told.answer:
        raise RuntimeError(f"no {kind} is ready")
    return told.queries
