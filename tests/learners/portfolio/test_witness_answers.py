"""Witnesses: what follows an answer, who may ask, the message, and the pages."""

import re
from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.core.mail import EmailMultiAlternatives
from django.db import DatabaseError, transaction

from academy.shared.rulings import Refused
from learners.portfolio.models import EvidenceItem, WitnessStatement
from learners.portfolio.queries import facts_of, with_everything
from learners.portfolio.rules import gaps_of
from learners.portfolio.witness_actions import (
    Asked,
    ask_witness,
    ask_witness_again,
    decline_statement,
    take_back_request,
    write_up,
)
from learners.portfolio.witness_mailing import send_request, send_waiting_requests
from learners.registrations.models import QualRegistration
from learners.registrations.states import RegistrationState
from tests.cast import Cast, make_cast
from tests.learners.portfolio.witnesses import ANSWER, FACTS, asked, browser, confirm
from tests.learners.qualifying import NOON, TODAY, allocated, assessor, criteria, registered
from tests.learners.test_races import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]

SENDS = "django.core.mail.backends.locmem.EmailBackend.send_messages"


@pytest.fixture
def registration(cast: Cast) -> QualRegistration:
    return registered(cast.learner, cast.harbour, cast.manager)


# --- after the answer ------------------------------------------------------------------------------------------


