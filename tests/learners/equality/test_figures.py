"""Figures of quarters that are over: made once, safe to show, and not to be moved by what comes later."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction

from academy.hubs.models import Hub
from academy.keeping.actions import forget as forget_now
from academy.keeping.tasks import forget
from courses.delivery.models import Cohort
from learners.equality.actions import Told, forget_what_was_told, type_slip
from learners.equality.figure_actions import make_figures
from learners.equality.models import Background, District, EqualityAnswers, Figures
from learners.equality.queries import background_figures, equality_figures
from learners.equality.rules import Postcode
from learners.equality.states import About, Heard
from learners.equality.tasks import make_figures as make_task
from tests.browsing import browser
from tests.learners import worlds
from tests.learners.equality.answers import manager, slips, tells, words
from tests.learners.places import dates

pytestmark = [pytest.mark.django_db, pytest.mark.both]

JULY, SEPTEMBER = datetime(2026, 7, 3, 12, tzinfo=UTC), datetime(2026, 9, 20, 12, tzinfo=UTC)
OCTOBER, JANUARY = datetime(2026, 10, 1, 3, 50, tzinfo=UTC), datetime(2027, 1, 1, 3, 50, tzinfo=UTC)


def cohort(hub: str = "harbour", capacity: int = 90) -> Cohort:
    return dates.cohort(capacity, at=dates.hub(hub))


def shown(question: str) -> dict[str, int]:
    """The newest figures of one question, as on the page."""
    (table,) = (one for one in equality_figures()[0].tables if one.title.startswith(question))
    return {line.label: line.many for line in table.lines}


def test_figures_are_made_once_when_a_quarter_is_over() -> None:
    at = cohort()
    slips(at, 21, JULY, sex="female")
    slips(at, 11, SEPTEMBER, sex="male")
    assert make_figures(now=SEPTEMBER) == 0
    assert make_figures(now=OCTOBER) == 1
    assert make_figures(now=OCTOBER) == 0
    (row,) = Figures.objects.all()
    assert (row.first_month, row.last_month, row.hub) == (date(2026, 7, 1), date(2026, 9, 1), None)
    assert row.tables["sex"] == {"": 30, "female": 20, "male": None, "rather_not": None}
    assert row.tables["religion"][""] is None  # nobody answered it


def test_few_answers_wait_for_the_next_quarter() -> None:
    at = cohort()
    slips(at, 19, JULY, sex="female")
    assert make_figures(now=OCTOBER) == 0
    slips(at, 1, OCTOBER, sex="female")
    assert make_figures(now=JANUARY) == 1
    assert Figures.objects.get().first_month == date(2026, 7, 1)


def test_what_comes_later_moves_no_figure() -> None:
    """Who compares figures before and after somebody answers, changes or deletes learns nothing."""
    at, amara = cohort(), worlds.person()
    slips(at, 30, JULY, sex="female")
    slips(at, 29, JULY, sex="male")
    tells(amara, JULY, sex="male")
    make_figures(now=OCTOBER)
    before = equality_figures()
    tells(amara, OCTOBER, sex="female")
    tells(worlds.person("Bea", "bea@example.org"), OCTOBER, sex="female")
    forget_what_was_told(account_id=amara.pk)
    make_figures(now=OCTOBER)
    assert equality_figures() == before
    slips(at, 25, OCTOBER, sex="female")
    make_figures(now=JANUARY)
    assert equality_figures()[1:] == before
    assert equality_figures()[0].first == date(2026, 10, 1)  # and no month is counted twice


def test_figures_cannot_be_changed_or_deleted() -> None:
    slips(cohort(), 25, JULY, sex="female")
    make_figures(now=OCTOBER)
    for act in (lambda rows: rows.update(tables={}), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act(Figures.objects.all())


def test_what_is_hidden_is_named_whether_somebody_said_it_or_not() -> None:
    """Otherwise its name alone would tell that one of a dozen said it."""
    District.objects.bulk_create([District(outcode=f"N{n}", region=f"Region {n}") for n in range(3)])
    at = cohort()
    slips(at, 30, JULY, heard="web")
    type_slip(
        cohort_id=at.pk,
        slip="one",
        told=Told(postcode=Postcode("N1", ""), heard="web"),
        by=dates.coordinator(),
        now=JULY,
    )
    Background.objects.filter(where="").update(where="rather_not")
    make_figures(now=OCTOBER)
    tables = Figures.objects.get(about=About.BACKGROUND, hub=None).tables
    assert set(tables["region"]) == {"", "Region 0", "Region 1", "Region 2", "not_known", "rather_not"}
    assert set(tables["region"].values()) == {None, 30}  # all thirty prefer not to say but one: all is hidden
    assert len(tables["decile"]) == 13 and len(tables["heard"]) == 1 + len(Heard)


def test_answers_of_an_old_set_of_questions_are_counted_by_themselves() -> None:
    slips(cohort(), 25, JULY, sex="female")
    slips(cohort(), 3, JULY, sex="male")
    EqualityAnswers.objects.filter(answers__sex="female").update(questions="2025-1", answers={"hair": "red"})
    EqualityAnswers.objects.filter(answers__sex="male").update(questions="2025-1", answers={"hair": "blue"})
    slips(cohort(), 25, JULY, sex="male")
    assert make_figures(now=OCTOBER) == 2
    assert {row.questions for row in Figures.objects.all()} == {"2025-1", "2026-1"}
    assert Figures.objects.get(questions="2025-1").tables == {"hair": {"": 30}}  # nobody's hair is named
    assert len(equality_figures()) == 2  # and the page shows what it has no words for


@pytest.mark.parametrize(
    ("today", "kept"),
    [(datetime(2027, 8, 31, tzinfo=UTC), True), (datetime(2027, 9, 1, 3, tzinfo=UTC), False)],
)
def test_answers_are_forgotten_after_thirteen_months_and_figures_stay(
    today: datetime, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    at, amara = cohort(), worlds.person()
    slips(at, 7, JULY, sex="female", heard="web")
    tells(amara, JULY, sex="female")
    monkeypatch.setattr("academy.shared.clock.now", lambda: today)
    make_task()
    for key in ("equality", "paper-slips"):
        forget(key)
    assert EqualityAnswers.objects.exists() is kept
    assert Background.objects.filter(account=None).exists() is kept
    assert Background.objects.filter(account=amara).exists()  # hers, until she deletes it
    assert (
        Figures.objects.filter(about=About.EQUALITY).count() == 1
    )  # few as they were, they were counted first


def test_forgetting_twice_forgets_nothing_more() -> None:
    slips(cohort(), 3, JULY, sex="female")
    later = datetime(2027, 9, 1, 3, tzinfo=UTC)
    for gone in (3, 0):
        for key in ("equality", "paper-slips"):
            assert forget_now(key=key, now=later).gone == gone


def test_where_people_live_and_how_they_heard_is_counted_by_hub_too(monkeypatch: pytest.MonkeyPatch) -> None:
    slips(cohort(), 24, JULY, heard="web")
    slips(cohort("mill"), 5, JULY, heard="poster")
    monkeypatch.setattr("academy.shared.clock.now", lambda: OCTOBER)
    make_task()
    harbour, mill = Hub.objects.get(slug="harbour"), Hub.objects.get(slug="mill")
    assert [
        line.many for line in background_figures(harbour)[0].tables[2].lines
    ] == []  # all the same: hidden
    assert background_figures(mill) == ()  # five are too few: they wait
    heard = background_figures(None)[0].tables[2]
    assert (heard.title, heard.answered) == ("How people heard", 30)
    assert [(line.label, line.many) for line in heard.lines] == [("A search on the web", 25)]
    assert "A poster, a leaflet or a letter" in heard.few


# --- the pages ----------------------------------------------------------------------------------------------


def test_a_coordinator_sees_their_own_hub_and_no_equality_figures() -> None:
    slips(cohort(), 15, JULY, heard="web")
    slips(cohort(), 15, JULY, heard="poster")
    slips(cohort("mill"), 40, JULY, heard="friend", sex="female")
    make_figures(now=OCTOBER)
    client = browser(dates.coordinator(email="cora@example.org"))
    for address in ("/figures/who-comes/", "/figures/who-comes/?hub=mill"):
        said = words(client, address)
        assert "People who booked at Harbour Road." in said and "About 30 people answered." in said
        assert "Mill Road" not in said and "about 40" not in said
    refused = words(client, "/figures/equality/", status=403)
    assert "The equality figures are for the Academy manager." in refused


def test_a_manager_sees_all_of_england_and_equality_figures() -> None:
    slips(cohort(), 15, JULY, heard="web", sex="female")
    slips(cohort(), 16, JULY, heard="poster", sex="male")
    make_figures(now=OCTOBER)
    client = browser(manager())
    assert "People who booked anywhere in England." in words(client, "/figures/who-comes/?hub=harbour")
    said = words(client, "/figures/equality/")
    assert "July 2026 to September 2026" in said and "Too few people answered to show anything." in said
    assert shown("What is your sex?") == {"Male": 15}  # of 31: how many preferred not to say stays open
    slips(cohort(), 12, OCTOBER, sex="rather_not")
    slips(cohort(), 16, OCTOBER, sex="male")
    slips(cohort(), 24, OCTOBER, sex="female")
    make_figures(now=JANUARY)
    assert shown("What is your sex?") == {"Female": 25, "Male": 15, "Prefer not to say": 10}


def test_nobody_else_sees_figures() -> None:
    for who in (dates.trainer(), worlds.person()):
        for address in ("/figures/who-comes/", "/figures/equality/"):
            assert "figures are for" in words(browser(who), address, status=403)


def test_before_the_first_figures_the_pages_say_when_they_come() -> None:
    slips(cohort(), 3, JULY, heard="web", sex="female")
    for address in ("/figures/who-comes/", "/figures/equality/"):
        assert "No figures yet." in words(
            browser(manager() if "eq" in address else dates.coordinator()), address
        )
