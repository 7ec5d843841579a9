"""Putting pieces into a portfolio, changing them, taking them out. Registrations are locked first, then the piece."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from academy.shared.audit import audit
from academy.shared.clock import london_date
from academy.shared.locks import locked, locked_one
from academy.shared.rulings import Refused
from learners.portfolio.copy_actions import forget_copies_of
from learners.portfolio.file_actions import forget_files
from learners.portfolio.models import EvidenceItem, WitnessStatement
from learners.portfolio.policies import (
    WRITTEN_FOR_YOU,
    may_add_evidence,
    may_bring_back_evidence,
    may_change_evidence,
    may_delete_evidence,
    may_see_evidence,
    may_withdraw_evidence,
    seen_through,
)
from learners.portfolio.rules import LONGEST_TITLE
from learners.portfolio.states import BY_ASSESSOR, EvidenceKind
from learners.registrations.models import QualRegistration
from learners.registrations.states import LIVE

ASKED = ("happened_on", "own_part", "others", "text", "link", "minutes", "people_listened", "learned")
EMPTY: dict[str, Any] = {"happened_on": None, "minutes": None, "people_listened": None}
Words = Mapping[str, Any]  # some of ASKED, and "title"


@transaction.atomic
def add_evidence(*, kind: EvidenceKind, words: Words, token: str, by: Account, now: datetime) -> EvidenceItem:
    """A new piece, finished or not. `token` comes with the form: the same form sent twice is one piece."""
    same = EvidenceItem.objects.filter(token=token, account__in=rows_of(by), kind=kind)
    if (known := same.first()) is not None:
        return change_evidence(item_id=known.pk, words=words, by=by, now=now)
    may_add_evidence(by).enforce()
    if kind in BY_ASSESSOR:
        raise Refused(WRITTEN_FOR_YOU)
    item = EvidenceItem(token=token, account=by, kind=kind, made_at=now, changed_at=now)
    _write(item, words)
    try:
        with transaction.atomic():
            item.save(force_insert=True)
    except IntegrityError:  # both were on their way
        if (known := same.first()) is None:
            raise
        return change_evidence(item_id=known.pk, words=words, by=by, now=now)
    return item


@transaction.atomic
def change_evidence(*, item_id: int, words: Words, by: Account, now: datetime) -> EvidenceItem:
    """Write over some of it. What was handed in before stays as it was. Whom it shows is written down."""
    _linked(item_id)
    item = locked_one(EvidenceItem.objects.select_related("account"), item_id)
    may_change_evidence(by, item).enforce()
    before = item.others
    if not _write(item, words):
        return item
    item.changed_at = now
    item.save(update_fields=["title", *ASKED, "changed_at"])
    _moved(item, now)
    if item.others != before:
        owner = locked_one(Account.objects.all(), item.account_id)
        audit(
            owner,
            "evidence_says_who_is_in_it",
            by=by,
            now=now,
            about=item,
            before={"others": before},
            after={"others": item.others},
        )
    return item


@transaction.atomic
def delete_evidence(*, item_id: int, by: Account, now: datetime) -> None:
    """The piece, its files, what it was linked to, and what a witness was asked. For good."""
    _linked(item_id)
    item = locked_one(EvidenceItem.objects.select_related("account"), item_id)
    may_delete_evidence(by, item).enforce()
    _moved(item, now)
    owner = locked_one(Account.objects.all(), item.account_id)
    WitnessStatement.objects.filter(item=item).delete()
    forget_files(item=item)
    forget_copies_of(owner=owner, now=now)
    audit(owner, "evidence_deleted", by=by, now=now, about=item, before={"kind": item.kind})
    item.delete()


@transaction.atomic
def withdraw_evidence(*, item_id: int, by: Account, now: datetime) -> EvidenceItem:
    """Out of the portfolio. What was handed in of it stays."""
    _linked(item_id)
    item = locked_one(EvidenceItem.objects.select_related("account"), item_id)
    may_withdraw_evidence(by, item).enforce()
    return _keep_withdrawn(item, now, by=by, now=now, event="evidence_withdrawn")


@transaction.atomic
def bring_back_evidence(*, item_id: int, by: Account, now: datetime) -> EvidenceItem:
    """Into the portfolio again."""
    _linked(item_id)
    item = locked_one(EvidenceItem.objects.select_related("account"), item_id)
    may_bring_back_evidence(by, item).enforce()
    return _keep_withdrawn(item, None, by=by, now=now, event="evidence_brought_back")


@transaction.atomic
def read_evidence(*, item_id: int, by: Account, now: datetime) -> EvidenceItem:
    """Open a piece. Whoever is neither the learner nor allocated leaves a trace (INV-48)."""
    item = EvidenceItem.objects.select_related("account").get(pk=item_id)
    on = london_date(now)
    may_see_evidence(by, item, on=on).enforce()
    through = seen_through(by, item, on=on) if item.account_id not in set(rows_of(by)) else None
    if through is not None and not through.allocated:
        registration = locked_one(QualRegistration.objects.all(), through.registration.pk)
        audit(registration, "evidence_read", by=by, now=now, about=item, hub_id=registration.hub_id)
    return item


def _write(item: EvidenceItem, words: Words) -> bool:
    """Set what was said; whether anything is different now."""
    before = [getattr(item, name) for name in ("title", *ASKED)]
    own_title = item.title if item.has_own_title() else ""
    for name in ASKED:
        if name in words:
            value = EMPTY.get(name, "") if words[name] is None else words[name]
            setattr(item, name, value.strip() if isinstance(value, str) else value)
    given = " ".join(str(words.get("title") or "").split()) if "title" in words else own_title
    item.title = given[:LONGEST_TITLE] or item.made_title()
    return before != [getattr(item, name) for name in ("title", *ASKED)]


def _keep_withdrawn(
    item: EvidenceItem, at: datetime | None, *, by: Account, now: datetime, event: str
) -> EvidenceItem:
    item.withdrawn_at = at
    item.save(update_fields=["withdrawn_at"])
    _moved(item, now)
    owner = locked_one(Account.objects.all(), item.account_id)
    audit(owner, event, by=by, now=now, about=item)
    return item


def _linked(item_id: int) -> None:
    """Lock the registrations for which it shows something, before the piece."""
    locked(
        QualRegistration.objects.all(),
        QualRegistration.objects.filter(evidence_links__item=item_id).values_list("pk", flat=True),
    )


def _moved(item: EvidenceItem, now: datetime) -> None:
    """Something moved in those registrations that are not over."""
    ids = item.links.values_list("registration", flat=True)
    QualRegistration.objects.filter(pk__in=list(ids), state__in=LIVE).update(moved_at=now)