def test_nothing_changes_after_it_is_confirmed(cast: Cast, registration: QualRegistration) -> None:
    statement = asked(registration)
    confirm(statement)
    later = NOON + timedelta(days=3)
    judge = assessor(cast.assessor, cast.manager)
    allocated(registration, judge)
    acts: list[Callable[[], object]] = [
        lambda: confirm(statement, at=later, words="Something else."),
        lambda: decline_statement(statement_id=statement.pk, why="", by=None, now=later),
        lambda: take_back_request(statement_id=statement.pk, by=cast.learner, now=later),
        lambda: ask_witness_again(statement_id=statement.pk, by=cast.learner, now=later),
        lambda: write_up(statement_id=statement.pk, words="Other words", by=judge, now=later),
    ]
    for act in acts:
        with pytest.raises(Refused, match=r"[Nn]obody can change it"):
            act()
    for facts in ({"words": "Other"}, {"name": "Nobody"}, {"written_by": judge}, {"confirmed_at": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            WitnessStatement.objects.filter(pk=statement.pk).update(**facts)


def test_a_talk_that_an_assessor_wrote_up_counts_when_the_witness_confirms_it(
    cast: Cast, registration: QualRegistration, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    judge = assessor(cast.assessor, cast.manager)
    statement = asked(registration)
    path = f"/portfolio/witness/{statement.item.token}/write-up/"
    asa = browser(judge)
    with time_machine.travel(NOON, tick=False):
        assert asa.get(path).status_code == 403, "not allocated"
        allocated(registration, judge)
        assert asa.get(path).status_code == 200
        assert asa.post(path, {"words": "   "}).status_code == 422
        assert asa.post(path, {"words": "She led it."})["Location"] == path
        assert send_request(statement_id=statement.pk, now=NOON)
        assert "Asa Assessor talked with you" in " ".join(mailoutbox[0].body.split())
        mine = browser(cast.learner).get(f"/portfolio/witness/{statement.item.token}/").content.decode()
        assert "She led it." not in mine and "once Wendy Ward has confirmed" in mine
        page = browser(None).get(f"/witness/{statement.token}/").content.decode()
        assert "She led it." in page and "Asa Assessor wrote this down" in page
    confirm(statement, words="She led it.")
    statement.refresh_from_db()
    assert statement.written_by == judge
    another = asked(registration, email="will@example.net")
    write_up(statement_id=another.pk, words="She led it.", by=judge, now=NOON)
    confirm(another, words="We led it together.")
    another.refresh_from_db()
    assert another.written_by is None, "they are the witness's own words now"


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.shared.jobs._send", lambda name, ids: None)
    cast = make_cast()
    statement = asked(registered(cast.learner, cast.harbour, cast.manager))

    def no() -> None:
        decline_statement(statement_id=statement.pk, why="", by=None, now=NOON)

    def tried(act: Callable[[], object]) -> Callable[[], bool]:
        def run() -> bool:
            try:
                act()
            except Refused:
                return False
            return True

        return run

    answers = at_once(*[tried(lambda: confirm(statement)), tried(no)] * 3)
    assert sum(answers) == 1
    statement.refresh_from_db()
    assert bool(statement.confirmed_at) != bool(statement.declined_at)


# --- asking ----------------------------------------------------------------------------------------------------


def test_only_the_learner_asks_for_a_registration_that_is_open(
    cast: Cast, registration: QualRegistration
) -> None:
    facts = Asked(**FACTS)
    for who in (cast.coordinator, cast.manager, cast.stranger):
        with pytest.raises(Refused, match="Only the learner"):
            ask_witness(asked=facts, registration_id=registration.pk, by=who, now=NOON)
    applied = registered(cast.stranger, cast.harbour, cast.manager, RegistrationState.APPLIED)
    with pytest.raises(Refused, match="once you are accepted"):
        ask_witness(asked=facts, registration_id=applied.pk, by=cast.stranger, now=NOON)
    with pytest.raises(Refused, match="portfolio opens when"):
        ask_witness(asked=facts, registration_id=None, by=cast.stranger, now=NOON)
    assert browser(cast.stranger).get("/portfolio/witness/ask/").status_code == 403
    QualRegistration.objects.filter(pk=applied.pk).update(accepted_at=NOON)
    alone = ask_witness(asked=facts, registration_id=None, by=cast.stranger, now=NOON)
    assert alone.registration is None and alone.learner == cast.stranger


def test_nobody_writes_to_many_strangers_in_a_day(cast: Cast, registration: QualRegistration) -> None:
    for number in range(10):
        asked(registration, email=f"w{number}@example.net")
    with pytest.raises(Refused, match="10 people today"):
        asked(registration, email="w10@example.net")
    asked(registration, email="w10@example.net", at=NOON + timedelta(days=1, seconds=1))


def test_a_link_runs_out_and_is_sent_again(cast: Cast, registration: QualRegistration) -> None:
    statement = asked(registration)
    send_request(statement_id=statement.pk, now=NOON)
    with pytest.raises(Refused, match="tomorrow"):
        ask_witness_again(statement_id=statement.pk, by=cast.learner, now=NOON + timedelta(hours=3))
    late = NOON + timedelta(days=30)
    with time_machine.travel(late, tick=False):
        page = browser(None).get(f"/witness/{statement.token}/")
        assert "has run out" in page.content.decode() and "<textarea" not in page.content.decode()
        with pytest.raises(Refused, match="has run out"):
            confirm(statement, at=late)
        answer = browser(cast.learner).post(
            f"/portfolio/witness/{statement.item.token}/", {"email": "wendy.ward@example.net"}
        )
        assert answer.status_code == 302
        send_waiting_requests(now=late)
    statement.refresh_from_db()
    assert statement.mailed_at == late and statement.email == "wendy.ward@example.net"
    confirm(statement, at=late + timedelta(days=29))


def test_what_is_taken_back_cannot_be_answered(cast: Cast, registration: QualRegistration) -> None:
    statement = asked(registration)
    with pytest.raises(Refused):
        take_back_request(statement_id=statement.pk, by=cast.stranger, now=NOON)
    with time_machine.travel(NOON, tick=False):
        browser(cast.learner).post(f"/portfolio/witness/{statement.item.token}/take-back/")
        assert "not asked any more" in browser(None).get(f"/witness/{statement.token}/").content.decode()
    assert not send_request(statement_id=statement.pk, now=NOON)
    with pytest.raises(Refused, match="not asked any more"):
        confirm(statement)


def test_a_witness_may_say_no(cast: Cast, registration: QualRegistration) -> None:
    statement = asked(registration)
    with time_machine.travel(NOON, tick=False):
        browser(None).post(f"/witness/{statement.token}/", {"do": "no", "why": "I was not there."})
        assert "said no" not in browser(None).get(f"/witness/{statement.token}/").content.decode()
        read = browser(cast.learner).get(f"/portfolio/witness/{statement.item.token}/").content.decode()
    assert "I was not there." in read and "Ask somebody else" in read
    with pytest.raises(Refused, match="cannot be a witness"):
        confirm(statement)


def test_days_to_come_and_days_the_wrong_way_round_are_refused(
    cast: Cast, registration: QualRegistration
) -> None:
    with pytest.raises(Refused, match="up to today"):
        asked(registration, seen_from=TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="before the first"):
        asked(registration, seen_from=TODAY, seen_until=TODAY - timedelta(days=1))
    statement = asked(registration)
    with pytest.raises(Refused, match="up to today"):
        confirm(statement, seen_from=TODAY + timedelta(days=1))


# --- the message -----------------------------------------------------------------------------------------------


def test_a_mail_server_that_is_away_is_tried_again(cast: Cast, registration: QualRegistration) -> None:
    statement = asked(registration)
    away = {"wendy@example.net": (451, b"4.7.1 Later, please")}
    with patch(SENDS, side_effect=SMTPRecipientsRefused(away)):
        assert not send_request(statement_id=statement.pk, now=NOON)
    send_waiting_requests(now=NOON + timedelta(minutes=5))
    statement.refresh_from_db()
    assert statement.mailed_at == NOON + timedelta(minutes=5) and not statement.trouble


def test_an_address_that_does_not_exist_is_told_and_mended(
    cast: Cast, registration: QualRegistration, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    statement = asked(registration)
    nobody = {"wendy@example.net": (550, b"5.1.1 No such mailbox")}
    with patch(SENDS, side_effect=SMTPRecipientsRefused(nobody)):
        assert not send_request(statement_id=statement.pk, now=NOON)
    send_waiting_requests(now=NOON + timedelta(minutes=5))
    assert not mailoutbox, "it is not tried again by itself"
    with time_machine.travel(NOON, tick=False):
        read = browser(cast.learner).get(f"/portfolio/witness/{statement.item.token}/").content.decode()
    assert "Not delivered" in read and "no such e-mail address" in read
    ask_witness_again(statement_id=statement.pk, by=cast.learner, now=NOON, email="ward@example.net")
    assert send_request(statement_id=statement.pk, now=NOON) and mailoutbox[0].to == ["ward@example.net"]


def test_a_connection_that_breaks_is_not_sent_twice(cast: Cast, registration: QualRegistration) -> None:
    statement = asked(registration)
    with patch(SENDS, side_effect=SMTPServerDisconnected("gone")):
        assert send_request(statement_id=statement.pk, now=NOON)
    assert not send_request(statement_id=statement.pk, now=NOON)


# --- pages -----------------------------------------------------------------------------------------------------


def test_a_link_that_nobody_got_is_not_found(cast: Cast) -> None:
    assert browser(None).get("/witness/nonsense/").status_code == 404


def test_the_learners_page_is_the_learners_alone(cast: Cast, registration: QualRegistration) -> None:
    path = f"/portfolio/witness/{asked(registration).item.token}/"
    for who in (cast.stranger, cast.manager, cast.coordinator):
        assert browser(who).get(path).status_code == 403


def test_what_can_be_ticked_is_of_the_units_they_take(cast: Cast, registration: QualRegistration) -> None:
    first, *_, last = criteria(registration)
    registration.units.filter(unit=last.outcome.unit).delete()
    page = browser(cast.learner).get("/portfolio/witness/ask/").content.decode()
    ticks = re.findall(r'name="criteria" value="(\d+)"', page)
    assert str(first.pk) in ticks and str(last.pk) not in ticks
    statement = asked(registration, criteria=[first.pk, last.pk])
    assert [one.criterion for one in statement.item.links.all()] == [first]


def test_the_page_to_ask_takes_few_queries(
    cast: Cast, registration: QualRegistration, django_assert_max_num_queries: Any
) -> None:
    amara = browser(cast.learner)
    amara.get("/portfolio/witness/ask/")
    with django_assert_max_num_queries(15):
        amara.get("/portfolio/witness/ask/")


def test_whoever_has_the_message_to_a_wrong_address_cannot_answer(
    cast: Cast, registration: QualRegistration, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    statement = asked(registration)
    send_request(statement_id=statement.pk, now=NOON)
    wrong, later = statement.token, NOON + timedelta(days=1)
    ask_witness_again(statement_id=statement.pk, by=cast.learner, now=later, email="WENDY@example.net ")
    statement.refresh_from_db()
    assert statement.token == wrong, "the same person, the same link"
    later += timedelta(days=1)
    WitnessStatement.objects.update(mailed_at=NOON)
    ask_witness_again(statement_id=statement.pk, by=cast.learner, now=later, email="ward@example.net")
    send_request(statement_id=statement.pk, now=later)
    statement.refresh_from_db()
    assert browser(None).get(f"/witness/{wrong}/").status_code == 404
    assert wrong in str(mailoutbox[0].body) and statement.token in str(mailoutbox[-1].body)
    confirm(statement, at=later)
    with pytest.raises(DatabaseError), transaction.atomic():
        WitnessStatement.objects.filter(pk=statement.pk).update(token=wrong)


def test_a_witness_says_when_because_nobody_can_add_it_later(
    cast: Cast, registration: QualRegistration
) -> None:
    statement = asked(registration)
    with time_machine.travel(NOON, tick=False):
        answer = browser(None).post(f"/witness/{statement.token}/", {**ANSWER, "seen_from": ""})
    page = answer.content.decode()
    assert answer.status_code == 422 and "choose one close to it" in page and ANSWER["words"] in page
    with pytest.raises(Refused, match="choose one close to it"):
        confirm(statement, seen_from=None)
    confirm(statement)
    item = with_everything(EvidenceItem.objects.filter(pk=statement.item_id)).get()
    assert gaps_of(facts_of(item)) == ()
