"""Templates of plans, and a plan for each of a group."""

from datetime import timedelta

import pytest

from academy.accounts.models import Account
from academy.shared.rulings import Refused
from courses.qualifications.staff_states import QualificationTask
from learners.planning.actions import propose_to_group
from learners.planning.models import PlanTemplate
from learners.planning.states import PlanState
from learners.planning.template_actions import retire_template, save_template
from learners.registrations.models import QualRegistration
from tests.cast import Cast
from tests.learners import qualifying
from tests.learners.planning.plans import agreed, task, under_way
from tests.learners.qualifying import NOON, TODAY

pytestmark = [pytest.mark.both, pytest.mark.django_db]
LATER = NOON + timedelta(days=1)


@pytest.fixture
def amara(cast: Cast) -> QualRegistration:
    return under_way(cast)


def template(
    cast: Cast, registration: QualRegistration, by: Account | None = None, **facts: object
) -> PlanTemplate:
    said = {"hub_id": cast.harbour.pk, "title": "First unit", **facts}
    return save_template(
        version_id=registration.version_id,
        tasks=[task(registration)],
        days=[21],
        by=by or cast.assessor,
        now=NOON,
        **said,  # type: ignore[arg-type]
    )


def test_a_template_gives_each_of_a_group_their_own_plan(cast: Cast, amara: QualRegistration) -> None:
    yusuf = under_way(cast, cast.neighbour)
    taken = under_way(cast, cast.stranger)
    agreed(taken, cast.assessor)
    foreign = qualifying.registered(cast.minor, cast.harbour, cast.manager)
    made, refused = propose_to_group(
        template_id=template(cast, amara).pk,
        registration_ids=[one.pk for one in (amara, yusuf, taken, foreign)],
        starts_on=TODAY,
        words="Hello",
        by=cast.assessor,
        now=NOON,
    )
    assert made == [amara.pk, yusuf.pk]
    assert "has a plan already" in refused[taken.pk] and "Only an assessor" in refused[foreign.pk]
    for registration in (amara, yusuf):
        plan = registration.plans.get()
        assert (plan.state, plan.words) == (PlanState.PROPOSED, "Hello")
        assert plan.tasks.get().due_on == TODAY + timedelta(days=21)


def test_who_looks_after_templates(cast: Cast, amara: QualRegistration) -> None:
    made = template(cast, amara)
    for by, hub_id, says in (
        (cast.assessor, None, "for every hub"),
        (cast.assessor, cast.millfield.pk, "looked after by its assessors"),
        (cast.coordinator, cast.harbour.pk, "looked after by its assessors"),
        (cast.learner, cast.harbour.pk, "looked after by its assessors"),
    ):
        with pytest.raises(Refused, match=says):
            template(cast, amara, by, hub_id=hub_id, title="Other")
    qualifying.task_of(cast.quality, amara.version, QualificationTask.LEAD_QUALITY)
    template(cast, amara, cast.quality, hub_id=None, title="Everywhere")
    with pytest.raises(Refused, match="this name already"):
        template(cast, amara)
    with pytest.raises(Refused, match="looked after by its assessors"):
        retire_template(template_id=made.pk, by=cast.coordinator, now=NOON)
    retire_template(template_id=made.pk, by=cast.assessor, now=NOON)
    with pytest.raises(Refused, match="taken away"):
        propose_one(cast, amara, made)
    assert template(cast, amara).pk != made.pk


def propose_one(cast: Cast, registration: QualRegistration, of: PlanTemplate) -> None:
    _, refused = propose_to_group(
        template_id=of.pk,
        registration_ids=[registration.pk],
        starts_on=TODAY,
        words="",
        by=cast.assessor,
        now=NOON,
    )
    if refused:
        raise Refused(refused[registration.pk])


def test_a_template_of_another_hub_is_not_used(cast: Cast, amara: QualRegistration) -> None:
    other = template(cast, amara, cast.manager, hub_id=cast.millfield.pk)
    with pytest.raises(Refused, match="another hub"):
        propose_one(cast, amara, other)
