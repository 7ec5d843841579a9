"""Who never assesses or checks whom (INV-01, INV-05, INV-06): the action, whatever the screen shows."""

from collections.abc import Callable

import pytest

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.shared.rulings import Refused
from learners.registrations.models import QualRegistration
from learners.registrations.states import AllocatedAs
from tests.cast import Cast, hold, person
from tests.learners import qualifying
from tests.learners.qualifying import NOON, TODAY
from tests.learners.registrations.allocating import declared, give, second_assessor, trained, units

pytestmark = pytest.mark.django_db


# --- INV-01 ---------------------------------------------------------------------------------------------------------


def test_inv_01_nobody_assesses_themselves(cast: Cast, learner: QualRegistration) -> None:
    hold(cast.learner, Role.ASSESSOR, cast.harbour)
    qualifying.assessor(cast.learner, cast.manager)
    with pytest.raises(Refused, match="is this learner"):
        give(learner, cast.learner, cast.manager)


def test_inv_01_nor_by_another_of_their_rows(cast: Cast, learner: QualRegistration) -> None:
    """The registration stands under an earlier row of the same person."""
    again = second_assessor(cast, "Ama Again")
    Account.objects.filter(pk=cast.learner.pk).update(
        joined_to=again, joined_at=NOON, is_active=False, email=None
    )
    with pytest.raises(Refused, match="is this learner"):
        give(learner, again, cast.manager)


def test_inv_01_nobody_says_who_assesses_themselves(cast: Cast) -> None:
    own = qualifying.registered(cast.manager, cast.harbour, cast.manager)
    qualifying.assessor(cast.assessor, cast.manager)
    with pytest.raises(Refused, match="your own registration"):
        give(own, cast.assessor, cast.manager)
    assert give(own, cast.assessor, cast.second_manager)


def test_inv_01_nor_countersigns_their_own(cast: Cast, learner: QualRegistration) -> None:
    """A trainee whose judgements the learner would confirm."""
    hold(cast.learner, Role.ASSESSOR, cast.harbour)
    qualifying.assessor(cast.learner, cast.manager)
    trainee = trained(cast, cast.learner)
    with pytest.raises(Refused, match="confirmed by Amara Bello, who is this learner"):
        give(learner, trainee, cast.manager)


# --- INV-05 ---------------------------------------------------------------------------------------------------------


CONFLICTS: dict[str, Callable[[Cast], object]] = {
    "said by the assessor": lambda cast: declared(cast, cast.assessor),
    "said by the learner": lambda cast: declared(cast, cast.learner, other=cast.assessor),
    "with the hub": lambda cast: declared(cast, cast.assessor, other=None, hub=cast.harbour),
    "by another row": lambda cast: by_another_row(cast),
    "of another row of the learner": lambda cast: of_an_earlier_row(cast),
}


def by_another_row(cast: Cast) -> object:
    earlier = person("Asa Before", email=None, joined_to=cast.assessor, joined_at=NOON, is_active=False)
    return declared(cast, earlier)


def of_an_earlier_row(cast: Cast) -> object:
    earlier = person("Amara Before", email=None, joined_to=cast.learner, joined_at=NOON, is_active=False)
    return declared(cast, cast.assessor, other=earlier)


@pytest.mark.parametrize("which", CONFLICTS)
def test_inv_05_not_to_a_sister(cast: Cast, learner: QualRegistration, which: str) -> None:
    CONFLICTS[which](cast)
    with pytest.raises(Refused, match="conflict of interest is open"):
        give(learner, cast.assessor, cast.manager)
    with pytest.raises(Refused, match="conflict of interest is open"):
        give(learner, cast.assessor, cast.manager, unit=units(learner)[0])


def test_inv_05_not_to_a_trainee_whom_a_sister_countersigns(cast: Cast, learner: QualRegistration) -> None:
    trainee = trained(cast, cast.assessor)
    declared(cast, cast.assessor)
    with pytest.raises(Refused, match="confirmed by Asa Assessor, who has a conflict"):
        give(learner, trainee, cast.manager)


def test_inv_05_a_sister_does_not_choose_the_assessor(cast: Cast, learner: QualRegistration) -> None:
    declared(cast, cast.manager)
    with pytest.raises(Refused, match="somebody else decides"):
        give(learner, cast.assessor, cast.manager)


def test_inv_05_what_is_over_or_dealt_with_does_not_block(cast: Cast, learner: QualRegistration) -> None:
    declared(cast, cast.assessor, ends_on=TODAY)
    declared(
        cast,
        cast.assessor,
        mitigation="Quinn looks at all of it",
        scrutineer=cast.quality,
        decided_by=cast.manager,
        decided_at=NOON,
    )
    assert give(learner, cast.assessor, cast.manager)


# --- INV-06 ---------------------------------------------------------------------------------------------------------


def both(cast: Cast) -> Account:
    """Asa assesses and checks quality too."""
    hold(cast.assessor, Role.QUALITY)
    return cast.assessor


def test_inv_06_never_both_tasks_in_one_unit(cast: Cast, learner: QualRegistration) -> None:
    asa, (first, second) = both(cast), units(learner)
    give(learner, asa, cast.manager, unit=first)
    for unit in (first, None):
        with pytest.raises(Refused, match="never assesses and checks"):
            give(learner, asa, cast.manager, unit=unit, task=AllocatedAs.QUALITY)
    assert give(learner, asa, cast.manager, unit=second, task=AllocatedAs.QUALITY)  # another unit


def test_inv_06_not_the_rest_of_a_learner_either(cast: Cast, learner: QualRegistration) -> None:
    """Though somebody else checks the unit that they assess."""
    asa, (first, _) = both(cast), units(learner)
    give(learner, asa, cast.manager, unit=first)
    give(learner, cast.quality, cast.manager, unit=first, task=AllocatedAs.QUALITY)
    with pytest.raises(Refused, match="never assesses and checks"):
        give(learner, asa, cast.manager, task=AllocatedAs.QUALITY)


def test_inv_06_not_one_after_the_other_either(cast: Cast, learner: QualRegistration) -> None:
    asa = both(cast)
    qualifying.allocated(learner, asa, task=AllocatedAs.QUALITY, ends_on=TODAY, ended_why="Left")
    with pytest.raises(Refused, match="checks or checked"):
        give(learner, asa, cast.manager)


def test_inv_06_what_never_counted_does_not(cast: Cast, learner: QualRegistration) -> None:
    asa = both(cast)
    qualifying.allocated(
        learner, asa, task=AllocatedAs.QUALITY, since=TODAY, ends_on=TODAY, ended_why="Wrong"
    )
    assert give(learner, asa, cast.manager)


def test_inv_06_nor_countersigns_and_checks(cast: Cast, learner: QualRegistration) -> None:
    asa, trainee = both(cast), trained(cast, cast.assessor)
    give(learner, trainee, cast.manager)
    with pytest.raises(Refused, match="countersigns what a trainee judges"):
        give(learner, asa, cast.manager, task=AllocatedAs.QUALITY)


def test_inv_06_nor_checks_and_countersigns(cast: Cast, learner: QualRegistration) -> None:
    asa, trainee = both(cast), trained(cast, cast.assessor)
    give(learner, asa, cast.manager, task=AllocatedAs.QUALITY)
    with pytest.raises(Refused, match="confirmed by Asa Assessor, who checks"):
        give(learner, trainee, cast.manager)
