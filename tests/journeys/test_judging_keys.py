"""Judging in a real browser: by keys alone, kept as it is typed, and without losing a word when the line is cut."""

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, Route, expect

from academy.shared import clock
from learners.assessment.actions import claim
from learners.assessment.models import DraftDecision, Judgement
from learners.registrations.models import QualRegistration
from tests.cast import BACKEND, Cast, make_cast
from tests.fixtures.browser import NewPage
from tests.learners import judging, qualifying
from tests.learners.assessment.rounds import address, assessor_of, draft_of
from tests.learners.submissions.work import handed_in, linked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def judgement(cast: Cast) -> Judgement:
    """Two criteria of Amara's, taken by Asa; an observation is about the first."""
    amara: QualRegistration = qualifying.registered(cast.learner, cast.harbour, cast.manager)
    qualifying.allocated(amara, cast.assessor)
    assessor_of(amara, cast.manager)
    judging.record(amara, cast.assessor, judging.criteria_of(amara)[:1])
    made = handed_in([linked(amara, "Three talks"), linked(amara, "A plan", at=1)], now=clock.now())
    return claim(submission_id=made.pk, by=cast.assessor, now=clock.now())


@pytest.fixture
def asa(new_page: NewPage, live_server: Any, cast: Cast) -> Page:
    """Their browser."""
    client = Client()
    client.force_login(cast.assessor, backend=BACKEND)
    page = new_page(viewport={"width": 1280, "height": 800})
    key = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
    return page


def opened(page: Page, judgement: Judgement, at: int = 0) -> DraftDecision:
    draft = draft_of(judgement, at)
    page.goto(address(judgement, draft.criterion_id))
    expect(page.locator("kbd").first).to_be_visible()
    return draft


def test_two_criteria_are_judged_without_a_mouse(asa: Page, judgement: Judgement) -> None:
    first = opened(asa, judgement)
    keys = asa.keyboard
    keys.press("p")
    expect(asa.locator(".items [aria-current]")).to_contain_text("R1")
    keys.press("p")
    keys.press("p")  # and round again
    expect(asa.locator(".items [aria-current]")).to_contain_text("Three talks")
    keys.press("m")
    keys.press("v")
    keys.press("r")
    keys.type("Three talks, each with an open question (page 1).")
    expect(asa.locator(".saved")).to_contain_text("Complete.")
    first.refresh_from_db()
    assert (first.outcome, first.rationale[:11]) == ("met", "Three talks")
    keys.press("Control+Enter")
    second = draft_of(judgement, 1)
    asa.wait_for_url(f"**{address(judgement, second.criterion_id)}*")
    expect(asa.locator("kbd").first).to_be_visible()  # the keys are there
    keys.press("n")
    keys.press("v")
    keys.press("5")
    expect(asa.locator("#next_step")).to_have_value(
        "Add more of the same: one more time that you did it, on another day or with other people."
    )
    keys.press("r")
    keys.type("One plan is here, and it is short.")
    keys.press("Escape")
    keys.press("u")
    expect(asa.locator("[name^='why-entry']").first).to_be_focused()
    keys.type("It is about something else.")
    keys.press("Escape")
    keys.press("k")
    asa.wait_for_url(f"**{address(judgement, first.criterion_id)}*")
    second.refresh_from_db()
    assert second.checks["sufficient"] is False and second.pieces[0]["used"] is False
    assert second.pieces[0]["why"] == "It is about something else."
    expect(asa.locator("#counts")).to_contain_text("1 met, 1 not yet, 0 to judge")


def test_the_keys_are_shown_and_can_be_turned_off(asa: Page, judgement: Judgement) -> None:
    opened(asa, judgement)
    asa.keyboard.press("?")
    off = asa.get_by_label("Turn these keys off")
    expect(off).to_be_visible()
    off.check()
    asa.locator("h1").click()
    asa.keyboard.press("m")
    expect(asa.locator("[name=outcome][value=met]")).not_to_be_checked()
    asa.reload()
    asa.keyboard.press("m")
    expect(asa.locator("[name=outcome][value=met]")).not_to_be_checked()


