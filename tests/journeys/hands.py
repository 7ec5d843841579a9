"""Two ways of using a page: with a mouse or finger, and with the keyboard alone."""

import re
from typing import Protocol

from playwright.sync_api import Page, expect

MOST_TABS = 120


class Hands(Protocol):
    """What a person does on a page. Names are those that a screen reader would say."""

    page: Page

    def press(self, role: str, name: str | re.Pattern[str]) -> None:
        """A link or a button."""

    def choose(self, name: str) -> None:
        """A radio button or a tick."""

    def write(self, name: str, text: str) -> None:
        """Into a field."""


class Mouse:
    """Points and clicks."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, role: str, name: str | re.Pattern[str]) -> None:
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]

    def choose(self, name: str) -> None:
        self.page.get_by_label(name, exact=True).check()

    def write(self, name: str, text: str) -> None:
        self.page.get_by_label(name).fill(text)


class Keyboard:
    """Tab, Enter, Space and letters; never a click. Fails when a thing cannot be reached or has no visible focus."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, role: str, name: str | re.Pattern[str]) -> None:
        target = self.page.get_by_role(role, name=name).first  # type: ignore[arg-type]
        self._reach(target)
        self.page.keyboard.press("Enter")

    def choose(self, name: str) -> None:
        target = self.page.get_by_label(name, exact=True)
        self._reach(target)
        if not target.is_checked():
            self.page.keyboard.press("Space")
        expect(target).to_be_checked()

    def write(self, name: str, text: str) -> None:
        self._reach(self.page.get_by_label(name))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def _reach(self, target) -> None:  # type: ignore[no-untyped-def]
        expect(target).to_be_visible()
        wanted = target.element_handle()
        for _ in range(MOST_TABS):
            if wanted.evaluate("one => one === document.activeElement"):
                outline = wanted.evaluate("one => getComputedStyle(one).outlineStyle")
                hidden = wanted.evaluate("one => getComputedStyle(one).opacity === '0'")
                assert outline != "none" or hidden, f"{target} has focus and does not show it"
                return
            if self._radio_beside(wanted):
                continue
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} cannot be reached with the Tab key")

    def _radio_beside(self, wanted) -> bool:  # type: ignore[no-untyped-def]
        """Within a group of radio buttons one moves with the arrows."""
        same = """one => {
            const here = document.activeElement;
            return one.type === "radio" && here.name === one.name && here !== one;
        }"""
        if not wanted.evaluate(same):
            return False
        self.page.keyboard.press("ArrowDown")
        return True
