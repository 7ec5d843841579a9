"""The faces of what brings people in."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page

from learners.intake.models import PeopleImport
from tests.journeys.acts import press
from tests.journeys.stop import Stop


def intake_stops(town: Any) -> Iterator[Stop]:
    """A list of people on its way."""
    upload = reverse("people-upload", args=[town.dates["intro"].pk])
    yield Stop("bring in a list", upload, who="colin", wide=True)
    yield Stop("bring in a list, none chosen", upload, who="colin", then=press("Upload the list"))
    yield Stop("bring in a list, what its columns hold", upload, who="tess", then=_choose, wide=True)
    yield Stop("bring in a list, refused", upload, who="nia", status=403)
    late = reverse("people-upload", args=[town.dates["cancelled"].pk])
    yield Stop("bring in a list, too late", late, who="mona")
    for listing in PeopleImport.objects.order_by("pk"):
        at = reverse("people-list", args=[listing.token])
        yield Stop(f"a list, {listing.step} {listing.state}", at, who="mona", wide=listing.step == "checked")
        if listing.step == "checked" and listing.forgotten_at is None:
            columns = reverse("people-list-columns", args=[listing.token])
            yield Stop(
                "what the columns hold, empty", columns, who="mona", then=press("Look through the list")
            )


def _choose(page: Page) -> None:
    rows = "Name,E-mail\nSam Obi,sam.obi@example.org\nBea Ng,bea.ng@example.org\n"
    page.locator("input[type=file]").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    page.get_by_role("button", name="Upload the list").click()
    page.wait_for_load_state()
