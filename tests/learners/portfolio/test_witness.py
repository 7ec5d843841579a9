"""Witnesses: asked by the learner, answering without an account, never the learner or a relative (INV-16)."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.mail import EmailMultiAlternatives
from django.db import DatabaseError, transaction

from academy.accounts.models import Account
from academy.shared.audit import chain_of
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from learners.portfolio.models import EvidenceItem, WitnessStatement
from learners.portfolio.states import EvidenceKind
from learners.portfolio.witness_actions import ask_witness_again, decline_statement, write_up
from learners.portfolio.witness_mailing import send_request
from learners.portfolio.witness_rules import OWN_ADDRESS, RELATIVE, why_no_witness
from learners.registrations.models import QualRegistration
from tests.cast import Cast
from tests.chains import broken_links
from tests.learners.portfolio.witnesses import ANSWER, FORM, asked, browser, confirm
from tests.learners.qualifying import NOON, criteria, registered

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def registration(cast: Cast) -> QualRegistration:
    return registered(cast.learner, cast.harbour, cast.manager)


def test_from_asking_to_what_the_learner_reads(
    cast: Cast, registration: QualRegistration, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    first = criteria(registration)[0]
    amara = browser(cast.learner)
    with time_machine.travel(NOON, tick=False):
        answer = amara.post("/portfolio/witness/ask/", {**FORM, "criteria": [first.pk, 99999]})
        statement = WitnessStatement.objects.get()
        assert answer["Location"] == f"/portfolio/witness/{statement.item.token}/"
        assert [link.criterion for link in statement.item.links.all()] == [first]
        assert "in the next few minutes" in amara.get(answer["Location"]).content.decode()
        assert send_request(statement_id=statement.pk, now=NOON)
        assert not send_request(statement_id=statement.pk, now=NOON), "only once"
    (mail,) = mailoutbox
    assert mail.to == ["wendy@example.net"] and "Amara Bello asks you to say what you saw" in mail.subject
    path = f"/witness/{statement.token}/"
    assert path in mail.body and "not send it on, also not to Amara Bello" in " ".join(mail.body.split())
    wendy = browser(None)
    with time_machine.travel(NOON + timedelta(days=2), tick=False):
        page = wendy.get(path)
        assert page.status_code == 200 and first.text in page.content.decode()
        assert "no-store" in page["Cache-Control"]
        assert wendy.post(path, {**ANSWER, "true": ""}).status_code == 422
        done = wendy.post(path, ANSWER)
        assert done["Location"] == path
        assert "Nobody can change it now" in wendy.get(path).content.decode()
        read = amara.get(f"/portfolio/witness/{statement.item.token}/").content.decode()
    assert "She led the meeting well." in read and "Confirmed" in read
    statement.refresh_from_db()
    item = EvidenceItem.objects.get()
    assert (item.text, item.others, item.kind) == (
        "She led the meeting well.",
        "nobody",
        EvidenceKind.WITNESS,
    )
    registration.refresh_from_db()
    assert registration.moved_at == NOON + timedelta(days=2)
    actions = list(AuditEvent.objects.filter(chain=chain_of(registration)).values_list("action", flat=True))
    assert actions == ["witness_asked", "witness_confirmed"] and not broken_links(chain_of(registration))


# --- INV-16: the learner never writes it, at the screen, the action and the database ---------------------------


def test_inv_16_the_screen_turns_the_learner_away(cast: Cast, registration: QualRegistration) -> None:
    statement = asked(registration, at=NOON)
    with time_machine.travel(NOON, tick=False):
        amara = browser(cast.learner)
        read = amara.get(f"/witness/{statement.token}/")
        assert read.status_code == 403 and "for your witness, not for you" in read.content.decode()
        assert "<textarea" not in read.content.decode()
        assert amara.post(f"/witness/{statement.token}/", ANSWER).status_code == 403
    statement.refresh_from_db()
    assert statement.confirmed_at is None and statement.words == ""


def test_inv_16_the_witnesss_address_is_on_no_page_of_the_learner(
    cast: Cast, registration: QualRegistration
) -> None:
    statement = asked(registration)
    with time_machine.travel(NOON, tick=False):
        pages = [f"/portfolio/witness/{statement.item.token}/", "/portfolio/witness/ask/"]
        for path in pages:
            assert statement.token not in browser(cast.learner).get(path).content.decode()


def test_inv_16_the_action_refuses_the_learner_by_each_of_their_rows(
    cast: Cast, registration: QualRegistration
) -> None:
    statement = asked(registration)
    other = Account.objects.create_user(full_name="A. Bello", is_active=False, joined_to=cast.learner)
    for who in (cast.learner, other):
        with pytest.raises(Refused, match="for your witness"):
            confirm(statement, by=who)
        with pytest.raises(Refused, match="for your witness"):
            decline_statement(statement_id=statement.pk, why="", by=who, now=NOON)
        with pytest.raises(Refused, match="own work"):
            write_up(statement_id=statement.pk, words="I was great.", by=who, now=NOON)


def test_inv_16_the_database_refuses_words_of_the_learner_and_of_relatives(
    cast: Cast, registration: QualRegistration
) -> None:
    statement = asked(registration)
    rows = WitnessStatement.objects.filter(pk=statement.pk)
    for facts in (
        {"written_by": cast.learner},
        {"relative": True, "words": "x", "confirmed_at": NOON},
        {"words": "", "confirmed_at": NOON},
        {"learner": cast.stranger},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**facts)


@pytest.mark.parametrize(
    "address", ["amara@example.org", "AMARA@example.org ", "amara+work@example.org", "old@example.org"]
)
def test_inv_16_an_address_of_their_own_is_refused(
    cast: Cast, registration: QualRegistration, address: str
) -> None:
    EmailAddress.objects.create(user=cast.learner, email="old@example.org", verified=False)
    with pytest.raises(Refused, match="your own e-mail address"):
        asked(registration, email=address)
    with time_machine.travel(NOON, tick=False):
        answer = browser(cast.learner).post("/portfolio/witness/ask/", {**FORM, "email": address})
    assert answer.status_code == 422 and OWN_ADDRESS in answer.content.decode()
    assert "How I led the meeting" in answer.content.decode(), "nothing typed is lost"
    statement = asked(registration)
    assert send_request(statement_id=statement.pk, now=NOON)
    with pytest.raises(Refused, match="your own e-mail address"):
        ask_witness_again(
            statement_id=statement.pk, by=cast.learner, now=NOON + timedelta(days=1), email=address
        )


def test_inv_16_a_relative_is_refused_where_the_learner_says_so(
    cast: Cast, registration: QualRegistration
) -> None:
    with pytest.raises(Refused, match="in your family"):
        asked(registration, relative=True)
    answer = browser(cast.learner).post("/portfolio/witness/ask/", {**FORM, "relative": "yes"})
    assert answer.status_code == 422 and RELATIVE in answer.content.decode()
    assert not WitnessStatement.objects.exists()


def test_inv_16_a_witness_who_says_that_they_are_family_is_none(
    cast: Cast, registration: QualRegistration
) -> None:
    statement = asked(registration)
    with time_machine.travel(NOON, tick=False):
        browser(None).post(f"/witness/{statement.token}/", {**ANSWER, "relative": "yes"})
        read = browser(cast.learner).get(f"/portfolio/witness/{statement.item.token}/").content.decode()
    statement.refresh_from_db()
    assert statement.declined_at and not statement.confirmed_at and statement.relative
    assert "Said no" in read and "relative of the learner" in read


def test_the_rule_by_itself() -> None:
    assert why_no_witness(email="a@b.org", relative=False, own=["a@c.org"]) == ""
    assert why_no_witness(email="a+1@B.org", relative=False, own=["A@b.org"]) == OWN_ADDRESS
    assert why_no_witness(email="a@b.org", relative=True, own=[]) == RELATIVE
