"""The faces of showing that it is oneself, before something that counts like a signature."""

from collections.abc import Iterator, Mapping

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import override_settings
from django.urls import reverse
from playwright.sync_api import Page

from academy.accounts.models import Account
from tests.journeys.acts import Act, both, press
from tests.journeys.stop import Stop


def proving_stops(people: Mapping[str, Account]) -> Iterator[Stop]:
    """By a code to one's address, by passkey or password, and with no way of one's own yet."""
    page = f"{reverse('confirm-yourself')}?next=/profile/"
    yield Stop("show that it is you", page, who="nia", wide=True, proof="hub_code")
    sent, hub = press("Send me a code"), "hub_code"
    yield Stop("show that it is you, sent", page, who="gus", then=sent, wide=True, proof=hub)
    wrong = both(sent, press("Yes, it is me", code="1"))
    yield Stop("show that it is you, wrong", page, who="hubert", then=wrong, proof=hub)
    yield Stop("show that it is you, by password", page, who="mona", proof=hub)
    yield Stop("show that it is you, no way of one's own", page, who="yusuf", proof=hub)
    yield from _second_factor(people)


def _second_factor(people: Mapping[str, Account]) -> Iterator[Stop]:
    """Where it is required: none yet, set up on the way, shown again, and lost."""
    page = f"{reverse('second-factor')}?next={reverse('people')}"
    with override_settings(REQUIRE_SECOND_FACTOR=True):
        yield Stop("a second step", page, who="colin", wide=True)
        yield Stop("a second step, by a hub's code", page, who="colin", proof="hub_code")
        made = both(follow("Use an app"), turn_on)
        yield Stop("a second step, set up", page, who="bess", then=made, wide=True)
        yield Stop("a second step, to be shown", page, who="edie")
        shown = both(follow("Type the code from your app"), press("Yes, it is me", code="1"))
        yield Stop("a second step, a wrong code", page, who="edie", then=shown)
    lost = reverse("second-factor-forget", args=[people["edie"].pk])
    yield Stop("a lost second step", lost, who="mona", wide=True)
    yield Stop("a lost second step, wrong", lost, who="mona", then=press("Let them begin again"))


def follow(link: str) -> Act:
    def act(page: Page) -> None:
        page.get_by_role("link", name=link).click()
        page.wait_for_load_state()

    return act


def turn_on(page: Page) -> None:
    """Type what an app shows that has looked at the page."""
    secret = page.locator("main code.whole").inner_text()
    press(
        "Turn it on", code=format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    )(page)
