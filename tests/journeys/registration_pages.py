"""The faces of registrations for a qualification."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from academy.accounts.models import Account
from courses.qualifications.models import Qualification
from learners.registrations.models import QualRegistration
from learners.registrations.states import RegistrationState
from tests.journeys.acts import press
from tests.journeys.stop import Stop

S = RegistrationState


def registration_stops(town: Any) -> Iterator[Stop]:
    """The way for everybody, one registration for its learner, and all for those who look after them."""
    slug = Qualification.objects.get(is_sample=True).slug
    yield Stop("ways", reverse("ways"), wide=True)
    yield Stop("a way, to a visitor", reverse("way", args=[slug]))
    yield Stop("a way, to somebody new", reverse("way", args=[slug]), who="nia", wide=True)
    yield Stop("a way, to one on it", reverse("way", args=[slug]), who="amara")
    yield Stop("a way, to somebody too young", reverse("way", args=[slug]), who="kit")
    ask = reverse("way-ask", args=[slug])
    yield Stop("ask for a qualification", ask, who="nia")
    yield Stop("ask for a qualification, too young", ask, who="kit")
    yield Stop("ask for a qualification, nothing typed", ask, who="nia", then=press("Ask about it", hub=""))
    asks = press("Ask about it", hopes="It should count.", practise_paid="unpaid", hub=_hub())
    yield Stop("asked for a qualification", ask, who="nia", then=asks)
    yield from _own_stops()
    yield from _staff_stops(town)


def _own_stops() -> Iterator[Stop]:
    for who, what in (("amara", "registered"), ("femi", "accepted"), ("ravi", "asked")):
        page = reverse("registration", args=[_of(f"{who}@example.org").token])
        yield Stop(f"registration, {what}", page, who=who, wide=who == "amara")
    amara = [_of("amara@example.org").token]
    yield Stop("registration, refused", reverse("registration", args=amara), who="lena", status=403)
    details = reverse("registration-details", args=amara)
    yield Stop("own details", details, who="amara")
    yield Stop("own details, wrong", details, who="amara", then=press("These details are right", uln="12"))
    yield Stop("a break", reverse("registration-break", args=amara), who="amara")
    yield Stop("leave", reverse("registration-withdraw", args=amara), who="amara")


def _staff_stops(town: Any) -> Iterator[Stop]:
    yield Stop("registrations", reverse("registrations"), who="colin", wide=True)
    yield Stop("registrations to look at", reverse("registrations") + "?show=flagged", who="mona")
    yield Stop("registrations, none found", reverse("registrations") + "?q=nobody", who="mona")
    yield Stop("registrations, refused", reverse("registrations"), who="nia", status=403)
    asked, accepted = [_of("ravi@example.org").token], [_of("femi@example.org").token]
    for name, token in (
        ("asked", asked),
        ("accepted", accepted),
        ("registered", [_of("amara@example.org").token]),
    ):
        address = reverse("registration-look-after", args=token)
        yield Stop(f"a learner's registration, {name}", address, who="colin", wide=name == "asked")
    late = QualRegistration.objects.exclude(late_why="").get()
    yield Stop("a late registration", reverse("registration-look-after", args=[late.token]), who="mona")
    for step in ("check", "decline", "accept"):
        yield Stop(f"step: {step}", reverse(f"registration-{step}", args=asked), who="colin")
    number = reverse("registration-number", args=accepted)
    yield Stop("step: number", number, who="mona")
    yield Stop("step: number, wrong", number, who="mona", then=press("Record this number", number=""))
    yield Stop("step: number, not theirs", number, who="colin")
    yield Stop("step: units", reverse("registration-units", args=accepted), who="colin")
    yield Stop("step: move", reverse("registration-move", args=accepted), who="colin")
    forward = reverse("registration-forward", args=[town.people["hubert"].pk])
    yield Stop("put somebody forward", forward, who="colin")
    yield Stop("put somebody forward, wrong", forward, who="colin", then=press("Put them forward", hub=""))


def _of(email: str) -> QualRegistration:
    return QualRegistration.objects.get(account=Account.objects.get(email=email))


def _hub() -> str:
    return str(_of("amara@example.org").hub_id)
