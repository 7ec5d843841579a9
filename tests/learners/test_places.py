"""Places on courses: who may take one, and what a place opens."""

import pytest
from django.test import Client
from django.urls import reverse

from academy.shared.rulings import Refused
from courses.catalogue.models import Course
from learners.completion.actions import settle
from learners.dashboards.queries import my_learning
from learners.enrolments.actions import join_course
from learners.enrolments.models import Enrolment
from learners.enrolments.policies import may_learn
from learners.progress.actions import mark_read
from tests.cast import BACKEND
from tests.learners import worlds
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.mark.parametrize(
    ("facts", "says"), [({"kind": "intro"}, "happens at a hub"), ({"published": False}, "not open")]
)
def test_not_every_course_can_be_joined(facts: dict, says: str) -> None:
    course, amara = worlds.course(1), worlds.person()
    Course.objects.update(**facts)
    with pytest.raises(Refused, match=says):
        join_course(course_id=course.pk, by=amara, now=NOON)
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize(
    ("facts", "opens"),
    [
        ({}, True),
        ({"opens_at": later(hours=1)}, False),
        ({"closes_at": NOON}, False),
        ({"closes_at": later(hours=1)}, True),
        ({"withdrawn_at": NOON}, False),
        ({"entitlement": "free"}, False),
        ({"entitlement": "seat"}, True),
    ],
)
def test_what_a_place_opens(facts: dict, opens: bool) -> None:
    course = worlds.course(1, 1)
    place = worlds.joined(worlds.person(), course)
    for name, value in facts.items():
        setattr(place, name, value)
    free, closed = worlds.lessons(course)
    ruling = may_learn(place, closed.module, now=NOON)
    assert bool(ruling) is opens
    assert opens or ruling.reason
    assert may_learn(place, free.module, now=NOON)


def test_a_place_that_has_closed_is_not_opened_by_joining_again(client: Client) -> None:
    course, amara = worlds.course(1, 1), worlds.person()
    worlds.joined(amara, course)
    Enrolment.objects.update(closes_at=NOON)
    client.force_login(amara, backend=BACKEND)
    answer = client.post(reverse("join-course", args=[course.slug]))
    assert answer.status_code == 403
    assert "Your time on this course is over" in answer.content.decode()


def test_a_place_that_was_given_up_is_never_completed_and_not_shown() -> None:
    course, amara = worlds.course(2), worlds.person()
    first, second = worlds.lessons(course)
    mark_read(lesson=first, by=worlds.signed_in(amara), now=NOON)
    place = Enrolment.objects.get()
    type(second).objects.filter(pk=second.pk).update(required=False)
    Enrolment.objects.update(withdrawn_at=NOON)
    assert settle(enrolment_id=place.pk, now=NOON).complete
    place.refresh_from_db()
    assert place.completed_at is None
    assert my_learning(account=amara, now=NOON).courses == ()
    worlds.joined(amara, course)
    assert Enrolment.objects.live().count() == 1
