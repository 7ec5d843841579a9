"""Records on a phone where there is no signal, in a real browser: nothing is lost, nothing comes twice, and what was
recorded of one learner is offered nowhere else.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from academy.accounts.models import Account
from learners.assessment.record_models import AssessorRecord
from learners.assessment.states import RecordState
from learners.portfolio.models import EvidenceFile
from learners.registrations.models import QualRegistration
from tests.cast import Cast, person
from tests.fixtures.browser import PATIENCE, NewPage
from tests.journeys.test_player import become
from tests.learners import qualifying
from tests.learners.assessment.record_world import at_work
from tests.servers.programs import CHROMIUM
from tests.servers.programs import path_of as program
from tests.waiting import eventually

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}
SEEN = "She asked what the road is like at home time."


@pytest.fixture
def world(transactional_db: None) -> tuple[Cast, QualRegistration]:
    return at_work()


def begin(registration: QualRegistration, kind: str = "observed") -> str:
    return reverse("record-begin", args=[registration.token, kind])


def phone(new_page: NewPage, who: Account, live_server: Any) -> Page:
    page = new_page(viewport=PHONE)
    become(page, who, live_server.url)
    return page


def kept(page: Page, address: str) -> Page:
    """The page, once it and all that it needs are on the phone."""
    page.goto(address)
    page.locator("[data-kept=yes]").first.wait_for(state="attached")
    return page


def write(page: Page, activity: str, text: str = "") -> None:
    page.locator("[name=activity]").fill(activity)
    if text:
        page.locator("[name=p0-text]").fill(text)


def press_keep(page: Page) -> None:
    page.locator("form button[value=keep]").click()


def records() -> list[AssessorRecord]:
    return list(AssessorRecord.objects.order_by("pk"))


def test_what_is_written_without_signal_comes_back_and_is_sent_once(
    new_page: NewPage, world: tuple[Cast, QualRegistration], live_server: Any
) -> None:
    """Opened with a signal; written and loaded again without; sent by itself when there is one."""
    cast, amara = world
    page = kept(phone(new_page, cast.assessor, live_server), begin(amara))
    page.context.set_offline(True)
    write(page, "She led the meeting.", SEEN)
    page.reload()
    expect(page.locator("[name=activity]")).to_have_value("She led the meeting.")
    expect(page.locator("[name=p0-text]")).to_have_value(SEEN)
    assert not records()
    page.context.set_offline(False)
    eventually(records)
    page.wait_for_url(re.compile(r"/record/(?!new)"))
    page.reload()
    expect(page.locator("[name=p0-text]")).to_have_value(SEEN)
    (made,) = records()
    assert made.activity == "She led the meeting." and made.passages.get().text == SEEN
    assert made.state == RecordState.DRAFT
    assert page.evaluate("Object.keys(localStorage).filter(one => /^(draft|unsent):/.test(one))") == []


def test_two_records_of_one_learner_wait_and_each_is_sent_once(
    new_page: NewPage, world: tuple[Cast, QualRegistration], live_server: Any
) -> None:
    cast, amara = world
    page = kept(phone(new_page, cast.assessor, live_server), begin(amara))
    page.context.set_offline(True)
    write(page, "In the morning.", "She opened the hall.")
    press_keep(page)
    expect(page.get_by_text("You can begin another one now.")).to_be_visible()
    expect(page.get_by_text("1 record waits on this phone for a signal.")).to_be_visible()
    expect(page.locator("[name=activity]")).to_have_value("")
    write(page, "In the evening.", "She closed it.")
    page.reload()
    expect(page.locator("[name=activity]")).to_have_value("In the evening.")
    press_keep(page)
    expect(page.get_by_text("2 records wait on this phone for a signal.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("2 records wait on this phone for a signal.")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("2 records from this phone are kept now.")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(one => /^(draft|unsent):/.test(one))") == []
    page.goto(reverse("records", args=[amara.token]))
    expect(page.get_by_text("from this phone")).to_have_count(0)
    assert sorted(one.activity for one in records()) == ["In the evening.", "In the morning."]


def test_the_list_of_records_sends_what_waits_and_offers_what_was_refused(
    new_page: NewPage, world: tuple[Cast, QualRegistration], live_server: Any
) -> None:
    """One that cannot be kept comes back into its page, with its words."""
    cast, amara = world
    page = kept(phone(new_page, cast.assessor, live_server), begin(amara))
    page.context.set_offline(True)
    write(page, "Whole.", SEEN)
    press_keep(page)
    write(page, "With a wrong time.", SEEN)
    page.locator("[name=p0-at]").fill("soon")
    press_keep(page)
    expect(page.get_by_text("2 records wait")).to_be_visible()
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(reverse("records", args=[amara.token]))
    expect(page.get_by_text("1 record from this phone is kept now.")).to_be_visible()
    expect(page.get_by_text("1 record could not be kept.")).to_be_visible()
    assert [one.activity for one in records()] == ["Whole."]
    page.get_by_role("button", name="Open it").click()
    page.wait_for_url(re.compile("/record/new/"))
    expect(page.locator("[name=activity]")).to_have_value("With a wrong time.")
    page.locator("[name=p0-at]").fill("1:05")
    eventually(lambda: len(records()) == 2)


def test_a_page_that_was_only_opened_writes_nothing_when_the_signal_comes_back(
    new_page: NewPage, world: tuple[Cast, QualRegistration], live_server: Any
) -> None:
    cast, amara = world
    page = kept(phone(new_page, cast.assessor, live_server), begin(amara))
    page.context.set_offline(True)
    page.context.set_offline(False)
    page.wait_for_timeout(2500)  # longer than a draft waits before it is sent
    assert not records()


def test_after_the_button_the_next_record_begins_empty(
    new_page: NewPage, world: tuple[Cast, QualRegistration], live_server: Any
) -> None:
    """Pressed at once, before anything was kept by itself."""
    cast, amara = world
    page = phone(new_page, cast.assessor, live_server)
    page.goto(begin(amara))
    write(page, "She led the meeting.", SEEN)
    press_keep(page)
    page.wait_for_url(re.compile(r"/record/(?!new)"))
    expect(page.get_by_text("Kept. The learner does not see it yet.")).to_be_visible()
    eventually(
        lambda: page.evaluate("Object.keys(localStorage).filter(one => one.startsWith('draft:'))") == []
    )
    page.goto(begin(amara))
    expect(page.locator("[name=activity]")).to_have_value("")
    assert len(records()) == 1


@pytest.fixture
def listening(browser: Browser, live_server: Any, world: tuple[Cast, QualRegistration]) -> Iterator[Page]:
    """A browser with a microphone that hears a tone."""
    flags = ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    chromium = browser.browser_type.launch(executable_path=program(CHROMIUM), args=flags)
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 390, "height": 844})
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    chromium.close()


def test_a_recording_without_signal_waits_with_its_record_and_is_offered_nowhere_else(
    listening: Page, world: tuple[Cast, QualRegistration], live_server: Any
) -> None:
    cast, amara = world
    ben = qualifying.registered(person("Ben Whitlow", hub=cast.harbour), cast.harbour, cast.manager)
    qualifying.allocated(ben, cast.assessor)
    become(listening, cast.assessor, live_server.url)
    page = kept(listening, begin(amara, "discussion"))
    page.context.set_offline(True)
    recorder = page.locator(".recorder").first
    recorder.get_by_role("button", name="Record").click()
    expect(recorder.locator("[data-record-target=clock]")).to_have_text(re.compile("0:0[1-9]"))
    recorder.get_by_role("button", name="Stop").click()
    recorder.get_by_role("button", name="Keep it").click()
    expect(page.locator(".upload-row")).to_have_count(1)
    write(page, "We talked about the road.", SEEN)
    press_keep(page)
    expect(page.get_by_text("No signal").first).to_be_visible()
    page.reload()
    expect(page.locator("[name=activity]")).to_have_value("We talked about the road.")
    expect(page.locator(".upload-row")).to_have_count(1)

    page.context.set_offline(False)
    other = page.context.new_page()
    other.goto(begin(ben, "discussion"))
    other.locator(".upload-field[data-ready]").wait_for()
    other.wait_for_timeout(500)
    expect(other.locator(".upload-row")).to_have_count(0)
    other.close()
    eventually(records)
    page.wait_for_url(re.compile(r"/record/(?!new)"))
    page.reload()
    expect(page.locator(".upload-row")).to_have_count(1)
    page.locator(".upload-row [data-part=go]").click()
    expect(page.get_by_text("Sent.", exact=True).first).to_be_visible()
    press_keep(page)
    expect(page.get_by_text("Kept. The learner does not see it yet.")).to_be_visible()
    (made,) = records()
    assert EvidenceFile.objects.get().item == made.item
