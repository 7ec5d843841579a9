"""What no sequence of steps may ever lead to: every invariant of judging and signing, asked of the rows themselves."""

from datetime import date
from typing import Any

from django.db.models import Count, Q

from academy.accounts.models import Account
from academy.shared.audit import chain_of
from courses.qualifications.models import Criterion
from courses.qualifications.staff_models import AssessorStatus
from courses.qualifications.staff_states import AssessorLevel
from learners.adjustments.models import PriorLearningClaim
from learners.assessment.digests import digest_of_decision, digest_of_judgement, digest_of_signature
from learners.assessment.history_queries import changed_in
from learners.assessment.models import (
    CHECKS,
    Countersignature,
    CriterionDecision,
    DecisionPiece,
    DraftDecision,
    Judgement,
)
from learners.assessment.signoff_models import Signature, UnitSignoff, Unlocking
from learners.assessment.states import (
    SEEN_BY_LEARNER,
    Countersigned,
    DecisionState,
    JudgementState,
    RecordState,
    SignedAs,
    SignoffState,
)
from learners.portfolio.states import EvidenceKind
from learners.registrations.allocation_models import ConflictDeclaration
from learners.registrations.models import QualRegistration
from learners.registrations.states import JUDGING, AllocatedAs, RegistrationState
from learners.submissions.answer_models import CriterionAnswer
from learners.submissions.models import Submission
from learners.submissions.states import Outcome, SignedBy, SubmissionState
from tests.chains import broken_links
from tests.learners.qualifying import NOON

D, U = DecisionState, SignoffState
COUNTING = ("mapped", "assessed", "accepted")  # prior learning that is a method
FROZEN = ("outcome", *CHECKS, "rationale", "next_step", "assessor_id", "level", "digest", "decided_at")
JUDGES = {"assessor", "trainee", "sister", "stranger", "countersigner"}  # to whom a unit can be given
MAY_SIGN = {
    SignedAs.ASSESSOR: JUDGES,
    SignedAs.COUNTERSIGNER: {"countersigner"},
    SignedAs.LEARNER: {"learner"},
    SignedAs.QUALITY: set(),
}


