"""The faces of what brings people in."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page

from academy.shared import clock
from learners.intake.models import PeopleImport, SeatCode
from tests.journeys.acts import press
from tests.journeys.stop import Stop


def intake_stops(town: Any) -> Iterator[Stop]:
    """Seat codes, and lists of people on their way."""
    yield from _codes(town)
    upload = reverse("people-upload", args=[town.dates["intro"].pk])
    yield Stop("bring in a list", upload, who="colin", wide=True)
    yield Stop("bring in a list, none chosen", upload, who="colin", then=press("Upload the list"))
    yield Stop("bring in a list, what its columns hold", upload, who="tess", then=_choose, wide=True)
    yield Stop("bring in a list, refused", upload, who="nia", status=403)
    late = reverse("people-upload", args=[town.dates["cancelled"].pk])
    yield Stop("bring in a list, too late", late, who="mona")
    hub = reverse("people-upload-hub")
    yield Stop("bring in a list of people who wait", hub, who="colin", wide=True)
    yield Stop("bring in a list of people who wait, empty", hub, who="mona", then=press("Upload the list"))
    yield Stop("bring in a list of people who wait, refused", hub, who="tess", status=403)
    for listing in PeopleImport.objects.order_by("pk"):
        at = reverse("people-list", args=[listing.token])
        yield Stop(f"a list, {listing.step} {listing.state}", at, who="mona", wide=listing.step == "checked")
        if listing.step == "checked" and listing.forgotten_at is None:
            columns = reverse("people-list-columns", args=[listing.token])
            yield Stop(
                "what the columns hold, empty", columns, who="mona", then=press("Look through the list")
            )


def _codes(town: Any) -> Iterator[Stop]:
    bring = reverse("cohort-bring", args=[town.dates["intro"].pk])
    for who in ("colin", "tess"):
        yield Stop(f"bring people in, for {who}", bring, who=who, wide=who == "colin")
    codes = reverse("cohort-bring", args=[SeatCode.objects.order_by("pk")[0].cohort_id])
    yield Stop("bring people in, codes in every state", codes, who="mona", wide=True)
    for name in ("draft", "cancelled", "full"):
        path = reverse("cohort-bring", args=[town.dates[name].pk])
        yield Stop(f"bring people in, {name}", path, who="mona")
    yield Stop("bring people in, refused", bring, who="nia", status=403)
    keep = "Keep seats and send the codes"
    yield Stop("keep seats, empty", bring, who="colin", then=press(keep))
    wrong = press(keep, people="Sam Obi, no address\nBea Ng, bea.ng@example.org, too\n")
    yield Stop("keep seats, wrong", bring, who="colin", then=wrong)
    full = reverse("cohort-bring", args=[town.dates["full"].pk])
    yield Stop("keep seats, none free", full, who="mona", then=press(keep, people="Sam Obi, sam@example.org"))
    yield Stop("seat code", reverse("seat-type"))
    yield Stop("seat code, wrong", f"{reverse('seat-type')}?code=ABC", status=422)
    yield Stop("seat code, not known", reverse("seat", args=["ABCD-2345"]), status=404)
    for code in SeatCode.objects.order_by("pk"):
        at = reverse("seat", args=[code.code])
        state = code.state(clock.now())
        yield Stop(f"a seat, {state}", at, wide=state == "sent")
        yield Stop(f"a seat, {state}, signed in", at, who="femi")


def _choose(page: Page) -> None:
    rows = "Name,E-mail\nSam Obi,sam.obi@example.org\nBea Ng,bea.ng@example.org\n"
    page.locator("input[type=file]").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    page.get_by_role("button", name="Upload the list").click()
    page.wait_for_load_state()
