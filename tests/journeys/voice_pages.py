"""The faces of what people say of a course."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from academy.accounts.models import Account
from academy.shared import clock
from courses.delivery.models import Cohort
from learners.enrolments.models import Enrolment
from learners.evaluation.queries import answer_href
from learners.evaluation.states import Kind
from tests.journeys.acts import open_everything, press
from tests.journeys.stop import Stop

LONG = "The stairs, and thewayinwasclosedandnobodyhadtoldusofthathoweveroftenweasked. " * 4


def voice_stops(town: Any) -> Iterator[Stop]:
    """Questions, thanks, refusals; then what those who run the dates see."""
    yield from _asked()
    yield from _seen(town)


def _asked() -> Iterator[Stop]:
    """Pearl has not answered, Kofi has with his name and Dora without, and Joe was not there."""
    open_page, later = _link("Pearl Dunn", "last week"), _link("Pearl Dunn", "season before", Kind.LATER)
    yield Stop("my learning with something to say", reverse("my-learning"), who="pearl", wide=True)
    yield Stop("how was it", open_page, wide=True)
    yield Stop("how was it, nothing said", open_page, then=press("Send it"))
    yield Stop("how was it, too early for later", _link("Pearl Dunn", "last week", Kind.LATER))
    long = press("Send it", in_the_way=LONG, relevance="2", named="yes")
    yield Stop("how was it, said", open_page, then=long)
    yield Stop("how was it, to change", f"{open_page}?change=yes", who="pearl")
    yield Stop("how was it, of somebody else", f"{_link('Kofi Mensah', 'last week')}?change=yes", who="pearl")
    yield Stop("how was it, said without a name", _link("Dora Lane", "last week"))
    yield Stop("how was it, not there", _link("Joe Bright", "last week"))
    yield Stop("how was it, closed", _link("Pearl Dunn", "season before"))
    yield Stop("how was it, no such link", reverse("evaluate", args=["1:x"]), status=404)
    yield Stop("what came of it", later, wide=True)
    wrong = press("Send it", acted="yes", acted_with="many")
    yield Stop("what came of it, wrong", later, then=wrong)
    yield Stop("what came of it, said", later, then=press("Send it", listened="yes", listened_to="3"))


def _seen(town: Any) -> Iterator[Stop]:
    lately, long_ago = _page("last week"), _page("season before")
    yield Stop("feedback", lately, who="tess", wide=True)
    yield Stop("feedback, with what it means", lately, who="colin", then=open_everything)
    yield Stop("feedback, not asked yet", f"{lately}?about=later", who="tess")
    yield Stop("feedback, three months later", f"{long_ago}?about=later", who="colin", wide=True)
    yield Stop("feedback, nobody answered", long_ago, who="mona")
    intro = Cohort.objects.get(title="last week").pk
    for name in ("Olu Without Any Address And With A Rather Long Name", "Ana Sample"):
        who = Account.objects.create_user(email=None, full_name=name, is_adult=True)
        seat = 50 + Enrolment.objects.filter(cohort=intro).count()
        now = clock.now()
        facts = {"kind": "cohort", "state": "attended", "seat": seat, "opens_at": now, "started_at": now}
        course = Cohort.objects.get(pk=intro).course
        Enrolment.objects.create(account=who, course=course, cohort_id=intro, **facts)
    cards = reverse("feedback-cards", args=[intro])
    yield Stop("cards for the room", cards, who="tess", wide=True)
    yield Stop("feedback with people without e-mail", lately, who="tess")
    yield Stop(
        "cards that nobody needs", reverse("feedback-cards", args=[town.dates["intro"].pk]), who="colin"
    )
    yield Stop("cards, too late", f"{long_ago}cards/", who="colin", status=403)
    listed = reverse("feedback")
    yield Stop("feedback of all groups", listed, who="mona", wide=True, then=open_everything)
    yield Stop("feedback of one's own groups", listed, who="tess")
    yield Stop("feedback of no group", f"{listed}?hub=northgate", who="mona")
    yield Stop("feedback of all groups, refused", listed, who="nia", status=403)
    yield Stop("feedback, refused", lately, who="nia", status=403)


def _page(title: str) -> str:
    return reverse("cohort-feedback", args=[Cohort.objects.get(title=title).pk])


def _link(name: str, title: str, kind: Kind = Kind.END) -> str:
    place = Enrolment.objects.get(account__full_name=name, cohort__title=title)
    return answer_href(place, kind)
