"""Files on their way: sent in parts, so that a lost connection costs a part and not the whole."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from academy.shared.tokens import new_token


class Upload(models.Model):
    """A file that somebody is sending. Its parts lie in one file below UPLOAD_ROOT, named by the token, and how long
    that file is says how much has come: no row is written for each part.

    length: bytes of the whole. moved_at: when a part last came.
    """

    token = models.CharField(max_length=22, unique=True, default=new_token)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    length = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()
    moved_at = models.DateTimeField()

    class Meta:
        app_label = "academy"
        constraints = [models.CheckConstraint(condition=Q(length__gt=0), name="upload_holds_something")]
        indexes = [models.Index(fields=["owner", "-made_at"], name="upload_of_person")]

    def __str__(self) -> str:
        return self.name
