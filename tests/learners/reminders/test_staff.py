"""What was sent, as staff read it: one person's messages, the log of all of them, the figures, and forgetting."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from academy.accounts.models import Account
from academy.keeping.actions import forget
from academy.shared import clock
from academy.shared.spreadsheets import csv_bytes
from learners.reminders import log_queries
from learners.reminders.figures import figures
from learners.reminders.kinds import REMINDERS
from learners.reminders.models import AddressTrouble, MessageChoice, Sent, Snooze
from learners.reminders.states import SentState, TroubleKind
from tests.cast import BACKEND, Cast, make_cast, person
from tests.learners.reminders.lines import KIND, MadeUp, coming, line, message

pytestmark = [pytest.mark.django_db, pytest.mark.both]

PERSON_BUDGET = (
    11  # session, reader, their roles (twice: here and for the way back), person, two of how things stand,
)
LOG_BUDGET = 5  # session, reader, roles, count, messages
FIGURES_BUDGET = (
    6  # session, reader, roles, three for all kinds; one more for each kind that says what acting is
)
WORDS = "The lift is mended."  # of every message here: nobody of the staff reads them


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> MadeUp:
    return MadeUp(monkeypatch, question=coming())


@pytest.fixture
def as_() -> Callable[[Account], Client]:
    def sign_in(account: Account) -> Client:
        client = Client()
        client.force_login(account, backend=BACKEND)
        return client

    return sign_in


Browser = Callable[[Account], Client]


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, response.content.decode()[-2000:]
    return response.content.decode()


def queries_for(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def one_of_each_state(to: Account) -> None:
    now = clock.now()
    message(to, "thing:1", bounced_at=None, followed_at=now, read_at=now, answer="yes", answered_at=now)
    message(to, "thing:2", way="inbox", message_id="", stopped_at=now)
    message(to, "thing:3", bounced_at=now)
    message(to, "thing:4", state=SentState.UNKNOWN)
    message(to, "thing:5", state=SentState.WAITING, not_before=now + timedelta(hours=3))
    message(to, "thing:6", state=SentState.HANDING)
    message(to, "thing:7", state=SentState.SKIPPED, why_not="It was no longer needed when its turn came")
    line(to, to.hub, "thing:8", calls=2, rung_at=now)
    message(to, "thing:9", state=SentState.TOLD, way="phone", rung_by=to, rung_at=now)


# --- one person ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["manager", "coordinator", "trainer"])
def test_every_state_is_said_in_words_and_no_message_is_shown(
    as_: Browser, cast: Cast, kind: MadeUp, who: str
) -> None:
    one_of_each_state(cast.learner)
    seen = page(as_(getattr(cast, who)), f"/people/{cast.learner.pk}/messages/")
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
def test_nobody_else_reads_what_was_sent(as_: Browser, cast: Cast, kind: MadeUp, who: str) -> None:
    """INV-40; and one's own messages stand in one's own inbox."""
    message(cast.learner)
    refused = as_(getattr(cast, who)).get(f"/people/{cast.learner.pk}/messages/")
    assert refused.status_code == 403
    assert "does not belong to a hub that you work at" in refused.content.decode()


def test_what_keeps_messages_from_a_person_is_said(as_: Browser, cast: Cast, kind: MadeUp) -> None:
    now, amara, yusuf = clock.now(), cast.learner, cast.neighbour
    AddressTrouble.objects.create(
        account=amara, email=str(amara.email), kind=TroubleKind.BOUNCED, detail="550 unknown", found_at=now
    )
    MessageChoice.objects.create(account=amara, kind=KIND, way="email", wanted=False, chosen_at=now)
    Snooze.objects.create(account=amara, until=now + timedelta(days=3), set_at=now)
    trainer = as_(cast.trainer)
    seen = page(trainer, f"/people/{amara.pk}/messages/")
    for words in (
        "E-mail comes back",
        "550 unknown",
        "Try this address again",
        "They asked us not to write before",
    ):
        assert words in seen
    assert "no e-mail of these kinds: A made-up thing" in seen and "Nothing yet" in seen
    seen = page(trainer, f"/people/{yusuf.pk}/messages/")
    assert "They have no e-mail address" in seen and "goes on the list of people to ring" in seen
    assert trainer.get("/people/999999/messages/").status_code == 404


def test_one_persons_page_costs_the_same_for_two_hundred(as_: Browser, cast: Cast, kind: MadeUp) -> None:
    client, path = as_(cast.trainer), f"/people/{cast.learner.pk}/messages/"
    message(cast.learner)
    few = queries_for(client, path)
    for number in range(200):
        message(cast.learner, f"thing:{number}0")
    assert queries_for(client, path) == few <= PERSON_BUDGET
    assert "201 messages" in page(client, path) and "page=9" in page(client, path)


def test_the_way_there_is_found(as_: Browser, cast: Cast, kind: MadeUp) -> None:
    their = f"/people/{cast.learner.pk}/messages/"
    assert their in page(as_(cast.coordinator), f"/people/{cast.learner.pk}/")
    line(cast.learner, cast.harbour)
    assert their in page(as_(cast.trainer), "/to-ring/")
    for who, ring, log in (("trainer", True, False), ("manager", True, True), ("editor", False, False)):
        seen = page(as_(getattr(cast, who)), "/profile/")
        assert ("/to-ring/" in seen, "/academy/messages/" in seen) == (ring, log), who
    assert "/academy/messages/" in page(as_(cast.manager), "/people/")
    assert "/academy/messages/" not in page(as_(cast.coordinator), "/people/")


# --- all of them ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["learner", "editor", "quality", "assessor", "trainer", "coordinator"])
@pytest.mark.parametrize("path", ["", "figures/", "figures/?as=csv"])
def test_the_log_and_the_figures_are_for_managers(as_: Browser, cast: Cast, who: str, path: str) -> None:
    refused = as_(getattr(cast, who)).get(f"/academy/messages/{path}")
    assert refused.status_code == 403 and "for Academy managers" in refused.content.decode()


def test_the_log_is_narrowed_by_its_address(as_: Browser, cast: Cast, kind: MadeUp) -> None:
    one_of_each_state(cast.learner)
    message(cast.stranger, kind="course_idle")
    manager = as_(cast.manager)

    def found(query: str) -> str:
        seen = page(manager, f"/academy/messages/?{query}")
        return seen.partition('role="status">')[2].partition(" message")[0]

    everything = page(manager, "/academy/messages/")
    assert "10 messages" in everything and WORDS not in everything
    assert everything.index("Bea Other") < everything.index("Amara Bello"), "the newest first"
    for state in log_queries.STATES:
        expected = {"sent": "4", "came_back": "1"}.get(state, "1")
        assert found(f"state={state}") == expected, state
    assert (found("kind=course_idle"), found(f"kind={KIND}&way=inbox"), found("way=phone")) == ("1", "1", "2")
    assert found("kind=nonsense&state=x&way=y&page=z") == "10", (
        "what nobody can choose is left out of account"
    )
    assert "Nothing like this" in page(manager, "/academy/messages/?kind=course_idle&state=told")


def test_an_empty_log_says_what_will_stand_there(as_: Browser, cast: Cast) -> None:
    assert "No messages yet" in page(as_(cast.manager), "/academy/messages/")


def test_a_kind_that_was_taken_out_of_the_table_stays_readable(as_: Browser, cast: Cast) -> None:
    message(cast.learner, kind="retired_kind", title="", answer="yes_please")
    seen = page(as_(cast.manager), "/academy/messages/")
    assert "retired kind" in seen and "yes please" in seen


def test_the_log_costs_the_same_for_two_hundred(as_: Browser, cast: Cast, kind: MadeUp) -> None:
    manager = as_(cast.manager)
    message(cast.learner)
    few = queries_for(manager, "/academy/messages/")
    for number in range(200):
        message(person(f"P{number} Of", hub=cast.harbour))
    assert queries_for(manager, "/academy/messages/") == few <= LOG_BUDGET
    assert "state=sent&amp;way=&amp;page=2" in page(manager, "/academy/messages/?state=sent").replace(
        "kind=&amp;", ""
    )


# --- figures -------------------------------------------------------------------------------------------------


def made_up(days: int = 30) -> Any:
    return next(one for one in figures(days=days, now=clock.now()) if one.key == KIND)


def test_the_figures_count_what_became_of_a_kind(cast: Cast, kind: MadeUp) -> None:
    one_of_each_state(cast.learner)
    message(cast.stranger, due_at=clock.now() - timedelta(days=40))
    one = made_up()
    assert (one.sent, one.told, one.reached, one.opened, one.acted, one.share) == (3, 1, 4, 1, 1, 25)
    assert (one.stopped, one.came_back, one.unknown, one.skipped, one.under_way) == (1, 1, 1, 1, 3)
    assert one.answers == (("Yes, I come", 1),)
    assert one.reasons == (("It was no longer needed when its turn came", 1),)
    assert made_up(90).sent == 4


def test_acting_is_what_the_kind_says(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    MadeUp(monkeypatch, acted=lambda rows: rows.filter(subject="thing:2"))
    for number in range(1, 4):
        message(cast.learner, f"thing:{number}")
    message(cast.stranger, "thing:2", state=SentState.UNKNOWN)
    assert (made_up().acted, made_up().share) == (1, 33), "of those that were sent or told"


def test_reasons_hold_no_address_and_are_not_endless(cast: Cast, kind: MadeUp) -> None:
    for number in range(8):
        for again in range(10 - number):
            message(
                cast.learner, f"thing:{number}{again}", state=SentState.SKIPPED, why_not=f"Reason {number}."
            )
    message(cast.learner, state=SentState.SKIPPED, why_not="")
    assert made_up().reasons[0] == ("Reason 0.", 10)
    assert made_up().reasons[5:] == (("Other reasons", 13),)
    Sent.objects.all().delete()
    message(cast.learner, state=SentState.SKIPPED, why_not="550 <amara@example.org> is unknown")
    assert made_up().reasons == (("The mail server said no.", 1),)


def test_the_page_of_figures_says_how_to_read_them(as_: Browser, cast: Cast, kind: MadeUp) -> None:
    one_of_each_state(cast.learner)
    manager = as_(cast.manager)
    for days in (30, 90, 365):
        seen = page(manager, f"/academy/messages/figures/?days={days}")
        assert f"in the last {days} days, as at" in seen
    for words in (
        "1 of 4, 25 %",
        "a share says little",
        "What these numbers mean",
        "Yes, I come",
        "no longer needed",
    ):
        assert words in seen
    assert "Amara" not in seen, "numbers only"
    assert "in the last 30 days" in page(manager, "/academy/messages/figures/?days=nonsense")


def test_figures_cost_the_same_for_much(as_: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learners.reminders.figures.REMINDERS", {})
    few = queries_for(as_(cast.manager), "/academy/messages/figures/")
    assert few <= FIGURES_BUDGET
    monkeypatch.undo()
    MadeUp(monkeypatch, acted=lambda rows: rows)
    for number in range(100):
        message(cast.learner, f"thing:{number}", kind=KIND)
    one_more = {KIND: REMINDERS[KIND]}
    monkeypatch.setattr("learners.reminders.figures.REMINDERS", one_more)
    assert queries_for(as_(cast.manager), "/academy/messages/figures/") == few + 1


def test_figures_go_into_a_spreadsheet(as_: Browser, cast: Cast, kind: MadeUp) -> None:
    one_of_each_state(cast.learner)
    message(cast.stranger, state=SentState.SKIPPED, why_not='=HYPERLINK("http://example.org")')
    answer = as_(cast.manager).get("/academy/messages/figures/?as=csv&days=90")
    assert answer["Content-Type"].startswith("text/csv")
    assert "messages-90-days-" in answer["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    mine = next(row for row in rows if row and row[0] == "A made-up thing")
    assert mine[1:7] == ["3", "1", "1", "1", "25", "1"] and len(mine) == len(rows[0])
    assert ["A made-up thing", "Yes, I come", "1"] in rows
    assert ["A made-up thing", '\'=HYPERLINK("http://example.org")', "1"] in rows


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1"])
def test_no_cell_becomes_a_formula(cell: str) -> None:
    assert list(csv.reader(io.StringIO(csv_bytes([[cell, -1, "fine"]]).decode("utf-8-sig"), newline=""))) == [
        [f"'{cell}", "-1", "fine"]
    ]


# --- forgetting ----------------------------------------------------------------------------------------------


def test_what_is_over_for_a_year_is_forgotten(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.keeping.actions.AT_ONCE", 3)
    now = clock.now()
    old: dict[str, Any] = {"due_at": now - timedelta(days=366), "useful_until": now - timedelta(days=300)}
    for number in range(7):
        message(cast.learner, f"old:{number}", **old)
    for state in (SentState.SKIPPED, SentState.UNKNOWN):
        message(cast.learner, f"old:{state}", state=state, **old)
    message(cast.learner, "told:1", state=SentState.TOLD, rung_by=cast.trainer, rung_at=now, **old)
    kept = [
        message(cast.learner, "new:1"),
        message(cast.learner, "useful:1", due_at=old["due_at"]),
        message(cast.learner, "waiting:1", state=SentState.WAITING, **old),
        message(cast.learner, "handing:1", state=SentState.HANDING, **old),
        line(cast.learner, cast.harbour, "ring:1", **old),
    ]
    assert forget(key="messages", now=now).gone == 10
    assert set(Sent.objects.all()) == set(kept)
    assert forget(key="messages", now=now).gone == 0


def test_no_more_than_a_portion_a_night(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.keeping.actions.AT_ONCE", 2)
    ago = clock.now() - timedelta(days=400)
    for number in range(6):
        message(cast.learner, f"old:{number}", due_at=ago, useful_until=ago)
    assert forget(key="messages", now=clock.now(), most=4).gone == 4
    assert Sent.objects.count() == 2


def test_troubles_that_ended_long_ago_are_forgotten(cast: Cast) -> None:
    now, email = clock.now(), str(cast.learner.email)
    facts: dict[str, Any] = {"account": cast.learner, "kind": TroubleKind.BOUNCED}
    ago = now - timedelta(days=400)
    AddressTrouble.objects.create(email=email, found_at=ago, ended_at=ago, **facts)
    left = AddressTrouble.objects.create(email=email, found_at=ago, **facts)
    assert forget(key="address-troubles", now=now).gone == 1
    assert list(AddressTrouble.objects.all()) == [left], "an address that does not work is not news that ages"
