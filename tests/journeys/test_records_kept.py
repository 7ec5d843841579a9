"""What an assessor writes keeps itself, in a real browser, when answers are lost and when the page goes on."""

import re
from contextlib import suppress
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Error, Page, Route, expect

from learners.assessment.states import RecordState
from learners.registrations.models import QualRegistration
from tests.cast import Cast
from tests.fixtures.browser import PATIENCE, NewPage
from tests.journeys.test_records_without_signal import begin, kept, phone, press_keep, records, write
from tests.learners import judging
from tests.learners.assessment.record_world import at_work
from tests.waiting import eventually

pytestmark = pytest.mark.django_db(transaction=True)
SAID = "She opened the hall.\nThen she waited."


@pytest.fixture
def world(transactional_db: None) -> tuple[Cast, QualRegistration]:
    return at_work()


def answer_is_lost(page: Page) -> None:
    """Nothing is kept by itself before the button; what that sends arrives, and no answer comes back, once."""

    def lose(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        if not route.request.is_navigation_request():
            return route.abort()
        with suppress(Error):
            route.fetch(max_redirects=0)
        route.abort()
        return page.unroute(re.compile("/record/"))

    page.route(re.compile("/record/"), lose)


def drafts(page: Page) -> list[str]:
    found: list[str] = page.evaluate("Object.keys(localStorage).filter(one => one.startsWith('draft:'))")
    return found


def writes_on(page: Page) -> None:
    """And what they write reaches the record that is kept already."""
    more = f"{SAID} She laughed."
    page.locator("[name=p0-text]").fill(more)
    eventually(lambda: records()[0].passages.get().text == more)


def test_after_a_line_break_and_the_button_it_goes_on_keeping_itself(
    new_page: NewPage, world: tuple[Cast, QualRegistration], live_server: Any
) -> None:
    cast, amara = world
    page = kept(phone(new_page, cast.assessor, live_server), begin(amara))
    write(page, "In the morning.", SAID)
    press_keep(page)
    page.wait_for_url(re.compile(r"/record/(?!new)"))
    page.locator("[data-kept=yes]").first.wait_for(state="attached")
    writes_on(page)
    press_keep(page)
    expect(page.get_by_text("Kept. The learner does not see it yet.")).to_be_visible()


def test_when_no_answer_comes_to_the_button_the_words_are_kept_once_and_go_on(
    new_page: NewPage, world: tuple[Cast, QualRegistration], live_server: Any
) -> None:
    """It was kept, and the phone does not know."""
    cast, amara = world
    page = kept(phone(new_page, cast.assessor, live_server), begin(amara))
    answer_is_lost(page)
    write(page, "In the morning.", SAID)
    press_keep(page)
    page.wait_for_url(re.compile("chrome-error"))
    eventually(lambda: len(records()) == 1)
    page.goto(begin(amara))
    expect(page.locator("[name=p0-text]")).to_have_value(SAID)
    page.wait_for_url(re.compile(r"/record/(?!new)"))
    writes_on(page)
    assert len(records()) == 1


def test_when_no_answer_comes_to_the_sharing_nothing_more_is_written_into_it(
    new_page: NewPage, world: tuple[Cast, QualRegistration], live_server: Any
) -> None:
    cast, amara = world
    page = kept(phone(new_page, cast.assessor, live_server), begin(amara))
    answer_is_lost(page)
    write(page, "In the morning.", SAID)
    page.locator("[name=p0-text]").evaluate("one => one.form.elements.others[0].checked = true")
    page.evaluate(
        "for (const one of document.querySelectorAll('[data-passages-target=row]')) one.open = true"
    )
    tick = f"[name=p0-c{judging.criteria_of(amara, 2)[0].pk}]"
    page.locator(tick).evaluate("one => (one.checked = true)")
    page.locator("form button[value=share]").click()
    page.wait_for_url(re.compile("chrome-error"))
    eventually(lambda: [one.state for one in records()] == [RecordState.SHARED])
    page.goto(begin(amara))
    page.wait_for_url(re.compile("/read/"))
    assert drafts(page) == []
    page.goto(begin(amara))
    expect(page.locator("[name=activity]")).to_have_value("")
    write(page, "In the evening.")
    eventually(lambda: len(records()) == 2)
    shared, new = records()
    assert (shared.activity, new.activity) == ("In the morning.", "In the evening.")


def test_where_two_pages_wrote_both_texts_are_seen_and_the_page_goes_on(
    new_page: NewPage, world: tuple[Cast, QualRegistration], live_server: Any
) -> None:
    cast, amara = world
    first = kept(phone(new_page, cast.assessor, live_server), begin(amara))
    write(first, "In the morning.")
    first.wait_for_url(re.compile(r"/record/(?!new)"))
    (record,) = records()
    second = phone(new_page, cast.assessor, live_server)
    kept(second, reverse("record", args=[record.token]))
    write(second, "At nine.")
    eventually(lambda: records()[0].activity == "At nine.")
    write(first, "At ten.")
    expect(first.get_by_text("changed in another window")).to_be_visible(timeout=PATIENCE)
    press_keep(first)
    expect(first.get_by_text("What is kept now, since")).to_be_visible()
    expect(first.locator("[name=activity]")).to_have_value("At ten.")
    expect(first.get_by_text("At nine.")).to_be_visible()
    write(first, "At nine or ten.")
    press_keep(first)
    expect(first.get_by_text("Kept. The learner does not see it yet.")).to_be_visible()
    assert records()[0].activity == "At nine or ten."
    eventually(lambda: drafts(first) == [])
