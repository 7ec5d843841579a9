"""Looking at one page as a strict reviewer would: axe, headings, the skip link, small screens, large text, colours."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Response

AXE = Path(__file__).parent.parent / "vendor" / "axe-core-4.14.1" / "axe.min.js"
PHONE, LAPTOP, SMALL = (
    {"width": 390, "height": 844},
    {"width": 1280, "height": 800},
    {"width": 320, "height": 640},
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The other theme has the same elements in other colours.
RULES_ABOUT_COLOUR = ["color-contrast", "link-in-text-block"]

SUPPLIES = ("script", "stylesheet", "image", "font")

RUN_AXE = """async only => (await axe.run(document, {
    runOnly: only, resultTypes: ["violations"], preload: false, rules: {"target-size": {enabled: true}},
})).violations.map(one => [one.id, one.help, one.nodes.map(node => node.target.join(" "))])"""
WORDS = """() => {
    const said = [];
    const headings = document.querySelectorAll("h1").length;
    if (headings !== 1) said.push(`${headings} main headings`);
    if (!document.title.trim()) said.push("no title");
    if (document.documentElement.lang !== "en-GB") said.push("the language is not said");
    if (/<\\/?[a-z]+[ >]/.test(document.body.innerText)) said.push("shows markup as words");
    return said;
}"""
FRAME = """() => {
    const said = [];
    const first = document.querySelector("a[href], button, input:not([type=hidden]), [tabindex='0']");
    if (first?.getAttribute("href") !== "#main") said.push("does not begin with a link to the main part");
    if (document.getElementById("main")?.tabIndex !== -1) said.push("the main part cannot be reached by a link");
    return said;
}"""
TOO_WIDE = """() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const places = [...document.querySelectorAll("body *")].filter(one => {
        const box = one.getBoundingClientRect();
        return box.width && box.right > room + 1 && !one.closest(".scroll, .visually-hidden, svg");
    }).slice(0, 4).map(one => `${one.tagName.toLowerCase()}.${one.className} to ${one.getBoundingClientRect().right}`);
    return [`${document.documentElement.scrollWidth} px`, ...places];
}"""
# What a style sheet moves or fades has arrived.
SETTLED = """async () => {
    for (let frame = 0; frame < 2; frame += 1) await new Promise(go => requestAnimationFrame(go));
    document.getAnimations().forEach(one => one.finish());
}"""
# Forced colours take backgrounds away: what is left to see of a button is its edge.
WITHOUT_EDGE = """() => [...document.querySelectorAll("a.button, button.button:not(.button--quiet)")].filter(one => {
    const style = getComputedStyle(one);
    return one.offsetParent && !one.matches(".button--quiet") && !parseFloat(style.borderTopWidth);
}).map(one => one.textContent.trim())"""


class Looker:
    """Looks at pages and keeps what it finds."""

    def __init__(self) -> None:
        self.lines: list[str] = []  # one for each: page, how it was looked at, rule, where
        self.name = ""

    def complain(self, way: str, what: str, *where: str) -> None:
        """About the page that is being looked at."""
        self.lines.append(f"{self.name}, {way}: {what}" + "".join(f"\n    {place}" for place in where))

    def report(self) -> str:
        return f"{len(self.lines)} findings\n" + "\n".join(self.lines)

    def at(self, name: str) -> None:
        """What the browser complains about from now on belongs to this page."""
        self.name = name

    def listen(self, page: Page) -> None:
        """Before the first page of a browser."""
        page.context.add_init_script(path=AXE)

        def missing(answer: Response) -> None:
            if answer.status >= 400 and answer.request.resource_type in SUPPLIES:
                self.complain("loading", str(answer.status), answer.url)

        page.on("response", missing)
        page.on("pageerror", lambda error: self.complain("script", str(error)))

    def look(self, page: Page, *, wide: bool, whole: bool = True) -> None:
        """Everything at 390 px in both themes, at 320 px and at twice the text size; `wide`: at 1280 px too.

        `whole`: the page has our frame (letters and 500.html do not).
        """
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        for fault in page.evaluate(WORDS) + (page.evaluate(FRAME) if whole else []):
            self.complain("frame", fault)
        self._axe(page, "390 px, light", {"type": "tag", "values": RULES})
        page.emulate_media(color_scheme="dark")
        self._axe(page, "390 px, dark", {"type": "rule", "values": RULES_ABOUT_COLOUR})
        page.emulate_media(color_scheme="light")
        self._reflow(page)
        if wide:
            page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
            self._axe(page, "1280 px", {"type": "tag", "values": RULES})
            self._forced_colours(page)
            self._skip_link(page)

    def _axe(self, page: Page, way: str, only: dict[str, Any]) -> None:
        page.evaluate(SETTLED)
        for rule, words, places in page.evaluate(RUN_AXE, only):
            self.complain(way, f"{rule} ({words})", *places[:5])

    def _reflow(self, page: Page) -> None:
        """No sideways scrolling on a small phone, nor with text of twice the size."""
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        page.evaluate(SETTLED)
        if wide := page.evaluate(TOO_WIDE):
            self.complain("390 px, text at 200 %", "wider than the screen", *wide)
        page.evaluate("document.documentElement.style.fontSize = ''")
        page.set_viewport_size(SMALL)  # type: ignore[arg-type]
        page.evaluate(SETTLED)
        if wide := page.evaluate(TOO_WIDE):
            self.complain("320 px", "wider than the screen", *wide)

    def _forced_colours(self, page: Page) -> None:
        page.emulate_media(forced_colors="active")
        for button in page.evaluate(WITHOUT_EDGE):
            self.complain("forced colours", f"the button {button} has no edge")
        page.emulate_media(forced_colors="none")

    def _skip_link(self, page: Page) -> None:
        """It shows itself, and leads to the main part."""
        link = page.locator("a[href='#main']")
        link.focus()
        page.evaluate(SETTLED)
        box = link.bounding_box()
        if box is None or box["y"] < 0:
            self.complain("skip link", "it does not show itself")
        page.keyboard.press("Enter")
        if not page.evaluate("document.activeElement?.id === 'main' || location.hash === '#main'"):
            self.complain("skip link", "it leads nowhere")
