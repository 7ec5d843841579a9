"""Who may be given which learner, who says so, and what is refused: the action, whatever the screen shows."""

from datetime import date, timedelta

import pytest

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.shared.audit import chain_of
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from courses.qualifications.staff_models import OccupationalCompetence
from courses.qualifications.staff_states import QualificationTask
from learners.registrations.allocation_actions import allocate, allocate_many, end_allocation, hand_over
from learners.registrations.allocation_models import Allocation
from learners.registrations.models import QualRegistration
from learners.registrations.standing import standing_of
from learners.registrations.states import AllocatedAs, RegistrationState
from tests.cast import Cast, hold, person
from tests.chains import broken_links
from tests.learners import qualifying
from tests.learners.qualifying import NOON, TODAY
from tests.learners.registrations.allocating import TOMORROW, declared, give, second_assessor, trained, units

pytestmark = pytest.mark.django_db


def test_an_assessor_gets_a_learner_and_the_history_says_so(cast: Cast, learner: QualRegistration) -> None:
    give(learner, cast.assessor, cast.manager)
    learner.refresh_from_db()
    assert standing_of(cast.assessor, learner, on=TODAY).assesses == {unit.pk for unit in units(learner)}
    assert learner.moved_at == NOON
    event = AuditEvent.objects.get(chain=chain_of(learner))
    assert (event.action, event.detail.after["person"]) == ("allocated", cast.assessor.pk)
    assert broken_links(chain_of(learner)) == []


def test_pressing_twice_gives_one(cast: Cast, learner: QualRegistration) -> None:
    assert give(learner, cast.assessor, cast.manager) == give(learner, cast.assessor, cast.manager)
    assert Allocation.objects.count() == 1


def test_by_unit_the_others_stay_with_whoever_has_the_rest(cast: Cast, learner: QualRegistration) -> None:
    first, second = units(learner)
    ben = second_assessor(cast)
    give(learner, cast.assessor, cast.manager)
    give(learner, ben, cast.manager, unit=second)
    assert standing_of(cast.assessor, learner, on=TODAY).assesses == {first.pk}
    assert standing_of(ben, learner, on=TODAY).assesses == {second.pk}


def test_the_lead_of_this_qualification_may(cast: Cast, learner: QualRegistration) -> None:
    qualifying.task_of(cast.quality, learner.version, QualificationTask.LEAD_QUALITY)
    assert give(learner, cast.assessor, cast.quality).made_by == cast.quality


@pytest.mark.parametrize(
    "who", ["coordinator", "assessor", "quality", "trainer", "editor", "learner", "stranger"]
)
def test_nobody_else_says_who_assesses(cast: Cast, learner: QualRegistration, who: str) -> None:
    with pytest.raises(Refused, match="lead quality assurer|your own registration"):
        give(learner, cast.assessor, getattr(cast, who))
    assert not Allocation.objects.exists()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (RegistrationState.APPLIED, "only asked so far"),
        (RegistrationState.WITHDRAWN, "over"),
        (RegistrationState.DECLINED, "over"),
        (RegistrationState.CERTIFICATED, "over"),
    ],
)
def test_not_in_every_state(cast: Cast, learner: QualRegistration, state: str, words: str) -> None:
    QualRegistration.objects.filter(pk=learner.pk).update(state=state)
    with pytest.raises(Refused, match=words):
        give(learner, cast.assessor, cast.manager)


def test_only_somebody_of_the_staff_file_assesses(cast: Cast, learner: QualRegistration) -> None:
    new = person("Nia New")
    hold(new, Role.ASSESSOR, cast.harbour)
    with pytest.raises(Refused, match="not in the staff file"):
        give(learner, new, cast.manager)


def test_for_the_whole_learner_every_unit_has_to_be_known(cast: Cast, learner: QualRegistration) -> None:
    first, second = units(learner)
    OccupationalCompetence.objects.filter(person=cast.assessor, unit=second).update(ends_on=TODAY)
    with pytest.raises(Refused, match="unit 2"):
        give(learner, cast.assessor, cast.manager)
    give(learner, second_assessor(cast), cast.manager, unit=second)
    assert give(learner, cast.assessor, cast.manager)  # now the rest is unit 1


def test_it_has_to_hold_on_the_day_on_which_it_begins(cast: Cast, learner: QualRegistration) -> None:
    trainee = trained(cast, cast.assessor, works_towards_until=TODAY)
    with pytest.raises(Refused, match="was to have the assessor's award"):
        give(learner, trainee, cast.manager, starts_on=TOMORROW)
    assert give(learner, trainee, cast.manager)


def test_a_quality_assurer_needs_the_role(cast: Cast, learner: QualRegistration) -> None:
    with pytest.raises(Refused, match="no internal quality assurer"):
        give(learner, cast.assessor, cast.manager, task=AllocatedAs.QUALITY)
    give(learner, cast.quality, cast.manager, task=AllocatedAs.QUALITY)
    assert standing_of(cast.quality, learner, on=TODAY).checks


