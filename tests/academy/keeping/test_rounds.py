"""The nightly rounds, holding records back, and the page on which to look first."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.keeping.actions import forget, hold, release
from academy.keeping.models import Hold, Round
from academy.keeping.queries import kinds, next_round, period_words
from academy.keeping.tasks import forget as task
from academy.retention import BY_KEY, ROWS
from academy.schedule import SCHEDULE
from academy.shared import clock
from academy.shared.audit import chain_of
from academy.shared.clock import LONDON
from academy.shared.models import AuditDetail, AuditEvent
from academy.shared.rulings import Refused
from learners.reminders.models import Sent
from tests.academy.keeping.people import midnight
from tests.academy.keeping.records import MAKERS
from tests.browsing import browser
from tests.cast import Cast, person
from tests.cast import hold as given_role
from tests.chains import broken_links
from tests.learners.reminders.letterbox import came

pytestmark = [pytest.mark.django_db, pytest.mark.both]

YEAR = timedelta(days=366)
WHY = "A funder asks about last winter."


def words(client: Client, name: str, *args: str, status: int = 200, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def old_messages(count: int, to: Account) -> None:
    for _ in range(count):
        came(to, at=clock.now() - YEAR, useful_until=clock.now() - timedelta(days=300))


# --- the rounds --------------------------------------------------------------------------------------------------


def test_every_kind_has_its_round_each_night() -> None:
    rounds: dict[str, Any] = {
        entry["kwargs"]["key"]: entry["schedule"]
        for entry in SCHEDULE.values()
        if entry["task"] == "academy.keeping.forget"
    }
    assert set(rounds) == {row.key for row in ROWS if row.find}
    times = [(min(one.hour), min(one.minute)) for one in rounds.values()]
    assert len(set(times)) == len(ROWS) - sum(not row.find for row in ROWS), "never two at once"
    assert all(3 <= hour < 5 for hour, _ in times)


def test_a_round_is_written_down(cast: Cast) -> None:
    old_messages(3, cast.learner)
    task("messages")
    done = Round.objects.get()
    assert (done.key, done.gone, done.held, done.trouble) == ("messages", 3, False, "")
    assert not Sent.objects.exists()


def test_one_kind_that_cannot_go_keeps_no_other_from_going(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_messages(1, cast.learner)
    there = MAKERS["guests"](clock.now() - YEAR)

    def broken() -> Any:
        raise RuntimeError("no such column")

    monkeypatch.setattr("learners.enrolments.keeping_queries.guests", broken)
    for key in ("guests", "messages"):
        task(key)
    assert there() and not Sent.objects.exists()
    assert Round.objects.get(key="guests").trouble == "RuntimeError: no such column"


def test_what_was_gone_before_the_fault_stays_gone(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each portion is a transaction of its own."""
    monkeypatch.setattr("academy.keeping.actions.AT_ONCE", 2)
    old_messages(5, cast.learner)
    calls = []

    def second_fails(due: Any, ids: Any) -> None:
        calls.append(list(ids))
        if len(calls) == 2:
            raise RuntimeError("the power went")
        due.model.objects.filter(pk__in=ids).delete()

    monkeypatch.setattr("academy.keeping.actions._delete", second_fails)
    done = forget(key="messages", now=clock.now())
    assert (done.gone, done.trouble, Sent.objects.count()) == (2, "RuntimeError: the power went", 3)


