"""A submission's life, and whose move it is."""

from django.db import models


class SubmissionState(models.TextChoices):
    DRAFT = "draft", "Being put together"
    SUBMITTED = "submitted", "Handed in"
    IN_ASSESSMENT = "in_assessment", "Being assessed"
    DECIDED = "decided", "Decided"
    AWAITING_COUNTERSIGN = "countersign", "Waiting for the countersigner"
    SENT_BACK = "sent_back", "Sent back by the countersigner"
    RELEASED = "released", "Feedback given"
    ACKNOWLEDGED = "acknowledged", "Feedback read"
    RETURNED_UNASSESSED = "returned", "Given back without a judgement"


S = SubmissionState
WAITING = (
    S.SUBMITTED,
    S.IN_ASSESSMENT,
    S.DECIDED,
    S.AWAITING_COUNTERSIGN,
    S.SENT_BACK,
)  # nothing is known yet
TRANSITIONS: dict[SubmissionState, tuple[SubmissionState, ...]] = {
    S.DRAFT: (S.SUBMITTED,),
    S.SUBMITTED: (S.IN_ASSESSMENT, S.RETURNED_UNASSESSED),
    S.IN_ASSESSMENT: (S.DECIDED, S.SENT_BACK, S.SUBMITTED, S.RETURNED_UNASSESSED),
    S.DECIDED: (S.RELEASED, S.AWAITING_COUNTERSIGN),
    S.AWAITING_COUNTERSIGN: (S.RELEASED, S.SENT_BACK),
    S.SENT_BACK: (S.DECIDED, S.IN_ASSESSMENT, S.SUBMITTED),  # the last two: its assessor let go of it
    S.RELEASED: (S.ACKNOWLEDGED,),
    S.ACKNOWLEDGED: (),
    S.RETURNED_UNASSESSED: (),
}

OWNERS: dict[SubmissionState, str] = {
    S.DRAFT: "the learner",
    S.SUBMITTED: "the assessor",
    S.IN_ASSESSMENT: "the assessor",
    S.DECIDED: "the assessor",
    S.AWAITING_COUNTERSIGN: "the countersigner",
    S.SENT_BACK: "the assessor",
    S.RELEASED: "the learner",
    S.ACKNOWLEDGED: "nobody",
    S.RETURNED_UNASSESSED: "the learner, who puts it right and hands it in again",
}


class Outcome(models.TextChoices):
    """Of judging one criterion. There is no third: nobody fails."""

    MET = "met", "Met"
    NOT_YET = "not_yet", "Not yet met"


class CriterionState(models.TextChoices):
    """How far a learner is with one criterion. It follows from what there is; it is not stored."""

    NOTHING = "nothing", "Nothing yet"
    THIN = "thin", "Needs more"
    READY = "ready", "Ready to hand in"
    HANDED_IN = "handed_in", "Handed in"
    GIVEN_BACK = "given_back", "Given back to you"
    NOT_YET = "not_yet", "Not yet met"
    MET = "met", "Met"


class ReturnedFor(models.TextChoices):
    """Why work is given back before anybody judged it."""

    UNREADABLE = "unreadable", "It cannot be opened or read"
    RECOGNISABLE = "recognisable", "Somebody can be recognised in it"
    NOT_OWN = "not_own", "It does not say what the learner’s own part was"


class SignedBy(models.TextChoices):
    """How the session of a declaration was opened. Neither a password nor a code handed over by a hub is among them."""

    EMAIL = "email", "A code to their own e-mail address"
    PASSKEY = "passkey", "A passkey"
