"""The register in real browsers, with the signal cut and restored, and on two phones at once."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from academy.accounts.models import Account
from academy.shared import clock
from courses.delivery.models import Cohort, Session
from learners.attendance.models import AttendanceMark, RegisterSignoff, WalkIn
from learners.attendance.queries import standings
from learners.enrolments.models import Enrolment
from tests.fixtures.browser import NewPage
from tests.journeys.test_player import become
from tests.learners.attendance.registers import group, session_of
from tests.waiting import eventually

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 390, "height": 844}
WAITS = "[data-register-target=waiting]"
NAMES = ("Amara Bello", "Ben Whitlow", "Cai Moss")


@pytest.fixture
def today(transactional_db: None) -> tuple[Session, Account]:
    """A session that began an hour ago."""
    cohort, _, jo = group(*NAMES, capacity=6)
    now = clock.now()
    session = session_of(cohort)
    session.day = clock.london_date(now)
    session.starts_at, session.ends_at = now - timedelta(hours=1), now + timedelta(hours=1)
    session.save()
    Cohort.objects.update(starts_at=session.starts_at, ends_at=session.ends_at)
    return session, jo


def phone(new_page: NewPage, session: Session, who: Account, live_server: Any) -> Page:
    page = new_page(viewport=PHONE)
    become(page, who, live_server.url)
    page.goto(f"/register/{session.uid}/")
    expect(page.get_by_role("button", name="Save the marks")).to_be_hidden()  # the script has begun
    return page


def press(page: Page, name: str, mark: str) -> None:
    page.get_by_role("group", name=name).get_by_label(mark, exact=True).check()


def says(session: Session) -> dict[str, str]:
    stands = standings(session.pk)
    names = dict(Enrolment.objects.filter(pk__in=stands).values_list("pk", "account__full_name"))
    return {names[who]: one.mark for who, one in stands.items()}


def test_each_press_is_sent_by_itself_and_undone(new_page: NewPage, today: Any, live_server: Any) -> None:
    session, jo = today
    page = phone(new_page, session, jo, live_server)
    press(page, "Amara Bello", "Late")
    page.get_by_role("group", name="Amara Bello").get_by_label("Minutes missed").fill("20")
    page.keyboard.press("Tab")
    eventually(lambda: [(one.mark, one.minutes) for one in standings(session.pk).values()] == [("late", 20)])
    press(page, "Ben Whitlow", "Not here")
    eventually(lambda: says(session).get("Ben Whitlow") == "absent")
    page.get_by_role("button", name="Undo").click()
    eventually(lambda: "Ben Whitlow" not in says(session))
    expect(page.locator("[data-count=left]")).to_have_text("2")


def test_marks_without_signal_wait_on_the_phone_and_come_in_later(
    new_page: NewPage, today: Any, live_server: Any
) -> None:
    session, jo = today
    page = phone(new_page, session, jo, live_server)
    page.context.set_offline(True)
    press(page, "Amara Bello", "Here")
    press(page, "Ben Whitlow", "Not here")
    press(page, "Ben Whitlow", "Late")
    page.get_by_label("Somebody came without a place").fill("Kit Lawal")
    page.get_by_role("button", name="Add a walk-in").click()
    press(page, "Kit Lawal", "Left early")
    expect(page.locator(WAITS)).to_contain_text("No signal. Keep going. 5 marks are waiting on this phone.")
    page.get_by_role("button", name="Save and sign").click()
    expect(page.locator("#why")).to_contain_text("You can sign when there is a signal again")
    assert not AttendanceMark.objects.exists()

    page.context.set_offline(False)
    expect(page.locator(WAITS)).to_be_hidden()
    assert says(session) == {"Amara Bello": "present", "Ben Whitlow": "late", "Kit Lawal": "left_early"}
    assert WalkIn.objects.count() == 1

    press(page, "Cai Moss", "Told us")
    page.get_by_role("button", name="Save and sign").click()
    page.get_by_role("button", name="Sign as Jo").click()
    expect(page.get_by_text("Signed by Jo.")).to_be_visible()
    assert {line["name"]: line["mark"] for line in RegisterSignoff.objects.get().lines} == {
        **says(session),
        "Cai Moss": "told_us",
    }


def test_a_phone_that_was_closed_without_signal_sends_from_the_next_page(
    new_page: NewPage, today: Any, live_server: Any
) -> None:
    session, jo = today
    page = phone(new_page, session, jo, live_server)
    page.route("**/marks/", lambda route: route.abort())
    press(page, "Amara Bello", "Here")
    expect(page.locator(WAITS)).to_contain_text("1 mark is waiting on this phone")
    page.goto(f"/register/{session.uid}/")
    expect(page.get_by_role("group", name="Amara Bello").get_by_label("Here", exact=True)).to_be_checked()
    page.unroute("**/marks/")
    page.goto("/today/")
    expect(
        page.get_by_text("Marks that waited on this phone and are on the register now: 1.")
    ).to_be_visible()
    assert says(session) == {"Amara Bello": "present"}


def test_two_phones_that_come_back_in_either_order_agree(
    new_page: NewPage, today: Any, live_server: Any
) -> None:
    session, jo = today
    cora = Account.objects.get(email="coordinator@example.org")
    one, other = phone(new_page, session, jo, live_server), phone(new_page, session, cora, live_server)
    for page in (one, other):
        page.context.set_offline(True)
        page.get_by_label("Somebody came without a place").fill("Kit Lawal")
        page.get_by_role("button", name="Add a walk-in").click()
        expect(page.get_by_role("group", name="Kit Lawal")).to_be_visible()
    press(one, "Amara Bello", "Not here")
    press(other, "Amara Bello", "Here")  # the later one
    press(other, "Ben Whitlow", "Late")
    press(other, "Kit Lawal", "Late")
    press(one, "Cai Moss", "Here")
    other.context.set_offline(False)
    expect(other.locator(WAITS)).to_be_hidden()
    one.context.set_offline(False)
    expect(one.locator(WAITS)).to_be_hidden()
    wanted = {"Amara Bello": "present", "Ben Whitlow": "late", "Cai Moss": "present", "Kit Lawal": "late"}
    assert says(session) == wanted
    assert WalkIn.objects.count() == Account.objects.filter(full_name="Kit Lawal").count() == 1
    expect(one.get_by_role("group", name="Amara Bello").get_by_label("Here", exact=True)).to_be_checked()


def test_a_register_that_was_signed_meanwhile_keeps_the_marks_beside_it(
    new_page: NewPage, today: Any, live_server: Any
) -> None:
    session, jo = today
    one, other = phone(new_page, session, jo, live_server), phone(new_page, session, jo, live_server)
    one.context.set_offline(True)
    press(one, "Amara Bello", "Late")
    for name in NAMES:
        press(other, name, "Here")
    other.get_by_role("button", name="Save and sign").click()
    other.get_by_role("button", name="Sign as Jo").click()
    expect(other.get_by_text("Signed by Jo.")).to_be_visible()
    press(one, "Amara Bello", "Left early")
    one.context.set_offline(False)
    expect(one.locator(WAITS)).to_contain_text("This register is signed")
    other.reload()
    expect(other.get_by_text("Marks came in after it was signed")).to_be_visible()
    assert re.search("left early", other.locator(".notice--warn").inner_text())
    assert RegisterSignoff.objects.count() == 1


def test_marks_wait_for_whoever_made_them(new_page: NewPage, today: Any, live_server: Any) -> None:
    session, jo = today
    cora = Account.objects.get(email="coordinator@example.org")
    page = phone(new_page, session, jo, live_server)
    become(page, cora, live_server.url)
    press(page, "Amara Bello", "Here")
    expect(page.locator(WAITS)).to_contain_text("Somebody else has signed in here")
    become(page, None, live_server.url)
    press(page, "Ben Whitlow", "Here")
    expect(page.locator(WAITS)).to_contain_text("You have been signed out")
    assert not AttendanceMark.objects.exists()
    become(page, jo, live_server.url)
    page.goto(f"/register/{session.uid}/")
    eventually(lambda: says(session) == {"Amara Bello": "present", "Ben Whitlow": "present"})
