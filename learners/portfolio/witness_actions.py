"""Asking a witness, and what the witness answers. Locks the registration, or the learner where there is none; then
the statement.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from academy.shared.audit import audit
from academy.shared.clock import london_date
from academy.shared.jobs import enqueue
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from academy.shared.tokens import new_token
from learners.portfolio.models import EvidenceItem, EvidenceLink, WitnessStatement
from learners.portfolio.states import EvidenceKind, Others, WitnessStatus
from learners.portfolio.witness_policies import (
    MOST_A_DAY,
    may_answer,
    may_ask_again,
    may_ask_witness,
    may_take_back,
    may_write_up,
)
from learners.portfolio.witness_rules import NO_DAY, RELATIVE, why_no_days, why_no_witness
from learners.registrations.models import QualRegistration

GOOD_FOR = timedelta(days=30)
SEND = "learners.portfolio.send_witness_request"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a learner says of their witness. criteria: ids, of the registration's version."""

    name: str
    email: str
    job_role: str
    relationship: str
    status: WitnessStatus
    relative: bool
    ask: str
    seen_from: date | None = None
    seen_until: date | None = None
    criteria: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What a witness says. others: who can be recognised in the words, besides the learner."""

    name: str
    job_role: str
    relationship: str
    relative: bool
    words: str
    others: Others
    seen_from: date | None = None
    seen_until: date | None = None


@transaction.atomic
def ask_witness(*, asked: Asked, registration_id: int | None, by: Account, now: datetime) -> WitnessStatement:
    """A piece of evidence that waits for the witness, who is written to at once. Refused: who cannot be one."""
    registration = None if registration_id is None else _locked_registration(registration_id)
    if registration is None:
        by = locked_one(Account.objects.all(), by.pk)
    may_ask_witness(by, registration, on=london_date(now)).enforce()
    _check(asked, by, now)
    account_id = registration.account_id if registration else by.pk
    item = EvidenceItem.objects.create(
        account_id=account_id,
        kind=EvidenceKind.WITNESS,
        title=f"What {asked.name} saw"[:160],
        happened_on=asked.seen_until or asked.seen_from,
        own_part=asked.ask,
        made_at=now,
        changed_at=now,
    )
    statement = WitnessStatement.objects.create(
        item=item,
        learner_id=account_id,
        registration=registration,
        name=asked.name,
        email=asked.email.strip().lower(),
        job_role=asked.job_role,
        relationship=asked.relationship,
        status=asked.status,
        relative=False,
        ask=asked.ask,
        seen_from=asked.seen_from,
        seen_until=asked.seen_until,
        asked_at=now,
        expires_at=now + GOOD_FOR,
    )
    if registration is not None:
        _link(item, registration, asked.criteria, by, now)
    _note(statement, "witness_asked", by, now, after={"criteria": sorted(set(asked.criteria))})
    enqueue(SEND, statement_id=statement.pk)
    return statement


@transaction.atomic
def ask_witness_again(*, statement_id: int, by: Account, now: datetime, email: str = "") -> WitnessStatement:
    """The same link, good for thirty days from now; `email`: the right address where the first one was wrong. Whoever
    has the wrong one must not answer, so a new address gets a new link."""
    statement = locked_statement(statement_id)
    may_ask_again(by, statement, now=now).enforce()
    if email:
        if refusal := why_no_witness(email=email, relative=False, own=addresses_of(by)):
            raise Refused(refusal)
        if email.strip().lower() != statement.email:
            statement.email, statement.token = email.strip().lower(), new_token()
    _mail_once_more(statement, now)
    statement.save(update_fields=["email", "token", "expires_at", "mailed_at", "trouble"])
    _note(statement, "witness_asked_again", by, now)
    return statement


@transaction.atomic
def take_back_request(*, statement_id: int, by: Account, now: datetime) -> WitnessStatement:
    """The link says that nobody is asked any more."""
    statement = locked_statement(statement_id)
    may_take_back(by, statement).enforce()
    statement.item.withdrawn_at = statement.item.changed_at = now
    statement.item.save(update_fields=["withdrawn_at", "changed_at"])
    _note(statement, "witness_request_taken_back", by, now)
    return statement


@transaction.atomic
def write_up(*, statement_id: int, words: str, by: Account, now: datetime) -> WitnessStatement:
    """An assessor's notes of a talk with the witness. They count for nothing until the witness confirms them."""
    statement = locked_statement(statement_id)
    may_write_up(by, statement, now=now).enforce()
    if not words.strip():
        raise Refused("Write what the witness told you first.")
    statement.words, statement.written_by = words.strip(), by
    _mail_once_more(statement, now)
    statement.save(update_fields=["words", "written_by", "expires_at", "mailed_at", "trouble"])
    _note(statement, "witness_statement_written_up", by, now)
    return statement


