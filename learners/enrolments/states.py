"""The kinds of place and what each opens."""

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
