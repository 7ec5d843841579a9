"""Slips, and entries of one person that are joined, as stops of tests/journeys/pages.py."""

from collections.abc import Iterator

from django.core import signing
from django.urls import reverse

from academy.accounts.models import Account, Joining
from learners.joining.own_actions import SALT
from tests.journeys.acts import press
from tests.journeys.stop import Stop
from tests.journeys.town import Town


def two_of_a_name() -> list[Account]:
    """Both at Harbour Road, neither ever signed in."""
    return list(Account.objects.filter(full_name="Wren Twice", is_active=True).order_by("pk"))


def joining_stops(town: Town) -> Iterator[Stop]:
    walk_in = town.sessions["now"].walk_ins.get()
    mine = reverse("slip-claim", args=[walk_in.code])
    yield Stop("slip, to type", reverse("slip"), wide=True)
    yield Stop("slip, typed wrongly", reverse("slip"), then=press("Go on", code="DAY-0000"))
    yield Stop("slip, not signed in", mine, wide=True)
    yield Stop("slip, of nobody", reverse("slip-claim", args=["DAY-0000"]), status=404)
    yield Stop("slip, is this your day", mine, who="nia", wide=True)
    ask = reverse("other-account")
    yield Stop("another account", ask, who="nia", wide=True)
    yield Stop("another account, no address", ask, who="nia", then=press("Send the link", email="no"))
    yield Stop("another account, asked", ask, who="nia", then=press("Send the link", email="a@example.org"))
    nia, lena = (town.people[name].pk for name in ("nia", "lena"))
    link = reverse("join-own", args=[signing.dumps([nia, lena], salt=SALT)])
    yield Stop("two accounts, are both yours", link, who="nia", wide=True)
    yield Stop("two accounts, a late link", reverse("join-own", args=["no"]), who="nia", status=410)
    yield Stop("two accounts, somebody else's link", link, who="gus", status=403)
    yield Stop("maybe entered twice", reverse("maybe-same"), who="mona", wide=True)
    yield Stop("maybe entered twice, nobody", reverse("maybe-same"), who="bess")
    yield Stop("maybe entered twice, refused", reverse("maybe-same"), who="tess", status=403)
    yield Stop("the other entry", reverse("join-find", args=[town.people["hubert"].pk]), who="colin")
    found = reverse("join-find", args=[town.people["hubert"].pk])
    yield Stop("the other entry, nobody", f"{found}?q=zzz", who="colin")
    one, other = (one.pk for one in two_of_a_name())
    both = reverse("join-people", args=[one, other])
    yield Stop("one person or two", both, who="colin", wide=True)
    yield Stop("one person or two, no reason", both, who="colin", then=press("Yes, one person"))
    long = reverse("join-people", args=[town.people["hubert"].pk, other])
    yield Stop("one person or two, a long name", long, who="colin")
    joined = reverse("undo-joining", args=[Joining.objects.get(kept=town.people["nia"]).pk])
    yield Stop("joined to one person", joined, who="mona", wide=True)
    yield Stop("joined, for the person", joined, who="nia")
    yield Stop("profile, with something joined", reverse("profile"), who="nia")
