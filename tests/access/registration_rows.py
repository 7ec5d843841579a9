"""Who gets what where people are on the way to a qualification."""

from learners.registrations.models import QualRegistration
from tests.access.addresses import Address, Rows
from tests.access.world import World
from tests.learners import qualifying


def of_registration(world: World) -> tuple[str]:
    """Amara's, under way at Harbour Road."""
    cast = world.cast
    known = QualRegistration.objects.filter(account=cast.learner).first()
    return ((known or qualifying.registered(cast.learner, cast.harbour, cast.manager)).token,)


# anonymous, learner, trainer, coordinator, editor, manager
OWN = (302, 200, 403, 302, 403, 302)
LOOKED_AFTER = (302, 302, 403, 200, 403, 200)

REGISTRATIONS: Rows = {
    "registration": Address(OWN, args=of_registration),
    "registration-look-after": Address(LOOKED_AFTER, args=of_registration),
}
