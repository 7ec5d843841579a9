"""A registration from the first question to the qualification, and whose move it is."""

from django.db import models


class RegistrationState(models.TextChoices):
    APPLIED = "applied", "Asked for"
    ACCEPTED = "accepted", "Accepted"
    REGISTERED = "registered", "Registered"
    IN_PROGRESS = "in_progress", "Under way"
    ASSESSED = "assessed", "All units signed off"
    CLEARED = "iqa_cleared", "Through the quality check"
    CLAIMED = "claimed", "Certificate asked for"
    CERTIFICATED = "certificated", "Qualification certificate issued"
    REVOKED = "revoked", "Revoked by the awarding organisation"
    ON_BREAK = "on_break", "On a break"
    DECLINED = "declined", "Not accepted"
    WITHDRAWN = "withdrawn", "Withdrawn"
    TRANSFERRED = "transferred", "Moved to another registration"
    LAPSED = "lapsed", "Ran out"


S = RegistrationState
ENDED = (S.DECLINED, S.WITHDRAWN, S.TRANSFERRED, S.LAPSED, S.CERTIFICATED, S.REVOKED)
LIVE = tuple(state for state in S if state not in ENDED)  # one of these a person and version
WITH_PORTFOLIO = (S.ACCEPTED, S.REGISTERED, S.IN_PROGRESS, S.ASSESSED, S.CLEARED, S.CLAIMED, S.CERTIFICATED)
WITH_NUMBER = (S.REGISTERED, S.IN_PROGRESS, S.ASSESSED, S.CLEARED, S.CLAIMED, S.CERTIFICATED, S.REVOKED)
JUDGING = (S.REGISTERED, S.IN_PROGRESS)  # in which work may be judged (INV-18)
WORKING = (S.ACCEPTED, S.REGISTERED, S.IN_PROGRESS)  # in which evidence is handed in and plans are made
_LEAVES = (S.ON_BREAK, S.WITHDRAWN, S.TRANSFERRED, S.LAPSED)

TRANSITIONS: dict[RegistrationState, tuple[RegistrationState, ...]] = {
    S.APPLIED: (S.ACCEPTED, S.DECLINED, S.WITHDRAWN),
    S.ACCEPTED: (S.REGISTERED, *_LEAVES),
    S.REGISTERED: (S.IN_PROGRESS, *_LEAVES),
    S.IN_PROGRESS: (S.ASSESSED, *_LEAVES),
    S.ASSESSED: (S.CLEARED, S.IN_PROGRESS, S.WITHDRAWN, S.LAPSED),
    S.CLEARED: (S.CLAIMED, S.ASSESSED),
    S.CLAIMED: (S.CERTIFICATED, S.CLEARED),
    S.CERTIFICATED: (S.REVOKED,),
    S.ON_BREAK: (S.ACCEPTED, S.REGISTERED, S.IN_PROGRESS, S.WITHDRAWN, S.LAPSED),
    **dict.fromkeys((S.REVOKED, S.DECLINED, S.WITHDRAWN, S.TRANSFERRED, S.LAPSED), ()),
}

OWNERS: dict[RegistrationState, str] = {
    S.APPLIED: "the hub's coordinator",
    S.ACCEPTED: "the centre administrator, who registers the learner with the awarding organisation",
    S.REGISTERED: "the assessor and the learner, who agree a plan",
    S.IN_PROGRESS: "the learner and the assessor",
    S.ASSESSED: "the internal quality assurer",
    S.CLEARED: "the centre administrator",
    S.CLAIMED: "the awarding organisation",
    S.ON_BREAK: "the learner, until the day they come back",
    **dict.fromkeys(ENDED, "nobody"),
}


class Paid(models.TextChoices):
    """How the learner practises."""

    PAID = "paid", "In paid work"
    UNPAID = "unpaid", "As a volunteer"
    BOTH = "both", "Both"
    NOT_YET = "not_yet", "I have nowhere yet"


class Check(models.TextChoices):
    """What is done before somebody is accepted."""

    IDENTITY = "identity", "Identity seen"
    TALK = "talk", "Access needs and earlier learning talked through"
    INDUCTION = "induction", "Induction"


class AllocatedAs(models.TextChoices):
    ASSESSOR = "assessor", "Assessor"
    QUALITY = "quality", "Internal quality assurer"


class Nature(models.TextChoices):
    """Of a conflict of interest."""

    FAMILY = "family", "Family, also by marriage, step or foster"
    FRIEND = "friend", "Close friend"
    WORK = "work", "Manager, or managed by them"
    MONEY = "money", "Money"
    OTHER = "other", "Something else"
