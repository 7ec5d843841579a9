"""What opens nothing any more, and what can always be left again: roles that ended, days far away, joined rows."""

from datetime import timedelta

import pytest
from django.test import Client

from academy.accounts.role_actions import end_role
from academy.accounts.roles import Role
from academy.shared.rulings import Refused
from courses.qualifications.models import Site
from courses.qualifications.staff_states import QualificationTask
from learners.registrations.acceptance_actions import record_check, record_number
from learners.registrations.allocation_actions import end_allocation
from learners.registrations.conflict_actions import end_conflict
from learners.registrations.models import QualRegistration
from learners.registrations.side_actions import transfer
from learners.registrations.standing import standing_of
from learners.registrations.states import AllocatedAs, Check
from tests.cast import Cast
from tests.learners import qualifying
from tests.learners.qualifying import LONG_AGO, NOON, TODAY
from tests.learners.registrations.allocating import declared

pytestmark = [pytest.mark.django_db, pytest.mark.both]
BACKEND = "academy.accounts.backend.Backend"
FAR = TODAY + timedelta(days=800)


@pytest.mark.parametrize(
    ("who", "role", "task"),
    [("assessor", Role.ASSESSOR, AllocatedAs.ASSESSOR), ("quality", Role.QUALITY, AllocatedAs.QUALITY)],
)
def test_who_has_lost_the_role_sees_no_work_of_those_they_were_given(
    cast: Cast, learner: QualRegistration, who: str, role: Role, task: AllocatedAs
) -> None:
    """Nobody has ended the allocation, and a person without a role is asked for no second step either."""
    person = getattr(cast, who)
    qualifying.allocated(learner, person, task=task)
    assert standing_of(person, learner, on=TODAY).sees_work
    held = person.roles.get(role=role)
    end_role(assignment_id=held.pk, by=cast.manager, now=NOON)
    gone = standing_of(person, learner, on=TODAY)
    assert not gone.sees_work and not gone.assesses and not gone.checks


def test_an_end_far_away_is_refused_because_it_could_not_be_changed(
    cast: Cast, learner: QualRegistration
) -> None:
    given = qualifying.allocated(learner, cast.assessor)
    facts = {"allocation_id": given.pk, "why": "Leaves", "by": cast.manager, "now": NOON}
    with pytest.raises(Refused, match="more than a year away"):
        end_allocation(ends_on=FAR, **facts)  # type: ignore[arg-type]
    assert end_allocation(ends_on=TODAY, **facts).ends_on == TODAY  # type: ignore[arg-type]


def test_an_interest_is_over_when_it_is_over_and_not_before(cast: Cast, learner: QualRegistration) -> None:
    made = declared(cast, cast.assessor)
    facts = {"conflict_id": made.pk, "why": "They told me", "by": cast.manager, "now": NOON}
    with pytest.raises(Refused, match="has not come yet"):
        end_conflict(ends_on=TODAY + timedelta(days=1), **facts)  # type: ignore[arg-type]
    end_conflict(ends_on=TODAY, **facts)  # type: ignore[arg-type]


def test_a_number_is_put_right_after_a_move_to_a_hub_that_was_approved_later(
    cast: Cast, learner: QualRegistration
) -> None:
    """The day on which the awarding organisation registered them was a day at the hub before."""
    QualRegistration.objects.update(registered_on=TODAY - timedelta(days=9))
    centre = Site.objects.get(hub=cast.harbour).centre
    Site.objects.create(centre=centre, hub=cast.millfield, approved_from=TODAY - timedelta(days=1))
    moved = {"hub_id": cast.millfield.pk, "version_id": learner.version_id, "why": "Nearer", "now": NOON}
    assert transfer(registration_id=learner.pk, by=cast.manager, **moved).pk == learner.pk  # type: ignore[arg-type]
    facts = {"registration_id": learner.pk, "number": "AO-77", "by": cast.manager, "now": NOON}
    with pytest.raises(Refused, match="Millfield"):
        record_number(registered_on=TODAY - timedelta(days=8), **facts)  # type: ignore[arg-type]
    record_number(registered_on=TODAY - timedelta(days=9), **facts)  # type: ignore[arg-type]
    learner.refresh_from_db()
    assert learner.ao_number == "AO-77"


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("coordinator", True), ("manager", True), ("assessor", False), ("quality", False),
        ("sister", False),
    ],
)  # fmt: skip
def test_birth_date_and_notes_are_for_those_who_look_after_the_registration(
    cast: Cast, learner: QualRegistration, client: Client, who: str, sees: bool
) -> None:
    record_check(
        registration_id=learner.pk,
        what=Check.TALK,
        done_on=TODAY,
        how="Talk",
        note="Hears badly on one side",
        by=cast.coordinator,
        now=NOON,
    )
    qualifying.allocated(learner, cast.assessor, since=LONG_AGO)
    qualifying.task_of(cast.quality, learner.version, QualificationTask.LEAD_QUALITY)
    if who == "sister":
        declared(cast, cast.coordinator)
    reader = cast.coordinator if who == "sister" else getattr(cast, who)
    client.force_login(reader, backend=BACKEND)
    page = client.get(f"/registrations/{learner.token}/")
    assert page.status_code == 200
    words = page.content.decode()
    assert ("17 May 1990" in words) is sees and ("Hears badly" in words) is sees
    assert ("see the legal name, the date of birth and the ULN" in words) is not sees
