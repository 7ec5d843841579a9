"""Who gets what where people are on the way to a qualification."""

from datetime import timedelta

from academy.shared import clock
from courses.qualifications.models import QualificationVersion
from courses.qualifications.states import VersionState
from learners.registrations.models import QualRegistration
from tests.access.addresses import Address, Rows, everybody, only
from tests.access.world import World
from tests.learners import qualifying

BACK = {"back_on": (clock.today() + timedelta(days=30)).isoformat()}


def of_registration(world: World) -> tuple[str]:
    """Amara's, under way at Harbour Road."""
    cast = world.cast
    known = QualRegistration.objects.filter(account=cast.learner).first()
    return ((known or qualifying.registered(cast.learner, cast.harbour, cast.manager)).token,)


def of_way(world: World) -> tuple[str]:
    of_registration(world)
    version = QualificationVersion.objects.select_related("qualification").order_by("pk")[0]
    if version.state == VersionState.DRAFT:
        QualificationVersion.objects.filter(pk=version.pk).update(
            state=VersionState.OPEN, opened_at=clock.now()
        )
    return (version.qualification.slug,)


def of_neighbour(world: World) -> tuple[int]:
    return (world.cast.neighbour.pk,)


# anonymous, learner, trainer, coordinator, editor, manager
OWN = (302, 200, 403, 302, 403, 302)
LOOKED_AFTER = (302, 302, 403, 200, 403, 200)
SEEN = (302, 200, 403, 200, 403, 200)  # the page of a step, or why it cannot be taken


def seen(data: dict[str, str] | None = None, expected: tuple[int, ...] = SEEN) -> Address:
    return Address(expected, args=of_registration, data=data)


REGISTRATIONS: Rows = {
    "registration": Address(OWN, args=of_registration),
    "registration-look-after": Address(LOOKED_AFTER, args=of_registration),
    "registrations": only("coordinator", "manager"),
    "registration-forward": only("coordinator", "manager", args=of_neighbour),
    # under way: nothing to accept any more; nothing typed; only the centre knows the number
    "registration-check": (seen(), seen({}, (302, 403, 403, 422, 403, 422))),
    "registration-details": (seen(), seen({}, (302, 422, 403, 422, 403, 422))),
    "registration-accept": (seen(), seen({}, (302, 403, 403, 403, 403, 403))),
    "registration-decline": (seen(), seen({}, (302, 403, 403, 403, 403, 403))),
    "registration-units": (seen(), seen({}, (302, 422, 403, 422, 403, 422))),  # a group asks for one more
    "registration-number": (seen(), seen({}, (302, 403, 403, 403, 403, 422))),
    "registration-break": (seen(), seen(BACK, (302, 302, 403, 302, 403, 302))),
    "registration-withdraw": (seen(), seen({"why": "Moved"}, (302, 302, 403, 302, 403, 302))),
    "registration-move": (seen(), seen({}, (302, 403, 403, 422, 403, 422))),
    "registration-press": (
        seen({"do": "yes"}, (302, 403, 403, 403, 403, 403)),
        seen({"do": "told"}, (302, 403, 403, 403, 403, 302)),
    ),
    "ways": everybody(),
    "way": everybody(args=of_way),
    "way-ask": Address((302, 302, 200, 200, 200, 200), args=of_way),
}
