"""Who pays for dates: programmes, and which dates count for them."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.audit import audit
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from courses.delivery.actions import lock_cohort
from courses.delivery.models import Cohort, Programme
from courses.delivery.policies import may_count_for, may_look_after_programmes


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """Who pays, from when until when, and for how many people."""

    name: str
    funder: str
    starts_on: date
    ends_on: date
    target_people: int | None = None


@transaction.atomic
def add_programme(*, facts: ProgrammeFacts, by: Account, now: datetime) -> Programme:
    """One more. Pressing twice gives the same."""
    may_look_after_programmes(by, now=now).enforce()
    known = _named(facts.name)
    if known is not None:
        if _facts(known) == facts:
            return known
        raise Refused(_taken(known))
    _check(facts)
    programme = Programme.objects.create(**asdict(facts))
    audit(programme, "programme_added", by=by, now=now, after=_plain(facts))
    return programme


@transaction.atomic
def change_programme(*, programme_id: int, facts: ProgrammeFacts, by: Account, now: datetime) -> Programme:
    """Other dates, another target. What counts for it goes on counting."""
    programme = locked_one(Programme.objects.all(), programme_id)
    may_look_after_programmes(by, now=now).enforce()
    other = _named(facts.name)
    if other is not None and other.pk != programme.pk:
        raise Refused(_taken(other))
    _check(facts)
    before = _facts(programme)
    if before == facts:
        return programme
    for name, value in asdict(facts).items():
        setattr(programme, name, value)
    programme.save()
    audit(programme, "programme_changed", by=by, now=now, before=_plain(before), after=_plain(facts))
    return programme


@transaction.atomic
def set_programmes(*, cohort_id: int, programme_ids: Collection[int], by: Account, now: datetime) -> Cohort:
    """These dates count for these programmes, and for no others. Also when they are over: that is when it is asked."""
    cohort = lock_cohort(cohort_id)
    may_count_for(by, cohort, now=now).enforce()
    before = sorted(cohort.programmes.values_list("pk", flat=True))
    after = sorted(Programme.objects.filter(pk__in=programme_ids).values_list("pk", flat=True))
    if before == after:
        return cohort
    cohort.programmes.set(after)
    audit(
        cohort,
        "cohort_programmes_set",
        by=by,
        now=now,
        hub_id=cohort.hub_id,
        before={"programmes": before},
        after={"programmes": after},
    )
    return cohort


def _check(facts: ProgrammeFacts) -> None:
    if facts.ends_on < facts.starts_on:
        raise Refused("A programme ends after it starts. Check the two days.")


def _named(name: str) -> Programme | None:
    return Programme.objects.filter(name__iexact=name).first()


def _taken(programme: Programme) -> str:
    return f"There is a programme called {programme.name} already. Change that one, or choose another name."


def _facts(programme: Programme) -> ProgrammeFacts:
    return ProgrammeFacts(**{name: getattr(programme, name) for name in ProgrammeFacts.__slots__})


def _plain(facts: ProgrammeFacts) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(facts).items()
    }
