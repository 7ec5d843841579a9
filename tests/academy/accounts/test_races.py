"""Two at the same moment: the database decides, and one of them is told why."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from academy.accounts.code_actions import hand_code, use_handed_code
from academy.accounts.invitation_actions import accept_invitation, invite
from academy.accounts.models import RoleAssignment
from academy.accounts.queries import current_manager_ids
from academy.accounts.role_actions import end_role, give_role
from academy.accounts.roles import Role
from academy.shared import clock
from academy.shared.audit import chain_of
from academy.shared.rulings import Refused
from tests.academy.accounts.test_invitations import confirmed
from tests.cast import Cast, make_cast
from tests.chains import broken_links

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], object]) -> list[str]:
    """Do all of them in threads that start together; "done" or the refusal of each."""
    start = Barrier(len(calls))

    def run(call: Callable[[], object]) -> str:
        try:
            start.wait(10)
            call()
            return "done"
        except Refused as refusal:
            return refusal.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(run, calls))


@pytest.fixture
def scene(transactional_db: None) -> Cast:
    return make_cast()


def test_two_managers_who_end_each_other_leave_one(scene: Cast) -> None:
    now = clock.now()
    of = {
        account: RoleAssignment.objects.get(account=account)
        for account in (scene.manager, scene.second_manager)
    }
    answers = at_once(
        lambda: end_role(assignment_id=of[scene.second_manager].pk, by=scene.manager, now=now),
        lambda: end_role(assignment_id=of[scene.manager].pk, by=scene.second_manager, now=now),
    )
    assert len(current_manager_ids(clock.today())) == 1, answers
    assert answers.count("done") == 1


def test_a_handed_code_lets_one_in(scene: Cast) -> None:
    code = hand_code(
        account_id=scene.neighbour.pk, hub_id=scene.harbour.pk, by=scene.coordinator, now=clock.now()
    )
    answers = at_once(*[lambda: use_handed_code(code=code, now=clock.now())] * 4)
    assert answers.count("done") == 1
    assert broken_links(chain_of(scene.neighbour)) == []


def test_a_role_is_given_once(scene: Cast) -> None:
    def give() -> None:
        hub = scene.harbour.pk
        give_role(
            account_id=scene.learner.pk, role=Role.TRAINER, hub_id=hub, by=scene.manager, now=clock.now()
        )

    answers = at_once(*[give] * 4)
    assert answers.count("done") == 1 and all("already" in answer for answer in answers if answer != "done")


def test_an_invitation_is_accepted_once(scene: Cast) -> None:
    confirmed(scene.learner)
    invitation = invite(
        email="amara@example.org",
        role=Role.TRAINER,
        hub_id=scene.harbour.pk,
        by=scene.coordinator,
        now=clock.now(),
    )
    answers = at_once(
        *[lambda: accept_invitation(invitation_id=invitation.pk, by=scene.learner, now=clock.now())] * 3
    )
    assert answers.count("done") == 1
    assert RoleAssignment.objects.filter(account=scene.learner).count() == 1
