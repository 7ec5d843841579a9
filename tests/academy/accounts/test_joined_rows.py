"""The pointer from one row of a person to the other: what the database refuses, and what reading by person finds."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef

from academy.accounts.models import Account, Joining
from academy.accounts.queries import of_person, person_id, rows_of
from academy.shared import clock
from tests.cast import Cast, person

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def joined(kept: Account, **more: Any) -> Account:
    row = person("Yusuf Kahn", email=None)
    Account.objects.filter(pk=row.pk).update(**{"joined_to": kept, "is_active": False, **more})
    row.refresh_from_db()
    return row


def joining(cast: Cast, **more: Any) -> Joining:
    facts = {
        "kept": cast.learner,
        "other": cast.neighbour,
        "how": "slip",
        "done_by": cast.learner,
        "done_at": clock.now(),
        **more,
    }
    return Joining.objects.create(**facts)


def test_all_rows_of_a_person_are_found_from_each_of_them(cast: Cast) -> None:
    row = joined(cast.learner)
    assert set(rows_of(cast.learner)) == set(rows_of(row)) == {cast.learner.pk, row.pk}
    assert set(rows_of(cast.learner.pk)) == {cast.learner.pk, row.pk}
    assert set(rows_of(cast.neighbour)) == {cast.neighbour.pk}


def test_people_are_told_apart_by_the_row_that_stands_for_them(cast: Cast) -> None:
    first, second = joining(cast), joining(cast, other=joined(cast.learner))
    by_kept = Joining.objects.annotate(who=person_id("other")).order_by("pk")
    assert list(by_kept.values_list("who", flat=True)) == [cast.neighbour.pk, cast.learner.pk]
    theirs = Joining.objects.filter(of_person(OuterRef("pk"), "other"))
    assert list(Account.objects.filter(Exists(theirs), pk=cast.learner.pk)) == [cast.learner]
    assert list(Joining.objects.filter(of_person(cast.learner.pk, "other"))) == [second]
    assert first.other == cast.neighbour


@pytest.mark.parametrize(
    "wrong", [{"is_active": True}, {"email": "again@example.org"}], ids=["open", "with an address"]
)
def test_a_joined_row_is_closed_and_has_no_address(cast: Cast, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="account_joined_is_closed"), transaction.atomic():
        joined(cast.learner, **wrong)


def test_no_row_is_joined_to_itself(cast: Cast) -> None:
    mine = Account.objects.filter(pk=cast.neighbour.pk)
    with pytest.raises(IntegrityError, match="account_not_joined_to_itself"), transaction.atomic():
        mine.update(joined_to=cast.neighbour, is_active=False)


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"how": "guess"}, "joining_how_known"),
        ({"how": "staff"}, "joining_by_the_hub_says_why"),
        ({"undone_at": clock.now()}, "joining_undone_by_somebody"),
    ],
)
def test_a_joining_says_who_how_and_why(cast: Cast, wrong: dict[str, Any], name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        joining(cast, **wrong)


def test_a_joining_is_of_two_rows(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="joining_of_two_rows"), transaction.atomic():
        joining(cast, other=cast.learner)


def test_a_row_is_joined_once_until_that_is_undone(cast: Cast) -> None:
    first = joining(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        joining(cast, kept=cast.stranger)
    Joining.objects.filter(pk=first.pk).update(undone_at=clock.now(), undone_by=cast.learner)
    assert joining(cast, kept=cast.stranger).pk


@pytest.mark.parametrize(
    ("column", "to"), [("kept_id", "stranger"), ("how", "self"), ("changes", {"no": 1})], ids=str
)
def test_what_a_joining_says_is_kept(cast: Cast, column: str, to: Any) -> None:
    row = joining(cast)
    value = getattr(cast, to).pk if column == "kept_id" else to
    with pytest.raises(IntegrityError), transaction.atomic():
        Joining.objects.filter(pk=row.pk).update(**{column: value})
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM academy_joining")