def test_a_closed_account_gets_nobody(cast: Cast, learner: QualRegistration) -> None:
    Account.objects.filter(pk=cast.assessor.pk).update(is_active=False)
    with pytest.raises(Refused, match="closed"):
        give(learner, cast.assessor, cast.manager)


# --- days, ending and handing over ----------------------------------------------------------------------------------


def test_what_somebody_has_is_not_given_twice(cast: Cast, learner: QualRegistration) -> None:
    ben = second_assessor(cast)
    give(learner, cast.assessor, cast.manager)
    with pytest.raises(Refused, match="Asa Assessor has the whole learner already"):
        give(learner, ben, cast.manager)


def test_nobody_assessed_before_today(cast: Cast, learner: QualRegistration) -> None:
    with pytest.raises(Refused, match="That day is over"):
        give(learner, cast.assessor, cast.manager, starts_on=TODAY - timedelta(days=1))


def test_a_unit_of_somebody_else_is_none_of_theirs(cast: Cast, learner: QualRegistration) -> None:
    with pytest.raises(Refused, match="does not take this unit"):
        allocate(
            registration_id=learner.pk,
            person_id=cast.assessor.pk,
            task=AllocatedAs.ASSESSOR,
            unit_id=0,
            starts_on=TODAY,
            by=cast.manager,
            now=NOON,
        )


def end(allocation: Allocation, by: Account, ends_on: date = TODAY, why: str = "Moved away") -> Allocation:
    return end_allocation(allocation_id=allocation.pk, ends_on=ends_on, why=why, by=by, now=NOON)


def test_ending_says_why_and_closes_the_door(cast: Cast, learner: QualRegistration) -> None:
    had = qualifying.allocated(learner, cast.assessor)
    with pytest.raises(Refused, match="Say why"):
        end(had, cast.manager, why="  ")
    end(had, cast.manager)
    assert not standing_of(cast.assessor, learner, on=TODAY).assesses
    with pytest.raises(Refused, match="ends on"):
        end(had, cast.manager, ends_on=TOMORROW)


@pytest.mark.parametrize("who", ["coordinator", "assessor", "learner"])
def test_nobody_else_ends_it(cast: Cast, learner: QualRegistration, who: str) -> None:
    had = qualifying.allocated(learner, cast.assessor)
    with pytest.raises(Refused):
        end(had, getattr(cast, who))


def test_one_that_begins_later_can_be_taken_back(cast: Cast, learner: QualRegistration) -> None:
    had = give(learner, cast.assessor, cast.manager, starts_on=TOMORROW)
    with pytest.raises(Refused, match="never counts"):
        end(had, cast.manager)
    end(had, cast.manager, ends_on=TOMORROW)
    assert give(learner, second_assessor(cast), cast.manager, starts_on=TOMORROW)


def test_handing_over_leaves_no_gap(cast: Cast, learner: QualRegistration) -> None:
    had, ben = qualifying.allocated(learner, cast.assessor), second_assessor(cast)
    hand_over(
        allocation_id=had.pk, to_id=ben.pk, starts_on=TOMORROW, why="On leave", by=cast.manager, now=NOON
    )
    assert standing_of(cast.assessor, learner, on=TODAY).assesses
    assert not standing_of(cast.assessor, learner, on=TOMORROW).assesses
    assert standing_of(ben, learner, on=TOMORROW).assesses


def test_handing_over_to_somebody_unfit_changes_nothing(cast: Cast, learner: QualRegistration) -> None:
    had = qualifying.allocated(learner, cast.assessor)
    with pytest.raises(Refused, match="assessor of no hub"):
        hand_over(
            allocation_id=had.pk,
            to_id=cast.trainer.pk,
            starts_on=TODAY,
            why="On leave",
            by=cast.manager,
            now=NOON,
        )
    had.refresh_from_db()
    assert had.ends_on is None


def test_many_at_once_leaves_out_whom_they_cannot_have(cast: Cast, learner: QualRegistration) -> None:
    yusuf = qualifying.registered(cast.neighbour, cast.harbour, cast.manager)
    asked = qualifying.registered(cast.stranger, cast.harbour, cast.manager, RegistrationState.APPLIED)
    declared(cast, cast.assessor)
    done = allocate_many(
        registration_ids=[asked.pk, learner.pk, yusuf.pk, 0],
        person_id=cast.assessor.pk,
        task=AllocatedAs.ASSESSOR,
        starts_on=TODAY,
        by=cast.manager,
        now=NOON,
    )
    said = {one.registration.pk: one.refused for one in done}
    assert said[yusuf.pk] == ""
    assert "conflict of interest" in said[learner.pk]
    assert "only asked" in said[asked.pk]
    assert [one.registration_id for one in Allocation.objects.all()] == [yusuf.pk]
