"""The figures about messages: what became of each kind, on the page and in a spreadsheet."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest

from academy.shared import clock
from academy.shared.spreadsheets import csv_bytes
from learners.reminders.figures import figures
from learners.reminders.kinds import REMINDERS
from learners.reminders.models import Sent
from learners.reminders.states import SentState
from tests.browsing import browser, queries_for, words_of
from tests.cast import Cast
from tests.learners.reminders.lines import KIND, MadeUp, message, one_of_each_state

pytestmark = [pytest.mark.django_db, pytest.mark.both]
FIGURES_BUDGET = (
    6  # session, reader, roles, three for all kinds; one more for each kind that says what acting is
)


def made_up(days: int = 30) -> Any:
    return next(one for one in figures(days=days, now=clock.now()) if one.key == KIND)


def test_the_figures_count_what_became_of_a_kind(cast: Cast, question: MadeUp) -> None:
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


def test_reasons_hold_no_address_and_are_not_endless(cast: Cast, question: MadeUp) -> None:
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


def test_the_page_of_figures_says_how_to_read_them(cast: Cast, question: MadeUp) -> None:
    one_of_each_state(cast.learner)
    manager = browser(cast.manager)
    for days in (30, 90, 365):
        seen = words_of(manager, f"/academy/messages/figures/?days={days}")
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
    assert "in the last 30 days" in words_of(manager, "/academy/messages/figures/?days=nonsense")


def test_figures_cost_the_same_for_much(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learners.reminders.figures.REMINDERS", {})
    few = queries_for(browser(cast.manager), "/academy/messages/figures/")
    assert few <= FIGURES_BUDGET
    monkeypatch.undo()
    MadeUp(monkeypatch, acted=lambda rows: rows)
    for number in range(100):
        message(cast.learner, f"thing:{number}", kind=KIND)
    one_more = {KIND: REMINDERS[KIND]}
    monkeypatch.setattr("learners.reminders.figures.REMINDERS", one_more)
    assert queries_for(browser(cast.manager), "/academy/messages/figures/") == few + 1


def test_figures_go_into_a_spreadsheet(cast: Cast, question: MadeUp) -> None:
    one_of_each_state(cast.learner)
    message(cast.stranger, state=SentState.SKIPPED, why_not='=HYPERLINK("http://example.org")')
    answer = browser(cast.manager).get("/academy/messages/figures/?as=csv&days=90")
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
