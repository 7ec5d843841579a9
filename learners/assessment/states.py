"""The lives of a judgement, a decision, an assessor's record and the sign-off of a unit, and whose move it is."""

from django.db import models


class JudgementState(models.TextChoices):
    OPEN = "open", "Being judged"
    LEFT = "left", "Put back"
    COUNTERSIGN = "countersign", "Waiting for the countersigner"
    SENT_BACK = "sent_back", "Sent back by the countersigner"
    RELEASED = "released", "Feedback given"
    ACKNOWLEDGED = "acknowledged", "Feedback read"


J = JudgementState
JUDGEMENT_TRANSITIONS: dict[JudgementState, tuple[JudgementState, ...]] = {
    J.OPEN: (J.LEFT, J.COUNTERSIGN, J.RELEASED),
    J.LEFT: (),
    J.COUNTERSIGN: (J.RELEASED, J.SENT_BACK),
    J.SENT_BACK: (),  # the assessor goes on in a new round
    J.RELEASED: (J.ACKNOWLEDGED,),
    J.ACKNOWLEDGED: (),
}
SEEN_BY_LEARNER = (J.RELEASED, J.ACKNOWLEDGED)


class DecisionState(models.TextChoices):
    AWAITING = "awaiting", "Waiting for the countersigner"
    CONFIRMED = "confirmed", "Confirmed"
    SUPERSEDED = "superseded", "Replaced by a newer decision"
    OVERTURNED = "overturned", "Overturned"


D = DecisionState
DECISION_TRANSITIONS: dict[DecisionState, tuple[DecisionState, ...]] = {
    D.AWAITING: (D.CONFIRMED, D.SUPERSEDED),
    D.CONFIRMED: (D.SUPERSEDED, D.OVERTURNED),
    D.SUPERSEDED: (),
    D.OVERTURNED: (),
}


class Countersigned(models.TextChoices):
    """What a countersigner says to a trainee's judgement."""

    CONFIRMED = "confirmed", "Confirmed"
    SENT_BACK = "sent_back", "Sent back"


class RecordState(models.TextChoices):
    """Of what an assessor saw, heard or asked."""

    DRAFT = "draft", "Being written"
    LEFT = "left", "Thrown away"
    SHARED = "shared", "Waiting for the learner"
    QUERIED = "queried", "The learner sees it differently"
    CONFIRMED = "confirmed", "Confirmed by the learner"
    SILENT = "silent", "No answer from the learner"


R = RecordState
RECORD_TRANSITIONS: dict[RecordState, tuple[RecordState, ...]] = {
    R.DRAFT: (R.SHARED, R.LEFT),
    R.LEFT: (),
    R.SHARED: (R.CONFIRMED, R.QUERIED, R.SILENT, R.DRAFT),
    R.QUERIED: (R.DRAFT, R.SHARED),
    R.CONFIRMED: (),
    R.SILENT: (R.CONFIRMED, R.QUERIED, R.SHARED, R.DRAFT),
}
RECORD_SEEN_BY_LEARNER = (R.SHARED, R.QUERIED, R.CONFIRMED, R.SILENT)
RECORD_WRITTEN = (R.DRAFT, R.QUERIED)  # in which its assessor may still change it
RECORD_ASKED = (R.SHARED, R.SILENT)  # in which the learner can answer
RECORD_OWNERS: dict[RecordState, str] = {
    R.DRAFT: "the assessor",
    R.LEFT: "nobody",
    R.SHARED: "the learner",
    R.QUERIED: "the assessor",
    R.CONFIRMED: "nobody",
    R.SILENT: "the assessor",  # unless it counts so
}


class SignoffState(models.TextChoices):
    OPEN = "open", "Being worked on"
    ASSESSOR_SIGNED = "assessor_signed", "Signed by the assessor"
    COUNTERSIGNED = "countersigned", "Countersigned"
    LEARNER_CONFIRMED = "learner_confirmed", "Confirmed by the learner"
    LEARNER_TOLD = "learner_told", "The learner was told and did not answer"
    QUALITY_HOLD = "quality_hold", "In the quality check"
    CLEARED = "cleared", "Through the quality check"
    CLAIMED = "claimed", "Certificate asked for"


U = SignoffState
SIGNOFF_TRANSITIONS: dict[SignoffState, tuple[SignoffState, ...]] = {
    U.OPEN: (U.ASSESSOR_SIGNED,),
    U.ASSESSOR_SIGNED: (U.COUNTERSIGNED, U.LEARNER_CONFIRMED, U.LEARNER_TOLD, U.OPEN),
    U.COUNTERSIGNED: (U.LEARNER_CONFIRMED, U.LEARNER_TOLD, U.OPEN),
    U.LEARNER_CONFIRMED: (U.QUALITY_HOLD, U.CLEARED, U.OPEN),
    U.LEARNER_TOLD: (U.LEARNER_CONFIRMED, U.QUALITY_HOLD, U.CLEARED, U.OPEN),
    U.QUALITY_HOLD: (U.CLEARED, U.OPEN),
    U.CLEARED: (U.CLAIMED, U.OPEN),
    U.CLAIMED: (),
}
SIGNED = tuple(state for state in U if state != U.OPEN)
LEARNERS_TURN = (U.ASSESSOR_SIGNED, U.COUNTERSIGNED)  # once nobody has to countersign any more
FOR_QUALITY = (U.LEARNER_CONFIRMED, U.LEARNER_TOLD)  # nothing more is asked of assessor and learner


class SignedAs(models.TextChoices):
    """Whose signature it is."""

    ASSESSOR = "assessor", "Assessor"
    COUNTERSIGNER = "countersigner", "Countersigner"
    LEARNER = "learner", "Learner"
    QUALITY = "quality", "Internal quality assurer"
