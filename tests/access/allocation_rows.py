"""Who gets what where learners are given to assessors, and conflicts of interest are declared."""

from datetime import date

from learners.registrations.allocation_models import Allocation, ConflictDeclaration
from learners.registrations.models import QualRegistration
from learners.registrations.states import Nature
from tests.access.addresses import Address, Rows, only
from tests.access.registration_rows import of_registration
from tests.access.world import World
from tests.learners import qualifying


def of_allocation(world: World) -> tuple[str, int]:
    """Amara's, who is given to Asa."""
    (token,) = of_registration(world)
    registration = QualRegistration.objects.get(token=token)
    known = Allocation.objects.filter(registration=registration, person=world.cast.assessor).first()
    return (token, (known or qualifying.allocated(registration, world.cast.assessor)).pk)


def of_conflict(world: World) -> tuple[int]:
    """Jo, the trainer, has one with Yusuf."""
    trainer = world.cast.trainer
    known, _ = ConflictDeclaration.objects.get_or_create(
        person=trainer,
        other=world.cast.neighbour,
        nature=Nature.FRIEND,
        defaults={
            "starts_on": date(2026, 1, 5),
            "declared_by": trainer,
            "declared_at": world.dates.made_at,
        },
    )
    return (known.pk,)


STAFF = ("trainer", "coordinator", "editor", "manager")

ALLOCATIONS: Rows = {
    "allocate": only("coordinator", "manager", args=of_registration),
    "allocation-end": only("manager", args=of_allocation),
    "allocate-many": only("manager"),
    "conflicts": only(*STAFF),
    "conflict-declare": only(*STAFF),
    "conflict": (
        only("trainer", "manager", args=of_conflict),
        Address((302, 403, 200, 403, 403, 200), args=of_conflict, data={"do": "nothing"}),
    ),
}
