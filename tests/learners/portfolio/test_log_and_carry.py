"""The practice log, and carrying over what was done in lessons and courses."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from academy.accounts.models import Account
from academy.shared.rulings import Refused
from learners.enrolments.models import Enrolment
from learners.portfolio.carry_actions import carry_over
from learners.portfolio.carry_queries import to_carry
from learners.portfolio.models import EvidenceItem
from learners.portfolio.states import EvidenceKind, Others
from learners.progress.models import DoneVia, LessonProgress, Reflection
from tests.browsing import browser
from tests.cast import make_cast
from tests.learners import qualifying, worlds
from tests.learners.portfolio.pages import Scene, gaps_of_items, seen
from tests.learners.qualifying import NOON

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def entry(
    who: Account, on: date | None, minutes: int | None, people: int | None, **more: Any
) -> EvidenceItem:
    return qualifying.piece(
        who, kind=EvidenceKind.PRACTICE, happened_on=on, minutes=minutes, people_listened=people, **more
    )


def test_the_log_adds_up_by_months_and_together(scene: Scene) -> None:
    who = scene.cast.learner
    entry(who, date(2026, 10, 31), 30, 2)
    entry(who, date(2026, 11, 1), 60, None)
    entry(who, date(2026, 11, 30), 75, 3)
    entry(who, None, None, None)
    entry(who, date(2026, 11, 2), 500, 9, withdrawn_at=NOON)
    entry(scene.cast.stranger, date(2026, 11, 2), 500, 9)
    words = seen(browser(who).get(reverse("practice-log")))
    assert "2 hours 45 minutes of practice 5 times you listened to somebody 4 entries" in words
    assert words.index("Without a day yet") < words.index("November 2026") < words.index("October 2026")
    assert "2 hours 15 minutes , 3 people listened to, 2 entries." in words.replace("minutes,", "minutes ,")
    assert "30 minutes, 2 people listened to, 1 entry." in words


def test_on_paper_the_whole_log_stands_on_one_page_with_every_word(scene: Scene) -> None:
    who = scene.cast.learner
    for number in range(45):
        entry(who, date(2026, 11, 1) - timedelta(days=number), 30, 1, learned=f"Lesson {number} of mine")
    client = browser(who)
    assert "Lesson 44 of mine" not in seen(client.get(reverse("practice-log")))
    paper = seen(client.get(reverse("practice-log") + "?paper"))
    assert "Lesson 44 of mine" in paper
    assert "My own part:" in paper


def test_a_long_log_takes_as_many_queries_as_a_short_one(scene: Scene) -> None:
    who, client = scene.cast.learner, browser(scene.cast.learner)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse("practice-log")).status_code == 200
        return len(found)

    entry(who, date(2026, 11, 1), 30, 1)
    client.get(reverse("practice-log"))
    few = queries()
    for number in range(60):
        entry(who, date(2026, 11, 1) - timedelta(days=9 * number), 30, 1)
    assert queries() == few <= 12


def learned(who: Account) -> tuple[Enrolment, Reflection]:
    """A course that was finished, one lesson done, one reflection written and one left empty."""
    course = worlds.course(1)
    lesson = worlds.lessons(course)[0]
    place = worlds.joined(who, course)
    Enrolment.objects.filter(pk=place.pk).update(completed_at=NOON)
    LessonProgress.objects.create(
        enrolment=place, lesson=lesson, done_at=NOON, done_via=DoneVia.READING, saved_at=NOON
    )
    Reflection.objects.create(enrolment=place, lesson=lesson, block_id="b", text="", saved_at=NOON)
    written = Reflection.objects.create(
        enrolment=place, lesson=lesson, block_id="a", text="I heard about damp.", saved_at=NOON
    )
    return place, written


def test_what_was_done_here_is_carried_over_once_with_its_record(scene: Scene) -> None:
    who, client = scene.cast.learner, browser(scene.cast.learner)
    place, written = learned(who)
    sources = {f"enrolment:{place.pk}", f"reflection:{written.pk}", f"lesson:{place.lessons.get().pk}"}
    assert {one.source for course in to_carry(who) for one in course.offers} == sources
    response = client.post(reverse("evidence-carry"), {"source": sorted(sources)}, follow=True)
    assert "3 pieces are in your portfolio." in seen(response)
    course = EvidenceItem.objects.get(kind=EvidenceKind.COURSE)
    assert course.record["Course"] == place.course.title
    assert course.record["Finished on"] == "20 November 2026"
    reflection = EvidenceItem.objects.get(source=f"reflection:{written.pk}")
    assert (reflection.text, reflection.others) == ("I heard about damp.", Others.NOT_SAID)
    gaps = gaps_of_items([course, reflection, EvidenceItem.objects.get(source__startswith="lesson")])
    assert [gap.field for gap in gaps[reflection.pk]] == ["others"], "only its owner knows who is in it"
    assert sum(map(len, gaps.values())) == 1
    assert to_carry(who) == ()
    assert carry_over(sources=sources, by=who, now=NOON) == []
    assert "Tick at least one thing first." in seen(client.post(reverse("evidence-carry"), {"source": ["x"]}))


def test_nobody_carries_over_what_another_did(scene: Scene) -> None:
    place, written = learned(scene.cast.stranger)
    sources = [f"enrolment:{place.pk}", f"reflection:{written.pk}"]
    assert carry_over(sources=sources, by=scene.cast.learner, now=NOON) == []
    assert not EvidenceItem.objects.exists()


def test_carrying_over_waits_until_a_hub_has_accepted_somebody() -> None:
    cast = make_cast()
    with pytest.raises(Refused, match="opens when a hub has accepted you"):
        carry_over(sources=[], by=cast.learner, now=NOON)


def test_what_was_taken_out_can_be_carried_over_again_and_then_not_brought_back(scene: Scene) -> None:
    who = scene.cast.learner
    place, _ = learned(who)
    first = carry_over(sources=[f"enrolment:{place.pk}"], by=who, now=NOON)[0]
    EvidenceItem.objects.filter(pk=first.pk).update(withdrawn_at=NOON)
    carry_over(sources=[f"enrolment:{place.pk}"], by=who, now=NOON)
    page = seen(browser(who).get(reverse("evidence", args=[first.token])))
    assert "You have carried this over a second time since" in page
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceItem.objects.filter(pk=first.pk).update(withdrawn_at=None)


@pytest.mark.parametrize("field", ["record", "source"])
def test_the_database_keeps_the_record_as_it_was(scene: Scene, field: str) -> None:
    item = qualifying.piece(scene.cast.learner, source="enrolment:1", record={"Course": "A"})
    changed: dict[str, object] = {"record": {"Course": "B"}, "source": "enrolment:2"}
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceItem.objects.filter(pk=item.pk).update(**{field: changed[field]})


def test_a_course_needs_nothing_more(scene: Scene) -> None:
    item = qualifying.piece(
        scene.cast.learner, kind=EvidenceKind.COURSE, own_part="", others="", happened_on=None
    )
    assert gaps_of_items([item])[item.pk] == ()
