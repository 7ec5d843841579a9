"""The faces of asking a witness, and of answering as one."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from academy.accounts.roles import Role
from academy.shared import clock
from learners.portfolio.file_actions import add_file
from learners.portfolio.models import WitnessStatement
from learners.portfolio.states import EvidenceKind, Others, WitnessStatus
from learners.portfolio.witness_actions import Asked, Told, ask_witness, confirm_statement
from learners.registrations.models import QualRegistration
from tests.cast import hold, person
from tests.factories.photos import upload
from tests.journeys.acts import open_everything, press
from tests.journeys.stop import Stop
from tests.learners import qualifying

LONG = "Wilhelmina Featherstonehaugh-Cholmondeley of the Tenants’ and Residents’ Association"


def capture_stops(town: Any) -> Iterator[Stop]:
    """For Nia, who asks; for whoever she asks; and for Asa, who assesses her."""
    nia, mona, now = town.people["nia"], town.people["mona"], clock.now()
    hub = town.people["grace"].hub
    under_way = qualifying.under_way(nia, hub, mona)
    waiting, told = (_asked(under_way, name) for name in (LONG, "Wendy Ward"))
    _tell(told)
    ask = reverse("witness-ask")
    yield Stop("ask a witness", ask, who="nia", then=open_everything, wide=True)
    yield Stop("ask a witness, wrong", ask, who="nia", then=press("Ask them now", email="nia@example.org"))
    town.people["zoe"] = person("Zoe Newcomer")
    yield Stop("ask a witness, refused", ask, who="zoe", status=403)
    at = [waiting.item.token]
    yield Stop("a witness who was asked", reverse("witness-asked", args=at), who="nia", wide=True)
    yield Stop("a witness who confirmed", reverse("witness-asked", args=[told.item.token]), who="nia")
    yield Stop("a witness, refused", reverse("witness-asked", args=at), who="lena", status=403)
    yield Stop("the link of a witness, for the learner", _link(waiting), who="nia", status=403)
    yield Stop("the link of a witness", _link(waiting), then=open_everything, wide=True)
    yield Stop("the link of a witness, wrong", _link(waiting), then=press("I confirm this", words=""))
    yield Stop("the link of a witness, confirmed", _link(told))
    yield from _covering(nia)
    judge = town.people["bess"]
    hold(judge, Role.ASSESSOR, under_way.hub)
    qualifying.without_assessor(under_way)
    qualifying.allocated(under_way, judge, since=clock.london_date(now))
    yield Stop("write up a talk", reverse("witness-write-up", args=at), who="bess", wide=True)


def _covering(nia: Any) -> Iterator[Stop]:
    """With a script, at the end, boxes; the squares of the others are looked at without scripts."""
    item = qualifying.piece(nia, kind=EvidenceKind.PHOTO)
    photo = add_file(item_id=item.pk, sent=upload(), by=nia, now=clock.now())
    yield Stop("cover a photo", reverse("evidence-cover", args=[photo.token]), who="nia", wide=True)
    wrong = press("Cover it for good")
    yield Stop("cover a photo, no box", reverse("evidence-cover", args=[photo.token]), who="nia", then=wrong)


def _asked(registration: QualRegistration, name: str) -> WitnessStatement:
    facts = Asked(
        name=name,
        email=f"witness{len(name)}@example.net",
        job_role="Chair",
        relationship="We ran the meeting together for two years.",
        status=WitnessStatus.COMMUNITY,
        relative=False,
        ask="How I led the meeting at the library, and what I did when it got loud.",
        criteria=[one.pk for one in qualifying.criteria(registration)[:2]],
    )
    return ask_witness(asked=facts, registration_id=registration.pk, by=registration.account, now=clock.now())


def _tell(statement: WitnessStatement) -> None:
    told = Told(
        name=statement.name,
        job_role="Chair",
        relationship="We ran the meeting together.",
        relative=False,
        words="She asked everybody one by one.\n\nThen she wrote down what they said.",
        others=Others.NOBODY,
        seen_from=clock.today(),
    )
    confirm_statement(statement_id=statement.pk, told=told, by=None, now=clock.now())


def _link(statement: WitnessStatement) -> str:
    return reverse("witness", args=[statement.token])