def test_letters_in_a_field_are_letters(asa: Page, judgement: Judgement) -> None:
    opened(asa, judgement)
    asa.locator("#rationale").fill("")
    asa.locator("#rationale").press_sequentially("mnvjk12?")
    expect(asa.locator("#rationale")).to_have_value("mnvjk12?")
    expect(asa.locator("[name=outcome]:checked")).to_have_count(0)


def test_nothing_is_lost_without_a_line(asa: Page, judgement: Judgement) -> None:
    draft = opened(asa, judgement)
    away = True

    def cut(route: Route) -> None:
        if away and route.request.method == "POST":
            route.abort()
        else:
            route.continue_()

    asa.route("**/judging/**", cut)
    asa.locator("#rationale").fill("Typed without a line.")
    expect(asa.locator(".saved")).to_contain_text("No signal. Your words are kept on this device.")
    asa.goto("/health/")
    away = False
    asa.goto(address(judgement, draft.criterion_id))
    expect(asa.locator("#rationale")).to_have_value("Typed without a line.")
    expect(asa.locator(".saved")).to_contain_text("Draft saved")
    draft.refresh_from_db()
    assert draft.rationale == "Typed without a line."


def test_another_tab_is_met_with_both_texts(asa: Page, judgement: Judgement) -> None:
    draft = opened(asa, judgement)
    DraftDecision.objects.filter(pk=draft.pk).update(revision=4, rationale="From the other tab.")
    asa.locator("#rationale").fill("From this tab.")
    expect(asa.locator(".saved")).to_contain_text("another tab")
    asa.get_by_role("button", name="See both texts").click()
    expect(asa.locator("#theirs")).to_contain_text("From the other tab.")
    expect(asa.locator("#rationale")).to_have_value("From this tab.")
    asa.get_by_role("button", name="Save", exact=True).click()
    asa.wait_for_load_state()
    draft.refresh_from_db()
    assert draft.rationale == "From this tab."


def test_two_lines_and_another_piece_are_no_change_of_somebody_else(asa: Page, judgement: Judgement) -> None:
    """What the page itself kept by a press of a button is not brought back as if it had been lost."""
    first = opened(asa, judgement)
    keys = asa.keyboard
    keys.press("p")
    expect(asa.locator(".items [aria-current]")).to_contain_text("R1")
    keys.press("m")
    keys.press("v")
    keys.press("r")
    keys.type("One line.")
    keys.press("Enter")
    keys.type("Another line.")
    keys.press("Control+Enter")
    asa.wait_for_url(f"**{address(judgement, draft_of(judgement, 1).criterion_id)}*")
    expect(asa.locator("kbd").first).to_be_visible()
    keys.press("k")
    asa.wait_for_url(f"**{address(judgement, first.criterion_id)}*")
    expect(asa.locator("#rationale")).to_have_value("One line.\nAnother line.")
    asa.locator("#rationale").press_sequentially("A third: ")
    expect(asa.locator(".saved")).to_contain_text("Complete.")
    first.refresh_from_db()
    assert "A third: " in first.rationale and "\r" not in first.rationale


def test_an_answer_lost_on_the_way_stops_nothing(asa: Page, judgement: Judgement) -> None:
    draft = opened(asa, judgement)
    lost: list[int] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and len(lost) < 2:
            lost.append(route.fetch().status)  # it came, and the answer did not
            route.abort()
        else:
            route.continue_()

    asa.route("**/judging/**", lose)
    asa.locator("#rationale").fill("Typed once.")
    expect(asa.locator(".saved")).to_contain_text("No signal.")
    asa.locator("#rationale").press_sequentially(" And more.")
    expect(asa.locator(".saved")).to_contain_text("Draft saved", timeout=20_000)
    draft.refresh_from_db()
    assert lost == [200, 200] and "And more." in draft.rationale
