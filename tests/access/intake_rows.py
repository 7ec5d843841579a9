"""Who gets what where people are brought in."""

from academy.shared import clock
from tests.access.addresses import RUN_BY, Rows, only
from tests.access.world import World
from tests.learners.intake.lists import looked_through


def of_cohort(world: World) -> tuple[int]:
    return (world.dates.pk,)


def of_list(world: World) -> tuple[str]:
    """Looked through, and not brought in."""
    known = world.dates.imports.first() or looked_through(
        world.dates, world.cast.coordinator, "Sam Obi,sam@example.org,", now=clock.now()
    )
    return (known.token,)


INTAKE: Rows = {
    "people-upload": only(*RUN_BY, args=of_cohort),
    "people-list-columns": only(*RUN_BY, args=of_list),
    "people-list": (
        only(*RUN_BY, args=of_list),
        only(*RUN_BY, status=302, args=of_list, data={"did": "begin"}),
    ),
    "people-list-result": only(*RUN_BY, args=of_list),
}
