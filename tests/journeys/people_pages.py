"""What those who work here find about people: who they are, whom to ring, what was sent to them."""

from collections.abc import Iterator

from django.urls import reverse

from tests.journeys.acts import open_everything, press
from tests.journeys.stop import Stop
from tests.journeys.town import Town


def staff_stops(town: Town) -> Iterator[Stop]:
    """The list of people, those who are invited, and codes to hand over."""
    people = reverse("people")
    for who in ("mona", "colin", "bess"):
        yield Stop(f"people for {who}", people, who=who, then=open_everything)
    yield Stop("people, page 2", f"{people}?page=2", who="mona", wide=True)
    yield Stop("people, nobody found", f"{people}?q=xyzxyz", who="mona")
    yield Stop("people, filtered", f"{people}?role=trainer&hub=harbour-road", who="mona")
    for role, who in (("a learner", "nia"), ("an editor", "edie"), ("a trainer", "tess")):
        yield Stop(f"people refused to {role}", people, who=who, status=403)
    yield Stop("invite", reverse("invite"), who="mona", wide=True)
    yield Stop("invite, empty", reverse("invite"), who="mona", then=press("Go on"))
    for who in ("mona", "colin"):
        yield Stop(f"invitations for {who}", reverse("invitations"), who=who)
    yield Stop("invitations, none", reverse("invitations"), who="bess")
    withdraw = reverse("withdraw-invitation", args=[town.invitations["long"].pk])
    yield Stop("take an invitation back", withdraw, who="mona")
    yield Stop("add a person", reverse("add-person"), who="colin")
    young = press("Make the account", full_name="", is_adult="no")
    yield Stop("add a person, wrong", reverse("add-person"), who="colin", then=young)
    yield Stop("codes", reverse("codes"), who="tess", wide=True)
    yield Stop("codes, nobody found", f"{reverse('codes')}?q=xyzxyz", who="tess")


def people_stops(town: Town) -> Iterator[Stop]:
    """One person's page, and what may be done there."""
    for who in ("hubert", "yusuf", "tess", "mona", "kit"):
        yield Stop(f"the person {who}", reverse("person", args=[town.people[who].pk]), who="mona")
    hubert, yusuf = town.people["hubert"].pk, town.people["yusuf"].pk
    yield Stop("a person of one's hub", reverse("person", args=[yusuf]), who="colin", wide=True)
    look = reverse("look-as", args=[yusuf])
    yield Stop("look at somebody's pages", look, who="mona", wide=True)
    yield Stop("look at somebody's pages, no reason", look, who="mona", then=press("Look at their pages"))
    looks = press("Look at their pages", reason="She cannot find lesson 2")
    yield Stop("somebody's pages", look, who="mona", then=looks, wide=True)
    give = reverse("give-role", args=[hubert])
    yield Stop("give a role", give, who="mona")
    yield Stop("give a role, empty", give, who="mona", then=press("Go on"))
    for who, key in (("tess", "end a role"), ("mona", "end a role, refused")):
        yield Stop(key, reverse("end-role", args=[town.people[who].roles.get().pk]), who="mona")  # type: ignore[attr-defined]
    hand = reverse("hand-code", args=[yusuf, "harbour-road"])
    yield Stop("hand a code over", hand, who="tess")
    yield Stop("a code to hand over", hand, who="tess", then=press("They are here: make the code"))
    colin = reverse("hand-code", args=[town.people["colin"].pk, "harbour-road"])
    yield Stop("no code for staff", colin, who="tess")
    for key, found in town.invitations.items():
        yield Stop(f"invitation, {key}", reverse("invitation", args=[found.token]))
    invited = reverse("invitation", args=[town.invitations["open"].token])
    yield Stop("invitation of somebody else", invited, who="nia")


def sent_stops(town: Town) -> Iterator[Stop]:
    """People to ring, and what was sent to whom."""
    ring, log, figures = (reverse(name) for name in ("to-ring", "message-log", "message-figures"))
    for who in ("tess", "colin", "mona", "bess"):
        yield Stop(f"people to ring for {who}", ring, who=who, wide=who == "tess")
    yield Stop("people to ring, all open", ring, who="tess", then=open_everything)
    yield Stop("people to ring, ticked off", ring, who="tess", then=press("I told them"))
    yield Stop("people to ring, address tried again", ring, who="tess", then=press("Try this address again"))
    yield Stop("people to ring, of all hubs", f"{ring}?hub=all", who="mona")
    for who in ("tess", "bess"):
        yield Stop(f"told today, for {who}", f"{ring}?show=told", who=who)
        yield Stop(f"addresses, for {who}", f"{ring}?show=addresses", who=who)
    yield Stop("people to ring, refused", ring, who="nia", status=403)
    for who in ("hubert", "yusuf"):
        yield Stop(
            f"what was sent to {who}", reverse("person-messages", args=[town.people[who].pk]), who="tess"
        )
    mine = reverse("person-messages", args=[town.people["hubert"].pk])
    yield Stop("what was sent to a person, for a manager", mine, who="mona", wide=True)
    yield Stop("all messages", log, who="mona", wide=True)
    yield Stop("all messages, filters open", log, who="mona", then=open_everything)
    yield Stop("all messages, nothing found", f"{log}?state=told&kind=welcome", who="mona")
    yield Stop("figures about messages", figures, who="mona", wide=True, then=open_everything)
    yield Stop("figures about messages, refused", figures, who="colin", status=403)
