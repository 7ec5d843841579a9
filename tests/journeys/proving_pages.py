"""The faces of showing that it is oneself, before something that counts like a signature."""

from collections.abc import Iterator

from django.urls import reverse

from tests.journeys.acts import both, press
from tests.journeys.stop import Stop


def proving_stops() -> Iterator[Stop]:
    """By a code to one's address, by passkey or password, and with no way of one's own yet."""
    page = f"{reverse('confirm-yourself')}?next=/profile/"
    yield Stop("show that it is you", page, who="nia", wide=True, proof="hub_code")
    sent, hub = press("Send me a code"), "hub_code"
    yield Stop("show that it is you, sent", page, who="gus", then=sent, wide=True, proof=hub)
    wrong = both(sent, press("Yes, it is me", code="1"))
    yield Stop("show that it is you, wrong", page, who="hubert", then=wrong, proof=hub)
    yield Stop("show that it is you, by password", page, who="mona", proof=hub)
    yield Stop("show that it is you, no way of one's own", page, who="yusuf", proof=hub)
