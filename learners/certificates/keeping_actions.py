"""Forgetting certificates of attendance with their files."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from learners.certificates.models import Certificate


def forget_certificates(ids: Sequence[int], now: datetime) -> None:
    """All of a place's certificates, the replaced ones with the newest, and once that is certain their files."""
    places = Certificate.objects.filter(pk__in=ids).values_list("enrolment", flat=True)
    gone = Certificate.objects.filter(enrolment__in=list(places))
    files = [name for name in gone.values_list("pdf", flat=True) if name]
    for certificate in gone.order_by("-pk"):  # the newest first: it names the one before
        certificate.delete()
    for name in files:
        transaction.on_commit(partial(default_storage.delete, name), robust=True)
