"""Who may say that a course is finished."""

from academy.shared.rulings import Ruling
from learners.completion.rules import Verdict


def may_finish(verdict: Verdict | None) -> Ruling:
    """May a person finish a course? `verdict` is that on their place, None without one."""
    if verdict is None:
        return Ruling.no("You are not on this course. Open its page and begin with the first lesson.")
    if not verdict.complete:
        return Ruling.no(f"This course is not finished yet. {' '.join(verdict.missing)}")
    return Ruling.yes()
