"""Where scripts do not run, or have not arrived yet, every task but counting watched seconds still works."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from playwright.sync_api import Page, expect

from academy.accounts.models import Account
from learners.enrolments.models import Enrolment
from learners.progress.models import LessonProgress, Reflection
from tests.cast import person
from tests.factories import pages
from tests.fixtures.browser import NewPage

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 390, "height": 844}
QUESTION = "Who is never in the room?"


@pytest.fixture
def page(new_page: NewPage) -> Page:
    return new_page(viewport=PHONE, java_script_enabled=False)


@pytest.fixture
def course(transactional_db: None) -> Any:
    """A free module with one lesson, and a closed one with another."""
    made = pages.course(title="Listening well")
    clip = pages.video()
    pages.standard("Help", slug="help")
    free = pages.module(made, title="Reach", is_free=True)
    pages.lesson(free, pages.film(clip), pages.question(QUESTION), title="Knock first")
    pages.lesson(pages.module(made, title="Listen"), pages.TEXT, title="Ask again")
    return made


@pytest.fixture
def amara(transactional_db: None) -> Account:
    account = person("Amara Bello")
    EmailAddress.objects.create(user=account, email="amara@example.org", verified=True, primary=True)
    return account


def sign_in(page: Page) -> None:
    """With the code from the mail."""
    page.get_by_label("Your e-mail address").fill("amara@example.org")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_label("Your code")).to_be_visible()
    code = re.search(r"\b\d{6}\b", str(mail.outbox[-1].body))
    assert code
    page.get_by_label("Your code").fill(code[0])
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.usefixtures("course")
def test_the_menu_opens_and_leads_to_signing_in(page: Page, amara: Account) -> None:
    page.goto("/help/")
    entry = page.get_by_label("Main").get_by_role("link", name="Sign in")
    expect(entry).not_to_be_visible()
    page.get_by_role("button", name="Menu", exact=True).click()
    expect(entry).to_be_visible()
    entry.click()
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Amara")


def test_a_lesson_is_watched_and_read_and_answered(page: Page, course: Any) -> None:
    page.goto(course.url)
    page.get_by_role("link", name=re.compile("Start")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Knock first")
    assert page.locator("video").get_attribute("controls") is not None
    for only_with_scripts in (".player__bar", ".player__start", ".search"):
        expect(page.locator(only_with_scripts)).not_to_be_visible()
    expect(page.get_by_text("How is the lift?")).to_be_visible()
    page.get_by_label("How would you like this lesson?").get_by_role("link", name=re.compile("Read")).click()
    expect(page).to_have_url(re.compile("#words$"))

    page.get_by_label(QUESTION).fill("The night shift.")
    page.get_by_role("button", name="Keep my words").click()
    expect(page.get_by_label(QUESTION)).to_have_value("The night shift.")
    assert Reflection.objects.get().text == "The night shift."

    page.get_by_role("button", name="I have read it").click()
    expect(page.locator("#done").get_by_text("You read it.")).to_be_visible()
    assert LessonProgress.objects.get().done_at is not None


def test_joining_a_course_opens_its_lessons(page: Page, course: Any, amara: Account) -> None:
    page.goto(course.url)
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Listening well")
    page.get_by_role("button", name="Open all modules").click()
    assert Enrolment.objects.get(account=amara).course.title == "Listening well"
    page.goto(course.url)
    page.get_by_text("Show the 1 lesson of Listen").click()
    page.get_by_role("link", name="Ask again").click()
    page.get_by_role("button", name="I have read it").click()
    expect(page.locator("#done").get_by_text("You read it.")).to_be_visible()


@pytest.mark.usefixtures("course")
def test_signing_up_asks_everything_that_it_may_need(page: Page) -> None:
    page.goto("/accounts/signup/")
    page.get_by_label("Your e-mail address").fill("new@example.org")
    page.get_by_label("Your name").fill("Nia New")
    page.get_by_label("No", exact=True).check()
    page.get_by_label("Day").fill("1")
    page.get_by_label("Month").fill("5")
    page.get_by_label("Year").fill("2011")
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your e-mail")
