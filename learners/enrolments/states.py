"""The kinds of place, what each opens, and how a place on dates comes about and ends."""

from django.db import models


class EnrolmentKind(models.TextChoices):
    """How a person is on a course."""

    COHORT = "cohort", "A booked place on dates"
    ONLINE = "online", "Online, at their own speed"
    REGISTERED = "registered", "Registered for a qualification"


class Entitlement(models.TextChoices):
    """What opened an online course to a person."""

    FREE = "free", "Free modules only"
    GRANTED = "granted", "The whole course, given"
    PAID = "paid", "The whole course, paid for"
    SEAT = "seat", "The whole course, by a hub's seat code"


WHOLE_COURSE = (Entitlement.GRANTED, Entitlement.PAID, Entitlement.SEAT)


class PlaceState(models.TextChoices):
    """A place on a cohort."""

    REQUESTED = "requested", "asked for; a parent or guardian has to agree"
    CONFIRMED = "confirmed", "booked"
    WAITLISTED = "waitlisted", "on the waiting list"
    OFFERED = "offered", "a place is offered"
    DECLINED = "declined", "said no to"
    EXPIRED = "expired", "ran out"
    CANCELLED_BY_LEARNER = "learner_off", "cancelled by the person"
    CANCELLED_BY_HUB = "hub_off", "cancelled by the hub"
    TRANSFERRED = "transferred", "moved to other dates"
    ATTENDED = "attended", "was there"
    PART_ATTENDED = "part", "was there for some of it"
    NO_SHOW = "no_show", "did not come"


# What keeps a seat that nobody else can have. An offer and a request keep one until they run out.
HOLDING = (
    PlaceState.REQUESTED,
    PlaceState.OFFERED,
    PlaceState.CONFIRMED,
    PlaceState.ATTENDED,
    PlaceState.PART_ATTENDED,
    PlaceState.NO_SHOW,
)
BOOKED = (PlaceState.CONFIRMED, PlaceState.ATTENDED, PlaceState.PART_ATTENDED, PlaceState.NO_SHOW)
OPEN = (PlaceState.REQUESTED, PlaceState.CONFIRMED, PlaceState.WAITLISTED, PlaceState.OFFERED)
LIVE = (*HOLDING, PlaceState.WAITLISTED)  # one of these a person and cohort
ENDED = (
    PlaceState.DECLINED,
    PlaceState.EXPIRED,
    PlaceState.CANCELLED_BY_LEARNER,
    PlaceState.CANCELLED_BY_HUB,
    PlaceState.TRANSFERRED,
)

_AFTER_THE_REGISTER = (PlaceState.ATTENDED, PlaceState.PART_ATTENDED, PlaceState.NO_SHOW)

TRANSITIONS: dict[PlaceState, tuple[PlaceState, ...]] = {
    PlaceState.REQUESTED: (
        PlaceState.CONFIRMED,
        PlaceState.WAITLISTED,
        PlaceState.DECLINED,
        PlaceState.EXPIRED,
        PlaceState.CANCELLED_BY_LEARNER,
        PlaceState.CANCELLED_BY_HUB,
    ),
    PlaceState.WAITLISTED: (
        PlaceState.OFFERED,
        PlaceState.EXPIRED,
        PlaceState.CANCELLED_BY_LEARNER,
        PlaceState.CANCELLED_BY_HUB,
    ),
    PlaceState.OFFERED: (
        PlaceState.CONFIRMED,
        PlaceState.REQUESTED,
        PlaceState.DECLINED,
        PlaceState.EXPIRED,
        PlaceState.CANCELLED_BY_HUB,
    ),
    PlaceState.CONFIRMED: (
        PlaceState.CANCELLED_BY_LEARNER,
        PlaceState.CANCELLED_BY_HUB,
        PlaceState.TRANSFERRED,
        *_AFTER_THE_REGISTER,
    ),
    # only by the amendment of a signed register
    PlaceState.ATTENDED: (PlaceState.PART_ATTENDED, PlaceState.NO_SHOW),
    PlaceState.PART_ATTENDED: (PlaceState.ATTENDED, PlaceState.NO_SHOW),
    PlaceState.NO_SHOW: (PlaceState.ATTENDED, PlaceState.PART_ATTENDED),
    **dict.fromkeys(ENDED, ()),
}

OWNERS: dict[PlaceState, str] = {
    PlaceState.REQUESTED: "a parent or guardian, through the hub",
    PlaceState.CONFIRMED: "nobody, until the day",
    PlaceState.WAITLISTED: "the first place that becomes free",
    PlaceState.OFFERED: "the person, until the offer runs out",
    **dict.fromkeys((*_AFTER_THE_REGISTER, *ENDED), "nobody"),
}


class Source(models.TextChoices):
    """How a place came about."""

    SELF = "self", "booked by the person"
    BEHALF = "behalf", "booked for the person by the hub"
    DOOR = "door", "came to the door"
    CODE = "code", "with a seat code"
    IMPORT = "import", "from a list"


class Feed(models.TextChoices):
    """What a calendar program follows by a private address."""

    LEARNING = "learning", "Your places"
    TRAINING = "training", "The dates you train"
