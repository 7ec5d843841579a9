"""Kinds of evidence, who can be recognised in it, and the state of a file."""

from django.db import models

from courses.qualifications.states import Method


class EvidenceKind(models.TextChoices):
    PHOTO = "photo", "Photo"
    RECORDING = "recording", "Recording"
    FILE = "file", "File"
    LINK = "link", "Link"
    REFLECTION = "reflection", "Reflection"
    PRACTICE = "practice", "Practice log"
    LESSON = "lesson", "From a lesson"  # a reflection written there, or a lesson done
    COURSE = "course", "A course done"
    WITNESS = "witness", "Witness statement"
    OBSERVATION = "observed", "Observation"  # this and the next two are written by an assessor
    DISCUSSION = "discussion", "Professional discussion"
    QUESTIONS = "questions", "Questions and answers"
    FEEDBACK = "feedback", "Spoken feedback"  # an assessor's voice; it shows nothing


BY_ASSESSOR = (
    EvidenceKind.OBSERVATION,
    EvidenceKind.DISCUSSION,
    EvidenceKind.QUESTIONS,
    EvidenceKind.FEEDBACK,
)
# What a piece can count as towards a prescribed method. Context shows nothing by itself.
CONTEXT = (EvidenceKind.COURSE, EvidenceKind.FEEDBACK)
METHODS: dict[EvidenceKind, tuple[Method, ...]] = {
    EvidenceKind.PHOTO: (Method.RECORDING, Method.PRODUCT),
    EvidenceKind.RECORDING: (Method.RECORDING, Method.DISCUSSION, Method.QUESTIONS, Method.REFLECTION),
    EvidenceKind.FILE: (Method.PRODUCT, Method.ASSIGNMENT, Method.REFLECTION),
    EvidenceKind.LINK: (Method.PRODUCT, Method.ASSIGNMENT),
    EvidenceKind.REFLECTION: (Method.REFLECTION,),
    EvidenceKind.PRACTICE: (Method.REFLECTION, Method.PRODUCT),
    EvidenceKind.LESSON: (Method.REFLECTION,),
    EvidenceKind.COURSE: (),
    EvidenceKind.WITNESS: (Method.WITNESS, Method.EXPERT_WITNESS),
    EvidenceKind.OBSERVATION: (Method.OBSERVATION, Method.QUESTIONS),
    EvidenceKind.DISCUSSION: (Method.DISCUSSION, Method.QUESTIONS),
    EvidenceKind.QUESTIONS: (Method.QUESTIONS,),
    EvidenceKind.FEEDBACK: (),
}


class Others(models.TextChoices):
    """Who else can be recognised in it."""

    NOT_SAID = "", "Not said yet"
    NOBODY = "nobody", "Nobody else"
    ANONYMISED = "anonymised", "Others, made anonymous"
    AGREED = "agreed", "Others, and they agreed"
    SOMEBODY = "somebody", "Somebody who has not agreed"  # not shown to anybody else, and cannot be handed in


SHOWABLE = (Others.NOBODY, Others.ANONYMISED, Others.AGREED)


class FileState(models.TextChoices):
    CHECKING = "checking", "Being checked"
    READY = "ready", "Ready"
    REFUSED = "refused", "Refused"


class Scan(models.TextChoices):
    """For viruses."""

    NOT_DONE = "not_done", "No scanner is set up"
    CLEAN = "clean", "Clean"
    FOUND = "found", "Something harmful"


class WitnessStatus(models.TextChoices):
    MANAGER = "manager", "Line manager"
    EXPERT = "expert", "Expert in organising"
    PEER = "peer", "Worked or organised alongside"
    COMMUNITY = "community", "Member of the community"
