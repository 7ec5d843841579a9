"""A plan's life and whose move it is, and the kinds of note."""

from django.db import models


class PlanState(models.TextChoices):
    DRAFT = "draft", "Being written"
    PROPOSED = "proposed", "Waiting for the learner"
    ACCEPTED = "accepted", "Agreed"
    TURNED_DOWN = "turned_down", "Not agreed"
    REPLACED = "replaced", "Replaced by a newer version"


TRANSITIONS: dict[PlanState, tuple[PlanState, ...]] = {
    PlanState.DRAFT: (PlanState.PROPOSED,),
    PlanState.PROPOSED: (PlanState.ACCEPTED, PlanState.TURNED_DOWN, PlanState.REPLACED),
    PlanState.ACCEPTED: (PlanState.REPLACED,),
    PlanState.TURNED_DOWN: (),
    PlanState.REPLACED: (),
}

OWNERS: dict[PlanState, str] = {
    PlanState.DRAFT: "the assessor",
    PlanState.PROPOSED: "the learner",
    PlanState.ACCEPTED: "whoever has the next task",
    PlanState.TURNED_DOWN: "the assessor, who proposes another",
    PlanState.REPLACED: "nobody",
}


class NoteKind(models.TextChoices):
    CONTACT = "contact", "Contact"
    REVIEW = "review", "Review"
