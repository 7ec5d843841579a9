"""The lives of a claim of prior learning and of a reasonable adjustment, and whose move it is."""

from django.db import models


class ClaimState(models.TextChoices):
    ENQUIRY = "enquiry", "Asked for"
    EVIDENCE = "evidence", "Evidence is being gathered"
    MAPPED = "mapped", "Handed in against the whole unit"
    ASSESSED = "assessed", "Judged"
    ACCEPTED = "accepted", "Accepted for the whole unit"
    GAPS = "gaps", "Some of it still has to be shown"
    REFUSED = "refused", "Not taken further"
    WITHDRAWN = "withdrawn", "Withdrawn by the learner"


C = ClaimState
CLAIM_ENDED = (C.ACCEPTED, C.GAPS, C.REFUSED, C.WITHDRAWN)
COUNTS_AS_METHOD = (
    C.MAPPED,
    C.ASSESSED,
    C.ACCEPTED,
)  # prior learning as the method that is prescribed (INV-11)
CLAIM_TRANSITIONS: dict[ClaimState, tuple[ClaimState, ...]] = {
    C.ENQUIRY: (C.EVIDENCE, C.REFUSED, C.WITHDRAWN),
    C.EVIDENCE: (C.MAPPED, C.WITHDRAWN),
    C.MAPPED: (C.ASSESSED, C.EVIDENCE, C.WITHDRAWN),
    C.ASSESSED: (C.ACCEPTED, C.GAPS),
    **dict.fromkeys(CLAIM_ENDED, ()),
}
CLAIM_OWNERS: dict[ClaimState, str] = {
    C.ENQUIRY: "the assessor, who talks it through",
    C.EVIDENCE: "the learner",
    C.MAPPED: "the assessor",
    C.ASSESSED: "the assessor",
    **dict.fromkeys(CLAIM_ENDED, "nobody"),
}


class RequestState(models.TextChoices):
    DRAFT = "draft", "Being written"
    SUBMITTED = "submitted", "Waiting for a decision"
    REFERRED = "referred", "With somebody outside the centre"
    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"
    IN_PLACE = "in_place", "In place"
    REVIEWED = "reviewed", "Reviewed"
    WITHDRAWN = "withdrawn", "Withdrawn by the learner"


Q = RequestState
REQUEST_ENDED = (Q.REFUSED, Q.REVIEWED, Q.WITHDRAWN)
REQUEST_TRANSITIONS: dict[RequestState, tuple[RequestState, ...]] = {
    Q.DRAFT: (Q.SUBMITTED, Q.WITHDRAWN),
    Q.SUBMITTED: (Q.APPROVED, Q.REFUSED, Q.REFERRED, Q.WITHDRAWN),
    Q.REFERRED: (Q.APPROVED, Q.REFUSED, Q.WITHDRAWN),
    Q.APPROVED: (Q.IN_PLACE, Q.WITHDRAWN),
    Q.IN_PLACE: (Q.REVIEWED,),
    **dict.fromkeys(REQUEST_ENDED, ()),
}
REQUEST_OWNERS: dict[RequestState, str] = {
    Q.DRAFT: "the learner, who says yes or no to it",
    Q.SUBMITTED: "the centre",
    Q.REFERRED: "the external quality assurer or the awarding organisation",
    Q.APPROVED: "the assessor, who puts it in place",
    Q.IN_PLACE: "the assessor, who looks whether it helps",
    **dict.fromkeys(REQUEST_ENDED, "nobody"),
}


class DecidedBy(models.TextChoices):
    """Who has to decide about a reasonable adjustment."""

    CENTRE = "centre", "The centre"
    EQA = "eqa", "The external quality assurer"
    AO = "ao", "The awarding organisation"