@transaction.atomic
def confirm_statement(
    *, statement_id: int, told: Told, by: Account | None, now: datetime
) -> WitnessStatement:
    """In the witness's words. The answer of a relative is kept as a no. by: who is signed in, if anybody is."""
    statement = locked_statement(statement_id)
    may_answer(by, statement, now=now).enforce()
    if told.relative:
        return _say_no(statement, "They are a relative of the learner.", by, now, relative=True)
    words = told.words.strip()
    if not words:
        raise Refused("Write what you saw, in your own words.")
    if refusal := why_no_days(told.seen_from, told.seen_until, today=london_date(now)):
        raise Refused(refusal)
    if not (told.seen_from or told.seen_until or statement.item.happened_on):
        raise Refused(NO_DAY)  # nobody could add it later
    if words != statement.words:
        statement.written_by = None
    statement.name, statement.job_role = told.name, told.job_role
    statement.relationship, statement.relative = told.relationship, False
    statement.seen_from, statement.seen_until = told.seen_from, told.seen_until
    statement.words, statement.confirmed_at = words, now
    statement.save()
    item = statement.item
    item.text, item.others, item.changed_at = words, told.others, now
    item.happened_on = told.seen_until or told.seen_from or item.happened_on
    item.save(update_fields=["text", "others", "happened_on", "changed_at"])
    _note(statement, "witness_confirmed", by, now)
    return statement


@transaction.atomic
def decline_statement(*, statement_id: int, why: str, by: Account | None, now: datetime) -> WitnessStatement:
    """They cannot or do not want to."""
    statement = locked_statement(statement_id)
    may_answer(by, statement, now=now).enforce()
    return _say_no(statement, why, by, now, relative=False)


def locked_statement(pk: int) -> WitnessStatement:
    """Its root first, then itself. Raises DoesNotExist."""
    found = WitnessStatement.objects.get(pk=pk)
    if found.registration_id is not None:
        _locked_registration(found.registration_id)
    else:
        locked_one(Account.objects.all(), found.learner_id)
    return locked_one(WitnessStatement.objects.select_related("item", "registration"), pk)


def addresses_of(person: Account) -> set[str]:
    """Every address that reaches them, confirmed or not, of all their rows."""
    mine = rows_of(person)
    known = set(EmailAddress.objects.filter(user__in=mine).values_list("email", flat=True))
    return known | {one.email for one in Account.objects.filter(pk__in=mine) if one.email}


def _check(asked: Asked, by: Account, now: datetime) -> None:
    refusal = why_no_witness(email=asked.email, relative=asked.relative, own=addresses_of(by))
    refusal = refusal or why_no_days(asked.seen_from, asked.seen_until, today=london_date(now))
    if refusal:
        raise Refused(refusal)
    since = now - timedelta(days=1)
    if WitnessStatement.objects.filter(learner__in=rows_of(by), asked_at__gt=since).count() >= MOST_A_DAY:
        raise Refused(f"You have asked {MOST_A_DAY} people today. Ask the next one tomorrow.")


def _link(
    item: EvidenceItem, registration: QualRegistration, criteria: Sequence[int], by: Account, now: datetime
) -> None:
    known = registration.version.criteria.filter(
        pk__in=criteria, outcome__unit__in=registration.units.values("unit")
    )
    EvidenceLink.objects.bulk_create(
        EvidenceLink(item=item, registration=registration, criterion=one, linked_by=by, linked_at=now)
        for one in known
    )


def _say_no(
    statement: WitnessStatement, why: str, by: Account | None, now: datetime, *, relative: bool
) -> WitnessStatement:
    statement.declined_at, statement.declined_why = now, why.strip()[:300]
    statement.relative = relative
    statement.save(update_fields=["declined_at", "declined_why", "relative"])
    _note(statement, "witness_declined", by, now, reason=RELATIVE if relative else "")
    return statement


def _mail_once_more(statement: WitnessStatement, now: datetime) -> None:
    statement.expires_at, statement.mailed_at, statement.trouble = now + GOOD_FOR, None, ""
    enqueue(SEND, statement_id=statement.pk)


def _locked_registration(pk: int) -> QualRegistration:
    return locked_one(QualRegistration.objects.select_related("version"), pk)


def _note(
    statement: WitnessStatement,
    action: str,
    by: Account | None,
    now: datetime,
    *,
    reason: str = "",
    after: dict[str, object] | None = None,
) -> None:
    """Moves the registration's work, and adds to its history; or to the learner's."""
    root = statement.registration or statement.learner
    if statement.registration is not None:
        QualRegistration.objects.filter(pk=statement.registration.pk).update(moved_at=now)
    hub_id = statement.registration.hub_id if statement.registration else None
    audit(root, action, by=by, now=now, about=statement, hub_id=hub_id, reason=reason, after=after)
