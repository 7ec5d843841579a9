"""The faces of dates for those who run them."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page

from academy.shared import clock
from courses.delivery.models import Venue
from learners.dashboards.models import Export
from tests.journeys.acts import Act, both, open_everything, press
from tests.journeys.stop import Stop

HARBOUR = "?hub=harbour-road"
LONG_NAME = (
    "Doorsteps and kitchen tables, for everybody who was never asked before in the whole of the north east"
)


def running_stops(town: Any) -> Iterator[Stop]:
    """In the order in which dates are made, looked after and ended."""
    yield from _lists()
    yield from _waited_for()
    yield from _making(town)
    yield from _one(town)
    yield from _taken_away(town)
    yield from _moving(town)
    yield from _steps(town)
    yield from _venues()
    yield from _programmes(town)


def _lists() -> Iterator[Stop]:
    listed = reverse("cohort-list")
    for who in ("colin", "tess", "mona"):
        yield Stop(f"dates that {who} runs", listed, who=who, wide=who == "mona", then=open_everything)
    yield Stop("dates that one runs, page 2", f"{listed}?page=2", who="mona")
    for show in ("drafts", "past"):
        yield Stop(f"dates that one runs, {show}", f"{listed}?show={show}", who="mona")
    yield Stop("dates that one runs, none", f"{listed}?show=past&hub=northgate", who="mona")
    yield Stop("dates that one runs, refused", listed, who="nia", status=403)


def _waited_for() -> Iterator[Stop]:
    demand = reverse("interest-demand")
    yield Stop("who waits for dates", demand, who="colin", wide=True)
    yield Stop("who waits for dates, of any hub", demand, who="mona", then=open_everything)
    yield Stop("who waits for dates, refused", demand, who="tess", status=403)
    for slug in ("introduction", "listening"):
        people = reverse("interest-people", args=["harbour-road", slug])
        yield Stop(f"who waits for {slug}", people, who="colin", wide=slug == "listening")


def _making(town: Any) -> Iterator[Stop]:
    new = reverse("cohort-new")
    yield Stop("new dates, which hub", new, who="mona")
    yield Stop("new dates", new + HARBOUR, who="mona", wide=True)
    yield Stop("new dates, all open", new + HARBOUR, who="mona", then=open_everything)
    wrong = press("Make them and open booking", where="new", capacity="0", times="99")
    yield Stop("new dates, wrong", new, who="colin", then=both(open_everything, wrong))
    online = press("Keep as a draft", where="online", day="2020-01-01", online_url="x")
    yield Stop("new dates, over and nowhere", new, who="colin", then=online)
    yield Stop("new dates, refused", new, who="tess", status=403)
    copy = _of(town, "cohort-copy", "intro")
    yield Stop("copy dates", copy, who="colin", wide=True)
    yield Stop("copy dates, no day", copy, who="colin", then=press("Make a copy"))


def _one(town: Any) -> Iterator[Stop]:
    for who, name in (("colin", "intro"), ("tess", "intro"), ("colin", "full"), ("colin", "draft")):
        wide = (who, name) == ("colin", "intro")
        yield Stop(f"{name} for {who}, who runs it", _of(town, "cohort-page", name), who=who, wide=wide)
    for name in ("power", "cancelled", "saturday"):
        yield Stop(f"{name} for a manager", _of(town, "cohort-page", name), who="mona")
    yield Stop("certificates, none yet", _of(town, "cohort-certificates", "intro"), who="tess")
    gets_on = _of(town, "cohort-progress", "intro")
    yield Stop("how a group gets on", gets_on, who="tess", wide=True, then=open_everything)
    yield Stop("how a group gets on, nobody so", f"{gets_on}?show=done", who="colin")
    yield Stop("how a group gets on, nobody yet", _of(town, "cohort-progress", "draft"), who="colin")
    yield Stop(
        "how another hub's group gets on", _of(town, "cohort-progress", "power"), who="tess", status=403
    )
    yield Stop("dates of another hub", _of(town, "cohort-page", "power"), who="colin", status=403)


def _taken_away(town: Any) -> Iterator[Stop]:
    choose = _of(town, "cohort-export", "intro")
    yield Stop("a list to take away", choose, who="tess", wide=True)
    facts = {"cohort": town.dates["intro"], "asked_by": town.people["tess"], "asked_at": clock.now()}
    facts |= {"began_at": clock.now(), "finished_at": clock.now(), "of": "people", "format": "xlsx"}
    made = Export.objects.create(key="made", file="exports/made.xlsx", done=2000, total=2000, **facts)
    yield Stop("a list that is made", reverse("export", args=[made.token]), who="tess")
    failed = Export.objects.create(key="failed", trouble="You do not run these dates any more.", **facts)
    yield Stop("a list that stopped", reverse("export", args=[failed.token]), who="tess")
    yield Stop("a list of somebody else", reverse("export", args=[made.token]), who="colin", status=403)
    yield Stop("lists to take away, and made", choose, who="tess")
    yield Stop("a list of another hub", _of(town, "cohort-export", "power"), who="colin", status=403)


def _moving(town: Any) -> Iterator[Stop]:
    place = town.dates["intro"].places.get(account__full_name="Leila Haddad", state="confirmed")
    move = reverse("date-person-move", args=[town.dates["intro"].token, place.pk])
    yield Stop("move somebody to other dates", move, who="tess", wide=True)
    yield Stop("move somebody, nothing chosen", move, who="tess", then=press("Move their place"))
    full = town.dates["full"].places.filter(state="waitlisted").first()
    cannot = reverse("date-person-move", args=[town.dates["full"].token, full.pk])
    yield Stop("move somebody who waits", cannot, who="tess")


def _steps(town: Any) -> Iterator[Stop]:
    yield Stop("open booking", _of(town, "cohort-open", "draft"), who="colin", wide=True)
    yield Stop("open booking, open already", _of(town, "cohort-open", "intro"), who="colin")
    yield Stop("opened", _of(town, "cohort-open", "draft"), who="colin", then=press("Open booking"))
    few = _of(town, "cohort-confirm", "saturday")
    yield Stop("go ahead with fewer", few, who="mona")
    yield Stop("go ahead with fewer, no reason", few, who="mona", then=press("It goes ahead"))
    yield Stop("go ahead, refused", _of(town, "cohort-confirm", "cancelled"), who="mona")
    cancel = _of(town, "cohort-cancel", "intro")
    yield Stop("cancel dates", cancel, who="colin", wide=True)
    yield Stop("cancel dates, no reason", cancel, who="colin", then=press("Cancel these dates"))
    yield Stop("cancel dates, refused", cancel, who="tess")
    change = _of(town, "cohort-change", "full")
    yield Stop("change places", change, who="colin", wide=True)
    yield Stop("change places, fewer than are taken", change, who="colin", then=_fewer())
    yield Stop("who trains", _of(town, "cohort-trainers", "intro"), who="colin")
    yield Stop("add a session", _of(town, "cohort-session-add", "full"), who="colin")
    session = town.dates["intro"].sessions.get().uid
    move, off = (reverse(name, args=[session]) for name in ("cohort-session", "cohort-session-cancel"))
    yield Stop("move a session", move, who="colin", wide=True)
    late = press("Save the session", begins="16:00", ends="10:00")
    yield Stop("move a session, wrong", move, who="colin", then=late)
    yield Stop("cancel the only session", off, who="colin")
    one = town.dates["power"].sessions.first().uid
    yield Stop("cancel a session", reverse("cohort-session-cancel", args=[one]), who="mona")


def _venues() -> Iterator[Stop]:
    venues, add = reverse("cohort-venues"), reverse("cohort-venue-add")
    yield Stop("venues, which hub", venues, who="mona")
    yield Stop("venues", venues, who="colin", wide=True)
    yield Stop("venues, none", f"{venues}?hub=northgate", who="mona")
    yield Stop("add a venue", add, who="colin")
    empty = press("Add the venue", map_url="x")
    yield Stop("add a venue, empty", add, who="colin", then=empty)
    venue = Venue.objects.filter(hub__slug="harbour-road").order_by("pk")[0].pk
    yield Stop("a venue", reverse("cohort-venue", args=[venue]), who="colin", wide=True)
    close = reverse("cohort-venue-close", args=[venue])
    yield Stop("use a venue no more", close, who="colin")
    yield Stop("a venue used no more", close, who="colin", then=press("Use it no more"))


def _programmes(town: Any) -> Iterator[Stop]:
    listed, counts = reverse("programmes"), _of(town, "cohort-programmes", "intro")
    yield Stop("programmes, none", listed, who="mona")
    yield Stop("what dates count for, nothing there", counts, who="colin")
    add = reverse("programme-add")
    yield Stop("add a programme", add, who="mona")
    yield Stop("add a programme, empty", add, who="mona", then=press("Save the programme"))
    days = {"starts_on": "2026-04-01", "ends_on": "2027-03-31", "target_people": "200"}
    good = press("Save the programme", name=LONG_NAME, funder="A sample fund", **days)
    yield Stop("programmes", add, who="mona", then=good, wide=True)
    yield Stop("what dates count for", counts, who="colin")
    yield Stop("change a programme", listed, who="mona", then=follow("Doorsteps and"))
    yield Stop("programmes, refused", listed, who="colin", status=403)


def follow(words: str) -> Act:
    def act(page: Page) -> None:
        page.get_by_role("link", name=words).click()

    return act


def _fewer() -> Act:
    return press("Save", capacity="1", min_to_run="1")


def _of(town: Any, address: str, name: str) -> str:
    return reverse(address, args=[town.dates[name].pk])
