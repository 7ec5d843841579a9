"""What only a real browser can show: passkeys under our content policy, and everything else without any script."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from playwright.sync_api import Page, expect

from academy.accounts.models import Account
from tests.academy.accounts.conftest import code_in
from tests.cast import BACKEND, Cast
from tests.fixtures.browser import NewPage

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def home(live_server: Any, settings: Any) -> str:
    """The site by its name: passkeys work on localhost and not on 127.0.0.1."""
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    return str(live_server.url).replace("127.0.0.1", "localhost")


def sign_in(page: Page, home: str, account: Account) -> None:
    client = Client()
    client.force_login(account, backend=BACKEND)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": home}])


def test_a_passkey_is_added_and_signs_in(new_page: NewPage, home: str, cast: Cast) -> None:
    EmailAddress.objects.create(user=cast.learner, email="amara@example.org", verified=True, primary=True)
    page = new_page(viewport={"width": 390, "height": 844})
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    sign_in(page, home, cast.learner)
    page.goto(f"{home}/accounts/2fa/webauthn/add/")
    page.get_by_label("What do you call this device?").fill("My phone")
    page.get_by_role("button", name="Add this device").click()
    expect(page.get_by_text("Your passkey is added.")).to_be_visible()
    assert Authenticator.objects.get(user=cast.learner).wrap().is_passwordless
    page.context.clear_cookies()
    page.goto(f"{home}/accounts/login/?next=/profile/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(f"{home}/profile/")
    expect(page.get_by_role("heading", name="Your profile")).to_be_visible()


def test_a_passkey_that_does_not_work_is_said(new_page: NewPage, home: str, cast: Cast) -> None:
    page = new_page()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {**AUTHENTICATOR, "isUserVerified": False}})
    page.goto(f"{home}/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("That did not work. Try again, or use another way.")).to_be_visible()


def test_signing_up_needs_no_script(
    new_page: NewPage, home: str, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    page = new_page(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page.goto(f"{home}/accounts/login/?next=/hubs/")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
    page.get_by_role("link", name="Make an account").click()
    born = page.get_by_role("group", name="If not, when were you born?")
    expect(born).to_be_hidden()
    page.get_by_label("No", exact=True).check()
    expect(born).to_be_visible()
    page.get_by_label("Yes", exact=True).check()
    expect(born).to_be_hidden()
    page.get_by_label("Your e-mail address").fill("nia@example.org")
    page.get_by_label("Your name").fill("Nia New")
    page.get_by_role("button", name="Make my account").click()
    page.get_by_label("Your code").fill(code_in(mailoutbox[0]))
    page.get_by_role("button", name="Finish my account").click()
    expect(page).to_have_url(f"{home}/hubs/")
    assert Account.objects.get().full_name == "Nia New"
