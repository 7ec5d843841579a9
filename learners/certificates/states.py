"""A certificate's life after it is issued."""

from django.db import models


class CertificateState(models.TextChoices):
    ISSUED = "issued", "Valid"
    REPLACED = "replaced", "Replaced by a newer one"
    REVOKED = "revoked", "Taken back"


TRANSITIONS: dict[CertificateState, tuple[CertificateState, ...]] = {
    CertificateState.ISSUED: (CertificateState.REPLACED, CertificateState.REVOKED),
    CertificateState.REPLACED: (),
    CertificateState.REVOKED: (),
}

OWNERS: dict[CertificateState, str] = {
    CertificateState.ISSUED: "nobody: it is finished",
    CertificateState.REPLACED: "nobody: the newer one holds",
    CertificateState.REVOKED: "the Academy, if the learner asks why",
}
