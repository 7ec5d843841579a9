"""The list of people to ring: who sees whom, what a press does, and that two trainers ring nobody twice."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.shared import clock
from learners.reminders import ringing_actions
from learners.reminders.models import AddressTrouble, Sent
from learners.reminders.ringing_actions import NotReached, TooLate
from learners.reminders.states import SentState
from tests.browsing import browser
from tests.cast import Cast, hold, person
from tests.learners.reminders.lines import MadeUp, line
from tests.learners.reminders.ringing import open_trouble, page

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def press(client: Client, row: Sent, did: str, **more: str) -> Any:
    return client.post(f"/to-ring/{row.pk}/", {"did": did, **more}, follow=True)


# --- who stands on it ----------------------------------------------------------------------------------------


def test_a_line_says_all_that_the_call_needs(cast: Cast, kind: MadeUp) -> None:
    Account.objects.filter(pk=cast.neighbour.pk).update(phone="07700900123")
    line(cast.neighbour, cast.harbour, calls=2, rung_at=clock.now())
    seen = page(browser(cast.trainer))
    for words in (
        "Yusuf Khan", 'href="tel:07700900123"', "Harbour Road", "Come on Thursday", "The lift is mended.",
        "Rung 2 times without an answer", "Of use until",
    ):  # fmt: skip
        assert words in seen
    assert "No number: tell them when they come in" not in seen
    line(person("No Phone", email=None, hub=cast.harbour), cast.harbour)
    assert "No number: tell them when they come in" in page(browser(cast.trainer))


@pytest.mark.parametrize("who", ["trainer", "coordinator"])
def test_one_hub_never_sees_the_people_of_another(cast: Cast, kind: MadeUp, who: str) -> None:
    """INV-40."""
    line(cast.stranger, cast.millfield)
    open_trouble(cast.stranger)
    told = line(cast.stranger, cast.millfield, "thing:2")
    ringing_actions.mark_told(line_id=told.pk, by=cast.other_coordinator, now=clock.now())
    client = browser(getattr(cast, who))
    for query in (
        "",
        "?hub=millfield",
        "?hub=all",
        "?hub=none",
        "?show=told",
        "?show=addresses&hub=millfield",
    ):
        assert "Bea" not in page(client, query), query
    row = Sent.objects.get(subject="thing:1")
    for did in ("told", "no_answer", "WRONG_NUMBER"):
        refused = press(client, row, did)
        assert refused.status_code == 403 and "another hub" in refused.content.decode()
    assert press(client, told, "undo").status_code == 403
    trouble = AddressTrouble.objects.get()
    assert client.post(f"/to-ring/addresses/{trouble.pk}/").status_code == 403
    row.refresh_from_db()
    assert (row.state, row.calls) == ("to_ring", 0)
    assert "Bea" in page(browser(cast.other_coordinator))


@pytest.mark.parametrize("who", ["learner", "editor", "quality", "assessor", "minor"])
def test_the_list_is_for_those_who_ring(cast: Cast, kind: MadeUp, who: str) -> None:
    row, client = line(cast.neighbour, cast.harbour), browser(getattr(cast, who))
    refused = client.get("/to-ring/")
    assert refused.status_code == 403
    assert "trainers and the coordinator of a hub" in refused.content.decode()
    assert press(client, row, "told").status_code == 403


def test_a_manager_rings_those_without_a_hub_and_sees_every_list(cast: Cast, kind: MadeUp) -> None:
    line(person("Homeless One", email=None), None)
    line(cast.neighbour, cast.harbour)
    line(cast.stranger, cast.millfield)
    manager = browser(cast.manager)
    for query, names in (
        ("", {"Homeless One"}),
        ("?hub=none", {"Homeless One"}),
        ("?hub=harbour-road", {"Yusuf Khan"}),
        ("?hub=all", {"Homeless One", "Yusuf Khan", "Bea Other"}),
        ("?hub=nowhere", {"Homeless One"}),
    ):
        seen = page(manager, query)
        assert {name for name in ("Homeless One", "Yusuf Khan", "Bea Other") if name in seen} == names, query
    assert press(manager, Sent.objects.get(hub=cast.millfield), "told").status_code == 200
    assert Sent.objects.get(hub=cast.millfield).rung_by == cast.manager


def test_a_hub_where_nobody_could_ring_is_the_managers(cast: Cast, kind: MadeUp) -> None:
    line(cast.stranger, cast.millfield)
    open_trouble(cast.stranger)
    manager = browser(cast.manager)
    assert "Bea Other" not in page(manager)
    cast.other_coordinator.roles.update(ends_on=clock.today())
    assert page(manager).count("Bea Other</a>") == 2, "to ring, and the address that comes back"
    hold(cast.assessor, Role.ASSESSOR, cast.millfield)
    assert "Bea Other" in page(manager), "an assessor rings nobody"
    assert "Bea Other" not in page(browser(cast.trainer))


def test_a_trainer_of_two_hubs_has_both_lists_and_may_choose(cast: Cast, kind: MadeUp) -> None:
    hold(cast.trainer, Role.TRAINER, cast.millfield)
    line(cast.neighbour, cast.harbour)
    line(cast.stranger, cast.millfield)
    client = browser(cast.trainer)
    both, one = page(client), page(client, "?hub=millfield")
    assert "Yusuf Khan" in both and "Bea Other" in both
    assert "Yusuf Khan" not in one and "Bea Other" in one
    assert 'name="hub" value="millfield"' in one, "a press leads back to the same list"


def test_what_is_over_is_not_shown(cast: Cast, kind: MadeUp) -> None:
    line(cast.neighbour, cast.harbour, "thing:1", title="It is done")
    line(cast.neighbour, cast.harbour, "thing:2", title="It is late", useful_until=clock.now())
    line(cast.neighbour, cast.harbour, "thing:3", title="Retired", kind="no_such_kind")
    line(person("Clo Sed", hub=cast.harbour, is_active=False), cast.harbour, title="Closed account")
    line(cast.neighbour, cast.harbour, "thing:4", title="Still wanted")
    kind.over = {"thing:1"}
    seen = page(browser(cast.trainer))
    assert "Still wanted" in seen and "2 lines have gone from this page" in seen
    for title in ("It is done", "It is late", "Retired", "Closed account"):
        assert title not in seen


def test_a_list_that_has_sorted_itself_out_is_empty(cast: Cast, kind: MadeUp) -> None:
    line(cast.neighbour, cast.harbour)
    kind.over = {"thing:1"}
    seen = page(browser(cast.trainer))
    assert "1 line has gone from this page" in seen and "Nobody to ring" in seen


def test_two_things_for_one_person_are_one_call(cast: Cast, kind: MadeUp) -> None:
    first = line(cast.neighbour, cast.harbour, "thing:1", title="Your place")
    line(cast.neighbour, cast.harbour, "thing:2", title="Your certificate")
    seen = page(browser(cast.trainer))
    assert seen.count("<article") == 1 and "Your place" in seen and "Your certificate" in seen
    line(cast.learner, cast.harbour)
    press(browser(cast.trainer), first, "no_answer")
    seen = page(browser(cast.trainer))
    assert seen.index("Amara Bello") < seen.index("Your certificate"), "both stand at the end now"
    assert set(Sent.objects.filter(account=cast.neighbour).values_list("calls", flat=True)) == {1}


# --- what a press does ---------------------------------------------------------------------------------------


def test_told_and_not_told_after_all(cast: Cast, kind: MadeUp) -> None:
    row, client = line(cast.neighbour, cast.harbour), browser(cast.trainer)
    answer = press(client, row, "told")
    assert "Yusuf Khan is ticked off" in answer.content.decode()
    row.refresh_from_db()
    assert (row.state, row.rung_by, row.rung_at is not None) == ("told", cast.trainer, True)
    seen = page(client)
    assert "Told by you" in seen and "<article" not in seen
    press(client, row, "undo")
    row.refresh_from_db()
    assert (row.state, row.rung_by, row.rung_at) == ("to_ring", None, None)
    assert "<article" in page(client)


def test_who_may_take_it_back(cast: Cast, kind: MadeUp) -> None:
    other = person("Olu Trainer")
    hold(other, Role.TRAINER, cast.harbour)
    row = line(cast.neighbour, cast.harbour)
    for by, allowed in ((other, False), (cast.trainer, True), (cast.coordinator, True), (cast.manager, True)):
        ringing_actions.mark_told(line_id=row.pk, by=cast.trainer, now=clock.now())
        if allowed:
            assert "Not told after all" in page(browser(by), "?hub=harbour-road")
            ringing_actions.take_back(line_id=row.pk, by=by, now=clock.now())
            continue
        assert "Not told after all" not in page(browser(by))
        refused = press(browser(by), row, "undo")
        assert refused.status_code == 403 and "Jo Trainer ticked this line" in refused.content.decode()
        Sent.objects.filter(pk=row.pk).update(state=SentState.TO_RING, rung_by=None)


def test_only_what_was_ticked_today_can_be_taken_back(cast: Cast, kind: MadeUp) -> None:
    row = line(cast.neighbour, cast.harbour)
    ringing_actions.mark_told(line_id=row.pk, by=cast.trainer, now=clock.now() - timedelta(days=1))
    assert "Yusuf Khan" not in page(browser(cast.trainer))
    assert "Only what was ticked today" in press(browser(cast.trainer), row, "undo").content.decode()
    row.refresh_from_db()
    assert row.state == "told"


def test_no_answer_is_counted_and_kept_through_undo(cast: Cast, kind: MadeUp) -> None:
    row, now = line(cast.neighbour, cast.harbour), clock.now()
    for _ in range(2):
        ringing_actions.mark_no_answer(line_id=row.pk, by=cast.trainer, now=now)
    ringing_actions.mark_told(line_id=row.pk, by=cast.trainer, now=now)
    with pytest.raises(TooLate, match="You have told Yusuf Khan already"):
        ringing_actions.mark_no_answer(line_id=row.pk, by=cast.trainer, now=now)
    ringing_actions.take_back(line_id=row.pk, by=cast.trainer, now=now)
    row.refresh_from_db()
    assert (row.calls, row.state, row.rung_at) == (2, "to_ring", now)
    with pytest.raises(TooLate, match="on the list already"):
        ringing_actions.take_back(line_id=row.pk, by=cast.trainer, now=now)


def test_who_cannot_be_reached_leaves_the_list_with_the_reason(cast: Cast, kind: MadeUp) -> None:
    row, client = line(cast.neighbour, cast.harbour), browser(cast.trainer)
    press(client, row, "WRONG_NUMBER")
    row.refresh_from_db()
    assert (row.state, row.why_not, row.rung_by) == ("skipped", NotReached.WRONG_NUMBER, cast.trainer)
    again = press(client, row, "told")
    assert "not on the list any more. The number is wrong." in again.content.decode()
    row.refresh_from_db()
    assert row.state == "skipped"


def test_nonsense_is_refused_with_words(cast: Cast, kind: MadeUp) -> None:
    row, client = line(cast.neighbour, cast.harbour), browser(cast.trainer)
    for did in ("", "gone", "wrong_number"):
        refused = press(client, row, did)
        assert refused.status_code == 403 and "Press one of the buttons" in refused.content.decode()
    assert client.get(f"/to-ring/{row.pk}/").status_code == 405
    assert client.post("/to-ring/999999/", {"did": "told"}).status_code == 404
    kept = client.post(f"/to-ring/{row.pk}/", {"did": "told", "hub": "harbour-road", "page": "2"})
    assert kept["Location"] == "/to-ring/?hub=harbour-road&page=2"


def test_the_second_of_two_trainers_is_told_who_was_first(cast: Cast, kind: MadeUp) -> None:
    other = person("Olu Trainer")
    hold(other, Role.TRAINER, cast.harbour)
    row = line(cast.neighbour, cast.harbour)
    press(browser(cast.trainer), row, "told")
    late = press(browser(other), row, "told").content.decode()
    assert "Jo Trainer has told Yusuf Khan already, at" in late and "Nothing was changed" in late
    row.refresh_from_db()
    assert row.rung_by == cast.trainer
