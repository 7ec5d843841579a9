"""What is done of a plan, what comes next, and notes that assessor and learner share."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from learners.planning.actions import mark_done
from learners.planning.models import ContactNote, TaskDone
from learners.planning.queries import next_task
from learners.registrations.models import QualRegistration
from tests.cast import Cast
from tests.learners.planning.plans import agreed, note, proposed, task, under_way
from tests.learners.qualifying import NOON, TODAY

pytestmark = [pytest.mark.both, pytest.mark.django_db]
LATER = NOON + timedelta(days=1)


@pytest.fixture
def amara(cast: Cast) -> QualRegistration:
    return under_way(cast)


@pytest.mark.parametrize("who", ["learner", "assessor"])
def test_both_mark_a_task_as_done_and_open_again(cast: Cast, amara: QualRegistration, who: str) -> None:
    made, by = agreed(amara, cast.assessor), getattr(cast, who)
    (one,) = made.tasks.all()
    for done in (True, True, False, False):
        mark_done(task_id=one.pk, done=done, by=by, now=LATER)
        assert TaskDone.objects.filter(task=one).exists() == done
    chain = AuditEvent.objects.filter(chain=f"qualregistration:{amara.pk}", action__startswith="task_")
    assert chain.count() == 2


def test_a_task_of_no_agreed_plan_is_not_done(cast: Cast, amara: QualRegistration) -> None:
    made = proposed(amara, cast.assessor)
    with pytest.raises(Refused, match="not in the plan that holds"):
        mark_done(task_id=made.tasks.get().pk, done=True, by=cast.learner, now=LATER)
    for who in (cast.coordinator, cast.stranger):
        with pytest.raises(Refused, match="Only an assessor"):
            mark_done(task_id=made.tasks.get().pk, done=True, by=who, now=LATER)


def test_the_next_task_is_the_open_one_whose_day_comes_first(cast: Cast, amara: QualRegistration) -> None:
    assert next_task(amara, today=TODAY) is None
    soon = TODAY + timedelta(days=3)
    agreed(amara, cast.assessor, task(amara), task(amara, "Meet", 1, meets_on=soon), task(amara, "Later", 2))
    first = next_task(amara, today=TODAY)
    assert first is not None and (first.title, first.next_on, first.state) == ("Meet", soon, "soon")
    mark_done(task_id=first.pk, done=True, by=cast.learner, now=LATER)
    then = next_task(amara, today=TODAY + timedelta(days=15))
    assert then is not None and (then.title, then.state) == ("Three talks", "late")


def test_a_note_is_written_once_and_stays(cast: Cast, amara: QualRegistration) -> None:
    made = note(amara, cast.assessor)
    assert note(amara, cast.assessor) == made
    for act in (
        lambda: ContactNote.objects.filter(pk=made.pk).update(words="Other"),
        lambda: ContactNote.objects.filter(pk=made.pk).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"words": " "}, "in a line or two"),
        ({"happened_on": TODAY + timedelta(days=1)}, "still to come"),
        ({"next_on": TODAY - timedelta(days=1)}, "is over"),
    ],
)
def test_a_note_that_cannot_be(
    cast: Cast, amara: QualRegistration, facts: dict[str, object], says: str
) -> None:
    with pytest.raises(Refused, match=says):
        note(amara, cast.assessor, **facts)


@pytest.mark.parametrize("who", ["learner", "coordinator", "manager", "stranger"])
def test_notes_are_written_by_the_assessor(cast: Cast, amara: QualRegistration, who: str) -> None:
    with pytest.raises(Refused):
        note(amara, getattr(cast, who))
