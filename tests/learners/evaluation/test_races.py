"""Several people answer at the same moment, or one person presses twice."""

from collections.abc import Callable
from functools import partial

import pytest
from django.test import Client

from learners.enrolments.models import Enrolment
from learners.evaluation.models import Answered, Evaluation, EvaluationForm
from learners.evaluation.queries import answer_href
from learners.evaluation.states import Kind
from tests.learners.evaluation import voices
from tests.learners.evaluation.voices import EVENING
from tests.learners.test_races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.shared.jobs._send", lambda name, ids: None)


def test_answers_that_come_at_once_are_let_out_in_whole_batches(settings) -> None:
    settings.EVALUATION_FEWEST = 3
    _, places = voices.group(*[f"P{number} Person" for number in range(8)])
    at_once(*[partial(voices.says, place) for place in places])
    assert EvaluationForm.objects.count() == 1
    assert Answered.objects.count() == Evaluation.objects.count() == 8
    assert Evaluation.objects.filter(shown=True).count() == 6


def test_one_person_who_presses_several_times_at_once_answers_once(time_machine) -> None:
    time_machine.move_to(EVENING)
    _, (place,) = voices.group("Amara Bello")

    def press(place: Enrolment) -> int:
        facts = {"relevance": "4", "named": "no"}
        return Client().post(answer_href(place, Kind.END), facts).status_code

    presses: list[Callable[[], int]] = [partial(press, place) for _ in range(6)]
    answers = at_once(*presses)
    assert set(answers) <= {200, 302}  # thanks, or on to the page that says thanks
    assert 302 in answers
    assert Answered.objects.count() == Evaluation.objects.count() == 1
