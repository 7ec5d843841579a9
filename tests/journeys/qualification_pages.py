"""The faces of specifications and sites."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page

from courses.qualifications.models import Criterion, OptionalGroup, QualificationVersion, Site
from tests.journeys.acts import open_everything, press
from tests.journeys.stop import Stop

GOOD = "Unit 4: One more\nLearning outcome,Assessment criterion,Method\n1 Be able,1.1 Use it,Prescribed: observation\n"
BAD = f"{GOOD},7.1 Lost,\n"


def choose(table: str) -> Any:
    """A file from the phone, and a press."""

    def act(page: Page) -> None:
        page.locator("input[type=file]").set_input_files(
            {"name": "spec.csv", "mimeType": "text/csv", "buffer": table.encode()}
        )
        press("Look at this sheet")(page)
        open_everything(page)

    return act


def qualification_stops(town: Any) -> Iterator[Stop]:
    """In the order in which a manager goes through them."""
    version = QualificationVersion.objects.get()
    at = [version.pk]
    yield Stop("specifications", reverse("specifications"), who="mona", wide=True)
    yield Stop("specifications to read", reverse("specifications"), who="colin")
    yield Stop("specifications, refused", reverse("specifications"), who="nia", status=403)
    add = reverse("specification-add")
    yield Stop("add a qualification", add, who="mona", then=open_everything)
    yield Stop("add a qualification, wrong", add, who="mona", then=press("Add it", title=""))
    yield Stop("a specification", reverse("specification", args=at), who="mona", wide=True)
    yield Stop("a specification to read", reverse("specification", args=at), who="colin")
    yield Stop("about an edition", reverse("specification-facts", args=at), who="mona")
    yield Stop("a sheet, not into this version", reverse("specification-sheet", args=at), who="mona")
    new = press("Make a new version")
    yield Stop("a new version", reverse("specification", args=at), who="mona", then=new)
    yield from _draft()
    yield from _groups()
    one = Criterion.objects.filter(version=version).first()
    assert one is not None
    words = reverse("specification-words", args=[version.pk, "criterion", one.pk])
    yield Stop("words of a criterion", words, who="mona")
    yield Stop("sites", reverse("sites"), who="mona", wide=True)
    yield Stop("sites with an end, none", reverse("sites") + "?show=ended", who="colin")
    yield Stop("approve a site, wrong", reverse("site-add"), who="mona", then=press("Approve it", centre=""))
    site = Site.objects.first()
    assert site is not None
    yield Stop("end an approval", reverse("site-end", args=[site.pk]), who="mona")


def _groups() -> Iterator[Stop]:
    """Of the draft, and of the version that is open."""
    draft = QualificationVersion.objects.order_by("-number")[0]
    chosen = OptionalGroup.objects.create(version=draft, title="Ways to reach people")
    page = reverse("specification-group", args=[draft.pk, chosen.pk])
    yield Stop("how many of a group", page, who="mona")
    yield Stop("how many of a group, wrong", page, who="mona", then=press("Save the numbers", fewest="9"))
    yield Stop("a version with a group", reverse("specification", args=[draft.pk]), who="mona")


def _draft() -> Iterator[Stop]:
    """Of the version that the stop before has made."""
    made = QualificationVersion.objects.order_by("-number").first()
    assert made is not None
    sheet = reverse("specification-sheet", args=[made.pk])
    yield Stop("a sheet, none yet", sheet, who="mona", then=open_everything)
    yield Stop("a sheet that was read", sheet, who="mona", then=choose(GOOD), wide=True)
    yield Stop("a sheet with a fault", sheet, who="mona", then=choose(BAD))
    yield Stop("a sheet that is none", sheet, who="mona", then=choose("Name,Telephone\nA,B\n"))
