"""The Academy that is measured: the sample pages, and 2,000 learners on its course of 70 lessons.

Run in a process of its own with the settings of the site (see tests.bench.stage).
"""

import json
from datetime import timedelta
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.core.management import call_command
from django.db import connection

from academy.accounts.models import Account
from academy.shared import clock
from courses.catalogue.models import Course, Lesson
from learners.enrolments.models import Enrolment
from learners.enrolments.states import EnrolmentKind, Entitlement
from learners.progress.models import LessonProgress
from tests.bench.group import PEOPLE, group_of, manager
from tests.bench.judging import assessor_of
from tests.cast import BACKEND

LEARNERS = 2000
MEASURED = 40  # of them have done exactly half of the course and are half way through the next lesson
DONE = 35

# Every learner has begun one lesson more than they have done.
PROGRESS = """
INSERT INTO learners_lessonprogress
    (enrolment_id, lesson_id, bits, seconds, position_s, done_at, done_via, content_version, saved_at)
SELECT place.id, lesson.id, '\\x0f', 4, 4,
       CASE WHEN lesson.place <= place.done THEN %(now)s END,
       CASE WHEN lesson.place <= place.done THEN 'watching' ELSE '' END,
       lesson.content_version, %(now)s
FROM (SELECT id, CASE WHEN row_number() OVER (ORDER BY id) <= %(measured)s THEN %(done)s ELSE (id * 7) %% 70 END AS done
      FROM learners_enrolment WHERE account_id >= %(first)s) AS place
JOIN (SELECT lesson.id, lesson.content_version, row_number() OVER (ORDER BY module.number, lesson.number) AS place
      FROM courses_lesson AS lesson JOIN courses_module AS module ON module.id = lesson.module_id
      WHERE module.course_id = %(course)s) AS lesson ON lesson.place <= place.done + 1
"""


def main() -> None:
    """Fill, and print what the measurement needs to know as one line of JSON."""
    print(json.dumps(fill()))


def fill() -> dict[str, Any]:
    """Everything, and what the measurement needs to know of it."""
    call_command("load_sample", verbosity=0)
    course = Course.objects.get(code="FOCUS")
    learners = _learners(course)
    lessons = Lesson.objects.filter(module__course=course).order_by("module__number", "number")
    group = group_of(learners[100 : 100 + PEOPLE], "fifty people")
    assessor, round_ = assessor_of(learners[200:], manager())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    places = Enrolment.objects.filter(course=course).count()
    return {
        "course": course.slug,
        "lesson": str(lessons[DONE].key),
        "sessions": [_cookies(learner) for learner in learners[:MEASURED]],
        "group": group.pk,
        "manager": [_cookies(manager())],
        "assessor": [_cookies(assessor)],
        "round": round_.token,
        "words": f"{places} learners, {LessonProgress.objects.count()} lessons begun or done",
    }


def _learners(course: Course) -> list[Account]:
    now = clock.now()
    names = [f"Learner {number}" for number in range(1, LEARNERS + 1)]
    accounts = Account.objects.bulk_create(
        [
            Account(full_name=name, is_adult=True, password="!", is_sample=True, joined_at=now)
            for name in names
        ]
    )
    Enrolment.objects.bulk_create(
        Enrolment(
            account=account,
            course=course,
            kind=EnrolmentKind.ONLINE,
            entitlement=Entitlement.GRANTED,
            opens_at=now - timedelta(days=30),
            started_at=now - timedelta(days=30),
        )
        for account in accounts
    )
    values: dict[str, Any] = {
        "now": now,
        "course": course.pk,
        "first": accounts[0].pk,
        "done": DONE,
        "measured": MEASURED,
    }
    with connection.cursor() as cursor:
        cursor.execute(PROGRESS, values)
    return accounts


def _cookies(account: Account) -> str:
    """One person is signed in at both sites, at each in its own way."""
    ours, bare = _session(account, BACKEND), _session(account, "django.contrib.auth.backends.ModelBackend")
    return f"__Host-session={ours}; __Host-bare={bare}"


def _session(account: Account, backend: str) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = backend
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.create()
    return str(session.session_key)
