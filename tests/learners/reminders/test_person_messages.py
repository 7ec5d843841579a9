"""What was sent to one person, as staff read it."""

from datetime import timedelta

import pytest

from academy.shared import clock
from learners.reminders.models import AddressTrouble, MessageChoice, Snooze
from learners.reminders.states import TroubleKind
from tests.browsing import browser, queries_for, words_of
from tests.cast import Cast
from tests.learners.reminders.lines import KIND, WORDS, MadeUp, line, message, one_of_each_state

pytestmark = [pytest.mark.django_db, pytest.mark.both]
PERSON_BUDGET = (
    11  # session, reader, their roles (twice: here and for the way back), person, two of how things stand,
)


@pytest.mark.parametrize("who", ["manager", "coordinator", "trainer"])
def test_every_state_is_said_in_words_and_no_message_is_shown(cast: Cast, question: MadeUp, who: str) -> None:
    one_of_each_state(cast.learner)
    seen = words_of(browser(getattr(cast, who)), f"/people/{cast.learner.pk}/messages/")
    assert WORDS not in seen
    for words in (
        "9 messages", "Come on Thursday", "Accepted by the mail server", "Put into their messages on this site",
        "It came back", "It may or may not have arrived. We were cut off while sending it on",
        "Waiting since", "Its turn comes",
        "Being handed to the mail server", "Not sent. It was no longer needed when its turn came.",
        "On the list of Harbour Road of people to ring", "Rung 2 times without an answer", "Told by telephone by",
        "They answered “Yes, I come”", "They asked for no more messages like this", "They opened it on this site",
    ):  # fmt: skip
        assert words in seen, words


@pytest.mark.parametrize(
    "who", ["learner", "editor", "quality", "assessor", "other_coordinator", "neighbour"]
)
def test_nobody_else_reads_what_was_sent(cast: Cast, question: MadeUp, who: str) -> None:
    """INV-40; and one's own messages stand in one's own inbox."""
    message(cast.learner)
    refused = browser(getattr(cast, who)).get(f"/people/{cast.learner.pk}/messages/")
    assert refused.status_code == 403
    assert "does not belong to a hub that you work at" in refused.content.decode()


def test_what_keeps_messages_from_a_person_is_said(cast: Cast, question: MadeUp) -> None:
    now, amara, yusuf = clock.now(), cast.learner, cast.neighbour
    AddressTrouble.objects.create(
        account=amara, email=str(amara.email), kind=TroubleKind.BOUNCED, detail="550 unknown", found_at=now
    )
    MessageChoice.objects.create(account=amara, kind=KIND, way="email", wanted=False, chosen_at=now)
    Snooze.objects.create(account=amara, until=now + timedelta(days=3), set_at=now)
    trainer = browser(cast.trainer)
    seen = words_of(trainer, f"/people/{amara.pk}/messages/")
    for words in (
        "E-mail comes back",
        "550 unknown",
        "Try this address again",
        "They asked us not to write before",
    ):
        assert words in seen
    assert "no e-mail of these kinds: A made-up thing" in seen and "Nothing yet" in seen
    seen = words_of(trainer, f"/people/{yusuf.pk}/messages/")
    assert "They have no e-mail address" in seen and "goes on the list of people to ring" in seen
    assert trainer.get("/people/999999/messages/").status_code == 404


def test_one_persons_page_costs_the_same_for_two_hundred(cast: Cast, question: MadeUp) -> None:
    client, path = browser(cast.trainer), f"/people/{cast.learner.pk}/messages/"
    message(cast.learner)
    few = queries_for(client, path)
    for number in range(200):
        message(cast.learner, f"thing:{number}0")
    assert queries_for(client, path) == few <= PERSON_BUDGET
    assert "201 messages" in words_of(client, path) and "page=9" in words_of(client, path)


def test_the_way_there_is_found(cast: Cast, question: MadeUp) -> None:
    their = f"/people/{cast.learner.pk}/messages/"
    assert their in words_of(browser(cast.coordinator), f"/people/{cast.learner.pk}/")
    line(cast.learner, cast.harbour)
    assert their in words_of(browser(cast.trainer), "/to-ring/")
    for who, ring, log in (("trainer", True, False), ("manager", True, True), ("editor", False, False)):
        seen = words_of(browser(getattr(cast, who)), "/profile/")
        assert ("/to-ring/" in seen, "/academy/messages/" in seen) == (ring, log), who
    assert "/academy/messages/" in words_of(browser(cast.manager), "/people/")
    assert "/academy/messages/" not in words_of(browser(cast.coordinator), "/people/")
