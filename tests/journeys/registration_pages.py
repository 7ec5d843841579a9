"""The faces of registrations for a qualification."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from learners.registrations.models import QualRegistration
from tests.journeys.stop import Stop
from tests.learners import qualifying


def registration_stops(town: Any) -> Iterator[Stop]:
    """For the learner and for those who look after them."""
    nia, mona = town.people["nia"], town.people["mona"]
    hub = town.people["grace"].hub
    under_way = QualRegistration.objects.filter(account=nia).first() or qualifying.registered(nia, hub, mona)
    page = reverse("registration", args=[under_way.token])
    yield Stop("registration", page, who="nia", wide=True)
    yield Stop("registration, refused", page, who="lena", status=403)
    yield Stop(
        "a learner's registration", reverse("registration-look-after", args=[under_way.token]), who="colin"
    )
