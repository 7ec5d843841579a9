"""The page of a course with other people: its facts, its next dates, and why it may not go up."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from academy.shared import clock
from cms.checks import differences, mend
from cms.models import TaughtCoursePage
from cms.pages.publishing import CannotPublish
from courses.catalogue.kinds import CertificateKind, CourseKind
from courses.catalogue.models import Course
from tests.factories import pages
from tests.learners.places import dates
from tests.learners.places.people import booked, people

pytestmark = pytest.mark.django_db


def taught(code: str = "INTRO", **fields: Any) -> TaughtCoursePage:
    facts = {"title": f"Course {code}", "slug": code.lower(), "summary": "A day with others.", "code": code}
    return pages.publish(pages.draft(pages.home(), TaughtCoursePage(**facts | fields)))


def test_what_goes_up_is_a_fact() -> None:
    taught()
    taught(
        "POWER",
        kind=CourseKind.FOLLOW_ON,
        min_age=16,
        consent_below=17,
        min_for_certificate=6,
        prior="INTRO, ",
    )
    intro, power = Course.objects.order_by("code")
    assert (intro.kind, intro.certificate_kind, intro.consent_below, intro.min_age) == (
        (CourseKind.INTRO, CertificateKind.ATTENDANCE, 18, None)
    )
    assert (power.kind, power.min_age, power.consent_below, power.min_for_certificate) == (
        (CourseKind.FOLLOW_ON, 16, 17, 6)
    )
    assert list(power.recommended_prior.all()) == [intro]
    assert differences() == []


def test_what_comes_down_is_not_offered() -> None:
    page = taught()
    cohort = dates.cohort(first=clock.today() + timedelta(days=9), of=Course.objects.get(), now=clock.now())
    pages.take_down(page)
    assert not Course.objects.get().published
    assert Client().get("/intro/").status_code == 404
    assert str(cohort) not in Client().get("/dates/").content.decode()
    assert differences() == []


def test_a_fact_that_went_wrong_is_mended() -> None:
    taught(min_age=16)
    Course.objects.update(min_age=None, kind=CourseKind.ONLINE)
    assert "min_age is None, the page says 16" in str(differences()[0])
    assert mend(now=clock.now()) == []


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"code": ""}, "Give the course a code"),
        ({"summary": ""}, "Say in one sentence"),
        ({"slug": "dates"}, "Another part of this site stands at /dates/"),
        ({"prior": "INTRO, NOWHERE"}, "There is no course with the code INTRO"),
    ],
)
def test_why_it_may_not_go_up(fields: dict[str, Any], says: str) -> None:
    with pytest.raises(CannotPublish, match=says):
        taught(**{"code": "POWER", **fields})


def test_it_lists_its_next_dates_as_they_are_now(settings: Any) -> None:
    """The pages of other courses are kept for visitors; this one is not."""
    settings.PAGE_CACHE_SECONDS = 600
    taught()
    visitor = Client()
    assert "No dates are open just now." in visitor.get("/intro/").content.decode()
    first = clock.today() + timedelta(days=9)
    cohort = dates.cohort(1, first=first, of=Course.objects.get(), now=clock.now())
    assert ">Last place</span>" in visitor.get("/intro/").content.decode()
    booked(cohort, people(1)[0], clock.now())
    answer = visitor.get("/intro/")
    assert ">Full</span>" in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("how_many", [1, 9])
def test_it_costs_the_same_with_many_dates(how_many: int, django_assert_max_num_queries: Any) -> None:
    taught()
    for number in range(how_many):
        first = clock.today() + timedelta(days=9 + number)
        dates.cohort(first=first, of=Course.objects.get(), now=clock.now(), days=2)
    Client().get("/intro/")
    with django_assert_max_num_queries(9):
        assert Client().get("/intro/").content.decode().count('class="date"') == min(how_many, 6)
