"""The faces of what people on some dates are sent, for those who run them."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from tests.journeys.acts import open_everything, press
from tests.journeys.stop import Stop

LONG = "The room has changed, and so has the door that you come in by, and the bus that takes you there"
WORDS = "We meet in the small hall.\nIt is next door.\n\n" + "Bring a cup, and a friend if you like. " * 12


def date_message_stops(town: Any) -> Iterator[Stop]:
    """From nothing to a letter that is sent."""
    intro, full = (town.dates[name].pk for name in ("intro", "full"))
    tab, new = (reverse(name, args=[intro]) for name in ("cohort-messages", "cohort-letter-new"))
    yield Stop("messages of dates", tab, who="tess", wide=True)
    yield Stop("messages of dates, refused", tab, who="nia", status=403)
    yield Stop("messages of a draft", _of(town, "cohort-messages", "draft"), who="colin")
    yield from _kinds(intro)
    yield Stop("write to everybody", new, who="tess", wide=True)
    yield Stop("write to everybody, empty", new, who="tess", then=press("Look at it"))
    yield Stop("write to everybody, cancelled", _of(town, "cohort-letter-new", "cancelled"), who="mona")
    look = press("Look at it", title=LONG, words=WORDS)
    yield Stop("before it is sent", new, who="tess", then=look, wide=True)

    def changed(page: Any) -> None:
        look(page)
        page.get_by_role("link", name="Change it").click()

    yield Stop("a draft to be changed", new, who="tess", then=changed)
    empty = _of(town, "cohort-letter-new", "saturday")
    yield Stop("before it is sent, nobody there", empty, who="mona", then=look)
    send = press("Look at it", title="Another room", words="Next door.")

    def sent(page: Any) -> None:
        send(page)
        press("Send to")(page)

    yield Stop("a letter that was sent", reverse("cohort-letter-new", args=[full]), who="colin", then=sent)
    yield Stop("messages of dates with a letter", reverse("cohort-messages", args=[full]), who="colin")


def _kinds(intro: int) -> Iterator[Stop]:
    kind = reverse("cohort-kind", args=[intro, "joining_instructions"])
    yield Stop("a kind of message", kind, who="tess", then=open_everything, wide=True)
    yield Stop("a kind of message, set", kind, who="tess", then=press("Save", words=WORDS))
    at_once = press("Save", days="21")
    yield Stop("a kind of message, at once", kind, who="tess", then=at_once)
    waits = reverse("cohort-kind", args=[intro, "missed_session"])
    yield Stop("a kind of message that nobody can foresee", waits, who="tess")
    now = reverse("cohort-kind-send", args=[intro, "can_you_come"])
    yield Stop("send a message now", now, who="tess", wide=True)
    yield Stop("sent now", now, who="tess", then=press("Send to"))
    early = reverse("cohort-kind-send", args=[intro, "tomorrow"])
    yield Stop("send a message now, refused", early, who="tess")
    none = reverse("cohort-kind-sent", args=[intro, "three_months"])
    yield Stop("what was sent, nothing", none, who="tess")


def _of(town: Any, address: str, name: str) -> str:
    return reverse(address, args=[town.dates[name].pk])
