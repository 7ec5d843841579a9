"""What somebody does on a page before it is looked at."""

import re
from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page

Act = Callable[[Page], None]


def press(button: str, **fields: str) -> Act:
    """Fill the fields (by name) and press the button."""

    def act(page: Page) -> None:
        for field, text in fields.items():
            one = page.locator(f"main [name='{field}']:not([type=hidden])").first
            if one.get_attribute("type") == "radio":
                page.locator(f"main [name='{field}'][value='{text}']").check()
            elif one.get_attribute("type") == "checkbox":
                one.check()
            elif one.evaluate("one => one.tagName") == "SELECT":
                one.select_option(text)
            else:
                one.fill(text)
        page.get_by_role("button", name=button).first.click()
        page.wait_for_load_state()

    return act


def both(*acts: Act) -> Act:
    def act(page: Page) -> None:
        for one in acts:
            one(page)

    return act


def change_here(page: Page) -> None:
    """Open the line under the menu that says as what one is here."""
    page.locator("header .here summary").click()


def here_as(way: str) -> Act:
    def act(page: Page) -> None:
        change_here(page)
        page.locator("header .here").get_by_role("button", name=way).click()
        page.wait_for_load_state()

    return act


def go(name: str) -> Act:
    def act(page: Page) -> None:
        page.goto(reverse(name))

    return act


def type_code(button: str) -> Act:
    """The code of the newest mail, read in another tab of the same browser."""

    def act(page: Page) -> None:
        letters = page.context.new_page()
        letters.goto("/dev/mail/")
        code = re.search(r"\b\d{6}\b", letters.locator("pre").first.inner_text())
        letters.close()
        assert code
        press(button, code=code[0])(page)

    return act


def add_passkey(page: Page) -> None:
    """With an authenticator of the browser's own, as on a telephone."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    telephone = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    telephone |= {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": telephone})
    press("Add this device", name="My telephone")(page)
    page.wait_for_url(lambda address: "/add/" not in address)


def open_everything(page: Page) -> None:
    """Menus and folded parts."""
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


def open_menu(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name="Menu", exact=True).click()
