"""The log of all messages, as an Academy manager reads it."""

import pytest

from learners.reminders import log_queries
from tests.browsing import browser, queries_for, words_of
from tests.cast import Cast, person
from tests.learners.reminders.lines import KIND, WORDS, MadeUp, message, one_of_each_state

pytestmark = [pytest.mark.django_db, pytest.mark.both]
LOG_BUDGET = 5  # session, reader, roles, count, messages


@pytest.mark.parametrize("who", ["learner", "editor", "quality", "assessor", "trainer", "coordinator"])
@pytest.mark.parametrize("path", ["", "figures/", "figures/?as=csv"])
def test_the_log_and_the_figures_are_for_managers(cast: Cast, who: str, path: str) -> None:
    refused = browser(getattr(cast, who)).get(f"/academy/messages/{path}")
    assert refused.status_code == 403 and "for Academy managers" in refused.content.decode()


def test_the_log_is_narrowed_by_its_address(cast: Cast, question: MadeUp) -> None:
    one_of_each_state(cast.learner)
    message(cast.stranger, kind="course_idle")
    manager = browser(cast.manager)

    def found(query: str) -> str:
        seen = words_of(manager, f"/academy/messages/?{query}")
        return seen.partition('role="status">')[2].partition(" message")[0]

    everything = words_of(manager, "/academy/messages/")
    assert "10 messages" in everything and WORDS not in everything
    assert everything.index("Bea Other") < everything.index("Amara Bello"), "the newest first"
    for state in log_queries.STATES:
        expected = {"sent": "4", "came_back": "1"}.get(state, "1")
        assert found(f"state={state}") == expected, state
    assert (found("kind=course_idle"), found(f"kind={KIND}&way=inbox"), found("way=phone")) == ("1", "1", "2")
    assert found("kind=nonsense&state=x&way=y&page=z") == "10", (
        "what nobody can choose is left out of account"
    )
    assert "Nothing like this" in words_of(manager, "/academy/messages/?kind=course_idle&state=told")


def test_an_empty_log_says_what_will_stand_there(cast: Cast) -> None:
    assert "No messages yet" in words_of(browser(cast.manager), "/academy/messages/")


def test_a_kind_that_was_taken_out_of_the_table_stays_readable(cast: Cast) -> None:
    message(cast.learner, kind="retired_kind", title="", answer="yes_please")
    seen = words_of(browser(cast.manager), "/academy/messages/")
    assert "retired kind" in seen and "yes please" in seen


def test_the_log_costs_the_same_for_two_hundred(cast: Cast, question: MadeUp) -> None:
    manager = browser(cast.manager)
    message(cast.learner)
    few = queries_for(manager, "/academy/messages/")
    for number in range(200):
        message(person(f"P{number} Of", hub=cast.harbour))
    assert queries_for(manager, "/academy/messages/") == few <= LOG_BUDGET
    assert "state=sent&amp;way=&amp;page=2" in words_of(manager, "/academy/messages/?state=sent").replace(
        "kind=&amp;", ""
    )
