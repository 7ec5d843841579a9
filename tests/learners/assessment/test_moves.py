"""From each state of a round, a decision, a record and a sign-off, where it can go: one list, kept by the database."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from academy.shared.kept_moves import MOVES
from learners.assessment import states
from learners.assessment.states import DecisionState, JudgementState, RecordState
from learners.registrations.models import QualRegistration
from tests.cast import Cast
from tests.learners import judging
from tests.learners.assessment.attacks import at_work, given
from tests.learners.judging import judged, opened

TRANSITIONS: dict[str, Mapping[Any, tuple[Any, ...]]] = {
    "learners_judgement": states.JUDGEMENT_TRANSITIONS,
    "learners_criteriondecision": states.DECISION_TRANSITIONS,
    "learners_assessorrecord": states.RECORD_TRANSITIONS,
    "learners_unitsignoff": states.SIGNOFF_TRANSITIONS,
}
Makes = Callable[[Cast, QualRegistration], models.Model]


def test_the_database_and_the_actions_know_the_same_moves() -> None:
    known = {
        table: {str(was): tuple(map(str, to)) for was, to in TRANSITIONS[table].items()} for table in MOVES
    }
    assert {table: {was: to for was, to in each.items() if to} for table, each in known.items()} == MOVES


BACKWARDS: dict[str, tuple[Makes, StrEnum]] = {
    "a round that was sent is open again": (
        lambda cast, one: judged(one, cast.assessor),
        JudgementState.OPEN,
    ),
    "a round that was put back goes out": (
        lambda cast, one: opened(one, cast.assessor, state=JudgementState.LEFT),
        JudgementState.RELEASED,
    ),
    "a decision waits again": (
        lambda cast, one: judged(one, cast.assessor).decisions.all()[0],
        DecisionState.AWAITING,
    ),
    "a record that was thrown away comes back": (
        lambda cast, one: judging.record(one, cast.assessor, state=RecordState.LEFT),
        RecordState.SHARED,
    ),
    "a record that is being written is silent": (
        lambda cast, one: judging.record(one, cast.assessor, state=RecordState.DRAFT),
        RecordState.SILENT,
    ),
}


@pytest.mark.both
@pytest.mark.django_db
@pytest.mark.parametrize("what", BACKWARDS)
def test_the_database_refuses_a_step_that_does_not_follow(what: str) -> None:
    cast, registration = at_work()
    given(cast, registration)
    makes, to = BACKWARDS[what]
    row: Any = makes(cast, registration)
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(state=to)
    assert "it cannot go from the one state to the other" in str(raised.value)
