"""The register opens where there is no signal at all, in a real browser, and goes when its trainer signs out."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from academy.accounts.models import Account
from courses.delivery.models import Session
from learners.attendance.models import AttendanceMark
from tests.fixtures.browser import NewPage
from tests.journeys.test_player import become
from tests.learners.attendance.test_phones import PHONE, WAITS, press, says
from tests.learners.attendance.test_phones import today as today
from tests.waiting import eventually

pytestmark = pytest.mark.django_db(transaction=True)


def kept(page: Page, address: str) -> Page:
    """The page, once it and all that it needs are on the phone."""
    page.goto(address)
    page.locator("[data-kept=yes]").first.wait_for(state="attached")
    return page


def phone(new_page: NewPage, who: Account, live_server: Any) -> Page:
    page = new_page(viewport=PHONE)
    become(page, who, live_server.url)
    return page


def test_a_register_is_loaded_again_without_signal_with_all_its_marks(
    new_page: NewPage, today: tuple[Session, Account], live_server: Any
) -> None:
    session, jo = today
    page = kept(phone(new_page, jo, live_server), f"/register/{session.uid}/")
    press(page, "Amara Bello", "Late")  # sent, after the page was kept
    eventually(lambda: says(session) == {"Amara Bello": "late"})
    expect(page.locator(WAITS)).to_be_hidden()
    page.context.set_offline(True)
    press(page, "Ben Whitlow", "Not here")
    page.reload()
    for name, mark in (("Amara Bello", "Late"), ("Ben Whitlow", "Not here")):
        expect(page.get_by_role("group", name=name).get_by_label(mark, exact=True)).to_be_checked()
    expect(page.locator(WAITS)).to_contain_text("1 mark is waiting on this phone.")
    expect(page.get_by_role("button", name="Save the marks")).to_be_hidden()
    press(page, "Cai Moss", "Here")
    assert AttendanceMark.objects.count() == 1
    page.context.set_offline(False)
    eventually(
        lambda: says(session) == {"Amara Bello": "late", "Ben Whitlow": "absent", "Cai Moss": "present"}
    )
    page.get_by_role("button", name="Save and sign").click()
    expect(page.get_by_role("button", name="Sign as Jo")).to_be_visible()


def test_todays_registers_open_in_the_hall_when_only_today_was_opened_at_home(
    new_page: NewPage, today: tuple[Session, Account], live_server: Any
) -> None:
    session, jo = today
    page = kept(phone(new_page, jo, live_server), "/today/")
    page.context.set_offline(True)
    page.reload()
    page.get_by_role("link", name="Open the register").click()
    press(page, "Amara Bello", "Here")
    expect(page.locator(WAITS)).to_contain_text("1 mark is waiting on this phone.")
    page.goto(f"/register/{session.uid}/sign/")
    expect(page.get_by_role("heading", name="No signal")).to_be_visible()
    page.context.set_offline(False)
    page.goto("/today/")
    eventually(lambda: says(session) == {"Amara Bello": "present"})


def test_who_signs_out_leaves_nothing_but_the_marks_that_wait(
    new_page: NewPage, today: tuple[Session, Account], live_server: Any
) -> None:
    session, jo = today
    page = kept(phone(new_page, jo, live_server), f"/register/{session.uid}/")
    press(page, "Amara Bello", "Here")
    eventually(lambda: says(session) == {"Amara Bello": "present"})
    page.route("**/marks/", lambda route: route.abort())
    press(page, "Ben Whitlow", "Here")
    assert page.evaluate("caches.keys()") == [f"kept-{jo.pk}"]
    page.goto("/profile/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/dates/")  # this world has no front page
    eventually(lambda: page.evaluate("caches.keys()") == [])
    left = page.evaluate("Object.keys(localStorage)")
    assert not [key for key in left if key.startswith("stands:")]
    assert [key for key in left if key.startswith("presses:")]
    page.context.set_offline(True)
    page.goto(f"/register/{session.uid}/")
    expect(page.get_by_role("heading", name="No signal")).to_be_visible()
    expect(page.get_by_text("Amara Bello")).to_be_hidden()


def test_somebody_else_who_signs_in_meets_nothing_of_the_first(
    new_page: NewPage, today: tuple[Session, Account], live_server: Any
) -> None:
    session, jo = today
    page = kept(phone(new_page, jo, live_server), f"/register/{session.uid}/")
    become(page, Account.objects.get(email="amara@example.org"), live_server.url)
    page.goto("/dates/")
    eventually(lambda: page.evaluate("caches.keys()") == [])


def test_what_was_kept_goes_after_two_days(
    new_page: NewPage, today: tuple[Session, Account], live_server: Any
) -> None:
    session, jo = today
    page = kept(phone(new_page, jo, live_server), f"/register/{session.uid}/")
    old = """async (name) => {
        const cache = await caches.open(name);
        await cache.put("/register/old/", new Response("x", { headers: { Date: "Mon, 01 Jun 2026 10:00:00 GMT" } }));
    }"""
    page.evaluate(old, f"kept-{jo.pk}")
    there = "async () => Boolean(await caches.match('/register/old/'))"
    assert page.evaluate(there)
    kept(page, f"/register/{session.uid}/")
    assert not page.evaluate(there)


def test_the_script_is_served_for_the_whole_site(client: Any) -> None:
    answer = client.get("/offline.js")
    assert answer["Content-Type"].startswith("text/javascript") and answer["Cache-Control"] == "no-cache"
    assert b"addEventListener" in answer.content
