"""Evidence, its files, its links to criteria, and witness statements."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from academy.shared.tokens import new_token
from courses.qualifications.models import Criterion
from learners.portfolio.rules import title_for
from learners.portfolio.states import EvidenceKind, FileState, Others, Scan, WitnessStatus
from learners.registrations.models import QualRegistration


class EvidenceItem(models.Model):
    """One piece. Times in minutes; people are counted, never named.

    `source`: where it was carried over from, such as "enrolment:12"; empty: made here. `record`: what the system knew
    of that then, as {"label": "value"} in words.
    """

    token = models.CharField(max_length=22, unique=True, default=new_token)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices)
    title = models.CharField(max_length=160)
    happened_on = models.DateField(null=True, blank=True)
    own_part = models.TextField(max_length=2000, blank=True)
    others = models.CharField(max_length=10, choices=Others.choices, blank=True, default=Others.NOT_SAID)
    text = models.TextField(max_length=20000, blank=True)  # the reflection, or what was done
    link = models.URLField(max_length=500, blank=True)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    people_listened = models.PositiveIntegerField(null=True, blank=True)
    learned = models.TextField(max_length=4000, blank=True)
    source = models.CharField(max_length=60, blank=True)
    record = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "learners"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EvidenceKind.values), name="evidence_kind_known"),
            models.CheckConstraint(condition=Q(others__in=Others.values), name="evidence_others_known"),
            models.UniqueConstraint(
                fields=["account", "source"],
                condition=~Q(source="") & Q(withdrawn_at__isnull=True),
                name="evidence_carried_over_once",
            ),
        ]
        indexes = [models.Index(fields=["account", "-made_at"], name="evidence_of_person")]

    def __str__(self) -> str:
        return self.title

    def has_own_title(self) -> bool:
        """Whether its owner has named it."""
        made = title_for(self.kind, self.happened_on, self.text or self.link)
        return self.title not in ("", made, self.made_title())

    def made_title(self) -> str:
        """What it is called as long as its owner has given it no name."""
        name = ""
        if self.pk and self.kind == EvidenceKind.FILE:
            name = self.files.filter(removed_at=None).values_list("name", flat=True).first() or ""
        return title_for(self.kind, self.happened_on, self.text or self.link, name)


class EvidenceFile(models.Model):
    """A file of a piece. `stored`, `view` and `small` are names below MEDIA_ROOT: the file as it is kept, a copy that
    browsers can show (empty: they can show the file itself, or nothing can), and a small picture of it.

    Sizes in bytes and pixels, `seconds` of sound or film. While it is being checked, `stored` is what was sent; a
    check writes it anew without where and when it was made, and from then on the database lets nobody exchange it.
    Once `removed_at` is set, the content is gone and only size and hash stay.
    """

    token = models.CharField(max_length=22, unique=True, default=new_token)
    item = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=120)  # as the learner sent it, made harmless
    stored = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    type = models.CharField(max_length=100)  # by content, such as image/jpeg
    state = models.CharField(max_length=8, choices=FileState.choices, default=FileState.CHECKING)
    refused_why = models.CharField(max_length=300, blank=True)
    scan = models.CharField(max_length=8, choices=Scan.choices, default=Scan.NOT_DONE)
    view = models.CharField(max_length=200, blank=True)
    view_sha256 = models.CharField(max_length=64, blank=True)
    view_type = models.CharField(max_length=100, blank=True)
    small = models.CharField(max_length=200, blank=True)  # always a JPEG
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    seconds = models.PositiveIntegerField(null=True, blank=True)
    covered = models.BooleanField(default=False)  # faces, names or numbers were covered on the phone
    original = models.BooleanField(default=False)  # the learner wished it in its full size
    spoke_at = models.DateTimeField(null=True, blank=True)  # when the worker that checks it last spoke
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_why = models.CharField(max_length=200, blank=True)

    class Meta:
        app_label = "learners"
        ordering = ["item", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=FileState.values), name="evidence_file_state_known"),
            models.CheckConstraint(condition=Q(size__gt=0), name="evidence_file_holds_something"),
            models.CheckConstraint(
                condition=~Q(state=FileState.READY) | ~Q(scan=Scan.FOUND), name="evidence_file_is_harmless"
            ),
        ]
        indexes = [
            models.Index(fields=["added_at"], condition=Q(state="checking"), name="evidence_file_to_check")
        ]

    def __str__(self) -> str:
        return self.name


class EvidenceLink(models.Model):
    """This piece shows this criterion, says the learner (or the assessor)."""

    item = models.ForeignKey(EvidenceItem, on_delete=models.CASCADE, related_name="links")
    registration = models.ForeignKey(
        QualRegistration, on_delete=models.PROTECT, related_name="evidence_links"
    )
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    place = models.CharField(max_length=60, blank=True)  # page 3, or 2:15
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()

    class Meta:
        app_label = "learners"
        ordering = ["item", "criterion"]
        constraints = [
            models.UniqueConstraint(fields=["item", "registration", "criterion"], name="evidence_link_once")
        ]
        indexes = [models.Index(fields=["registration", "criterion"], name="evidence_of_criterion")]

    def __str__(self) -> str:
        return f"{self.item_id} shows {self.criterion_id}"


class WitnessStatement(models.Model):
    """Somebody else saw it. `words` are the witness's: written by them, or written up by an assessor after a talk and
    confirmed by the witness, without an account, through the address that `token` makes.

    `learner` repeats the item's account, so that the database can tell the two apart (INV-16).
    """

    token = models.CharField(max_length=22, unique=True, default=new_token)
    item = models.OneToOneField(EvidenceItem, on_delete=models.PROTECT, related_name="witness")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    registration = models.ForeignKey(
        QualRegistration, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=120)
    email = models.EmailField()
    job_role = models.CharField(max_length=120)
    relationship = models.CharField("how they know the learner", max_length=200)
    status = models.CharField(max_length=10, choices=WitnessStatus.choices)
    relative = models.BooleanField(default=False)
    seen_from = models.DateField(null=True, blank=True)
    seen_until = models.DateField(null=True, blank=True)
    ask = models.TextField(max_length=1000, blank=True)  # what the learner asks them to tell about
    words = models.TextField(max_length=5000, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # the assessor who wrote it up; empty: the witness
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)  # when the mail server took it
    trouble = models.CharField(max_length=200, blank=True)  # why it could not be mailed
    confirmed_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_why = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "learners"
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=WitnessStatus.values), name="witness_status_known"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | (~Q(words="") & Q(relative=False)),
                name="witness_confirmed_own_words",
            ),
            models.CheckConstraint(
                condition=Q(written_by__isnull=True) | ~Q(written_by=F("learner")),
                name="witness_is_not_written_by_the_learner",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(declined_at__isnull=True),
                name="witness_answers_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} for {self.learner_id}"
