"""Who assesses whom today, for many at once: the same answer as one registration at a time gives."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from academy.accounts.models import Account, RoleAssignment
from academy.accounts.roles import Role
from learners.registrations.allocation_models import Allocation, ConflictDeclaration
from learners.registrations.caseload import allocated_units, assessed_by
from learners.registrations.models import QualRegistration
from learners.registrations.standing import standing_of
from tests.cast import Cast, hold, make_cast, person
from tests.learners import qualifying
from tests.learners.qualifying import LONG_AGO, NOON, TODAY

pytestmark = [pytest.mark.both, pytest.mark.django_db]
Change = Callable[[Cast, QualRegistration], object]


def row_of(who: Account) -> Account:
    made = person("The Same")
    Account.objects.filter(pk=made.pk).update(is_active=False, email=None, joined_to=who)
    return made


def ends_role(cast: Cast, _: QualRegistration) -> None:
    RoleAssignment.objects.filter(account=cast.assessor).update(ends_on=TODAY)


def decided(cast: Cast, of: QualRegistration) -> None:
    made = qualifying.conflict(cast.assessor, other=of.account)
    ConflictDeclaration.objects.filter(pk=made.pk).update(
        decided_at=NOON, decided_by=cast.quality, scrutineer=cast.quality, mitigation="Somebody else looks."
    )


def given_to_somebody_else(cast: Cast, of: QualRegistration) -> None:
    other = person("Sam Assessor")
    hold(other, Role.ASSESSOR, cast.harbour)
    qualifying.allocated(of, other, qualifying.criteria(of)[3].outcome.unit)


def by_another_row(cast: Cast, of: QualRegistration) -> None:
    Allocation.objects.update(ends_on=TODAY)
    qualifying.allocated(of, row_of(cast.assessor))


def from_tomorrow(cast: Cast, of: QualRegistration) -> None:
    Allocation.objects.update(ends_on=TODAY)
    qualifying.allocated(of, cast.assessor, since=TODAY + timedelta(days=1))


CHANGES: dict[str, Change] = {
    "as it is": lambda cast, of: None,
    "the role ended": ends_role,
    "given until today": lambda cast, of: Allocation.objects.update(ends_on=TODAY),
    "given from tomorrow": from_tomorrow,
    "a unit is somebody else's": given_to_somebody_else,
    "given by another row": by_another_row,
    "a conflict with the learner": lambda cast, of: qualifying.conflict(cast.assessor, other=of.account),
    "a conflict that the learner said": lambda cast, of: qualifying.conflict(of.account, other=cast.assessor),
    "a conflict of another row": lambda cast, of: qualifying.conflict(
        row_of(cast.assessor), other=row_of(of.account)
    ),
    "a conflict with the hub": lambda cast, of: qualifying.conflict(cast.assessor, hub=of.hub),
    "a conflict that was dealt with": decided,
    "the account is closed": lambda cast, of: Account.objects.filter(pk=cast.assessor.pk).update(
        is_active=False
    ),
}
NOTHING = {
    "the role ended",
    "given until today",
    "given from tomorrow",
    "a conflict with the learner",
    "a conflict that the learner said",
    "a conflict of another row",
    "a conflict with the hub",
    "the account is closed",
}


@pytest.mark.parametrize("change", CHANGES)
def test_many_at_once_get_the_answer_of_one(change: str) -> None:
    cast = make_cast()
    of = qualifying.registered(cast.learner, cast.harbour, cast.manager)
    qualifying.allocated(of, cast.assessor, since=LONG_AGO)
    CHANGES[change](cast, of)
    who = Account.objects.get(pk=cast.assessor.pk)
    standing = standing_of(who, of, on=TODAY)
    alone = frozenset(
        unit for unit in of.units.values_list("unit", flat=True) if standing.assesses_unit(unit)
    )
    assert assessed_by(who, on=TODAY).get(of.pk, frozenset()) == alone
    assert bool(alone) is (change not in NOTHING)
    people = {pk for _, pk in allocated_units([of.pk], on=TODAY)[of.pk]}
    rows = set(Account.objects.filter(pk__in=people).values_list("joined_to", "pk"))
    assert (who.pk in {joined or pk for joined, pk in rows}) is bool(alone)


def test_many_cost_no_more_than_one() -> None:
    cast = make_cast()
    for number in range(5):
        one = qualifying.registered(person(f"Learner{number} Long"), cast.harbour, cast.manager)
        qualifying.allocated(one, cast.assessor)
    with CaptureQueriesContext(connection) as asked:
        assert len(assessed_by(cast.assessor, on=TODAY)) == 5
    assert len(asked) == 3
