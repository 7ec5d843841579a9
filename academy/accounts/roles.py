"""The roles: what each is for, how far it reaches, and who may give it."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models


class Role(models.TextChoices):
    """What a person is trusted with. A learner needs no role: everybody may learn."""

    TRAINER = "trainer", "Hub trainer"
    COORDINATOR = "coordinator", "Hub coordinator"
    ASSESSOR = "assessor", "Assessor"
    QUALITY = "quality", "Internal quality assurer"
    EDITOR = "editor", "Content editor"
    MANAGER = "manager", "Academy manager"


class Reach(StrEnum):
    """How far an assignment reaches."""

    HUB = "hub"
    ACADEMY = "academy"


@dataclass(frozen=True, slots=True)
class RoleClass:
    """One role described: its words on screen, its reach, who gives it, and the Wagtail group that comes with it."""

    role: Role
    reach: Reach
    may: str
    given_by: tuple[Role, ...]
    wagtail_group: str = ""


ROLES: dict[Role, RoleClass] = {
    described.role: described
    for described in (
        RoleClass(
            Role.TRAINER,
            Reach.HUB,
            "Runs courses and keeps registers at one hub.",
            given_by=(Role.COORDINATOR, Role.MANAGER),
        ),
        RoleClass(
            Role.COORDINATOR,
            Reach.HUB,
            "Looks after one hub: its people, its courses, its page.",
            given_by=(Role.MANAGER,),
        ),
        RoleClass(
            Role.ASSESSOR,
            Reach.HUB,
            "Judges the work of learners that were allocated to them.",
            given_by=(Role.MANAGER,),
        ),
        RoleClass(
            Role.QUALITY,
            Reach.ACADEMY,
            "Checks samples of assessed work.",
            given_by=(Role.MANAGER,),
        ),
        RoleClass(
            Role.EDITOR,
            Reach.ACADEMY,
            "Writes and publishes pages and lessons.",
            given_by=(Role.MANAGER,),
            wagtail_group="Content editors",
        ),
        RoleClass(
            Role.MANAGER,
            Reach.ACADEMY,
            "Runs the Academy: people, catalogue, reports.",
            given_by=(Role.MANAGER,),
            wagtail_group="Academy managers",
        ),
    )
}
