"""Makes README's pictures from a running demo: `QUIET_HOURS=none make demo` in one terminal, then

.venv/bin/python docs/make_pictures.py http://localhost:8000
"""

import io
import os
import re
import sys
from html import escape
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from tests.servers.programs import CHROMIUM, path_of  # noqa: E402

WIDTH, HEIGHT, SHOWN = 1280, 900, 960  # pixels

REASON = "The sheet names who decides about the lights and what each of them wants (piece 1)."


def main(base_url: str) -> None:
    with sync_playwright() as playwright:
        sandbox = [] if os.geteuid() else ["--no-sandbox"]  # Chromium's sandbox refuses root
        browser = playwright.chromium.launch(executable_path=path_of(CHROMIUM), args=sandbox)
        visitor = new_page(browser, base_url)
        keep(visitor, "/", "home")
        learner = sign_in(browser, base_url, "amara@example.org")
        keep(learner, "/my-learning/", "my-learning")
        learner.get_by_role("link", name=re.compile("Carry on|Start")).first.click()
        keep(learner, None, "lesson")
        finished = sign_in(browser, base_url, "femi@example.org")
        finished.goto("/my-learning/")
        finished.get_by_role("link", name="See your certificate").click()
        finished.locator(".cert-frame").scroll_into_view_if_needed()
        keep(finished, None, "certificate")
        editor = sign_in(browser, base_url, "editor@example.org")
        editor.goto("/editors/pages/search/?q=lesson+3+of+Reach")
        editor.get_by_role("link", name=re.compile("Sample lesson 3 of Reach")).first.click()
        keep(editor, None, "editing")
        messages(browser, base_url)
        a_day(browser, base_url)
        a_qualification(browser, base_url)
        browser.close()


def a_day(browser: Browser, base_url: str) -> None:
    """The trainer's day, the register and the page of a group, each on a phone and on a laptop."""
    trainer = sign_in(browser, base_url, "trainer@example.org")
    trainer.goto("/today/")
    register = str(
        trainer.get_by_role("link", name=re.compile("Open the register")).first.get_attribute("href")
    )
    trainer.goto(register)
    for number, mark in enumerate(("Here", "Here", "Late", "Here", "Told us")):
        trainer.locator("fieldset.person").nth(number).get_by_label(mark, exact=True).check()
        trainer.wait_for_timeout(400)
    trainer.goto("/dates/manage/")
    group = str(
        trainer.get_by_role(
            "link", name="Introduction to Community Organising", exact=True
        ).first.get_attribute("href")
    )
    for name, path in (("today", "/today/"), ("register", register), ("cohort", f"{group}progress/")):
        keep_on_both(trainer, path, name)


def a_qualification(browser: Browser, base_url: str) -> None:
    """A learner's portfolio and what they hand in, and the learners of an assessor."""
    learner = sign_in(browser, base_url, "amara@example.org")
    keep_on_both(learner, "/portfolio/", "portfolio")
    learner.goto("/my-learning/")
    way = learner.get_by_role("link", name=re.compile("^Sample Level 2 Award")).first.get_attribute("href")
    learner.goto(f"{way}hand-in/?choose=ready")
    learner.get_by_role("button", name="Go on").click()
    keep_on_both(learner, f"{way}hand-in/look/", "hand-in")
    assessor = sign_in(browser, base_url, "assessor@example.org")
    keep_on_both(assessor, "/my-learners/", "my-learners")
    keep_on_both(assessor, "/waiting/", "waiting")
    a_judgement(assessor)
    a_unit(learner, assessor, way)


def a_judgement(assessor: Page) -> None:
    """The criteria beside the evidence."""
    assessor.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    assessor.goto("/waiting/")
    again = (
        assessor.locator("li, tr")
        .filter(has_text="Idris Cole")
        .get_by_role("button", name=re.compile("^Judge it"))
    )
    again.first.click()
    assessor.locator("[name=outcome][value=met]").check(force=True)
    assessor.get_by_role("button", name=re.compile("^All five hold")).click()
    assessor.get_by_label("Your reason").fill(REASON)
    at_its_title(assessor)
    keep(assessor, None, "judging")


