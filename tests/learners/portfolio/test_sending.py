"""Files from a phone in a real browser: smaller, covered, cut off, gone on with, kept for later; and recorded there."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Locator, Page, Request, Route, expect

from academy.accounts.models import Account
from academy.shared.upload_actions import path_of
from academy.shared.upload_models import Upload
from learners.portfolio.models import EvidenceFile
from tests.cast import Cast, make_cast
from tests.fixtures.browser import PATIENCE, NewPage
from tests.journeys.test_player import become
from tests.learners.qualifying import registered
from tests.servers.programs import CHROMIUM
from tests.servers.programs import path_of as program
from tests.waiting import eventually

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.demo_urls")]

PHONE = {"width": 390, "height": 844}
MB = 1_000_000
MOVED = """async () => {  // as if it had been sent on another page
  const open = indexedDB.open("files-to-send", 1);
  await new Promise((done) => (open.onsuccess = done));
  const store = open.result.transaction("files", "readwrite").objectStore("files");
  const all = store.getAll();
  await new Promise((done) => (all.onsuccess = done));
  const put = store.put({ ...all.result[0], page: "/elsewhere/" });
  await new Promise((done) => (put.onsuccess = done));
  open.result.close();
}"""


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


def photo(width: int = 2600, height: int = 1800) -> FilePayload:
    """As a phone takes it: much in it, and where it was taken."""
    drawn = Image.effect_noise((width, height), 60).convert("RGB")
    notes = Image.Exif()
    notes.get_ifd(0x8825)[2] = (54.0, 34.0, 12.0)
    written = io.BytesIO()
    drawn.save(written, "JPEG", quality=92, exif=notes)
    return {"name": "market.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}


def film(size: int = 4 * MB) -> FilePayload:
    return {"name": "talk.mp4", "mimeType": "video/mp4", "buffer": bytes(range(256)) * (size // 256)}


def arrive(page: Page, who: Account, url: str) -> Locator:
    """The first field of the gallery, whose files go where those of a portfolio go."""
    become(page, who, url)
    return load(page)


def load(page: Page) -> Locator:
    page.goto("/gallery/")
    page.locator(".upload-field[data-ready]").nth(1).wait_for()
    return page.locator(".upload-field").first


def choose(field: Locator, *files: FilePayload) -> None:
    field.locator("input[type=file]").set_input_files(list(files))
    expect(field.locator(".upload-row")).to_have_count(len(files))


def press(field: Locator, name: str | re.Pattern[str]) -> None:
    field.get_by_role("button", name=name).first.click()


def tokens(field: Locator, name: str = "uploads") -> list[str]:
    return [one for one in field.locator(f"[name={name}]").input_value().split(",") if one]


def what_came(token: str) -> bytes:
    return path_of(Upload.objects.get(token=token)).read_bytes()


def test_a_photo_is_made_smaller_and_says_nothing_of_where_it_was_taken(
    new_page: NewPage, cast: Cast, live_server: Any
) -> None:
    field = arrive(new_page(viewport=PHONE), cast.learner, live_server.url)
    sent = photo()
    choose(field, sent)
    expect(field.get_by_text(re.compile(r"was \d"))).to_be_visible()
    press(field, "Send now")
    expect(field.get_by_text("Sent.", exact=True)).to_be_visible()
    (token,) = tokens(field)
    came = what_came(token)
    assert len(came) < len(sent["buffer"]) / 2 and tokens(field, "originals") == []
    with Image.open(io.BytesIO(came)) as found:
        assert max(found.size) == 2000 and not found.getexif()


def test_the_original_is_sent_on_wish(new_page: NewPage, cast: Cast, live_server: Any) -> None:
    field = arrive(new_page(viewport=PHONE), cast.learner, live_server.url)
    sent = photo()
    choose(field, sent)
    field.get_by_label("Make photos smaller").uncheck()
    press(field, "Send now")
    expect(field.get_by_text("Sent.", exact=True)).to_be_visible()
    assert what_came(tokens(field)[0]) == sent["buffer"] and tokens(field, "originals") == tokens(field)


def test_only_the_covered_picture_leaves_the_phone(new_page: NewPage, cast: Cast, live_server: Any) -> None:
    page = new_page(viewport=PHONE)
    field = arrive(page, cast.learner, live_server.url)
    choose(field, photo())
    press(field, re.compile("Cover faces or names"))
    board = page.locator("dialog[open] canvas")
    board.wait_for()
    page.get_by_role("button", name="Keep this picture").click()
    expect(page.locator("dialog[open]")).to_contain_text("Nothing is covered yet")
    box = board.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.1, box["y"] + box["height"] * 0.1)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.5)
    page.mouse.up()
    for key in ("n", "ArrowRight", "Shift+ArrowDown", "n", "Delete"):  # by keys, and one too many
        page.keyboard.press(key)
    page.get_by_role("button", name="Keep this picture").click()
    expect(field.get_by_text("Only this picture is sent")).to_be_visible()
    press(field, "Send now")
    expect(field.get_by_text("Sent.", exact=True)).to_be_visible()
    assert tokens(field, "covered") == tokens(field) and Upload.objects.count() == 1
    with Image.open(io.BytesIO(what_came(tokens(field)[0]))) as found:
        width, height = found.size
        points = found.convert("L").tobytes()

    def light(across: float, down: float) -> int:
        return points[int(height * down) * width + int(width * across)]

    assert max(light(0.2, 0.3), light(0.5, 0.5), light(0.55, 0.61)) < 8
    assert light(0.9, 0.9) > 8


def test_one_cut_off_at_80_per_cent_goes_on_from_there(
    new_page: NewPage, cast: Cast, live_server: Any
) -> None:
    page = new_page(viewport=PHONE)
    field = arrive(page, cast.learner, live_server.url)
    whole = film(10 * MB)
    starts: list[int] = []
    cut: list[bool] = []

    def lose(route: Route, request: Request) -> None:
        start = int(request.headers.get("upload-offset", -1))
        if start < 0:
            return route.continue_()
        starts.append(start)
        if start > 7 * MB and not cut:
            cut.append(True)
            page.context.set_offline(True)
            return route.abort()
        return route.continue_()

    page.route(re.compile(r"/upload/.+"), lose)
    choose(field, whole)
    press(field, "Send now")
    expect(field.get_by_text("No signal")).to_be_visible()
    page.context.set_offline(False)
    expect(field.get_by_text("Sent.", exact=True)).to_be_visible()
    assert what_came(tokens(field)[0]) == whole["buffer"]
    assert starts.count(0) == 1, "nothing is sent twice from the beginning"


def test_a_page_that_is_loaded_again_goes_on_without_choosing_again(
    new_page: NewPage, cast: Cast, live_server: Any
) -> None:
    page = new_page(viewport=PHONE)
    field = arrive(page, cast.learner, live_server.url)
    whole = film()
    page.route(re.compile(r"/upload/.+"), _lose_after(1 * MB))
    choose(field, whole)
    press(field, "Send now")
    expect(field.get_by_text("No signal")).to_be_visible()
    page.unroute(re.compile(r"/upload/.+"))
    page.on("dialog", lambda one: one.accept())
    field = load(page)
    expect(field.get_by_text("It waited on this phone")).to_be_visible()
    press(field, "Send talk.mp4")
    expect(field.get_by_text("Sent.", exact=True)).to_be_visible()
    assert what_came(tokens(field)[0]) == whole["buffer"] and Upload.objects.count() == 1


def _lose_after(bytes_sent: int) -> Any:
    def act(route: Route) -> None:
        if int(route.request.headers.get("upload-offset", 0)) >= bytes_sent:
            route.abort()
        else:
            route.continue_()

    return act


def test_one_that_is_to_go_later_waits_on_the_phone_for_its_owner_alone(
    new_page: NewPage, cast: Cast, live_server: Any
) -> None:
    page = new_page(viewport=PHONE)
    field = arrive(page, cast.learner, live_server.url)
    choose(field, film())
    press(field, re.compile("Send later|Wait for Wi-Fi"))
    expect(field.get_by_text("It waits on this phone for a week")).to_be_visible()
    assert not Upload.objects.exists()
    field = load(page)
    expect(field.get_by_text("It waited on this phone")).to_be_visible()
    expect(page.get_by_text("1 file waits on this phone")).to_be_visible()
    become(page, cast.stranger, live_server.url)
    field = load(page)
    expect(field.locator(".upload-row")).to_have_count(0)
    become(page, cast.learner, live_server.url)
    field = load(page)
    page.wait_for_timeout(300)
    expect(field.locator(".upload-row")).to_have_count(0)


def test_paused_and_gone_on_with_and_taken_away(new_page: NewPage, cast: Cast, live_server: Any) -> None:
    page = new_page(viewport=PHONE)
    field = arrive(page, cast.learner, live_server.url)
    page.route(re.compile(r"/upload/.+"), _lose_after(1 * MB))
    choose(field, film())
    press(field, "Send now")
    press(field, "Pause talk.mp4")
    expect(field.get_by_text("Paused. What was sent is kept.")).to_be_visible()
    page.unroute(re.compile(r"/upload/.+"))
    press(field, "Go on talk.mp4")
    expect(field.get_by_text("Sent.", exact=True)).to_be_visible()
    press(field, "Remove talk.mp4")
    eventually(lambda: not Upload.objects.exists())
    assert tokens(field) == []
    expect(field.locator("input[type=file]")).to_be_focused()


def test_what_was_sent_on_another_page_goes_with_this_one_on_wish_only(
    new_page: NewPage, cast: Cast, live_server: Any
) -> None:
    page = new_page(viewport=PHONE)
    field = arrive(page, cast.learner, live_server.url)
    choose(field, film())
    press(field, "Send now")
    expect(field.get_by_text("Sent.", exact=True)).to_be_visible()
    field = load(page)
    expect(field.get_by_text("Sent.", exact=True)).to_be_visible()
    assert len(tokens(field)) == 1, "the same page, loaded again"
    page.evaluate(MOVED)
    field = load(page)
    expect(field.get_by_text("You sent this on another page")).to_be_visible()
    assert tokens(field) == []
    press(field, "Use it here talk.mp4")
    assert len(tokens(field)) == 1


def test_what_cannot_be_sent_says_why(new_page: NewPage, cast: Cast, live_server: Any, settings: Any) -> None:
    page = new_page(viewport=PHONE)
    field = arrive(page, cast.learner, live_server.url)
    field.locator("input[type=file]").set_input_files(
        {"name": "nothing.pdf", "mimeType": "application/pdf", "buffer": b""}
    )
    expect(field.get_by_role("status").last).to_contain_text("nothing.pdf is empty")
    settings.UPLOAD_MOST_BYTES = 1 * MB
    choose(field, film())
    press(field, "Send now")
    expect(field.get_by_text("This file is larger than 1 MB").first).to_be_visible()
    press(field, "Remove talk.mp4")
    choose(field, film())
    become(page, None, live_server.url)
    press(field, "Send now")
    expect(field.get_by_text("You are signed out").first).to_be_visible()


def test_without_scripts_it_is_a_plain_field(new_page: NewPage, cast: Cast) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/gallery/")
    field = page.locator(".upload-field").first
    expect(field.locator("input[type=file]")).to_have_attribute("name", "files")
    expect(field.get_by_role("button", name="Send now")).to_be_hidden()
    expect(page.locator(".recorder").first).to_be_hidden()


@pytest.fixture
def listening(browser: Browser, live_server: Any, cast: Cast) -> Iterator[Page]:
    """A browser with a microphone that hears a tone."""
    flags = ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    chromium = browser.browser_type.launch(executable_path=program(CHROMIUM), args=flags)
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 390, "height": 844})
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    chromium.close()


def test_a_recording_is_made_listened_to_and_sent(listening: Page, cast: Cast, live_server: Any) -> None:
    field = arrive(listening, cast.learner, live_server.url)
    recorder = listening.locator(".recorder").first
    recorder.get_by_role("button", name="Record").click()
    expect(recorder.locator("[data-record-target=clock]")).to_have_text(re.compile("0:0[2-9]"))
    recorder.get_by_role("button", name="Pause").click()
    expect(recorder.get_by_text("Paused.")).to_be_visible()
    recorder.get_by_role("button", name="Go on").click()
    recorder.get_by_role("button", name="Stop").click()
    expect(recorder.get_by_text("You recorded 0:0")).to_be_visible()
    assert eventually(lambda: recorder.locator("audio").evaluate("one => one.readyState > 0 && !one.error"))
    recorder.get_by_role("button", name="Keep it").click()
    expect(field.locator(".upload-row")).to_have_count(1)
    press(field, "Send now")
    expect(field.get_by_text("Sent.", exact=True)).to_be_visible()
    came = what_came(tokens(field)[0])
    assert len(came) > 2000 and (came[4:8] == b"ftyp" or came[:4] == b"\x1aE\xdf\xa3")


def test_a_microphone_that_is_not_allowed_is_told(new_page: NewPage, cast: Cast, live_server: Any) -> None:
    page = new_page(viewport=PHONE)
    arrive(page, cast.learner, live_server.url)
    recorder = page.locator(".recorder").first
    recorder.get_by_role("button", name="Record").click()
    expect(recorder.get_by_role("status")).to_contain_text(re.compile("microphone"))


def test_the_button_of_a_piece_sends_its_files_first(new_page: NewPage, cast: Cast, live_server: Any) -> None:
    registered(cast.learner, cast.harbour, cast.manager)
    page = new_page(viewport=PHONE)
    become(page, cast.learner, live_server.url)
    page.goto("/portfolio/add/photo/")
    page.locator(".upload-field[data-ready]").wait_for()
    choose(page.locator(".upload-field"), photo())
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("It is in your portfolio.")).to_be_visible()
    file = EvidenceFile.objects.get()
    assert file.item.kind == "photo" and file.state == "ready" and not Upload.objects.exists()
    page.goto("/portfolio/add/photo/")
    page.locator(".upload-field[data-ready]").wait_for()
    expect(page.locator(".upload-row")).to_have_count(0)
