"""Giving back what cannot be judged, and how far a learner is then."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from academy.shared.rulings import Refused
from courses.qualifications.models import QualificationVersion
from learners.assessment.queue_queries import waiting_for
from learners.portfolio.models import EvidenceItem
from learners.portfolio.states import Others
from learners.registrations.allocation_models import ConflictDeclaration
from learners.registrations.models import QualRegistration
from learners.registrations.states import Nature
from learners.submissions.actions import hand_in
from learners.submissions.look_actions import ask_look
from learners.submissions.models import Submission
from learners.submissions.queries import criteria_states_of
from learners.submissions.states import CriterionState, ReturnedFor, SubmissionState
from tests.cast import Cast, person
from tests.learners import qualifying
from tests.learners.qualifying import NOON, TODAY
from tests.learners.submissions.work import DECLARED, draft, gives_back, handed_in, linked

pytestmark = pytest.mark.django_db


@pytest.mark.both
def test_given_back_and_handed_in_again(cast: Cast, amara: QualRegistration) -> None:
    link = linked(amara)
    made = handed_in([link])
    gives_back(made, cast.assessor)
    made.refresh_from_db()
    assert made.state == SubmissionState.RETURNED_UNASSESSED
    assert made.returned_pieces == [1]
    assert criteria_states_of([amara])[amara.pk][link.criterion_id] == CriterionState.GIVEN_BACK
    link.item.refresh_from_db()
    assert link.item.others == Others.SOMEBODY
    with pytest.raises(Refused, match="has not agreed"):
        handed_in([link])
    EvidenceItem.objects.update(others=Others.ANONYMISED)
    second = handed_in([link], now=NOON + timedelta(days=1))
    assert second.number == 2
    assert [one.attempt for one in second.criteria.all()] == [1]
    assert criteria_states_of([amara])[amara.pk][link.criterion_id] == CriterionState.HANDED_IN


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"words": "  "}, "Write to the learner"),
        ({"reason": "ugly"}, "Say why"),
        ({"numbers": []}, "which pieces"),
        ({"numbers": [7]}, "which pieces"),
    ],
)
def test_giving_back_says_why(
    facts: dict[str, object], words: str, cast: Cast, amara: QualRegistration
) -> None:
    made = handed_in([linked(amara)])
    with pytest.raises(Refused, match=words):
        gives_back(made, cast.assessor, **facts)


def test_only_the_assessor_gives_back_and_only_once(cast: Cast, amara: QualRegistration) -> None:
    made = handed_in([linked(amara)])
    for other in (cast.learner, cast.manager, cast.coordinator, cast.quality, cast.stranger):
        with pytest.raises(Refused):
            gives_back(made, other)
    gives_back(made, cast.assessor)
    with pytest.raises(Refused, match="any more"):
        gives_back(made, cast.assessor)


def test_the_assessor_of_another_unit_gives_nothing_back(cast: Cast) -> None:
    registration = qualifying.registered(cast.learner, cast.harbour, cast.manager)
    second = qualifying.criteria(registration)[3].outcome.unit
    qualifying.allocated(registration, cast.assessor, second)
    made = handed_in([linked(registration)])
    with pytest.raises(Refused, match="one of its units"):
        gives_back(made, cast.assessor)
    assert waiting_for(cast.assessor, now=NOON) == []


@pytest.mark.parametrize("with_hub", [False, True])
def test_inv_05_nothing_waits_while_a_conflict_is_open(
    with_hub: bool, cast: Cast, amara: QualRegistration
) -> None:
    made = handed_in([linked(amara)])
    assert len(waiting_for(cast.assessor, now=NOON)) == 1
    ConflictDeclaration.objects.create(
        person=cast.assessor,
        other=None if with_hub else cast.learner,
        hub=cast.harbour if with_hub else None,
        nature=Nature.FAMILY,
        starts_on=TODAY,
        declared_by=cast.assessor,
        declared_at=NOON,
    )
    assert waiting_for(cast.assessor, now=NOON) == []
    with pytest.raises(Refused, match="conflict of interest"):
        gives_back(made, cast.assessor)


def test_states_of_criteria(amara: QualRegistration) -> None:
    first, second, third, fourth = qualifying.criteria(amara)
    linked(amara)
    linked(amara, at=1, own_part="")
    handed_in([linked(amara, at=3)])
    assert criteria_states_of([amara])[amara.pk] == {
        first.pk: CriterionState.READY,
        second.pk: CriterionState.THIN,
        third.pk: CriterionState.NOTHING,
        fourth.pk: CriterionState.HANDED_IN,
    }


def test_many_learners_cost_no_more_queries_than_one(cast: Cast, amara: QualRegistration) -> None:
    learners = [amara]
    for number in range(4):
        who = person(f"Learner{number} Long", hub=cast.harbour)
        learners.append(qualifying.registered(who, cast.harbour, cast.manager))
        qualifying.allocated(learners[-1], cast.assessor)
    handed_in([linked(amara)])
    _asks(amara)
    one = _counted(cast, learners[:1])
    for each in learners:
        handed_in([linked(each, at=3), linked(each, "Both", at=1)])
        _asks(each)
    assert _counted(cast, learners) == one
    assert one == (7, 11)
    assert len(waiting_for(cast.assessor, now=NOON)) == 6 + 6


def _asks(registration: QualRegistration) -> None:
    item = linked(registration, "A draft", at=2).item
    ask_look(registration_id=registration.pk, items=[item.pk], words="", by=registration.account, now=NOON)


def _counted(cast: Cast, learners: list[QualRegistration]) -> tuple[int, int]:
    with CaptureQueriesContext(connection) as states:
        criteria_states_of(learners)
    with CaptureQueriesContext(connection) as waiting:
        waiting_for(cast.assessor, now=NOON)
    return len(states), len(waiting)


def test_what_came_back_unread_can_come_again_though_the_time_was_over(
    cast: Cast, amara: QualRegistration
) -> None:
    QualificationVersion.objects.update(attempt_days=5, attempts=2)
    link = linked(amara)
    answered = handed_in([link], now=NOON - timedelta(days=20))
    for state in (SubmissionState.IN_ASSESSMENT, SubmissionState.DECIDED, SubmissionState.RELEASED):
        Submission.objects.filter(pk=answered.pk).update(state=state)
    Submission.objects.filter(pk=answered.pk).update(released_at=NOON - timedelta(days=9))
    second = handed_in([link], now=NOON - timedelta(days=2))
    gives_back(second, cast.assessor, reason=ReturnedFor.UNREADABLE)
    third = handed_in([link], now=NOON + timedelta(days=5))
    assert [one.attempt for one in third.criteria.all()] == [2]


def test_a_unit_that_is_not_taken_any_more_is_not_handed_in(amara: QualRegistration) -> None:
    """Nobody is given it, so nobody would ever see the work."""
    stays, gone = linked(amara), linked(amara, "Dropped", at=3)
    made = draft([stays, gone])
    amara.units.filter(unit=gone.criterion.outcome.unit).delete()
    made = hand_in(registration_id=amara.pk, token=made.token, declared=DECLARED, by=amara.account, now=NOON)
    assert [one.criterion_id for one in made.criteria.all()] == [stays.criterion_id]
    assert [one.item_id for one in made.items.all()] == [stays.item_id]
    draft([gone])
    with pytest.raises(Refused, match="Nothing is chosen"):
        handed_in([gone])
