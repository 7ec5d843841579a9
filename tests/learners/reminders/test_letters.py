"""Writing to everybody on some dates: who gets it, by which way, once, and what is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from academy.accounts.models import Account
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import cancel_place
from learners.reminders.letter_actions import (
    GONE,
    SENT_ALREADY,
    LetterFacts,
    drop_letter,
    send_letter,
    write_letter,
)
from learners.reminders.models import AddressTrouble, CohortLetter, Sent
from learners.reminders.states import SentState
from tests.learners import worlds
from tests.learners.conftest import Nudges
from tests.learners.places import dates
from tests.learners.places.people import agreed, booked, kit, people
from tests.learners.reminders import letters
from tests.learners.reminders.moments import sweep
from tests.learners.worlds import NOON, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort() -> Cohort:
    return dates.cohort(10, trainers=(dates.trainer(),))


def readers(letter: CohortLetter) -> set[str]:
    rows = Sent.objects.filter(kind="cohort_letter", subject=f"letter:{letter.pk}")
    return set(rows.values_list("account__full_name", flat=True))


class TestSending:
    @pytest.mark.both
    def test_everybody_with_a_place_gets_it_once(self, cohort: Cohort) -> None:
        for who in people(3):
            booked(cohort, who, later(days=-1))
        letter = letters.sent(cohort)
        assert (letter.people, letter.copied) == (3, False)
        assert readers(letter) == {"Person 0", "Person 1", "Person 2"}
        again = send_letter(cohort_id=cohort.pk, token=letter.token, by=dates.trainer(), now=later(minutes=1))
        assert (again.sent_at, again.sent_by) == (NOON, dates.coordinator())
        sweep(NOON)
        written = [message for message in mail.outbox if message.subject == "Another room"]
        assert sorted(message.to[0] for message in written) == [f"p{n}@example.org" for n in range(3)]
        text = written[0].body
        assert "We meet in the small hall.\nIt is next door.\n\nBring a cup.\n" in text
        assert sweep(later(minutes=5)) == 0

    def test_it_says_who_wrote_it_and_where_an_answer_goes(self, cohort: Cohort) -> None:
        booked(cohort, people(1)[0], later(days=-30))
        cohort.hub.contact_email = "hub@example.org"
        cohort.hub.save()
        letters.sent(cohort, dates.trainer())
        sweep(NOON)
        (message,) = [one for one in mail.outbox if one.subject == "Another room"]
        assert message.extra_headers["Reply-To"] == "hub@example.org"
        text = " ".join(message.body.split())
        assert "Trainer, Harbour Road" in text
        assert "You can answer this e-mail: Harbour Road reads it." in text
        assert "List-Unsubscribe" not in message.extra_headers, "it is about their course"

    def test_without_an_address_of_the_hub_it_says_to_ring(self, cohort: Cohort) -> None:
        booked(cohort, people(1)[0], later(days=-30))
        cohort.hub.phone = "01632 960 100"
        cohort.hub.save()
        letters.sent(cohort)
        sweep(NOON)
        (message,) = [one for one in mail.outbox if one.subject == "Another room"]
        assert "Reply-To" not in message.extra_headers
        assert "To answer, ring 01632 960 100." in " ".join(message.body.split())

    def test_words_are_words(self, cohort: Cohort) -> None:
        """What was typed is neither markup nor a template, and a subject is one line."""
        booked(cohort, people(1)[0])
        words = "<script>alert(1)</script> {{ name }} & more"
        letters.sent(cohort, title="Tea & <b>cake</b>", words=words)
        sweep(NOON)
        (message,) = [one for one in mail.outbox if one.subject == "Tea & <b>cake</b>"]
        assert words in message.body
        html = str(message.alternatives[0][0])  # type: ignore[attr-defined]  # it has two bodies
        assert (
            "<script>" not in html and "&lt;script&gt;alert(1)&lt;/script&gt; {{ name }} &amp; more" in html
        )

    def test_at_night_it_waits_for_the_morning(self, cohort: Cohort) -> None:
        booked(cohort, people(1)[0])
        sweep(NOON)
        before = len(mail.outbox)
        letters.sent(cohort, at=later(hours=11))
        assert sweep(later(hours=11)) == 0
        assert sweep(later(hours=20)) == 1
        assert mail.outbox[before].subject == "Another room"

    def test_it_goes_however_much_they_got_this_week(self, cohort: Cohort, settings) -> None:
        settings.WEEKLY_MOST_MESSAGES = 1
        booked(cohort, people(1)[0])
        sweep(NOON)
        letters.sent(cohort, at=later(hours=1))
        assert sweep(later(hours=1)) == 1


class TestWhoGetsIt:
    def test_those_who_wait_only_when_it_is_to_all(self) -> None:
        cohort = dates.cohort(1)
        first, second = people(2)
        booked(cohort, first)
        booked(cohort, second)
        assert readers(letters.sent(cohort, to="booked")) == {"Person 0"}
        assert readers(letters.sent(cohort, to="all")) == {"Person 0", "Person 1"}

    def test_whoever_comes_later_does_not_get_it(self, cohort: Cohort) -> None:
        first, second = people(2)
        booked(cohort, first)
        letter = letters.sent(cohort)
        booked(cohort, second, later(minutes=1))
        sweep(later(minutes=2))
        assert readers(letter) == {"Person 0"}

    def test_whoever_leaves_before_their_turn_does_not_get_it(self, cohort: Cohort) -> None:
        (who,) = people(1)
        place = booked(cohort, who)
        letter = letters.sent(cohort, at=later(hours=11))
        cancel_place(place_id=place.pk, by=who, now=later(hours=12))
        sweep(later(hours=20))
        row = Sent.objects.get(kind="cohort_letter")
        assert (row.state, readers(letter)) == (SentState.SKIPPED, {"Person 0"})

    def test_without_email_they_stand_on_the_list_with_the_words_to_say(self, cohort: Cohort) -> None:
        yusuf, bea = worlds.person("Yusuf Khan", None), worlds.person("Bea Other", "bea@example.org")
        for who in (yusuf, bea):
            booked(cohort, who)
        AddressTrouble.objects.create(account=bea, email="bea@example.org", kind="bounced", found_at=NOON)
        letters.sent(cohort)
        sweep(NOON)
        for who in (yusuf, bea):
            line = Sent.objects.get(kind="cohort_letter", account=who)
            assert (line.state, line.hub) == (SentState.TO_RING, cohort.hub)
            assert "Harbour Road has a message for everybody on Introduction" in line.words
            assert "We meet in the small hall. It is next door. Bring a cup." in line.words

    def test_people_under_18_bring_a_copy_to_the_coordinators(self, cohort: Cohort) -> None:
        """And not to the one who wrote it."""
        young = kit()
        agreed(young)
        booked(cohort, young)
        second = dates.coordinator(email="cody@example.org")
        dates.coordinator(dates.hub("northgate"), "other@example.org")
        letter = letters.sent(cohort, dates.coordinator())
        assert (letter.people, letter.copied) == (1, True)
        assert readers(letter) == {"Kit Young", "Cody"}
        sweep(NOON)
        (copy,) = [one for one in mail.outbox if one.to == [second.email]]
        assert "A copy for you: people under 18 are among those" in " ".join(copy.body.split())
        assert letter.token in Sent.objects.get(account=second).href

    def test_a_coordinator_who_has_a_place_gets_the_letter_and_no_copy(self, cohort: Cohort) -> None:
        young, cora = kit(), dates.coordinator()
        agreed(young)
        for who in (young, cora):
            booked(cohort, who)
        letter = letters.sent(cohort, dates.trainer())
        assert Sent.objects.filter(kind="cohort_letter", account=cora).count() == 1
        sweep(NOON)
        assert "A copy for you" not in Sent.objects.get(kind="cohort_letter", account=cora).words
        assert letter.people == 2


class TestRefused:
    def refused(self, cohort: Cohort, by: Account | None = None, **more) -> str:
        with pytest.raises(Refused) as refusal:
            letters.sent(cohort, by, **more)
        return refusal.value.reason

    def test_whom_it_does_not_concern(self, cohort: Cohort) -> None:
        booked(cohort, people(1)[0])
        other = dates.hub("northgate")
        for by in (
            Account.objects.get(email="p0@example.org"),
            dates.coordinator(other, "cody@example.org"),
            dates.trainer(other, "tom@example.org"),
            dates.trainer(email="not-on-it@example.org"),
        ):
            assert "for their trainers and the coordinator of Harbour Road" in self.refused(cohort, by)
        assert not CohortLetter.objects.exists()

    def test_nobody_there(self, cohort: Cohort) -> None:
        assert self.refused(cohort).startswith("There is nobody to send it to.")
        assert not Sent.objects.exists()

    def test_drafts_cancelled_and_long_over(self, cohort: Cohort) -> None:
        booked(cohort, people(1)[0])
        Cohort.objects.update(state="draft")
        assert "still a draft" in self.refused(cohort)
        Cohort.objects.update(state="cancelled", cancelled_at=NOON, cancelled_why="Flood.")
        assert "were cancelled" in self.refused(cohort)
        Cohort.objects.update(state="closed", cancelled_at=None, cancelled_why="")
        assert cohort.ends_at is not None
        with pytest.raises(Refused) as refusal:
            letters.sent(cohort, at=cohort.ends_at + (later(days=90) - NOON))
        assert "more than three months ago" in refusal.value.reason

    def test_the_fourth_within_a_day(self, cohort: Cohort) -> None:
        booked(cohort, people(1)[0])
        for number in range(3):
            letters.sent(cohort, at=later(minutes=number))
        assert "3 letters have gone" in self.refused(cohort, at=later(hours=23, minutes=59))
        letters.sent(cohort, at=later(hours=24))

    def test_what_was_sent_is_neither_changed_nor_thrown_away(self, cohort: Cohort) -> None:
        booked(cohort, people(1)[0])
        letter = letters.sent(cohort)
        facts: dict[str, Any] = {
            "cohort_id": cohort.pk,
            "token": letter.token,
            "by": dates.coordinator(),
            "now": NOON,
        }
        with pytest.raises(Refused, match=SENT_ALREADY):
            drop_letter(**facts)
        with pytest.raises(Refused, match=SENT_ALREADY):
            write_letter(facts=LetterFacts("all", "x", "y"), **facts)
        letter.refresh_from_db()
        assert letter.title == "Another room"

    def test_a_draft_of_other_dates(self, cohort: Cohort) -> None:
        """Its token gets one nowhere."""
        booked(cohort, people(1)[0])
        elsewhere = dates.cohort(5, at=dates.hub("northgate"))
        theirs = letters.draft(elsewhere)
        facts: dict[str, Any] = {
            "cohort_id": cohort.pk,
            "token": theirs.token,
            "by": dates.coordinator(),
            "now": NOON,
        }
        with pytest.raises(Refused, match=GONE.split(".")[0]):
            send_letter(**facts)
        drop_letter(**facts)
        assert CohortLetter.objects.filter(pk=theirs.pk).exists()

    @pytest.mark.both
    def test_the_database_keeps_what_was_sent(self, cohort: Cohort) -> None:
        booked(cohort, people(1)[0])
        letter = letters.sent(cohort)
        for change in ({"sent_at": later(days=1)}, {"sent_by": dates.trainer()}, {"people": 0}, {"to": "x"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                CohortLetter.objects.filter(pk=letter.pk).update(**change)


def test_it_stands_in_the_history_of_the_dates(cohort: Cohort) -> None:
    booked(cohort, people(1)[0])
    letter = letters.sent(cohort)
    send_letter(cohort_id=cohort.pk, token=letter.token, by=dates.coordinator(), now=NOON)
    event = AuditEvent.objects.get(chain=f"cohort:{cohort.pk}", action="letter_sent")
    assert event.detail.after == {"letter": letter.pk, "to": "booked", "people": 1, "copied": False}


def test_a_worker_is_told_at_once(
    cohort: Cohort, nudges: Nudges, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    booked(cohort, people(1)[0])
    with django_capture_on_commit_callbacks(execute=True):
        letters.sent(cohort)
    assert ("learners.reminders.send_due", {"kind": "cohort_letter"}) in nudges


def test_a_draft_thrown_away_is_gone(cohort: Cohort) -> None:
    letter = letters.draft(cohort)
    facts: dict[str, Any] = {
        "cohort_id": cohort.pk,
        "token": letter.token,
        "by": dates.coordinator(),
        "now": NOON,
    }
    drop_letter(**facts)
    drop_letter(**facts)
    assert not CohortLetter.objects.exists()
    with pytest.raises(Refused, match="thrown away"):
        send_letter(**facts)


def test_somebody_who_was_there_can_be_written_to_afterwards(cohort: Cohort) -> None:
    booked(cohort, people(1)[0])
    Enrolment.objects.update(state="attended")
    Cohort.objects.update(state="closed")
    assert letters.sent(cohort, at=later(days=30)).people == 1
