"""Handing in, judging and countersigning: some of the random steps."""

from datetime import timedelta

from learners.assessment.actions import acknowledge, claim, claim_records, judge_again, put_back
from learners.assessment.countersign_actions import countersign
from learners.assessment.models import Judgement
from learners.assessment.states import JudgementState
from learners.submissions.actions import Declared, hand_in
from learners.submissions.declaration import CURRENT
from learners.submissions.draft_actions import choose
from learners.submissions.models import Submission
from tests.learners import judging
from tests.learners.assessment.random_town import InTown, Sent
from tests.learners.assessment.world import sent, written

# how often each is tried, and whose step it is
JUDGING: dict[str, tuple[int, str]] = {
    "hands_in": (3, "learner"),
    "claims": (3, "first"),
    "writes": (1, "first"),
    "writes_and_sends": (4, "first"),
    "judges_by_records": (2, "sister"),
    "judges_again": (2, "first"),
    "puts_back": (1, "first"),
    "countersigns": (3, "countersigner"),
    "reads_the_feedback": (1, "learner"),
}


class Judging(InTown):
    """Steps for random_people.Steps, from a hand-in to the learner who reads what came of it."""

    def hands_in(self, one: Sent) -> None:
        def step() -> None:
            rows = self.one.evidence_links.order_by("pk")
            links = [row.pk for at, row in enumerate(rows) if one.mask >> at & 1]
            made = choose(registration_id=self.one.pk, links=links, **self.facts(one))
            declared = Declared(True, CURRENT.version, ai_used=False, help_words="", how=one.how)
            hand_in(registration_id=self.one.pk, token=made.token, declared=declared, **self.facts(one))

        self.tries("hand in", one, step)

    def claims(self, one: Sent) -> None:
        self.tries("claim", one, lambda: claim(submission_id=self.work(one).pk, **self.facts(one)))

    def writes(self, one: Sent) -> None:
        self.tries("write", one, lambda: self.fill(self.round(one), one))

    def writes_and_sends(self, one: Sent) -> None:
        def step() -> None:
            round_ = self.round(one)
            if round_.state == JudgementState.OPEN:
                self.fill(round_, one)
            self.send(round_, one)

        self.tries("send", one, step)

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

    def reads_the_feedback(self, one: Sent) -> None:
        def step() -> None:
            acknowledge(judgement_id=self.round(one).pk, words="", **self.facts(one))

        self.tries("read", one, step)

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

    def fill(self, round_: Judgement, one: Sent) -> None:
        for draft in round_.drafts.filter(open=True).select_related("criterion"):
            written(round_, draft.criterion, "met" if one.met else "not_yet", **self.facts(one))

    def send(self, round_: Judgement, one: Sent) -> None:
        some_not_yet = round_.drafts.filter(open=True, outcome="not_yet").exists()
        day = (self.now + timedelta(days=9)).date() if some_not_yet else None
        sent(round_, how=one.how, next_by=day, **self.facts(one))
