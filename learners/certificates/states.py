"""A certificate's life after it is issued."""

from django.db import models


class CertificateState(models.TextChoices):
    ISSUED = "issued", "Valid"
    UNDER_REVIEW = "under_review", "Being looked at again"
    REPLACED = "replaced", "Replaced by a newer one"
    REVOKED = "revoked", "Taken back"


LIVE = (CertificateState.ISSUED, CertificateState.UNDER_REVIEW)  # one of a place at a time

TRANSITIONS: dict[CertificateState, tuple[CertificateState, ...]] = {
    CertificateState.ISSUED: (
        CertificateState.REPLACED,
        CertificateState.UNDER_REVIEW,
        CertificateState.REVOKED,
    ),
    CertificateState.UNDER_REVIEW: (CertificateState.ISSUED, CertificateState.REVOKED),
    CertificateState.REPLACED: (),
    CertificateState.REVOKED: (),
}

OWNERS: dict[CertificateState, str] = {
    CertificateState.ISSUED: "nobody: it is finished",
    CertificateState.UNDER_REVIEW: "the hub's coordinator, or the Academy manager",
    CertificateState.REPLACED: "nobody: the newer one holds",
    CertificateState.REVOKED: "the Academy, if the learner asks why",
}
