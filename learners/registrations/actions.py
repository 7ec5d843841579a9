"""Asking for a qualification, being put forward, saying yes, and beginning. The root is the registration."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from academy.accounts.models import Account
from academy.hubs.models import Hub
from academy.shared.audit import audit
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from courses.qualifications.models import QualificationVersion
from learners.registrations.models import QualRegistration
from learners.registrations.policies import may_answer, may_ask, may_put_forward
from learners.registrations.states import Paid, RegistrationState

S = RegistrationState
ALREADY = "There is a registration for this qualification already. It stands under “My learning”."


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody says when they ask: where and how they will practise, and why they want it."""

    practise_where: str = ""
    practise_paid: str = Paid.NOT_YET
    hopes: str = ""


def lock(registration_id: int) -> QualRegistration:
    """The registration, until the transaction ends. Every action takes it first."""
    rows = QualRegistration.objects.select_related("account", "hub", "version__qualification")
    return locked_one(rows, registration_id)


def move(
    registration: QualRegistration,
    to: RegistrationState,
    what: str,
    *,
    by: Account | None,
    now: datetime,
    reason: str = "",
    **facts: Any,
) -> None:
    """Into another state: saved with `facts`, and audited as `what`. The caller has asked whether it may."""
    before, registration.state = registration.state, to
    registration.moved_at = now
    for name, value in facts.items():
        setattr(registration, name, value)
    registration.save(update_fields=["state", "moved_at", *facts])
    noted(registration, what, by=by, now=now, reason=reason, before={"state": before}, after={"state": to})


def noted(
    registration: QualRegistration, what: str, *, by: Account | None, now: datetime, **more: Any
) -> None:
    """In the registration's own chain."""
    audit(registration, what, by=by, now=now, hub_id=registration.hub_id, **more)


@transaction.atomic
def ask(*, version_id: int, hub_id: int, wish: Wish, by: Account, now: datetime) -> QualRegistration:
    """Ask for a qualification at a hub. Pressing twice gives the same registration."""
    account = locked_one(Account.objects.all(), by.pk)  # two questions at once: the second finds the first
    version, hub = _place(version_id, hub_id)
    known = QualRegistration.objects.filter(account=account, version=version, hub=hub, state=S.APPLIED)
    if (waiting := known.first()) is not None:
        return waiting
    may_ask(account, version, hub, now=now).enforce()
    return _made(account, version, hub, wish, by, now, agreed_at=now)


@transaction.atomic
def put_forward(
    *, account_id: int, version_id: int, hub_id: int, wish: Wish, by: Account, now: datetime
) -> QualRegistration:
    """Ask for somebody else; nothing more happens until they say yes themselves."""
    learner = locked_one(Account.objects.all(), account_id)
    version, hub = _place(version_id, hub_id)
    may_put_forward(by, learner, version, hub, now=now).enforce()
    return _made(learner, version, hub, wish, by, now, put_forward_by=by)


@transaction.atomic
def answer(*, registration_id: int, yes: bool, by: Account, now: datetime) -> None:
    """The learner's own yes or no to having been put forward."""
    registration = lock(registration_id)
    may_answer(by, registration, now=now).enforce()
    if yes:
        registration.agreed_at = registration.moved_at = now
        registration.save(update_fields=["agreed_at", "moved_at"])
        noted(registration, "registration_agreed", by=by, now=now)
    else:
        why = "The learner said no."
        move(registration, S.WITHDRAWN, "registration_refused", by=by, now=now, ended_at=now, ended_why=why)


def begin(registration: QualRegistration, *, by: Account | None, now: datetime) -> None:
    """The first plan was agreed, or the first work handed in. The caller has locked the registration.

    A second time changes nothing. Before the number is recorded it says only that work has begun.
    """
    if registration.began_at is not None:
        return
    if registration.state == S.REGISTERED:
        move(registration, S.IN_PROGRESS, "registration_began", by=by, now=now, began_at=now)
    else:
        registration.began_at = registration.moved_at = now
        registration.save(update_fields=["began_at", "moved_at"])
        noted(registration, "registration_began", by=by, now=now, after={"state": registration.state})


def _place(version_id: int, hub_id: int) -> tuple[QualificationVersion, Hub]:
    version = QualificationVersion.objects.select_related("qualification").get(pk=version_id)
    return version, Hub.objects.get(pk=hub_id)


def _made(
    learner: Account,
    version: QualificationVersion,
    hub: Hub,
    wish: Wish,
    by: Account,
    now: datetime,
    **facts: Any,
) -> QualRegistration:
    try:
        with transaction.atomic():
            made = QualRegistration.objects.create(
                account=learner,
                version=version,
                hub=hub,
                applied_at=now,
                moved_at=now,
                practise_where=wish.practise_where.strip(),
                practise_paid=wish.practise_paid,
                hopes=wish.hopes.strip(),
                **facts,
            )
    except IntegrityError:  # by another of the person's rows, in the same moment
        raise Refused(ALREADY) from None
    noted(made, "registration_asked", by=by, now=now, after={"version": version.pk, "hub": hub.pk})
    return made
