"""Random steps by random people on one learner's work: the real actions, with whatever anybody might send them.

A step that is refused in words is as good as one that is taken. Anything else that goes wrong is a fault, also when it
is the database that refuses: the action should have said it first.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.shared.clock import london_date
from academy.shared.rulings import Refused
from learners.adjustments.hold_actions import lift_hold, place_hold
from learners.assessment.actions import acknowledge, claim, claim_records, judge_again, put_back
from learners.assessment.countersign_actions import countersign
from learners.assessment.models import Judgement
from learners.assessment.signoff_actions import (
    confirm_unit,
    countersign_unit,
    sign_unit,
    tell_silent,
    unlock,
)
from learners.assessment.signoff_models import UnitSignoff
from learners.assessment.states import JudgementState
from learners.registrations.allocation_models import ConflictDeclaration
from learners.registrations.conflict_actions import declare_conflict, end_conflict
from learners.registrations.models import QualRegistration
from learners.registrations.states import AllocatedAs, Nature
from learners.submissions.actions import Declared, hand_in
from learners.submissions.declaration import CURRENT
from learners.submissions.draft_actions import choose
from learners.submissions.models import Submission
from tests.cast import hold, person
from tests.learners import judging, qualifying
from tests.learners.assessment.forbidden import Watch
from tests.learners.assessment.random_meanwhile import MEANWHILE, Meanwhile
from tests.learners.assessment.world import World, make_world, sent, written
from tests.learners.qualifying import NOON

WHO = ("learner", "assessor", "trainee", "countersigner", "lead", "manager", "stranger", "sister")
# what is tried, the steps on the way to a signature more often; with whose step it is, and who it is tried by else
WHAT: dict[str, tuple[int, str]] = {
    "hands_in": (3, "learner"),
    "claims": (3, "first"),
    "writes": (1, "first"),
    "writes_and_sends": (4, "first"),
    "judges_by_records": (2, "sister"),
    "judges_again": (2, "first"),
    "puts_back": (1, "first"),
    "countersigns": (3, "countersigner"),
    "reads_the_feedback": (1, "learner"),
    "signs": (4, "first"),
    "countersigns_the_unit": (2, "countersigner"),
    "confirms": (2, "learner"),
    "unlocks": (2, "first"),
    "time_goes_by": (1, "lead"),
    "holds": (1, "lead"),
    "lifts": (1, "lead"),
    "has_an_interest": (1, "sister"),
    "has_none_any_more": (1, "manager"),
    **MEANWHILE,
}
whats = st.sampled_from([name for name, (often, _) in WHAT.items() for _ in range(often)])
hows = st.sampled_from(("email", "email", "passkey", "email", "password", "hub_code"))


@dataclass(frozen=True)
class Sent:
    """Everything that a step might be sent. number: of the unit; at: how far back; mask: which of several."""

    who: str
    number: int
    at: int
    mask: int
    how: str
    met: bool
    yes: bool


chances = st.builds(
    Sent,
    who=st.sampled_from(WHO),
    number=st.sampled_from((1, 1, 1, 2)),
    at=st.sampled_from((0, 0, 0, 1, 2)),
    mask=st.sampled_from((7, 15, 1, 2, 4, 8, 3)),
    how=hows,
    met=st.sampled_from((True, True, True, False)),
    yes=st.sampled_from((True, True, False)),
)


def make_town(*, trainee: bool) -> tuple[World, dict[str, Account]]:
    """Everybody could judge, by the staff file; only Asa (or Tia) was given unit 1, and the sister unit 2."""
    world = make_world(to_trainee=trainee)
    cast, one = world.cast, world.registration
    sister = person("Sis Bello", hub=cast.harbour)
    people = {
        "learner": cast.learner,
        "assessor": cast.assessor,
        "trainee": world.trainee,
        "countersigner": cast.stranger,
        "lead": cast.quality,
        "manager": cast.manager,
        "stranger": cast.neighbour,
        "sister": sister,
    }
    Account.objects.filter(pk=cast.manager.pk).update(is_superuser=True)
    cast.manager.refresh_from_db()
    for name in ("learner", "lead", "manager", "stranger", "sister"):
        hold(people[name], Role.ASSESSOR, cast.harbour)
        qualifying.assessor(people[name], cast.manager)
    qualifying.allocated(one, sister, judging.unit_of(one, 2))
    qualifying.allocated(one, cast.quality, task=AllocatedAs.QUALITY)
    for at in range(4):
        qualifying.shows(
            qualifying.piece(one.account, f"Piece {at}"), one, qualifying.criteria(one)[at], note="All of it"
        )
    judging.record(one, sister)
    return world, people


class Steps(Meanwhile, RuleBasedStateMachine):
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
            self.watch.chain_is_whole()
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

    def facts(self, one: Sent) -> dict[str, Any]:
        return {"by": self.people[one.who], "now": self.now}

    # --- the learner

    def hands_in(self, one: Sent) -> None:
        def step() -> None:
            rows = self.one.evidence_links.order_by("pk")
            links = [row.pk for at, row in enumerate(rows) if one.mask >> at & 1]
            made = choose(registration_id=self.one.pk, links=links, **self.facts(one))
            declared = Declared(True, CURRENT.version, ai_used=False, help_words="", how=one.how)
            hand_in(registration_id=self.one.pk, token=made.token, declared=declared, **self.facts(one))

        self.tries("hand in", one, step)

    def reads_the_feedback(self, one: Sent) -> None:
        def step() -> None:
            acknowledge(judgement_id=self.round(one).pk, words="", **self.facts(one))

        self.tries("read", one, step)

    def confirms(self, one: Sent) -> None:
        def step() -> None:
            confirm_unit(signoff_id=self.signoff(one), comment="", how=one.how, **self.facts(one))

        self.tries("confirm", one, step)

    # --- judging

    def claims(self, one: Sent) -> None:
        self.tries("claim", one, lambda: claim(submission_id=self.work(one).pk, **self.facts(one)))

    def judges_by_records(self, one: Sent) -> None:
        def step() -> None:
            ids = [row.pk for row in judging.criteria_of(self.one, 2)]
            round_ = claim_records(registration_id=self.one.pk, criteria=ids, **self.facts(one))
            self.fill(round_, one)
            self.send(round_, one)

        self.tries("judge by records", one, step)

    def judges_again(self, one: Sent) -> None:
        rows = judging.criteria_of(self.one)
        ids = [row.pk for at, row in enumerate(rows) if one.mask >> at & 1]

        def step() -> None:
            judge_again(registration_id=self.one.pk, criteria=ids, why="I heard more.", **self.facts(one))

        self.tries("judge again", one, step)

    def writes(self, one: Sent) -> None:
        self.tries("write", one, lambda: self.fill(self.round(one), one))

    def writes_and_sends(self, one: Sent) -> None:
        def step() -> None:
            round_ = self.round(one)
            if round_.state == JudgementState.OPEN:
                self.fill(round_, one)
            self.send(round_, one)

        self.tries("send", one, step)

    def puts_back(self, one: Sent) -> None:
        self.tries("put back", one, lambda: put_back(judgement_id=self.round(one).pk, **self.facts(one)))

    def countersigns(self, one: Sent) -> None:
        def step() -> None:
            round_ = self.round(one)
            countersign(
                judgement_id=round_.pk,
                confirmed=one.yes,
                words="" if one.yes else "Why?",
                about=list(round_.decisions.values_list("criterion", flat=True))[:1],
                how=one.how,
                **self.facts(one),
            )

        self.tries("countersign", one, step)

    # --- signing

    def signs(self, one: Sent) -> None:
        unit = judging.unit_of(self.one, one.number).pk

        def step() -> None:
            sign_unit(registration_id=self.one.pk, unit_id=unit, comment="", how=one.how, **self.facts(one))

        self.tries("sign", one, step)

    def countersigns_the_unit(self, one: Sent) -> None:
        def step() -> None:
            countersign_unit(signoff_id=self.signoff(one), comment="", how=one.how, **self.facts(one))

        self.tries("countersign the unit", one, step)

    def unlocks(self, one: Sent) -> None:
        reason = "The wrong recording." if one.yes else " "
        self.tries(
            "unlock",
            one,
            lambda: unlock(signoff_id=self.signoff(one), reason=reason, how=one.how, **self.facts(one)),
        )

    # --- what happens meanwhile

    def time_goes_by(self, one: Sent) -> None:
        self.now += timedelta(hours=24 * 16 if one.yes else 3)
        self.tries("silence", one, lambda: tell_silent(now=self.now))
        self.silence(one)

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

    # --- what the steps are about

    def work(self, one: Sent) -> Submission:
        """The newest, or one before."""
        rows = list(Submission.objects.filter(registration=self.one).order_by("-number")[: one.at + 1])
        if not rows:
            raise Submission.DoesNotExist
        return rows[-1]

    def round(self, one: Sent) -> Judgement:
        rows = list(Judgement.objects.filter(registration=self.one).order_by("-number")[: one.at + 1])
        if not rows:
            raise Judgement.DoesNotExist
        return rows[-1]

    def signoff(self, one: Sent) -> int:
        return UnitSignoff.objects.get(registration=self.one, unit__number=one.number).pk

    def fill(self, round_: Judgement, one: Sent) -> None:
        for draft in round_.drafts.filter(open=True).select_related("criterion"):
            written(round_, draft.criterion, "met" if one.met else "not_yet", **self.facts(one))

    def send(self, round_: Judgement, one: Sent) -> None:
        some_not_yet = round_.drafts.filter(open=True, outcome="not_yet").exists()
        day = (self.now + timedelta(days=9)).date() if some_not_yet else None
        sent(round_, how=one.how, next_by=day, **self.facts(one))
