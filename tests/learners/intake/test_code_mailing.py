"""The message with the code goes once, and what becomes of it stands with the code."""

import pytest
from django.core.mail import EmailMultiAlternatives

from academy.shared import post
from academy.shared.post import NotAccepted, Unsure
from learners.enrolments.cohort_actions import cancel_cohort
from learners.intake.code_actions import send_again, withdraw
from learners.intake.code_mailing import code_bounced, send_code, send_waiting_codes
from learners.intake.models import SeatCode
from learners.intake.states import CodeState
from learners.reminders.provider import MailEvent
from learners.reminders.provider_actions import take_event
from learners.reminders.states import TroubleKind
from tests.learners import worlds
from tests.learners.intake.codes import SAM, seat_code, used
from tests.learners.places import dates
from tests.learners.worlds import NOON, later

pytestmark = pytest.mark.django_db
Outbox = list[EmailMultiAlternatives]


def now_of(code: SeatCode) -> SeatCode:
    return SeatCode.objects.get(pk=code.pk)


def test_the_message_says_what_when_where_and_how(mailoutbox: Outbox) -> None:
    code = seat_code(dates.cohort())
    assert send_code(code_id=code.pk, now=NOON)
    (mail,) = mailoutbox
    assert mail.to == [SAM.email] and mail.subject.startswith("A seat is kept for you: Introduction")
    for words in ("Hello Sam,", code.code, f"/seat/{code.code}/", "Thursday 3 December 2026", "Main hall",
                  "Friday 27 November at noon"):  # fmt: skip
        assert words in mail.body
    assert now_of(code).state(NOON) == CodeState.SENT


def test_it_goes_once(mailoutbox: Outbox) -> None:
    code = seat_code(dates.cohort())
    assert send_code(code_id=code.pk, now=NOON) and not send_code(code_id=code.pk, now=NOON)
    send_waiting_codes(now=NOON)
    assert len(mailoutbox) == 1


def test_the_sweep_finds_what_a_lost_nudge_left(mailoutbox: Outbox) -> None:
    for number in range(2):
        seat_code(dates.cohort(), person=type(SAM)(f"P {number}", f"p{number}@example.org"))
    send_waiting_codes(now=NOON)
    assert sorted(mail.to[0] for mail in mailoutbox) == ["p0@example.org", "p1@example.org"]


def test_nothing_used_withdrawn_or_run_out_is_sent(mailoutbox: Outbox) -> None:
    cohort = dates.cohort()
    back = seat_code(cohort)
    withdraw(code_id=back.pk, by=dates.coordinator(), now=NOON)
    done = used(seat_code(cohort), worlds.person())
    late = seat_code(dates.cohort())
    for code, when in ((back, NOON), (done, NOON), (late, later(days=7))):
        assert not send_code(code_id=code.pk, now=when)
    assert not mailoutbox


def test_no_seat_is_promised_on_cancelled_dates(mailoutbox: Outbox) -> None:
    cohort = dates.cohort()
    code = seat_code(cohort)
    cancel_cohort(cohort_id=cohort.pk, by=dates.coordinator(), now=NOON, why="The hall is flooded.")
    mailoutbox.clear()
    assert not send_code(code_id=code.pk, now=NOON)
    send_waiting_codes(now=NOON)
    assert not mailoutbox and now_of(code).sent_at is None


def test_sending_again_is_another_message(mailoutbox: Outbox) -> None:
    code = seat_code(dates.cohort())
    send_code(code_id=code.pk, now=NOON)
    send_again(code_id=code.pk, by=dates.coordinator(), now=later(hours=1))
    assert send_code(code_id=code.pk, now=later(hours=1))
    assert mailoutbox[0].extra_headers["Message-ID"] != mailoutbox[1].extra_headers["Message-ID"]
    assert code.code in mailoutbox[1].body


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        (NotAccepted("550 no such mailbox", for_good=True), CodeState.BOUNCED),
        (NotAccepted("451 try later"), CodeState.WAITING),
        (Unsure("the line broke"), CodeState.SENT),
    ],
)
def test_what_the_mail_server_says(
    fault: Exception, state: CodeState, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = seat_code(dates.cohort())

    def refuses(*args: object, **facts: object) -> str:
        raise fault

    monkeypatch.setattr(post.Post, "hand_over", refuses)
    send_code(code_id=code.pk, now=NOON)
    assert now_of(code).state(NOON) == state
    if state == CodeState.BOUNCED:
        assert now_of(code).bounced_why == "550 no such mailbox"
        send_waiting_codes(now=later(minutes=5))
        assert now_of(code).state(NOON) == CodeState.BOUNCED  # never tried again by itself


def test_what_the_provider_says_later(mailoutbox: Outbox) -> None:
    code = seat_code(dates.cohort())
    send_code(code_id=code.pk, now=NOON)
    name = now_of(code).message_id
    event = MailEvent(name.strip("<>"), SAM.email, TroubleKind.BOUNCED, "550 5.1.1 unknown")
    assert take_event(event, now=later(minutes=1))
    assert (now_of(code).state(NOON), now_of(code).bounced_why) == (CodeState.BOUNCED, "550 5.1.1 unknown")
    assert take_event(event, now=later(minutes=2))
    assert now_of(code).bounced_at == later(minutes=1)
    assert not take_event(MailEvent("another", SAM.email, TroubleKind.BOUNCED, ""), now=NOON)
    assert not code_bounced(message_id="", detail="", now=NOON)


def test_a_bounce_of_a_message_before_the_last_does_not_count() -> None:
    code = seat_code(dates.cohort())
    send_code(code_id=code.pk, now=NOON)
    old = now_of(code).message_id
    send_again(code_id=code.pk, by=dates.coordinator(), now=later(hours=1))
    send_code(code_id=code.pk, now=later(hours=1))
    assert not code_bounced(message_id=old, detail="x", now=later(hours=2))
    assert now_of(code).state(NOON) == CodeState.SENT


def test_a_code_that_bounced_still_works() -> None:
    code = seat_code(dates.cohort())
    SeatCode.objects.update(sent_at=NOON, bounced_at=NOON)
    assert used(code, worlds.person()).state(NOON) == CodeState.USED
