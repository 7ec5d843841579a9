"""Random steps by random people on one learner's work: the real actions, with whatever anybody might send them.

A step that is refused in words is as good as one that is taken. Anything else that goes wrong is a fault, also when it
is the database that refuses: the action should have said it first.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from datetime import timedelta

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from academy.accounts.models import Account
from academy.shared.clock import london_date
from academy.shared.rulings import Refused
from learners.assessment.signoff_actions import tell_silent
from learners.registrations.allocation_models import ConflictDeclaration
from learners.registrations.conflict_actions import declare_conflict, end_conflict
from learners.registrations.models import QualRegistration
from learners.registrations.states import Nature
from tests.learners.assessment.forbidden import Watch
from tests.learners.assessment.random_judging import JUDGING, Judging
from tests.learners.assessment.random_meanwhile import MEANWHILE, Meanwhile
from tests.learners.assessment.random_signing import SIGNING, Signing
from tests.learners.assessment.random_town import Sent, chances
from tests.learners.assessment.world import World
from tests.learners.qualifying import NOON

# The steps on the way to a signature are tried more often.
WHAT: dict[str, tuple[int, str]] = {
    **JUDGING,
    **SIGNING,
    "time_goes_by": (1, "lead"),
    "has_an_interest": (1, "sister"),
    "has_none_any_more": (1, "manager"),
    **MEANWHILE,
}
whats = st.sampled_from([name for name, (often, _) in WHAT.items() for _ in range(often)])


class Steps(Judging, Signing, Meanwhile, RuleBasedStateMachine):
    """One sequence. world and people are made before, and come back as they were after it."""

    world: World
    people: dict[str, Account]
    with_trainee = False
    started = 0
    taken: dict[str, int] = {}  # how often each step was not refused

    def __init__(self) -> None:
        super().__init__()
        type(self).started += 1
        self.people = {
            name: copy(one) for name, one in self.people.items()
        }  # an account that closes, here alone
        self.now = NOON + timedelta(minutes=30)
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.one = QualRegistration.objects.select_related("account", "version").get(
            pk=self.world.registration.pk
        )
        self.watch = Watch(self.one, self.people)

    def teardown(self) -> None:
        try:
            self.watch.look()
            self.watch.chain_is_whole()
            self.watch.nothing_changed()
        finally:
            transaction.set_rollback(True)
            self.frame.__exit__(None, None, None)

    @invariant()
    def nothing_forbidden(self) -> None:
        self.watch.look()

    def tries(self, name: str, one: Sent, step: Callable[[], object]) -> None:
        """Whatever comes of it, the clock goes on."""
        self.now += timedelta(minutes=1)
        self.watch.before(self.people[one.who], london_date(self.now))
        try:
            with transaction.atomic():
                step()
        except (Refused, ObjectDoesNotExist):
            return
        type(self).taken[name] = self.taken.get(name, 0) + 1

    @rule(what=whats, by_right=st.sampled_from((True, True, True, False)), sent=chances)
    def step(self, what: str, by_right: bool, sent: Sent) -> None:
        """Mostly by whoever's step it is, and one time in four by anybody."""
        rightly = WHAT[what][1]
        first = "trainee" if self.with_trainee else "assessor"
        who = (first if rightly == "first" else rightly) if by_right else sent.who
        getattr(self, what)(replace(sent, who=who))

    # --- what happens meanwhile

    def time_goes_by(self, one: Sent) -> None:
        self.now += timedelta(hours=24 * 16 if one.yes else 3)
        self.tries("silence", one, lambda: tell_silent(now=self.now))
        self.silence(one)

    def has_an_interest(self, one: Sent) -> None:
        def step() -> None:
            declare_conflict(
                person_id=self.people[one.who].pk,
                other_id=self.one.account_id,
                hub_id=None,
                nature=Nature.FAMILY,
                words="",
                **self.facts(one),
            )

        self.tries("conflict", one, step)

    def has_none_any_more(self, one: Sent) -> None:
        def step() -> None:
            for row in ConflictDeclaration.objects.filter(ends_on=None):
                today = self.now.date()
                end_conflict(conflict_id=row.pk, ends_on=today, why="It is over.", **self.facts(one))

        self.tries("no conflict", one, step)
