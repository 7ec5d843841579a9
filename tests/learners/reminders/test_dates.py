"""Messages about places on dates, from the place to the letter box and back by an answer."""

import re
from datetime import timedelta

import pytest
import time_machine
import vobject
from django.core import mail
from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account
from courses.delivery.models import Cohort
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import book_place
from learners.enrolments.states import PlaceState
from learners.reminders.kinds import REMINDERS
from learners.reminders.models import Sent
from learners.reminders.states import SentState
from tests.learners import worlds
from tests.learners.places import dates
from tests.learners.reminders.date_happenings import TEN, booked, offered, place_of
from tests.learners.reminders.happening import learner
from tests.learners.reminders.letterbox import browser, came, everything, words
from tests.learners.reminders.moments import sweep
from tests.learners.worlds import NOON, later

pytestmark = pytest.mark.django_db


def sent_of(kind: str, who: Account) -> Sent:
    return Sent.objects.get(kind=kind, account=who)


def press(sent: Sent, answer: str) -> tuple[int, str]:
    """What the page says after this answer was pressed, signed out."""
    client, address = Client(), reverse("message-answer", args=[sent.token])
    got = client.post(address, {"answer": answer})
    page = client.get(address) if got.status_code == 302 else got
    return got.status_code, " ".join(page.content.decode().split())


def asked(kind: str, who: Account) -> Sent:
    """As the engine leaves it, of use until the course begins."""
    return came(who, kind, subject=f"enrolment:{place_of(who).pk}", useful_until=TEN)


class TestConfirmed:
    def test_it_says_when_and_where_at_any_hour(self) -> None:
        midnight = later(hours=12)
        who, cohort = learner(1), dates.cohort(10, days=2)
        book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=midnight)
        assert sweep(midnight) == 1
        (message,) = mail.outbox
        assert (
            message.subject
            == "Your place is booked: Introduction to Community Organising, Thursday 3 December"
        )
        text = " ".join(message.body.split())
        assert "Thursday 3 December 2026, 10am to 4pm: Main hall, Quay Street, Saltby" in text
        assert "Thursday 10 December 2026, 10am to 4pm" in text
        ((name, calendar, kind),) = message.attachments
        assert (name, kind) == ("dates.ics", "text/calendar")
        events = vobject.readOne(calendar).contents["vevent"]
        assert [(event.status.value, event.dtstart.value.day) for event in events] == [
            ("CONFIRMED", 3),
            ("CONFIRMED", 10),
        ]
        (link,) = re.findall(r"/calendar/places/\S+", str(message.body))
        with time_machine.travel(midnight):
            assert Client().get(link).content.decode().count("BEGIN:VEVENT") == 2
        assert sweep(midnight + timedelta(minutes=5)) == 0

    def test_whoever_was_told_on_the_telephone_is_not_rung_about_it(self) -> None:
        cohort, cora = dates.cohort(10), dates.coordinator()
        yusuf, bea = worlds.person("Yusuf Khan", None), worlds.person("Bea Other", "bea@example.org")
        for who in (yusuf, bea):
            book_place(cohort_id=cohort.pk, account_id=who.pk, by=cora, now=NOON, agreed="On the telephone.")
        assert [due.account_id for due in REMINDERS["place_confirmed"].due(NOON)] == [bea.pk]

    def test_without_email_it_stands_on_the_list_of_the_hub_of_the_dates(self) -> None:
        who = booked(1)
        Account.objects.filter(pk=who.pk).update(email=None)
        sweep(NOON)
        line = sent_of("place_confirmed", who)
        assert (line.state, line.hub) == (SentState.TO_RING, dates.hub())
        assert "please ring us" in line.words

    def test_a_struck_session_is_not_named(self) -> None:
        who, cohort = learner(1), dates.cohort(10, days=2)
        book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=NOON)
        cohort.sessions.filter(number=1).update(cancelled_at=NOON)
        (letter,) = self.letters().values()
        assert [when for when, _ in letter.context["meetings"]] == ["Thursday 10 December 2026, 10am to 4pm"]
        assert letter.context["first_day"] == "Thursday 10 December"

    def letters(self):
        reminder = REMINDERS["place_confirmed"]
        return reminder.letters(list(reminder.due(NOON)), NOON)


