"""The faces of signing units off: for the assessor, the lead, and the learner, who has a very long name here."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.shared import clock
from courses.qualifications.models import Unit
from courses.qualifications.staff_models import AssessorStatus, OccupationalCompetence
from learners.assessment.signoff_actions import confirm_unit, sign_unit, unlock
from learners.assessment.signoff_models import UnitSignoff
from learners.registrations.models import QualRegistration
from tests.cast import hold
from tests.journeys.acts import press
from tests.journeys.stop import Stop
from tests.learners import judging, qualifying

LONG = "I looked at the recording of somebody else, averyveryverylongwordwithoutaspaceinitthathastobreaksomewhere."


def signing_stops(town: Any) -> Iterator[Stop]:
    gus, mona, hubert = (town.people[name] for name in ("gus", "mona", "hubert"))
    his = qualifying.under_way(hubert, town.people["grace"].hub, mona)
    able(gus, mona, his)
    mine, every = reverse("units", args=[his.token]), reverse("unit-signoffs", args=[his.token])
    page, back = (reverse(name, args=[his.token, 1]) for name in ("unit-signoff", "unlock"))
    yield Stop("my units, nothing yet", mine, who="hubert")
    yield Stop("sign-off, nothing met", page, who="gus")
    yield Stop("sign-off, refused", page, who="colin", status=403)
    judging.judged(his, gus)
    yield Stop("sign-off, all met", page, who="gus", wide=True)
    yield Stop("sign-off, first show that it is you", page, who="gus", proof="password")
    signed = sign_unit(
        registration_id=his.pk,
        unit_id=judging.unit_of(his).pk,
        comment="You listen well, and it shows in every talk.",
        how="email",
        by=gus,
        now=clock.now(),
    )
    yield Stop("my units, to confirm", mine, who="hubert", wide=True)
    yield Stop("my units, a hub’s code", mine, who="hubert", proof="hub_code")
    yield Stop("sign-off, signed", page, who="gus", wide=True)
    yield Stop("take it back", back, who="gus")
    yield Stop("take it back, no reason", back, who="gus", then=press("Take it back", reason=""))
    _taken_back(signed, gus)
    yield Stop("sign-off, taken back", page, who="gus", wide=True)
    yield Stop("take it back, nothing signed", back, who="gus")
    yield Stop("every unit of a learner", every, who="gus", wide=True)
    yield Stop("my units, taken back", mine, who="hubert")


def _taken_back(signed: UnitSignoff, gus: Account) -> None:
    now, learner = clock.now(), signed.registration.account
    confirm_unit(signoff_id=signed.pk, comment="Thank you!", how="email", by=learner, now=now)
    unlock(signoff_id=signed.pk, reason=LONG, how="email", by=gus, now=now)


def able(gus: Account, mona: Account, his: QualRegistration) -> None:
    """Gus may judge and has the learner."""
    if not AssessorStatus.objects.filter(person=gus, starts_on__lte=clock.today()).exists():
        qualifying.assessor(gus, mona)
    for unit in Unit.objects.all():
        OccupationalCompetence.objects.get_or_create(
            person=gus,
            unit=unit,
            defaults={
                "basis": "Organised for ten years",
                "starts_on": qualifying.LONG_AGO,
                "recorded_by": mona,
                "recorded_at": qualifying.NOON,
            },
        )
    if not gus.roles.filter(role=Role.ASSESSOR, hub=his.hub).exists():  # type: ignore[attr-defined]
        hold(gus, Role.ASSESSOR, his.hub)
    qualifying.allocated(his, gus)
