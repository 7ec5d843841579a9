"""Somebody without an account opens the message with their seat code on a telephone, signs up, and has the seat."""

import re
from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives
from playwright.sync_api import expect

from academy.shared import clock
from learners.enrolments.models import Enrolment
from learners.intake.code_mailing import send_code
from tests.fixtures.browser import NewPage
from tests.learners.intake.codes import seat_code
from tests.learners.places import dates

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_from_the_message_to_the_seat(
    new_page: NewPage,
    mailoutbox: list[EmailMultiAlternatives],
    monkeypatch: pytest.MonkeyPatch,
    scripts: bool,
) -> None:
    monkeypatch.setattr("academy.shared.jobs._send", lambda name, ids: None)
    now = clock.now()
    cohort = dates.cohort(2, first=clock.today() + timedelta(days=30), now=now)
    code = seat_code(cohort, now=now)
    send_code(code_id=code.pk, now=now)
    found = re.search(r"https?://[^/\s]+(/seat/[A-Z0-9-]+/)", str(mailoutbox[0].body))
    assert found is not None
    page = new_page(viewport={"width": 390, "height": 844}, java_script_enabled=scripts)
    page.goto(found[1])
    expect(page.get_by_role("heading", name="Sam, a seat is kept for you")).to_be_visible()
    page.get_by_role("link", name="Make my account and take the seat").click()
    page.locator("[name=email]").fill("another.address@example.org")  # not the one it was mailed to
    page.get_by_label("Your name").fill("Sam Obi")
    page.locator("[name=is_adult][value=yes]").check()
    page.get_by_role("button", name="Make my account").click()
    typed = re.search(r"\b\d{6}\b", str(mailoutbox[1].body))
    assert typed is not None
    page.locator("[name=code]").fill(typed[0])
    page.get_by_role("button", name="Finish my account").click()
    expect(page.get_by_role("heading", name="Sam, a seat is kept for you")).to_be_visible()
    page.get_by_role("button", name="Take my seat").click()
    expect(page.get_by_text("Your place is booked. The seat was kept for you.")).to_be_visible()
    place = Enrolment.objects.get()
    assert (place.state, place.seat, place.account.email) == ("confirmed", 1, "another.address@example.org")
