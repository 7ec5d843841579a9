"""Who gets what where units are signed off. Nobody of those who ask assesses or checks Amara."""

from tests.access.addresses import Address, Rows, only
from tests.access.registration_rows import of_registration
from tests.access.world import World


def of_unit(world: World) -> tuple[str, int]:
    return (*of_registration(world), 1)


LED_TO_THEIR_OWN = Address((302, 302, *(403,) * 4), args=of_registration)
SIGNING: Rows = {
    "units": only("learner", args=of_registration),
    "unit-signoffs": LED_TO_THEIR_OWN,
    "unit-signoff": Address((302, 302, *(403,) * 4), args=of_unit),
    "unlock": Address((302, 302, *(403,) * 4), args=of_unit),
}