class TestOffered:
    def test_the_offer_is_sent_chased_once_and_no_more(self) -> None:
        who = offered(1)
        assert sweep(NOON) == 1
        assert "kept for you until noon on Sunday 22 November" in " ".join(mail.outbox[0].body.split())
        assert sweep(later(hours=23)) == 0
        assert sweep(later(hours=24)) == 1
        assert mail.outbox[1].subject.startswith("Still free for you")
        assert sweep(later(hours=47)) == 0
        assert Sent.objects.filter(account=who).count() == 2

    def test_half_the_time_at_night_waits_for_the_morning(self) -> None:
        """Offered at eleven at night for two days; half of that is eleven at night once more."""
        offered(1)
        eleven = later(hours=11)
        rows = Enrolment.objects.filter(state=PlaceState.OFFERED)
        rows.update(offered_at=eleven, offer_expires_at=eleven + timedelta(days=2))
        assert sweep(eleven) == 1, "the offer itself answers what somebody did, and goes at any hour"
        assert sweep(eleven + timedelta(days=1)) == 0
        assert sweep(eleven + timedelta(days=1, hours=8, minutes=59)) == 0
        assert sweep(eleven + timedelta(days=1, hours=9)) == 1

    def test_it_goes_however_much_they_got_this_week(self, settings) -> None:
        settings.WEEKLY_MOST_MESSAGES = 1
        offered(1)
        assert sweep(NOON) == 1
        assert sweep(later(hours=24)) == 1

    def test_a_robot_that_follows_every_link_changes_nothing(self) -> None:
        who = offered(1)
        sweep(NOON)
        sent = sent_of("place_offered", who)
        before = everything()
        with time_machine.travel(later(hours=1)):
            for query in ("", "?a=take", "?a=leave"):
                browser().get(reverse("message-answer", args=[sent.token]) + query)
                browser().head(reverse("message-answer", args=[sent.token]) + query)
        assert everything() == before

    @pytest.mark.both
    def test_yes_takes_the_place_without_signing_in(self) -> None:
        who = offered(1)
        sweep(NOON)
        with time_machine.travel(later(hours=1), tick=False):
            page = words(browser(), "message-answer", sent_of("place_offered", who).token, query="?a=take")
            assert "Would you like the place?" in page
            status, page = press(sent_of("place_offered", who), "take")
        assert (status, place_of(who).state) == (302, PlaceState.CONFIRMED)
        assert "You told us: Yes, I take the place." in page
        assert sweep(later(hours=1)) == 1
        assert mail.outbox[-1].subject.startswith("Your place is booked")
        assert sweep(later(hours=24)) == 0, "nothing is chased any more"

    @pytest.mark.both
    def test_no_passes_it_on_at_once(self) -> None:
        who = offered(1)
        cohort = Cohort.objects.get()
        third = worlds.person("Third In Line", "third@example.org")
        book_place(cohort_id=cohort.pk, account_id=third.pk, by=third, now=NOON)
        sweep(NOON)
        with time_machine.travel(later(hours=1), tick=False):
            status, page = press(sent_of("place_offered", who), "leave")
            assert "goes to the next person" in page
            again = press(sent_of("place_offered", who), "leave")
        assert (status, again[0]) == (302, 302)
        assert place_of(who).state == PlaceState.DECLINED
        assert place_of(third).state == PlaceState.OFFERED
        assert sweep(later(hours=1)) == 1

    def test_yes_after_no_is_refused_in_words(self) -> None:
        who = offered(1)
        sweep(NOON)
        with time_machine.travel(later(hours=1), tick=False):
            press(sent_of("place_offered", who), "leave")
            status, page = press(sent_of("place_offered", who), "take")
        assert status == 403 and "Join the list again" in page
        assert sent_of("place_offered", who).answer == "leave"

    @pytest.mark.both
    def test_too_late_is_refused_in_words(self) -> None:
        who = offered(1)
        sweep(NOON)
        with time_machine.travel(later(hours=49), tick=False):
            status, page = press(sent_of("place_offered", who), "take")
        assert status == 403 and "This offer has run out" in page
        assert sent_of("place_offered", who).answer == ""

    def test_a_second_yes_from_the_chaser_changes_nothing(self) -> None:
        who = offered(1)
        for hours in (0, 24):
            sweep(later(hours=hours))
        with time_machine.travel(later(hours=25), tick=False):
            assert press(sent_of("place_offered", who), "take")[0] == 302
            assert press(sent_of("place_offered_again", who), "take")[0] == 302
        assert place_of(who).state == PlaceState.CONFIRMED

    def test_whose_guardian_has_to_agree_keeps_the_place_until_then(self) -> None:
        who = offered(1)
        Account.objects.filter(pk=who.pk).update(is_adult=False)
        sweep(NOON)
        with time_machine.travel(later(hours=1), tick=False):
            status, page = press(sent_of("place_offered", who), "take")
        assert (status, place_of(who).state) == (302, PlaceState.REQUESTED)
        assert "first asks a parent or guardian" in page
        assert sweep(later(hours=1)) == 0, "it is not booked yet"
