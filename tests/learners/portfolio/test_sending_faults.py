"""What goes wrong between a phone and us, in a real browser: nothing uncovered is sent, and nothing is lost."""

import io
import re
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from academy.shared.upload_models import Upload
from learners.portfolio.models import EvidenceFile
from tests.cast import Cast
from tests.fixtures.browser import NewPage
from tests.journeys.test_player import become
from tests.learners.portfolio.test_sending import (
    PHONE,
    arrive,
    cast,
    choose,
    load,
    photo,
    press,
    tokens,
    what_came,
)
from tests.learners.qualifying import registered
from tests.waiting import eventually

__all__ = ["cast"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.demo_urls")]
SLOW = """const quick = HTMLCanvasElement.prototype.toBlob;  // an old phone
HTMLCanvasElement.prototype.toBlob = function (...how) { setTimeout(() => quick.apply(this, how), 700); };"""


def middle(token: str) -> int:
    """How light the middle of the picture is that came: 0 to 255."""
    with Image.open(io.BytesIO(what_came(token))) as found:
        width, height = found.size
        return int(found.convert("L").tobytes()[(height // 2) * width + width // 2])


def test_inv_47_a_finger_that_is_faster_than_the_phone_sends_nothing_uncovered(
    new_page: NewPage, cast: Cast, live_server: Any
) -> None:
    page = new_page(viewport=PHONE)
    page.add_init_script(SLOW)
    field = arrive(page, cast.learner, live_server.url)
    choose(field, photo())
    press(field, re.compile("Cover faces or names"))
    page.locator("dialog[open] canvas").wait_for()
    page.get_by_role("button", name="Add a box").click()
    page.get_by_role("button", name="Keep this picture").click()
    press(field, "Send now")
    expect(field.get_by_text("Sent.", exact=True)).to_be_visible()
    assert tokens(field, "covered") == tokens(field) and Upload.objects.count() == 1
    assert middle(tokens(field)[0]) < 8


def test_inv_47_what_is_covered_while_it_waits_is_kept_covered(
    new_page: NewPage, cast: Cast, live_server: Any
) -> None:
    page = new_page(viewport=PHONE)
    field = arrive(page, cast.learner, live_server.url)
    choose(field, photo())
    press(field, re.compile("Send later|Wait for Wi-Fi"))
    expect(field.get_by_text("It waits on this phone for a week")).to_be_visible()
    press(field, re.compile("Cover faces or names"))
    page.locator("dialog[open] canvas").wait_for()
    page.get_by_role("button", name="Add a box").click()
    page.get_by_role("button", name="Keep this picture").click()
    expect(field.get_by_text("Only this picture is sent")).to_be_visible()
    page.wait_for_timeout(300)
    field = load(page)
    press(field, "Send market.jpg")
    expect(field.get_by_text("Sent.", exact=True)).to_be_visible()
    assert tokens(field, "covered") == tokens(field)
    assert middle(tokens(field)[0]) < 8


def test_a_form_that_is_lost_on_its_way_loses_neither_words_nor_file(
    new_page: NewPage, cast: Cast, live_server: Any
) -> None:
    registered(cast.learner, cast.harbour, cast.manager)
    page = new_page(viewport=PHONE)
    become(page, cast.learner, live_server.url)
    page.goto("/portfolio/add/photo/")
    page.locator(".upload-field[data-ready]").wait_for()
    choose(page.locator(".upload-field"), photo())
    press(page.locator(".upload-field"), "Send now")
    expect(page.get_by_text("Sent.", exact=True)).to_be_visible()
    lost = re.compile(r"/portfolio/add/photo/$")
    page.route(lost, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.get_by_label("What is it?").fill("The hall on Tuesday")
    expect(page.get_by_text("No signal. Your words are kept on this device.")).to_be_visible()
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_timeout(500)
    page.unroute(lost)
    page.goto("/portfolio/add/photo/")
    expect(page.get_by_label("What is it?")).to_have_value("The hall on Tuesday")
    expect(page.get_by_text("it is in no piece yet")).to_be_visible()
    press(page.locator(".upload-field"), "Use it here market.jpg")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("It is in your portfolio.")).to_be_visible()
    file = EvidenceFile.objects.get()
    assert file.item.text == "The hall on Tuesday" and not Upload.objects.exists()
    eventually(
        lambda: (
            page.evaluate("Object.keys(localStorage).filter((one) => one.startsWith('draft:')).length") == 0
        )
    )
    page.goto("/portfolio/add/photo/")
    page.locator(".upload-field[data-ready]").wait_for()
    expect(page.get_by_label("What is it?")).to_have_value("")
    expect(page.locator(".upload-row")).to_have_count(0)