def test_no_more_than_so_many_a_night(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.keeping.actions.AT_ONCE", 2)
    old_messages(5, cast.learner)
    assert forget(key="messages", now=clock.now(), most=4).gone == 4
    assert forget(key="messages", now=clock.now(), most=4).gone == 1


# --- holding back --------------------------------------------------------------------------------------------------


def held_until(days: int, cast: Cast, key: str = "messages") -> None:
    hold(key=key, until=clock.today() + timedelta(days=days), reason=WHY, by=cast.manager, now=clock.now())


def test_what_is_on_hold_stays_and_goes_afterwards(cast: Cast) -> None:
    old_messages(1, cast.learner)
    held_until(5, cast)
    for days in (0, 4):
        done = forget(key="messages", now=clock.now() + timedelta(days=days))
        assert (done.gone, done.held) == (0, True)
    assert forget(key="messages", now=clock.now() + timedelta(days=5)).gone == 1
    over = Hold.objects.get()
    assert (over.until, over.reason, over.by) == (None, "", None), "a hold that is over forgets its reason"


def test_a_hold_of_one_kind_holds_no_other(cast: Cast) -> None:
    held_until(5, cast, "guests")
    old_messages(1, cast.learner)
    assert forget(key="messages", now=clock.now()).gone == 1


def test_holding_changing_and_ending_it_is_in_the_trail(cast: Cast) -> None:
    held_until(5, cast)
    held_until(9, cast)
    release(key="messages", by=cast.manager, now=clock.now())
    trail = AuditEvent.objects.filter(chain=chain_of(Hold.objects.get()))
    assert list(trail.values_list("action", "actor_id")) == [
        ("records_held", cast.manager.pk),
        ("records_held", cast.manager.pk),
        ("records_released", cast.manager.pk),
    ]
    assert AuditDetail.objects.filter(event__in=trail).first().reason == WHY  # type: ignore[union-attr]
    assert broken_links(chain_of(Hold.objects.get())) == []
    with pytest.raises(Refused, match="not on hold any more"):
        release(key="messages", by=cast.manager, now=clock.now())


@pytest.mark.parametrize(
    ("key", "days", "reason", "says"),
    [
        ("messages", 0, WHY, "from tomorrow on"),
        ("messages", -3, WHY, "from tomorrow on"),
        ("messages", 367, WHY, "no later than a year"),
        ("messages", 5, "  ", "why these records"),
        ("accounts", 5, WHY, "does not go by itself"),
    ],
)
def test_a_hold_that_makes_no_sense_is_refused(
    cast: Cast, key: str, days: int, reason: str, says: str
) -> None:
    until = clock.today() + timedelta(days=days)
    with pytest.raises(Refused, match=says):
        hold(key=key, until=until, reason=reason, by=cast.manager, now=clock.now())
    assert not Hold.objects.exists()


def test_only_managers_hold_and_release(cast: Cast) -> None:
    for who in (cast.coordinator, cast.editor, cast.quality, cast.learner):
        with pytest.raises(Refused, match="looked after by Academy managers"):
            hold(key="messages", until=clock.today() + YEAR, reason=WHY, by=who, now=clock.now())
        with pytest.raises(Refused, match="looked after by Academy managers"):
            release(key="messages", by=who, now=clock.now())


def test_the_database_wants_a_reason_and_a_name(cast: Cast) -> None:
    for facts in ({"reason": ""}, {"by": None}, {"at": None}):
        whole = {"reason": WHY, "by": cast.manager, "at": clock.now(), "until": clock.today()}
        with pytest.raises(IntegrityError), transaction.atomic():
            Hold.objects.create(key="messages", **{**whole, **facts})


# --- the pages ---------------------------------------------------------------------------------------------------


def test_the_table_says_what_why_how_long_and_how_many(cast: Cast) -> None:
    old_messages(2, cast.learner)
    came(cast.learner, at=clock.now() - timedelta(days=30), useful_until=clock.now() - timedelta(days=20))
    task("guests")
    page = words(browser(cast.manager), "kept-records")
    for row in ROWS:
        assert row.what in page.replace("&#39;", "'") and row.why in page.replace("&#39;", "'"), row.key
    assert "3 records kept. <b>2 go in the next 14 days.</b>" in page
    assert "6 years" in page and "30 days" in page


def test_the_figures_cost_the_same_for_little_and_for_much(cast: Cast) -> None:
    client, spent = browser(cast.manager), []
    for number in (1, 30):
        for _ in range(number):
            old_messages(1, cast.learner)
            forget(key="guests", now=clock.now())
        client.get(reverse("kept-records"))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("kept-records")).status_code == 200
        spent.append(len([one for one in asked if "SAVEPOINT" not in one["sql"]]))
    assert spent[0] == spent[1] <= 8, spent


def test_one_looks_through_what_goes_before_it_goes(cast: Cast) -> None:
    client = browser(cast.manager)
    assert "Nothing of this goes in the next 14 days" in words(client, "kept-records-of", "messages")
    soon = clock.now() - timedelta(days=360)
    came(cast.learner, at=soon, useful_until=soon, title="Your place is booked")
    came(cast.stranger, at=clock.now() - timedelta(days=300), useful_until=soon, title="Not yet")
    page = words(client, "kept-records-of", "messages")
    assert "Amara Bello: Your place is booked" in page and "Not yet" not in page
    assert "There was no round yet" in page
    forget(key="messages", now=clock.now())
    assert "let 0 records go" in words(client, "kept-records-of", "messages")
    forget(key="messages", now=clock.now() + timedelta(days=5, minutes=1))
    page = words(client, "kept-records-of", "messages")
    assert "let 1 record go" in page and "Your place is booked" not in page


def test_a_long_list_is_paged(cast: Cast) -> None:
    old_messages(51, cast.learner)
    client = browser(cast.manager)
    first, second = (
        words(client, "kept-records-of", "messages", query=f"?page={number}") for number in (1, 2)
    )
    assert (first.count('<th scope="row">'), second.count('<th scope="row">')) == (50, 1)
    assert words(client, "kept-records-of", "messages", query="?page=nonsense") != ""


