"""Declaring a conflict of interest, ending it, and deciding how it is dealt with. The root is the person it is of."""

from datetime import UTC, date, datetime

from django.db import transaction

from academy.accounts.models import Account
from academy.hubs.models import Hub
from academy.shared.audit import audit
from academy.shared.clock import london_date
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from learners.registrations.allocation_models import ConflictDeclaration
from learners.registrations.conflict_facts import keeper_of
from learners.registrations.conflict_policies import (
    may_decide,
    may_declare_for,
    may_declare_with,
    may_end_conflict,
    may_scrutinise,
)
from learners.registrations.conflict_queries import has_an_interest, people_in_reach
from learners.registrations.states import Nature


@transaction.atomic
def declare_conflict(
    *,
    person_id: int,
    other_id: int | None,
    hub_id: int | None,
    nature: Nature,
    words: str,
    by: Account,
    now: datetime,
) -> ConflictDeclaration:
    """It blocks from this moment on. Exactly one of other_id and hub_id. Pressing twice gives the same row."""
    person = locked_one(Account.objects.all(), person_id)
    keeper, today = keeper_of(by, on=london_date(now)), london_date(now)
    may_declare_for(keeper, person).enforce()
    other = Account.objects.get(pk=other_id) if other_id is not None else None
    hub = Hub.objects.get(pk=hub_id) if hub_id is not None else None
    if (other is None) == (hub is None):
        raise Refused("Choose a person or a hub.")
    may_declare_with(person, other).enforce()
    if other is not None and not people_in_reach(keeper, on=today).filter(pk=other.pk).exists():
        raise Refused(
            "You can only choose people of your own hubs. Ask the Academy manager to write it down."
        )
    same = {"person": person, "other": other, "hub": hub, "nature": nature}
    open_now = ConflictDeclaration.objects.filter(**same, ends_on=None, decided_at=None).first()
    if open_now is not None:
        return open_now
    made = ConflictDeclaration.objects.create(
        **same,
        words=words.strip(),
        starts_on=today,
        declared_by=by,
        declared_at=now,
    )
    after = {"other": other_id, "hub": hub_id, "nature": str(nature)}
    audit(person, "conflict_declared", by=by, now=now, about=made, hub_id=hub_id, after=after)
    return made


@transaction.atomic
def end_conflict(*, conflict_id: int, ends_on: date, why: str, by: Account, now: datetime) -> None:
    """From that day on it does not block any more."""
    person, conflict = _locked(conflict_id)
    today = london_date(now)
    may_end_conflict(keeper_of(by, on=today), conflict, today).enforce()
    if not why.strip():
        raise Refused("Say how you know that it is over. It stands in the history.")
    if ends_on < conflict.starts_on:
        raise Refused("That is before it was declared. Choose that day or a later one.")
    if ends_on > today:  # it cannot be changed once it is said, and nobody knows before
        raise Refused("That day has not come yet. Come back on that day; until then it keeps them apart.")
    if ends_on > now.astimezone(UTC).date():  # in summer the database's day begins an hour after London's
        raise Refused(
            "That day is not an hour old. Come back after one o’clock; until then it keeps them apart."
        )
    conflict.ends_on = ends_on
    conflict.save(update_fields=["ends_on"])
    after = {"from": ends_on.isoformat()}
    audit(person, "conflict_ended", by=by, now=now, about=conflict, reason=why.strip(), after=after)


@transaction.atomic
def decide_conflict(
    *, conflict_id: int, mitigation: str, scrutineer_id: int, by: Account, now: datetime
) -> None:
    """How it is dealt with, and who looks instead. From then on it does not block any more."""
    person, conflict = _locked(conflict_id)
    today = london_date(now)
    may_decide(keeper_of(by, on=today), conflict, today).enforce()
    if not mitigation.strip():
        raise Refused("Say how it is dealt with. The awarding organisation may ask.")
    scrutineer = Account.objects.get(pk=scrutineer_id)
    may_scrutinise(scrutineer, conflict, has_an_interest(conflict, on=today), today).enforce()
    conflict.mitigation, conflict.scrutineer = mitigation.strip(), scrutineer
    conflict.decided_by, conflict.decided_at = by, now
    conflict.save(update_fields=["mitigation", "scrutineer", "decided_by", "decided_at"])
    after = {"scrutineer": scrutineer.pk}
    audit(person, "conflict_decided", by=by, now=now, about=conflict, reason=conflict.mitigation, after=after)


def _locked(conflict_id: int) -> tuple[Account, ConflictDeclaration]:
    """The root first; the declaration is read after it is locked."""
    root = ConflictDeclaration.objects.values_list("person_id", flat=True).get(pk=conflict_id)
    person = locked_one(Account.objects.all(), root)
    return person, ConflictDeclaration.objects.select_related("person", "other", "hub").get(pk=conflict_id)
