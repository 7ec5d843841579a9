"""The faces of the staff file."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from academy.shared import clock
from courses.qualifications.models import Qualification, Unit
from courses.qualifications.staff_models import OccupationalCompetence, QualificationRole
from courses.qualifications.staff_states import AssessorLevel, QualificationTask
from tests.courses.qualifications.staff import knows, status
from tests.journeys.acts import open_everything, press
from tests.journeys.stop import Stop


def staff_file_stops(town: Any) -> Iterator[Stop]:
    """Empty, then with a trainee whose time runs out, their countersigner and a centre administrator."""
    mona, gus, tess, nia = (town.people[name] for name in ("mona", "gus", "tess", "nia"))
    yield Stop("staff file, nobody", reverse("assessors"), who="mona")
    yield Stop("staff file, refused", reverse("assessors"), who="nia", status=403)
    page = reverse("assessor", args=[nia.pk])
    yield Stop("staff file, nothing recorded", page, who="mona")
    today, units = clock.today(), list(Unit.objects.all()[:3])
    status(gus, AssessorLevel.QUALIFIED, mona)
    status(tess, AssessorLevel.QUALIFIED, mona)
    status(tess, AssessorLevel.LAPSED, mona, award="none", award_seen_on=None, why="No judgement for years")
    status(nia, AssessorLevel.TRAINEE, mona, countersigner=gus, works_towards_until=today)
    knows(nia, *units, by=mona)
    qualification = Qualification.objects.all()[0]
    facts = {"starts_on": today, "given_by": mona, "given_at": clock.now()}
    QualificationRole.objects.create(
        person=gus, qualification=qualification, task=QualificationTask.CENTRE_ADMIN, **facts
    )
    yield Stop("staff file", reverse("assessors"), who="mona", wide=True)
    yield Stop("staff file, nobody found", reverse("assessors") + "?q=zzz&show=soon", who="mona")
    yield Stop("staff file of a trainee", page, who="mona", wide=True)
    yield Stop("staff file of a countersigner", reverse("assessor", args=[gus.pk]), who="mona")
    lapsed = reverse("assessor", args=[tess.pk])
    yield Stop("staff file of somebody lapsed", lapsed, who="mona", then=open_everything)
    yield Stop("one's own page of the staff file", page, who="nia")
    new = reverse("assessor-status", args=[nia.pk])
    yield Stop("record a status", new, who="mona", wide=True)
    yield Stop("record a status, wrong", new, who="mona", then=press("Record it", works_towards_until=""))
    more = reverse("assessor-units", args=[nia.pk])
    yield Stop("add units", more, who="mona")
    yield Stop("add units, wrong", more, who="mona", then=press("Add them", basis=""))
    entry = OccupationalCompetence.objects.filter(person=nia)[0]
    yield Stop("end a unit", reverse("assessor-unit-end", args=[entry.pk]), who="mona")
    give = reverse("assessor-task", args=[nia.pk])
    yield Stop("give a task, wrong", give, who="mona", then=press("Give it", task="centre_admin"))
    role = QualificationRole.objects.get(person=gus)
    yield Stop("end a task", reverse("assessor-task-end", args=[role.pk]), who="mona")
