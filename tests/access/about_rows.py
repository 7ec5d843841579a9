"""Who gets what where people tell about themselves, and wait for dates."""

from tests.access.addresses import LEADERS, RUN_BY, Rows, only, signed_in
from tests.access.world import World


def of_dates(world: World) -> tuple[str]:
    return (world.dates.token,)


ABOUT: Rows = {
    "place-about": (
        only("learner", args=of_dates),
        only("learner", status=302, args=of_dates, data={"sex": "female"}),
    ),
    "about-me": (signed_in(), signed_in(302, data={"do": "forget"})),
    "date-slips": (
        only(*RUN_BY, args=of_dates),
        only(*RUN_BY, status=302, args=of_dates, data={"slip": "one"}),
    ),
    "date-slips-paper": only(*RUN_BY, args=of_dates),
    "who-comes": only(*LEADERS),
    "equality-figures": only("manager"),
    "interests": (signed_in(), signed_in(302, data={"end": "0"})),
    "interest": (
        signed_in(args=lambda world: (world.dates.course.slug,)),
        signed_in(302, args=lambda world: (world.dates.course.slug,), data={"hub": "any"}),
    ),
    "interest-demand": only(*LEADERS),
    "interest-people": only(*LEADERS, args=lambda world: (world.dates.hub.slug, world.dates.course.slug)),
}
