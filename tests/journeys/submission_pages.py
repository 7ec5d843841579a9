"""The faces of what is to be shown, handing in, looks at drafts, and what was handed in."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from academy.accounts.roles import Role
from academy.shared import clock
from learners.portfolio.states import EvidenceKind, Others
from learners.registrations.models import QualRegistration
from learners.registrations.standing import current_allocations
from learners.submissions.look_actions import answer_look, ask_look
from learners.submissions.models import Submission
from tests.cast import hold
from tests.journeys.acts import press
from tests.journeys.stop import Stop
from tests.learners import qualifying
from tests.learners.submissions.work import draft, gives_back, handed_in, linked, photo

LONG = "Averyveryverylongtitlewithoutaspaceinitthathastobreaksomewhere " * 2


def submission_stops(town: Any) -> Iterator[Stop]:
    """For the learner first, then for the assessor."""
    nia, mona, gus = (town.people[name] for name in ("nia", "mona", "gus"))
    hub = town.people["grace"].hub
    hers = qualifying.under_way(nia, hub, mona)
    if not any(one.person_id == gus.pk for one in current_allocations([hers.pk], on=clock.today())):
        hold(gus, Role.ASSESSOR, hub)
        qualifying.allocated(hers, gus)
    at = [hers.token]
    yield Stop("what to show, nothing yet", reverse("to-show", args=at), who="nia")
    yield Stop("hand in, nothing to choose", reverse("hand-in", args=at), who="nia")
    yield Stop("handed in, nothing yet", reverse("handed-in", args=at), who="nia")
    yield Stop("ask for a look, nothing yet", reverse("look-ask", args=at), who="nia")
    yield from _put_together(hers)
    yield from _handed_in(hers, gus)
    yield from _looks(hers, gus)


def _put_together(hers: QualRegistration) -> Iterator[Stop]:
    at = [hers.token]
    ready = [linked(hers, "What I heard at the market"), photo(hers)]
    thin = linked(hers, LONG[:150], at=1, others=Others.SOMEBODY, own_part="")
    linked(hers, "A course", at=1, kind=EvidenceKind.COURSE)
    yield Stop("what to show", reverse("to-show", args=at), who="nia", wide=True)
    yield Stop("choose what to hand in", reverse("hand-in", args=at), who="nia", wide=True)
    yield Stop("choose, nothing ticked", reverse("hand-in", args=at), who="nia", then=press("Go on"))
    draft([*ready, thin], now=clock.now())
    yield Stop("look it over, with problems", reverse("hand-in-check", args=at), who="nia")
    draft(ready, now=clock.now())
    yield Stop("look it over", reverse("hand-in-check", args=at), who="nia", wide=True)
    declare = reverse("hand-in-declare", args=at)
    yield Stop("declare", declare, who="nia", wide=True)
    yield Stop("declare, nothing said", declare, who="nia", then=press("Hand in now"))


def _handed_in(hers: QualRegistration, gus: Any) -> Iterator[Stop]:
    at = [hers.token]
    first = handed_in([linked(hers, LONG[:150], at=2)], now=clock.now())
    gives_back(first, gus, now=clock.now())
    made = handed_in([linked(hers, "Three talks", at=3), photo(hers)], now=clock.now())
    page, back = reverse("submission", args=[made.token]), reverse("submission-give-back", args=[made.token])
    yield Stop("handed in, the list", reverse("handed-in", args=at), who="nia", wide=True)
    yield Stop("handed in", page, who="nia", wide=True)
    yield Stop("handed in, given back", reverse("submission", args=[first.token]), who="nia")
    yield Stop("handed in, refused", page, who="colin", status=403)
    yield Stop("handed in, for the assessor", page, who="gus", wide=True)
    yield Stop("give back", back, who="gus")
    yield Stop("give back, nothing said", back, who="gus", then=press("Give it back", words=""))
    Submission.objects.filter(registration=hers, state="draft").delete()


def _looks(hers: QualRegistration, gus: Any) -> Iterator[Stop]:
    piece = hers.evidence_links.order_by("pk").first()
    assert piece is not None
    yield Stop("ask for a look", reverse("look-ask", args=[hers.token]), who="nia")
    looks = [
        ask_look(
            registration_id=hers.pk, items=[piece.item_id], words=words, by=hers.account, now=clock.now()
        )
        for words in ("Is it clear what I did myself?", "And this?")
    ]
    page = reverse("draft-look", args=[looks[0].token])
    yield Stop("a look, asked", page, who="nia")
    yield Stop("a look, to answer", page, who="gus")
    yield Stop("a look, empty answer", page, who="gus", then=press("Send the answer", answer=""))
    answer_look(look_id=looks[1].pk, answer="Good.\nAdd what you felt.", by=gus, now=clock.now())
    yield Stop("a look, answered", reverse("draft-look", args=[looks[1].token]), who="nia")