@pytest.mark.parametrize("key", [key for key in MAKERS if not BY_KEY[key].secret])
def test_every_kind_can_be_looked_through(db: None, key: str) -> None:
    """Its records have a name on the list, and the page asks the same number of questions for one and for three."""
    period = BY_KEY[key].period
    assert period is not None
    MAKERS[key](clock.now() - period + timedelta(hours=1))
    manager = person("Mo Manager")
    given_role(manager, Role.MANAGER)
    client = browser(manager)
    with CaptureQueriesContext(connection) as asked:
        page = words(client, "kept-records-of", key)
    assert '<th scope="row">' in page
    assert len(asked) <= 12, [one["sql"] for one in asked]


@pytest.mark.parametrize("key", ["equality", "paper-slips"])
def test_nobody_learns_how_few_answered(cast: Cast, key: str) -> None:
    """Neither from the figures, nor from a list, nor from what a round did (INV-41)."""
    first = midnight((clock.today() - timedelta(days=500)).replace(day=1))
    MAKERS[key](first + timedelta(days=31))
    Round.objects.create(key=key, at=clock.now(), gone=1)
    client = browser(cast.manager)
    page = words(client, "kept-records-of", key)
    assert "Nobody is shown how many there are" in page and "There was a round on" in page
    assert '<th scope="row">' not in page and "1 record" not in page
    assert "Nobody is shown how many there are" in words(client, "kept-records")


def test_trouble_is_shown_on_both_pages(cast: Cast) -> None:
    Round.objects.create(key="guests", at=clock.now(), trouble="DatabaseError: the disk is full")
    client = browser(cast.manager)
    for page in (words(client, "kept-records"), words(client, "kept-records-of", "guests")):
        assert "stopped, and these records are still there" in page and "the disk is full" in page


def test_holding_back_on_screen(cast: Cast) -> None:
    old_messages(1, cast.learner)
    client, address = browser(cast.manager), reverse("kept-records-of", args=["messages"])
    until = clock.today() + timedelta(days=30)
    answer = client.post(address, {"until": f"{until:%Y-%m-%d}", "reason": WHY})
    assert (answer.status_code, answer["Location"]) == (302, address)
    page = words(client, "kept-records-of", "messages")
    assert "On hold until" in page and WHY in page and "Mo Manager wrote" in page
    assert "On hold until" in words(client, "kept-records")
    forget(key="messages", now=clock.now())
    assert "left them alone, because they were on hold" in words(client, "kept-records-of", "messages")
    assert client.post(reverse("release-records", args=["messages"])).status_code == 302
    assert "On hold until" not in words(client, "kept-records-of", "messages")
    client.post(reverse("release-records", args=["messages"]))
    assert "There is nothing to do" in words(client, "kept-records-of", "messages")


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"until": "", "reason": WHY}, "Choose the day until which"),
        ({"until": "2027-02-30", "reason": WHY}, "Write a day that there is"),
        ({"until": "2020-01-01", "reason": WHY}, "from tomorrow on"),
        ({"until": "2027-02-01", "reason": ""}, "Write why these records"),
    ],
)
def test_a_wrong_form_says_so_and_keeps_what_was_typed(cast: Cast, sent: dict[str, str], says: str) -> None:
    answer = browser(cast.manager).post(reverse("kept-records-of", args=["messages"]), sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and says in page
    assert (sent["reason"] in page) and 'class="fold" open' in page
    assert not Hold.objects.filter(until__isnull=False).exists()


@pytest.mark.parametrize("key", ["nothing", "accounts", "audit-trail"])
def test_what_does_not_go_by_the_clock_has_no_page(cast: Cast, key: str) -> None:
    client = browser(cast.manager)
    assert client.get(reverse("kept-records-of", args=[key])).status_code == 404
    assert client.post(reverse("release-records", args=[key])).status_code == 404


def test_periods_in_words_and_the_next_round() -> None:
    said = {days: period_words(timedelta(days=days)) for days in (1, 45, 30, 91, 183, 365, 396, 731, 2192)}
    assert said == {
        1: "1 day", 45: "45 days", 30: "30 days", 91: "3 months", 183: "6 months", 365: "1 year", 396: "13 months",
        731: "2 years", 2192: "6 years",
    }  # fmt: skip
    row = BY_KEY["day-needs"]
    for hour, day in ((1, 25), (4, 26)):
        now = clock.now().astimezone(LONDON).replace(year=2026, month=10, day=25, hour=hour)
        at = next_round(row, now)
        assert (at.day, at.astimezone(LONDON).hour) == (day, 3), "also on the night the clocks change"


def test_the_table_is_whole_without_any_record(cast: Cast) -> None:
    going, staying = kinds(clock.now())
    assert len(going) + len(staying) == len(ROWS)
