"""The trainer's day, registers and what belongs to them, as stops of tests/journeys/pages.py."""

from collections.abc import Iterator

from django.urls import reverse

from tests.journeys.acts import open_everything, press
from tests.journeys.stop import Stop
from tests.journeys.town import Town


def register_stops(town: Town) -> Iterator[Stop]:
    at = {name: session.uid for name, session in town.sessions.items()}
    now, signed = reverse("register", args=[at["now"]]), reverse("register", args=[at["signed"]])
    for who in ("tess", "mona"):
        yield Stop(f"today, for {who}", reverse("today"), who=who, wide=who == "tess")
    yield Stop("today, all open", reverse("today"), who="tess", then=open_everything)
    yield Stop("today, refused", reverse("today"), who="nia", status=403)
    yield Stop("register", now, who="tess", wide=True)
    yield Stop("register, nobody marked", reverse("register", args=[at["late"]]), who="colin")
    yield Stop("register, refused", now, who="nia", status=403)
    yield Stop("register, signed, and a mark since", signed, who="tess", wide=True)
    yield Stop("register, to sign", reverse("register-sign", args=[at["now"]]), who="tess")
    change = reverse("register-amend", args=[at["signed"]])
    yield Stop("register, to change", change, who="tess", wide=True)
    yield Stop("register, changed without a reason", change, who="tess", then=press("Sign the change"))
    door = reverse("register-walk-in", args=[at["now"]])
    yield Stop("walk-in", door, who="tess")
    yield Stop("walk-in, known", door, who="tess", then=press("Add them, as here", name="Hubert Road"))
    yield Stop("walk-in, no name", door, who="tess", then=press("Add them, as here", name="123"))
    slip = reverse("register-slip", args=[at["now"], town.sessions["now"].walk_ins.get().code])
    yield Stop("slip", slip, who="tess", wide=True)
