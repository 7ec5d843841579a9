"""The faces of judging: the evidence beside the criteria."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page

from academy.shared import clock
from learners.assessment.actions import claim, put_back
from tests.cast import person
from tests.journeys.acts import press
from tests.journeys.signing_pages import able
from tests.journeys.stop import Stop
from tests.learners import judging, qualifying
from tests.learners.assessment.rounds import address, answers, draft_of
from tests.learners.submissions.work import handed_in, linked, photo

LONG = "Averyveryverylongtitlewithoutaspaceinitthathastobreaksomewhere " * 2


def judging_stops(town: Any) -> Iterator[Stop]:
    """For the assessor."""
    mona, gus = town.people["mona"], town.people["gus"]
    hub = town.people["grace"].hub
    hers = qualifying.registered(person("Tilda Two-Names"), hub, mona)
    able(gus, mona, hers)
    judging.record(hers, gus, judging.criteria_of(hers)[:1])
    made = handed_in(
        [linked(hers, LONG[:150]), photo(hers), linked(hers, "A safety plan", at=1)], now=clock.now()
    )
    judgement = claim(submission_id=made.pk, by=gus, now=clock.now())
    page, first, second = (
        reverse("judge", args=[judgement.token]),
        address(judgement, draft_of(judgement).criterion_id),
        address(judgement, draft_of(judgement, 1).criterion_id),
    )
    yield Stop("judging", page, who="gus", wide=True)
    yield Stop("judging, with the keys shown", page, who="gus", then=keys, wide=True)
    yield Stop("judging, a record open", f"{page}?piece={_record(page, judgement)}", who="gus")
    yield Stop("judging, begun", first, who="gus", then=press("All five hold"))
    yield Stop("judging, not complete", second, who="gus", then=press("Save", outcome="not_yet"), wide=True)
    yield Stop("judging, refused", page, who="colin", status=403)
    draft = draft_of(judgement)
    yield Stop("judging, written in another tab", first, who="gus", status=200, then=_late(answers(draft)))
    put_back(judgement_id=judgement.pk, by=gus, now=clock.now())
    yield Stop("judging, put back", page, who="gus")


def keys(page: Page) -> None:
    page.keyboard.press("?")


def _late(sent: dict[str, Any]) -> Any:
    """Press "Save" on a page that is older than what is kept."""

    def act(page: Page) -> None:
        page.locator("[name=revision]").evaluate("one => { one.value = '0' }")
        page.locator("[name=rationale]").fill(str(sent["rationale"]))
        page.get_by_role("button", name="Save", exact=True).first.click()
        page.wait_for_load_state()

    return act


def _record(page: str, judgement: Any) -> str:
    found = judgement.registration.records.first()
    return f"record:{found.pk}"
