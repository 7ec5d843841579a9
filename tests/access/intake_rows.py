"""Who gets what where people are brought in."""

from academy.shared import clock
from learners.intake.models import SeatCode
from tests.access.addresses import RUN_BY, Rows, everybody, only
from tests.access.world import World
from tests.learners.intake.codes import seat_code
from tests.learners.intake.lists import looked_through


def of_cohort(world: World) -> tuple[int]:
    return (world.dates.pk,)


def of_list(world: World) -> tuple[str]:
    """Looked through, and not brought in."""
    known = world.dates.imports.first() or looked_through(
        world.dates, world.cast.coordinator, "Sam Obi,sam@example.org,", now=clock.now()
    )
    return (known.token,)


def of_code(world: World) -> tuple[int]:
    return (_code(world).pk,)


def _code(world: World) -> SeatCode:
    return world.dates.seat_codes.first() or seat_code(
        world.dates, by=world.cast.coordinator, now=clock.now()
    )


INTAKE: Rows = {
    "cohort-bring": only(*RUN_BY, args=of_cohort),
    "people-upload-hub": only("coordinator", "manager"),
    "cohort-poster": only(*RUN_BY, args=of_cohort),
    "seat-code-again": only(*RUN_BY, status=302, args=of_code, data={}),
    "seat-code-withdraw": only(*RUN_BY, status=302, args=of_code, data={}),
    "seat-type": everybody(),
    "seat": (
        everybody(args=lambda world: (_code(world).code,)),
        everybody(302, args=lambda world: (_code(world).code,), data={}),
    ),
    "people-upload": only(*RUN_BY, args=of_cohort),
    "people-list-columns": only(*RUN_BY, args=of_list),
    "people-list": (
        only(*RUN_BY, args=of_list),
        only(*RUN_BY, status=302, args=of_list, data={"did": "begin"}),
    ),
    "people-list-result": only(*RUN_BY, args=of_list),
}
