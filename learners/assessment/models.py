"""Judgements, the decisions in them, the pieces that these rest on, and countersignatures."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from academy.shared.tokens import new_token
from courses.qualifications.models import Criterion
from courses.qualifications.staff_models import AssessorStatus
from courses.qualifications.staff_states import AssessorLevel
from courses.qualifications.states import Method
from learners.assessment.record_models import AssessorRecord
from learners.assessment.states import Countersigned, DecisionState, JudgementState
from learners.portfolio.models import EvidenceItem
from learners.registrations.allocation_models import Allocation
from learners.registrations.models import QualRegistration
from learners.submissions.models import Submission, SubmissionItem
from learners.submissions.states import Outcome, SignedBy

SENT = [JudgementState.COUNTERSIGN, JudgementState.SENT_BACK, JudgementState.RELEASED]
SENT.append(JudgementState.ACKNOWLEDGED)
CHECKS = ("valid", "authentic", "reliable", "current", "sufficient")


class Judgement(models.Model):
    """One round of judging by one assessor, of work that was handed in or (`submission` empty) of their own records.

    While it is open it holds its criteria for this assessor until `held_until`. It is sent with its feedback: `words`
    about what is met first, then `next_step` and `next_by`; `spoken` is a recording of the same. digest: SHA-256 over
    the round and every decision in it.
    """

    token = models.CharField(max_length=22, unique=True, default=new_token)
    registration = models.ForeignKey(QualRegistration, on_delete=models.PROTECT, related_name="judgements")
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, blank=True, related_name="judgements"
    )
    number = models.PositiveSmallIntegerField()
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="judgements"
    )
    state = models.CharField(max_length=12, choices=JudgementState.choices, default=JudgementState.OPEN)
    follows = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )  # the round that a countersigner sent back
    again_why = models.CharField(max_length=500, blank=True)  # why something is judged that was judged before
    opened_at = models.DateTimeField()
    held_until = models.DateTimeField()
    words = models.TextField(max_length=3000, blank=True)
    next_step = models.TextField(max_length=1000, blank=True)
    next_by = models.DateField(null=True, blank=True)
    spoken = models.ForeignKey(
        EvidenceItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    assessor_name = models.CharField(max_length=200, blank=True)  # then
    status = models.ForeignKey(
        AssessorStatus, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    countersigner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # who is asked; somebody else may be named while it waits
    without_number = models.BooleanField(
        default=False
    )  # judged before the awarding organisation's number (INV-18)
    signed_how = models.CharField(max_length=8, choices=SignedBy.choices, null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    learner_words = models.TextField(max_length=1000, blank=True)  # with which the feedback was acknowledged

    class Meta:
        app_label = "learners"
        ordering = ["registration", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "number"], name="judgement_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=JudgementState.values), name="judgement_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=SENT)
                | Q(decided_at__isnull=False, status__isnull=False)
                & Q(signed_how__isnull=False, signed_how__in=SignedBy.values)
                & ~Q(assessor_name="")
                & ~Q(digest="")
                & ~Q(words=""),
                name="judgement_is_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state=JudgementState.COUNTERSIGN) | Q(countersigner__isnull=False),
                name="judgement_waits_for_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[JudgementState.RELEASED, JudgementState.ACKNOWLEDGED])
                | Q(released_at__isnull=False),
                name="judgement_released_has_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["assessor", "state"], name="judgement_of_assessor"),
            models.Index(
                fields=["countersigner"], condition=Q(state="countersign"), name="judgement_to_countersign"
            ),
        ]

    def __str__(self) -> str:
        return f"judgement {self.number} of registration {self.registration_id}"


class DraftDecision(models.Model):
    """A criterion in an open judgement, as far as it was thought about. Saved while the assessor types.

    While `open`, nobody else can take the criterion. checks: {"valid": true, …}, those that were answered. pieces: a
    list of {"entry": id} or {"record": id} with "used", "why" (set aside), "place" and "method". revision counts the
    savings, so that a page opened yesterday cannot overwrite what was written since.
    """

    judgement = models.ForeignKey(Judgement, on_delete=models.PROTECT, related_name="drafts")
    registration = models.ForeignKey(QualRegistration, on_delete=models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    open = models.BooleanField(default=True)
    outcome = models.CharField(max_length=7, choices=Outcome.choices, blank=True)
    checks = models.JSONField(default=dict, blank=True)
    pieces = models.JSONField(default=list, blank=True)
    rationale = models.TextField(max_length=3000, blank=True)
    next_step = models.TextField(max_length=1000, blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "learners"
        ordering = ["judgement", "criterion"]
        constraints = [
            models.UniqueConstraint(fields=["judgement", "criterion"], name="draft_decision_once"),
            models.UniqueConstraint(
                fields=["registration", "criterion"], condition=Q(open=True), name="draft_decision_of_one"
            ),
        ]

    def __str__(self) -> str:
        return f"draft for criterion {self.criterion_id} in judgement {self.judgement_id}"


class CriterionDecision(models.Model):
    """Met or not yet met: by whom, as what, on what and why (INV-10). `registration` and `assessor` repeat the
    judgement's, so that the database can look at them. attempt counts the learner's tries from 1; 0: the assessor's own
    record was enough. digest: SHA-256 over the words of the criterion, the decision and the pieces.
    """

    judgement = models.ForeignKey(Judgement, on_delete=models.PROTECT, related_name="decisions")
    registration = models.ForeignKey(QualRegistration, on_delete=models.PROTECT, related_name="decisions")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    attempt = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=7, choices=Outcome.choices)
    valid = models.BooleanField()
    authentic = models.BooleanField()
    reliable = models.BooleanField()
    current = models.BooleanField()
    sufficient = models.BooleanField()
    rationale = models.TextField(max_length=3000)
    next_step = models.TextField(max_length=1000, blank=True)
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assessor_name = models.CharField(max_length=200)
    status = models.ForeignKey(AssessorStatus, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=10, choices=AssessorLevel.choices)
    allocation = models.ForeignKey(Allocation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=DecisionState.choices)
    decided_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # superseded or overturned
    digest = models.CharField(max_length=64)

    class Meta:
        app_label = "learners"
        ordering = ["judgement", "criterion"]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="decision_outcome_known"),
            models.CheckConstraint(condition=Q(state__in=DecisionState.values), name="decision_state_known"),
            models.CheckConstraint(
                condition=Q(level__in=[AssessorLevel.TRAINEE, AssessorLevel.QUALIFIED]),
                name="decision_by_an_assessor",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.NOT_YET) | Q(**dict.fromkeys(CHECKS, True)),
                name="decision_met_by_all_five",
            ),
            models.CheckConstraint(
                condition=~Q(rationale="") & ~Q(assessor_name="") & ~Q(digest=""),
                name="decision_says_who_and_why",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.MET) | ~Q(next_step=""), name="decision_not_yet_says_what_next"
            ),
            models.CheckConstraint(
                condition=~Q(state=DecisionState.CONFIRMED) | Q(confirmed_at__isnull=False),
                name="decision_confirmed_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[DecisionState.SUPERSEDED, DecisionState.OVERTURNED])
                | Q(ended_at__isnull=False),
                name="decision_ended_has_a_moment",
            ),
            models.UniqueConstraint(fields=["judgement", "criterion"], name="decision_once_a_round"),
            models.UniqueConstraint(
                fields=["registration", "criterion"],
                condition=Q(state=DecisionState.CONFIRMED),
                name="decision_one_that_counts",
            ),
            models.UniqueConstraint(
                fields=["registration", "criterion"],
                condition=Q(state=DecisionState.AWAITING),
                name="decision_one_that_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} for criterion {self.criterion_id} in judgement {self.judgement_id}"


class DecisionPiece(models.Model):
    """A piece that a decision rests on, or that was set aside with a word why: something handed in, or a record.

    place: page or time. method: as which of the specification's methods it counts, if any. sha256: of the piece then.
    """

    judgement = models.ForeignKey(Judgement, on_delete=models.PROTECT, related_name="+")  # the decision's
    decision = models.ForeignKey(CriterionDecision, on_delete=models.PROTECT, related_name="pieces")
    entry = models.ForeignKey(
        SubmissionItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    record = models.ForeignKey(
        AssessorRecord, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    used = models.BooleanField()
    why = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=60, blank=True)
    method = models.CharField(max_length=15, choices=Method.choices, blank=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        app_label = "learners"
        ordering = ["decision", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(entry__isnull=False, record__isnull=True)
                | Q(entry__isnull=True, record__isnull=False),
                name="decision_piece_is_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(used=True) | ~Q(why=""), name="decision_piece_set_aside_says_why"
            ),
            models.CheckConstraint(
                condition=Q(method="") | Q(method__in=Method.values), name="decision_piece_method_known"
            ),
            models.UniqueConstraint(
                fields=["decision", "entry"], condition=Q(entry__isnull=False), name="decision_entry_once"
            ),
            models.UniqueConstraint(
                fields=["decision", "record"], condition=Q(record__isnull=False), name="decision_record_once"
            ),
        ]

    def __str__(self) -> str:
        return f"piece of decision {self.decision_id}"


class Countersignature(models.Model):
    """What a qualified assessor said to a trainee's round. about: criteria (ids) that it was sent back for."""

    judgement = models.OneToOneField(Judgement, on_delete=models.PROTECT, related_name="countersignature")
    outcome = models.CharField(max_length=9, choices=Countersigned.choices)
    words = models.TextField(max_length=2000, blank=True)  # to the trainee
    about = models.JSONField(default=list, blank=True)
    countersigner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)  # then
    status = models.ForeignKey(AssessorStatus, on_delete=models.PROTECT, related_name="+")
    signed_how = models.CharField(max_length=8, choices=SignedBy.choices)
    signed_at = models.DateTimeField()
    digest = models.CharField(max_length=64, blank=True)  # empty only where it is older than the column

    class Meta:
        app_label = "learners"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=Countersigned.values), name="countersignature_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(signed_how__in=SignedBy.values) & ~Q(name=""), name="countersignature_is_signed"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Countersigned.CONFIRMED) | ~Q(words=""),
                name="countersignature_sent_back_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome}: judgement {self.judgement_id}"
