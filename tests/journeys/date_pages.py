"""The faces of dates and places."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from learners.enrolments.models import Enrolment
from tests.journeys.acts import open_everything, press
from tests.journeys.stop import Stop


def date_stops(town: Any) -> Iterator[Stop]:
    """In the order of a visit."""
    yield from _finding(town)
    yield from _places(town)
    yield from _behalf(town)


def _finding(town: Any) -> Iterator[Stop]:
    dates = reverse("dates")
    yield Stop("dates", dates, wide=True)
    yield Stop("dates, filters open", dates, who="amara", then=open_everything)
    yield Stop("dates, page 2", f"{dates}?course=listening&page=2")
    yield Stop("dates, nothing found", f"{dates}?hub=nowhere")
    for name in ("intro", "full", "power", "cancelled", "offered"):
        yield Stop(f"date {name}", _at(town, "date-page", name), wide=name == "intro")
    yield Stop("date being prepared", _at(town, "date-page", "draft"), who="colin")
    yield Stop("date being prepared, for a visitor", _at(town, "date-page", "draft"), status=404)
    yield Stop("course with other people", "/introduction/", wide=True)
    yield Stop("course with courses before it", "/building-power/", who="nia")
    yield Stop("code", reverse("date-code"))
    yield Stop("code, empty", f"{reverse('date-code')}?code=", status=422)
    yield Stop("code, not known", reverse("short-code", args=["ZZZZZZ"]), status=404)


def _places(town: Any) -> Iterator[Stop]:
    for who, name in (
        ("amara", "intro"),
        ("nia", "full"),
        ("kit", "intro"),
        ("gus", "offered"),
        ("rosa", "late"),
    ):
        yield Stop(f"date {name} of {who}", _at(town, "date-page", name), who=who, wide=who == "amara")
    for who in ("kit", "gus", "rosa"):
        yield Stop(f"my learning with a place, of {who}", reverse("my-learning"), who=who, wide=who == "gus")
    for who, name in (("nia", "power"), ("kit", "power"), ("gus", "full"), ("nia", "cancelled")):
        yield Stop(f"book {name} as {who}", _at(town, "book-place", name), who=who)
    yield Stop("booked", _at(town, "book-place", "power"), who="femi", then=press("Book my place"))
    for who, name in (("amara", "intro"), ("nia", "full")):
        yield Stop(f"give up {name} as {who}", _at(town, "cancel-place", name), who=who)
    yield Stop("nothing to give up", _at(town, "cancel-place", "power"), who="lena", status=403)
    yield Stop("an offer", _at(town, "place-offer", "offered"), who="gus", wide=True)
    yield Stop("an offer that is over", _at(town, "place-offer", "late"), who="rosa")
    needs = _at(town, "day-needs", "intro")
    yield Stop("needs", needs, who="amara")
    yield Stop("needs, wrong", needs, who="amara", then=press("Save this", emergency_phone="x"))
    yield Stop("what helps", reverse("access-need"), who="hubert")


def _behalf(town: Any) -> Iterator[Stop]:
    for who, name in (("tess", "intro"), ("mona", "full"), ("mona", "power")):
        yield Stop(f"people on {name} for {who}", _at(town, "date-people", name), who=who, wide=who == "tess")
    waiting = f"{_at(town, 'date-people', 'full')}?show=waiting"
    yield Stop("people who wait", waiting, who="colin")
    yield Stop("people on dates, refused", _at(town, "date-people", "intro"), who="nia", status=403)
    add = _at(town, "date-people-add", "intro")
    yield Stop("book for somebody", add, who="tess", wide=True)
    yield Stop("book for somebody known", f"{add}?q=neighbour", who="tess")
    yield Stop("book for somebody, empty", add, who="tess", then=press("Book their place", is_adult="no"))
    yield Stop("book for somebody, too late", _at(town, "date-people-add", "cancelled"), who="mona")
    for who, name in (("hubert", "intro"), ("kit", "intro"), ("gus", "offered"), ("nia", "full")):
        path = _person(town, name, who)
        yield Stop(
            f"{who} on {name}", path, who="mona" if name == "offered" else "colin", wide=who == "hubert"
        )
    wrong = press("End this place")
    yield Stop("end a place, empty", _person(town, "intro", "hubert"), who="colin", then=wrong)
    guardian = _person(town, "intro", "kit", "guardian-consent")
    yield Stop("a guardian agrees", guardian, who="tess")
    yield Stop("a guardian agrees, empty", guardian, who="tess", then=press("Write it down"))


def _at(town: Any, address: str, name: str) -> str:
    return reverse(address, args=[town.dates[name].token])


def _person(town: Any, name: str, who: str, address: str = "date-person") -> str:
    place = Enrolment.objects.get(cohort=town.dates[name], account=town.people[who])
    return reverse(address, args=[place.cohort.token, place.pk])  # type: ignore[union-attr]
