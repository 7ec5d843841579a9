"""How many units of an optional group a learner takes: who says it, until when, and what is refused."""

import pytest
from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account
from academy.shared.audit import chain_of
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from courses.qualifications.actions import open_version
from courses.qualifications.group_actions import set_group
from courses.qualifications.models import OptionalGroup, Unit
from tests.cast import BACKEND, Cast
from tests.courses.qualifications.versions import NOON, draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(cast: Cast) -> OptionalGroup:
    """Unit 2 is the only one in it."""
    version = draft(cast.manager)
    made = OptionalGroup.objects.create(version=version, title="Ways to reach people", most=1)
    Unit.objects.filter(version=version, number=2).update(group=made)
    return made


def choose(group: OptionalGroup, fewest: int, most: int | None, by: Account) -> None:
    set_group(group_id=group.pk, fewest=fewest, most=most, by=by, now=NOON)


def test_the_manager_says_how_many(group: OptionalGroup, cast: Cast) -> None:
    choose(group, 0, None, cast.manager)
    choose(group, 0, None, cast.manager)
    group.refresh_from_db()
    assert (group.fewest, group.most) == (0, None)
    events = AuditEvent.objects.filter(chain=chain_of(group.version), action="group_changed")
    assert [(one.detail.before, one.detail.after) for one in events] == [
        ({"fewest": 1, "most": 1}, {"fewest": 0, "most": None})
    ]


@pytest.mark.parametrize(
    ("fewest", "most", "reason"),
    [
        (2, None, "has 1 unit. Choose a number up to that"),
        (0, 5, "has 1 unit. Choose a number up to that"),
        (2, 1, "The most is less than the fewest"),
    ],
)
def test_numbers_that_nobody_can_take_are_refused(
    group: OptionalGroup, cast: Cast, fewest: int, most: int | None, reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        choose(group, fewest, most, cast.manager)


def test_once_opened_they_stand_fast_and_nobody_else_changes_them(group: OptionalGroup, cast: Cast) -> None:
    with pytest.raises(Refused, match="looked after by the Academy manager"):
        choose(group, 0, 1, cast.coordinator)
    open_version(version_id=group.version_id, by=cast.manager, now=NOON)
    with pytest.raises(Refused, match="learners may have chosen their units by these numbers"):
        choose(group, 0, 1, cast.manager)


def test_on_the_screen(client: Client, group: OptionalGroup, cast: Cast) -> None:
    client.force_login(cast.manager, backend=BACKEND)
    page = reverse("specification-group", args=[group.version_id, group.pk])
    version = reverse("specification", args=[group.version_id])
    assert "At least 1, at most 1 of 1 unit." in client.get(version).content.decode()
    wrong = client.post(page, {"fewest": "2", "most": ""})
    assert wrong.status_code == 422 and 'value="2"' in wrong.content.decode()
    assert client.post(page, {"fewest": "0", "most": ""})["Location"] == version
    assert "At least 0 of 1 unit." in client.get(version).content.decode()
    open_version(version_id=group.version_id, by=cast.manager, now=NOON)
    assert "These numbers stand fast" in client.get(page).content.decode()
