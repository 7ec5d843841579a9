"""Several people give the same learner at once, on real connections: one of them is told why not."""

import pytest

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.shared.audit import chain_of
from academy.shared.rulings import Refused
from learners.registrations.allocation_actions import end_allocation
from learners.registrations.allocation_models import Allocation
from learners.registrations.models import QualRegistration
from learners.registrations.states import AllocatedAs
from tests.cast import Cast, hold
from tests.chains import broken_links
from tests.learners.qualifying import NOON, TODAY
from tests.learners.registrations.allocating import give, second_assessor
from tests.learners.test_races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def test_two_assessors_at_once_one_of_them_has_the_learner(cast: Cast, learner: QualRegistration) -> None:
    ben, said = second_assessor(cast), list[str]()

    def gives(person: Account, by: Account) -> None:
        try:
            give(learner, person, by)
        except Refused as refusal:
            said.append(refusal.reason)

    at_once(
        *[lambda: gives(cast.assessor, cast.manager)] * 3,
        *[lambda: gives(ben, cast.second_manager)] * 3,
    )
    assert Allocation.objects.count() == 1
    assert len(said) == 3 and all("has the whole learner already" in one for one in said)
    assert broken_links(chain_of(learner)) == []


def test_inv_06_both_tasks_at_once_one_of_them_is_refused(cast: Cast, learner: QualRegistration) -> None:
    hold(cast.assessor, Role.QUALITY)
    said = list[str]()

    def gives(task: AllocatedAs, by: Account) -> None:
        try:
            give(learner, cast.assessor, by, task=task)
        except Refused as refusal:
            said.append(refusal.reason)

    at_once(
        lambda: gives(AllocatedAs.ASSESSOR, cast.manager),
        lambda: gives(AllocatedAs.QUALITY, cast.second_manager),
    )
    assert Allocation.objects.count() == 1
    assert "never assesses and checks" in said[0]


def test_ending_it_twice_at_once_ends_it_once(cast: Cast, learner: QualRegistration) -> None:
    had, said = give(learner, cast.assessor, cast.manager), list[str]()

    def ends(by: Account) -> None:
        try:
            end_allocation(allocation_id=had.pk, ends_on=TODAY, why="Left", by=by, now=NOON)
        except Refused as refusal:
            said.append(refusal.reason)

    at_once(*[lambda: ends(cast.manager)] * 2, *[lambda: ends(cast.second_manager)] * 2)
    assert len(said) == 3 and all("already" in one for one in said)
    assert broken_links(chain_of(learner)) == []
