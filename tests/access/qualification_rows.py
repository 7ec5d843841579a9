"""Who gets what where specifications and sites are looked after."""

from academy.shared import clock
from courses.qualifications.models import (
    AwardingOrganisation,
    Criterion,
    OptionalGroup,
    QualificationVersion,
    Site,
    Unit,
)
from courses.qualifications.site_actions import approve_site
from courses.qualifications.staff_models import OccupationalCompetence, QualificationRole
from courses.qualifications.staff_states import QualificationTask
from tests.access.addresses import Rows, only
from tests.access.world import World
from tests.courses.qualifications.staff import LONG_AGO, knows
from tests.courses.qualifications.versions import draft

READERS = ("coordinator", "manager")  # assessors and quality assurers too


def of_version(world: World) -> tuple[int]:
    known = Criterion.objects.first()
    return ((known.version if known else draft(world.cast.manager)).pk,)


def of_words(world: World) -> tuple[int, str, int]:
    (pk,) = of_version(world)
    one = Criterion.objects.filter(version=pk).first()
    assert one is not None
    return (pk, "criterion", one.pk)


def of_group(world: World) -> tuple[int, int]:
    (pk,) = of_version(world)
    return (pk, OptionalGroup.objects.get_or_create(version_id=pk, title="Choose one")[0].pk)


def of_site(world: World) -> tuple[int]:
    known = Site.objects.first()
    if known is None:
        of_version(world)
        known = approve_site(
            hub_id=world.cast.harbour.pk,
            organisation_id=AwardingOrganisation.objects.get().pk,
            centre="Sample Centre",
            centre_number="",
            approved_from=clock.today(),
            by=world.cast.manager,
            now=clock.now(),
        )
    return (known.pk,)


def of_assessor(world: World) -> tuple[int]:
    return (world.cast.assessor.pk,)


def of_known(world: World) -> tuple[int]:
    (pk,) = of_version(world)
    known = OccupationalCompetence.objects.filter(person=world.cast.assessor).first()
    if known is None:
        unit = Unit.objects.filter(version=pk)[0]
        knows(world.cast.assessor, unit, by=world.cast.manager)
        known = OccupationalCompetence.objects.get(person=world.cast.assessor)
    return (known.pk,)


def of_task(world: World) -> tuple[int]:
    (pk,) = of_version(world)
    facts = {"task": QualificationTask.LEAD_QUALITY, "starts_on": LONG_AGO}
    made, _ = QualificationRole.objects.get_or_create(
        person=world.cast.quality,
        qualification=QualificationVersion.objects.get(pk=pk).qualification,
        defaults={**facts, "given_by": world.cast.manager, "given_at": clock.now()},
    )
    return (made.pk,)


QUALIFICATIONS: Rows = {
    "assessors": only("manager"),  # quality assurers too
    "assessor": only("manager", args=of_assessor),
    "assessor-status": only("manager", args=of_assessor),
    "assessor-units": only("manager", args=of_assessor),
    "assessor-unit-end": only("manager", args=of_known),
    "assessor-task": only("manager", args=of_assessor),
    "assessor-task-end": only("manager", args=of_task),
    "specifications": only(*READERS),
    "specification-add": only("manager"),
    "specification": only(*READERS, args=of_version),
    "specification-facts": only("manager", args=of_version),
    "specification-sheet": only("manager", args=of_version),
    "specification-sheet-answer": only("manager", status=302, args=of_version, data={"answer": "no"}),
    "specification-step": only("manager", status=302, args=of_version, data={"do": "open"}),
    "specification-words": only("manager", args=of_words),
    "specification-group": only("manager", args=of_group),
    "sites": only(*READERS),
    "site-add": only("manager"),
    "site-end": only("manager", args=of_site),
}
