"""Work that was handed in, as it was at that moment, and looks at drafts."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from academy.shared.tokens import new_token
from courses.qualifications.models import Criterion
from learners.portfolio.models import EvidenceFile, EvidenceItem
from learners.registrations.models import QualRegistration
from learners.submissions.states import ReturnedFor, SignedBy, SubmissionState


class Submission(models.Model):
    """A bundle for assessment. The declaration's fields are empty until it is made, and never change after.

    digest: SHA-256 over all that was handed in, in hexadecimal.
    """

    token = models.CharField(max_length=22, unique=True, default=new_token)
    registration = models.ForeignKey(QualRegistration, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=13, choices=SubmissionState.choices, default=SubmissionState.DRAFT)
    chosen = models.JSONField(default=list, blank=True)  # ids of links, while it is put together; then empty
    words = models.TextField(max_length=1000, blank=True)  # the learner's, to the assessor
    made_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    declaration_version = models.CharField(max_length=20, null=True, blank=True)
    declaration = models.TextField(null=True, blank=True)
    ai_used = models.BooleanField(null=True, blank=True)
    help_words = models.TextField(max_length=1000, null=True, blank=True)  # what help or AI tool, for what
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_how = models.CharField(max_length=8, choices=SignedBy.choices, null=True, blank=True)
    digest = models.CharField(max_length=64, null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    returned_for = models.CharField(max_length=12, choices=ReturnedFor.choices, blank=True)
    returned_words = models.TextField(max_length=1000, blank=True)
    returned_pieces = models.JSONField(default=list, blank=True)  # numbers of the pieces that it is about
    released_at = models.DateTimeField(null=True, blank=True)  # when the learner got the answer

    class Meta:
        app_label = "learners"
        ordering = ["registration", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "number"], name="submission_number_once"),
            models.UniqueConstraint(
                fields=["registration"], condition=Q(state="draft"), name="submission_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(state__in=SubmissionState.values), name="submission_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at__isnull=True)
                | (
                    ~Q(state="draft")
                    & Q(
                        submitted_at__isnull=False,
                        declaration_version__isnull=False,
                        declaration__isnull=False,
                        ai_used__isnull=False,
                        signed_by__isnull=False,
                        signed_how__isnull=False,  # NULL is in no list, and would pass
                        signed_how__in=SignedBy.values,
                        digest__isnull=False,
                    )
                    & ~Q(declaration="")
                ),
                name="submission_is_declared",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned")
                | (
                    Q(returned_at__isnull=False, returned_by__isnull=False)
                    & ~Q(returned_for="")
                    & ~Q(returned_words="")
                ),
                name="submission_returned_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["submitted_at"], condition=Q(state="submitted"), name="submission_waiting")
        ]

    def __str__(self) -> str:
        return f"submission {self.number} of registration {self.registration_id}"


class SubmissionItem(models.Model):
    """A piece as it was. snapshot: its fields in words and its files as [{"sha256", "name", "type", "size"}]."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    item = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="handed_in")
    snapshot = models.JSONField()
    sha256 = models.CharField(max_length=64)  # of the snapshot

    class Meta:
        app_label = "learners"
        ordering = ["submission", "number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="submission_item_number_once"),
            models.UniqueConstraint(fields=["submission", "item"], name="submission_item_once"),
        ]

    def __str__(self) -> str:
        return f"piece {self.number} of submission {self.submission_id}"


class SubmissionFile(models.Model):
    """A file that was handed in; the file itself is kept with it."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="files")
    entry = models.ForeignKey(SubmissionItem, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, related_name="handed_in")
    sha256 = models.CharField(max_length=64)

    class Meta:
        app_label = "learners"
        constraints = [models.UniqueConstraint(fields=["submission", "file"], name="submission_file_once")]

    def __str__(self) -> str:
        return f"file {self.file_id} in submission {self.submission_id}"


class SubmissionCriterion(models.Model):
    """A criterion towards which this was handed in. `attempt` counts from 1, for this learner and criterion."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="criteria")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    attempt = models.PositiveSmallIntegerField(default=1)

    class Meta:
        app_label = "learners"
        ordering = ["submission", "criterion"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "criterion"], name="submission_criterion_once"),
            models.CheckConstraint(condition=Q(attempt__gte=1), name="submission_attempt_counts"),
        ]

    def __str__(self) -> str:
        return f"criterion {self.criterion_id} in submission {self.submission_id}"


class SubmissionLink(models.Model):
    """What the learner said a piece shows, as it was."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="links")
    entry = models.ForeignKey(SubmissionItem, on_delete=models.PROTECT, related_name="links")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    place = models.CharField(max_length=60, blank=True)

    class Meta:
        app_label = "learners"
        constraints = [models.UniqueConstraint(fields=["entry", "criterion"], name="submission_link_once")]

    def __str__(self) -> str:
        return f"piece {self.entry_id} for criterion {self.criterion_id}"


class DraftLook(models.Model):
    """The learner asks the assessor to look at something before it is handed in. The answer is words, no judgement."""

    token = models.CharField(max_length=22, unique=True, default=new_token)
    registration = models.ForeignKey(QualRegistration, on_delete=models.PROTECT, related_name="looks")
    words = models.TextField(max_length=1000, blank=True)
    asked_at = models.DateTimeField()
    answer = models.TextField(max_length=3000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "learners"
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | (Q(answered_by__isnull=False) & ~Q(answer="")),
                name="look_answer_says_something",
            )
        ]

    def __str__(self) -> str:
        return f"look for registration {self.registration_id}"


class DraftLookItem(models.Model):
    """A piece to look at."""

    look = models.ForeignKey(DraftLook, on_delete=models.CASCADE, related_name="items")
    item = models.ForeignKey(EvidenceItem, on_delete=models.CASCADE, related_name="+")

    class Meta:
        app_label = "learners"
        constraints = [models.UniqueConstraint(fields=["look", "item"], name="look_item_once")]

    def __str__(self) -> str:
        return f"piece {self.item_id} in look {self.look_id}"
