"""Signing units off, and the holds that keep from it: some of the random steps."""

from datetime import timedelta

from learners.adjustments.hold_actions import lift_hold, place_hold
from learners.assessment.signoff_actions import confirm_unit, countersign_unit, sign_unit, unlock
from learners.assessment.signoff_models import UnitSignoff
from tests.learners import judging
from tests.learners.assessment.random_town import InTown, Sent

# how often each is tried, and whose step it is
SIGNING: dict[str, tuple[int, str]] = {
    "signs": (4, "first"),
    "countersigns_the_unit": (2, "countersigner"),
    "confirms": (2, "learner"),
    "unlocks": (2, "first"),
    "holds": (1, "lead"),
    "lifts": (1, "lead"),
}


class Signing(InTown):
    """Steps for random_people.Steps, about a unit whose work was judged."""

    def signs(self, one: Sent) -> None:
        unit = judging.unit_of(self.one, one.number).pk

        def step() -> None:
            sign_unit(registration_id=self.one.pk, unit_id=unit, comment="", how=one.how, **self.facts(one))

        self.tries("sign", one, step)

    def countersigns_the_unit(self, one: Sent) -> None:
        def step() -> None:
            countersign_unit(signoff_id=self.signoff(one), comment="", how=one.how, **self.facts(one))

        self.tries("countersign the unit", one, step)

    def confirms(self, one: Sent) -> None:
        def step() -> None:
            confirm_unit(signoff_id=self.signoff(one), comment="", how=one.how, **self.facts(one))

        self.tries("confirm", one, step)

    def unlocks(self, one: Sent) -> None:
        reason = "The wrong recording." if one.yes else " "
        self.tries(
            "unlock",
            one,
            lambda: unlock(signoff_id=self.signoff(one), reason=reason, how=one.how, **self.facts(one)),
        )

    def holds(self, one: Sent) -> None:
        def step() -> None:
            place_hold(
                registration_id=self.one.pk,
                unit_id=judging.unit_of(self.one, one.number).pk if one.yes else None,
                reason="Looked into",
                review_on=(self.now + timedelta(days=9)).date(),
                **self.facts(one),
            )

        self.tries("hold", one, step)

    def lifts(self, one: Sent) -> None:
        def step() -> None:
            for row in self.one.holds.filter(lifted_at=None):
                lift_hold(hold_id=row.pk, why="Nothing was wrong", **self.facts(one))

        self.tries("lift", one, step)

    def signoff(self, one: Sent) -> int:
        return UnitSignoff.objects.get(registration=self.one, unit__number=one.number).pk
