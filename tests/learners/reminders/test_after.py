"""What people get when a course is over, when they give a place back, and when dates open: from the facts to the
letter box."""

import re
from datetime import date, timedelta

import pytest
import time_machine
import vobject
from django.core import mail
from django.test import Client

from courses.delivery.models import Cohort
from learners.attendance.sign_actions import sign_register
from learners.enrolments.place_actions import book_place, cancel_place
from learners.evaluation.models import Answered
from learners.reminders.models import Sent
from learners.reminders.states import SentState
from tests.learners import worlds
from tests.learners.attendance import registers
from tests.learners.places import dates, interests
from tests.learners.places.people import booked, people
from tests.learners.reminders.after_happenings import END, SIGNED, place_of, was_there
from tests.learners.reminders.moments import sweep
from tests.learners.worlds import NOON, later

pytestmark = pytest.mark.django_db


def about(words: str) -> list[str]:
    """The texts of the e-mails whose subject has these words."""
    return [" ".join(str(one.body).split()) for one in mail.outbox if words in one.subject]


class TestMissed:
    def test_it_names_other_dates_of_the_course_this_hub_first(self) -> None:
        cohort, (ann, bob), jo = registers.group("Ann One", "Bob Two", capacity=5)
        far = dates.cohort(4, first=date(2026, 12, 8), at=dates.hub("northgate"))
        near = dates.cohort(4, first=date(2026, 12, 10))
        full = dates.cohort(1, first=date(2026, 12, 9))
        booked(full, people(1)[0])
        dates.cohort(4, first=date(2026, 12, 7), of=dates.course(code="OTHER", title="Another course"))
        registers.signed(registers.session_of(cohort), jo, (ann, "absent"), (bob, "present"))
        sweep(SIGNED)
        (text,) = about("We missed you")
        assert "Thursday 3 December" in text and "nobody minds" in text
        assert text.index("10 December 2026, 10am to 4pm: Harbour Road, 4 places left") < text.index(
            "8 December 2026, 10am to 4pm: Northgate Road, 4 places left"
        )
        assert "9 December 2026, 10am to 4pm: Harbour Road, Full" in text
        assert "Another course" not in text
        sent = Sent.objects.get(kind="missed_session")
        assert (sent.account.full_name, sent.href) == ("Ann One", "/dates/?course=intro")
        assert {far.pk, near.pk} < set(Cohort.objects.values_list("pk", flat=True))
        assert sweep(SIGNED + timedelta(minutes=5)) == 0

    def test_whoever_told_us_is_thanked(self) -> None:
        cohort, (ann,), jo = registers.group("Ann One")
        registers.signed(registers.session_of(cohort), jo, (ann, "told_us"))
        sweep(SIGNED)
        (text,) = about("We missed you")
        assert "Thank you for saying so." in text and "the register says" not in text
        assert "There are no other dates yet." in text

    def test_who_misses_the_first_of_two_hears_of_the_second(self) -> None:
        cohort, (ann,), jo = registers.group("Ann One", days=2)
        registers.signed(registers.session_of(cohort), jo, (ann, "absent"))
        sweep(SIGNED)
        (text,) = about("We missed you")
        assert "You can still come to what is next: Thursday 10 December 2026" in text
        assert Sent.objects.get(kind="missed_session").href == f"/dates/{cohort.token}/"

    def test_a_session_that_may_be_missed_is_not_missed(self) -> None:
        cohort, (ann,), jo = registers.group("Ann One", days=2)
        session = registers.session_of(cohort)
        type(session).objects.filter(pk=session.pk).update(required=False)
        registers.signed(session, jo, (ann, "absent"))
        sweep(SIGNED)
        assert about("We missed you") == []

    def test_a_register_signed_days_later_says_nothing(self) -> None:
        cohort, (ann,), jo = registers.group("Ann One")
        session, late = registers.session_of(cohort), END + timedelta(days=3)
        registers.mark(session, jo, (ann, "absent"))
        sign_register(session_id=session.pk, by=jo, now=late)
        sweep(late)
        assert about("We missed you") == []


def test_a_register_that_nobody_signs_is_asked_for_three_times() -> None:
    """Two hours and a day after it the trainer, three days after it the coordinator; and then no more."""
    cohort, _, jo = registers.group("Ann One")
    cora, other = dates.coordinator(), dates.coordinator(dates.hub("northgate"), "other@example.org")
    got = []
    for hours in (1.9, 2, 15, 24, 30, 71, 72, 96, 24 * 8):
        before = len(mail.outbox)
        sweep(END + timedelta(hours=hours))
        got += [
            (hours, one.to[0])
            for one in mail.outbox[before:]
            if "ign" in one.subject.split(":", maxsplit=1)[0]
        ]
    assert got == [(2, jo.email), (24, jo.email), (72, cora.email)]
    assert not Sent.objects.filter(account=other).exists()
    assert Sent.objects.get(kind="register_unsigned").href.startswith("/register/")
    assert cohort.state == "in_progress"


