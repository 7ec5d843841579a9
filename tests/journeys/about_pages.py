"""The faces of waiting for dates, and of what people may tell about themselves."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from tests.journeys.acts import open_everything, press
from tests.journeys.stop import Stop


def about_stops(town: Any) -> Iterator[Stop]:
    """For learners, and for those who plan."""
    yield from _waiting()
    yield from _about(town)


def _waiting() -> Iterator[Stop]:
    """For dates that are not there."""
    ask, mine = reverse("interest", args=["introduction"]), reverse("interests")
    yield Stop("tell me when there are dates", ask, who="hubert", wide=True)
    yield Stop("tell me when there are dates, wrong", f"{ask}?hub=nowhere", who="nia", then=press("Tell me"))
    yield Stop(
        "no list for a course online", reverse("interest", args=["framework-focus"]), who="nia", status=403
    )
    yield Stop("dates that somebody waits for", mine, who="hubert", wide=True)
    yield Stop("no dates that somebody waits for", mine, who="nia")
    yield Stop("dates of one course", f"{reverse('dates')}?course=introduction")
    yield Stop("no dates of one course", f"{reverse('dates')}?course=introduction&hub=nowhere")


def _about(town: Any) -> Iterator[Stop]:
    """What people may tell about themselves."""
    after, mine = _at(town, "place-about", "intro"), reverse("about-me")
    yield Stop("about you, after booking", after, who="amara", wide=True)
    yield Stop("about you, of a child", after, who="kit")
    wrong = press("Send my answers", postcode="Newcastle upon")
    yield Stop("about you, wrong", after, who="amara", then=wrong)
    yield Stop("about you, without a place", _at(town, "place-about", "power"), who="lena", status=403)
    yield Stop("about you, nothing told", mine, who="nia")
    told = press("Save my answers", postcode="NE1", heard="friend", sex="female", ethnic="roma")
    yield Stop("about you, told", mine, who="nia", then=told, wide=True)
    slips = _at(town, "date-slips", "intro")
    yield Stop("slips", slips, who="tess", wide=True)
    yield Stop("slips, wrong", slips, who="colin", then=press("Type this slip in", postcode="x"))
    yield Stop("slips, refused", _at(town, "date-slips", "power"), who="tess", status=403)
    yield Stop("who comes", reverse("who-comes"), who="colin", wide=True)
    yield Stop("who comes, to all", reverse("who-comes"), who="mona", then=open_everything)
    yield Stop("who comes, refused", reverse("who-comes"), who="tess", status=403)
    yield Stop("equality figures", reverse("equality-figures"), who="mona", wide=True)
    yield Stop("equality figures, refused", reverse("equality-figures"), who="colin", status=403)


def _at(town: Any, address: str, name: str) -> str:
    return reverse(address, args=[town.dates[name].token])
