"""What each page may ask of the database: a stated number, the same for little and for much."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from academy.accounts.models import Account
from courses.catalogue.models import Course, Lesson
from learners.certificates.models import Certificate
from learners.enrolments.actions import join_course
from tests.cast import BACKEND
from tests.learners import worlds

# Committed for real, so that no savepoint of the test's own is counted; the session is in the cache, as on every
# visit but the first.
pytestmark = pytest.mark.django_db(transaction=True)

MOST = 14  # of any page: My learning, of somebody on the way to a qualification
REPORT = 5

# address → queries for Amara, who is signed in: half way through the course of 70 lessons, new to the one of two
SIGNED_IN = {
    "/lesson/{half}/": 7,  # page, account, lesson, place, lessons of the module, progress, what she wrote
    "/lesson/{taste}/": 8,  # the last of its module: what comes after it
    "/framework-focus/": 6,  # page, course, account, place, lessons, progress
    "/a-taste-of-organising/": 6,
    "/framework-focus/reach/": 9,
    # account, places, dates, certificates, lessons, progress, goal, messages, what one is asked, registrations and who
    # assesses them, their plans, the newest feedback
    "/my-learning/": 14,
    "/profile/": 7,  # account, roles twice, news, ways in, what was joined, who looked
    "/messages/": 3,  # account, how many, those of this page
    "/profile/messages/": 5,  # account, choices, how things stand, roles, consents
    "/profile/goal/": 5,  # account, goal and lessons of the week, choices, how things stand, what it would bring
    "/": 3,
    "/help/": 4,
    "/hubs/": 2,
    "/hubs/harbour-road/": 2,
    "/dates/": 5,  # account, how many, those of this page, their sessions, the filters
    "/profile/access/": 2,
    "/dates/?course=introduction": 6,  # and whether one may wait for it
    "/interest/": 2,
    "/interest/introduction/": 6,  # account, her hub, course, hubs, dates, their sessions
    "/profile/about/": 6,  # account, her entries, what she told in both stores, which open data is there
    "/calendar/": 3,  # account, addresses, whether they train
}
# address → queries for a visitor without cookies, when the page is not kept
VISITOR = {
    "/lesson/{first}/": 4,
    "/framework-focus/": 3,
    "/": 2,
    "/help/": 3,
    "/hubs/": 1,
    "/dates/": 4,
    "/d/": 0,
    "/verify/": 0,
    "/verify/{serial}/": 1,
    "/accounts/login/": 0,
    "/accounts/signup/": 0,
}


@pytest.fixture
def names(transactional_db: None) -> dict[str, str]:
    """The sample Academy, and the names in the tables above."""
    call_command("load_sample", verbosity=0)
    amara = Account.objects.get(email="amara@example.org")
    join_course(course_id=Course.objects.get(code="TASTE").pk, by=amara, now=worlds.NOON)
    focus = Lesson.objects.filter(module__course__code="FOCUS").order_by("module__number", "number")
    return {
        "first": str(focus[0].key),
        "half": str(focus[35].key),
        "taste": str(Lesson.objects.filter(module__course__code="TASTE").order_by("number")[1].key),
        "serial": Certificate.objects.get().serial,
    }


@contextmanager
def counted() -> Iterator[list[str]]:
    """What was asked, as SQL."""
    asked: list[str] = []
    with CaptureQueriesContext(connection) as queries:
        yield asked
    said = [query["sql"] for query in queries.captured_queries]
    asked += [sql for sql in said if sql not in ("BEGIN", "COMMIT")]


def spent(client: Client, address: str) -> list[str]:
    assert client.get(address).status_code == 200, address  # the first visit after a release fills the cache
    with counted() as asked:
        client.get(address)
    return asked


def test_every_page_keeps_to_its_number(names: dict[str, str]) -> None:
    amara, visitor, wrong = Client(), Client(), []
    amara.force_login(Account.objects.get(email="amara@example.org"), backend=BACKEND)
    for who, table in ((amara, SIGNED_IN), (visitor, VISITOR)):
        for address, budget in table.items():
            assert budget <= MOST
            asked = spent(who, address.format(**names))
            if len(asked) > budget:
                wrong.append(f"{address}: {len(asked)} queries, stated are {budget}\n  " + "\n  ".join(asked))
    assert not wrong, "\n".join(wrong)


def test_a_progress_report_asks_five_things(names: dict[str, str]) -> None:
    amara = Client()
    amara.force_login(Account.objects.get(email="amara@example.org"), backend=BACKEND)
    address = f"/lesson/{names['half']}/progress/"
    amara.get(f"/lesson/{names['half']}/")
    for watched in ("0-2", "2-4", "0-4"):  # the first one makes the row
        with counted() as asked:
            assert amara.post(address, {"watched": watched, "position": "4"}).status_code == 200
        assert len(asked) <= REPORT, "\n".join(asked)


@pytest.mark.parametrize("courses", [1, 10])
def test_my_learning_costs_the_same_with_ten_courses(client: Client, courses: int) -> None:
    sam = worlds.person("Sam Field", "sam@example.org")
    for number in range(courses):
        join_course(course_id=worlds.course(3, 3, code=f"C{number}").pk, by=sam, now=worlds.NOON)
    client.force_login(sam, backend=BACKEND)
    no_dates = 3  # who never had a place on dates is shown none, and not asked how they were
    nothing = 4  # who goes for no qualification has no assessor, no plan and no feedback
    unfinished = 1  # who has finished nothing has no certificate
    stated = SIGNED_IN["/my-learning/"] - no_dates - nothing - unfinished
    assert len(spent(client, "/my-learning/")) == stated
    assert Course.objects.count() == courses