def test_without_a_trainer_it_is_the_coordinators_from_the_beginning() -> None:
    cohort, _, _ = registers.group("Ann One")
    cohort.trainers.update(removed_at=NOON)
    sweep(END + timedelta(hours=2))
    assert Sent.objects.get(kind="register_unsigned").account == dates.coordinator()


class TestAsking:
    def test_it_leads_straight_to_a_page_that_asks_nobody_to_sign_in(self) -> None:
        who = was_there(1)
        assert sweep(END) == 1
        (text,) = about("How was Introduction")
        (href,) = re.findall(r"https?://\S+/evaluate/\S+", text)
        with time_machine.travel(END + timedelta(minutes=1), tick=False):
            assert Client().get(href).status_code == 200
        assert "You can leave your name out." in text
        for days in (1, 2, 3, 5):
            sweep(END + timedelta(days=days))
        kinds = Sent.objects.filter(account=who).order_by("pk").values_list("kind", flat=True)
        assert list(kinds) == ["evaluation", "evaluation_again"]

    def test_whoever_has_answered_is_not_asked_again(self) -> None:
        who = was_there(1)
        sweep(END)
        Answered.objects.create(enrolment=place_of(who), kind="end")
        sweep(END + timedelta(days=2))
        assert [sent.kind for sent in Sent.objects.filter(account=who)] == ["evaluation"]

    def test_whoever_answers_while_it_waits_for_the_morning_is_not_asked(self) -> None:
        """An evening course ends at ten at night."""
        who = was_there(1)
        late = END + timedelta(hours=6)
        Cohort.objects.update(ends_at=late)
        sweep(late)
        assert Sent.objects.get(account=who).state == SentState.WAITING
        Answered.objects.create(enrolment=place_of(who), kind="end")
        sweep(late + timedelta(hours=10))
        assert Sent.objects.get(account=who).state == SentState.SKIPPED

    def test_three_months_later_once(self) -> None:
        was_there(1)
        sweep(END + timedelta(days=90))
        (text,) = about("Three months on")
        assert "/follow-up/" in text and "A no is worth as much as a yes" in text
        sweep(END + timedelta(days=95))
        assert len(about("Three months on")) == 1


class TestGivenUp:
    def test_it_takes_the_dates_out_of_the_calendar(self) -> None:
        cohort, (who,) = dates.cohort(10), people(1)
        place = booked(cohort, who, later(days=-1))
        cancel_place(place_id=place.pk, by=who, now=NOON)
        sweep(NOON)
        (message,) = [one for one in mail.outbox if "Given back" in one.subject]
        ((_, calendar, kind),) = message.attachments
        events = vobject.readOne(calendar).contents["vevent"]
        assert (kind, [event.status.value for event in events]) == ("text/calendar", ["CANCELLED"])
        assert "Thank you for telling us." in str(message.body)

    def test_what_the_hub_ends_comes_with_its_reason(self) -> None:
        cohort, (who,) = dates.cohort(10), people(1)
        place = booked(cohort, who, later(days=-1))
        cancel_place(place_id=place.pk, by=dates.coordinator(), now=NOON, why="Booked twice.", by_hub=True)
        sweep(NOON)
        (text,) = about("Given back")
        assert "Harbour Road has ended it. It says: Booked twice." in text
        assert "Thank you" not in text

    def test_whoever_only_waited_hears_nothing(self) -> None:
        cohort, (first, second) = dates.cohort(1), people(2)
        booked(cohort, first)
        place = booked(cohort, second)
        cancel_place(place_id=place.pk, by=second, now=NOON)
        sweep(NOON)
        assert about("Given back") == []


class TestDatesOpen:
    def test_it_names_the_dates_and_comes_once_a_week(self) -> None:
        who = worlds.person("Ann One", "ann@example.org")
        interests.waits(who, now=later(days=-1))
        dates.cohort(3, first=date(2026, 12, 10))
        assert sweep(NOON) == 1
        (text,) = about("There are dates now")
        assert "10 December 2026, 10am to 4pm: Harbour Road, Main hall, Saltby: 3 places left" in text
        dates.cohort(3, first=date(2026, 12, 17), now=later(days=1))
        assert sweep(later(days=1)) == 0, "once a week"
        dates.cohort(3, first=date(2026, 12, 18), now=later(days=4))
        assert sweep(later(days=4)) == 1
        assert "18 December" in about("There are dates now")[-1]

    def test_without_email_somebody_rings_them(self) -> None:
        yusuf = worlds.person("Yusuf Khan", None, phone="01632960001", hub=dates.hub())
        interests.waits(yusuf, "harbour", now=later(days=-1))
        dates.cohort(3)
        sweep(NOON)
        line = Sent.objects.get(account=yusuf)
        assert (line.state, line.hub) == (SentState.TO_RING, dates.hub())
        assert "Shall we book you a place?" in line.words
        book_place(cohort_id=Cohort.objects.get().pk, account_id=yusuf.pk, by=yusuf, now=NOON)
        sweep(later(minutes=10))
        line.refresh_from_db()
        assert line.state == SentState.SKIPPED
