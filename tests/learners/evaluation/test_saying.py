"""What is kept of an answer, and what is not."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from courses.catalogue.models import CourseOutcomes
from courses.delivery.models import Cohort
from learners.enrolments.models import Enrolment
from learners.enrolments.states import PlaceState
from learners.evaluation.actions import OTHER_QUESTIONS, HowItWas, say
from learners.evaluation.models import Answered, Evaluation, EvaluationForm, FollowUp
from learners.evaluation.states import Kind
from tests.learners.evaluation import voices
from tests.learners.evaluation.voices import END, EVENING, LATER

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_without_a_name_nothing_leads_from_the_words_to_the_person() -> None:
    _, (place,) = voices.group("Amara Bello")
    before = AuditEvent.objects.count()
    voices.says(place, helped="The tea.")
    said, answered = Evaluation.objects.get(), Answered.objects.get()
    assert said.said_by is None
    assert said.helped == "The tea."
    assert answered.enrolment == place
    assert AuditEvent.objects.count() == before
    # no moment, and no number that counts up, by which the two could be laid side by side
    kinds = {
        field.get_internal_type()
        for model in (Answered, Evaluation, FollowUp)
        for field in model._meta.fields
    }
    assert not kinds & {"DateTimeField", "DateField", "TimeField", "AutoField", "BigAutoField"}
    assert said.pk != answered.pk
    assert said.pk.version == answered.pk.version == 4  # random, not from the clock


def test_the_two_tables_share_only_the_group() -> None:
    """Whatever key somebody joins by, it leads to everybody who was there."""
    there = {field.related_model for field in Evaluation._meta.fields if field.is_relation}
    here = {field.related_model for field in Answered._meta.fields if field.is_relation}
    assert there == {EvaluationForm, Enrolment}
    assert here == {Enrolment}


def test_everybody_answers_once() -> None:
    _, (place,) = voices.group("Amara Bello")
    voices.says(place, relevance=5)
    with pytest.raises(Refused, match="left your name out"):
        voices.says(place, relevance=1)
    assert Evaluation.objects.get().relevance == 5


def test_with_a_name_it_can_be_changed_by_the_person_alone() -> None:
    _, (place, other) = voices.group("Amara Bello", "Ben Low")
    voices.says(place, named=True, relevance=2)
    for stranger in (None, other.account):
        with pytest.raises(Refused, match="sign in first"):
            voices.says(place, named=True, relevance=1, by=stranger)
    voices.says(place, named=True, relevance=4, by=place.account)
    said = Evaluation.objects.get()
    assert (said.relevance, said.said_by) == (4, place)


def test_a_name_can_be_taken_off_and_then_it_is_off() -> None:
    _, (place,) = voices.group("Amara Bello")
    voices.says(place, named=True)
    voices.says(place, named=False, by=place.account)
    assert Evaluation.objects.get().said_by is None
    assert not Evaluation.objects.get().shown
    with pytest.raises(Refused, match="left your name out"):
        voices.says(place, named=True, by=place.account)


def test_answers_without_a_name_are_let_out_in_batches(settings) -> None:
    settings.EVALUATION_FEWEST = 3
    _, places = voices.group(*[f"P{number} Person" for number in range(7)])
    shown = []
    for place in places:
        voices.says(place)
        shown.append(Evaluation.objects.filter(shown=True).count())
    assert shown == [0, 0, 3, 3, 3, 6, 6]


def test_named_answers_do_not_count_for_a_batch(settings) -> None:
    settings.EVALUATION_FEWEST = 3
    _, places = voices.group("A One", "B Two", "C Three", "D Four")
    voices.says(places[0], named=True)
    voices.says(places[1])
    voices.says(places[2])
    assert not Evaluation.objects.filter(shown=True).exists()
    voices.says(places[3])
    assert Evaluation.objects.filter(shown=True, said_by=None).count() == 3


def test_other_groups_do_not_count_for_a_batch(settings) -> None:
    settings.EVALUATION_FEWEST = 2
    _, (one,) = voices.group("A One")
    _, (two,) = voices.group("B Two")
    voices.says(one)
    voices.says(two)
    assert not Evaluation.objects.filter(shown=True).exists()


def test_the_questions_of_a_group_stay_when_the_course_is_worded_anew() -> None:
    cohort, (first, second, third) = voices.group("Amara Bello", "Ben Low", "Cy Late")
    old = voices.outcomes(cohort)
    voices.says(first, confidence=((1, 4), (2, None)))
    new = voices.outcomes(cohort, ["do something else"])
    voices.says(second)
    assert set(EvaluationForm.objects.values_list("outcomes", flat=True)) == {old.pk}
    words = HowItWas(confidence=((1, 5),))
    with pytest.raises(Refused, match=OTHER_QUESTIONS):
        say(
            place_id=third.pk, kind=Kind.END, words=words, named=False, by=None, now=EVENING,
            outcomes_id=new.pk,
        )  # fmt: skip
    assert not Answered.objects.filter(enrolment=third).exists()
    assert [1, 4] in Evaluation.objects.get(confidence__0=[1, 4]).confidence


def test_questions_that_were_not_asked_cannot_be_answered() -> None:
    cohort, (place,) = voices.group("Amara Bello")
    voices.outcomes(cohort)
    with pytest.raises(Refused, match="changed while you were answering"):
        voices.says(place, confidence=((1, 2),))
    with pytest.raises(Refused, match="from 1 to 5"):
        voices.says(place, confidence=((1, 2), (0, 6)))
    assert not EvaluationForm.objects.exists()  # nothing of it is kept


@pytest.mark.parametrize(
    "now, why",
    [
        (END - timedelta(hours=1, seconds=1), "too early"),
        (END + timedelta(days=30), "closed on Saturday 2 January 2027"),
    ],
)
def test_the_page_opens_an_hour_before_the_end_and_closes_after_thirty_days(now, why: str) -> None:
    _, (place,) = voices.group("Amara Bello")
    with pytest.raises(Refused, match=why):
        voices.says(place, now=now)
    voices.says(place, now=END - timedelta(hours=1))


@pytest.mark.parametrize(
    "now, why", [(LATER - timedelta(seconds=1), "too early"), (LATER + timedelta(days=60), "closed on")]
)
def test_three_months_later_it_is_open_for_sixty_days(now, why: str) -> None:
    _, (place,) = voices.group("Amara Bello")
    with pytest.raises(Refused, match=why):
        voices.says_later(place, now=now)
    voices.says_later(place, now=LATER + timedelta(days=60, seconds=-1))


@pytest.mark.parametrize(
    "state, why",
    [
        (PlaceState.NO_SHOW, "you were not there"),
        (PlaceState.CANCELLED_BY_LEARNER, "has ended"),
        (PlaceState.TRANSFERRED, "has ended"),
    ],
)
def test_whoever_was_not_there_has_nothing_to_say(state: PlaceState, why: str) -> None:
    _, (place,) = voices.group("Amara Bello")
    seat = 1 if state == PlaceState.NO_SHOW else None
    Enrolment.objects.filter(pk=place.pk).update(state=state, seat=seat)
    with pytest.raises(Refused, match=why):
        voices.says(place)


def test_cancelled_dates_are_not_spoken_of() -> None:
    cohort, (place,) = voices.group("Amara Bello")
    Cohort.objects.filter(pk=cohort.pk).update(state="cancelled", cancelled_at=END, cancelled_why="Flood.")
    with pytest.raises(Refused, match="were cancelled"):
        voices.says(place)


def test_what_came_of_it_counts_people_only_after_a_yes() -> None:
    _, (one, two) = voices.group("Amara Bello", "Ben Low")
    voices.says_later(one, named=True, listened=True, listened_to=12, acted=False, acted_with=4)
    voices.says_later(two, named=True, listened=True, listened_to=99_999)
    first = FollowUp.objects.get(said_by=one)
    assert (first.listened, first.listened_to, first.acted, first.acted_with) == (True, 12, False, None)
    assert FollowUp.objects.get(said_by=two).listened_to == 9_999


@pytest.mark.parametrize("wrong", [{"relevance": 0}, {"trainer": 6}, {"venue": 9}, {"access": 0}])
def test_the_database_takes_no_other_marks(wrong: dict[str, int]) -> None:
    _, (place,) = voices.group("Amara Bello")
    voices.says(place)
    with pytest.raises(DatabaseError), transaction.atomic():
        Evaluation.objects.update(**wrong)


def test_the_database_counts_nobody_without_a_yes() -> None:
    _, (place,) = voices.group("Amara Bello")
    voices.says_later(place)
    for wrong in (
        {"acted_with": 3},
        {"listened": False, "listened_to": 3},
        {"organised": True, "organised_with": 0},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            FollowUp.objects.update(**wrong)


def test_the_database_keeps_one_answer_a_place_and_the_words_of_a_version() -> None:
    cohort, (place,) = voices.group("Amara Bello")
    made = voices.outcomes(cohort)
    voices.says(place)
    for change in (
        lambda: Answered.objects.create(enrolment=place, kind=Kind.END),
        lambda: Answered.objects.update(kind=Kind.LATER),
        lambda: EvaluationForm.objects.update(outcomes=None),
        lambda: CourseOutcomes.objects.update(texts=["other"]),
        lambda: CourseOutcomes.objects.create(course=made.course, version=1, texts=[]),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
