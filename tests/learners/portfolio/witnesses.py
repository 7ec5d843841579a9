"""A witness of Amara, asked and answering: facts, and the acts of the tests about witnesses."""

from typing import Any

from django.test import Client

from academy.accounts.models import Account
from learners.portfolio.models import WitnessStatement
from learners.portfolio.states import Others, WitnessStatus
from learners.portfolio.witness_actions import Asked, Told, ask_witness, confirm_statement
from learners.registrations.models import QualRegistration
from tests.cast import BACKEND
from tests.learners.qualifying import NOON, TODAY

FACTS: dict[str, Any] = {
    "name": "Wendy Ward",
    "email": "wendy@example.net",
    "job_role": "Chair of the tenants",
    "relationship": "We ran the meeting together",
    "status": WitnessStatus.COMMUNITY,
    "relative": False,
    "ask": "How I led the meeting at the library",
}
TELLS: dict[str, Any] = {
    "name": "Wendy Ward",
    "job_role": "Chair of the tenants",
    "relationship": "We ran the meeting together",
    "relative": False,
    "words": "She asked everybody one by one, and wrote down what they said.",
    "others": Others.NOBODY,
    "seen_from": TODAY,
}
FORM = {
    "name": "Wendy Ward",
    "email": "wendy@example.net",
    "job_role": "Chair",
    "relationship": "Neighbours",
    "status": "peer",
    "relative": "no",
    "ask": "How I led the meeting",
}
ANSWER = {
    "do": "confirm",
    "words": "She led the meeting well.",
    "name": "Wendy Ward",
    "job_role": "Chair",
    "relationship": "Neighbours",
    "seen_from": TODAY.isoformat(),
    "relative": "no",
    "others": "nobody",
    "true": "on",
}


def asked(registration: QualRegistration, at: Any = NOON, **changes: Any) -> WitnessStatement:
    return ask_witness(
        asked=Asked(**{**FACTS, **changes}),
        registration_id=registration.pk,
        by=registration.account,
        now=at,
    )


def browser(who: Account | None) -> Client:
    client = Client()
    if who is not None:
        client.force_login(who, backend=BACKEND)
    return client


def confirm(statement: WitnessStatement, by: Account | None = None, at: Any = NOON, **changes: Any) -> None:
    confirm_statement(statement_id=statement.pk, told=Told(**{**TELLS, **changes}), by=by, now=at)
