"""What an assessor saw, heard or asked: observation, professional discussion, questions and answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from academy.shared.tokens import new_token
from courses.qualifications.models import Criterion
from learners.assessment.states import RecordState
from learners.planning.models import PlanTask
from learners.portfolio.models import EvidenceItem
from learners.registrations.models import QualRegistration
from learners.submissions.states import SignedBy

# A decision may rest on a record of these. One that the learner sees differently rests until that is settled, even
# where their silence had let it count.
COUNTS = Q(counted_at__isnull=False) & ~Q(state=RecordState.QUERIED)


class AssessorRecord(models.Model):
    """Begun by the assessor, planned or not; the learner reads it and confirms. It counts from `counted_at`.

    `item` is the piece of evidence that it makes in the learner's portfolio (its kind says what this is), with its
    recordings and photos as files. key: made by the phone that wrote it, so that sending it twice keeps it once.
    digest: SHA-256 over everything in it, at the moment from which it counts.
    """

    token = models.CharField(max_length=22, unique=True, default=new_token)
    key = models.UUIDField(unique=True)
    registration = models.ForeignKey(QualRegistration, on_delete=models.PROTECT, related_name="records")
    item = models.OneToOneField(EvidenceItem, on_delete=models.PROTECT, related_name="assessor_record")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(
        PlanTask, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # where it was planned
    happened_on = models.DateField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    place = models.CharField(max_length=160, blank=True)
    activity = models.TextField(max_length=5000, blank=True)  # in enough detail for others to judge
    comments = models.TextField(max_length=3000, blank=True)
    state = models.CharField(max_length=9, choices=RecordState.choices, default=RecordState.DRAFT)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    page = models.CharField(
        max_length=36, blank=True
    )  # that wrote last: it goes on with what it wrote itself
    shared_at = models.DateTimeField(null=True, blank=True)  # the last time
    query = models.TextField(max_length=2000, blank=True)  # how the learner sees it
    queried_at = models.DateTimeField(null=True, blank=True)  # the last time
    silent_at = models.DateTimeField(null=True, blank=True)  # two reminders had no answer
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_how = models.CharField(max_length=8, choices=SignedBy.choices, null=True, blank=True)
    learner_words = models.TextField(max_length=2000, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        app_label = "learners"
        ordering = ["registration", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RecordState.values), name="record_state_known"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False)
                & Q(confirmed_how__isnull=False, confirmed_how__in=SignedBy.values),
                name="record_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=RecordState.CONFIRMED)
                | Q(confirmed_at__isnull=False, counted_at__isnull=False),
                name="record_confirmed_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=RecordState.SILENT) | Q(silent_at__isnull=False),
                name="record_silence_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(counted_at__isnull=True) | (~Q(digest="") & ~Q(activity="")),
                name="record_counts_with_its_words",
            ),
        ]
        indexes = [models.Index(fields=["assessor", "state"], name="record_of_assessor")]

    def __str__(self) -> str:
        return f"record {self.pk} of registration {self.registration_id}"


class RecordPassage(models.Model):
    """One thing seen, said or asked. at: seconds into the recording. `question` and `answer` where it was asked."""

    record = models.ForeignKey(AssessorRecord, on_delete=models.PROTECT, related_name="passages")
    number = models.PositiveSmallIntegerField()
    at = models.PositiveIntegerField(null=True, blank=True)
    question = models.TextField(max_length=1000, blank=True)
    text = models.TextField(max_length=4000)

    class Meta:
        app_label = "learners"
        ordering = ["record", "number"]
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="passage_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="passage_says_something"),
        ]

    def __str__(self) -> str:
        return f"passage {self.number} of record {self.record_id}"


class PassageCriterion(models.Model):
    """A criterion that a passage is about. `record` repeats the passage's, so that the database can close it."""

    record = models.ForeignKey(AssessorRecord, on_delete=models.PROTECT, related_name="criteria")
    passage = models.ForeignKey(RecordPassage, on_delete=models.PROTECT, related_name="criteria")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "learners"
        constraints = [
            models.UniqueConstraint(fields=["passage", "criterion"], name="passage_criterion_once")
        ]

    def __str__(self) -> str:
        return f"criterion {self.criterion_id} in passage {self.passage_id}"