class Watch:
    """Of one registration; it remembers what was there, to see that nothing of it is gone or changed."""

    def __init__(self, one: QualRegistration, people: dict[str, Account]) -> None:
        self.one, self.people = one, people
        self.names = {account.pk: name for name, account in people.items()}
        self.units: dict[int, set[int]] = {}
        for pk, unit in Criterion.objects.filter(version=one.version_id).values_list("pk", "outcome__unit"):
            self.units.setdefault(unit, set()).add(pk)
        self.decisions: dict[int, tuple[Any, ...]] = {}
        self.signatures: dict[int, tuple[Any, ...]] = {}
        self.by: Account | None = None
        self.conflict, self.active, self.today = False, True, NOON.date()
        self.claims: set[int] = set()
        self.state = one.state
        self.made_up = set(changed_in(one))  # rows of the beginning that no action wrote
        self._remember()

    def before(self, by: Account | None, today: date) -> None:
        """What held just before the step."""
        self.by, self.today = by, today
        self.active = by is not None and by.is_active
        recognised = PriorLearningClaim.objects.filter(registration=self.one, state__in=COUNTING)
        self.claims = set(recognised.values_list("unit", flat=True))
        clashes = ConflictDeclaration.objects.filter(ends_on=None, decided_at=None)
        self.conflict = by is not None and clashes.filter(person=by, other=self.one.account_id).exists()
        self.state = QualRegistration.objects.values_list("state", flat=True).get(pk=self.one.pk)

    def look(self) -> None:
        decisions = list(CriterionDecision.objects.filter(registration=self.one).select_related("judgement"))
        signatures = list(
            Signature.objects.filter(signoff__registration=self.one).select_related(
                "signoff", "voided_by", "status"
            )
        )
        self._people(decisions, signatures)
        self._new(decisions, signatures)
        self._decided(decisions)
        self._told()
        self._signed(decisions, signatures)
        self._remember(decisions, signatures)

    def chain_is_whole(self) -> None:
        assert broken_links(chain_of(self.one)) == []
        for one in CriterionDecision.objects.filter(registration=self.one).exclude(digest="0" * 64):
            assert one.digest == digest_of_decision(one), "INV-12: a decision was changed"
        for judgement in Judgement.objects.filter(registration=self.one).exclude(digest__in=["", "0" * 64]):
            assert judgement.digest == digest_of_judgement(judgement), "INV-12: a judgement was changed"
        for signed in Signature.objects.filter(signoff__registration=self.one, voided_at=None):
            assert signed.digest == digest_of_signature(signed), "INV-12: what was signed was changed"

    def nothing_changed(self) -> None:
        """As `manage.py verify_history` looks at it: each row against its digest and against its link in the chain."""
        one = QualRegistration.objects.select_related("account", "version").get(pk=self.one.pk)
        found = [words for words in changed_in(one) if words not in self.made_up]
        assert not found, f"changed behind the history: {found}"

    def _people(self, decisions: list[CriterionDecision], signatures: list[Signature]) -> None:
        """INV-01, INV-03, INV-06, INV-08, INV-19: who did it."""
        for one in decisions:
            assert self.names[one.assessor_id] in JUDGES, (
                f"INV-01, INV-08: {self.names[one.assessor_id]} judged"
            )
        for second in Countersignature.objects.filter(judgement__registration=self.one).select_related(
            "judgement", "status"
        ):
            assert second.countersigner_id != second.judgement.assessor_id, "INV-03: for themselves"
            assert self.names[second.countersigner_id] == "countersigner", "INV-03: not who is asked"
            assert second.status.level == AssessorLevel.QUALIFIED, "INV-03: by a trainee"
        for signed in signatures:
            who, kind = self.names[signed.person_id], SignedAs(signed.signed_as)
            assert who in MAY_SIGN[kind], f"INV-01, INV-06, INV-08: {who} signed as {kind}"
            assert signed.signed_how in SignedBy.values, "INV-19"
        undone = Unlocking.objects.filter(signoff__registration=self.one)
        for person, reason in undone.values_list("unlocked_by", "reason"):
            assert self.names[person] in JUDGES | {"lead"}, f"INV-15: {self.names[person]} unlocked"
            assert reason.strip(), "INV-15: no reason"

    def _new(self, decisions: list[CriterionDecision], signatures: list[Signature]) -> None:
        """INV-05, INV-18, INV-12, and holds: what was made by the step that was just taken."""
        fresh = [one for one in decisions if one.pk not in self.decisions]
        signed = [one for one in signatures if one.pk not in self.signatures]
        by_staff = [one for one in signed if one.signed_as != SignedAs.LEARNER]
        if fresh or by_staff:
            assert not self.conflict, "INV-05: somebody with an open conflict judged or signed"
            assert self.state in JUDGING, "INV-18: not while it is under way"
            assert self.active, "INV-19: by somebody whose account is closed"
        self._by_right(fresh, [one for one in signed if one.signed_as == SignedAs.ASSESSOR])
        for one in by_staff:
            holds = self.one.holds.filter(Q(unit=None) | Q(unit=one.signoff.unit_id), lifted_at=None)
            assert not holds.exists(), "signed under a hold"
        self._rests(fresh)
        made = [*(one.assessor_id for one in fresh), *(one.person_id for one in signed)]
        assert not made or set(made) == {self.by.pk if self.by else 0}, "INV-19: in another's name"
        now = {one.pk: _frozen(one) for one in decisions}
        assert self.decisions.items() <= now.items(), "INV-12: a decision changed or is gone"
        kept = {one.pk: (one.person_id, one.digest, one.words) for one in signatures}
        assert self.signatures.items() <= kept.items(), "INV-12, INV-15: a signature changed or is gone"

    def _by_right(self, fresh: list[CriterionDecision], signed: list[Signature]) -> None:
        """INV-08, INV-10: of a unit that they have today, as what they are today."""
        given: list[tuple[int, int, int | None]] = []
        given += [(one.assessor_id, self.unit_of(one.criterion_id), one.status_id) for one in fresh]
        given += [(one.person_id, one.signoff.unit_id, one.status_id) for one in signed]
        for person, unit, status in given:
            assert self._has(person, unit), f"INV-08: {self.names[person]} was not given unit {unit} today"
            assert self._is(person, status), f"INV-10: {self.names[person]} is not that any more"

    def unit_of(self, criterion: int) -> int:
        return next(unit for unit, criteria in self.units.items() if criterion in criteria)

    def _has(self, person: int, unit: int) -> bool:
        """Today: the unit by name, or the rest of the learner."""
        now = Q(ends_on=None) | Q(ends_on__gt=self.today)
        rows = self.one.allocations.filter(now, starts_on__lte=self.today, task=AllocatedAs.ASSESSOR)
        by_name = list(rows.filter(unit=unit).values_list("person", flat=True))
        return person in (by_name or rows.filter(unit=None).values_list("person", flat=True))

    def _is(self, person: int, status: int | None) -> bool:
        """The status is the newest that has begun, and lets them judge today."""
        rows = AssessorStatus.objects.filter(person=person, starts_on__lte=self.today)
        newest = rows.order_by("-starts_on", "-pk")[0]
        return newest.pk == status and newest.level != AssessorLevel.LAPSED

    def _rests(self, fresh: list[CriterionDecision]) -> None:
        """INV-10: what a decision rests on counted when it was made."""
        for piece in DecisionPiece.objects.filter(
            decision__in=fresh, used=True, record__isnull=False
        ).select_related("record"):
            record = piece.record
            assert record is not None and record.counted_at is not None, (
                "INV-10: on a record that does not count"
            )
            assert record.state != RecordState.QUERIED, "INV-10: on what the learner sees differently"

    def _decided(self, decisions: list[CriterionDecision]) -> None:
        """INV-03, INV-10, INV-11, INV-13, INV-17."""
        pieces: dict[int, list[DecisionPiece]] = {}
        for piece in DecisionPiece.objects.filter(decision__registration=self.one, used=True):
            pieces.setdefault(piece.decision_id, []).append(piece)
        confirmed = Countersignature.objects.filter(
            judgement__registration=self.one, outcome=Countersigned.CONFIRMED
        )
        seconds = set(confirmed.values_list("judgement", flat=True))
        for one in decisions:
            if one.outcome == Outcome.MET:
                assert all(getattr(one, name) for name in CHECKS), "INV-11: met without all five"
                assert pieces.get(one.pk), "INV-10: met on nothing"
                recognised = one.pk in self.decisions or self.unit_of(one.criterion_id) in self.claims
                assert _prescribed(one, pieces[one.pk], prior=recognised), (
                    "INV-11: not by the prescribed method"
                )
            assert one.rationale and one.assessor_name and one.decided_at, "INV-10"
            counts = one.state == D.CONFIRMED and one.level == AssessorLevel.TRAINEE
            assert not counts or one.judgement_id in seconds, "INV-03: a trainee’s counts by itself"
            waits = one.state == D.AWAITING
            assert not waits or one.judgement.state == JudgementState.COUNTERSIGN, "waits for nobody"
            assert not waits or one.judgement.state not in SEEN_BY_LEARNER, "INV-13"
        live = [one.criterion_id for one in decisions if one.state == D.CONFIRMED]
        assert len(live) == len(set(live)), "two decisions count"
        twice = DraftDecision.objects.filter(registration=self.one, open=True).values("criterion")
        assert not twice.annotate(many=Count("pk")).filter(many__gt=1).exists(), "two have one criterion"
        undeclared = Submission.objects.filter(registration=self.one, declaration="")
        assert not undeclared.exclude(state=SubmissionState.DRAFT).exists(), "INV-17"

    def _told(self) -> None:
        """INV-13: the learner is told what was confirmed, and nothing else."""
        for one in CriterionAnswer.objects.filter(registration=self.one, ended_at=None):
            fits = CriterionDecision.objects.filter(
                registration=self.one, criterion=one.criterion_id, outcome=one.outcome, state=D.CONFIRMED
            )
            assert fits.exists(), "INV-13: told what was not confirmed"

    def _signed(self, decisions: list[CriterionDecision], signatures: list[Signature]) -> None:
        """INV-14, INV-15, and that nothing is cleared by default."""
        met = {
            one.criterion_id for one in decisions if one.state == D.CONFIRMED and one.outcome == Outcome.MET
        }
        past = set()
        for signoff in UnitSignoff.objects.filter(registration=self.one):
            live = {SignedAs(one.signed_as): one for one in signatures if _counts(one, signoff)}
            assert signoff.state not in (U.QUALITY_HOLD, U.CLEARED, U.CLAIMED), "cleared by default"
            if signoff.state == U.OPEN:
                assert not live, "INV-15: open, and a signature counts"
                continue
            assert self.units[signoff.unit_id] <= met, "INV-14: signed off, and not all of it is met"
            assert not self._witnesses_alone(signoff.unit_id), "INV-16: on witnesses alone"
            first = live[SignedAs.ASSESSOR]
            trainee = first.status is not None and first.status.level == AssessorLevel.TRAINEE
            second = SignedAs.COUNTERSIGNER in live
            assert signoff.state == U.ASSESSOR_SIGNED or second or not trainee, "INV-03: no countersigner"
            assert (signoff.state == U.LEARNER_CONFIRMED) == (SignedAs.LEARNER in live), "INV-19"
            if second or not trainee:
                past.add(signoff.unit_id)
        for one in signatures:
            whole = one.voided_at is None or (one.voided_by is not None and one.voided_by.reason)
            assert whole, "INV-15: voided by nobody"
        state = QualRegistration.objects.values_list("state", flat=True).get(pk=self.one.pk)
        assert (state == RegistrationState.ASSESSED) == (past == set(self.units)), f"{state} with {len(past)}"

    def _witnesses_alone(self, unit: int) -> bool:
        rows = DecisionPiece.objects.filter(
            decision__registration=self.one,
            decision__state=D.CONFIRMED,
            decision__criterion__outcome__unit=unit,
            used=True,
        )
        return not rows.filter(~Q(entry__item__kind=EvidenceKind.WITNESS) | Q(record__isnull=False)).exists()

    def _remember(
        self, decisions: list[CriterionDecision] | None = None, signatures: list[Signature] | None = None
    ) -> None:
        if decisions is None:
            decisions = list(CriterionDecision.objects.filter(registration=self.one))
        if signatures is None:
            signatures = list(Signature.objects.filter(signoff__registration=self.one))
        self.decisions = {one.pk: _frozen(one) for one in decisions}
        self.signatures = {one.pk: (one.person_id, one.digest, one.words) for one in signatures}


def _frozen(one: CriterionDecision) -> tuple[Any, ...]:
    return tuple(getattr(one, name) for name in FROZEN)


def _counts(one: Signature, signoff: UnitSignoff) -> bool:
    return one.signoff_id == signoff.pk and one.voided_at is None


def _prescribed(one: CriterionDecision, pieces: list[DecisionPiece], *, prior: bool) -> bool:
    asked = set(one.criterion.methods.filter(prescribed=True).values_list("method", flat=True))
    if prior:  # recognised, when it was judged
        asked |= {"prior_learning"} if asked else set()
    return not asked or bool(asked & {piece.method for piece in pieces})
