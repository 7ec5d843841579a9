"""The faces of giving learners to assessors, and of conflicts of interest."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.shared import clock
from learners.registrations.allocation_models import Allocation, ConflictDeclaration
from learners.registrations.models import QualRegistration
from learners.registrations.states import Nature
from tests.cast import hold, person
from tests.journeys.acts import open_everything, press
from tests.journeys.stop import Stop
from tests.learners import qualifying


def allocation_stops(town: Any) -> Iterator[Stop]:
    """As the manager goes through them, and as others see them."""
    under_way = _given(town)
    page = reverse("allocate", args=[under_way.token])
    yield Stop("assessors of a learner", page, who="mona", then=open_everything, wide=True)
    yield Stop("assessors of a learner, to read", page, who="colin")
    yield Stop("assessors of a learner, refused", page, who="nia", status=403)
    none = {"assessor-person": ""}
    yield Stop("an assessor, nobody chosen", page, who="mona", then=press("Give them the learner", **none))
    mine = Allocation.objects.filter(registration=under_way, ends_on=None).first()
    assert mine is not None
    over = reverse("allocation-end", args=[under_way.token, mine.pk])
    yield Stop("end or hand over", over, who="mona", then=open_everything)
    yield Stop("end or hand over, no reason", over, who="mona", then=press("End or hand over", why=""))
    many = reverse("allocate-many")
    yield Stop("who assesses whom, all", f"{many}?show=all", who="mona", wide=True)
    yield Stop(
        "who assesses whom, none ticked", f"{many}?show=all", who="mona", then=press("Give them the learners")
    )
    yield Stop("who waits for an assessor", many, who="mona")
    yield from _conflicts()


def _conflicts() -> Iterator[Stop]:
    listed, new = reverse("conflicts"), reverse("conflict-declare")
    yield Stop("conflicts, mine", listed, who="colin")
    yield Stop("conflicts of everybody", listed, who="mona", wide=True)
    yield Stop("conflicts dealt with, none", f"{listed}?show=decided", who="mona")
    yield Stop("a conflict, in whom", f"{new}?q=ni", who="mona")
    yield Stop("a conflict, nobody found", f"{new}?q=zzzz", who="colin")
    nia = Account.objects.get(email="nia@example.org")
    yield Stop("declare a conflict", f"{new}?other={nia.pk}", who="mona")
    yield Stop("declare a conflict, wrong", f"{new}?other={nia.pk}", who="colin", then=press("Declare it"))
    one = ConflictDeclaration.objects.first()
    assert one is not None
    yield Stop("a conflict", reverse("conflict", args=[one.pk]), who="mona")
    yield Stop("a conflict, wrong", reverse("conflict", args=[one.pk]), who="mona", then=press("It is over"))


def _given(town: Any) -> QualRegistration:
    """Nia is given to an assessor who then says that they are friends; a second one has a long name."""
    nia, mona, hub = town.people["nia"], town.people["mona"], town.people["grace"].hub
    under_way = qualifying.under_way(nia, hub, mona)
    first = Account.objects.filter(email="ash@example.org").first()
    if first is not None:
        return under_way
    for name in ("Ash Assessor", "Bartholomew Featherstonehaugh-Cholmondeley"):
        hold(qualifying.assessor(person(name), mona), Role.ASSESSOR, hub)
    ash, bart = (
        Account.objects.get(email="ash@example.org"),
        Account.objects.get(email="bartholomew@example.org"),
    )
    qualifying.without_assessor(under_way)
    qualifying.allocated(under_way, ash)
    qualifying.allocated(under_way, bart, ends_on=clock.today(), ended_why="Away for the summer")
    ConflictDeclaration.objects.create(
        person=ash,
        other=nia,
        nature=Nature.FRIEND,
        words="We share a garden.",
        starts_on=clock.today(),
        declared_by=ash,
        declared_at=clock.now(),
    )
    return under_way
