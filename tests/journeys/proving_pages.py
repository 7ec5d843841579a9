"""The faces of showing that it is oneself, before something that counts like a signature."""

from collections.abc import Iterator

from django.urls import reverse

from tests.journeys.acts import both, press
from tests.journeys.stop import Stop


def proving_stops() -> Iterator[Stop]:
    """By a code to one's address, by passkey or password, and with no way of one's own yet."""
    page = f"{reverse('confirm-yourself')}?next=/profile/"
    yield Stop("show that it is you", page, who="nia", wide=True)
    yield Stop("show that it is you, a code sent", page, who="gus", then=press("Send me a code"), wide=True)
    wrong = both(press("Send me a code"), press("Yes, it is me", code="1"))
    yield Stop("show that it is you, a wrong code", page, who="hubert", then=wrong)
    yield Stop("show that it is you, by password", page, who="mona")
    yield Stop("show that it is you, no way of one's own", page, who="yusuf")