def a_unit(learner: Page, assessor: Page, way: str | None) -> None:
    """What happened in a unit: as its learner reads it on a phone, and as its assessor does on a laptop."""
    shots = []
    for page, width in ((learner, 390), (assessor, WIDTH)):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.goto(f"{way}units/1/timeline/")
        at_its_title(page)
        shots.append(shot(page))
    board = side_by_side(shots)
    board.thumbnail((SHOWN, SHOWN))
    board.save(HERE / "timeline.webp", quality=82, method=6)


def at_its_title(page: Page) -> None:
    """Scrolled past the head of the site, and no field in focus."""
    page.evaluate(
        "() => { document.activeElement.blur();"
        " window.scrollTo(0, document.querySelector('h1').getBoundingClientRect().top + window.scrollY - 24); }"
    )
    page.wait_for_timeout(800)


def messages(browser: Browser, base_url: str) -> None:
    """A reminder as HTML in light and dark and as text, where a person chooses, and the log."""
    letters = new_page(browser, base_url)
    letters.goto("/dev/mail/")
    reminder = letters.locator("article").filter(has_text="To ravi@example.org").first
    text = reminder.locator("pre").first.inner_text()
    html = str(reminder.locator("iframe, a[href*='html=']").first.evaluate("one => one.src || one.href"))
    shots = []
    for scheme in ("light", "dark"):
        phone = new_page(browser, base_url, width=400, scheme=scheme)
        phone.goto(html)
        shots.append(shot(phone))
    plain = new_page(browser, base_url, width=640)
    plain.set_content(f"<pre style='white-space:pre-wrap;padding:16px;font-size:13px'>{escape(text)}</pre>")
    shots.append(shot(plain))
    side_by_side(shots).save(HERE / "reminder.webp", quality=82, method=6)
    learner = sign_in(browser, base_url, "ravi@example.org")
    keep(learner, "/profile/messages/", "choices")
    manager = sign_in(browser, base_url, "manager@example.org")
    keep(manager, "/academy/messages/", "sent-log")


def keep_on_both(page: Page, path: str, name: str) -> None:
    """On a phone and on a laptop, beside each other."""
    shots = []
    for width in (390, WIDTH):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.goto(path)
        page.wait_for_timeout(800)
        shots.append(shot(page))
    board = side_by_side(shots)
    board.thumbnail((SHOWN, SHOWN))
    board.save(HERE / f"{name}.webp", quality=82, method=6)


def shot(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot()))


def side_by_side(shots: list[Image.Image]) -> Image.Image:
    board = Image.new("RGB", (sum(one.width for one in shots), HEIGHT), "white")
    left = 0
    for one in shots:
        board.paste(one, (left, 0))
        left += one.width
    return board


def new_page(browser: Browser, base_url: str, *, width: int = WIDTH, scheme: str = "light") -> Page:
    context = browser.new_context(
        base_url=base_url,
        viewport={"width": width, "height": HEIGHT},
        locale="en-GB",
        timezone_id="Europe/London",
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    return context.new_page()


def sign_in(browser: Browser, base_url: str, email: str) -> Page:
    """With the code that the demo's letter box holds."""
    page = new_page(browser, base_url)
    page.goto("/accounts/login/")
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_role("button", name=re.compile("code")).first.click()
    page.get_by_label("Your code").wait_for()
    letters = page.context.new_page()
    letters.goto("/dev/mail/")
    code = re.search(r"\b(\d{6})\b", letters.get_by_text(re.compile(r"\b\d{6}\b")).first.inner_text())
    letters.close()
    assert code
    page.get_by_label("Your code").fill(code[1])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r"/(my-learning|my-learners|today|editors|people)/"))
    return page


def keep(page: Page, path: str | None, name: str) -> None:
    if path:
        page.goto(path)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1000)
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.thumbnail((SHOWN, SHOWN))
    picture.save(HERE / f"{name}.webp", quality=82, method=6)


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://localhost:8000")
