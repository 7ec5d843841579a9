"""What happens to the people and to the evidence while somebody judges: more of the random steps."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from academy.accounts.models import Account
from courses.qualifications.staff_actions import StatusFacts, record_status
from courses.qualifications.staff_models import AssessorStatus
from courses.qualifications.staff_states import AssessorLevel, Award
from learners.adjustments.claim_actions import ask_prior, conclude_prior, plan_prior, withdraw_prior
from learners.adjustments.models import PriorLearningClaim
from learners.assessment.record_actions import (
    begin_record,
    confirm_record,
    count_in_silence,
    query_record,
    share_record,
)
from learners.assessment.record_models import AssessorRecord
from learners.portfolio.states import EvidenceKind
from learners.registrations.allocation_actions import end_allocation, hand_over
from learners.registrations.states import AllocatedAs
from tests.learners import judging
from tests.learners.assessment.random_town import InTown, Sent
from tests.learners.assessment.record_world import words
from tests.learners.qualifying import LONG_AGO

# how often each is tried, and whose step it is
MEANWHILE: dict[str, tuple[int, str]] = {
    "writes_a_record": (2, "sister"),
    "answers_a_record": (2, "learner"),
    "asks_for_prior_learning": (1, "learner"),
    "plans_prior_learning": (1, "first"),
    "ends_prior_learning": (2, "first"),
    "gives_to_another": (1, "lead"),
    "changes_what_somebody_is": (1, "manager"),
    "closes_an_account": (1, "manager"),
}
STAFF = ("first", "sister", "countersigner", "stranger")


class Meanwhile(InTown):
    """Steps for random_people.Steps, which has the rest."""

    def somebody(self, number: int) -> Account:
        """Of those who judge; whoever has the first unit counts as `first`."""
        name = STAFF[number % len(STAFF)]
        return self.people[("trainee" if self.with_trainee else "assessor") if name == "first" else name]

    # --- records

    def writes_a_record(self, one: Sent) -> None:
        def step() -> None:
            made = begin_record(
                key=uuid4(),
                registration_id=self.one.pk,
                kind=EvidenceKind.OBSERVATION,
                words=words(self.one, one.number),
                **self.facts(one),
            )
            if one.yes:
                share_record(record_id=made.pk, **self.facts(one))

        self.tries("record", one, step)

    def answers_a_record(self, one: Sent) -> None:
        def step() -> None:
            made = AssessorRecord.objects.filter(registration=self.one).latest("pk")
            if one.met:
                confirm_record(record_id=made.pk, words="", how=one.how, **self.facts(one))
            else:
                query_record(record_id=made.pk, words="There were six.", **self.facts(one))

        self.tries("answer a record", one, step)

    def silence(self, one: Sent) -> None:
        """Of the learner, about a record; it counts, or it waits on."""
        self.tries("silent record", one, lambda: count_in_silence(now=self.now))

    # --- prior learning

    def asks_for_prior_learning(self, one: Sent) -> None:
        def step() -> None:
            ask_prior(
                registration_id=self.one.pk,
                unit_id=judging.unit_of(self.one, one.number).pk,
                learned_what="I ran a stall for ten years.",
                learned_where="",
                learned_until=None,
                **self.facts(one),
            )

        self.tries("ask for prior learning", one, step)

    def plans_prior_learning(self, one: Sent) -> None:
        def step() -> None:
            plan_prior(claim_id=self.claim(), plan="Bring the letters.", **self.facts(one))

        self.tries("plan prior learning", one, step)

    def ends_prior_learning(self, one: Sent) -> None:
        def step() -> None:
            if one.yes:
                conclude_prior(claim_id=self.claim(), words="All of it is there.", **self.facts(one))
            else:
                withdraw_prior(claim_id=self.claim(), **self.facts(one))

        self.tries("end prior learning", one, step)

    def claim(self) -> int:
        return PriorLearningClaim.objects.filter(registration=self.one).latest("pk").pk

    # --- who judges

    def gives_to_another(self, one: Sent) -> None:
        def step() -> None:
            now = self.one.allocations.filter(task=AllocatedAs.ASSESSOR, ends_on=None)
            row = now.order_by("pk")[one.at % now.count()]
            facts: dict[str, Any] = {"allocation_id": row.pk, "why": "Away", **self.facts(one)}
            if one.yes:
                hand_over(to_id=self.somebody(one.mask).pk, starts_on=self.now.date(), **facts)
            else:
                end_allocation(ends_on=self.now.date() + timedelta(days=one.number - 1), **facts)

        self.tries("give to another", one, step)

    def changes_what_somebody_is(self, one: Sent) -> None:
        """Promoted, or lapsed: from today on."""

        def step() -> None:
            person, today = self.somebody(one.mask), self.now.date()
            newest = AssessorStatus.objects.filter(person=person).order_by("-starts_on", "-pk")[0]
            qualified = newest.level != AssessorLevel.QUALIFIED
            facts = StatusFacts(
                level=AssessorLevel.QUALIFIED if qualified else AssessorLevel.LAPSED,
                starts_on=today,
                award=Award.CAVA if qualified else Award.NONE,
                award_seen_on=LONG_AGO if qualified else None,
                why="" if qualified else "No practice for a year",
            )
            record_status(person_id=person.pk, facts=facts, **self.facts(one))

        self.tries("status", one, step)

    def closes_an_account(self, one: Sent) -> None:
        """Or opens it again."""

        def step() -> None:
            person = self.somebody(one.mask)
            person.is_active = not person.is_active
            Account.objects.filter(pk=person.pk).update(is_active=person.is_active)

        self.tries("account", one, step)
