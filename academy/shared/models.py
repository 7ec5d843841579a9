"""The audit trail: who did what, in a chain for each root that shows when a link was changed or taken out."""

from django.db import models


class AuditEvent(models.Model):
    """One consequential act. Holds ids, codes and hashes only; the words stand in AuditDetail.

    `chain` names the root ("enrolment:12", "account:9"); each hash covers the one before it.
    """

    chain = models.CharField(max_length=60)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    action = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)  # an id, not a key: the trail outlives the account
    acting_as = models.CharField(max_length=40, blank=True)
    hub_id = models.BigIntegerField(null=True)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)
    detail_hash = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        app_label = "academy"
        ordering = ["chain", "seq"]
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="audit_one_link_a_place")]

    def __str__(self) -> str:
        return f"{self.chain}#{self.seq} {self.action}"


class AuditDetail(models.Model):
    """The words of an event. Retention may delete the row, and the chain still verifies."""

    event = models.OneToOneField(AuditEvent, on_delete=models.PROTECT, related_name="detail")
    salt = models.CharField(max_length=32)
    actor_name = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        app_label = "academy"

    def __str__(self) -> str:
        return f"{self.event_id}: {self.actor_name}"


class Disposal(models.Model):
    """Content that was taken away for good, after the chain said so: at the end of its time, or because the data
    protection lead decided it. What is left of the row still verifies, and the check of the history names the gap.

    object_type and object_id name the row as the audit trail does.
    """

    event = models.ForeignKey(AuditEvent, on_delete=models.PROTECT, related_name="disposals")
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    disposed_at = models.DateTimeField()

    class Meta:
        app_label = "academy"
        constraints = [
            models.UniqueConstraint(fields=["object_type", "object_id"], name="disposal_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="disposal_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.object_type} {self.object_id}"
