"""What can be marked, where a mark comes from, and a register's life."""

from django.db import models


class Mark(models.TextChoices):
    """One person at one session. Who is not marked yet is expected."""

    PRESENT = "present", "Here"
    LATE = "late", "Late"
    LEFT_EARLY = "left_early", "Left early"
    TOLD_US = "told_us", "Told us"
    ABSENT = "absent", "Not here"


SOME_OF_IT = (Mark.LATE, Mark.LEFT_EARLY)  # with the minutes they missed
THERE = (Mark.PRESENT, *SOME_OF_IT)
AWAY = (Mark.TOLD_US, Mark.ABSENT)


class Source(models.TextChoices):
    """How a mark was made."""

    SCREEN = "screen", "on screen"
    OFFLINE = "offline", "kept on a phone without signal"
    PAPER = "paper", "from a sheet of paper"
    SELF = "self", "by the person, with the code on the wall"


class Settled(models.TextChoices):
    """What the trainers made of a name that somebody typed at the door."""

    PLACE = "place", "on the register"
    WALK_IN = "walk_in", "a walk-in"
    NOT_HERE = "not_here", "not here"


class RegisterState(models.TextChoices):
    """Follows from marks and signatures; it is not stored."""

    NOT_STARTED = "not_started", "not begun"
    OPEN = "open", "being marked"
    SIGNED = "signed", "signed"
    AMENDED = "amended", "signed again after a change"


TRANSITIONS: dict[RegisterState, tuple[RegisterState, ...]] = {
    RegisterState.NOT_STARTED: (RegisterState.OPEN,),
    RegisterState.OPEN: (RegisterState.SIGNED,),
    RegisterState.SIGNED: (RegisterState.AMENDED,),
    RegisterState.AMENDED: (RegisterState.AMENDED,),
}

OWNERS: dict[RegisterState, str] = {
    RegisterState.NOT_STARTED: "the session's trainers",
    RegisterState.OPEN: "the session's trainers",
    RegisterState.SIGNED: "nobody",
    RegisterState.AMENDED: "nobody",
}
